"""The Counter at the sizes it was designed for: nothing is cut, and Take never scrolls away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from tests.gui.counter.conftest import KEY, Bench
from tests.gui.counter.test_tenders import digit


@pytest.mark.parametrize(("scale", "size"), [(100, (1280, 720)), (200, (1920, 1080))])
def test_everything_fits(make_bench: Callable[..., Bench], theme, scale: int, size) -> None:
    theme.choose(scale=scale)
    bench = make_bench(size=size)
    for number in range(10):
        bench.books.bring_forward("Thị Hoa", 1234 + number, 50 + number, "Office visit")
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    assert (bench.window.width(), bench.window.height()) == size
    assert not _scrolls(bench.view.panel)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert not _scrolls(bench.view.panel)
    assert bench.view.panel.figure.height() >= bench.view.panel.figure.sizeHint().height()
    if scale == 100:
        assert not bench.view.invoices_table.verticalScrollBar().isVisible()


def test_a_split_fits_with_all_it_asks_for(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F8)
    bench.type("5")
    bench.press(KEY.Key_F6)
    bench.type("20")
    bench.press(KEY.Key_F7)
    bench.wait(lambda: len(bench.view.panel.legs.lines) == 2)
    QApplication.processEvents()
    assert not _scrolls(bench.view.panel)
    assert bench.view.panel.figure.isVisible() or not bench.view.panel.figure.text()


def test_at_twice_the_size_take_stands_below_a_split(
    make_bench: Callable[..., Bench], theme
) -> None:
    theme.choose(scale=200)
    bench = make_bench(size=(1920, 1080))
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("20")
    bench.press(KEY.Key_F7)
    bench.wait(lambda: len(bench.view.panel.legs.lines) == 1)
    QApplication.processEvents()
    button = bench.view.panel.take_button
    foot = button.mapTo(bench.window, button.rect().bottomLeft()).y()
    assert foot < bench.window.height()
    assert bench.focus.visibleRegion().boundingRect() == bench.focus.rect()


@pytest.mark.parametrize("void", [False, True], ids=["taken", "void"])
def test_at_twice_the_size_a_name_is_read_whole(
    make_bench: Callable[..., Bench], theme, void: bool
) -> None:
    theme.choose(scale=200)
    bench = make_bench(size=(1920, 1080))
    bench.books.register("Carol", "Santiago Reyes")
    bench.books.issue("Carol", 4500)
    bench.open("Carol")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    bench.press(KEY.Key_Escape)
    bench.settle()
    if void:
        bench.press(KEY.Key_R, Qt.KeyboardModifier.ControlModifier)
        bench.press(KEY.Key_Delete)
        bench.settle()
        digit(bench, KEY.Key_1)
    table, model = bench.view.station_table, bench.view.station_latest
    place = [column.title for column in model.columns].index("From")
    assert table.columnWidth(place) >= table.sizeHintForColumn(place)
    assert ("Void" in [column.words(model.rows[0]) for column in model.columns]) is void


def _scrolls(panel: QWidget) -> bool:
    return any(area.verticalScrollBar().isVisible() for area in panel.findChildren(QScrollArea))
