"""Windows whose log can't go on because records are missing in between: found, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import bindparam, select

from app.areas.reports.rules import action_words
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.telling import since
from app.areas.tasks.values import Answer, Found, Side, Task, TaskKind
from app.kernel.clock import instant_from, zone_named
from app.kernel.i18n import format_date, format_time
from app.kernel.translate import t, tn
from app.storage import gaps
from app.storage.gaps import Gap
from app.storage.schema import station_log
from app.storage.statements import Read, Reader

GO_ON, WAIT = "go_on", "wait"
_l = station_log.c
_BEFORE = Read(
    select(_l.seq, _l.at, _l.action, _l.actor)
    .where(
        _l.station == bindparam("station"),
        _l.incarnation == bindparam("incarnation"),
        _l.seq == bindparam("seq"),
    )
    .limit(1)
)


def found(reader: Reader) -> Iterator[Found]:
    """Gaps nobody decided about. Waiting holds for the day: tomorrow it is asked again."""
    known = gaps.noted(reader)
    if not known:
        return
    decided = set(gaps.approved(reader, known))
    today = settings.business_today(settings.practice(reader), reader.now)
    kind = TaskKind.HOLE
    for gap in known:
        if gap not in decided:
            subject = task_id(kind, *gap.key, str(gap.first), gap.next_hash)
            yield Found(subject, kind, subject, today.isoformat(), gap.at)


def gap_of(reader: Reader, one: Found) -> Gap | None:
    """The gap a task is about, while it is there."""
    known = gaps.noted(reader)
    kind = TaskKind.HOLE
    return next(
        (
            gap
            for gap in known
            if task_id(kind, *gap.key, str(gap.first), gap.next_hash) == one.subject
        ),
        None,
    )


def told(reader: Reader, one: Found) -> Task | None:
    """How many records are missing, what is there before and after them, and what may be done."""
    gap = gap_of(reader, one)
    if gap is None:
        return None
    window = window_name(reader, gap.station)
    count = tn("{count} record", "{count} records", gap.last - gap.first + 1)
    before = _before(reader, gap)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("{count} of {window} missing", count=count, window=window),
        words=_words(reader, gap, before, window),
        sides=(
            before or Side(t("What came before is at the centre"), window=window),
            Side(
                title=action_words(gap.action),
                words=t("The first record after them, number {seq}", seq=gap.last + 1),
                window=window,
                who=security.user_name(reader, gap.actor),
                at=instant_from(gap.at),
            ),
        ),
        answers=_answers(reader, gap),
        since=since(one, reader),
    )


def _before(reader: Reader, gap: Gap) -> Side | None:
    """The last record before the gap, where this window holds it."""
    where = {"station": gap.station, "incarnation": gap.incarnation, "seq": gap.first - 1}
    row = reader.first(_BEFORE, **where)
    if row is None:
        return None
    seq, at, action, actor = row
    return Side(
        title=action_words(action),
        words=t("The last record before them, number {seq}", seq=seq),
        window=window_name(reader, gap.station),
        who=security.user_name(reader, actor),
        at=instant_from(at),
    )


def _words(reader: Reader, gap: Gap, before: Side | None, window: str) -> str:
    until = _moment(reader, instant_from(gap.at))
    if before is not None and before.at is not None:
        between = t(
            "Records {first} to {last} of {window} are missing, made between {begin} and {until}.",
            first=gap.first,
            last=gap.last,
            window=window,
            begin=_moment(reader, before.at),
            until=until,
        )
    else:
        between = t(
            "Records {first} to {last} of {window} are missing, made before {until}.",
            first=gap.first,
            last=gap.last,
            window=window,
            until=until,
        )
    return t(
        "{between} What was done there later waits for them. Switch that computer on if it still "
        "runs, and every other window; or bring a file of its records, or a backup. Go on without "
        "them only when nobody has them any more.",
        between=between,
    )


def _moment(reader: Reader, at: datetime) -> str:
    zone = settings.practice(reader).time_zone
    day, time = format_date(at.astimezone(zone_named(zone)).date()), format_time(at, zone)
    return t("{day}, {time}", day=day, time=time)


def _answers(reader: Reader, gap: Gap) -> tuple[Answer, ...]:
    wait = Answer(WAIT, t("Wait"), t("The task goes away, and comes back tomorrow."))
    if gap.station not in {each.station_id for each in settings.stations(reader)}:
        return (wait,)
    explains = t(
        "What came after them counts at every window. Should they turn up later, they are written "
        "again."
    )
    return (wait, Answer(GO_ON, t("Go on without them"), explains))
