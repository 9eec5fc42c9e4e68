"""What happened to stations and their records: kept aside, other content, a new life, a clock that
is off, tables that differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, column, func, select, table

from app.areas.reports.rules import action_words
from app.areas.security import queries as security
from app.areas.stations.schema import record_release, record_set_aside, station_life
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import CLOCK_OFF_MS, task_id
from app.areas.tasks.values import Found, Link, Side, TaskKind
from app.kernel.clock import instant_from
from app.kernel.i18n import format_money
from app.kernel.money import Money, total
from app.kernel.translate import t
from app.storage.aside import HERE, told
from app.storage.schema import record_verdict, station_log, this_station, uncounted
from app.storage.statements import Read, Reader
from app.storage.station_log import CARRY, carried_in
from app.storage.stuck import Stuck
from app.storage.tables import counted, station

MOST = 500
_l, _v, _u = station_log.c, record_verdict.c, uncounted.c
_r, _f = counted(record_release).c, counted(station_life).c
_RELEASED = Read(
    select(_r.at, _r.made_by)
    .where(_r.record_hash == bindparam("hash"))
    .order_by(_r.at.desc(), _r.id)
    .limit(1)
)
_w = counted(record_set_aside).c
_SET_ASIDE = Read(
    select(_w.made_by, _w.at)
    .where(_w.record_hash == bindparam("hash"))
    .order_by(_w.at.desc(), _w.id)
    .limit(1)
)
_state = table("central_state", column("clock_off_ms"), column("last_contact"))
_differs = table(
    "digest_difference",
    *map(column, ("kind", "bucket", "here", "there", "here_minor", "there_minor")),
    *map(column, ("mended", "seen_at")),
)
_of_verdict = (_l.station == _v.station) & (_l.incarnation == _v.incarnation) & (_l.seq == _v.seq)
_ASIDE = Read(
    select(_l.hash, _l.at)
    .select_from(record_verdict)
    .join(station_log, _of_verdict)
    .order_by(_l.at)
    .limit(MOST)
)
_RECORD = Read(
    select(_l.action, _l.actor, _l.at, _l.station, _l.body, _v.why)
    .select_from(record_verdict)
    .join(station_log, _of_verdict)
    .where(_l.hash == bindparam("hash"))
)
WAITS = "P0424 "
"""What the reason begins with where a record takes back what counts nowhere
(`sync.check_taken_back`); the id of that ends it.
"""
_WAITING = Read(
    select(_l.action, _v.why, _l.body)
    .select_from(record_verdict)
    .join(station_log, _of_verdict)
    .where(_v.why.startswith(WAITS, autoescape=True))
    .order_by(_l.hlc)
    .limit(MOST)
)
_HELD = Read(
    select(_l.action, _l.actor, _l.at, _l.station, _l.body)
    .where(
        _l.station == bindparam("station"),
        _l.incarnation == bindparam("incarnation"),
        _l.seq == bindparam("seq"),
        _l.hash == bindparam("hash"),
    )
    .limit(1)
)
_BEHIND = Read(
    select(func.count()).where(
        _l.station == bindparam("station"),
        _l.incarnation == bindparam("incarnation"),
        _l.seq > bindparam("seq"),
    )
)
_OTHER = Read(
    select(_u.fact_table, _u.fact_id, func.group_concat(func.hex(_u.content_hash)))
    .where(_u.why == "other content")
    .group_by(_u.fact_table, _u.fact_id)
    .limit(MOST)
)
_LIVES = Read(select(_f.id, _f.at).where(_f.why == "forked").order_by(_f.at).limit(MOST))
_LIFE = Read(
    select(_f.of_station_id, _f.prefix, _f.set_aside, _f.at).where(_f.id == bindparam("id"))
)
_CLOCK = Read(select(_state.c.clock_off_ms, _state.c.last_contact))
_HERE = Read(select(this_station.c.station_id))
_DIFFERENCES = Read(
    select(_differs.c.kind, _differs.c.bucket, _differs.c.seen_at)
    .where(_differs.c.mended == 0)
    .order_by(_differs.c.seen_at)
    .limit(MOST)
)
_DIFFERENCE = Read(
    select(_differs.c.here, _differs.c.there, _differs.c.here_minor, _differs.c.there_minor).where(
        _differs.c.kind == bindparam("kind"), _differs.c.bucket == bindparam("bucket")
    )
)


# ------------------------------------------------------------------------------------------- found


def kept_aside(reader: Reader) -> Iterator[Found]:
    """Records that count nowhere: the centre keeps them aside, or this station can't apply them."""
    kind = TaskKind.QUARANTINED_RECORD
    for digest, since in reader.fetch(_ASIDE):
        yield Found(task_id(kind, digest), kind, digest, digest, since)


def other_content(reader: Reader) -> Iterator[Found]:
    """Facts that came twice under one id with different contents."""
    kind = TaskKind.OTHER_CONTENT
    for name, fact_id, hashes in reader.fetch(_OTHER):
        state = " ".join(sorted(hashes.split(",")))
        since = max((str(row.get("at") or "") for row in copies(reader, name, fact_id)), default="")
        yield Found(task_id(kind, name, fact_id), kind, f"{name} {fact_id}", state, since)


def forked(reader: Reader) -> Iterator[Found]:
    """Stations that turned out to be an old copy, or to have one."""
    kind = TaskKind.FORK
    for life_id, at in reader.fetch(_LIVES):
        yield Found(task_id(kind, life_id), kind, life_id, life_id, at)


def clock_off(reader: Reader) -> Iterator[Found]:
    """This computer's clock, where it is too far from the centre's."""
    row = reader.first(_CLOCK)
    if row is not None and abs(row[0]) >= CLOCK_OFF_MS:
        kind, here = TaskKind.CLOCK_OFF, str(reader.scalar(_HERE))
        yield Found(task_id(kind, here), kind, str(row[0]), "", row[1] or "")


def differing(reader: Reader) -> Iterator[Found]:
    """Rows that are not the same here and at the centre, and could not be made the same."""
    kind = TaskKind.DIGEST
    for name, bucket, since in reader.fetch(_DIFFERENCES):
        yield Found(task_id(kind, name, bucket), kind, f"{name} {bucket}", "", since)


# ------------------------------------------------------------------------------- what stands there


@dataclass(frozen=True, slots=True)
class AsideRecord:
    """A record that counts nowhere: what it did, who, where, when, its money, and why. `here` says
    that the centre has it and this station alone can't apply it; `let_go` who let it go already;
    `waiting` what takes it back and waits for it.
    """

    action: str
    who: str
    window: str
    at: datetime
    amount: Money | None
    number: str
    why: str = ""
    here: bool = False
    let_go: tuple[str, datetime] | None = None
    waiting: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it counts by itself as soon as what it takes back counts."""
        return self.why.startswith(WAITS)


def aside_record(reader: Reader, digest: str) -> AsideRecord | None:
    """A record that is kept aside, with why."""
    row = reader.first(_RECORD, hash=digest)
    if row is None:
        return None
    *said, why = row
    let_go = reader.first(_RELEASED, hash=digest)
    return replace(
        _record(reader, said),
        why=why.removeprefix(HERE),
        here=why.startswith(HERE),
        let_go=let_go and (security.user_name(reader, let_go[1]), instant_from(let_go[0])),
        waiting=_waiting_for(reader, said[4]),
    )


def _waiting_for(reader: Reader, body: str) -> tuple[str, ...]:
    """The deeds that take back what this record tells of, each once."""
    own = {row_id for _, row_id, _ in _facts_in(body)}
    found = (
        action_words(str(_carried(action, inner).get("action", action)))
        for action, why, inner in reader.fetch(_WAITING)
        if why.rsplit(" ", 1)[-1] in own
    )
    return tuple(dict.fromkeys(found))


def held_record(reader: Reader, one: Stuck) -> AsideRecord | None:
    """The record that the centre can't take; None where it is not held any more."""
    where = {"station": one.station, "incarnation": one.incarnation, "seq": one.seq}
    row = reader.first(_HELD, **where, hash=one.hash)
    return None if row is None else _record(reader, row)


def records_behind(reader: Reader, one: Stuck) -> int:
    """How many records were made after one."""
    where = {"station": one.station, "incarnation": one.incarnation, "seq": one.seq}
    return int(reader.scalar(_BEHIND, **where))


def set_aside(reader: Reader, digest: str) -> tuple[str, datetime] | None:
    """(who, when) of the manager who last said that a record is kept aside."""
    row = reader.first(_SET_ASIDE, hash=digest)
    return None if row is None else (security.user_name(reader, row[0]), instant_from(row[1]))


def _record(reader: Reader, row: Sequence[Any]) -> AsideRecord:
    action, actor, at, station_id, body = row
    inner = _carried(action, body)
    if isinstance(inner.get("action"), str) and isinstance(inner.get("station"), str):
        action, station_id = inner["action"], inner["station"]
    paid = [fields for kind, _, fields in _facts_in(body) if kind == "payment.v1"]
    numbers = [str(fields.get("number", "")) for fields in paid]
    return AsideRecord(
        action=action_words(action),
        who=security.user_name(reader, actor),
        window=window_name(reader, station_id),
        at=instant_from(at),
        amount=_money(paid),
        number=", ".join(number for number in numbers if number),
    )


def _carried(action: str, body: str) -> dict[str, Any]:
    """The record that one of the log carries; empty where it carries none."""
    return (carried_in(body) if action == CARRY else None) or {}


def ids_in(reader: Reader, digest: str) -> frozenset[str]:
    """The facts that a record which is kept aside tells of, and those they go with."""
    row = reader.first(_RECORD, hash=digest)
    found = set()
    for _, row_id, fields in _facts_in(row[4]) if row is not None else ():
        found |= {row_id, *(str(fields[name]) for name in _GOES_WITH if fields.get(name))}
    return frozenset(found)


_GOES_WITH = (
    *("shift_id", "next_shift_id", "count_id", "close_id", "payment_id", "tender_id"),
    *("reverses_id", "corrects_id", "deposit_id", "invoice_id", "refund_id", "entry_id"),
    "account_id",
)


def _facts_in(body: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(record type, id, fields) of the rows of a record that are facts, whatever else it says."""
    rows = (one.row for one in told(("", "", 0), body))
    facts = ((str(row.get("t")), str(row.get("id")), row.get("f")) for row in rows)
    return [(kind, row_id, fields) for kind, row_id, fields in facts if isinstance(fields, dict)]


def _money(paid: list[dict[str, Any]]) -> Money | None:
    """What the payments of a record come to; None of nothing, or of what can't be added up."""
    sums = [
        Money(fields["amount_minor"], fields["currency"])
        for fields in paid
        if isinstance(fields.get("amount_minor"), int) and fields.get("currency")
    ]
    currencies = {amount.currency for amount in sums}
    return total(sums, currencies.pop()) if len(currencies) == 1 else None


def copies(reader: Reader, name: str, fact_id: str) -> list[dict[str, Any]]:
    """Every content of a fact, the one that counts first."""
    fact = station.tables.get(name)
    if fact is None or fact.info["kind"] != "fact":
        return []
    read = Read(select(*fact.columns).where(fact.c.id == bindparam("id")).order_by("content_hash"))
    names = [c.name for c in fact.columns]
    return [dict(zip(names, row, strict=True)) for row in reader.fetch(read, id=fact_id)]


_SILENT = frozenset({"id", "content_hash", "at", "station_id", "made_by", "number_value"})


def copy_sides(reader: Reader, name: str, fact_id: str) -> list[Side]:
    """Each content with what tells it from the others."""
    rows = copies(reader, name, fact_id)
    differ = [
        field
        for field in (rows[0] if rows else ())
        if field not in _SILENT and len({str(row[field]) for row in rows}) > 1
    ]
    return [_copy_side(reader, name, row, differ, counts=n == 0) for n, row in enumerate(rows)]


def _copy_side(
    reader: Reader, name: str, row: dict[str, Any], differ: list[str], *, counts: bool
) -> Side:
    money = row.get("currency")
    minor = row.get("amount_minor", row.get("total_minor"))
    said = [f"{field.replace('_', ' ')}: {_said(row, field)}" for field in differ[:4]]
    at = row.get("at")
    return Side(
        title=t("This one counts") if counts else t("This one does not count"),
        words=" · ".join(said),
        amount=Money(minor, money) if isinstance(minor, int) and money else None,
        window=window_name(reader, str(row["station_id"])) if "station_id" in row else "",
        who=security.user_name(reader, str(row["made_by"])) if "made_by" in row else "",
        at=instant_from(at) if isinstance(at, str) else None,
        go=Link("payments", str(row["id"])) if name == "payment" else None,
    )


def _said(row: dict[str, Any], field: str) -> str:
    value = row[field]
    if field.endswith("_minor") and isinstance(value, int) and row.get("currency"):
        return format_money(Money(value, str(row["currency"])))
    text = str(value if value is not None else "")
    return text if len(text) <= 40 else f"{text[:39]}…"


def life(reader: Reader, life_id: str) -> tuple[str, str, int, datetime]:
    """(window, what its numbers begin with, records committed again, since when)."""
    of_station, prefix, again, at = reader.first(_LIFE, id=life_id)
    return window_name(reader, of_station), prefix, again, instant_from(at)


def difference(reader: Reader, subject: str) -> tuple[int, int, int, int] | None:
    """(rows here, rows at the centre, their money here, their money there)."""
    kind, bucket = subject.split(" ", 1)
    row = reader.first(_DIFFERENCE, kind=kind, bucket=bucket)
    return None if row is None else (row[0], row[1], row[2], row[3])
