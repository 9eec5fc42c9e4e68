"""A chart on a printed page: bars in greys with a legend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.devices.documents.pages import Align, Pages
from app.kernel.chart import Chart, ChartKind, round_marks
from app.kernel.i18n import format_money
from app.kernel.money import Money, decimals_of

CHART_HEIGHT: Final = 150.0
_PLOT: Final = 100.0
_AXIS: Final = 62.0
_GREYS: Final = (0.15, 0.62, 0.38, 0.82, 0.5, 0.92, 0.28)
_WIDEST_BAR: Final = 26.0
_SMALL: Final = 7.0


def draw_chart(pages: Pages, chart: Chart, top: float, locale: str) -> None:
    """The chart with its words above and its legend below, CHART_HEIGHT high."""
    pages.say(chart.words, pages.left, top + 9, 9, bold=True)
    low, high = chart.bounds()
    marks = round_marks(low, high, 4, 10 ** decimals_of(chart.currency))
    begin, left = top + 18, pages.left + _AXIS
    scale = _PLOT / (marks[-1] - marks[0])

    def y_of(minor: int) -> float:
        return begin + (marks[-1] - minor) * scale

    for mark in marks:
        pages.canvas.setStrokeGray(0 if mark == 0 else 0.75)
        pages.line(left, y_of(mark), pages.right, y_of(mark), 0.6)
        pages.canvas.setStrokeGray(0)
        words = format_money(Money(mark, chart.currency), locale)
        pages.say(words, left - 6, y_of(mark) + 2.5, _SMALL, align=Align.RIGHT, grey=0.3)
    slot = (pages.right - left) / len(chart.labels)
    every = max(1, round(34 / slot + 0.5))
    for place, label in enumerate(chart.labels):
        middle = left + slot * (place + 0.5)
        _bars(pages, chart, place, middle, slot, y_of)
        if place % every == 0:
            pages.say(label, middle, begin + _PLOT + 9, _SMALL, align=Align.CENTRE, grey=0.3)
    _legend(pages, chart, left, begin + _PLOT + 24)


def _bars(
    pages: Pages,
    chart: Chart,
    place: int,
    middle: float,
    slot: float,
    at: Callable[[int], float],
) -> None:
    wide = min(_WIDEST_BAR, slot * 0.7)
    up = down = 0
    for number, one in enumerate(chart.series):
        value = one.values[place]
        if not value:
            continue
        if chart.kind is ChartKind.BARS:
            part = wide / len(chart.series)
            x, base = middle - wide / 2 + part * number, 0
        else:
            part, x = wide, middle - wide / 2
            base = up if value > 0 else down
            up, down = (up + value, down) if value > 0 else (up, down + value)
        upper, lower = at(max(base, base + value)), at(min(base, base + value))
        pages.fill(x, upper, part, lower - upper, _GREYS[number % len(_GREYS)])
        pages.box(x, upper, part, lower - upper, 0.4)


def _legend(pages: Pages, chart: Chart, x: float, y: float) -> None:
    for number, one in enumerate(chart.series):
        pages.fill(x, y - 6, 8, 7, _GREYS[number % len(_GREYS)])
        pages.box(x, y - 6, 8, 7, 0.4)
        pages.say(one.words, x + 12, y, _SMALL)
        x += 24 + pages.text.measure(one.words, _SMALL, False)
