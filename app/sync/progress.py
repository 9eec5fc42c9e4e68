"""How far something long is, as whoever waits hears it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`of` is an estimate; nought where none can be made."""

    words: str
    done: int
    of: int


Tell = Callable[[Progress], None]
