"""Makes a further station of a practice whose books a centre keeps, in an empty folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
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
from app.bootstrap.opening import load_schema
from app.bootstrap.setting_up import moving_in, settle
from app.bootstrap.unlocking import IDENTITY_NAME, Unlock, has_practice, keep_keys
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
from app.sync.exchange import Done, Exchange, Round
from app.sync.joining import connector, keep_credential, safe_address, without_person
from app.sync.line import Line
from app.sync.setting_up import (
    PracticeThere,
    enrol_station,
    practice_there,
    station_key_there,
)

A = TypeVar("A")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class NewStation:
    """What is asked for: an administrator of the practice by badge number, who gets a PIN here.

    `dsn` is an administrator's of the centre and kept nowhere; `address` is where the station finds
    it from now on.
    """

    dsn: str = field(repr=False)
    code: str
    name: str
    administrator: str
    pin: str = field(repr=False)
    site: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class EnrolledHere:
    """What is shown once, like at the first station, and how much came."""

    station: str
    records: int
    recovery_key: str = field(repr=False)
    recovery_code: str = field(repr=False)
    key_place: str
    administrator: UserId


class _Begun:
    """The books of a station that is not whole yet, as sync sees them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
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


def enrol_here(
    data: Path,
    wanted: NewStation,
    unlock: Unlock | None = None,
    *,
    store: SecretStore | None = None,
    clock: Clock | None = None,
    progress: Callable[[int], None] | None = None,
) -> EnrolledHere:
    """Make the station whole, its people and books included, or nothing; killed or not."""
    refuse_unsafe_folder(data)
    if has_practice(data):
        raise UserError(t("{folder} already holds a practice.", folder=data), field="data")
    settings_service.check_code(wanted.code)
    rules.check_new_pin(wanted.pin, wanted.administrator)
    there = practice_there(wanted.dsn)
    site = _site(there, wanted.site)
    with moving_in(data, "enrol.part") as part:
        return _fill(
            part,
            wanted,
            there,
            site,
            unlock or Unlock(),
            store or NoSecretStore(),
            clock or SystemClock(),
            progress,
        )


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
    there: PracticeThere,
    site: str,
    unlock: Unlock,
    store: SecretStore,
    clock: Clock,
    progress: Callable[[int], None] | None,
) -> EnrolledHere:
    station_id, database_id, recovery_key = new_id(), new_id(), keys.new_recovery_key()
    credential = enrol_station(wanted.dsn, there.organization_id, station_id, wanted.code)
    found = Keys.of_station(station_key_there(wanted.dsn, there.organization_id, station_id))
    place = keep_keys(part, found, database_id, unlock, demo=there.demo)
    keys.wrap_for_recovery(part, found, recovery_key, database_id)
    write_private(part / IDENTITY_NAME, json.dumps({"v": 1, "database_id": database_id}))
    path = part / engine.DATABASE_NAME
    private_file(path).close()
    upgrade.upgrade_station(path, found.database)
    here = Identity(
        there.organization_id, site, station_id, wanted.code, database_id, there.demo, True
    )
    connection = engine.connect(path, found.database)
    try:
        begin_station(connection.cursor(), here, clock=clock)
    finally:
        connection.close()
    load_schema()
    database = Database(part, found, clock)
    try:
        books = _Begun(database, clock)
        address = safe_address(wanted.address or without_person(wanted.dsn))
        keep_credential(books, store, station_id, address, credential)
        records = _exchange(books, store, progress)
        code, administrator = _settle_in(books, wanted, here)
        _exchange(books, store, progress)
    finally:
        database.close()
    settle(path, found)
    return EnrolledHere(wanted.code, records, recovery_key, code, place, administrator)


def _exchange(books: _Begun, store: SecretStore, progress: Callable[[int], None] | None) -> int:
    """Send and take all there is; how many records came."""
    connect = connector(books, store)
    if connect is None:
        raise OutsideError(t("The station could not be set up."))
    line = Line(books, connect)

    def tell(so_far: Round) -> None:
        if progress is not None:
            progress(so_far.taken)

    try:
        moved = Exchange(books, line, limit=500).drain(tell)
    finally:
        line.hang_up()
    if moved.done is Done.DRAINED:
        return moved.taken
    raise UserError(t("The centre’s books can’t be taken over. Ask for help."))


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
    fresh = CommandId(new_id())
    add = AddStation(
        fresh, SiteId(here.site_id), StationId(here.station_id), wanted.code, wanted.name
    )
    books.record(settings_service.add_station, add).result()
    pin = SetPin(CommandId(new_id()), user_id, pins.make_verifier(wanted.pin))
    books.record(security.set_pin, pin).result()
    recovery = SetRecoveryCode(CommandId(new_id()), pins.make_verifier(pins.plain_code(code)))
    books.record(security.set_recovery_code, recovery).result()
    drawer = AddDrawer(CommandId(new_id()), t("Drawer {code}", code=wanted.code))
    books.record(drawers.add_drawer, drawer).result()
    return code, user_id
