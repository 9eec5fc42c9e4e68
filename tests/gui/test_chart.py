"""The chart: painted in every shape and look, chosen by mouse and keys, told by more than color."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.theme import DARK, LIGHT, Scheme, Theme, contrast
from app.gui.widgets.chart import PATTERNS, TONES, ChartView
from app.kernel.chart import Chart, ChartKind, Series


def chart(kind: ChartKind, count: int, *values: tuple[int | None, ...]) -> Chart:
    labels = tuple(f"Nov {n}" for n in range(count))
    series = tuple(Series(f"Series {n}", each * count) for n, each in enumerate(values))
    return Chart("Money", kind, labels, tuple(f"{each}, 2026" for each in labels), series, "USD")


def view(qtbot: QtBot, shown: Chart | None) -> ChartView:
    made = ChartView()
    qtbot.addWidget(made)
    made.resize(640, 200)
    made.show_chart(shown)
    made.show()
    return made


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("count", [0, 1, 400])
def test_every_shape_is_painted(theme: Theme, qtbot: QtBot, kind: ChartKind, count: int) -> None:
    theme.choose(Scheme.DARK if count else Scheme.LIGHT)
    sevens = tuple((100_00 * n,) for n in range(-2, 5))
    made = view(qtbot, chart(kind, count, *sevens, (None,)))
    picture = made.grab().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(0, 640, 3) for y in range(0, 200, 3)}
    assert theme.tokens.accent.lower() in colors


def test_no_two_series_look_alike_and_all_stand_out() -> None:
    looks = {(TONES[n % len(TONES)], PATTERNS[n % len(PATTERNS)]) for n in range(7)}
    assert len({pattern for _, pattern in looks}) == 7
    for tokens in (LIGHT, DARK):
        for tone in TONES:
            assert contrast(getattr(tokens, tone), tokens.surface) >= 3


def test_a_label_is_pointed_at_and_told(theme: Theme, qtbot: QtBot) -> None:
    made = view(qtbot, chart(ChartKind.STACKED, 4, (12_345,), (None,)))
    assert made.said() == "Nov 3, 2026: Series 0 123.45, Series 1 hidden"
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(120, 90))
    assert chosen.args == [0]
    assert made.accessibleDescription().startswith("Nov 0, 2026")
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert made.place == 1
    qtbot.keyClick(made, Qt.Key.Key_End)
    assert made.place == 3


def test_nothing_to_show_is_no_trouble(theme: Theme, qtbot: QtBot) -> None:
    made = view(qtbot, None)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_End):
        qtbot.keyClick(made, key)
    qtbot.mouseMove(made, QPoint(50, 50))
    QApplication.processEvents()
    assert made.said() == ""
    made.show_chart(chart(ChartKind.LINES, 3, (5,)))
    theme.choose(scale=200)
    assert made.said().endswith("0.05")
