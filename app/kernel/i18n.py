"""Money, dates and numbers to text and back, in a locale: the one pair, called only at
the edges.
Without a locale they write in the language in use.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel import dates as babel_dates
from babel.numbers import get_decimal_symbol, get_group_symbol

from app.kernel.errors import UserError
from app.kernel.money import LARGEST_MINOR, Money, decimals_of
from app.kernel.translate import language, named_in, t

MINUS = "\u2212"
_MARKS = {
    **dict.fromkeys(("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"), "$"),
    "EUR": "€",
    "GBP": "£",
    "VND": "₫",
    "JPY": "¥",
    "CNY": "¥",
    "INR": "₹",
    "THB": "฿",
}
"""Only a currency's own mark may stand beside its amounts: €12 is not twelve dollars."""
_SIGNS = "-\u2212\u2010\u2011\u2012\u2013\u2014("


def known_locale(name: str) -> str:
    """`name` in the form `en_US`, or a UserError."""
    try:
        return str(Locale.parse(name.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        raise UserError(
            t("“{name}” is not a language setting. Use a name such as en_US.", name=name),
            field="locale",
        ) from None


@lru_cache(maxsize=64)
def _symbols(locale: str) -> tuple[str, str]:
    return get_decimal_symbol(locale), get_group_symbol(locale)


def format_money(amount: Money, locale: str = "", *, code: bool = False) -> str:
    """`1,234.50` with the currency's own decimals and a real minus sign; `code` adds ` USD`."""
    decimals = decimals_of(amount.currency)
    point, group = _symbols(locale or language())
    whole, part = divmod(abs(amount.minor), 10**decimals)
    text = f"{whole:,}".replace(",", group)
    if decimals:
        text += point + str(part).zfill(decimals)
    text = MINUS + text if amount.minor < 0 else text
    return f"{text} {amount.currency}" if code else text


def parse_money(text: str, currency: str, locale: str = "", *, field: str = "amount") -> Money:
    """The amount a person typed or pasted, sums such as `20+15+5` worked out.

    Refused in words, never guessed: more decimals than the currency has, misplaced thousands marks
    and spaces, exponents, minus signs, brackets, digits of two scripts, another currency's mark.
    Limits at `LARGEST_MINOR`.
    """
    cleaned = _bare(text, currency)
    if not cleaned:
        raise UserError(t("Type an amount."), field=field)
    if cleaned[0] in _SIGNS:
        raise UserError(
            t("The amount can't be negative. Refunds and voids have their own keys."), field=field
        )
    minor = sum(_one_amount(part, currency, locale, field) for part in cleaned.split("+"))
    if minor > LARGEST_MINOR:
        raise UserError(_too_large(currency, locale), field=field)
    return Money(minor, currency)


def _bare(text: str, currency: str) -> str:
    """`text` without what surrounds a pasted amount; digits of one script become 0–9."""
    if len(text) > 200:
        return text[:200] + "…"
    kept = "".join(c for c in text if c not in "\u200b\ufeff\u2060").strip()
    for mark in (currency, _MARKS.get(currency, currency)):
        kept = kept.removeprefix(mark).removesuffix(mark).strip()
    scripts = {
        ord(c) - unicodedata.decimal(c) for c in kept if unicodedata.decimal(c, None) is not None
    }
    if len(scripts) == 1:
        kept = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)
    return kept


def _one_amount(text: str, currency: str, locale: str, field: str) -> int:
    decimals = decimals_of(currency)
    point, group = _symbols(locale or language())
    text = " ".join(text.split())
    whole, mark, part = text.partition(point)
    groups = whole.split(" " if group.isspace() or " " in whole else group)
    well_grouped = len(groups) == 1 or (
        1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    )
    digits = "".join(groups)
    example = format_money(Money(123450, currency), locale)
    if not re.fullmatch(r"[0-9]*", digits + part) or not (digits or part) or not well_grouped:
        shown = "".join(letter for letter in text[:40] if letter.isprintable())
        raise UserError(
            t("“{text}” is not an amount. Type it like {example}.", text=shown, example=example)
            if shown
            else t("An amount is missing here. Type it like {example}.", example=example),
            field=field,
        )
    if (mark and not decimals) or len(part) > decimals:
        raise UserError(
            t(
                "{currency} has {decimals} digits after the point. Type it like {example}.",
                currency=currency,
                decimals=decimals,
                example=example,
            ),
            field=field,
        )
    if len(digits) > 15:
        raise UserError(_too_large(currency, locale), field=field)
    units = int(10**decimals)
    return int(digits or "0") * units + int((part or "0").ljust(decimals, "0") or "0")


def _too_large(currency: str, locale: str) -> str:
    most = format_money(Money(LARGEST_MINOR, currency), locale)
    return t(
        "This is more than the largest amount, {most}. Check what was typed or scanned.", most=most
    )


def format_count(count: int, locale: str = "") -> str:
    """A whole number with the locale's sign between thousands: `1,234`."""
    _, group = _symbols(locale or language())
    return f"{count:,}".replace(",", group)


def format_date(day: date, locale: str = "") -> str:
    """A day with its year, as the locale writes it: `Nov 20, 2026`."""
    return babel_dates.format_date(day, "medium", named_in(locale))


def format_short_date(day: date, locale: str = "") -> str:
    """A day in digits, `11/20/26`."""
    return babel_dates.format_date(day, "short", locale or language())


def typed_date(day: date, locale: str = "") -> str:
    """A day as one types it: digits in the locale's order and the whole year, `3/14/1984`."""
    parts = {"d": str(day.day), "m": str(day.month), "y": str(day.year)}
    sign = "." if day_order(locale or language()) == "dmy" else "/"
    return sign.join(parts[part] for part in day_order(locale or language()))


@lru_cache(maxsize=32)
def day_order(locale: str) -> str:
    """The order of day, month and year in digits, such as `mdy`."""
    pattern = Locale.parse(locale).date_formats["short"].pattern.lower()
    order = "".join(dict.fromkeys(letter for letter in pattern if letter in "dmy"))
    return order if len(order) == 3 else "ymd"


def parse_date(text: str, locale: str = "", *, field: str = "date") -> date:
    """The day that was typed: 1984-03-14, 19840314, or digits in the locale's order; a UserError
    otherwise. Two digits of a year are not enough: somebody born in 26 may be a hundred.
    """
    typed = text.strip()
    digits = re.findall(r"\d+", typed)
    wrong = UserError(
        t(
            "“{text}” is no date. Type it like {example}.",
            text=typed[:40],
            example=typed_date(date(1984, 3, 14), locale),
        ),
        field=field,
    )
    if len(digits) == 1 and len(digits[0]) == 8 and typed == digits[0]:
        named = {"y": typed[:4], "m": typed[4:6], "d": typed[6:]}
    elif len(digits) == 3 and re.fullmatch(r"\d+\s*[-./ ]\s*\d+\s*[-./ ]\s*\d+\.?", typed):
        order = "ymd" if len(digits[0]) == 4 else day_order(locale or language())
        named = dict(zip(order, digits, strict=True))
    else:
        raise wrong
    if len(named["y"]) != 4:
        raise wrong
    try:
        return date(int(named["y"]), int(named["m"]), int(named["d"]))
    except ValueError:
        raise wrong from None


def format_time(moment: datetime, zone_name: str, locale: str = "") -> str:
    """The time of day at a site."""
    zone = babel_dates.get_timezone(zone_name)
    return babel_dates.format_time(moment, "short", tzinfo=zone, locale=locale or language())
