"""Numbers people see: gap-free series per station and incarnation, `W1-000123`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from app.storage.schema import number_series
from app.storage.statements import Read

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

_STEMS = {"account": "A", "journal_entry": "JE"}
"""Series without the station in them; they hold only for a sole station in its first life."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_NEXT = Read(
    select(number_series.c.next_value).where(
        number_series.c.kind == bindparam("kind"), number_series.c.series == bindparam("series")
    )
)


@dataclass(frozen=True, slots=True)
class Number:
    """`text` is what people read; `series` and `value` let `verify` count without gaps."""

    text: str
    series: str
    value: int


def next_number(uow: UnitOfWork, kind: str, prefix: str, *, sole: bool) -> Number:
    """Take the next number of `kind`; without `sole` the prefix goes in front of every stem."""
    stem = _STEMS.get(kind, "")
    series = stem if stem and sole else f"{prefix}-{stem}" if stem else prefix
    value = int(uow.scalar(_NEXT, kind=kind, series=series) or 1)
    uow.put(number_series, {"kind": kind, "series": series, "next_value": value + 1})
    return Number(f"{series}-{value:06d}", series, value)


def prefix_of(station_code: str, ordinal: int, incarnation: str) -> str:
    """What an incarnation's numbers begin with: the station's code, later with three random signs.

    The signs come from the incarnation's random bits, so two restores of one backup differ.
    """
    if ordinal == 1:
        return station_code
    bits = int(incarnation[:4], 16)
    signs = "".join(_ALPHABET[(bits >> shift) & 31] for shift in (10, 5, 0))
    return f"{station_code}{signs}"
