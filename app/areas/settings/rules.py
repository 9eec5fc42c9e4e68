"""Whether the value of a setting fits what was declared, alone and beside the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from app.areas.settings import errors
from app.areas.settings.declared import (
    DECLARED,
    INVOICE_SCOPE,
    KEEP_RECORDS_DAYS,
    NEEDS_CENTRE,
    NUMBER_KINDS,
    NUMBERS,
    WHEN_AWAY,
)
from app.areas.settings.values import Setting, SettingKind
from app.kernel.clock import zone_named
from app.kernel.errors import UserError
from app.kernel.number_pattern import BadPattern, NumberPattern, parse
from app.kernel.text import clean

__all__ = [
    "DECLARED",
    "INVOICE_SCOPE",
    "KEEP_RECORDS_DAYS",
    "NEEDS_CENTRE",
    "NUMBERS",
    "NUMBER_KINDS",
    "SETUP_STEPS",
    "UNDER_WAY",
    "WHEN_AWAY",
    "check_together",
    "check_value",
    "fits",
    "in_force",
    "is_cutoff",
    "is_pattern",
    "is_zone",
    "numbers_of",
    "pattern",
]

UNDER_WAY: Final = "wizard"
"""Stands among the steps while somebody is led through them."""
SETUP_STEPS: Final = (UNDER_WAY, "recovery", "people", "printer", "bank", "import")
"""Steps of setting up that a practice can do without at first, in their order."""
_K = SettingKind
_CUTOFF: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
LISTS: Final = (_K.NUMBERS, _K.MINOR_UNITS_LIST)
NOT_BELOW: Final = (("refunds.second_over", "refunds.approval_over"),)
"""Pairs of which the first, where it is set, is never less than the second."""


def check_value(key: str, value: str) -> str:
    """`value` as it is stored for setting `key`; a UserError in words when it does not fit."""
    setting = DECLARED.get(key)
    if setting is None:
        raise errors.no_such_setting(key)
    text = clean(value, "value", most=400)
    if not text:
        return ""
    if setting.kind is _K.CHOICE and text not in setting.choices:
        raise errors.not_a_choice(setting.choices)
    if setting.kind is _K.YES_NO and text not in ("yes", "no"):
        raise errors.not_yes_or_no()
    if setting.kind is _K.TEXT and setting.most is not None and len(text) > setting.most:
        raise errors.too_long(setting.most)
    if setting.kind is _K.NUMBER_PATTERN:
        pattern(text)
    if setting.kind in (_K.WHOLE_NUMBER, _K.MINOR_UNITS, *LISTS):
        parts = text.replace(" ", "").split(",") if setting.kind in LISTS else [text]
        numbers = [_whole(part, setting) for part in parts]
        if setting.rising and numbers != sorted(set(numbers)):
            raise errors.not_rising()
        return ",".join(map(str, numbers))
    return text


@lru_cache(maxsize=512)
def fits(key: str, value: str) -> bool:
    """Whether a stored value is one that would be stored today; what does not fit is not used."""
    try:
        return check_value(key, value) == value
    except UserError:
        return False


def in_force(key: str, stored: str) -> str:
    """What holds. A stored value that does not fit is never used: a control falls to its strictest
    value, for its default may be that it is off, and any other setting to its default.
    """
    declared = DECLARED[key]
    if stored and fits(key, stored):
        return stored
    return (stored and declared.strictest) or declared.default


def check_together(key: str, value: str, held: Callable[[str], str]) -> None:
    """A UserError where `value` would turn two limits round that stand in an order."""
    for upper, lower in NOT_BELOW:
        if key not in (upper, lower):
            continue
        pair = {each: value if each == key else held(each) for each in (upper, lower)}
        pair = {each: said or DECLARED[each].default for each, said in pair.items()}
        if pair[upper] and pair[lower] and int(pair[upper]) < int(pair[lower]):
            raise errors.wrong_way_round(DECLARED[upper].words, DECLARED[lower].words)


def is_zone(name: str) -> bool:
    """Whether this computer knows the time zone."""
    try:
        zone_named(name)
    except UserError:
        return False
    return True


def is_cutoff(text: str) -> bool:
    """Whether this says when a day begins: HH:MM."""
    return _CUTOFF.fullmatch(text) is not None


def is_pattern(key: str) -> bool:
    """Whether a setting says how numbers are written."""
    return key.startswith(NUMBERS) and key.removeprefix(NUMBERS) in NUMBER_KINDS


def pattern(text: str) -> NumberPattern:
    """How numbers are written; a UserError in words when the text does not say it."""
    try:
        return parse(text)
    except BadPattern as bad:
        raise errors.bad_pattern(bad) from None


def _whole(text: str, setting: Setting) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise errors.not_whole(text)
    number = int(text)
    if (setting.least is not None and number < setting.least) or (
        setting.most is not None and number > setting.most
    ):
        raise errors.out_of_range(setting.least, setting.most)
    return number


def numbers_of(value: str) -> tuple[int, ...]:
    """The value of a setting that is a list, as numbers."""
    return tuple(int(part) for part in value.split(",")) if value else ()
