"""Records of a branch that everybody else knows otherwise: moved out of the log, and committed
again inside records of this station unless some live stream has them (sync.md 6).

Nothing that was done is undone meanwhile: what orphans say stays in its tables and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.kernel.clock import instant_text
from app.storage import aside, carriers, counting, edits, merging
from app.storage.aside import HERE, ODD, REPEAT, UNKNOWN, Place, Told
from app.storage.checking import Recipe
from app.storage.following import Changes, follow
from app.storage.receiving import CANT_BE_APPLIED, StreamKey
from app.storage.schema import (
    document_edit,
    life_left,
    number_series,
    orphan,
    orphan_fact,
    station_log,
)
from app.storage.statements import Reader, ReadSql
from app.storage.station_log import CARRY, FIELDS, carried_in, carrier_body, said_in
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

AT_ONCE = 50
"""Orphans settled in one transaction, which a payment may have to wait for."""
_NAMES = ", ".join(FIELDS)
_BRANCH = ReadSql(
    f"SELECT {_NAMES} FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq > :seq ORDER BY seq"
)
_VERDICT = ReadSql(
    "SELECT why, applied FROM record_verdict WHERE station = :station "
    "AND incarnation = :incarnation AND seq = :seq"
)
_ROWS_ASIDE = ReadSql(
    "SELECT row_no, why FROM row_aside WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_ORPHANS = ReadSql(
    f"SELECT {_NAMES}, applied, why FROM orphan ORDER BY hlc, station, incarnation, seq LIMIT :most"
)
_BODIES = ReadSql("SELECT body FROM orphan WHERE applied = 1")
_KNOWN = ReadSql("SELECT applied, why FROM orphan WHERE hash = :hash")
_SERIES_LEFT = "DELETE FROM number_series WHERE instr(series, ?) = 0"
_ANY = ReadSql("SELECT 1 FROM orphan LIMIT 1")
_OWN = ReadSql("SELECT 1 FROM orphan, this_station WHERE station = station_id LIMIT 1")
_FACTS = ReadSql("SELECT fact_id, content_hash FROM orphan_fact")
_HASH = ReadSql(
    "SELECT hash FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)


def there_are(reader: Reader) -> bool:
    """Whether any record waits to be committed again."""
    return reader.first(_ANY) is not None


def own_there_are(reader: Reader) -> bool:
    """Whether any of them is this station's own."""
    return reader.first(_OWN) is not None


_LEFT_AT = ReadSql("SELECT common FROM life_left WHERE incarnation = :incarnation")


def leave_branch(uow: UnitOfWork, key: StreamKey, common: int) -> int:
    """Move the records of a stream above `common` out of the log; how many they were."""
    station_id, incarnation = key
    if station_id == uow.stream.station:
        # What a left life numbered is told by carriers from now on, and counted by nobody.
        uow.write_many(number_series, _SERIES_LEFT, [(uow.stream.prefix,)])
        known = uow.scalar(_LEFT_AT, incarnation=incarnation)
        if known is None or common < known:
            uow.put(life_left, {"incarnation": incarnation, "common": common})
    found = uow.fetch(_BRANCH, station=station_id, incarnation=incarnation, seq=common)
    records = [dict(zip(FIELDS, row, strict=True)) for row in found]
    places: set[Place] = {(*key, int(record["seq"])) for record in records}
    for record in records:
        place: Place = (*key, int(record["seq"]))
        why, applied = uow.first(_VERDICT, **_at(place)) or ("", True)
        _keep(uow, record, "" if applied else why, applied=bool(applied))
        if applied:
            _hand_over(uow, place, record["body"], places)
    for record in records:
        place = (*key, int(record["seq"]))
        aside.forget_record(uow, place)
        carriers.forget(uow, place)
        uow.drop(document_edit, **_at(place))
        uow.drop(station_log, **_at(place))
        _unwrap(uow, record)
    return len(records)


def rescue(uow: UnitOfWork, recipes: Iterable[Recipe], most: int = AT_ONCE) -> tuple[int, int]:
    """Commit orphans again that no live stream has, oldest first, and forget those that one has:
    (how many were committed again, how many are settled). What was not taken in of the centre's yet
    may come to be there twice, and counts once.
    """
    changes, carried = Changes(), 0
    rows = uow.fetch(_ORPHANS, most=most)
    for *fields, applied, why in rows:
        record = dict(zip(FIELDS, fields, strict=True))
        place = _lives_at(uow, record)
        if place is None:
            carry(uow, record, why, changes)
            carried += 1
        elif applied:
            _tell_by(uow, place, record["body"], changes)
        uow.drop(orphan, hash=str(record["hash"]))
    follow(uow, changes, recipes)
    return carried, len(rows)


def facts_told(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """(record type, id, hash) of the facts that only orphans tell of, each once."""
    only = {(row[0], bytes(row[1]).hex()) for row in reader.fetch(_FACTS)}
    for row in _rows_told(reader) if only else ():
        key = (row.get("id"), row.get("h"))
        if key in only:
            only.discard(key)
            yield str(row.get("t")), str(key[0]), str(key[1])


def documents_told(reader: Reader) -> Iterator[dict[str, Any]]:
    """What orphans say of documents."""
    return (row for row in _rows_told(reader) if "d" in row)


def _rows_told(reader: Reader) -> Iterator[dict[str, Any]]:
    for (body,) in reader.each(_BODIES):
        for one in aside.told(("", "", 0), body):
            yield one.row


def _at(place: Place) -> Row:
    return {"station": place[0], "incarnation": place[1], "seq": place[2]}


def _keep(uow: UnitOfWork, record: dict[str, Any], why: str, *, applied: bool) -> None:
    moved: Row = {"moved_at": instant_text(uow.now), "applied": int(applied), "why": why}
    uow.put(orphan, {**{name: record[name] for name in FIELDS}, **moved})


def _unwrap(uow: UnitOfWork, record: dict[str, Any]) -> None:
    """A carrier was only made here to save another record, so that one is the orphan."""
    inner = carried_in(record["body"]) if record["action"] == CARRY else None
    if inner is None:
        return
    applied, why = uow.first(_KNOWN, hash=record["hash"])
    uow.drop(orphan, hash=str(record["hash"]))
    known = uow.first(_KNOWN, hash=inner["hash"])
    if known is None or (applied and not known[0]):
        _keep(uow, inner, why, applied=bool(applied))


def _hand_over(uow: UnitOfWork, place: Place, body: str, leaving: set[Place]) -> None:
    """What this record told first another one tells from now on; else only orphans do."""
    out = dict(uow.fetch(_ROWS_ASIDE, **_at(place)))
    rows = [one for one in aside.told(place, body) if out.get(one.row_no) not in (REPEAT, ODD)]
    for one in counting.facts_of(rows):
        if out.get(one.row_no) == UNKNOWN:
            continue
        heirs = (other for other in aside.repeats(uow, one.row) if other.place not in leaving)
        heir = next(heirs, None)
        if heir is not None:
            aside.forget(uow, heir)
        else:
            digest = bytes.fromhex(one.row["h"])
            uow.put(orphan_fact, {"fact_id": one.row["id"], "content_hash": digest})


def _lives_at(uow: UnitOfWork, record: dict[str, Any]) -> Place | None:
    """Where a live stream has an orphan, itself or inside another record."""
    place: Place = (record["station"], record["incarnation"], int(record["seq"]))
    if uow.scalar(_HASH, **_at(place)) == record["hash"]:
        return place
    return next(iter(carriers.where(uow, record["hash"])), None)


def _tell_by(uow: UnitOfWork, place: Place, body: str, changes: Changes) -> None:
    """A live record tells what the orphan told; its rows were written only here where the centre
    keeps it aside.
    """
    verdict = uow.first(_VERDICT, **_at(place))
    if verdict is None or verdict[1]:
        return
    kept_aside = not verdict[0].startswith(HERE)
    if kept_aside:
        aside.judge(uow, place, verdict[0], applied=True)
    else:
        aside.drop_verdict(uow, place)
    rows = aside.told(place, body)
    known = {one.row_no for one in counting.facts_of(rows)}
    for one in rows:
        kind = str(one.row.get("t"))
        if one.row_no in known and not counting.only_orphans_tell(uow, one):
            aside.put_aside(uow, one, REPEAT)
        elif kind not in counting.tables():
            aside.put_aside(uow, one, UNKNOWN if one.row.get("t") else ODD)
    if kept_aside:
        counting.uncount(uow, rows, changes)


def carry(uow: UnitOfWork, record: dict[str, Any], why: str, changes: Changes) -> None:
    """Commit a record again inside one of this station; `why` where the centre kept it aside."""
    body = carrier_body(record)
    head = uow.log_carrier(body, actor=record["actor"], at=record["at"])
    place: Place = (uow.stream.station, uow.stream.incarnation, head.seq)
    carriers.note(uow, place, {"action": CARRY, "body": body})
    if why:
        aside.judge(uow, place, why, applied=False)
        return
    told: list[Told] = aside.told(place, body)
    try:
        with uow.savepoint():
            more = merging.write(uow, told)
            edits.note(uow, {place: said_in(body)})
    except CANT_BE_APPLIED as error:
        aside.judge(uow, place, f"{HERE}{type(error).__name__}: {error}", applied=False)
        return
    for name, rows in more.rows.items():
        changes.rows.setdefault(name, []).extend(rows)
    changes.lost = changes.lost or more.lost
