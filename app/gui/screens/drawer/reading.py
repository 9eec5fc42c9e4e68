"""What the Drawer screen reads, each page in one snapshot; no sum of cash before its time."""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.cards import queries as cards
from app.areas.cards.values import OpenAttemptRow
from app.areas.drawers import queries as drawers
from app.areas.drawers.closing_values import CheckTaken, Difference, ShiftScreen
from app.areas.drawers.values import Denomination, DrawerRow, OpenShiftRow, ShiftState
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import Reason, ReasonKind
from app.areas.payments import explaining
from app.areas.payments import queries as payments
from app.areas.payments.values import ParkedForm
from app.kernel.ids import ShiftId, UserId
from app.storage.statements import Reader


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody begins: their own shift, one that waits for them, or drawers to open."""

    screen: ShiftScreen | None
    checks: int
    drawers: tuple[DrawerRow, ...]
    denominations: tuple[Denomination, ...]
    waiting: OpenShiftRow | None
    waiting_counted_by: str
    open: tuple[OpenShiftRow, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A shift that is counted and closed; `difference` stays None while nobody may see it."""

    screen: ShiftScreen
    checks: tuple[CheckTaken, ...]
    parked: tuple[ParkedForm, ...]
    denominations: tuple[Denomination, ...]
    difference: Difference | None
    reasons: tuple[Reason, ...]
    cards: tuple[OpenAttemptRow, ...] = ()
    """Its card payments of which nobody knows yet whether the card was charged."""


def home(reader: Reader, user_id: UserId) -> Home:
    """All that the first page of the screen may show to this person."""
    mine = drawers.my_shift(reader, user_id)
    rows = drawers.drawer_rows(reader)
    open_now = drawers.open_shifts(reader)
    here = {row.drawer_id for row in rows}
    waiting = next(
        (s for s in open_now if s.state is ShiftState.COUNTED and s.drawer_id in here), None
    )
    return Home(
        screen=None if mine is None else drawers.shift_screen(reader, mine.shift_id),
        checks=0 if mine is None else len(explaining.shift_checks(reader, mine.shift_id)),
        drawers=rows,
        denominations=drawers.denominations(reader),
        waiting=waiting if mine is None else None,
        waiting_counted_by=_counted_by(reader, waiting.shift_id) if waiting else "",
        open=tuple(s for s in open_now if s.user_id != user_id or s.window),
        reasons=ledger.reasons(reader, ReasonKind.OVER_SHORT),
    )


def _counted_by(reader: Reader, shift_id: ShiftId) -> str:
    """A manager may have counted the drawer of somebody who forgot it."""
    return drawers.shift_screen(reader, shift_id).counts[-1].user_name


def closing(reader: Reader, shift_id: ShiftId) -> Closing:
    """All that counting and closing one shift needs."""
    undecided = {row.payment_id for row in cards.open_attempts(reader)}
    return Closing(
        screen=drawers.shift_screen(reader, shift_id),
        checks=explaining.shift_checks(reader, shift_id),
        parked=tuple(
            form for form in payments.parked_forms(reader) if form.payment_id not in undecided
        ),
        denominations=drawers.denominations(reader),
        difference=explaining.difference(reader, shift_id),
        reasons=ledger.reasons(reader, ReasonKind.OVER_SHORT),
        cards=tuple(row for row in cards.shift_attempts(reader, shift_id) if not row.accepted),
    )
