"""The hands and the camera of whoever plays a day in the real window: keys, waiting, pictures.

They decide nothing: every press goes where a person's would go.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.gui.application import Application
from app.gui.at_rest import at_rest
from app.gui.screens.counter.view import View as CounterView
from app.gui.screens.drawer.view import View as DrawerView
from app.gui.session import Session
from app.gui.theme import current
from app.gui.widgets.denomination_grid import DenominationGrid
from app.kernel.errors import OutsideError
from app.kernel.translate import t

KEY: Final = Qt.Key
NONE: Final = Qt.KeyboardModifier.NoModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
KEY_EVERY_MS: Final = 45
"""Slower than a scanner types, so that the window takes it for a person."""
PATIENCE_MS: Final = 30_000
_LOOK_EVERY_MS: Final = 10


def wait(milliseconds: int) -> None:
    """Let the window live for a while; other threads work meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Hands:
    """One person at the keyboard of `application`; pictures go to the folder `out`."""

    def __init__(self, application: Application, out: Path) -> None:
        self.application, self.window, self.out = application, application.window, out
        self.files: list[Path] = []

    @property
    def session(self) -> Session:
        session = self.application.session
        if session is None:
            raise OutsideError(t("The window did not open."))
        return session

    @property
    def counter(self) -> CounterView:
        screen = self.session.frame.screen_of("counter")
        if not isinstance(screen, CounterView):
            raise OutsideError(t("There is no Counter."))
        return screen

    @property
    def drawer(self) -> DrawerView:
        screen = self.session.frame.screen_of("drawer")
        if not isinstance(screen, DrawerView):
            raise OutsideError(t("There is no drawer screen."))
        return screen

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or self.window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        wait(KEY_EVERY_MS)
        QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        """Letter by letter; those that no key of a plain keyboard makes come as a person's do."""
        for letter in text:
            wait(KEY_EVERY_MS)
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, KEY.Key_unknown, NONE, letter)
                QApplication.sendEvent(self.focus, event)

    def count(self, grid: DenominationGrid, minor: int) -> None:
        """Type what lies there into `grid`, note by note, Enter after Enter."""
        for pile in grid.denominations:
            pieces, minor = divmod(minor, pile.value.minor)
            self.type(str(pieces) if pieces else "")
            self.press(KEY.Key_Return)

    def settle(self) -> None:
        """Until every answer has arrived and nothing moves."""
        runner = self.session.runner
        for _ in range(3):
            wait(_LOOK_EVERY_MS)
            self.until(lambda: at_rest(self.window, runner), t("an answer"))

    def until(self, there: Callable[[], bool], what: str) -> None:
        """OutsideError, and a picture of where it stopped, after PATIENCE_MS."""
        for _ in range(PATIENCE_MS // _LOOK_EVERY_MS):
            if there():
                return
            wait(_LOOK_EVERY_MS)
        self.picture("stopped")
        raise OutsideError(t("The demo day waited in vain for {what}.", what=what))

    def sign_in(self, number: str, pin: str, picture: str = "") -> None:
        """By number and PIN; `picture` is taken of the page as it first stands."""
        self.until(lambda: self.application.session is not None, t("the practice to open"))
        page = self.session.sign_in
        self.until(lambda: bool(page.wall.tiles), t("the sign-in page"))
        if picture:
            self.picture(picture)
        if page.chosen is None or page.chosen.number != number:
            self.press(KEY.Key_Escape)
            self.type(number)
            self.press(KEY.Key_Return)
        self.type(pin)
        self.press(KEY.Key_Return)
        self.until(lambda: self.window.page is self.session.frame, t("the first screen"))
        self.settle()

    def open_account(self, text: str, picture: str = "") -> None:
        """Find `text` and open who stands first."""
        self.press(KEY.Key_F3)
        self.type(text)
        self.settle()
        if picture:
            self.picture(picture)
        self.press(KEY.Key_Return)
        self.until(lambda: self.counter.acts.account_id is not None, t("the account"))
        self.settle()

    def picture(self, name: str) -> None:
        """The window, and in its middle whatever dialog stands over it."""
        wait(120)
        path = self.out / f"{name}.png"
        picture = self.window.grab()
        painter = QPainter(picture)
        painter.setPen(QColor(current().tokens.border))
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                middle = self.window.rect().center() - dialog.rect().center()
                painter.drawPixmap(middle, dialog.grab())
                painter.drawRect(dialog.rect().translated(middle))
        painter.end()
        if not picture.save(str(path)):
            raise OutsideError(t("{path} can't be written.", path=path))
        self.files.append(path)
