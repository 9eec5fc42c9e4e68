"""What came to a shift after it was closed, and shifts closed at two windows, as tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.areas.drawers.closing_values import LateInto
from app.areas.payments import late_records as late
from app.areas.payments.late_values import CloseSide, LateCash, LateFact
from app.areas.reports import closing_records as days
from app.areas.reports.values import CameLate
from app.areas.tasks.rules import positive, task_id
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Answer, Found, Link, Side, Task, TaskKind
from app.kernel.clock import instant_text
from app.kernel.i18n import format_date, format_money
from app.kernel.translate import t, tn
from app.storage.statements import Reader

_OPENS = {"payment": "payments", "invoice": "invoices", "shift": "shifts"}
"""Where a late fact can be looked at, by what it is."""
REOPEN = "reopen"
LISTED = 12
"""So many of what came for a closed day stand in its task; the day sheet has all."""


def cash(reader: Reader) -> Iterator[Found]:
    """Closed shifts on which cash stands that their close did not know."""
    kind = TaskKind.LATE_FACT
    for one in late.late_cash(reader):
        state, at = str(one.amount.minor), instant_text(one.closed_at)
        yield Found(task_id(kind, one.shift_id), kind, one.shift_id, state, at)


def for_days(reader: Reader) -> Iterator[Found]:
    """Closed days for which something came that their close did not know."""
    kind = TaskKind.LATE_FOR_DAY
    for one in days.days_with_late(reader):
        day = one.day.isoformat()
        yield Found(task_id(kind, day), kind, day, f"{one.count} {one.last}", one.since)


def closes(reader: Reader) -> Iterator[Found]:
    """Shifts that were closed at two windows."""
    kind = TaskKind.DOUBLE_CLOSE
    for one in late.double_closes(reader):
        made = task_id(kind, one.shift_id, one.other.close_id)
        subject = f"{one.shift_id} {one.other.close_id}"
        yield Found(made, kind, subject, "closed twice", instant_text(one.other.at))


def came_late(reader: Reader, one: Found) -> Task | None:
    """Late cash of a closed shift: what came, and where it may have gone."""
    there = next((each for each in late.late_cash(reader) if each.shift_id == one.subject), None)
    if there is None:
        return None
    facts = [fact for fact in late.late_facts(reader) if fact.shift_id == one.subject]
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=_late_title(there),
        words=_late_words(there, told=sum(fact.amount.minor for fact in facts)),
        sides=tuple(_late_side(fact) for fact in facts),
        answers=_late_answers(there),
        since=since(one, reader),
        amount=there.amount,
        go=Link("shifts", there.shift_id),
    )


def _late_title(there: LateCash) -> str:
    said = {"amount": format_money(positive(there.amount)), "number": there.shift_number}
    if there.amount.minor < 0:
        return t("{amount} of shift {number} counts no more", **said)
    return t("{amount} came late to shift {number}", **said)


def _late_words(there: LateCash, told: int) -> str:
    """`told` is how much of it the task can name."""
    words = {
        "window": there.station_code,
        "who": there.closed_by,
    }
    if there.counted:
        words_then = t(
            "The shift of {window} was counted and closed by {who} before this was known. Find "
            "out whether this cash was in the count.",
            **words,
        )
    else:
        words_then = t(
            "The shift of {window} was closed by {who} without a count, before this was known. "
            "Find out where this cash went.",
            **words,
        )
    if told == there.amount.minor:
        return words_then
    return t(
        "{words} It can’t be told apart here what it was: the window had been copied, or a record "
        "of it began or ceased to count. Compare its receipts with its Z report.",
        words=words_then,
    )


def _late_answers(there: LateCash) -> tuple[Answer, ...]:
    amount = format_money(positive(there.amount))
    counted = Answer(
        LateInto.COUNTED.value,
        t("It was in the count"),
        t("The difference of that shift becomes another one; nothing is moved."),
    )
    if there.amount.minor < 0:
        return (counted,)
    into_safe = Answer(
        LateInto.SAFE.value,
        t("Put {amount} into the safe", amount=amount),
        t("It is booked out of the closed drawer, as a drop."),
    )
    return (into_safe, counted)


def _late_side(fact: LateFact) -> Side:
    task = _OPENS.get(fact.kind)
    return Side(
        title=fact.words,
        amount=fact.amount,
        window=fact.station_code,
        who=fact.cashier,
        at=fact.at,
        go=Link(task, fact.source_id) if task else None,
    )


def came_for_day(reader: Reader, one: Found) -> Task | None:
    """What came for a closed day, and which reports it counts into; each thing alone, but those of
    drawers that are open.
    """
    day = date.fromisoformat(one.subject)
    closing = days.day_closing(reader, day)
    late = next((each for each in days.days_with_late(reader) if each.day == day), None)
    if closing is None or late is None:
        return None
    count = tn("{count} entry", "{count} entries", late.count)
    came = days.came_late(reader, day, most=LISTED)
    words = t(
        "{name} closed the day before this was known. What came keeps its date, and counts into "
        "the reports of {period}. Open the day again if its reports must have it.",
        name=closing.by,
        period=format_date(late.period_date),
    )
    if len(came) < min(late.count, LISTED):
        words = t("{words} What is in drawers that are still open is not listed.", words=words)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("{count} came for {day} after it was closed", count=count, day=format_date(day)),
        words=words,
        sides=tuple(map(_day_side, came)),
        answers=(
            seen(t("I know"), t("The task goes away, until more comes for that day.")),
            Answer(
                REOPEN,
                t("Open the day again"),
                t("What came late belongs to it then. Close it again when it is right."),
            ),
        ),
        since=since(one, reader),
    )


def _day_side(fact: CameLate) -> Side:
    task = _OPENS.get(fact.kind)
    return Side(
        title=fact.words,
        words=t("Counts into {period}", period=format_date(fact.period_date)),
        amount=fact.amount if fact.amount else None,
        window=fact.window,
        who=fact.by,
        at=fact.at,
        go=Link(task, fact.source_id) if task else None,
    )


def closed_twice(reader: Reader, one: Found) -> Task | None:
    """Both closes of a shift; the author of the one that does not hold posts it back by itself."""
    for each in late.double_closes(reader):
        if one.subject == f"{each.shift_id} {each.other.close_id}":
            break
    else:
        return None
    words = t(
        "Two windows closed it without knowing of one another. The first of both holds; the other "
        "one is posted back by its own window, without anybody’s doing."
    )
    if each.taken_back:
        words = t(
            "Two windows closed it without knowing of one another. One holds, and the other one "
            "was posted back. Its Z report counts no more."
        )
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("Shift {number} was closed twice", number=each.shift_number),
        words=words,
        sides=(
            _close_side(each.ruling, t("This close holds")),
            _close_side(each.other, t("This close does not hold")),
        ),
        answers=(seen(t("I know"), t("Nothing changes, and the task goes away.")),),
        since=since(one, reader),
        go=Link("shifts", each.shift_id),
    )


def _close_side(side: CloseSide, title: str) -> Side:
    words = t("{amount} should have been there", amount=format_money(side.expected))
    return Side(title, words, side.counted, side.station_code, side.by, side.at)
