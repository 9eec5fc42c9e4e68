"""A text size chosen while the window runs looks as if the window had been built in it."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSpacerItem,
    QWidget,
    QWidgetItem,
)
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.areas.drawers.values import Denomination
from app.bootstrap.setup_draft import SetUpDraft
from app.gui.frame import places
from app.gui.layout_items import items_of
from app.gui.navigation import Rail
from app.gui.rescaling import rescale
from app.gui.screens.counter.payment_panel import PaymentPanel
from app.gui.screens.first_run.wizard import SetUpWizard
from app.gui.screens.sign_in.pin_panel import PinPanel
from app.gui.theme import Theme
from app.gui.top_bar import TopBar
from app.gui.widgets.denomination_grid import DenominationGrid
from app.kernel.money import Money
from tests.gui.conftest import Person

NOTES = (
    Denomination(Money(2000, "USD"), "20", False),
    Denomination(Money(25, "USD"), "0.25", True),
)
PARTS: dict[str, Callable[[], QWidget]] = {
    "payment": lambda: PaymentPanel("USD", "en_US"),
    "float": lambda: DenominationGrid(NOTES, "USD"),
    "pin": PinPanel,
    "set-up": lambda: SetUpWizard(SetUpDraft()),
    "bar": lambda: TopBar(demo=True),
    "rail": lambda: Rail(places()),
}


def shape(widget: QWidget) -> list[tuple[str, object]]:
    """Where its parts lie once all layouts in layouts have come to rest."""
    found = _places(widget)
    for _ in range(20):
        last, found = found, _places(widget)
        if found == last:
            break
    return found


def _places(widget: QWidget) -> list[tuple[str, object]]:
    QApplication.processEvents()
    return [
        (type(each).__name__, each.geometry().getRect())
        for each in widget.findChildren(QWidget)
        if each.isVisible()
    ]


@pytest.mark.parametrize("part", PARTS)
def test_it_is_as_if_built_so(theme: Theme, qtbot: QtBot, part: str) -> None:
    changed = PARTS[part]()
    qtbot.addWidget(changed)
    changed.resize(1400, 2600)
    changed.show()
    before = shape(changed)
    for scale in (125, 200, 100, 150, 200):
        theme.choose(scale=scale)
    fresh = PARTS[part]()
    qtbot.addWidget(fresh)
    fresh.resize(1400, 2600)
    fresh.show()
    differ = [pair for pair in zip(shape(changed), shape(fresh), strict=True) if pair[0] != pair[1]]
    assert not differ
    theme.choose(scale=100)
    assert shape(changed) == before, "and back without a drift"


def test_keys_change_the_text_size_and_open_the_menu(person: Person, theme: Theme) -> None:
    kept: list[bool] = []
    person.window.look_chosen.connect(lambda: kept.append(True))
    control = Qt.KeyboardModifier.ControlModifier
    person.press(Qt.Key.Key_Plus, control)
    person.press(Qt.Key.Key_Equal, control)
    assert theme.scale == 150
    person.press(Qt.Key.Key_Minus, control)
    assert theme.scale == 125
    person.press(Qt.Key.Key_0, control)
    assert theme.scale == 100
    assert len(kept) == 4
    person.sign_in("2001")
    person.counting()
    menu = person.session.frame.top_bar.person.menu()
    shown: list[list[str]] = []

    def look() -> None:
        shown.append([action.text() for action in menu.actions() if action.isChecked()])
        menu.close()

    menu.aboutToShow.connect(look, Qt.ConnectionType.QueuedConnection)
    person.press(Qt.Key.Key_Comma, control)
    person.wait(lambda: shown)
    assert shown == [["Light colors", "Text 100 %"]]


def test_a_panel_over_the_window_grows_once(qtbot: QtBot, theme: Theme) -> None:
    """It is a window of its own and a part of the one below it."""
    below = QWidget()
    qtbot.addWidget(below)
    row = QHBoxLayout(QDialog(below))
    row.setSpacing(24)
    theme.choose(scale=200)
    assert row.spacing() == 48
    theme.choose(scale=100)
    assert row.spacing() == 24


def test_nothing_is_kept_of_what_lies_in_a_layout(qtbot: QtBot, theme: Theme) -> None:
    """A wrapper that outlives its item is taken for the next widget at its address. Tests before
    this one may have left some of their own.
    """
    gc.collect()
    before = _kept()
    whole = QWidget()
    qtbot.addWidget(whole)
    row = QHBoxLayout(whole)
    row.addStretch(1)
    row.addLayout(QHBoxLayout())
    for _ in range(3):
        row.addWidget(QPushButton("a"))
    rescale(whole, 100, 200)
    rescale(whole, 200, 100)
    assert _kept() <= before
    assert [isinstance(one, QHBoxLayout) for one in items_of(row)] == [False, True, *[False] * 3]
    while (item := row.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
    del item, widget
    assert _kept() <= before


def _kept() -> int:
    kinds = (QWidgetItem, QSpacerItem)
    return sum(type(one) in kinds for one in Shiboken.getAllValidWrappers())


def test_a_message_that_stays_grows_with_the_text(person: Person, theme: Theme) -> None:
    """Its words and its buttons stay whole, and it is no wider than it would be new."""
    person.sign_in("2001")
    person.counting()
    toasts = person.window.toasts
    toasts.notice(
        "Nguyễn: 160.50 was charged after all",
        "It is in the books.",
        verb="I saw it",
        act=lambda: None,
    )
    (old,) = toasts.shown
    theme.choose(scale=200)
    person.settle()
    toasts.notice(
        "Nguyễn: 160.50 was charged at last",
        "It is in the books.",
        verb="I saw it",
        act=lambda: None,
    )
    new = toasts.shown[-1]
    person.wait(lambda: old.size() == new.size())
    assert old.width() >= old.sizeHint().width()
    theme.choose(scale=100)
