"""The patient display as set up here, what it shows, and ratings; nothing here can name anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.ids import CommandId, StationId
from app.kernel.money import Money

LOWEST, HIGHEST = 1, 5
LEAST = 5
"""So many answers of one window and day are told of; fewer might single somebody out."""


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """`screen` is a screen's name, empty for any but the cashier's; an empty `language` is the
    patient's; empty `thanks` are the display's own words. `place` is x, y, width and height.
    """

    shown: bool = False
    screen: str = ""
    language: str = ""
    thanks: str = ""
    rates: bool = False
    speaks: bool = False
    place: str = ""


class Showing(StrEnum):
    """What the display is about."""

    NOTHING = "nothing"
    DUE = "due"
    TENDER = "tender"
    CARD = "card"
    CHANGE = "change"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Moment:
    """All that the Counter may tell the display: amounts and the code of a language."""

    showing: Showing = Showing.NOTHING
    due: Money | None = None
    given: Money | None = None
    change: Money | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Words, an amount as it is written and its currency; `large` is what the page is about."""

    words: str
    amount: str
    currency: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What is painted: `note` stands below the lines, `faces` are the five words of a rating."""

    title: str
    lines: tuple[Line, ...] = ()
    note: str = ""
    question: str = ""
    faces: tuple[str, ...] = ()
    right_to_left: bool = False
    clock: bool = False


@dataclass(frozen=True, slots=True)
class RatingCell:
    """The answers of one window on one day, `LEAST` of them or more; `total` adds their values."""

    day: date
    station_id: StationId
    window: str
    count: int
    total: int


# --------------------------------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class SaveDisplay:
    """How this station's patient display is from now on; where its window stands is kept."""

    id: CommandId
    shown: bool
    screen: str = ""
    language: str = ""
    thanks: str = ""
    rates: bool = False
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class PlaceDisplay:
    """Where the window of the patient display was put."""

    id: CommandId
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class RateService:
    """One touch: 1 very bad to 5 very good. Its id is made when the display asks."""

    id: CommandId
    value: int


@dataclass(frozen=True, slots=True)
class SendRatings:
    """Write the ratings of the hours that are over."""

    id: CommandId


@dataclass(frozen=True, slots=True)
class ServiceRated:
    """The touch counts from the next hour on."""

    value: int


@dataclass(frozen=True, slots=True)
class RatingsSent:
    """How many were written."""

    count: int
