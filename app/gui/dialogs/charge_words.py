"""What is typed into a line of a charge, as numbers and back; no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.kernel.errors import UserError
from app.kernel.i18n import format_money, parse_money
from app.kernel.money import Money

_NUMBER = re.compile(r"(\d{1,7})(?:[.,](\d{1,4}))?|[.,](\d{1,4})")
_WHOLE_E4 = 1_000_000


@dataclass(frozen=True, slots=True)
class Discount:
    """A percentage (in ten-thousandths of a percent) or an amount off the line; neither is none."""

    percent_e4: int | None = None
    amount: Money | None = None


def read_e4(text: str) -> int | None:
    """A number with up to four decimals in ten-thousandths; None for anything else."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    whole, decimals = found[1] or "0", found[2] or found[3] or ""
    return int(whole) * 10_000 + int(decimals.ljust(4, "0"))


def say_e4(number: int) -> str:
    """`1.5` for 15,000; no point without decimals."""
    whole, rest = divmod(number, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0") if rest else str(whole)


def read_discount(text: str, currency: str, locale: str) -> Discount | None:
    """`10%` or `5.00`; None for what is neither."""
    typed = text.strip()
    if not typed:
        return Discount()
    if typed.endswith("%"):
        percent = read_e4(typed[:-1])
        return (
            Discount(percent_e4=percent) if percent is not None and percent <= _WHOLE_E4 else None
        )
    try:
        return Discount(amount=parse_money(typed, currency, locale))
    except UserError:
        return None


def say_discount(percent_e4: int | None, amount: Money | None, locale: str) -> str:
    if percent_e4 is not None:
        return f"{say_e4(percent_e4)} %"
    return format_money(amount, locale) if amount else ""
