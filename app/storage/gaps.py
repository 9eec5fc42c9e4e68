"""Gaps in streams: what is missing between two records, until somebody brings it or a manager
approves to go on without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.clock import instant_text
from app.storage.holes import Holes
from app.storage.schema import stream_gap
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork

_g = stream_gap.c
_NOTED = Read(
    select(
        _g.station,
        _g.incarnation,
        _g.first_seq,
        _g.last_seq,
        _g.next_hash,
        _g.next_at,
        _g.next_action,
        _g.next_actor,
    ).order_by(_g.station, _g.incarnation)
)


@dataclass(frozen=True, slots=True)
class Gap:
    """The records `first` to `last` of a stream, and what is known of the one after them (`at` is
    UTC text).
    """

    station: str
    incarnation: str
    first: int
    last: int
    next_hash: str
    at: str
    action: str
    actor: str

    @property
    def key(self) -> tuple[str, str]:
        return self.station, self.incarnation


def gap_before(key: tuple[str, str], first: int, record: Mapping[str, Any]) -> Gap:
    """What is missing from `first` on up to a record that is there."""
    return Gap(
        *key,
        first,
        record["seq"] - 1,
        record["prev_hash"],
        record["at"],
        record["action"],
        record["actor"],
    )


def noted(reader: Reader) -> tuple[Gap, ...]:
    """Every gap that keeps a stream from going on."""
    return tuple(Gap(*row) for row in reader.fetch(_NOTED))


def approved(reader: Reader, gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those that a manager approved to go on without."""
    holes = Holes(reader)
    return tuple(gap for gap in gaps if holes.spans(gap.key, gap.first, gap.last, gap.next_hash))


def note(uow: UnitOfWork, gaps: tuple[Gap, ...]) -> None:
    """These are the gaps there are now; since when is kept of those that were known."""
    known, now = set(noted(uow)), set(gaps)
    for gap in known - now:
        uow.drop(stream_gap, station=gap.station, incarnation=gap.incarnation)
    for gap in sorted(now - known, key=lambda one: one.key):
        uow.put(
            stream_gap,
            {
                "station": gap.station,
                "incarnation": gap.incarnation,
                "first_seq": gap.first,
                "last_seq": gap.last,
                "next_hash": gap.next_hash,
                "next_at": gap.at,
                "next_action": gap.action,
                "next_actor": gap.actor,
                "seen_at": instant_text(uow.now),
            },
        )
