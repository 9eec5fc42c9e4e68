"""What one round with the centre did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Done(StrEnum):
    """Everything is there and here, more waits, or a person has to look."""

    DRAINED = "drained"
    MORE = "more"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Round:
    """What it moved: records sent, and taken in."""

    done: Done
    sent: int = 0
    taken: int = 0
