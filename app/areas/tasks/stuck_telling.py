"""The record of this window that the centre can't take, and that holds up what came after it."""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.settings import queries as settings
from app.areas.stations.queries import stuck_record
from app.areas.tasks import station_records as records
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.station_records import AsideRecord
from app.areas.tasks.telling import since
from app.areas.tasks.values import Answer, Found, Side, Task, TaskKind
from app.kernel.clock import instant_from
from app.kernel.i18n import format_money, format_time
from app.kernel.translate import t, tn
from app.storage.statements import Reader
from app.storage.stuck import Stuck

SET_ASIDE, WAIT = "set_aside", "hold_on"


def found(reader: Reader) -> Iterator[Found]:
    """None once a manager set it aside, until the centre can't do that either. Waiting holds for
    the day.
    """
    one = stuck_record(reader)
    if one is None or _is_ruled(reader, one):
        return
    kind = TaskKind.STUCK_RECORD
    today = settings.business_today(settings.practice(reader), reader.now)
    yield Found(task_id(kind, one.hash), kind, one.hash, today.isoformat(), one.since)


def _is_ruled(reader: Reader, one: Stuck) -> bool:
    said = records.set_aside(reader, one.hash)
    return said is not None and said[1] > instant_from(one.seen_at)


def told(reader: Reader, one: Found) -> Task | None:
    """What it did, what the centre said, how much waits for it, and what may be done."""
    there = stuck_record(reader)
    if there is None or there.hash != one.subject:
        return None
    record = records.held_record(reader, there)
    if record is None:
        return None
    if record.amount is None:
        title = t("Can't be sent: {deed}", deed=record.action)
    else:
        amount = format_money(record.amount)
        title = t("Can't be sent: {deed}, {amount}", deed=record.action, amount=amount)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=title,
        words=_words(reader, there),
        sides=(_here_side(there, record), _there_side(there)),
        answers=_answers(record),
        since=since(one, reader),
        amount=record.amount,
    )


def _here_side(there: Stuck, record: AsideRecord) -> Side:
    said = [t("Record {seq}", seq=there.seq)]
    if record.number:
        said.append(t("Receipt {number}", number=record.number))
    return Side(
        title=record.action,
        words=" · ".join(said),
        amount=record.amount,
        window=record.window,
        who=record.who,
        at=record.at,
    )


def _there_side(there: Stuck) -> Side:
    return Side(title=t("What the centre says"), words=there.why, at=instant_from(there.seen_at))


def _words(reader: Reader, there: Stuck) -> str:
    behind = records.records_behind(reader, there)
    if behind:
        waits = tn(
            "{count} record made after it waits here too.",
            "{count} records made after it wait here too.",
            behind,
        )
    else:
        waits = t("Nothing was done after it yet.")
    said = records.set_aside(reader, there.hash)
    if said is not None:
        who, at = said
        return t(
            "{who} set it aside at {time}, and the centre can't do that either. Ask who looks "
            "after the server to run “counterfoil central upgrade”. {waits} Payments go on.",
            who=who,
            time=format_time(at, settings.practice(reader).time_zone),
            waits=waits,
        )
    return t(
        "The centre answers, and can't take this one record of {window}, however often it is "
        "sent. {waits} It is tried again every minute. Payments go on, and nothing is lost.",
        window=window_name(reader, there.station),
        waits=waits,
    )


def _answers(record: AsideRecord) -> tuple[Answer, ...]:
    wait = Answer(WAIT, t("Wait"), t("The task goes away, and comes back tomorrow."))
    if record.amount is None:
        explains = t(
            "What came after it is sent. This record is kept at the centre and counts nowhere, "
            "here neither, until somebody lets it count."
        )
    else:
        explains = t(
            "What came after it is sent. This record is kept at the centre and counts nowhere, "
            "here neither, until somebody lets it count: {amount} will be missing from the books.",
            amount=format_money(record.amount),
        )
    return (wait, Answer(SET_ASIDE, t("Set aside"), explains))
