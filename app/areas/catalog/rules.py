"""What tax a price carries, and which services a few typed words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.areas.catalog import errors
from app.areas.catalog.values import EXEMPT, ServiceRow
from app.kernel.money import LARGEST_MINOR, Money
from app.kernel.text import clean, fold

WHOLE_E4 = 1_000_000
"""A hundred percent, in ten-thousandths of a percent."""
_TAX_CLASS = re.compile(r"[a-z][a-z0-9_-]{0,19}")


def part_of(amount: Money, percent_e4: int) -> Money:
    """So many percent of an amount that is not negative, half a unit rounded up."""
    return Money(
        (amount.minor * percent_e4 + WHOLE_E4 // 2) // WHOLE_E4,
        amount.currency,
    )


def check_tax_class(text: str) -> str:
    """A tax class, a short word in small letters; nothing means exempt."""
    word = clean(text, "tax_class", most=20) or EXEMPT
    if not _TAX_CLASS.fullmatch(word):
        raise errors.tax_class_form()
    return word


def refuse_price(price: Money, currency: str) -> None:
    """A UserError for a price that can't be one; zero is one."""
    if price.currency != currency:
        raise errors.price_in_other_currency(currency)
    if not 0 <= price.minor <= LARGEST_MINOR:
        raise errors.price_out_of_range()


def matching(services: Sequence[ServiceRow], text: str, most: int) -> tuple[ServiceRow, ...]:
    """Services by the beginning of their code or of words of their name; the code itself first."""
    words = fold(text).split()
    if not words:
        return tuple(services[:most])
    typed = " ".join(words)
    found: list[tuple[int, ServiceRow]] = []
    for row in services:
        code, name = _folded(row.code), _folded(row.name)
        if code == typed:
            found.append((0, row))
        elif code.startswith(typed):
            found.append((1, row))
        elif name.startswith(typed):
            found.append((2, row))
        elif all(_begins(word, code, name) for word in words):
            found.append((3, row))
    found.sort(key=lambda pair: pair[0])
    return tuple(row for _, row in found[:most])


def _begins(word: str, code: str, name: str) -> bool:
    return code.startswith(word) or any(part.startswith(word) for part in name.split())


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)
