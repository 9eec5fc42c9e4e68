"""What may have made a drawer differ: causes found by arithmetic and ranked, surest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.areas.drawers.closing_values import Cause, CauseKind
from app.areas.drawers.rules import BY_HAND, kind_words
from app.areas.drawers.values import MovementKind, MovementRow, Pile
from app.kernel.i18n import format_money
from app.kernel.ids import PaymentId, ReceiptId, ShiftId
from app.kernel.money import Money
from app.kernel.translate import t

MOST = 8
"""So many causes are named; a longer list helps nobody at five in the afternoon."""
_NEAR = 3
"""So many notes of one kind a person miscounts."""


@dataclass(frozen=True, slots=True)
class Taking:
    """A payment as the drawer saw it; of a void one, the cash that should have gone back."""

    payment_id: PaymentId
    receipt_id: ReceiptId
    number: str
    cash: int
    given: int
    change: int
    checks: tuple[int, ...]
    void: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a shift whose drawer differs by `gap` (counted less expected).

    `checks_gap` is None where checks were not counted; `usual` are amounts that were paid out on
    earlier days, with their words; `floats` those of earlier shifts in this drawer, latest first.
    """

    shift_id: ShiftId
    currency: str
    gap: int
    checks_gap: int | None
    takings: tuple[Taking, ...]
    movements: tuple[MovementRow, ...]
    piles: tuple[Pile, ...]
    float_piles: tuple[Pile, ...]
    float_minor: int
    floats: tuple[int, ...]
    usual: tuple[tuple[int, str], ...]
    denominations: tuple[int, ...]
    counted_twice_alike: bool

    def say(self, minor: int) -> str:
        """An amount for a sentence."""
        return format_money(Money(abs(minor), self.currency))


def causes(evidence: Evidence) -> tuple[Cause, ...]:
    """What may have made the difference, surest first; nothing when there is none."""
    if not evidence.gap:
        return ()
    found: dict[tuple[CauseKind, str], Cause] = {}
    for look in _LOOKS:
        for cause in look(evidence):
            key = (cause.kind, cause.target_id if cause.target_kind != "shift" else cause.words)
            if key not in found or found[key].sure < cause.sure:
                found[key] = cause
    ranked = sorted(found.values(), key=lambda cause: -cause.sure)
    return tuple(ranked[:MOST])


def turned(minor: int) -> tuple[int, ...]:
    """What a number becomes when two neighbouring digits change places."""
    digits = str(minor)
    others = {
        int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
        for i in range(len(digits) - 1)
    }
    return tuple(sorted(others - {minor}))


def _of_receipt(
    e: Evidence, kind: CauseKind, taking: Taking, minor: int, sure: int, words: str
) -> Cause:
    return Cause(
        kind,
        words,
        Money(abs(minor), e.currency),
        "receipt",
        taking.receipt_id,
        sure,
        taking.payment_id,
    )


def _of_movement(e: Evidence, kind: CauseKind, moved: MovementRow, sure: int, words: str) -> Cause:
    amount = Money(abs(moved.amount.minor), e.currency)
    return Cause(kind, words, amount, "movement", moved.movement_id, sure)


def _of_shift(e: Evidence, kind: CauseKind, minor: int, sure: int, words: str) -> Cause:
    return Cause(kind, words, Money(abs(minor), e.currency), "shift", e.shift_id, sure)


def _swap(e: Evidence) -> Iterator[Cause]:
    """Cash written down as a check, or a check as cash."""
    if e.checks_gap is not None and e.checks_gap != -e.gap:
        return
    certain, matched = e.checks_gap is not None, False
    for taking in e.takings:
        said = {"number": taking.number, "amount": e.say(e.gap)}
        if taking.void:
            continue
        if e.gap < 0 and certain and taking.cash == -e.gap:
            words = t(
                "Receipt {number} says {amount} in cash, and a check of as much lies in the "
                "drawer. Correct its tender.",
                **said,
            )
            yield _of_receipt(e, CauseKind.SWAP, taking, e.gap, 95, words)
            matched = True
        if e.gap > 0 and e.gap in taking.checks:
            words = t(
                "Receipt {number} says a check for {amount}. Was it cash? Then correct its tender.",
                **said,
            )
            yield _of_receipt(e, CauseKind.SWAP, taking, e.gap, 95 if certain else 55, words)
            matched = True
    if certain and not matched:
        words = t(
            "Cash and checks differ by {amount} the other way round. A check was written down as "
            "cash, or cash as a check.",
            amount=e.say(e.gap),
        )
        yield _of_shift(e, CauseKind.SWAP, e.gap, 60, words)


def _receipts(e: Evidence) -> Iterator[Cause]:
    """One receipt is exactly the difference."""
    equal = [taking for taking in e.takings if taking.cash == abs(e.gap)]
    less = 5 * (min(len(equal), 4) - 1)
    for taking in equal:
        said = {"number": taking.number, "amount": e.say(taking.cash)}
        if e.gap > 0 and taking.void:
            words = t("Receipt {number} for {amount} is void. Was its cash given back?", **said)
            yield _of_receipt(e, CauseKind.VOID, taking, taking.cash, 85 - less, words)
        elif e.gap < 0 and not taking.void:
            words = t(
                "Receipt {number} is {amount} in cash. Was the money handed back, or never taken? "
                "Then void it, or correct its tender.",
                **said,
            )
            yield _of_receipt(e, CauseKind.RECEIPT, taking, taking.cash, 70 - less, words)


def _change(e: Evidence) -> Iterator[Cause]:
    """Change that was not handed out, or twice, or for another note than was typed."""
    for taking in e.takings:
        if taking.void or not taking.cash:
            continue
        said = {"number": taking.number, "amount": e.say(taking.change)}
        if taking.change and e.gap == taking.change:
            words = t("Was the change of {amount} on receipt {number} handed out?", **said)
            yield _of_receipt(e, CauseKind.CHANGE, taking, taking.change, 50, words)
        elif taking.change and e.gap == -taking.change:
            words = t("Was the change of {amount} on receipt {number} handed out twice?", **said)
            yield _of_receipt(e, CauseKind.CHANGE, taking, taking.change, 50, words)
        note = taking.given + e.gap
        if note != taking.given and note in e.denominations and note >= taking.cash:
            words = t(
                "Receipt {number} says {given} was given. Was it {note}?",
                number=taking.number,
                given=e.say(taking.given),
                note=e.say(note),
            )
            yield _of_receipt(e, CauseKind.CHANGE, taking, taking.given, 40, words)


def _digits(e: Evidence) -> Iterator[Cause]:
    """Two digits changed places: the difference is then divisible by nine."""
    if e.gap % 9:
        return
    for taking in e.takings:
        if taking.cash and not taking.void and taking.cash + e.gap in turned(taking.cash):
            words = t(
                "Receipt {number} is {amount}. Was it {other}, with two digits turned?",
                number=taking.number,
                amount=e.say(taking.cash),
                other=e.say(taking.cash + e.gap),
            )
            yield _of_receipt(e, CauseKind.DIGITS, taking, taking.cash, 60, words)
    for moved in _by_hand(e):
        sign = 1 if moved.amount.minor > 0 else -1
        written, was = abs(moved.amount.minor), abs(moved.amount.minor) + sign * e.gap
        if was in turned(written):
            words = t(
                "{kind} {number} is {amount}. Was it {other}, with two digits turned?",
                kind=kind_words(moved.kind),
                number=moved.number,
                amount=e.say(written),
                other=e.say(was),
            )
            yield _of_movement(e, CauseKind.DIGITS, moved, 60, words)
    yield from _turned_piles(e)


def _turned_piles(e: Evidence) -> Iterator[Cause]:
    for piles, sign, sure in ((e.piles, -1, 55), (e.float_piles, 1, 40)):
        for pile in piles:
            for other in turned(pile.quantity):
                if sign * (other - pile.quantity) * pile.denomination.minor == e.gap:
                    said = {
                        "quantity": pile.quantity,
                        "other": other,
                        "note": e.say(pile.denomination.minor),
                    }
                    if sign < 0:
                        words = t("You counted {quantity} × {note}. Was it {other}?", **said)
                    else:
                        words = t("The float has {quantity} × {note}. Was it {other}?", **said)
                    yield _of_shift(e, CauseKind.DIGITS, e.gap, sure, words)


def _movements(e: Evidence) -> Iterator[Cause]:
    """A movement that was written the wrong way round, or whose cash never moved."""
    for moved in _by_hand(e):
        said = {
            "kind": kind_words(moved.kind),
            "number": moved.number,
            "amount": e.say(moved.amount.minor),
        }
        if moved.amount.minor * -2 == e.gap:
            words = t(
                "{kind} {number} for {amount} is half the difference. Did the cash go the other "
                "way?",
                **said,
            )
            yield _of_movement(e, CauseKind.WRONG_WAY, moved, 80, words)
        if moved.amount.minor == -e.gap:
            alike = [m for m in _by_hand(e) if (m.kind, m.amount) == (moved.kind, moved.amount)]
            if len(alike) > 1:
                words = t("{kind} for {amount} is written down twice, last as {number}.", **said)
                yield _of_movement(e, CauseKind.MOVEMENT, alike[-1], 78, words)
            else:
                words = t("{kind} {number} is {amount}. Did that cash really move?", **said)
                yield _of_movement(e, CauseKind.MOVEMENT, moved, 65, words)


def _missing(e: Evidence) -> Iterator[Cause]:
    """Cash that moved and was not written down."""
    for minor, said in e.usual:
        if minor == -e.gap:
            words = t(
                "{words} for {amount} was paid out on earlier days. Was it today, too?",
                words=said,
                amount=e.say(minor),
            )
            yield _of_shift(e, CauseKind.MISSING, minor, 62, words)
    if e.gap < 0:
        words = t("Cash may have been paid out or dropped without being written down.")
    else:
        words = t("Cash may have been paid in, or a payment taken, without being written down.")
    yield _of_shift(e, CauseKind.MISSING, e.gap, 20, words)


def _float(e: Evidence) -> Iterator[Cause]:
    """The float was another one than was counted at the start."""
    for minor in e.floats:
        if minor - e.float_minor == e.gap:
            words = t(
                "The float was counted as {amount}, and {other} in a shift before. Was it {other}?",
                amount=e.say(e.float_minor),
                other=e.say(minor),
            )
            yield _of_shift(e, CauseKind.FLOAT, minor, 66, words)
            return


def _piles(e: Evidence) -> Iterator[Cause]:
    """One or a few notes of a kind too many or too few in the count."""
    quantities = {pile.denomination.minor: pile.quantity for pile in e.piles}
    near = []
    for note in e.denominations:
        count, rest = divmod(abs(e.gap), note)
        quantity = quantities.get(note, 0)
        if rest or count > _NEAR or (e.gap > 0 and quantity < count):
            continue
        sure = {1: 45, 2: 30, 3: 22}[count]
        sure -= (0 if quantity else 15) + (15 if e.counted_twice_alike else 0)
        near.append((note, count, quantity, sure))
    for note, count, quantity, sure in near[:2]:
        said = {"count": count, "quantity": quantity, "note": e.say(note)}
        if e.gap < 0 and not quantity:
            words = t("No {note} was counted. Is it {count} after all?", **said)
        elif e.gap < 0:
            words = t("The count has {quantity} × {note}. Is it {count} more?", **said)
        else:
            words = t("The count has {quantity} × {note}. Is it {count} too many?", **said)
        yield _of_shift(e, CauseKind.PILE, note, max(sure, 5), words)


def _by_hand(e: Evidence) -> Sequence[MovementRow]:
    """What people wrote down and did not take back."""
    return [
        moved
        for moved in e.movements
        if moved.kind in BY_HAND and moved.reverses_id is None and not moved.reversed
    ]


_LOOKS: tuple[Callable[[Evidence], Iterator[Cause]], ...] = (
    _swap,
    _receipts,
    _movements,
    _float,
    _missing,
    _digits,
    _change,
    _piles,
)


def summed(movements: Sequence[MovementRow], kind: MovementKind) -> int:
    """What moved one way in all, taken back or not; into the drawer positive."""
    return sum(moved.amount.minor for moved in movements if moved.kind is kind)


def said(moved: MovementRow) -> str:
    """A movement on a report: which way the cash went, and why."""
    kind = kind_words(moved.kind)
    if moved.reverses_id is not None:
        return t("{kind}, taken back: {words}", kind=kind, words=moved.words)
    return kind if moved.words == kind else t("{kind}: {words}", kind=kind, words=moved.words)
