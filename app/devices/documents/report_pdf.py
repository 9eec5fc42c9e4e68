"""A report as PDF pages for the office printer: tables that go on, a chart, ties, page numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.areas.printing.values import AuditMark
from app.areas.settings.values import Practice
from app.devices.documents.chart_pdf import CHART_HEIGHT, draw_chart
from app.devices.documents.pages import Align, Pages, drawn
from app.devices.documents.report_sheet import (
    Cell,
    Heading,
    ReportSheet,
    Table,
    Width,
    as_read,
    cell_words,
    days_words,
    ties_table,
)
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t

SIZE: Final = 8.0
ROW: Final = 14.0
GAP: Final = 6.0
FOOT: Final = 30.0
_LEAST: Final = 0.5
"""Points for a designed pixel below which a table leaves out what it can do without."""
_GREY: Final = 0.35

Drawing = Callable[[Pages], None]


def report_pdf(sheet: ReportSheet, here: Practice, paper: str, mark: AuditMark | None) -> bytes:
    """The report on `paper` (letter or a4). `mark` says who had it made when, and its number.

    It is made anew each time, so a second one of the same days is no copy: it says which one it is.
    """

    def draw(pages: Pages) -> None:
        _Report(pages, sheet, here, mark).draw()

    return drawn(paper, sheet.title, here.locale, draw)


class _Report:
    """Gathers what stands on each page first: only then is it known how many there are."""

    def __init__(
        self,
        pages: Pages,
        sheet: ReportSheet,
        here: Practice,
        mark: AuditMark | None,
    ) -> None:
        self.pages, self.sheet, self.here, self.mark = pages, sheet, here, mark
        self.bottom = pages.bottom - FOOT
        self.sheets: list[list[Drawing]] = []
        self.y = 0.0

    def draw(self) -> None:
        self._begin_page()
        self._head()
        if self.sheet.chart is not None and not self.sheet.chart.is_empty:
            self._chart()
        for table in self.sheet.tables:
            self._table(table)
        if self.sheet.ties:
            self._table(ties_table(self.sheet))
        for number, page in enumerate(self.sheets, start=1):
            for drawing in page:
                drawing(self.pages)
            self._foot(number)
            self.pages.turn()

    # ------------------------------------------------------------------------------ the frame

    def _begin_page(self) -> None:
        self.sheets.append([])
        self.y = 48.0

    def _room(self, height: float) -> bool:
        """Make sure that so much fits; whether it begins a new page."""
        if self.y + height <= self.bottom:
            return False
        self._begin_page()
        return True

    def _add(self, drawing: Drawing) -> None:
        self.sheets[-1].append(drawing)

    def _say(self, words: str, size: float, *, bold: bool = False, grey: float = 0.0) -> None:
        y, left, room = self.y + size, self.pages.left, self.pages.right - self.pages.left
        self._add(lambda p: p.say(words, left, y, size, bold=bold, grey=grey, room=room))
        self.y += size * 1.4

    def _head(self) -> None:
        sheet = self.sheet
        self._say(sheet.title, 18, bold=True)
        self._say(days_words(sheet.span, self.here), 11)
        self._say(sheet.span.practice, SIZE + 1, grey=_GREY)
        if sheet.ties:
            verdict = t("Everything ties") if sheet.all_tie else t("THIS REPORT DOES NOT TIE")
            self._say(verdict, SIZE + 1, bold=True)
        for note in sheet.notes:
            self._say(note, SIZE + 1, bold=True)
        self.y += 8

    def _foot(self, number: int) -> None:
        pages, y = self.pages, self.pages.bottom
        pages.line(pages.left, y - 22, pages.right, y - 22, 0.4)
        at = self.mark.at if self.mark else self.sheet.span.made_at
        made = t("Made {when}", when=cell_words(at, self.here))
        if self.mark is not None:
            made = t("Made {when} by {name}", when=cell_words(at, self.here), name=self.mark.by)
        half = (pages.right - pages.left) * 0.7
        pages.say(f"{self.sheet.title} · {made}", pages.left, y - 12, 7, grey=_GREY, room=half)
        count = t("Page {number} of {count}", number=number, count=len(self.sheets))
        pages.say(count, pages.right, y - 12, 7, align=Align.RIGHT, grey=_GREY)
        if self.mark is not None:
            words = self.mark.words
            if (nth := self.mark.copy_no + 1) > 1:
                which = t("paper {number} of these days", number=nth)
                words = f"{words} · {which}"
            pages.say(words, pages.left, y - 2, 7, grey=_GREY, room=half)

    def _chart(self) -> None:
        chart, top, here = self.sheet.chart, self.y, self.here
        if chart is not None:
            self._add(lambda p: draw_chart(p, chart, top, here.locale))
        self.y += CHART_HEIGHT + 12

    # ----------------------------------------------------------------------------- the tables

    def _table(self, whole: Table) -> None:
        table = as_read(whole)
        self._room(18 + 3 * ROW)
        self._say(table.title, 11, bold=True)
        self.y += 2
        if not table.rows:
            self._say(table.empty, SIZE, grey=_GREY)
            self.y += 8
            return
        places, shown = self._places(table)
        self._headings(table, places, shown)
        for row in table.rows:
            if self._room(ROW):
                self._headings(table, places, shown)
            self._row(table, row.cells, places, shown, bold=bool(row.tone))
        if table.total:
            if self._room(ROW):
                self._headings(table, places, shown)
            self._rule(0.8)
            self._row(table, table.total, places, shown, bold=True)
        self.y += 12

    def _places(self, table: Table) -> tuple[list[tuple[float, float]], list[int]]:
        """Left and right of each column that is shown, and which those are."""
        shown = list(range(len(table.headings)))
        wide = self.pages.right - self.pages.left

        def scale() -> float:
            return wide / sum(_width(table, n, self.here) for n in shown)

        for _gone in range(len(shown)):
            least = max((table.headings[n].leaves for n in shown), default=0)
            if scale() >= _LEAST or not least:
                break
            shown = [n for n in shown if table.headings[n].leaves < least]
        points, x, places = min(scale(), 0.75), self.pages.left, []
        spare = wide - points * sum(_width(table, n, self.here) for n in shown)
        stretch = [n for n in shown if table.headings[n].stretch] or shown[:1]
        for n in shown:
            more = spare / len(stretch) if n in stretch else 0.0
            places.append((x, x + _width(table, n, self.here) * points + more))
            x = places[-1][1]
        return places, shown

    def _headings(self, table: Table, places: list[tuple[float, float]], shown: list[int]) -> None:
        for (left, right), n in zip(places, shown, strict=True):
            self._cell(table.headings[n].title, left, right, table.headings[n], grey=_GREY)
        self.y += ROW
        self._rule(0.5)

    def _row(
        self,
        table: Table,
        cells: tuple[Cell, ...],
        places: list[tuple[float, float]],
        shown: list[int],
        *,
        bold: bool = False,
    ) -> None:
        words = [cell_words(cells[n], self.here) for n in shown]
        for place, n in enumerate(shown):
            # Words may go on where the cells beside them say nothing.
            end = place
            while end + 1 < len(shown) and not words[end + 1] and not table.headings[n].right:
                end += 1
            left, right = places[place][0], places[end][1]
            self._cell(words[place], left, right, table.headings[n], bold=bold)
        self.y += ROW

    def _cell(
        self,
        words: str,
        left: float,
        right: float,
        heading: Heading,
        *,
        bold: bool = False,
        grey: float = 0.0,
    ) -> None:
        if not words:
            return
        y, end = self.y + ROW - 4, right if right >= self.pages.right - 1 else right - GAP
        x, align = (end, Align.RIGHT) if heading.right else (left, Align.LEFT)
        room = end - left
        self._add(lambda p: p.say(words, x, y, SIZE, bold=bold, grey=grey, align=align, room=room))

    def _rule(self, width: float) -> None:
        y = self.y + 1
        self._add(lambda p: p.line(p.left, y, p.right, y, width))


def _width(table: Table, n: int, here: Practice) -> float:
    """Designed pixels: amounts as wide as the longest of them."""
    width = float(table.headings[n].width.value)
    if table.headings[n].width is not Width.AMOUNT:
        return width
    cells = [row.cells[n] for row in table.rows] + ([table.total[n]] if table.total else [])
    longest = max(
        (len(format_money(cell, here.locale)) for cell in cells if isinstance(cell, Money)),
        default=0,
    )
    return max(width * 0.8, longest * 9.0)
