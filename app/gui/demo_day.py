"""Plays the first minutes of a cashier's day in the real window, by keyboard, and keeps pictures.

For a computer without a display, and for whoever wants to see what the program looks like. It
decides nothing: every press goes where a person's would go.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.areas.payments.values import Receipt
from app.gui.application import DESIGNED, Application, Opened
from app.gui.at_rest import at_rest
from app.gui.printing.paper import save_receipt
from app.gui.screens.counter.view import View as CounterView
from app.gui.screens.drawer.view import View as DrawerView
from app.gui.session import Session
from app.gui.theme import Scheme
from app.kernel.errors import OutsideError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.security.values import FrontDoor

KEY_EVERY_MS: Final = 45
"""Slower than a scanner types, so that the window takes it for a person."""
PATIENCE_MS: Final = 30_000
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Part:
    """Who plays, whom they find, and what is handed over; numbers and amounts as typed."""

    number: str
    pin: str
    find: str
    given: str


@dataclass(slots=True)
class Played:
    """The receipt that was made, and the files that were written."""

    receipt: Receipt
    files: list[Path] = field(default_factory=list)


def play(
    data: Path, opened: Opened, ahead: Future[FrontDoor | None], part: Part, out: Path
) -> Played:
    """Sign in, count a float where there is no shift, find somebody, take cash; pictures to `out`.

    OutsideError when the window does not come to a step in PATIENCE_MS.
    """
    app = QApplication.instance() or QApplication(["counterfoil"])
    application = Application(data, opened, ahead)
    application.failures.take_over()
    application.theme.choose(Scheme.LIGHT, 100)
    window = application.window
    window.resize(DESIGNED)
    window.show()
    window.activateWindow()
    day = Day(application, out)
    try:
        day.sign_in(part)
        day.count_float()
        day.take_cash(part)
        day.show_dark_and_keys()
        receipt = day.receipt()
        day.files.extend(save_receipt(receipt, out))
        return Played(receipt, day.files)
    finally:
        window.close()
        app.processEvents()


class Day:
    """The keyboard of the person who plays, and the camera."""

    def __init__(self, application: Application, out: Path) -> None:
        self._application, self._window, self._out = application, application.window, out
        self.files: list[Path] = []

    @property
    def session(self) -> Session:
        session = self._application.session
        if session is None:
            raise OutsideError(t("The window did not open."))
        return session

    def sign_in(self, part: Part) -> None:
        self.until(lambda: self._application.session is not None, t("the practice to open"))
        page = self.session.sign_in
        self.until(lambda: bool(page.wall.tiles), t("the sign-in page"))
        self.picture("1-sign-in")
        if page.chosen is None or page.chosen.number != part.number:
            self.press(Qt.Key.Key_Escape)
            self.type(part.number)
            self.press(Qt.Key.Key_Return)
        self.type(part.pin)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self._window.page is self.session.frame, t("the first screen"))

    def count_float(self) -> None:
        """Only where the person has no drawer open yet: ten twenties, five tens."""
        frame = self.session.frame
        self.press(Qt.Key.Key_5, _CTRL)
        drawer = frame.screen_of("drawer")
        if not isinstance(drawer, DrawerView):
            raise OutsideError(t("There is no drawer screen."))
        self.until(lambda: drawer.count is not None or drawer.running is not None, t("the drawer"))
        if drawer.count is not None and self.session.desk.seat.shift is None:
            count = drawer.count
            self.until(lambda: count.isAncestorOf(self._focus), t("the count"))
            for quantity in ("", "", "10", "5"):
                self.type(quantity)
                self.press(Qt.Key.Key_Return)
            self.picture("2-float")
            self.press(Qt.Key.Key_Return, _CTRL)
            self.until(lambda: self.session.desk.seat.shift is not None, t("the open drawer"))
        self.picture("3-counter")

    def take_cash(self, part: Part) -> None:
        frame = self.session.frame
        self.press(Qt.Key.Key_1, _CTRL)
        counter = frame.screen_of("counter")
        if not isinstance(counter, CounterView):
            raise OutsideError(t("There is no Counter."))
        self.press(Qt.Key.Key_F3)
        self.type(part.find)
        self.settle()
        self.picture("4-find")
        self.press(Qt.Key.Key_Return)
        self.until(lambda: counter.acts.account_id is not None, t("the account"))
        self.settle()
        self.picture("5-account")
        self.press(Qt.Key.Key_F6)
        self.type(part.given)
        self.picture("6-change")
        self.press(Qt.Key.Key_Return)
        self.until(lambda: frame.shelf.newest is not None, t("the receipt"))
        self.settle()
        self.picture("7-receipt")

    def show_dark_and_keys(self) -> None:
        self._application.theme.choose(Scheme.DARK, 100)
        self.picture("8-dark")
        self._application.theme.choose(Scheme.LIGHT, 100)
        self.press(Qt.Key.Key_F1)
        self.picture("9-keys")
        self.press(Qt.Key.Key_Escape)

    def receipt(self) -> Receipt:
        newest = self.session.frame.shelf.newest
        if newest is None:
            raise OutsideError(t("No receipt came."))
        return newest

    @property
    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
        QTest.qWait(KEY_EVERY_MS)
        QTest.keyClick(self._focus, key, held)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.qWait(KEY_EVERY_MS)
            if letter.isascii():
                QTest.keyClicks(self._focus, letter)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, _NONE, letter)
                QApplication.sendEvent(self._focus, event)

    def settle(self) -> None:
        runner = self.session.runner
        for _ in range(3):
            QTest.qWait(10)
            self.until(lambda: at_rest(self._window, runner), t("an answer"))

    def until(self, there: Callable[[], bool], what: str) -> None:
        for _ in range(PATIENCE_MS // 20):
            if there():
                return
            QTest.qWait(20)
        self.picture("stopped")
        raise OutsideError(t("The demo day waited in vain for {what}.", what=what))

    def picture(self, name: str) -> None:
        QTest.qWait(120)
        path = self._out / f"{name}.png"
        if not self._window.grab().save(str(path)):
            raise OutsideError(t("{path} can't be written.", path=path))
        self.files.append(path)
