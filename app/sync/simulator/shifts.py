"""Drawers that are opened, counted and closed at a simulated station, and closed from afar."""

from __future__ import annotations

from dataclasses import replace

from app.areas.drawers import closing as counting
from app.areas.drawers import queries as drawers
from app.areas.drawers import service
from app.areas.drawers.closing_values import CloseShift, ForceClose, SealCount
from app.areas.drawers.values import OpenShift, Pile
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL
from app.areas.payments import closing, forcing
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import CommandId, DrawerId, ShiftId
from app.kernel.money import Money
from app.storage.statements import ReadSql
from app.sync.simulator.chance import Chance
from app.sync.simulator.stations import SimStation

_PIECES = (2000, 100, 25, 1)
_DRAWER = ReadSql("SELECT id FROM drawer WHERE name = :name ORDER BY id")
_ELSEWHERE = ReadSql(
    "SELECT s.id FROM shift_counted AS s JOIN shift_state AS t ON t.shift_id = s.id "
    "WHERE t.state = 'open' AND s.station_id <> :station ORDER BY s.at, s.id"
)


def piles_of(minor: int) -> tuple[Pile, ...]:
    """An amount in few kinds of notes and coins."""
    piles = []
    for piece in _PIECES:
        number, minor = divmod(minor, piece)
        if number:
            piles.append(Pile(Money(piece, "USD"), number))
    return tuple(piles)


def open_or_close(station: SimStation, chance: Chance) -> None:
    """Whoever sits here counts the drawer and closes it, or opens it again."""
    mine = station.database.read(drawers.my_shift, station.seat.actor.user_id)
    if mine is None:
        return _open(station, chance)
    holds = station.database.read(
        ledger.shift_holds, mine.shift_id, GL.CASH_IN_DRAWERS, "USD"
    ).minor
    seal = SealCount(CommandId(chance.new_id()), mine.shift_id, piles_of(max(0, holds)))
    if mine.state == "open":
        station.act(counting.seal_count, seal)
    station.act(closing.close_shift, CloseShift(CommandId(chance.new_id()), mine.shift_id))
    return _open(station, chance) if chance.random.random() < 0.7 else None


def _open(station: SimStation, chance: Chance) -> None:
    name = f"Drawer {station.seat.code}"
    [drawer, *_] = station.database.read(lambda r: r.fetch(_DRAWER, name=name))
    command = OpenShift(CommandId(chance.new_id()), DrawerId(drawer[0]), piles_of(20_000))
    try:
        station.act(service.open_shift, command)
    except NeedsConfirmation as asked:  # clocks are set to and fro here
        station.act(service.open_shift, replace(command, confirmations=frozenset({asked.key})))


def force(station: SimStation, chance: Chance) -> None:
    """A manager closes the drawer of a window that nobody is at."""
    there = station.database.read(lambda r: r.fetch(_ELSEWHERE, station=station.seat.station_id))
    if not there:
        return
    shift = ShiftId(chance.random.choice(there)[0])
    command = ForceClose(CommandId(chance.new_id()), shift, "Nobody is there")
    while True:
        try:
            station.act(forcing.force_close, command)
            return
        except NeedsConfirmation as asked:
            command = replace(command, confirmations=command.confirmations | {asked.key})
