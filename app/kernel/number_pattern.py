"""How the numbers people see are written: `INV-{n:05}`, `JE-{year}-{n:05}`, `{station}-{n:06}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PLACE = "{n}"
"""Where the number stands in the name of a series, such as `JE-2026-{n}`."""
MOST = 24
WIDEST = 12

_PLACE = re.compile(r"\{([^{}]*)\}")
_SIGNS = re.compile(r"([-./_])[-./_]+")
_NUMBER = re.compile(r"n(?::0?([0-9]{1,3}))?")
_PLAIN = re.compile(r"[A-Za-z0-9./_-]*")


class Fault(StrEnum):
    """Why a text is no pattern."""

    NO_NUMBER = "no_number"
    TWO_NUMBERS = "two_numbers"
    UNKNOWN_PLACE = "unknown_place"
    WIDTH = "width"
    SIGNS = "signs"
    TOUCHES = "touches"
    MONTH_ALONE = "month_alone"
    TOO_LONG = "too_long"


class BadPattern(ValueError):
    """`detail` is the part that does not fit."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault, self.detail = fault, detail


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """What stands before and after the number, and its least width; `head` and `tail` keep their
    places `{year}`, `{month}` and `{station}`.
    """

    head: str
    width: int
    tail: str

    @property
    def names_station(self) -> bool:
        return "{station}" in self.head + self.tail

    @property
    def begins_again_yearly(self) -> bool:
        return "{year}" in self.head + self.tail

    def series(self, prefix: str, day: date, *, sole: bool) -> str:
        """The series a number of `day` belongs to; each counts from 1.

        A pattern that doesn't name the station holds for a sole station in its first life alone:
        elsewhere two stations would give the same number, so the prefix goes in front.
        """
        text = f"{self.head}{PLACE}{self.tail}"
        text = text.replace("{year}", f"{day.year:04d}").replace("{month}", f"{day.month:02d}")
        if not self.names_station and not sole:
            return f"{prefix}-{text}"
        return text.replace("{station}", prefix)

    def everywhere(self, day: date) -> str:
        """The series of numbers of `day` that the centre hands out to all stations: without the
        station, and without the signs that set it apart.
        """
        text = f"{self.head}{PLACE}{self.tail}"
        text = text.replace("{year}", f"{day.year:04d}").replace("{month}", f"{day.month:02d}")
        if not self.names_station:
            return text
        return _SIGNS.sub(r"\1", text.replace("{station}", "")).strip("-./_")

    def looks_like_ours(self, text: str) -> bool:
        """Whether some station could give the number `text` some day."""
        parts = _PLACE.split(f"{self.head}{PLACE}{self.tail}")
        places = {
            "n": r"[0-9]+",
            "year": r"[0-9]{4}",
            "month": r"[0-9]{2}",
            "station": r"[A-Z][A-Z0-9]*",
        }
        wanted = "".join(
            places[part] if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )
        front = "" if self.names_station else r"(?:[A-Z][A-Z0-9]*-)?"
        return re.fullmatch(front + wanted, text) is not None


def written(series: str, width: int, value: int) -> str:
    """The number as people read it."""
    return series.replace(PLACE, f"{value:0{width}d}")


def parse(text: str) -> NumberPattern:
    """The pattern `text` says; BadPattern when it is none.

    Nothing that could be read as a digit may touch the number: W1 with 0001 and W10 with 001 would
    be the same text.
    """
    if len(text) > MOST * 2:
        raise BadPattern(Fault.TOO_LONG)
    parts = _PLACE.split(text)
    head, tail, width = "", "", 0
    for place, part in enumerate(parts):
        found = _NUMBER.fullmatch(part) if place % 2 else None
        if found is not None:
            if width:
                raise BadPattern(Fault.TWO_NUMBERS)
            width = int(found[1] or 1)
            if not 1 <= width <= WIDEST:
                raise BadPattern(Fault.WIDTH)
            continue
        if place % 2 and part not in ("year", "month", "station"):
            raise BadPattern(Fault.UNKNOWN_PLACE, "{" + part + "}")
        if not place % 2 and not _PLAIN.fullmatch(part):
            odd = next(letter for letter in part if not _PLAIN.fullmatch(letter))
            raise BadPattern(Fault.SIGNS, odd)
        piece = "{" + part + "}" if place % 2 else part
        head, tail = (head, tail + piece) if width else (head + piece, tail)
    _refuse(head, width, tail)
    return NumberPattern(head, width, tail)


def _refuse(head: str, width: int, tail: str) -> None:
    if not width:
        raise BadPattern(Fault.NO_NUMBER)
    if head[-1:].isdigit() or head.endswith("}"):
        raise BadPattern(Fault.TOUCHES)
    if tail[:1].isdigit() or tail.startswith("{"):
        raise BadPattern(Fault.TOUCHES)
    if "{month}" in head + tail and "{year}" not in head + tail:
        raise BadPattern(Fault.MONTH_ALONE)
    fixed = _PLACE.sub("", head + tail)
    if len(fixed) + width > MOST:
        raise BadPattern(Fault.TOO_LONG)
