"""Rows of received records that stand in no table of their own, and those that wait for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.storage.schema import row_aside
from app.storage.statements import ReadSql
from app.storage.station_log import rows_of
from app.storage.unit_of_work import UnitOfWork

REPEAT, UNKNOWN, EARLY, ODD = "repeat", "unknown", "early", "odd"
"""Why a row of a record stands in no table of its own: the fact was here before, this program does
not know its kind, the document it edits has not come yet, or it is no row at all.
"""
FIELD = "field"
"""The row stands in its table, and some field of it in `extra`."""
_WAITING = (
    "SELECT a.station, a.incarnation, a.seq, a.row_no, l.body FROM row_aside AS a "
    "JOIN station_log AS l ON l.station = a.station AND l.incarnation = a.incarnation "
    "AND l.seq = a.seq WHERE a.why = "
)
EARLY_ROWS = ReadSql(_WAITING + "'early' AND a.row_id IN (SELECT value FROM json_each(:keys))")
UNKNOWN_ROWS = ReadSql(_WAITING + "'unknown'")


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a record, and where it stands."""

    station: str
    incarnation: str
    seq: int
    row_no: int
    row: dict[str, Any]


def put_aside(uow: UnitOfWork, one: Told, why: str) -> None:
    uow.put(
        row_aside,
        {
            "station": one.station,
            "incarnation": one.incarnation,
            "seq": one.seq,
            "row_no": one.row_no,
            "why": why,
            "record_type": str(one.row.get("t")),
            "row_id": str(one.row.get("id")),
        },
    )


def forget(uow: UnitOfWork, one: Told) -> None:
    place = {"station": one.station, "incarnation": one.incarnation}
    uow.drop(row_aside, **place, seq=one.seq, row_no=one.row_no)


def waiting(uow: UnitOfWork, read: ReadSql, *, keep: bool = False, **values: Any) -> Iterator[Told]:
    """Rows that were put aside, out of their records; no longer aside unless `keep` says so."""
    for *place, row_no, body in uow.fetch(read, **values):
        one = Told(place[0], place[1], place[2], row_no, rows_of(body)[row_no - 1])
        if not keep:
            forget(uow, one)
        yield one
