"""A page that shows a printer's columns, letters, sizes, bars and cut: “what do you see?”."""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.printing.values import Printer
from app.areas.settings.values import Practice
from app.devices.printing.layout import Layout
from app.devices.printing.paper_lines import (
    Align,
    Barcode,
    Blank,
    Mark,
    Pair,
    PaperLine,
    Rule,
    Size,
    Text,
    Weight,
)
from app.kernel.money import Money
from app.kernel.translate import t

_OWN_LETTERS = "ABC xyz 0123 #$&@ äöü éèñ ç"
_DRAWN = ("Nguyễn Thị Ngọc", "မြန်မာ", "ไทย", "العربية")


def test_page_lines(here: Practice, printer: Printer) -> tuple[PaperLine, ...]:
    """The page for `printer`, whose digits fill a line exactly."""
    return tuple(_TestPage(here, printer).lines())


class _TestPage(Layout):
    def __init__(self, here: Practice, printer: Printer) -> None:
        super().__init__(printer.columns, here.locale, here.time_zone)
        self.here, self.printer = here, printer

    def lines(self) -> Iterator[PaperLine]:
        wide = self.columns
        yield Text(t("Test page"), Align.CENTRE, Weight.BOLD, Size.TALL)
        yield from self.centred(self.here.organization_name)
        yield Rule()
        yield Text("".join(str((n + 1) % 10) for n in range(wide)))
        yield from self.text(t("The digits fill one whole line."))
        yield Rule()
        yield from self.text(t("Letters that it has itself:"))
        yield Text(_OWN_LETTERS)
        yield from self.text(t("Letters that are drawn:"))
        yield from (Text(words) for words in _DRAWN)
        yield Rule()
        yield Pair(t("Bold"), "12.50", Weight.BOLD)
        amount = self.money(Money(123450, self.here.currency), code=True)
        yield Pair(t("Large"), amount, Weight.BOLD, Size.LARGE)
        yield Mark(t("Light on dark"))
        yield Blank()
        yield Barcode("TEST-0123")
        cut = t("The paper is cut below this line.")
        yield from self.centred(cut if self.printer.cutter else t("Tear the paper off here."))
