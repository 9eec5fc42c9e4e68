"""Which records of the station log wrote a document: how its history is read and made afresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal_column, select

from app.kernel.clock import instant_from
from app.storage.checking import Recipe
from app.storage.schema import document_edit, record_verdict, station_log
from app.storage.schema_let_go import edit_kept
from app.storage.statements import Read, Reader, ReadSql, upsert_sql
from app.storage.station_log import CARRIED, CARRY, are_edits, carried_in, rows_of, said_in
from app.storage.tables import station
from app.storage.unit_of_work import UnitOfWork

_log, _edit, _verdict, _kept = station_log.c, document_edit.c, record_verdict.c, edit_kept.c
_RECORDS = Read(
    select(_log.station, _log.incarnation, _log.seq, _log.body)
    .where(
        ~select(literal_column("1"))
        .where(
            _verdict.station == _log.station,
            _verdict.incarnation == _log.incarnation,
            _verdict.seq == _log.seq,
            _verdict.applied == 0,
        )
        .exists()
    )
    .order_by(_log.station, _log.incarnation, _log.seq)
)
_OF = Read(
    select(_log.at, _log.actor, _log.action, _log.body, _log.seq, _log.station)
    .select_from(document_edit)
    .join(
        station_log,
        (_log.station == _edit.station)
        & (_log.incarnation == _edit.incarnation)
        & (_log.seq == _edit.seq),
    )
    .where(_edit.document_id == bindparam("id"))
)
_OF_LET_GO = Read(
    select(_kept.at, _kept.actor, _kept.action, _kept.body, _kept.of_seq, _kept.of_station)
    .select_from(document_edit)
    .join(
        edit_kept,
        (_kept.station == _edit.station)
        & (_kept.incarnation == _edit.incarnation)
        & (_kept.seq == _edit.seq),
    )
    .where(_edit.document_id == bindparam("id"))
)
_LET_GO = Read(select(_kept.station, _kept.incarnation, _kept.seq, _kept.body))


_WHOLE = frozenset({"t", "id", "s", "e", "d"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One document as one record wrote it: `fields` has (new, old) of each field by its name;
    `made` says that it was new then; of two edits of a field that with the later `stamp` stands.
    """

    at: datetime
    actor: str
    action: str
    table: str
    document_id: str
    fields: dict[str, tuple[Any, Any]]
    made: bool
    order: tuple[str, int]
    station: str
    stamp: tuple[int, str]


def edits_of(reader: Reader, document_id: str) -> list[Edit]:
    """What was written of a document, oldest first; what an import made new is not among it."""
    found = []
    records = [*reader.fetch(_OF, id=document_id), *reader.fetch(_OF_LET_GO, id=document_id)]
    for at, actor, action, body, seq, station_id in records:
        inner = carried_in(body) if action == CARRY else None
        if inner is not None:
            action, station_id, seq = inner["action"], inner["station"], inner["seq"]
        for row in rows_of(body):
            if _is_edit(row) and row["id"] == document_id:
                fields = {name: (new, old) for name, (new, old) in row["d"].items()}
                table = row["t"].split(".v")[0]
                made = _made_by(reader, row)
                when, order, stamp = instant_from(at), (at, seq), (row["s"], row["e"])
                who = (when, actor, action, table, document_id)
                found.append(Edit(*who, fields, made, order, station_id, stamp))
    first: dict[tuple[int, str], Edit] = {}
    for edit in sorted(found, key=lambda one: one.order):
        first.setdefault(edit.stamp, edit)  # more than one record may say the same edit
    return list(first.values())


def recipe() -> Recipe:
    """The view afresh from the bodies of the log, and what was kept of records let go."""
    return Recipe(document_edit, _rows)


def note(uow: UnitOfWork, said: Mapping[tuple[str, str, int], dict[str, Any]]) -> None:
    """What records of other streams wrote, by where they stand; after their rows are written."""
    rows = [
        (document_id, *place) for place, body in said.items() for document_id in _ids(uow, body)
    ]
    uow.write_many(document_edit, upsert_sql(document_edit)[0], rows)


class LetGo:
    """The rows of the view that only come of what was kept of records let go, until a record that
    is here says them too.
    """

    def __init__(self, reader: Reader) -> None:
        self._kept: dict[tuple[Any, ...], None] = {}
        for *place, body in reader.each(_LET_GO):
            for document_id in _ids(reader, said_in(body)):
                self._kept[document_id, *place] = None

    def of_record(
        self, reader: Reader, place: tuple[str, str, int], record: dict[str, Any]
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of one record, whose body counts as `record`: the documents it wrote, but those
        an import made.
        """
        for document_id in _ids(reader, record):
            row = (document_id, *place)
            self._kept.pop(row, None)
            yield row

    def left(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._kept)


def _rows(reader: Reader) -> Iterator[tuple[Any, ...]]:
    kept = LetGo(reader)
    for station_id, incarnation, seq, body in reader.each(_RECORDS):
        if '"d":' in body or CARRIED in body:
            yield from kept.of_record(reader, (station_id, incarnation, seq), said_in(body))
    yield from kept.left()


def _ids(reader: Reader, record: dict[str, Any]) -> Iterator[str]:
    edits = (row for row in record["rows"] if _is_edit(row))
    ids = [row["id"] for row in edits if not ("run" in record and _made_by(reader, row))]
    yield from dict.fromkeys(ids)


def _is_edit(row: Any) -> bool:
    """Whether a row, which may be anything, is an edit as every program writes it."""
    return (
        isinstance(row, dict)
        and row.keys() >= _WHOLE
        and isinstance(row["t"], str)
        and isinstance(row["id"], str)
        and isinstance(row["d"], dict)
        and are_edits(row["d"])
    )


def _made_by(reader: Reader, row: dict[str, Any]) -> bool:
    """Whether this edit is the one that made its document."""
    name = row["t"].split(".v")[0]
    if name not in station.tables:
        return False
    return bool(reader.scalar(_maker(name), id=row["id"]) == row["e"])


@cache
def _maker(name: str) -> ReadSql:
    return ReadSql(f"SELECT edit_id FROM {station.tables[name].name} WHERE id = :id")
