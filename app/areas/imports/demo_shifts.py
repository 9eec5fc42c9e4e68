"""The drawers of the demo: each day's shift is opened, counted and closed like a real one.

Now and then cash is paid out, a drop is made, or the count differs by a little.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.areas.drawers import closing as counting
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import CloseShift, SealCount
from app.areas.drawers.values import MoveCash, MovementKind, OpenShift, Pile
from app.areas.invoices.values import IssueInvoice
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment, TenderGiven
from app.kernel.ids import (
    CommandId,
    DrawerId,
    InvoiceId,
    ReasonId,
    ShiftId,
    derived_id,
    new_id,
)
from app.kernel.money import Money
from app.kernel.translate import t

FLOAT = ((2000, 5), (1000, 10), (500, 10), (100, 10), (25, 20))
_NOTES = (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)
_MUCH = 60_000
"""A drawer that took more has a drop after noon."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something the person at a drawer does at a moment."""

    moment: datetime
    action: Any
    command: Any


@dataclass(frozen=True, slots=True)
class PaidAt:
    """A payment of the day and when it is taken."""

    moment: datetime
    command: TakePayment


def shift_of(
    chance: random.Random,
    drawer_id: DrawerId,
    taken: Sequence[PaidAt],
    begin: datetime,
    end: datetime,
    currency: str,
) -> Iterator[Step]:
    """A whole shift around the payments of a day, from its float to its close."""
    shift_id = ShiftId(new_id())
    floats = tuple(Pile(Money(note, currency), count) for note, count in FLOAT)
    held = sum(note * count for note, count in FLOAT)
    yield Step(begin, drawers.open_shift, OpenShift(CommandId(shift_id), drawer_id, floats))
    for paid in taken:
        yield Step(paid.moment, payments.take_payment, paid.command)
    cash = sum(
        tender.amount.minor
        for paid in taken
        for tender in paid.command.tenders
        if tender.method == "cash"
    )
    middle = taken[len(taken) // 2].moment if taken else begin
    out = chance.choice((0, 0, 0, 850, 1260, 2175))
    if out:
        why = _reason(ReasonKind.PAID_OUT, chance.choice((2, 3, 4)))
        moved = MoveCash(_id(), MovementKind.PAID_OUT, Money(out, currency), why)
        yield Step(middle + timedelta(seconds=20), drawers.move_cash, moved)
    drop = (cash - 20_000) // 10_000 * 10_000 if cash > _MUCH else 0
    if drop:
        bag = t("Bag {number}", number=chance.randrange(1000, 9999))
        moved = MoveCash(_id(), MovementKind.DROP, Money(drop, currency), reference=bag)
        late = max(middle, end - timedelta(minutes=12))
        yield Step(late, drawers.move_cash, moved)
    yield from _ended(chance, shift_id, held + cash - out - drop, end, currency)


def payment_for(
    chance: random.Random, invoice: IssueInvoice, currency: str, *, checks: bool
) -> TakePayment:
    """One invoice, nearly always all of it: cash, often with a note that needs change, or else."""
    owed = sum(line.unit_price.minor for line in invoice.lines)
    amount = owed // 2 // 100 * 100 if owed > 5000 and chance.randrange(100) < 7 else owed
    tender = _tender(chance, Money(amount, currency), checks=checks)
    return TakePayment(_id(), invoice.account_id, (tender,), (InvoiceId(invoice.id),))


def _tender(chance: random.Random, amount: Money, *, checks: bool) -> TenderGiven:
    kind = chance.randrange(100)
    if kind < 55:
        exact = chance.randrange(100) < 40
        given = amount.minor if exact else -(-amount.minor // 2000) * 2000
        return TenderGiven("cash", amount, Money(given, amount.currency))
    if kind < 70 and checks:
        bank = chance.choice(("First Riverside", "Lakeshore", "Prairie State"))
        number = str(chance.randrange(1000, 999_999))
        return TenderGiven("check", amount, bank=bank, check_number=number)
    method = "credit_card" if kind < 90 else "debit_card"
    brand = chance.choice(("Visa", "Mastercard", "Amex"))
    last = f"{chance.randrange(10_000):04d}"
    return TenderGiven(method, amount, card_last4=last, card_brand=brand)


def _ended(
    chance: random.Random, shift_id: ShiftId, held: int, end: datetime, currency: str
) -> Iterator[Step]:
    """Counted, and where it differs counted again and closed with a reason."""
    off = chance.choice((-300, -25, 10, 100)) if chance.randrange(20) == 0 else 0
    piles = tuple(_piles(held + off, currency))
    for attempt in range(2 if off else 1):
        when = end + timedelta(minutes=4 * attempt)
        yield Step(when, counting.seal_count, SealCount(_id(), shift_id, piles))
    why = _reason(ReasonKind.OVER_SHORT, chance.choice((1, 2, 5))) if off else None
    close = CloseShift(_id(), shift_id, why)
    yield Step(end + timedelta(minutes=6), closing.close_shift, close)


def piles_of(amount: Money) -> Iterator[Pile]:
    """An amount in as few notes and coins as make it."""
    return _piles(amount.minor, amount.currency)


def _piles(minor: int, currency: str) -> Iterator[Pile]:
    for note in _NOTES:
        if minor >= note:
            yield Pile(Money(note, currency), minor // note)
            minor %= note


def _reason(kind: ReasonKind, digit: int) -> ReasonId:
    """One of the reasons a practice begins with."""
    return ReasonId(derived_id("reason", kind, str(digit)))


def _id() -> CommandId:
    return CommandId(new_id())
