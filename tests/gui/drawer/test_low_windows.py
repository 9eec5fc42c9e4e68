"""In a low window with large text the drawer's pages scroll: nothing stands on anything else."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.areas.settings.values import Practice
from app.gui.screens.drawer.sealed_page import SealedPage
from app.gui.screens.drawer.shift_page import ShiftPage
from app.gui.theme import Theme
from tests.gui.test_cards_panel import HERE


def places(inner: QWidget) -> list[QRect]:
    """Where each button and each line of words lies that is no part of a button."""
    return [
        QRect(each.mapTo(inner, QPoint(0, 0)), each.size())
        for each in inner.findChildren(QWidget)
        if isinstance(each, QAbstractButton | QLabel)
        and each.isVisible()
        and not isinstance(each.parentWidget(), QAbstractButton)
    ]


@pytest.mark.parametrize("made", [SealedPage, ShiftPage])
def test_nothing_stands_on_anything_else(
    qtbot: QtBot, theme: Theme, made: type[SealedPage | ShiftPage]
) -> None:
    here: Practice = HERE
    page: QScrollArea = made(here)
    qtbot.addWidget(page)
    theme.choose(scale=200)
    page.resize(1080, 420)
    page.show()
    inner = page.widget()
    assert inner is not None
    qtbot.waitUntil(lambda: inner.height() > 0)
    laid = places(inner)
    theme.choose(scale=100)
    assert len(laid) > 5
    assert not [pair for pair in combinations(laid, 2) if pair[0].intersects(pair[1])]
