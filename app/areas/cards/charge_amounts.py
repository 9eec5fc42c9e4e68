"""What a card can be charged, and how Stripe writes amounts: its smallest unit is not always that
of ISO 4217.
"""

from __future__ import annotations

from typing import Final

from app.areas.cards.ports import GatewayTrouble, Trouble
from app.kernel.i18n import format_money
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t

_WHOLE: Final = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
_THOUSANDTHS: Final = "BHD JOD KWD OMR TND"
"""ISK and UGX are in neither: Stripe goes on writing them with two places, both 0."""
_TENS: Final = (1, 10, 100, 1_000, 10_000)
_LEAST: Final = {
    "USD": 50, "AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500,
    "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000,
    "MYR": 200, "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000,
}  # fmt: skip
_MOST: Final = 99_999_999
_MORE: Final = 999_999_999_999
_MORE_FITS: Final = "CLP COP HUF IDR INR JPY KRW LBP VND"


def places_of(currency: str) -> int:
    """Digits after the point in the amounts Stripe is told in `currency`."""
    if currency in _WHOLE:
        return 0
    return 3 if currency in _THOUSANDTHS else 2


def units_of(amount: Money) -> int:
    """`amount` as Stripe is told it; a trouble where it can't be charged at all."""
    currency = amount.currency
    ours, theirs = decimals_of(currency), places_of(currency)
    units, rest = divmod(amount.minor * _TENS[theirs], _TENS[ours])
    if currency in _THOUSANDTHS:
        rest += units % 10
    if rest:
        raise _not_chargeable(
            t(
                "Cards can't be charged {amount}: the last digit must be 0.",
                amount=format_money(amount),
            ),
            "amount_not_round",
        )
    return units


def charged_units(amount: Money) -> int:
    """Like `units_of`, within what Stripe takes in one charge."""
    units = units_of(amount)
    if units < max(_LEAST.get(amount.currency, 1), 1):
        raise _not_chargeable(
            t(
                "{amount} is too little for a card. Take it another way.",
                amount=format_money(amount),
            ),
            "amount_too_small",
        )
    if units > (_MORE if amount.currency in _MORE_FITS else _MOST):
        raise _not_chargeable(
            t(
                "{amount} is more than a card can be charged at once. Take it in parts.",
                amount=format_money(amount),
            ),
            "amount_too_large",
        )
    return units


def money_of(units: int, currency: str) -> Money:
    """What Stripe says as money."""
    if type(units) is not int:
        raise TypeError("an amount is a whole number")
    code = currency.upper()
    whole, rest = divmod(units * _TENS[decimals_of(code)], _TENS[places_of(code)])
    if rest:
        raise GatewayTrouble(
            t("The card service named an amount that does not exist in {code}.", code=code),
            Trouble.REFUSED,
            code="amount_not_whole",
        )
    return Money(whole, code)


def _not_chargeable(words: str, code: str) -> GatewayTrouble:
    return GatewayTrouble(words, Trouble.AMOUNT, code=code)
