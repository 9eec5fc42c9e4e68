"""How a file writes its dates and amounts: found from whole columns, asked where they are mute."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from app.areas.imports import errors
from app.areas.imports.values import DateOrder, NumberStyle
from app.kernel.i18n import parse_money
from app.kernel.money import decimals_of

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].{0,20})?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:.{0,12})?")
_NAMED = re.compile(r"(\d{1,2})[-. ]+([A-Za-z]{3,9})\.?[-, ]+(\d{4})")
_NAMED_US = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMOUNT = re.compile(r"[^\d.,+\-(]{0,4}([\d.,]+)[^\d.,+\-)]{0,4}")
_MINUS = re.compile(r"[^\d.,+\-(]{0,4}-(?=[^\-]*$)")
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.\d+)?")
_SWISS = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_ONE_MARK = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_MARKS = {NumberStyle.POINT: (",", r"\."), NumberStyle.COMMA: (r"\.", ",")}
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_STYLE_LOCALE = {NumberStyle.POINT: "en_US", NumberStyle.COMMA: "de_DE"}


@dataclass(slots=True)
class DateEvidence:
    """What one column of dates gives away; lines are those of the file, 0 means never seen."""

    column: str
    day_first: int = 0
    month_first: int = 0
    open: int = 0

    def see(self, text: str, line: int) -> None:
        """Take one cell into account."""
        parts = _PARTS.fullmatch(text)
        if parts is None:
            return
        first, second = int(parts[1]), int(parts[3])
        # What is no day either way says nothing of the column; its row is refused alone.
        if first > 12:
            if _is_day(first, second):
                self.day_first = self.day_first or line
        elif second > 12:
            if _is_day(second, first):
                self.month_first = self.month_first or line
        elif first != second:
            self.open = self.open or line

    def decide(self, wanted: DateOrder | None) -> DateOrder:
        """The order of the whole column; a UserError asks where the column does not say."""
        if self.day_first and self.month_first:
            raise errors.dates_two_ways(self.column, self.day_first, self.month_first)
        if self.day_first or self.month_first:
            found = DateOrder.DAY_FIRST if self.day_first else DateOrder.MONTH_FIRST
            if wanted is not None and wanted is not DateOrder.ISO and wanted is not found:
                raise errors.dates_otherwise(self.column, found, self.day_first or self.month_first)
            return found
        if not self.open:
            return DateOrder.ISO
        if wanted in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
            return wanted
        raise errors.dates_open(self.column, self.open)


def _is_day(day: int, month: int) -> bool:
    return 1 <= month <= 12 and day <= _DAYS[month]


def known_order(text: str) -> DateOrder | None:
    """The DateOrder a person named; None for nothing."""
    if not text:
        return None
    plain = [letter for letter in text.lower() if letter.isalpha()]
    orders = {"ymd": DateOrder.ISO, "mdy": DateOrder.MONTH_FIRST, "dmy": DateOrder.DAY_FIRST}
    short = "".join(dict.fromkeys(plain))
    if short not in orders:
        raise errors.unknown_date_format()
    return orders[short]


def read_date(text: str, order: DateOrder) -> date:
    """The day a cell names; a UserError when there is no such day."""
    try:
        numbers = _numbers(text, order)
        if numbers is not None:
            return date(*numbers)
    except ValueError:
        pass
    if _SERIAL.fullmatch(text):
        raise errors.spreadsheet_day(text)
    raise errors.not_a_date(text)


def _numbers(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _PARTS.fullmatch(text):
        if len(found[4]) == 2:
            raise errors.short_year(text)
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if order is DateOrder.DAY_FIRST or (order is DateOrder.ISO and first == second):
            return year, second, first
        return (year, first, second) if order is DateOrder.MONTH_FIRST else None
    if found := _NAMED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := _NAMED_US.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


@dataclass(slots=True)
class AmountEvidence:
    """What all amounts of a file give away about their decimal mark."""

    currency: str
    seen: dict[NumberStyle, tuple[str, int]] = field(default_factory=dict)
    open: tuple[str, int] = ("", 0)

    def see(self, text: str, line: int) -> None:
        """Take one cell into account."""
        style, undecided = _style(_SWISS.sub("", text), decimals_of(self.currency))
        if style is not None:
            self.seen.setdefault(style, (text[:40], line))
        elif undecided and not self.open[1]:
            self.open = (text[:40], line)

    def decide(self, wanted: NumberStyle | None) -> NumberStyle | None:
        """How the file writes amounts; None where no amount has a mark. A UserError asks."""
        if len(self.seen) == 2:
            one, two = self.seen[NumberStyle.POINT], self.seen[NumberStyle.COMMA]
            raise errors.amounts_two_ways(one, two)
        if self.seen:
            (found,) = self.seen
            if wanted not in (None, found):
                text, line = self.seen[found]
                raise errors.amounts_otherwise(text, line)
            return found
        if wanted is not None or not self.open[1]:
            return wanted
        raise errors.amounts_open(*self.open)


def known_style(text: str) -> NumberStyle | None:
    """The NumberStyle a person named by example; None for nothing."""
    if not text:
        return None
    marks = [letter for letter in text if letter in ".,"]
    if not marks:
        raise errors.unknown_number_format()
    return NumberStyle.POINT if marks[-1] == "." else NumberStyle.COMMA


def read_amount(text: str, currency: str, style: NumberStyle | None) -> int:
    """Minor units of a cell; a UserError for anything but one amount of zero or more."""
    if "+" in text:
        raise errors.not_an_amount(text)
    if text[:1] in "-\u2212(" or text.endswith(("-", "\u2212", "CR")):
        raise errors.credit(text)
    text = _SWISS.sub("", text)
    locale = _STYLE_LOCALE[style or NumberStyle.POINT]
    trimmed = _without_needless_zeros(text, currency, style or NumberStyle.POINT)
    return parse_money(trimmed, currency, locale).minor


def read_balance(text: str, currency: str, style: NumberStyle | None) -> int:
    """Minor units of a cell that may be a credit: -5.00, (5.00), 5.00-, 5.00 CR."""
    bare, below = unsigned(text)
    minor = read_amount(bare, currency, style)
    return -minor if below else minor


def unsigned(text: str) -> tuple[str, bool]:
    """(the amount without its sign, whether it is a credit)."""
    bare = text.strip().replace("\u2212", "-")
    mark = bare[-2:].upper()
    if mark in ("CR", "DR", "DB"):
        return bare[:-2].strip(), mark == "CR"
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1].strip(), True
    if bare.endswith("-"):
        return bare[:-1].strip(), True
    found = _MINUS.match(bare)
    if found:
        return bare.replace("-", "", 1), True
    return bare, False


def _style(text: str, decimals: int) -> tuple[NumberStyle | None, bool]:
    """(style shown by this amount alone, whether it leaves the style open).

    What is no amount at all shows nothing: its row will be bad, the file is not.
    """
    found = _AMOUNT.fullmatch(text)
    kept = found[1] if found else ""
    if not kept or kept.isdecimal():
        return None, False
    if _ONE_MARK.fullmatch(kept):
        # 1,234 or 1.234: thousands, or a decimal mark and three digits?
        if decimals:
            return None, True
        return (NumberStyle.POINT if "," in kept else NumberStyle.COMMA), False
    for style, (group, point) in _MARKS.items():
        if re.fullmatch(
            rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{point}\d*)?|(?=.*\d)\d*{point}\d*", kept
        ):
            return style, False
    return None, False


def _without_needless_zeros(text: str, currency: str, style: NumberStyle) -> str:
    """`12.5000` of a database export becomes `12.50`: the same amount, exactly."""
    mark = "." if style is NumberStyle.POINT else ","
    head, found, tail = text.rpartition(mark)
    decimals = decimals_of(currency)
    if not found or not tail.isdecimal() or len(tail) <= decimals:
        return text
    kept, rest = tail[:decimals], tail[decimals:]
    return text if rest.strip("0") else f"{head}{found}{kept}" if kept else head
