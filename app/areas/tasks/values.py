"""What a task is: what happened in words, both sides of it, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.ids import CommandId
from app.kernel.money import Money


class TaskKind(StrEnum):
    """What was found; the values are stored in answers. Their order is the order of the list."""

    OVERPAID_INVOICE = "overpaid_invoice"
    OVERDRAWN_CREDIT = "overdrawn_credit"
    BROUGHT_TWICE = "brought_twice"
    DOUBLE_VOID = "double_void"
    DOUBLE_REFUND = "double_refund"
    REFUND_FAILED = "refund_failed"
    OUTSIDE_REFUND = "outside_refund"
    CARD_DISPUTE = "card_dispute"
    UNKNOWN_CHARGE = "unknown_charge"
    DOUBLE_CLOSE = "double_close"
    TWO_BAGS = "two_bags"
    BAG_APART = "bag_apart"
    DOUBLE_RETURN = "double_return"
    STUCK_RECORD = "stuck_record"
    QUARANTINED_RECORD = "quarantined_record"
    OTHER_CONTENT = "same_id_other_content"
    DUPLICATE_NUMBER = "duplicate_number"
    CONFLICTING_EDIT = "conflicting_edit"
    LATE_FACT = "late_fact"
    LATE_FOR_DAY = "late_for_day"
    FORK = "fork"
    HOLE = "hole"
    DIGEST = "digest_difference"
    CLOCK_OFF = "clock_off"


@dataclass(frozen=True, slots=True)
class Link:
    """Where something can be looked at: a screen by its task, and the id it opens."""

    task: str
    key: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that meet in a task: what, how much, at which window, by whom, when
    (UTC).
    """

    title: str
    words: str = ""
    amount: Money | None = None
    window: str = ""
    who: str = ""
    at: datetime | None = None
    go: Link | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Something to do about a task. `words` is its verb; `explains` what happens then."""

    key: str
    words: str
    explains: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A task as it is found in the books, before it is put into words.

    `state` is what it is about now: an answer to another state does not hold any more.
    """

    task_id: str
    kind: TaskKind
    subject: str
    state: str
    since: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something that needs somebody's attention. One without answers goes away by itself."""

    task_id: str
    kind: TaskKind
    title: str
    words: str
    sides: tuple[Side, ...]
    answers: tuple[Answer, ...]
    since: datetime
    amount: Money | None = None
    go: Link | None = None


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """Deal with a task: `answer` is the key of one of its answers, and what it says is done."""

    id: CommandId
    task_id: str
    kind: TaskKind
    answer: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskAnswered:
    """`words` say what was done."""

    task_id: str
    words: str
