"""Making a practice in an empty folder, making the demo, and restoring a backup on a new PC."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer
from app.areas.imports import demo
from app.areas.imports.demo import DemoMade
from app.areas.imports.values import Progress
from app.areas.ledger import maintaining as reasons
from app.areas.ledger import service as ledger
from app.areas.parties import service as parties
from app.areas.payments import maintaining as payments
from app.areas.security import pins, rules
from app.areas.security import service as security
from app.areas.security.values import AddUser, SetPin, SetRecoveryCode
from app.areas.settings import maintaining as settings_lists
from app.areas.settings import service as settings_service
from app.areas.settings.rules import UNDER_WAY
from app.areas.settings.values import LeaveStep, SetUpPractice
from app.bootstrap.opening import load_schema, open_station
from app.bootstrap.setup_draft import drop_draft
from app.bootstrap.unlocking import IDENTITY_NAME, Unlock, has_practice, keep_keys, taken
from app.kernel.actor import SYSTEM, Actor
from app.kernel.clock import Clock, SystemClock
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import CommandId, RoleId, UserId, derived_id, new_id
from app.kernel.translate import t
from app.storage import backup, engine, keys, upgrade
from app.storage.connection import disk_refused, is_full
from app.storage.database import Database
from app.storage.disk_room import RESERVE_NAME
from app.storage.incarnation import Identity, begin_station
from app.storage.keys import Keys
from app.storage.location import refuse_unsafe_folder
from app.storage.lock import LOCK_NAME, DatabaseLock
from app.storage.pace import HASTE, Pace
from app.storage.private import private_file, private_folder, sync_folder, write_private

TRYING_NAME = "joining.json"
"""As which station this computer joins a practice, while that lasts."""
JOINING_PART = "enrol.part"
"""Where its books lie until they are whole."""
LEFT_BEHIND = (
    *(keys.BESIDE_NAME, keys.PASSPHRASE_NAME, keys.RECOVERY_NAME, IDENTITY_NAME),
    *(f"{engine.DATABASE_NAME}-wal", f"{engine.DATABASE_NAME}-shm"),
    RESERVE_NAME,
)


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who sets the practice up; `pin` is turned into a verifier at once and kept nowhere."""

    name: str
    number: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Initialised:
    """What is shown once: the key that opens a backup on a new PC, and the administrator's code."""

    recovery_key: str = field(repr=False)
    recovery_code: str = field(repr=False)
    key_place: str
    administrator: UserId


def init_station(
    data: Path,
    practice: SetUpPractice,
    administrator: FirstAdministrator,
    unlock: Unlock | None = None,
    *,
    clock: Clock | None = None,
    guided: bool = False,
) -> Initialised:
    """Make a practice in an empty folder; all of it or nothing, killed or not. `guided` says that
    somebody is led through further steps, and has to confirm the recovery keys first.
    """
    refuse_unsafe_folder(data)
    if has_practice(data):
        raise taken(data)
    settings_service.check_practice(practice)
    rules.check_new_pin(administrator.pin, administrator.number)
    with moving_in(data, "setup.part") as part:
        time = clock or SystemClock()
        return _fill(part, practice, administrator, unlock or Unlock(), time, guided=guided)


@contextmanager
def moving_in(
    data: Path, name: str, *, kept_after: Callable[[BaseException], bool] | None = None
) -> Iterator[Path]:
    """A folder to make a practice in; when the block ends well, all of it moves into `data`.

    The database comes last: before it there is no practice, and what a kill left is cleared away,
    unless the block goes on with it: `kept_after` says after which errors it can. A key or a
    write-ahead file of a practice that is gone would shut the new one out.
    """
    part = data / name
    with _alone_in(data):
        if kept_after is None:
            shutil.rmtree(part, ignore_errors=True)
        private_folder(part)
        try:
            yield part
            for left in LEFT_BEHIND:
                (data / left).unlink(missing_ok=True)
            names = [path.name for path in part.iterdir() if path.name != LOCK_NAME]
            for moved in sorted(names, key=lambda name: name == engine.DATABASE_NAME):
                sync_folder(data)
                (part / moved).replace(data / moved)
            sync_folder(data)
        except BaseException as error:
            if kept_after is None or not kept_after(error):
                shutil.rmtree(part, ignore_errors=True)
            if isinstance(error, driver.OperationalError) and is_full(error):
                raise disk_refused() from error
            raise
        for gone in (part, data / JOINING_PART):
            shutil.rmtree(gone, ignore_errors=True)
        (data / TRYING_NAME).unlink(missing_ok=True)
        drop_draft(data)


@contextmanager
def _alone_in(data: Path) -> Iterator[None]:
    """Nobody else sets up, restores or works in `data` meanwhile, and no practice is there."""
    try:
        private_folder(data)
        lock = DatabaseLock(data)
    except OSError as error:
        raise OutsideError(
            t("{folder} can't be written: {why}.", folder=data, why=error.strerror)
        ) from error
    try:
        backup.refuse_taken(data)
        yield
    finally:
        lock.release()
        if not has_practice(data):
            (data / LOCK_NAME).unlink(missing_ok=True)


def _fill(
    part: Path,
    practice: SetUpPractice,
    administrator: FirstAdministrator,
    unlock: Unlock,
    clock: Clock,
    *,
    guided: bool,
) -> Initialised:
    found, database_id, recovery_key = Keys.made(), new_id(), keys.new_recovery_key()
    place = keep_keys(part, found, database_id, unlock, demo=practice.demo)
    keys.wrap_for_recovery(part, found, recovery_key, database_id)
    write_private(part / IDENTITY_NAME, json.dumps({"v": 1, "database_id": database_id}))
    path = part / engine.DATABASE_NAME
    private_file(path).close()
    upgrade.upgrade_station(path, found.database)
    _identify(path, found, practice, database_id, clock)
    load_schema()
    station_database = Database(part, found, clock)
    try:
        code, user_id = _seed(station_database, practice, administrator, guided=guided)
    finally:
        station_database.close()
    settle(path, found)
    return Initialised(recovery_key, code, place, user_id)


def settle(path: Path, found: Keys) -> None:
    """Everything into the one file, so that it can be moved."""
    connection = engine.connect(path, found.database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for leftover in ("-wal", "-shm"):
        Path(f"{path}{leftover}").unlink(missing_ok=True)


def _identify(
    path: Path, found: Keys, practice: SetUpPractice, database_id: str, clock: Clock
) -> None:
    here = Identity(
        practice.organization_id,
        practice.site_id,
        practice.station_id,
        practice.station_code,
        database_id,
        practice.demo,
    )
    connection = engine.connect(path, found.database)
    try:
        begin_station(connection.cursor(), here, clock=clock)
    finally:
        connection.close()


def _seed(
    database: Database,
    practice: SetUpPractice,
    administrator: FirstAdministrator,
    *,
    guided: bool,
) -> tuple[str, UserId]:
    writer = database.writer
    if writer is None:
        raise UserError(t("The practice could not be set up."))
    code = pins.new_recovery_code()
    user_id = UserId(new_id())
    role = RoleId(derived_id("role", "administrator"))
    steps: tuple[tuple[Callable[..., Any], Any], ...] = (
        (settings_service.set_up_practice, practice),
        (security.seed_roles, None),
        (ledger.seed_chart, None),
        (reasons.seed_reasons, None),
        (parties.seed_payers, None),
        (payments.seed_tenders, None),
        (
            security.add_user,
            AddUser(CommandId(user_id), administrator.number, administrator.name, role),
        ),
        (security.set_pin, SetPin(_fresh(), user_id, pins.make_verifier(administrator.pin))),
        (
            security.set_recovery_code,
            SetRecoveryCode(_fresh(), pins.make_verifier(pins.plain_code(code))),
        ),
        (drawers.add_drawer, AddDrawer(_fresh(), t("Drawer 1"))),
        *(
            (settings_lists.leave_step, LeaveStep(_fresh(), step))
            for step in ((UNDER_WAY, "recovery") if guided else ())
        ),
    )
    for action, step in steps:
        writer.submit(SYSTEM, action, step).result()
    return code, user_id


def _fresh() -> CommandId:
    return CommandId(new_id())


def restore_station(
    path: Path,
    data: Path,
    recovery_key: str,
    unlock: Unlock | None = None,
    pace: Pace = HASTE,
) -> str:
    """Put a backup into an empty folder as a new incarnation; where its keys are now, in words.

    All of it or nothing: what fails, or is killed, can be done again.
    """
    refuse_unsafe_folder(data)
    manifest = backup.read_manifest(path)
    backup.refuse_taken(data)
    with moving_in(data, "restoring.part") as part:
        found = backup.restore(path, part, recovery_key, SystemClock(), pace)
        connection = engine.connect(part / engine.DATABASE_NAME, found.database)
        try:
            demo = bool(connection.execute("SELECT demo FROM this_station").fetchone()[0])
        finally:
            connection.close()
        place = keep_keys(part, found, manifest.database_id, unlock or Unlock(), demo=demo)
        identity = json.dumps({"v": 1, "database_id": manifest.database_id})
        write_private(part / IDENTITY_NAME, identity)
    return place


def make_demo(data: Path, *, progress: Progress | None = None) -> tuple[DemoMade, Initialised]:
    """The demo practice in an empty folder, made by the program's own actions up to this moment.

    All of it or nothing, killed or not: a demo without its last patients would look like one.
    """
    refuse_unsafe_folder(data)
    now = datetime.now(UTC)
    clock = demo.demo_clock(now)
    who = demo.ADMINISTRATOR
    administrator = FirstAdministrator(who.name, who.number, who.pin)
    with moving_in(data, "demo.part") as part:
        made = init_station(part, demo.demo_practice(), administrator, clock=clock)
        station = open_station(part, clock=clock)

        def act(actor: Actor, action: Any, command: Any, run_id: str | None = None) -> Any:
            return station.act(actor, action, command, run_id=run_id).result()

        try:
            filled = demo.fill(act, station.database.read, clock, now, progress=progress)
        finally:
            station.close()
        settle(part / engine.DATABASE_NAME, station.database.keys)
    return filled, made
