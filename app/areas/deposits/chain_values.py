"""The chain of every cent: where money of one paper is, and where all money is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money


class Place(StrEnum):
    """Cash and checks are in exactly one of these; CARD and ELSEWHERE never go in a bag."""

    DRAWER = "drawer"
    SAFE = "safe"
    BAG = "bag"
    SEALED = "sealed"
    TRANSIT = "transit"
    BANK = "bank"
    RETURNED = "returned"
    GIVEN_BACK = "given_back"
    CARD = "card"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a click leads: `task` a screen's name, `subject_id` what it shows."""

    task: str = ""
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of money on its way; `done` False for the step that comes next.

    `amount` None where the asker must not know it (cash of their own open drawer, a bag that waits
    for its second count).
    """

    place: Place
    words: str
    number: str
    who: str
    at: datetime | None
    day: date | None
    amount: Money | None
    done: bool
    link: Link = Link()


@dataclass(frozen=True, slots=True)
class Thread:
    """One piece of money (a tender, a drop, the cash of a shift) from where it began to where it is
    now; `place` is where, `next_step` what has to happen.
    """

    words: str
    amount: Money | None
    place: Place
    next_step: str
    late: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one receipt, invoice, shift or deposit."""

    title: str
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One thing in a place: a drawer, a shift's cash in the safe, a check, a bag."""

    words: str
    number: str
    amount: Money | None
    since: date | None
    banking_days: int
    late: bool
    link: Link = Link()


@dataclass(frozen=True, slots=True)
class PlaceSum:
    """What is in a place as the papers say, and what the ledger says (`gl_code` of 1015, 1018,
    1019, 1040); `ties` when they agree. None where the asker must not know.
    """

    place: Place
    words: str
    gl_code: str
    count: int
    papers: Money | None
    ledger: Money | None
    ties: bool
    oldest_banking_days: int
    late: bool
    lines: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class MoneyPlaces:
    """Where all cash and checks are right now."""

    made_at: datetime
    places: tuple[PlaceSum, ...]
    ties: bool
