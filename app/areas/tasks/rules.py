"""Who sees which tasks and may answer them, and which edits were made apart from one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from app.areas.payments.undoing_rules import StoredAllocation
from app.areas.tasks.values import TaskKind
from app.kernel.actor import Permission
from app.kernel.ids import derived_id
from app.kernel.money import Money

K, P = TaskKind, Permission
EVERYBODY: Final = tuple(Permission)
CLOCK_OFF_MS: Final = 120_000
"""From here on a clock is wrong; the day's end needs one that is right within DAY_OFF_MS."""
DAY_OFF_MS: Final = 600_000
SEES: Final[dict[TaskKind, tuple[Permission, ...]]] = {
    K.OVERPAID_INVOICE: (P.TAKE_PAYMENT,),
    K.OVERDRAWN_CREDIT: (P.TAKE_PAYMENT,),
    K.BROUGHT_TWICE: (P.IMPORT_DATA, P.VIEW_ACTIVITY),
    K.DOUBLE_VOID: (P.TAKE_PAYMENT, P.VIEW_ACTIVITY),
    K.DOUBLE_REFUND: (P.PAY_REFUND, P.VIEW_ACTIVITY),
    K.REFUND_FAILED: (P.REQUEST_REFUND, P.PAY_REFUND),
    K.OUTSIDE_REFUND: (P.PAY_REFUND, P.VIEW_ACTIVITY),
    K.CARD_DISPUTE: (P.PAY_REFUND, P.VIEW_ACTIVITY),
    K.UNKNOWN_CHARGE: (P.PAY_REFUND, P.VIEW_ACTIVITY),
    K.DOUBLE_CLOSE: (P.CLOSE_ANY_SHIFT, P.VIEW_ACTIVITY),
    K.TWO_BAGS: (P.PREPARE_DEPOSIT, P.VOID_DEPOSIT),
    K.BAG_APART: (P.PREPARE_DEPOSIT, P.VOID_DEPOSIT),
    K.DOUBLE_RETURN: (P.RETURN_CHECK, P.VIEW_ACTIVITY),
    K.STUCK_RECORD: (P.VIEW_ACTIVITY, P.MANAGE_STATIONS),
    K.QUARANTINED_RECORD: (P.VIEW_ACTIVITY,),
    K.OTHER_CONTENT: (P.VIEW_ACTIVITY,),
    K.DUPLICATE_NUMBER: (P.VIEW_ACTIVITY,),
    K.CONFLICTING_EDIT: (P.EDIT_ACCOUNTS,),
    K.LATE_FACT: (P.CLOSE_ANY_SHIFT, P.VIEW_ACTIVITY),
    K.LATE_FOR_DAY: (P.CLOSE_DAY,),
    K.FORK: (P.VIEW_ACTIVITY,),
    K.HOLE: (P.VIEW_ACTIVITY,),
    K.DIGEST: (P.VIEW_ACTIVITY,),
    K.CLOCK_OFF: EVERYBODY,
}
"""Any of these lets somebody see tasks of a kind."""
OPENS: Final = tuple(
    dict.fromkeys(p for kind, needs in SEES.items() if needs is not EVERYBODY for p in needs)
)
"""Any of these makes it worth looking at tasks at all."""
ANSWERS: Final[dict[TaskKind, Permission]] = {
    K.OVERPAID_INVOICE: P.TAKE_PAYMENT,
    K.OVERDRAWN_CREDIT: P.TAKE_PAYMENT,
    K.BROUGHT_TWICE: P.IMPORT_DATA,
    K.OUTSIDE_REFUND: P.PAY_REFUND,
    K.CARD_DISPUTE: P.PAY_REFUND,
    K.TWO_BAGS: P.PREPARE_DEPOSIT,
    K.BAG_APART: P.PREPARE_DEPOSIT,
    K.DOUBLE_RETURN: P.RETURN_CHECK,
    K.LATE_FACT: P.CLOSE_ANY_SHIFT,
    K.LATE_FOR_DAY: P.CLOSE_DAY,
    K.CONFLICTING_EDIT: P.EDIT_ACCOUNTS,
}
"""What answering takes; where nothing is said, the right to see what everybody did."""
DEEDS: Final[dict[str, Permission]] = {
    "apply": P.TAKE_PAYMENT,
    "credit": P.TAKE_PAYMENT,
    "owe": P.TAKE_PAYMENT,
    "take_back": P.CANCEL_ANY_INVOICE,
    "take_out": P.PREPARE_DEPOSIT,
    "renumber": P.RULE_ACCOUNTS,
    "record": P.PAY_REFUND,
    "set_aside": P.MANAGE_STATIONS,
    "release": P.MANAGE_STATIONS,
    "go_on": P.MANAGE_STATIONS,
}
"""What an answer takes besides, because of what is done then."""


def needed(kind: TaskKind) -> Permission:
    """The permission that answering a task of this kind takes."""
    return ANSWERS.get(kind, P.VIEW_ACTIVITY)


def verb_of(answer: str) -> str:
    """What is done: an answer about one of several things names it after a colon."""
    return answer.partition(":")[0]


def may_answer(kind: TaskKind, answer: str, permissions: frozenset[Permission]) -> bool:
    """Whether somebody with these permissions may give this answer."""
    deed = DEEDS.get(verb_of(answer))
    return needed(kind) in permissions and (deed is None or deed in permissions)


def sees(kind: TaskKind, permissions: frozenset[Permission]) -> bool:
    """Whether somebody with these permissions is shown tasks of this kind."""
    return any(permission in permissions for permission in SEES[kind])


def task_id(kind: TaskKind, *subject: str) -> str:
    """The id of the task of one kind about one thing, alike at every station."""
    return derived_id("task", kind, *subject)


# ------------------------------------------------------------------------------- edits made apart

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("family_name", "given_names"),
    "birth_date": ("birth_date",),
}
"""Fields of a patient that say who they are, as people think of them."""
WATCHED: Final = frozenset(field for fields in GROUPS.values() for field in fields)


def group_of(field: str) -> str:
    return next(name for name, fields in GROUPS.items() if field in fields)


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One edit of one field; `stamp` orders them everywhere alike."""

    stamp: tuple[int, str]
    station: str
    new: Any
    old: Any


def in_order(edits: Iterable[FieldEdit]) -> list[FieldEdit]:
    """Each edit once, though two records may carry it, in the order that decides."""
    return sorted({edit.stamp: edit for edit in edits}.values(), key=lambda edit: edit.stamp)


def made_apart(edits: Iterable[FieldEdit]) -> Iterator[FieldEdit]:
    """The edits that did not know of the one before them, which another station made: they
    replaced some other value.

    An edit made knowing all others never adds to them, so that nothing has to be looked at anew
    when somebody edits here.
    """
    for before, edit in pairwise(in_order(edits)):
        other_place = edit.station != before.station
        if other_place and edit.old != before.new and edit.new != before.new:
            yield edit


def tips(edits: Sequence[FieldEdit]) -> tuple[FieldEdit | None, list[FieldEdit]]:
    """(the edit that stands, those at the end of other lines whose value was lost)."""
    ordered = in_order(edits)
    if not ordered:
        return None, []
    known: set[tuple[int, str]] = set()
    for place, edit in enumerate(ordered):
        parent = next((e for e in reversed(ordered[:place]) if e.new == edit.old), None)
        if parent is not None:
            known.add(parent.stamp)
    stands = ordered[-1]
    ends = (edit for edit in ordered[:-1] if edit.stamp not in known)
    return stands, [edit for edit in ends if edit.new != stands.new]


# ---------------------------------------------------------------------------------------- money


def cut(
    shares: Sequence[StoredAllocation], amount: Money
) -> tuple[tuple[StoredAllocation, Money], ...]:
    """`amount` out of allocations, the newest first; less where there is not so much."""
    left, pieces = amount, []
    for share in reversed(shares):
        piece = min(share.amount, left)
        if piece.minor > 0:
            pieces.append((share, piece))
            left = left - piece
    return tuple(pieces)


def positive(amount: Money) -> Money:
    """The amount without its sign."""
    return Money(abs(amount.minor), amount.currency)


def short(words: str, most: int = 26) -> str:
    """Words for a button; what they stand for is whole beside it."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
