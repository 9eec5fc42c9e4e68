"""What the patient display says, from amounts and a language alone: no other text can reach it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.areas.displays import errors
from app.areas.displays.values import (
    HIGHEST,
    LOWEST,
    DisplaySettings,
    Line,
    Moment,
    Page,
    PlaceDisplay,
    SaveDisplay,
    Showing,
)
from app.kernel.amount_words import spoken_amount
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.text import clean

_WORDS: Final = Path(__file__).resolve().parents[3] / "resources" / "patient_display" / "words.json"
ENGLISH: Final = "en"
RIGHT_TO_LEFT: Final = frozenset(("ar", "he"))
THANKS_AT_MOST: Final = 60
SCREEN_AT_MOST: Final = 120
LANGUAGE_AT_MOST: Final = 40
_LEAST_SIDE, _FARTHEST = 100, 100_000


@dataclass(frozen=True, slots=True)
class Words:
    """The display's own words in one language; `name` is what its speakers call it."""

    code: str
    name: str
    due: str
    given: str
    change: str
    paid: str
    card: str
    thanks: str
    question: str
    faces: tuple[str, ...]
    answered: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Here:
    """Where the display stands: the practice's name and locale. `draws` says whether this computer
    has letters for a language.
    """

    practice: str
    locale: str
    draws: Callable[[str], bool] = lambda _code: True


@lru_cache(maxsize=1)
def _all() -> tuple[dict[str, Words], dict[str, str]]:
    """Words by code, and codes by everything a language is called."""
    told: Mapping[str, Any] = json.loads(_WORDS.read_text("utf-8"))
    words, names = {}, {}
    for code, said in told.items():
        called = said["names"]
        plain = {key: value for key, value in said.items() if key not in ("names", "faces")}
        words[code] = Words(code=code, name=called[0], faces=tuple(said["faces"]), **plain)
        names.update({each.casefold(): code for each in (code, *called)})
    return words, names


def languages() -> tuple[Words, ...]:
    """All that the display speaks, English first."""
    return tuple(_all()[0].values())


def code_of(language: str) -> str:
    """The display's language behind what somebody wrote, such as vi, vi_VN or Vietnamese; empty
    where it has none. What was written goes nowhere from here.
    """
    names, said = _all()[1], language.strip().casefold()
    return names.get(said) or names.get(said.replace("-", "_").partition("_")[0], "")


def words_for(language: str, display: DisplaySettings, here: Here) -> Words:
    """The one language of the settings, else the patient's, else the practice's, else English."""
    wished = (display.language,) if display.language else (language, here.locale)
    for code in map(code_of, wished):
        if code and here.draws(code):
            return _all()[0][code]
    return _all()[0][ENGLISH]


def page_of(
    moment: Moment,
    display: DisplaySettings,
    here: Here,
    *,
    asks: bool = False,
    answered: bool = False,
) -> Page:
    """What is painted at this moment; with `asks` a rating is asked for below it, once it was
    `answered` a word of thanks for it stands there.
    """
    words = words_for(moment.language, display, here)
    mirrored = words.code in RIGHT_TO_LEFT
    if moment.showing is Showing.NOTHING:
        return Page(here.practice, right_to_left=mirrored, clock=True)
    done = moment.showing in (Showing.CHANGE, Showing.THANKS)
    thanks = words.answered if answered else display.thanks or words.thanks
    note = words.card if moment.showing is Showing.CARD else thanks if done else ""
    return Page(
        here.practice,
        _lines(moment, words, here.locale),
        note,
        words.question if asks and done else "",
        words.faces if asks and done else (),
        mirrored,
    )


def _lines(moment: Moment, words: Words, locale: str) -> tuple[Line, ...]:
    if moment.due is None:
        return ()
    if moment.showing is Showing.CHANGE:
        change = moment.change
        if not change:
            return (_line(words.paid, moment.due, locale, large=True),)
        given = (_line(words.given, moment.given, locale),) if moment.given else ()
        return (
            _line(words.paid, moment.due, locale),
            *given,
            _line(words.change, change, locale, large=True),
        )
    due = _line(words.due, moment.due, locale, large=True)
    if moment.showing is Showing.TENDER and moment.given:
        return due, _line(words.given, moment.given, locale)
    return (due,)


def _line(words: str, amount: Money, locale: str, *, large: bool = False) -> Line:
    return Line(words, format_money(amount, locale), amount.currency, large)


def spoken_change(moment: Moment, display: DisplaySettings, here: Here) -> tuple[str, str]:
    """(what is said, the code of its language) of the change; nothing where there is none."""
    if not moment.change:
        return "", ""
    words = words_for(moment.language, display, here)
    return words.spoken.replace("{amount}", spoken_amount(moment.change, words.code)), words.code


def check_display(command: SaveDisplay) -> DisplaySettings:
    """The settings of the command, cleaned; a UserError beside what does not fit."""
    written = clean(command.language, "language", most=LANGUAGE_AT_MOST)
    language = code_of(written)
    if written and not language:
        raise errors.no_such_language(written)
    return DisplaySettings(
        command.shown,
        clean(command.screen, "screen", most=SCREEN_AT_MOST),
        language,
        clean(command.thanks, "thanks", most=THANKS_AT_MOST),
        command.rates,
        command.speaks,
    )


def full_hour(moment: datetime) -> datetime:
    """The hour a moment lies in: all that is kept of when a rating came."""
    return moment.replace(minute=0, second=0, microsecond=0)


def check_rating(value: int) -> int:
    """A UserError for what is no rating."""
    if type(value) is not int or not LOWEST <= value <= HIGHEST:
        raise errors.not_a_rating()
    return value


def place_text(command: PlaceDisplay) -> str:
    """The place of a window as it is kept; a UserError for one that nobody could see."""
    sides, corner = (command.width, command.height), (command.left, command.top)
    if min(sides) < _LEAST_SIDE or max(*sides, *map(abs, corner)) > _FARTHEST:
        raise errors.not_a_place()
    return " ".join(map(str, (*corner, *sides)))


def place_of(text: str) -> tuple[int, int, int, int] | None:
    """(x, y, width, height) of a kept place; None where none is."""
    parts = text.split(" ")
    if len(parts) != 4:
        return None
    left, top, width, height = map(int, parts)
    return left, top, width, height
