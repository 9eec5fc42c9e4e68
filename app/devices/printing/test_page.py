"""A page that shows a printer's columns, code tables, sizes, bars and cut: “what do you see?”."""

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
    Ruler,
    Sample,
    Size,
    Text,
    Weight,
)
from app.kernel.money import Money
from app.kernel.translate import t

SAMPLES = {
    "cp437": ("PC437", "Äöü ß é ñ ¿ £ ¢ ½"),
    "cp850": ("PC850", "ÁÂÀ ãõ © ß ı"),
    "cp858": ("PC858", "ÁÂÀ ãõ © ß €"),
    "cp1252": ("WPC1252", "Šž ÁÂ ãõ ß €"),
    "cp852": ("PC852", "ąćęłńóśźż řů"),
    "cp866": ("PC866", "Привет Ёлка"),
}
"""For each code table what it is called on printers, and letters that tell it from the others."""
RULERS = (32, 42, 48)
_DRAWN = ("Nguyễn Thị Ngọc", "မြန်မာ", "ไทย", "العربية")


def samples() -> Iterator[Sample]:
    """A numbered line out of each code table."""
    for number, (table, (name, letters)) in enumerate(SAMPLES.items(), 1):
        yield Sample(f"{number} {name}", table, letters)


def test_page_lines(here: Practice, printer: Printer) -> tuple[PaperLine, ...]:
    """The page for `printer`; with the right columns their ruler fills a line exactly."""
    return tuple(_TestPage(here, printer).lines())


class _TestPage(Layout):
    def __init__(self, here: Practice, printer: Printer) -> None:
        super().__init__(printer.columns, here.locale, here.time_zone)
        self.here, self.printer = here, printer

    def lines(self) -> Iterator[PaperLine]:
        yield Text(t("Test page"), Align.CENTRE, Weight.BOLD, Size.TALL)
        yield from self.centred(self.here.organization_name)
        yield Rule()
        yield from self.text(t("Which of these fits on one line:"))
        yield from (Ruler(columns) for columns in RULERS)
        yield Rule()
        yield from self.text(t("Which of these has all letters right:"))
        yield from samples()
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
