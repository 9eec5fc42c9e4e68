"""Numbers people see: gap-free series per station and incarnation, `W1-000123`.

How each kind is written is a pattern of the practice. The name of a series is its pattern with all
places filled but the number, `JE-2026-{n}`: a new year or another pattern begins another series,
and each can be counted without gaps for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from app.kernel.number_pattern import NumberPattern, parse, written
from app.storage.schema import enrolled, number_pattern, number_series, stream
from app.storage.statements import Read, Reader

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

PATTERNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account": "A-{n:06}",
        "deposit": "{station}-D-{n:05}",
        "invoice": "{station}-{n:06}",
        "journal_entry": "JE-{n:06}",
        "paper": "{station}-P-{n:06}",
        "movement": "{station}-M-{n:06}",
        "receipt": "{station}-{n:06}",
        "refund": "{station}-R-{n:06}",
        "shift": "{station}-{n:06}",
        "x": "{station}-X-{n:05}",
        "z": "{station}-Z-{n:05}",
    }
)
"""Every kind of number with the pattern it has until the practice sets another."""
KINDS_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"cash_movement": ("movement",), "drawer_report": ("x", "z"), "paper_issue": ("paper",)}
)
"""The kinds a table's numbers are of, where they are not called like the table."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_NEXT = Read(
    select(number_series.c.next_value).where(
        number_series.c.kind == bindparam("kind"), number_series.c.series == bindparam("series")
    )
)


_PATTERN = Read(select(number_pattern.c.pattern).where(number_pattern.c.kind == bindparam("kind")))
_STREAM = Read(
    select(stream.c.prefix, stream.c.ordinal, select(enrolled.c.one).exists()).where(
        stream.c.current == 1
    )
)


@dataclass(frozen=True, slots=True)
class Number:
    """`text` is what people read; `series` and `value` let `verify` count without gaps."""

    text: str
    series: str
    value: int


def pattern_of(reader: Reader, kind: str) -> NumberPattern:
    """How numbers of `kind` are written now."""
    stored = reader.once(
        ("number_pattern", kind), ("number_pattern",), lambda: reader.scalar(_PATTERN, kind=kind)
    )
    return _parsed(str(stored or PATTERNS.get(kind, "{station}-{n:06}")))


_parsed = lru_cache(maxsize=128)(parse)


def next_number(uow: UnitOfWork, kind: str, prefix: str, day: date, *, sole: bool) -> Number:
    """Take the next number of `kind` for a document of `day`."""
    pattern = pattern_of(uow, kind)
    series = pattern.series(prefix, day, sole=sole)
    value = uow.counting.get((kind, series)) or int(
        uow.scalar(_NEXT, kind=kind, series=series) or 1
    )
    uow.counting[kind, series] = value + 1
    if not uow.in_bulk:
        keep_counting(uow)
    return Number(written(series, pattern.width, value), series, value)


def keep_counting(uow: UnitOfWork) -> None:
    """Write how far numbers were taken; in bulk once, when all else is written."""
    for (kind, series), following in uow.counting.items():
        uow.put(number_series, {"kind": kind, "series": series, "next_value": following})
    uow.counting.clear()


def number_of_another(text: str) -> Number:
    """A number that was made from another one: alone in its series, which nobody counts."""
    return Number(text, text, 1)


def next_text(reader: Reader, kind: str, pattern: NumberPattern, day: date) -> str:
    """What the next number of `kind` would look like under `pattern`; takes none."""
    prefix, ordinal, later = reader.first(_STREAM)
    series = pattern.series(prefix, day, sole=ordinal == 1 and not later)
    value = int(reader.scalar(_NEXT, kind=kind, series=series) or 1)
    return written(series, pattern.width, value)


def prefix_of(station_code: str, ordinal: int, incarnation: str) -> str:
    """What an incarnation's numbers begin with: the station's code, later with three random signs.

    The signs come from the incarnation's random bits, so two restores of one backup differ.
    """
    if ordinal == 1:
        return station_code
    bits = int(incarnation[:4], 16)
    signs = "".join(_ALPHABET[(bits >> shift) & 31] for shift in (10, 5, 0))
    return f"{station_code}{signs}"
