"""Amounts in words, as banks want them on slips and as people say them: English, English of India
and Vietnamese.

Any other language gets English words, which banks read everywhere.
"""

from __future__ import annotations

from babel import localedata
from babel import numbers as babel_numbers

from app.kernel.errors import ensure
from app.kernel.i18n import format_money
from app.kernel.money import Money, decimals_of

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ("", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_WESTERN = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_INDIAN = ((10**7, "crore"), (10**5, "lakh"), (1000, "thousand"))
_INDIAN_MONEY = ("INR", "NPR", "PKR", "BDT", "LKR")
_VIETNAMESE = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def amount_words(amount: Money, locale: str) -> str:
    """`amount`, which is not negative, in words: `One hundred five and 20/100 US dollars`."""
    ensure(amount.minor >= 0, "an amount in words is not negative")
    decimals = decimals_of(amount.currency)
    whole, part = divmod(amount.minor, 10**decimals)
    language = locale.partition("_")[0]
    if amount.currency == "INR" and language != "vi":
        paise = f" and {english(part)} paise" if part else ""
        return f"Rupees {english(whole, indian=True)}{paise} only"
    fraction = f"{part:0{decimals}}/{10**decimals}"
    if language == "vi":
        name = "đồng" if amount.currency == "VND" else _name(amount.currency, whole, "vi")
        words = f"{vietnamese(whole)} và {fraction}" if part else vietnamese(whole)
    else:
        name = _name(amount.currency, whole, "en")
        words = english(whole, indian=amount.currency in _INDIAN_MONEY)
        words = f"{words} and {fraction}" if decimals else words
    return f"{words[:1].upper()}{words[1:]} {name}"


def _name(currency: str, count: int, language: str) -> str:
    return babel_numbers.get_currency_name(currency, count, language)


def english(number: int, *, indian: bool = False) -> str:
    """A whole number in words; `indian` counts in lakh and crore."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred" + (f" {english(rest)}" if rest else "")
    steps = _INDIAN if indian else _WESTERN
    size, name = next(step for step in steps if number >= step[0])
    count, rest = divmod(number, size)
    said = f"{english(count, indian=indian)} {name}"
    return f"{said} {english(rest, indian=indian)}" if rest else said


def vietnamese(number: int) -> str:
    """A whole number in Vietnamese words."""
    if not number:
        return _VIETNAMESE[0]
    return " ".join(_vietnamese(number, led=False))


def _vietnamese(number: int, *, led: bool) -> list[str]:
    """The words; `led` when larger ones stand before them, so that a missing hundred is said."""
    billions, rest = divmod(number, _BILLION)
    words = [*_vietnamese(billions, led=led), "tỷ"] if billions else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += _group(group, led=led or bool(words))
            words += [_GROUPS[power]] if power else []
    return words


def _group(number: int, *, led: bool) -> list[str]:
    """Three digits: after a larger group every place is said."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [_VIETNAMESE[hundreds], "trăm"] if hundreds or led else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_VIETNAMESE[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(_VIETNAMESE[ones])
    return words


_SPOKEN = {
    "USD": ("dollar", "dollars", "cent", "cents"),
    "CAD": ("dollar", "dollars", "cent", "cents"),
    "AUD": ("dollar", "dollars", "cent", "cents"),
    "NZD": ("dollar", "dollars", "cent", "cents"),
    "SGD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "THB": ("baht", "baht", "satang", "satang"),
}
"""What people say of a currency: one and many of it, one and many of its hundredth."""
_PLAIN_UP_TO = 10


def spoken_amount(amount: Money, locale: str) -> str:
    """`amount`, which is not negative, as people say it: `seven dollars fifty`. In languages whose
    numbers are not known here it is digits, which the voice reads.
    """
    ensure(amount.minor >= 0, "an amount that is said is not negative")
    language = locale.partition("_")[0]
    decimals = decimals_of(amount.currency)
    whole, part = divmod(amount.minor, 10**decimals)
    if language == "en" and (decimals in (0, 2) or not part):
        return _spoken_english(amount.currency, whole, part)
    if language == "vi" and (decimals == 0 or not part):
        name = "đồng" if amount.currency == "VND" else _name(amount.currency, whole, "vi")
        return f"{vietnamese(whole)} {name}"
    voice = language if localedata.exists(language) else "en"
    written = format_money(amount, voice)
    if not part and decimals:
        written = written[: -decimals - 1]
    return f"{written} {_name(amount.currency, whole, voice)}"


def _spoken_english(currency: str, whole: int, part: int) -> str:
    indian = currency in _INDIAN_MONEY
    many_name = _name(currency, 2, "en")
    one, many, small, smalls = _SPOKEN.get(currency, (many_name, many_name, "cent", "cents"))
    head = f"{english(whole, indian=indian)} {one if whole == 1 else many}"
    tail = f"{english(part)} {small if part == 1 else smalls}"
    if not part:
        return head
    if not whole:
        return tail
    return f"{head} and {tail}" if part < _PLAIN_UP_TO else f"{head} {english(part)}"
