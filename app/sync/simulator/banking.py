"""What people do at a simulated station with the money in the safe: it goes into bags, is counted
by somebody else, sealed, handed over and credited, or comes out again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.areas.deposits import banks, queries, service, undoing
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    DepositView,
    ItemKind,
    PrepareDeposit,
    SealDeposit,
    SubmitDeposit,
    VoidDeposit,
)
from app.areas.drawers import service as drawers
from app.areas.drawers.values import MoveCash, MovementKind
from app.areas.settings import queries as settings
from app.kernel.actor import Actor
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import CommandId, DepositId, ReasonId, derived_id
from app.storage.statements import ReadSql
from app.sync.simulator.chance import Chance
from app.sync.simulator.shifts import piles_of
from app.sync.simulator.stations import SimStation

_ON_THE_WAY = ReadSql(
    "SELECT deposit_id FROM deposit_state WHERE status IN ('pending', 'submitted') "
    "ORDER BY deposit_id"
)
_CASH = ReadSql(
    "SELECT coalesce(sum(amount_minor), 0) FROM deposit_item_counted "
    "WHERE deposit_id = :bag AND kind <> 'check'"
)


def to_the_bank(station: SimStation, chance: Chance) -> None:
    """Some steps with a bag on its way; else a new one, of some of what lies in the safe."""
    r = chance.random
    there = station.database.read(lambda reader: reader.fetch(_ON_THE_WAY))
    if not there or r.random() < 0.25:
        return _prepare(station, chance)
    bag = DepositId(r.choice(there)[0])
    for _ in range(r.choice((1, 2, 3, 4))):
        _go_on(station, chance, station.database.read(queries.deposit_view, bag))
    if r.random() < 0.12:
        reason = ReasonId(derived_id("reason", "deposit_void", "1"))
        _do(station, undoing.void_deposit, VoidDeposit(_fresh(chance), bag, reason))
    return None


def _prepare(station: SimStation, chance: Chance) -> None:
    free = station.database.read(queries.proposal).items
    if not free:
        drop = piles_of(2_000)[0].denomination
        return _do(station, drawers.move_cash, MoveCash(_fresh(chance), MovementKind.DROP, drop))
    chosen = [item for item in free if chance.random.random() < 0.8]
    bank = station.database.read(banks.default_bank_account)
    if not chosen or bank is None:
        return None
    cash = sum(item.amount.minor for item in chosen if item.kind is not ItemKind.CHECK)
    sources = tuple(item.source_id for item in chosen)
    piles = piles_of(max(0, cash))
    command = PrepareDeposit(_fresh(chance), bank.bank_account_id, sources, piles)
    return _do(station, service.prepare_deposit, command)


def _go_on(station: SimStation, chance: Chance, view: DepositView) -> None:
    second, new, bag = station.seat.second, _fresh(chance), view.deposit_id
    if view.stage == "prepared":
        cash = station.database.read(lambda reader: reader.scalar(_CASH, bag=bag))
        seen = tuple(
            item.item_id for item in view.items if item.kind is ItemKind.CHECK and not item.out
        )
        count = CountDeposit(new, bag, piles_of(max(0, cash)), seen)
        _do(station, service.count_deposit, count, second)
    elif view.stage == "counted":
        _do(station, service.seal_deposit, SealDeposit(new, bag, f"B-{new[-8:]}"), second)
    elif view.stage == "sealed":
        _do(station, service.submit_deposit, SubmitDeposit(new, bag, "Courier"))
    elif view.total is not None:
        today = station.database.read(
            lambda reader: settings.business_today(settings.practice(reader), reader.now)
        )
        _do(station, service.clear_deposit, ClearDeposit(new, bag, today, view.total, "BANK-1"))


def _do(
    station: SimStation, action: Callable[..., Any], command: Any, who: Actor | None = None
) -> None:
    """As whoever sits there, or somebody else; questions are agreed to."""
    while True:
        try:
            station.writer.transact(who or station.seat.actor, action, command)
            return
        except NeedsConfirmation as asked:
            command = replace(command, confirmations=command.confirmations | {asked.key})


def _fresh(chance: Chance) -> CommandId:
    return CommandId(chance.new_id())
