"""Every widget on the gallery's pages in both themes; `counterfoil gallery` shows them."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import app.gui.widgets
from app.gui.gallery.page import LEAVES, GalleryPage, Leaf, picture, save_pictures
from app.gui.gallery.window import GalleryWindow
from app.gui.tables.data_table import DataTable
from app.gui.theme import DARK, LIGHT, Scheme, Theme, contrast
from app.gui.toasts import Toast
from app.gui.widgets.buttons import Button
from app.gui.widgets.tick import Tick

ALSO = (DataTable, Toast)
"""What is made elsewhere and belongs to what a screen is made from."""


def widget_classes() -> set[type[QWidget]]:
    """Every widget that app/gui/widgets offers."""
    found: set[type[QWidget]] = set()
    for module in pkgutil.iter_modules(app.gui.widgets.__path__):
        inside = vars(importlib.import_module(f"app.gui.widgets.{module.name}"))
        for name, value in inside.items():
            if isinstance(value, type) and issubclass(value, QWidget):
                here = value.__module__ == f"app.gui.widgets.{module.name}"
                found |= {value} if here and not name.startswith("_") else set()
    return found


def test_every_widget_stands_in_the_gallery(theme: Theme, qtbot: QtBot) -> None:
    there: set[type] = set()
    for leaf in LEAVES:
        page = GalleryPage(leaf)
        qtbot.addWidget(page)
        there |= {type(each) for each in page.findChildren(QWidget)}
    missing = {each for each in (*widget_classes(), *ALSO) if each not in there}
    assert not {each.__name__ for each in missing}


def test_both_themes_stand_side_by_side_in_the_pictures(theme: Theme, tmp_path: Path) -> None:
    theme.choose(Scheme.DARK, 125)
    (path,) = save_pictures(tmp_path, LEAVES[-1:], (100,))
    assert path.stem == f"gallery-{LEAVES[-1].name}-100"
    seen = picture(LEAVES[0], 200)
    assert seen.pixelColor(QPoint(2, 2)).name().upper() == LIGHT.canvas
    assert seen.pixelColor(QPoint(seen.width() - 2, 2)).name().upper() == DARK.canvas
    assert (theme.scheme, theme.scale) == (Scheme.DARK, 125)


def test_the_window_changes_page_theme_and_size(theme: Theme, qtbot: QtBot) -> None:
    window = GalleryWindow()
    qtbot.addWidget(window)
    window.show()
    for words in (LEAVES[1].name, "dark", "150 %"):
        button = next(each for each in window.findChildren(Button) if each.text() == words)
        button.click()
    assert (theme.scheme, theme.scale) == (Scheme.DARK, 150)
    live = window.findChildren(GalleryPage)
    assert [page.leaf for page in live][-1:] == [LEAVES[1]]


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_an_empty_check_box_is_seen(theme: Theme, qtbot: QtBot, scheme: Scheme) -> None:
    theme.choose(scheme, 100)
    leaf = Leaf("ticks", ((("A check box"), lambda: Tick("I have written it down")),), ())
    page = GalleryPage(leaf)
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()
    tick = page.findChildren(Tick)[0]
    picture_of = tick.grab().toImage()
    middle = tick.height() // 2
    ratio = picture_of.devicePixelRatio()
    colors = {
        picture_of.pixelColor(QPoint(round(x * ratio), round(middle * ratio))).name()
        for x in range(theme.px(18) + 6)
    }
    assert max(contrast(color, theme.tokens.surface) for color in colors) >= 3
