"""Looking at a layout again and again leaves nothing behind and says what lies in it."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayoutItem, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.layout_items import parts_of
from app.gui.tab_order import in_reading_order


def _wrapped() -> int:
    gc.collect()
    return sum(isinstance(each, QLayoutItem) for each in gc.get_objects())


def test_what_is_looked_at_often_leaves_nothing_behind(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, row = QVBoxLayout(page), QHBoxLayout()
    first, second, third = QPushButton("1"), QPushButton("2"), QPushButton("3")
    column.addWidget(first)
    column.addStretch()
    column.addLayout(row)
    column.addWidget(QLabel("between"))
    row.addWidget(second)
    row.addWidget(third)
    page.show()
    before = _wrapped()
    for _ in range(50):
        assert in_reading_order(page) == [first, second, third]
    assert _wrapped() <= before + 2, "each look kept an item"


def test_parts_lie_in_the_order_of_the_layout(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, row = QVBoxLayout(page), QHBoxLayout()
    last, first = QLabel("last"), QLabel("first")
    column.addWidget(last)
    column.insertLayout(0, row)
    column.insertWidget(0, first)
    outside = QLabel("no layout holds it", page)
    assert [part for _place, part in parts_of(column)] == [first, row, last]
    assert outside not in [part for _place, part in parts_of(column)]
    gone = weakref.ref(first)
    first.setParent(None)
    del first
    gc.collect()
    assert gone() is None
    assert [part for _place, part in parts_of(column)] == [row, last]
