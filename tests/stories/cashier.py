"""A cashier at the real window, for stories: only keys, and every key is counted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.areas.payments.values import Receipt
from app.gui.application import Application
from app.gui.screens.counter.view import View as CounterView
from app.gui.screens.drawer.view import View as DrawerView
from app.gui.session import Session
from tests.building import PIN
from tests.patience import settle, until

KEY: Final = Qt.Key
NO_KEY: Final = Qt.KeyboardModifier.NoModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
BETWEEN_KEYS_MS: Final = 35
"""Slower than a scanner, faster than anybody."""


@dataclass
class Cashier:
    """Whoever sits at the window; `keys` counts what was pressed since it was set to nought."""

    application: Application
    bot: QtBot
    keys: int = field(default=0)
    struck_ms: int = 0

    @property
    def session(self) -> Session:
        assert self.application.session is not None
        return self.application.session

    @property
    def counter(self) -> CounterView:
        screen = self.session.frame.screen_of("counter")
        assert isinstance(screen, CounterView)
        return screen

    @property
    def drawer(self) -> DrawerView:
        screen = self.session.frame.screen_of("drawer")
        assert isinstance(screen, DrawerView)
        return screen

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.application.window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
        self.keys += 1
        self.bot.wait(BETWEEN_KEYS_MS)
        self._pause()
        QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.keys += 1
            self._pause()
            QTest.keyClicks(self.focus, letter)

    def _pause(self) -> None:
        """What a hand needs to the next key, by the clock that tells hands from scanners."""
        self.struck_ms += 90
        self.application.window.scan.now_ms = lambda: self.struck_ms
        QApplication.processEvents()

    def until(self, there: Callable[[], object]) -> None:
        until(self.bot, there)

    def settle(self) -> None:
        settle(self.bot, self.application.window, self.session.runner)

    def keys_for(self, *steps: Callable[[], None]) -> int:
        """How many keys these steps took."""
        self.keys = 0
        for step in steps:
            step()
        return self.keys

    def paper(self) -> str:
        """What the on-screen paper says, as a screen reader reads it."""
        return self.session.frame.shelf.tray.widget.accessibleDescription()

    def sign_in(self, name: str, letters: str) -> None:
        """By the first letters of a name, and the PIN, up to the first screen."""
        page = self.session.sign_in
        self.until(lambda: page.wall.tiles)
        self.type(letters)
        self.press(KEY.Key_Return)
        assert page.chosen is not None
        assert page.chosen.name == name
        self.type(PIN)
        self.press(KEY.Key_Return)
        self.until(lambda: self.application.window.page is self.session.frame)

    def find(self, text: str, name: str) -> None:
        """Typing finds; once the list is there one Enter opens the person."""
        self.type(text)
        self.settle()
        assert self.keys_for(lambda: self.press(KEY.Key_Return)) == 1
        self.until(lambda: self.counter.bar.name.text() == name)
        self.settle()

    def the_receipt(self) -> Receipt:
        shelf = self.session.frame.shelf
        self.settle()
        self.until(lambda: shelf.isVisible() and shelf.newest is not None)
        assert shelf.newest is not None
        return shelf.newest
