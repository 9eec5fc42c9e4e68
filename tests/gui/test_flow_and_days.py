"""Widgets that go on in the next line, and the box a day is typed into."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.flow import Flow
from app.gui.widgets.surfaces import Chip


def test_chips_go_on_in_the_next_line(theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    flow = Flow()
    column.addWidget(flow)
    column.addStretch(1)
    qtbot.addWidget(page)
    chips: list[QWidget] = [Chip("flag", f"a flag with words {n}") for n in range(4)]
    flow.put(chips)
    page.resize(1200, 300)
    page.show()
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) == 1)
    page.resize(260, 300)
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) > 1)
    assert max(chip.geometry().right() for chip in chips) < 260
    flow.put([])
    assert flow.isHidden()


def test_a_day_is_typed_and_shown_in_the_locales_order(theme: Theme, qtbot: QtBot) -> None:
    box = DayEdit("en_US")
    qtbot.addWidget(box)
    assert (box.day(), box.error()) == (None, "")
    box.setText("3/14/1984")
    assert box.day() == date(1984, 3, 14)
    box.setText("14.3.1984")
    assert box.day() is None
    assert "Type it like 3/14/1984" in box.error()
    box.show_day(date(2026, 11, 20))
    assert box.text() == "11/20/2026"
    german = DayEdit("de_DE")
    qtbot.addWidget(german)
    german.setText("14.3.1984")
    assert german.day() == date(1984, 3, 14)
