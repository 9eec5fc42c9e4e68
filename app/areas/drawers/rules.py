"""What is counted in a drawer, whether a count can be right, and how cash moves by hand."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Final

from app.areas.drawers import errors
from app.areas.drawers.values import Denomination, MovementKind, Pile
from app.areas.ledger.values import ReasonKind
from app.kernel.i18n import format_money
from app.kernel.money import LARGEST_MINOR, Money
from app.kernel.translate import later, t, t_kept

LONGEST_REST: Final = timedelta(days=31)
"""A window that stood still for longer is rarer than a clock that was set wrong."""
_USUAL: dict[str, tuple[int, ...]] = {
    "USD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1),
    "CAD": (10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5),
    "EUR": (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "GBP": (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "AUD": (10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5),
    "INR": (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100),
    "MXN": (100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50),
    "VND": (500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000),
    "MMK": (1000000, 500000, 100000, 50000, 20000, 10000, 5000),
    "THB": (100000, 50000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 25),
    "KWD": (20000, 10000, 5000, 1000, 500, 250, 100, 50, 20, 10, 5),
    "JPY": (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1),
}
_LARGEST_COIN = {
    "USD": 50,
    "CAD": 200,
    "EUR": 200,
    "GBP": 200,
    "AUD": 200,
    "INR": 2000,
    "MXN": 2000,
    "THB": 1000,
    "KWD": 100,
    "JPY": 500,
}
_RARE = {"USD": (200, 50), "EUR": (20000,)}
"""In use, but in no till: nobody gets change in them."""
QUANTITY_AT_MOST = 100_000
COUNTS = 2
"""So often a drawer is counted at the end: once, and once again."""


def is_odd_day(day: date, last: date | None) -> bool:
    """Whether a person should say that it is that day: it is before the one that was worked on
    last, or long after it.
    """
    return last is not None and not last <= day <= last + LONGEST_REST


def denominations(currency: str, chosen: tuple[int, ...]) -> tuple[Denomination, ...]:
    """What is counted, largest first: the practice's choice, else the notes and coins in use."""
    values = sorted(set(chosen) or set(_USUAL.get(currency, _decimal_steps())), reverse=True)
    coin = _LARGEST_COIN.get(currency, 0)
    return tuple(
        Denomination(
            Money(minor, currency),
            format_money(Money(minor, currency)),
            coin=minor <= coin,
            rare=minor in _RARE.get(currency, ()),
        )
        for minor in values
    )


def _decimal_steps() -> tuple[int, ...]:
    return tuple(step * 10**power for power in range(6) for step in (1, 2, 5))


def counted_total(piles: tuple[Pile, ...], currency: str, allowed: frozenset[int]) -> Money:
    """The sum of a count; a UserError for a pile that can't be."""
    seen: set[int] = set()
    total = Money.zero(currency)
    for pile in piles:
        minor = pile.denomination.minor
        if pile.denomination.currency != currency or minor not in allowed:
            raise errors.not_counted_here(pile.denomination)
        if minor in seen:
            raise errors.counted_twice(pile.denomination)
        if not 0 <= pile.quantity <= QUANTITY_AT_MOST:
            raise errors.quantity_out_of_range(QUANTITY_AT_MOST)
        seen.add(minor)
        total = total + pile.denomination * pile.quantity
    if total.minor > LARGEST_MINOR:
        raise errors.count_too_large()
    return total


BY_HAND = frozenset({MovementKind.PAID_IN, MovementKind.PAID_OUT, MovementKind.DROP})
"""The movements a person writes down; the others follow from counts."""
REASONS = {
    MovementKind.PAID_IN: ReasonKind.PAID_IN,
    MovementKind.PAID_OUT: ReasonKind.PAID_OUT,
}
_WORDS = {
    MovementKind.FLOAT: later("Float"),
    MovementKind.SAFE_OPENING: later("Safe counted"),
    MovementKind.PAID_IN: later("Paid in"),
    MovementKind.PAID_OUT: later("Paid out"),
    MovementKind.DROP: later("Drop into the safe"),
    MovementKind.REFUND: later("Refund"),
}


def kind_words(kind: MovementKind) -> str:
    """What people call a movement."""
    return t(_WORDS[kind])


def kind_kept(kind: MovementKind) -> str:
    """The same in the practice's language, to be written down."""
    return t_kept(_WORDS[kind])


def direction(kind: MovementKind) -> int:
    """1 into the drawer, -1 out of it."""
    return 1 if kind in (MovementKind.PAID_IN, MovementKind.FLOAT) else -1


def drop_limit(above: int, secret: str) -> int:
    """Up to a tenth less than `above`, in each shift another part, which follows from something
    nobody reads: the moment of the reminder must not tell what the drawer holds.
    """
    part = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:4], "big") % 1000
    return above - above * part // 10_000


DROPS_AT_ONCE = 4
"""So many times the amount of the drop reminder is an unusual drop."""


def unusual(kind: MovementKind, amount: Money, large: int, drop_above: int) -> bool:
    """Whether so much is more likely a slip of the finger. Only what was typed and what is set is
    compared: what the drawer holds would show through.
    """
    above = drop_above * DROPS_AT_ONCE if kind is MovementKind.DROP else large
    return above > 0 and amount.minor > above


def refuse_movement(kind: MovementKind, amount: Money, currency: str) -> None:
    """A UserError unless so much cash can be moved by hand in a drawer of `currency`.

    Whether the drawer holds as much is not asked: the answer would say what is in it.
    """
    if kind not in BY_HAND:
        raise errors.not_by_hand()
    if amount.currency != currency:
        raise errors.drawer_in_other_currency(currency)
    if amount.minor <= 0:
        raise errors.amount_not_positive()
    if amount.minor > LARGEST_MINOR:
        raise errors.amount_too_large()


def refuse_checks(count: int, total: Money | None, currency: str) -> None:
    """A UserError unless so many checks can be worth as much."""
    if total is None:
        if count:
            raise errors.checks_without_total()
        return
    if total.currency != currency:
        raise errors.drawer_in_other_currency(currency)
    if not 0 <= count <= QUANTITY_AT_MOST or not 0 <= total.minor <= LARGEST_MINOR:
        raise errors.quantity_out_of_range(QUANTITY_AT_MOST)
    if bool(count) != bool(total):
        raise errors.checks_without_total()
