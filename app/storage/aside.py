"""Rows of received records that stand in no table of their own, and those that wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.kernel.clock import instant_text
from app.storage.schema import record_verdict, row_aside
from app.storage.statements import Reader, ReadSql
from app.storage.station_log import rows_of
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

REPEAT, UNKNOWN, EARLY, ODD = "repeat", "unknown", "early", "odd"
"""Why a row of a record stands in no table of its own: the fact was here before, this program does
not know its kind, the document it edits has not come yet, or it is no row at all.
"""
HERE = "here: "
"""What a verdict's reason begins with where not the centre gave it but this station."""
FIELD = "field"
"""The row stands in its table, and some field of it in `extra`."""
_WAITING = (
    "SELECT a.station, a.incarnation, a.seq, a.row_no, l.body FROM row_aside AS a "
    "JOIN station_log AS l ON l.station = a.station AND l.incarnation = a.incarnation "
    "AND l.seq = a.seq WHERE a.why = "
)
EARLY_ROWS = ReadSql(_WAITING + "'early' AND a.row_id IN (SELECT value FROM json_each(:keys))")
_REPEATS = ReadSql(_WAITING + "'repeat' AND a.row_id = :row_id AND a.record_type = :kind")
UNKNOWN_ROWS = ReadSql(_WAITING + "'unknown'")


Place = tuple[str, str, int]
"""(station, incarnation, seq) of a record."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a record, and where it stands."""

    station: str
    incarnation: str
    seq: int
    row_no: int
    row: dict[str, Any]

    @property
    def place(self) -> Place:
        return self.station, self.incarnation, self.seq


def judge(uow: UnitOfWork, place: Place, why: str, *, applied: bool) -> None:
    """Keep that a record counts nowhere; `applied` says that its rows were written here before."""
    uow.put(
        record_verdict,
        {
            **_key(place),
            "why": why,
            "applied": int(applied),
            "at": instant_text(uow.now),
        },
    )


def drop_verdict(uow: UnitOfWork, place: Place) -> None:
    uow.drop(record_verdict, **_key(place))


def forget_record(uow: UnitOfWork, place: Place) -> None:
    """Nothing is known of this place any more: another record may come to stand there."""
    for table in (row_aside, record_verdict):
        uow.drop(table, **_key(place))


def _key(place: Place) -> Row:
    return {"station": place[0], "incarnation": place[1], "seq": place[2]}


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


def repeats(reader: Reader, row: dict[str, Any]) -> Iterator[Told]:
    """Where else records that are held say the same fact."""
    for *place, row_no, body in reader.fetch(_REPEATS, kind=row["t"], row_id=row["id"]):
        one = Told(place[0], place[1], place[2], row_no, rows_of(body)[row_no - 1])
        if one.row.get("h") == row["h"]:
            yield one


def told(place: Place, body: str) -> list[Told]:
    """Every row of a record where it stands; what is no row comes as an empty one."""
    return told_of(place, rows_of(body))


def told_of(place: Place, rows: Iterable[Any]) -> list[Told]:
    """The same of a body that is read already: another program's may have anything for rows."""
    return [
        Told(*place, number, row if isinstance(row, dict) else {})
        for number, row in enumerate(rows, 1)
    ]


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
