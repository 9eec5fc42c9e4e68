"""Holes of streams: records nobody has any more, without which a manager approved to go on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from app.storage.statements import Reader, ReadSql
from app.storage.station_log import rows_of

_APPROVED = ReadSql(
    "SELECT of_station_id, incarnation, first_seq, last_seq, next_hash FROM stream_hole_counted"
)
_KIND = "stream_hole.v1"


class _Come(Protocol):
    @property
    def record(self) -> dict[str, Any]: ...

    @property
    def quarantined(self) -> bool: ...


class Holes:
    """Those approved so far, and those that come with a page."""

    def __init__(self, reader: Reader, page: Iterable[_Come] = ()) -> None:
        self._begins: dict[tuple[str, str, int, str], int] = {}
        for row in reader.fetch(_APPROVED):
            self._add(*row)
        for one in page:
            if not one.quarantined and _KIND in one.record["body"]:
                self._hear(one.record["body"])

    def lead(self, key: tuple[str, str], first: int, record: dict[str, Any]) -> bool:
        """Whether the stream goes on over a hole that begins at `first` with this record."""
        return self.spans(key, first, int(record["seq"]) - 1, str(record["prev_hash"]))

    def spans(self, key: tuple[str, str], first: int, last: int, next_hash: str) -> bool:
        """Whether nobody has what lies between, or only some of its beginning."""
        begin = self._begins.get((*key, last, next_hash))
        return begin is not None and begin <= first

    def _add(self, station: str, incarnation: str, first: int, last: int, next_hash: str) -> None:
        key = (station, incarnation, last, next_hash)
        self._begins[key] = min(first, self._begins.get(key, first))

    def _hear(self, body: str) -> None:
        try:
            for row in rows_of(body):
                if row.get("t") == _KIND:
                    f = row["f"]
                    self._add(
                        f["of_station_id"],
                        f["incarnation"],
                        f["first_seq"],
                        f["last_seq"],
                        f["next_hash"],
                    )
        except (ValueError, KeyError, TypeError, AttributeError):
            return
