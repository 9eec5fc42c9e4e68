"""What all papers share: centred words, labels with values or amounts, marks; fits every width.

Amounts are never cut nor broken: where one does not fit beside its label it gets a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.areas.printing.values import AuditMark
from app.devices.printing.cells import cells, printable, wrap
from app.devices.printing.copies import Copy
from app.devices.printing.paper_lines import (
    GAP,
    Align,
    Mark,
    Pair,
    PaperLine,
    Size,
    Text,
    Weight,
    cells_at,
)
from app.kernel.clock import zone_named
from app.kernel.errors import ensure
from app.kernel.i18n import format_date, format_money, format_time
from app.kernel.money import Money
from app.kernel.translate import BESIDE, t, t_each

PAPER_MM = {32: (58, 48), 42: (80, 72), 48: (80, 72)}
"""Columns to the paper's width and the width that can be printed on, in millimetres."""

_LEAST_LABEL = 10
_DOTS, _HELD = "···· ", "····\u00a0"


class Layout:
    """Makes lines of at most `columns` cells, in the words of `locale` and the time of a zone."""

    def __init__(self, columns: int, locale: str, time_zone: str) -> None:
        ensure(columns in PAPER_MM, "a paper has 32, 42 or 48 columns")
        self.columns, self.locale, self.time_zone = columns, locale, time_zone

    def moment(self, at: datetime) -> str:
        """A UTC instant as date and time of the place."""
        day = at.astimezone(zone_named(self.time_zone)).date()
        return t(
            "{date}, {time}",
            date=format_date(day, self.locale),
            time=format_time(at, self.time_zone, self.locale),
        )

    def money(self, amount: Money, *, code: bool = False) -> str:
        return printable(format_money(amount, self.locale, code=code))

    def mark(self, words: str) -> Iterator[PaperLine]:
        """Words that nobody overlooks."""
        yield from (Mark(part) for part in wrap(printable(words), self.columns - 2))

    def marks(self, languages: Sequence[str]) -> Iterator[PaperLine]:
        """The same mark in one language or more."""
        for words in languages:
            yield from self.mark(words)

    def copy_mark(self, copy: Copy | None) -> Iterator[PaperLine]:
        """What stands above a paper that was printed before."""
        if copy is None:
            return
        yield from self.marks(t_each("COPY {number}", number=copy.no))
        when = self.moment(copy.at)
        said = t_each("Printed again {when}", when=when)
        if copy.by:
            said = t_each("Printed again {when} by {name}", when=when, name=copy.by)
        for words in said:
            yield from self.centred(words)

    def audit(self, mark: AuditMark | None) -> Iterator[PaperLine]:
        """The audit number and where the log stood; nothing on papers that are not counted."""
        if mark is not None:
            yield from self.centred(mark.words)

    def centred(
        self, text: str, weight: Weight = Weight.REGULAR, size: Size = Size.NORMAL
    ) -> Iterator[PaperLine]:
        for part in wrap(printable(text), self.columns * 2 // size.value):
            yield Text(part, Align.CENTRE, weight, size)

    def text(self, text: str, weight: Weight = Weight.REGULAR) -> Iterator[PaperLine]:
        """A sentence from the left edge, wrapped."""
        yield from (Text(part, weight=weight) for part in wrap(printable(text), self.columns))

    def indented(self, text: str) -> Iterator[PaperLine]:
        """What belongs to the line above; the digits of a card stay with their dots."""
        held = printable(text).replace(_DOTS, _HELD)
        for part in wrap(held, self.columns - GAP):
            yield Text(" " * GAP + part.replace(_HELD, _DOTS))

    def value(self, label: str, value: str, weight: Weight = Weight.REGULAR) -> Iterator[PaperLine]:
        """A label and a value that may wrap: beside each other, or the value below, indented.

        Without a value there is no line.
        """
        label, value = printable(label), printable(value)
        if not value:
            return
        room = self.columns - cells(label) - GAP
        if room >= min(self.columns // 2, cells(value)):
            first, *more = wrap(value, room) or ("",)
            yield Pair(label, first, weight)
        else:
            yield from (Text(part, weight=weight) for part in _label(label, self.columns))
            more = list(wrap(value, self.columns - GAP))
        yield from (Pair("", part, weight) for part in more)

    def pair(
        self, label: str, amount: str, weight: Weight = Weight.REGULAR, size: Size = Size.NORMAL
    ) -> Iterator[PaperLine]:
        """A label that may wrap, and an amount that never does, on the label's last line."""
        label, amount = printable(label), printable(amount)
        room = self.columns - cells_at(amount, size) - GAP
        if cells(label) <= room:
            yield Pair(label, amount, weight, size)
        elif room >= _LEAST_LABEL and size is Size.NORMAL:
            *first, last = _label(label, room)
            yield from (Text(part, weight=weight) for part in first)
            yield Pair(last, amount, weight, size)
        else:
            yield from (Text(part, weight=weight) for part in _label(label, self.columns))
            yield Pair("", amount, weight, size)

    def total(self, label: str, amount: Money) -> Iterator[PaperLine]:
        """The largest type that fits, with the currency's code."""
        said = self.money(amount, code=True)
        fitting = [size for size in Size if cells_at(said, size) <= self.columns]
        yield from self.pair(label, said, Weight.BOLD, fitting[-1] if fitting else Size.NORMAL)

    def signature(self, label: str) -> Iterator[PaperLine]:
        """Room to sign on, and below it who."""
        yield Text("")
        yield Text("")
        yield Text("_" * self.columns)
        yield from self.text(label)


def _label(label: str, room: int) -> tuple[str, ...]:
    """A label in lines, indented as it begins; each of two languages begins a line of its own."""
    words = label.lstrip(" ")
    indent = label[: len(label) - len(words)]
    parts = words.split(BESIDE) if cells(label) > room else [words]
    least = room - len(indent)
    return tuple(indent + line for part in parts for line in wrap(part, least)) or (label,)
