"""Steps of a close by keyboard, for the tests of the Drawer screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.areas.drawers import queries
from tests.gui.drawer.conftest import CTRL, ENTER, KEY, SHIFT

if TYPE_CHECKING:
    from tests.gui.drawer.conftest import Till


def words_on(widget: QWidget) -> str:
    """All that eyes or a screen reader get from what is visible."""
    said = []
    for each in widget.findChildren(QWidget):
        if each.isVisible():
            said += [each.accessibleName(), each.accessibleDescription(), each.toolTip()]
            if isinstance(each, QLabel | QLineEdit):
                said.append(each.text())
    return " ".join(said)


def to_count(till: Till) -> None:
    till.press(KEY.Key_F12, SHIFT)
    assert till.closing.grid.isAncestorOf(till.person.focus)


def seal(till: Till) -> None:
    till.press(ENTER, CTRL)
    till.until(lambda: till.view.page is not till.view.closing)
    till.settle()


def closed(till: Till) -> None:
    till.until(lambda: till.view.closed and till.view.page is till.view.closed)
    till.settle()
    assert till.person.session.desk.shift is None
    assert till.station.ask(queries.open_shifts).result() == ()
