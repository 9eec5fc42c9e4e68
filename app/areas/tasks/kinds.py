"""Which books each kind of task is found in, and how it is put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from app.areas.tasks import (
    bag_telling,
    bounce_telling,
    brought_telling,
    card_telling,
    edit_records,
    hole_telling,
    late_telling,
    money_records,
    number_records,
    refund_telling,
    station_records,
    station_telling,
    stuck_telling,
    telling,
)
from app.areas.tasks.records import open_ones
from app.areas.tasks.values import Found, Task, TaskKind
from app.storage.statements import Reader

_K = TaskKind
FINDS: dict[TaskKind, Callable[[Reader], Iterable[Found]]] = {
    _K.OVERPAID_INVOICE: money_records.overpaid,
    _K.OVERDRAWN_CREDIT: money_records.overdrawn,
    _K.BROUGHT_TWICE: brought_telling.found,
    _K.DOUBLE_VOID: money_records.voided_twice,
    _K.DOUBLE_REFUND: refund_telling.given_twice,
    _K.REFUND_FAILED: refund_telling.failed,
    _K.OUTSIDE_REFUND: card_telling.given_outside,
    _K.CARD_DISPUTE: card_telling.disputed,
    _K.UNKNOWN_CHARGE: card_telling.in_no_books,
    _K.DOUBLE_CLOSE: late_telling.closes,
    _K.TWO_BAGS: money_records.bagged_twice,
    _K.BAG_APART: bag_telling.found,
    _K.DOUBLE_RETURN: bounce_telling.found,
    _K.STUCK_RECORD: stuck_telling.found,
    _K.QUARANTINED_RECORD: station_records.kept_aside,
    _K.OTHER_CONTENT: station_records.other_content,
    _K.DUPLICATE_NUMBER: number_records.doubled,
    _K.CONFLICTING_EDIT: edit_records.found,
    _K.LATE_FACT: late_telling.cash,
    _K.LATE_FOR_DAY: late_telling.for_days,
    _K.FORK: station_records.forked,
    _K.HOLE: hole_telling.found,
    _K.DIGEST: station_records.differing,
    _K.CLOCK_OFF: station_records.clock_off,
}
TELLS: dict[TaskKind, Callable[[Reader, Found], Task | None]] = {
    _K.OVERPAID_INVOICE: telling.overpaid,
    _K.OVERDRAWN_CREDIT: telling.overdrawn,
    _K.BROUGHT_TWICE: brought_telling.told,
    _K.DOUBLE_VOID: telling.voided_twice,
    _K.DOUBLE_REFUND: refund_telling.told_twice,
    _K.REFUND_FAILED: refund_telling.told_failed,
    _K.OUTSIDE_REFUND: card_telling.told_outside,
    _K.CARD_DISPUTE: card_telling.told_disputed,
    _K.UNKNOWN_CHARGE: card_telling.told_charge,
    _K.DOUBLE_CLOSE: late_telling.closed_twice,
    _K.TWO_BAGS: telling.bagged_twice,
    _K.BAG_APART: bag_telling.told,
    _K.DOUBLE_RETURN: bounce_telling.told,
    _K.STUCK_RECORD: stuck_telling.told,
    _K.QUARANTINED_RECORD: station_telling.kept_aside,
    _K.OTHER_CONTENT: station_telling.other_content,
    _K.DUPLICATE_NUMBER: telling.doubled,
    _K.CONFLICTING_EDIT: edit_records.told,
    _K.LATE_FACT: late_telling.came_late,
    _K.LATE_FOR_DAY: late_telling.came_for_day,
    _K.FORK: station_telling.forked,
    _K.HOLE: hole_telling.told,
    _K.DIGEST: station_telling.differing,
    _K.CLOCK_OFF: station_telling.clock_off,
}


def waiting(reader: Reader, kinds: Iterable[TaskKind]) -> list[Found]:
    """What is found of these kinds and not answered as it stands now."""
    return open_ones(reader, chain.from_iterable(FINDS[kind](reader) for kind in kinds))


def found_now(reader: Reader, kind: TaskKind, task_id: str) -> Found | None:
    """A task as it is found now, answered or not; None when the books say nothing of it."""
    find = FINDS.get(kind)
    there = find(reader) if find is not None else ()
    return next((one for one in there if one.task_id == task_id), None)


def told(reader: Reader, one: Found) -> Task | None:
    """A task in words; None when there is nothing to say of it any more."""
    return TELLS[one.kind](reader, one)
