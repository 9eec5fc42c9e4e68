"""The rows that the log tells of: what stands in no table of its own left out, carried records
opened, and what only orphans say put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from app.storage import orphans
from app.storage.canonical import canonical_json
from app.storage.schema import station_log
from app.storage.statements import Read, Reader, ReadSql
from app.storage.station_log import CARRIED, are_edits, rows_of

_BODIES = Read(select(*(station_log.c[name] for name in ("station", "incarnation", "seq", "body"))))
_KEPT_ASIDE = ReadSql("SELECT station, incarnation, seq FROM record_verdict WHERE applied = 0")
_ROWS_ASIDE = ReadSql(
    "SELECT station, incarnation, seq, row_no FROM row_aside WHERE why <> 'field'"
)
_AT = Read(
    select(station_log.c.at).where(
        station_log.c.station == bindparam("station"),
        station_log.c.incarnation == bindparam("incarnation"),
        station_log.c.seq == bindparam("seq"),
    )
)
_HOLDS = Read(
    select(station_log.c.seq).where(
        station_log.c.seq == bindparam("seq"), station_log.c.hash == bindparam("hash")
    )
)
_CARRIER = f'"t":"{CARRIED}"'.encode()
_SHAPES: dict[str, dict[str, type]] = {
    "h": {"t": str, "id": str, "h": str},
    "d": {"t": str, "id": str, "s": int, "e": str, "d": dict},
}
Place = tuple[bytes, bytes, int]


def record_at(reader: Reader, station: str, incarnation: str, seq: int) -> str:
    """When a record was written, as an instant's text; empty where there is none."""
    return str(reader.scalar(_AT, station=station, incarnation=incarnation, seq=seq) or "")


def holds_record(reader: Reader, seq: int, digest: str) -> bool:
    """Whether a record of this number and hash is here, of whichever life."""
    return reader.first(_HOLDS, seq=seq, hash=digest) is not None


class Aside:
    """Which records and rows of the log stand in no table of their own."""

    def __init__(self, reader: Reader) -> None:
        self._records = {_place(row) for row in reader.each(_KEPT_ASIDE)}
        self._rows: dict[Place, set[int]] = {}
        for *place, row_no in reader.each(_ROWS_ASIDE):
            self._rows.setdefault(_place(place), set()).add(row_no)

    def __bool__(self) -> bool:
        return bool(self._records or self._rows)

    def has(self, place: Place) -> bool:
        """Whether nothing of a record counts."""
        return place in self._records

    def left(self, station_id: bytes, incarnation: bytes, seq: int, body: bytes) -> bytes:
        """What of a body the tables must hold."""
        place = (station_id, incarnation, seq)
        if place in self._records:
            return b""
        out = self._rows.get(place, ())
        if not out and _CARRIER not in body:
            return body
        try:
            rows = rows_of(body.decode())
        except (ValueError, KeyError, TypeError):
            return body
        kept = [row for number, row in enumerate(rows, 1) if number not in out]
        return canonical_json({"rows": kept}).encode()


def _place(row: Sequence[Any]) -> Place:
    return str(row[0]).encode(), str(row[1]).encode(), int(row[2])


def rows_in(body: str | bytes, sign: str) -> Iterator[dict[str, Any]]:
    """The rows of a body that have `sign` (h for facts, d for documents); none of a damaged one,
    which the chain names.
    """
    try:
        rows = rows_of(body.decode() if isinstance(body, bytes) else body)
    except (ValueError, KeyError, TypeError):
        return
    yield from (row for row in rows if is_whole(row, sign))


def is_whole(row: Any, sign: str) -> bool:
    """Whether a row that may be damaged has all that is read of it."""
    if not isinstance(row, dict):
        return False
    for name, kind in _SHAPES[sign].items():
        if not isinstance(row.get(name), kind):
            return False
    return sign != "d" or are_edits(row["d"])


def logged_rows(reader: Reader, sign: str) -> Iterator[dict[str, Any]]:
    aside = Aside(reader)
    for station_id, incarnation, seq, body in reader.each(_BODIES):
        place = (station_id.encode(), incarnation.encode(), seq)
        yield from rows_in(aside.left(*place, body.encode()), sign)
    if sign == "h":
        for kind, fact_id, digest in orphans.facts_told(reader):
            yield {"t": kind, "id": fact_id, "h": digest}
    else:
        yield from (row for row in orphans.documents_told(reader) if is_whole(row, sign))
