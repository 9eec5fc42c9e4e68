"""Days as people type them to find somebody: digits in the locale's order, or with a month's name;
it never refuses, it only says which days may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale

from app.kernel.i18n import day_order
from app.kernel.text import fold, plain_digits
from app.kernel.translate import language

_IN_DIGITS = re.compile(r"(\d{1,4})\s*([-./ ])\s*(\d{1,2})\s*[-./ ]\s*(\d{1,4})\.?")
_WITHIN = re.compile(r"(?<!\S)\d{1,4}[-./]\d{1,2}[-./]\d{2,4}\.?(?!\S)")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset(("of", "de", "del", "thang", "thg", "nam", "ngay", "st", "nd", "rd", "th"))
"""Words beside a day that say nothing of it."""


def typed_days(text: str, locale: str = "") -> tuple[date, ...]:
    """The days `text` may mean, likeliest first; nothing where it is no whole date."""
    typed = plain_digits(text).strip()
    if len(typed) > 40:
        return ()
    where = locale or language()
    found = _in_digits(typed, where) if not re.search(r"[^\W\d_]", typed) else _named(typed, where)
    return tuple(dict.fromkeys(found))


def day_within(text: str, locale: str = "") -> tuple[str, tuple[date, ...]]:
    """(the other words, the days) of a question that holds a date beside a name."""
    typed = plain_digits(text)
    found = _WITHIN.search(typed)
    if found is None:
        return typed, ()
    return typed[: found.start()] + " " + typed[found.end() :], typed_days(found.group(), locale)


def _in_digits(typed: str, locale: str) -> Iterator[date]:
    if re.fullmatch(r"\d{8}", typed):
        order = day_order(locale)
        yield from _days(typed[:4], typed[4:6], typed[6:])
        cut = (typed[:2], typed[2:4], typed[4:])
        if order != "ymd":
            yield from _ordered(cut, order)
        return
    found = _IN_DIGITS.fullmatch(typed)
    if found is None:
        return
    first, sign, second, third = found.groups()
    if len(first) > 2:
        yield from _days(first, second, third)
        return
    order = "dmy" if sign == "." else day_order(locale)
    meant = tuple(_ordered((first, second, third), order))
    other = {"mdy": "dmy", "dmy": "mdy"}.get(order, "dmy")
    # Only where the locale's own order is no date: 14/3/1984 can be nothing but March.
    yield from meant or _ordered((first, second, third), other)


def _ordered(digits: tuple[str, str, str], order: str) -> Iterator[date]:
    named = dict(zip(order, digits, strict=True))
    yield from _days(named["y"], named["m"], named["d"])


def _named(typed: str, locale: str) -> Iterator[date]:
    numbers, words = [], []
    for part in _PARTS.findall(fold(typed)):
        if part.isdigit():
            numbers.append(part)
        elif part not in _FILLERS:
            words.append(part)
    if len(numbers) == 3 and not words:
        yield from _ordered((numbers[0], numbers[1], numbers[2]), "dmy")
    if len(numbers) != 2 or len(words) != 1:
        return
    month = _months(locale).get(words[0][:20])
    if month is None:
        return
    first, second = numbers
    year, day = (first, second) if len(first) == 4 else (second, first)
    yield from _days(year, str(month), day)


@lru_cache(maxsize=8)
def _months(locale: str) -> dict[str, int]:
    """Every way a month's name begins, from three letters on, here and in English."""
    found: dict[str, int] = {}
    for one in dict.fromkeys((locale, "en")):
        months = Locale.parse(one).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in months[width].items():
                folded = fold(str(name)).replace(" ", "")
                for size in range(min(3, len(folded)), len(folded) + 1):
                    if folded and not folded[0].isdigit():
                        found.setdefault(folded[:size], number)
    return found


def _days(year: str, month: str, day: str) -> Iterator[date]:
    """With two digits of a year it may be either century."""
    years = (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
    if len(year) not in (2, 4):
        return
    for one in years:
        try:
            yield date(one, int(month), int(day))
        except ValueError:
            continue
