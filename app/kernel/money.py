"""Money as whole minor units of one currency, and the few sums that are done with it; never text,
never float.

Decimals come from ISO 4217 (amendment list of 2024), not from CLDR, which rounds some currencies
to what people use in daily life (CLDR gives 0 decimals to IRR, ISO gives 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.kernel.errors import UserError, ensure
from app.kernel.translate import t

LARGEST_MINOR: Final = 99_999_999_999_99
"""No single amount in a front office is larger; sums of many stay far below 2**63."""

_DECIMALS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_TWO: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP "
    "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"
)
CURRENCIES: Final[dict[str, int]] = dict.fromkeys(_TWO.split(), 2) | {
    code: decimals for decimals, codes in _DECIMALS.items() for code in codes.split()
}


def decimals_of(currency: str) -> int:
    """Digits after the point in `currency`; a UserError for a code that ISO 4217 does not list."""
    try:
        return CURRENCIES[currency]
    except KeyError:
        raise UserError(
            t("“{code}” is not a currency code. Use three letters such as USD.", code=currency),
            field="currency",
        ) from None


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` whole minor units (cents for USD, dong for VND, fils for KWD) of an ISO 4217
    `currency`.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        ensure(type(self.minor) is int, "money is made of whole minor units")
        ensure(self.currency in CURRENCIES, "money has an ISO 4217 currency")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        ensure(type(count) is int, "money is multiplied by whole numbers only")
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor > other.minor

    def __ge__(self, other: Money) -> bool:
        self._same(other)
        return self.minor >= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> None:
        ensure(self.currency == other.currency, "amounts of two currencies do not mix")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, which may be empty; all must be in `currency`."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def split(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """Cut `amount` in proportion to `weights` without losing a minor unit.

    Largest remainders get the odd units, earlier parts first, so equal weights differ by one unit
    at most. Weights are not negative and at least one is positive.
    """
    ensure(bool(weights) and min(weights) >= 0 and sum(weights) > 0, "weights add up to something")
    whole, sign = sum(weights), -1 if amount.minor < 0 else 1
    shares = [divmod(abs(amount.minor) * weight, whole) for weight in weights]
    left = abs(amount.minor) - sum(part for part, _ in shares)
    order = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    lucky = set(order[:left])
    return tuple(
        Money(sign * (part + (i in lucky)), amount.currency) for i, (part, _) in enumerate(shares)
    )


def times_quantity(unit_price: Money, quantity_e4: int) -> Money:
    """`unit_price` times a quantity in ten-thousandths, half a unit rounded away from zero."""
    scaled = abs(unit_price.minor * quantity_e4)
    sign = -1 if unit_price.minor * quantity_e4 < 0 else 1
    return Money(sign * ((scaled + 5_000) // 10_000), unit_price.currency)
