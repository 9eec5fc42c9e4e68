"""The head of a page keeps its words: where there is no room they go on in a second line."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.buttons import Button
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import PlainLabel


@pytest.mark.parametrize(("scale", "lines"), [(100, False), (200, True)])
def test_what_has_no_room_goes_on_below(
    qtbot: QtBot, theme: Theme, scale: int, lines: bool
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    head = HeadRow()
    title, verb = PlainLabel("Where the money is", role="title"), Button("Bring it to the bank")
    head.first.addWidget(title)
    head.first.addStretch(1)
    head.second.addStretch(1)
    head.second.addWidget(verb)
    column.addWidget(head)
    column.addStretch(1)
    theme.choose(scale=scale)
    page.resize(480, 300)
    page.show()
    qtbot.waitUntil(lambda: head.two_lines is lines)
    parts: tuple[QWidget, ...] = (title, verb)
    qtbot.waitUntil(lambda: all(part.width() >= part.sizeHint().width() for part in parts))
    beside = (
        title.mapTo(page, title.rect().bottomLeft()).y()
        > verb.mapTo(page, verb.rect().topLeft()).y()
    )
    theme.choose(scale=100)
    assert beside is not lines
    verb.setText("Bring all that lies in the safe to the bank before it closes today")
    qtbot.waitUntil(lambda: head.two_lines)
    verb.setText("Bring")
    qtbot.waitUntil(lambda: not head.two_lines)
