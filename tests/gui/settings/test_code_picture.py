"""The code for one more station as a picture: whole, black on white, and gone with the code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.screens.settings.code_picture import CodePicture
from app.gui.screens.settings.station_form import StationForm
from app.gui.theme import Scheme, Theme
from app.gui.widgets.qr_picture import LEAST_PX, QUIET, Modules, QrPicture, module_px, modules_of
from app.kernel.clock import SystemClock

CODE = "SQ0G2 7KMZA " * 30
PLAIN = "".join(CODE.split())


def seen(picture: QrPicture) -> Modules:
    """What a scanner sees in the middle of every module, the white around included."""
    image = picture.grab().toImage()
    ratio = image.devicePixelRatio()
    side = picture.width() * ratio
    count = len(modules_of(PLAIN)) + 2 * QUIET
    places = [int((n + 0.5) * side / count) for n in range(count)]
    colors = [[image.pixelColor(x, y) for x in places] for y in places]
    assert {color.name() for row in colors for color in row} == {"#000000", "#ffffff"}
    return tuple(bytes(color == QColor(Qt.GlobalColor.black) for color in row) for row in colors)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_picture_is_the_code_in_every_theme(theme: Theme, qtbot: QtBot, scheme: Scheme) -> None:
    theme.choose(scheme)
    window = QWidget()
    qtbot.addWidget(window)
    modules = modules_of(PLAIN)
    over = CodePicture(window, modules)
    over.begin()
    assert over.picture.accessibleName()
    assert over.rect().contains(over.picture.geometry()), "all of it is seen"
    assert over.picture.geometry().right() < over.words.geometry().left()
    shown = seen(over.picture)
    white = bytes(len(shown))
    assert shown[:QUIET] == shown[-QUIET:] == (white,) * QUIET
    assert tuple(row[QUIET:-QUIET] for row in shown[QUIET:-QUIET]) == modules
    over.leave()


def test_there_is_none_where_it_does_not_fit(theme: Theme) -> None:
    """A code of 4,296 signs is the longest; a screen that is too small shows no small modules."""
    assert len(modules_of("A" * 4_296)) == 177
    assert modules_of("A" * 4_297) == ()
    assert module_px((), 9_999) == 0
    modules = modules_of("A")
    side = len(modules) + 2 * QUIET
    assert module_px(modules, side * LEAST_PX) == LEAST_PX
    assert module_px(modules, side * LEAST_PX - 1) == 0


def test_it_is_seen_no_longer_than_the_code(theme: Theme, qtbot: QtBot) -> None:
    form = StationForm()
    qtbot.addWidget(form)
    form.show()
    form.show_new()
    assert not form.scan.isVisible()
    until = SystemClock().now() + timedelta(minutes=5)
    form.show_code(CODE, until)
    assert not form.scan.isVisible()
    form.show_code(CODE, until, modules=modules_of(PLAIN))
    assert form.scan.isVisible()
    for by_hand in (True, False):
        form.scan.click()
        over = form.picture
        assert over is not None
        assert over.isVisible()
        if by_hand:
            qtbot.keyClick(over, Qt.Key.Key_Escape)
        else:
            form.forget_code()
        assert form.picture is None
        assert not over.isVisible()
    assert not form.scan.isVisible()
