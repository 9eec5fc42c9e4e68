"""Where a payment form is on its way, and what its large figure says; no widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.kernel.money import Money

CREDIT: Final = "credit"
"""The method of a form that pays with the account's own credit."""


class Stage(Enum):
    """Open for typing, on its way to the writer, waiting for a card, or taken: there is no way back
    from taken.
    """

    OPEN = "open"
    SENDING = "sending"
    CHARGING = "charging"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the large figure says: change to hand back, or what stays open when less was given."""

    amount: Money
    short: bool
