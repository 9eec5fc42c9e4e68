"""The practice that every seed begins with: four stations and a centre that know the same.

Made once for a process through the program's own actions; a seed copies files and rows.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from psycopg.conninfo import make_conninfo

from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.deposits.maintaining import save_bank_account
from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer, OpenShift, Pile
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.ledger import maintaining as reasons
from app.areas.ledger import service as ledger
from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments import maintaining as payments
from app.areas.security import service as security
from app.areas.security.values import AddUser
from app.areas.settings import service as settings
from app.areas.settings.values import AddStation, SetUpPractice
from app.kernel.actor import Actor, Permission
from app.kernel.clock import Clock
from app.kernel.ids import (
    AccountId,
    CommandId,
    DrawerId,
    OrganizationId,
    RoleId,
    SiteId,
    StationId,
    UserId,
    derived_id,
)
from app.kernel.money import Money
from app.storage import connection, engine, incarnation, upgrade
from app.storage.incarnation import Identity, begin_station
from app.storage.keys import Keys
from app.storage.private import private_folder
from app.storage.station_log import station_key
from app.sync import arriving, early, positions
from app.sync.positions import Join
from app.sync.rounds import Done
from app.sync.setting_up import join_organization, set_up_centre
from app.sync.simulator.centre import BASE, Network, SimCentre
from app.sync.simulator.chance import Chance
from app.sync.simulator.readers import Readers
from app.sync.simulator.stations import Seat, SimStation

STATIONS = 4
SEATS = 10
"""Stations that there may be in one history: the first ones, and those that come later."""
MOST_ROUNDS = 400
_BANK = "1000"
"""The GL account of the practice's bank."""


class NotDrained(Exception):
    """A station does not get to the end of what there is."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a seed begins with; `practice` is (organization, site)."""

    folder: Path
    centre: SimCentre
    practice: tuple[str, str]
    seats: tuple[Seat, ...]
    begun_ms: int


@contextmanager
def seeded(chance: Chance) -> Iterator[None]:
    """Everything that is random or slow for a reason is neither here, and pages are small."""
    pragmas = connection._PRAGMAS | {"synchronous": ("OFF", 0)}
    with (
        patch.object(incarnation, "secrets", chance),
        patch.object(engine, "reading_pool", Readers),
        patch.object(connection, "_PRAGMAS", pragmas),
        patch.multiple(arriving, ROWS=60, KEYS=20),
        patch.multiple(early, ACCOUNTS=2, INVOICES=2),
    ):
        yield


@contextmanager
def ground(dsn: str, folder: Path) -> Iterator[Ground]:
    """Make it in a new database of the server, whose administrator the DSN names, and in a folder;
    both are gone afterwards.
    """
    name = f"counterfoil_sim_{secrets.token_hex(6)}"
    with psycopg.connect(dsn, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        roles = tuple(f"{name}_{place}" for place in range(SEATS))
        centre = SimCentre(_centre_in(make_conninfo(dsn, dbname=name), roles))
        try:
            chance = Chance(0)
            with seeded(chance):
                laid = _laid(centre, folder, chance, roles)
            yield laid
        finally:
            centre.close()
    finally:
        with psycopg.connect(dsn, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            for place in range(SEATS):
                server.execute(f'DROP ROLE IF EXISTS "{name}_{place}"')
        shutil.rmtree(folder, ignore_errors=True)


def _centre_in(dsn: str, roles: tuple[str, ...]) -> str:
    set_up_centre(dsn)
    with psycopg.connect(dsn, autocommit=True) as server:
        for role in roles:
            server.execute(f'CREATE ROLE "{role}" NOLOGIN IN ROLE counterfoil_station')
    return dsn


def _laid(centre: SimCentre, folder: Path, chance: Chance, roles: tuple[str, ...]) -> Ground:
    centre.prepare()
    master, key = chance.token_bytes(32), chance.token_bytes(32)
    organization, site = chance.new_id(), chance.new_id()
    second = _person(chance, "Second")
    seats = tuple(
        _seat(place, role, chance, second, (master, key)) for place, role in enumerate(roles)
    )
    private_folder(folder)
    template = folder / "template"
    private_folder(template)
    upgrade.upgrade_station(template / engine.DATABASE_NAME, key)
    join_organization(centre.dsn, organization, "Riverside Clinic", master)
    made: list[SimStation] = []
    place = Ground(folder, centre, (organization, site), seats, 0)
    for number, seat in enumerate(seats[:STATIONS]):
        station = begin(place, number, folder / seat.code, chance)
        made.append(station)
        if number == 0:
            _set_up(station, place, chance)
        settle_in(station, place, chance, first=number == 0)
    _patients(made[0], chance)
    for _ in range(2):
        for station in made:
            drain(station)
    for station in made:
        station.close()
    centre.save(BASE)
    return Ground(folder, centre, (organization, site), seats, chance.now_ms)


def _seat(
    place: int, role: str, chance: Chance, second: Actor, secret: tuple[bytes, bytes]
) -> Seat:
    station_id, (master, key) = chance.new_id(), secret
    keys = Keys(key, master if place == 0 else b"", station_key(master, station_id))
    actor = _person(chance, f"Cashier {place}")
    return Seat(station_id, f"W{place}", role, actor, second, keys)


def _person(chance: Chance, name: str) -> Actor:
    return Actor(UserId(chance.new_id()), name, frozenset(Permission))


def begin(
    ground: Ground, number: int, folder: Path, chance: Chance, clock: Clock | None = None
) -> SimStation:
    """The empty books of a station, let in at the centre."""
    seat = ground.seats[number]
    private_folder(folder)
    shutil.copyfile(
        ground.folder / "template" / engine.DATABASE_NAME, folder / engine.DATABASE_NAME
    )
    where = (*ground.practice, seat.station_id, seat.code, derived_id("sim", seat.code))
    opened = engine.connect(folder / engine.DATABASE_NAME, seat.keys.database)
    begin_station(
        opened.cursor(), Identity(*where, True, number > 0), clock=clock or chance.clock()
    )
    opened.close()
    enrol(ground, seat)
    station = SimStation(seat.code, folder, seat, chance, Network(ground.centre, seat.role))
    station.record(positions.keep_link, Join("simulated", seat.role, "none"))
    return station


def enrol(ground: Ground, seat: Seat) -> None:
    """What an administrator does for a station; again after a restore that is older."""
    ground.centre.one(
        "SELECT sync.enrol(%s, %s, %s, %s)",
        ground.practice[0],
        seat.station_id,
        seat.code,
        seat.role,
    )
    ground.centre.one("SELECT sim.may_be_shut_out(%s)", seat.station_id)
    if not ground.centre.one("SELECT pg_has_role(%s, 'counterfoil_station', 'MEMBER')", seat.role):
        ground.centre.admin.execute(f'GRANT counterfoil_station TO "{seat.role}"')


def settle_in(station: SimStation, ground: Ground, chance: Chance, *, first: bool = False) -> None:
    """Take over what there is, say who this is, and open a drawer; goes on where it broke off."""
    drain(station)
    if not station.settled:
        station.settled = True
        introduce(station, ground, chance, first=first)
        drain(station)


def introduce(station: SimStation, ground: Ground, chance: Chance, *, first: bool) -> None:
    """Say who this is, and open a drawer."""
    seat = station.seat
    if not first:
        site, here = SiteId(ground.practice[1]), StationId(seat.station_id)
        add = AddStation(_fresh(chance), site, here, seat.code, seat.code)
        station.record(settings.add_station, add)
    drawer = AddDrawer(_fresh(chance), f"Drawer {seat.code}")
    station.record(drawers.add_drawer, drawer)
    piles = (Pile(Money(2000, "USD"), 10),)
    station.act(drawers.open_shift, OpenShift(_fresh(chance), DrawerId(drawer.id), piles))


def drain(station: SimStation) -> None:
    """Rounds until there is nothing more; a NotDrained when that takes too many."""
    for _ in range(MOST_ROUNDS):
        done = station.exchange.round().done
        if done is Done.DRAINED:
            return
        if done is Done.STOPPED:
            break
    raise NotDrained(station.name)


def _set_up(station: SimStation, ground: Ground, chance: Chance) -> None:
    organization, site = ground.practice
    practice = SetUpPractice(
        _fresh(chance),
        OrganizationId(organization),
        SiteId(site),
        StationId(station.seat.station_id),
        organization_name="Riverside Clinic",
        site_name="Main Street",
        station_code=station.seat.code,
        demo=True,
    )
    steps: tuple[tuple[Callable[..., Any], Any], ...] = (
        (settings.set_up_practice, practice),
        (security.seed_roles, None),
        (ledger.seed_chart, None),
        (reasons.seed_reasons, None),
        (parties.seed_payers, None),
        (payments.seed_tenders, None),
    )
    for action, command in steps:
        station.record(action, command)
    role = RoleId(derived_id("role", "administrator"))
    for number, one in enumerate([ground.seats[0].second, *(seat.actor for seat in ground.seats)]):
        new = AddUser(CommandId(one.user_id), str(10 + number), one.name, role)
        station.record(security.add_user, new)
    bank = SaveBankAccount(_fresh(chance), None, "Operating", "First Bank", "123456789", _BANK)
    station.record(save_bank_account, replace(bank, routing="021000021", is_default=True))


def _fresh(chance: Chance) -> CommandId:
    return CommandId(chance.new_id())


def _patients(station: SimStation, chance: Chance) -> None:
    for number in range(3):
        account = AccountId(chance.new_id())
        person = Person(f"Okafor{number}", "Ada", phone="555-0100", city="Springfield")
        new = frozenset({"duplicate_patient"})
        command = RegisterPatient(CommandId(chance.new_id()), account, person, confirmations=new)
        station.act(parties.register_patient, command)
        line = InvoiceLine("Office visit", Money(5000 + number, "USD"))
        issue = IssueInvoice(_fresh(chance), account, (line,))
        station.act(invoices.issue_invoice, issue)
