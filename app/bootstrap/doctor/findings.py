"""What the doctor says: one line for each thing looked at, and where it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.unlocking import Unlock

if TYPE_CHECKING:
    from app.bootstrap.station import Station


class Light(Enum):
    """How it is: right, worth a look some time, or wrong now."""

    OK = "ok"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `about` is its heading, `words` how it is in a sentence, `todo`
    what to do about it; empty when it is right.
    """

    key: str
    light: Light
    about: str
    words: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class WindowSeen:
    """What a window finds here: whether it can be shown, and for which scripts there are letters.

    `why` is why there can be none.
    """

    shown: bool
    why: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look. With `station` the books are open already: nothing is opened beside them, and
    the printers are left to whoever prints.

    `ask_stripe` calls the card service too. Without `window` nothing is said of one.
    """

    data: Path
    station: Station | None = None
    unlock: Unlock = field(default_factory=Unlock)
    window: Callable[[], WindowSeen] | None = None
    ask_stripe: bool = False


Checks = Callable[[Place], Iterator[Finding]]
