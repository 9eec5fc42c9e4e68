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
_LET_GO = ReadSql("SELECT hash, station, incarnation, seq FROM carrier_let_go")
_GENUINE = (
    "NOT EXISTS (SELECT 1 FROM record_verdict AS v WHERE v.station = c.station "
    "AND v.incarnation = c.incarnation AND v.seq = c.seq "
    "AND v.why LIKE 'P0422 a record that is carried %')"
)
"""The centre did not find the signature of what is carried forged (`sync.rows_of`): nothing of such
a one will ever count.
"""
_WHERE = ReadSql(
    "SELECT c.station, c.incarnation, c.seq FROM carried_record AS c WHERE c.hash = :hash "
    f"AND {_GENUINE}"
)
_AMONG = ReadSql(
    "SELECT c.hash FROM carried_record AS c "
    f"WHERE c.hash IN (SELECT value FROM json_each(:hashes)) AND {_GENUINE}"
)


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


def among(reader: Reader, hashes: str) -> list[str]:
    """Which of these hashes, a JSON array, are of records that others carry."""
    return [row[0] for row in reader.fetch(_AMONG, hashes=hashes)]


def recipe() -> Recipe:
    """The view afresh from the log, and what was kept of carriers let go."""
    return Recipe(carried_record, _rows)


class LetGo:
    """The rows of the view that only come of carriers let go, until one that is here says them."""

    def __init__(self, reader: Reader) -> None:
        self._kept = dict.fromkeys(tuple(row) for row in reader.each(_LET_GO))

    def of_record(self, place: Place, body: str) -> Iterator[tuple[Any, ...]]:
        """The row of a carrier, where it is one."""
        inner = carried_in(body)
        if inner is not None:
            row = (inner["hash"], *place)
            self._kept.pop(row, None)
            yield row

    def left(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._kept)


def _rows(reader: Reader) -> Iterator[tuple[Any, ...]]:
    kept = LetGo(reader)
    for station_id, incarnation, seq, body in reader.each(_CARRIERS):
        yield from kept.of_record((station_id, incarnation, seq), body)
    yield from kept.left()
