"""The list of sections at the left of the settings, where it is longer than the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect

from app.gui.theme import Scheme, Theme
from tests.gui.settings.test_settings import KEY, page

if TYPE_CHECKING:
    from tests.gui.conftest import Person


def test_large_text_rolls_the_sections_instead_of_squeezing_them(
    person: Person, theme: Theme
) -> None:
    theme.choose(Scheme("light"), 200)
    person.window.resize(1280, 720)
    view = page(person)
    shown = [each for each in view.buttons.values() if each.isVisible()]
    assert all(each.height() >= each.sizeHint().height() for each in shown)
    for _ in shown:
        person.press(KEY.Key_Down)
    person.settle()
    last = view.buttons[view.now]
    area = view.view.sections_area
    assert area.rect().contains(QRect(last.mapTo(area, QPoint(0, 0)), last.size()))
