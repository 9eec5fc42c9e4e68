"""Makes a further station of a practice whose books a centre keeps, in an empty folder."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer
from app.areas.security import errors as people_errors
from app.areas.security import pins, rules
from app.areas.security import queries as people
from app.areas.security import service as security
from app.areas.security.values import SetPin, SetRecoveryCode
from app.areas.settings import queries as settings
from app.areas.settings import service as settings_service
from app.areas.settings.values import AddStation, Practice
from app.bootstrap.half_made import (
    HalfMade,
    begun_with,
    cleared,
    found_again,
    is_kept_after,
    note_begun,
    noted,
)
from app.bootstrap.opening import load_schema
from app.bootstrap.setting_up import JOINING_PART, moving_in, settle
from app.bootstrap.unlocking import IDENTITY_NAME, Unlock, has_practice, keep_keys, taken
from app.kernel.actor import SYSTEM, Permission
from app.kernel.clock import Clock, SystemClock
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import CommandId, SiteId, StationId, UserId, new_id
from app.kernel.translate import t
from app.storage import engine, keys, upgrade
from app.storage.database import Database
from app.storage.incarnation import Identity, begin_station
from app.storage.keys import Keys, NoSecretStore, SecretStore
from app.storage.location import refuse_unsafe_folder
from app.storage.private import private_file, write_private
from app.storage.still_coming import still_comes
from app.sync.central import Central, Revoked
from app.sync.codes import read_code
from app.sync.details import begin_with_less
from app.sync.doors import CodeOver, Door, door_behind
from app.sync.exchange import Done, Exchange
from app.sync.joining import connector, keep_credential
from app.sync.line import Line
from app.sync.progress import Tell
from app.sync.pusher import Pusher
from app.sync.setting_up import Enrolled, PracticeThere
from app.sync.snapshot import BeginAgain, open_early

PAUSES_S = (1.0, 3.0, 10.0)
"""After a broken line it waits so long before the next try."""
A = TypeVar("A")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class NewStation:
    """What is asked for: an administrator of the practice by badge number, who gets a PIN here.

    `code_text` is what a manager's station made; without one, `dsn` is an administrator's of the
    centre and kept nowhere, and `address` where the station finds it from now on. `code` is the
    stem of the station's numbers.
    """

    dsn: str = field(default="", repr=False)
    code: str = ""
    name: str = ""
    administrator: str = ""
    pin: str = field(default="", repr=False)
    site: str = ""
    address: str = ""
    code_text: str = field(default="", repr=False)
    months: int = 0
    """How many months of journal lines of its own site it keeps; 0 for what the code says, and
    without one for every line of all sites.
    """

    @property
    def months_kept(self) -> int:
        return self.months or (read_code(self.code_text).months if self.code_text else 0)


@dataclass(frozen=True, slots=True)
class EnrolledHere:
    """What is shown once, like at the first station, and how much came."""

    station: str
    records: int
    recovery_key: str = field(repr=False)
    recovery_code: str = field(repr=False)
    key_place: str
    administrator: UserId
    history_comes: bool = False
    """Older history comes while people work already, whenever this computer is on."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the station will stand, and how it gets there."""

    door: Door
    there: PracticeThere
    site: str
    half: HalfMade


class _Begun:
    """The books of a station that is not whole yet, as sync sees them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
        self.folder = database.folder
        self._database = database

    @property
    def practice(self) -> Practice:
        return self._database.read(settings.practice)

    def record(self, action: Callable[[Any, C], A], command: C) -> Future[A]:
        writer = self._database.writer
        if writer is None:
            raise UserError(t("The station could not be set up."))
        return writer.submit(SYSTEM, action, command)

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]:
        return self._database.ask(query, *args)


def practice_behind(wanted: NewStation, data: Path | None = None) -> PracticeThere:
    """Whose books a code or a DSN leads to, and the sites to choose from; nothing is used up. A
    code that let a station of `data` in is known after its end too.
    """
    return _behind(door_behind(wanted.code_text, wanted.dsn, wanted.address), wanted, data)


def _behind(door: Door, wanted: NewStation, data: Path | None) -> PracticeThere:
    try:
        return door.practice()
    except CodeOver:
        half = begun_with(data, wanted.code_text)
        if half is None:
            raise
        return half.there


def enrol_here(
    data: Path,
    wanted: NewStation,
    unlock: Unlock | None = None,
    *,
    store: SecretStore | None = None,
    clock: Clock | None = None,
    progress: Tell | None = None,
) -> EnrolledHere:
    """Make the station whole, its people and books included, or nothing that opens; killed or not.

    What was cut off goes on where it was with the same code, as the same station; once that was let
    in, after the code's end too. Of large books only what is needed for taking money is here then:
    the rest comes while people work.
    """
    refuse_unsafe_folder(data)
    if has_practice(data):
        raise taken(data)
    settings_service.check_code(wanted.code)
    rules.check_new_pin(wanted.pin, wanted.administrator)
    door = door_behind(wanted.code_text, wanted.dsn, wanted.address)
    there = _behind(door, wanted, data)
    site = _site(there, wanted.site)
    for last in (False, False, True):
        try:
            with moving_in(data, JOINING_PART, kept_after=is_kept_after) as part:
                half = noted(data, wanted.code_text, there)
                made = _fill(
                    part,
                    wanted,
                    _Place(door, there, site, half),
                    unlock or Unlock(),
                    store or NoSecretStore(),
                    clock or SystemClock(),
                    progress,
                )
            break
        except BeginAgain:
            if last:
                raise
    return made


def _site(there: PracticeThere, name: str) -> str:
    fitting = [site for site, called in there.sites if not name or called == name]
    if len(fitting) != 1:
        raise UserError(
            t(
                "Say at which site the station stands: {sites}.",
                sites=", ".join(called for _, called in there.sites),
            ),
            field="site",
        )
    return fitting[0]


def _fill(
    part: Path,
    wanted: NewStation,
    place: _Place,
    unlock: Unlock,
    store: SecretStore,
    clock: Clock,
    progress: Tell | None,
) -> EnrolledHere:
    there, station_id, recovery_key = place.there, place.half.station_id, keys.new_recovery_key()
    new = Identity(there.organization_id, place.site, station_id, wanted.code, "", there.demo, True)
    here, found, enrolled, known = _who(part, place, new, unlock)
    key_place = keep_keys(part, found, here.database_id, unlock, demo=there.demo)
    keys.wrap_for_recovery(part, found, recovery_key, here.database_id)
    if not known:
        _begin(part, here, found, clock)
        note_begun(part.parent, place.half, here)
    load_schema()
    database = Database(part, found, clock)
    try:
        books = _Begun(database, clock)
        if enrolled is not None:
            keep_credential(books, store, station_id, place.door.address, enrolled, place.door.ca)
        if wanted.months_kept:
            books.record(begin_with_less, wanted.months_kept).result()
        records = _take_over(books, store, progress)
        more = books.ask(still_comes).result()
        code, administrator = _settle_in(books, wanted, here)
        _send(books, store)
    finally:
        database.close()
    settle(part / engine.DATABASE_NAME, found)
    return EnrolledHere(wanted.code, records, recovery_key, code, key_place, administrator, more)


def _who(
    part: Path, place: _Place, new: Identity, unlock: Unlock
) -> tuple[Identity, Keys, Enrolled | None, bool]:
    """The station and its keys; what it signs in with at the centre, None where the code is over
    but let this station in before; whether its database is begun already.
    """
    try:
        let_in = place.door.let_in(new.station_id, new.station_code)
    except CodeOver:
        known = found_again(part, place.half, new, unlock, None)
        if known is None:
            raise
        return *known, None, True
    known = found_again(part, place.half, new, unlock, let_in.key)
    if known is not None:
        return *known, let_in.enrolled, True
    cleared(part)
    made = replace(new, database_id=new_id())
    return made, Keys.of_station(let_in.key), let_in.enrolled, False


def _begin(part: Path, here: Identity, found: Keys, clock: Clock) -> None:
    """An empty database that knows who it is."""
    write_private(part / IDENTITY_NAME, json.dumps({"v": 1, "database_id": here.database_id}))
    path = part / engine.DATABASE_NAME
    private_file(path).close()
    upgrade.upgrade_station(path, found.database)
    connection = engine.connect(path, found.database)
    try:
        begin_station(connection.cursor(), here, clock=clock)
    finally:
        connection.close()


def _take_over(books: _Begun, store: SecretStore, progress: Tell | None) -> int:
    """Bring the practice's books here; how many records came. A line that breaks is tried again,
    and goes on where it was.
    """
    connect = _connect(books, store)
    for pause in PAUSES_S:
        try:
            return open_early(books, connect, progress)
        except (BeginAgain, Revoked):
            raise
        except OutsideError:
            time.sleep(pause)
    return open_early(books, connect, progress)


def _send(books: _Begun, store: SecretStore) -> None:
    """Send what was done here, and take what came meanwhile, unless more is to come anyway."""
    line = Line(books, _connect(books, store))
    try:
        if books.ask(still_comes).result():
            pusher = Pusher(books, line)
            while (done := pusher.push_round().done) is Done.MORE:
                pass
        else:
            done = Exchange(books, line, limit=500).drain().done
    finally:
        line.hang_up()
    if done is not Done.DRAINED:
        raise UserError(t("The centre’s books can’t be taken over. Ask for help."))


def _connect(books: _Begun, store: SecretStore) -> Callable[[], Central]:
    connect = connector(books, store)
    if connect is None:
        raise OutsideError(t("The station could not be set up."))
    return connect


def _settle_in(books: _Begun, wanted: NewStation, here: Identity) -> tuple[str, UserId]:
    """The station's own first records, and a PIN here for one administrator."""
    user_id = books.ask(people.user_by_number, wanted.administrator).result()
    if user_id is None:
        raise people_errors.no_such_number()
    if Permission.MANAGE_USERS not in books.ask(people.permissions_now, user_id).result():
        raise UserError(
            t("{number} is no administrator of this practice.", number=wanted.administrator),
            field="administrator",
        )
    code = pins.new_recovery_code()
    pin = SetPin(_fresh(), user_id, pins.make_verifier(wanted.pin))
    books.record(security.set_pin, pin).result()
    recovery = SetRecoveryCode(_fresh(), pins.make_verifier(pins.plain_code(code)))
    books.record(security.set_recovery_code, recovery).result()
    # What a set-up that broke off had sent already came with the books.
    known = {one.station_id for one in books.ask(settings.stations).result()}
    if here.station_id not in known:
        where = (SiteId(here.site_id), StationId(here.station_id))
        add = AddStation(_fresh(), *where, wanted.code, wanted.name or wanted.code)
        books.record(settings_service.add_station, add).result()
        drawer = AddDrawer(_fresh(), t("Drawer {code}", code=wanted.code))
        books.record(drawers.add_drawer, drawer).result()
    return code, user_id


def _fresh() -> CommandId:
    return CommandId(new_id())
