"""What to ask for is read whole: the words go under their amounts before they are cut."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.areas.payments.values import AskFor
from app.gui.screens.counter.account_bar import AskStrip
from app.gui.theme import Theme
from app.gui.widgets.labels import PlainLabel
from app.kernel.money import Money

ASKS = tuple(
    AskFor(words, Money(minor, "USD"), True)
    for minor, words in (
        (14_500, "past due, > 120 days"),
        (37_400, "past due, 91–120 days"),
        (6_500, "past due, 61–90 days"),
    )
)


@pytest.mark.parametrize(("scale", "width"), [(100, 680), (200, 1060)])
def test_three_sums_are_read_whole(theme: Theme, qtbot: QtBot, scale: int, width: int) -> None:
    theme.choose(scale=scale)
    strip = AskStrip("en_US")
    qtbot.addWidget(strip)
    strip.show_asks(ASKS)
    strip.resize(width, 200)
    strip.show()
    strip.fit(width)
    QApplication.processEvents()
    words = [each for each in strip.findChildren(PlainLabel) if "due" in each.text()]
    assert len(words) == 3
    for label in words:
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        assert not label.toolTip()
