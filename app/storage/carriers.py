"""Which records live on inside another one: `carried_record`, and how it is made afresh."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.storage.aside import Place
from app.storage.checking import Recipe
from app.storage.schema import carried_record
from app.storage.statements import Reader, ReadSql
from app.storage.station_log import CARRY, carried_in
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_CARRIERS = ReadSql(
    f"SELECT station, incarnation, seq, body FROM station_log WHERE action = '{CARRY}'"
)
_WHERE = ReadSql("SELECT station, incarnation, seq FROM carried_record WHERE hash = :hash")


def note(uow: UnitOfWork, place: Place, record: dict[str, Any]) -> None:
    """Remember what a record of the log carries, if it does."""
    inner = carried_in(record["body"]) if record["action"] == CARRY else None
    if inner is not None:
        station_id, incarnation, seq = place
        row: Row = {"station": station_id, "incarnation": incarnation, "seq": seq}
        uow.derive(carried_record, {**row, "hash": inner["hash"]})


def forget(uow: UnitOfWork, place: Place) -> None:
    station_id, incarnation, seq = place
    uow.drop(carried_record, station=station_id, incarnation=incarnation, seq=seq)


def where(reader: Reader, digest: str) -> tuple[Place, ...]:
    """The records that carry the one of this hash."""
    return tuple((row[0], row[1], row[2]) for row in reader.fetch(_WHERE, hash=digest))


def recipe() -> Recipe:
    """The view afresh from the log."""
    return Recipe(carried_record, _rows)


def _rows(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for station_id, incarnation, seq, body in reader.each(_CARRIERS):
        inner = carried_in(body)
        if inner is not None:
            yield inner["hash"], station_id, incarnation, seq
