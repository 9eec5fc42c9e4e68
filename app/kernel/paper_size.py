"""Sizes of paper by name: letter, a4, or one that somebody measured, in tenths of a millimeter."""

from __future__ import annotations

import re
from typing import Final

NAMED: Final = {"letter": (2159, 2794), "a4": (2100, 2970)}
_POINTS: Final = {"letter": (612.0, 792.0), "a4": (210 / 25.4 * 72, 297 / 25.4 * 72)}
_MEASURED: Final = re.compile(r"([1-9][0-9]{2,3})x([1-9][0-9]{2,3})")


def measured(wide_tenths: int, high_tenths: int) -> str:
    """The name of a size that has none."""
    return f"{wide_tenths}x{high_tenths}"


def sides_of(paper: str) -> tuple[int, int] | None:
    """Width and height of a paper; None for what is no name of one."""
    if paper in NAMED:
        return NAMED[paper]
    found = _MEASURED.fullmatch(paper)
    return (int(found[1]), int(found[2])) if found else None


def is_named(paper: str) -> bool:
    """Whether every printer knows it by its name."""
    return paper in NAMED


def points(paper: str) -> tuple[float, float]:
    """Width and height in points; a ValueError for what is no paper."""
    if paper in _POINTS:
        return _POINTS[paper]
    found = sides_of(paper)
    if found is None:
        raise ValueError(f"{paper} is no paper")
    return found[0] / 254 * 72, found[1] / 254 * 72


def pwg_name(paper: str) -> str:
    """What printers call it (PWG 5101.1)."""
    if paper in NAMED:
        return {"letter": "na_letter_8.5x11in", "a4": "iso_a4_210x297mm"}[paper]
    sides = sides_of(paper)
    if sides is None:
        raise ValueError(f"{paper} is no paper")
    wide, high = (f"{side // 10}.{side % 10}".removesuffix(".0") for side in sides)
    return f"custom_slip_{wide}x{high}mm"
