"""Finding while typing: the find box and the list under it; it opens nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.areas.parties import queries as parties
from app.areas.parties.values import Found
from app.gui.desk import Desk
from app.gui.screens.counter.found_list import FoundList
from app.kernel.errors import UserError
from app.kernel.text import refuse_card_number

FIND_AFTER_MS: Final = 25
"""Long enough to skip the middle of a burst of keys, too short to notice."""
FOUND_AT_MOST: Final = 50
FEW: Final = 5
"""With fewer people than these, those written nearly so are looked for too."""
_LETTERS_LEAST: Final = 3


class Finding(QObject):
    """`chosen` comes with the account id of the person to open, `escaped` on Esc in the empty
    box.
    """

    chosen = Signal(str)
    escaped = Signal()

    def __init__(self, found: FoundList, desk: Desk, screen: QWidget) -> None:
        super().__init__(screen)
        self._list, self._box, self._runner = found, desk.find, desk.runner
        self._toasts = desk.toasts
        self._screen = screen
        self._found_for = ""
        self._open_when_found = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIND_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self._box.typed.connect(self._typed)
        self._box.chosen.connect(self.choose)
        self._box.moved.connect(self._move_mark)
        self._box.escaped.connect(self._escaped)
        found.opened.connect(self._open)

    def choose(self) -> None:
        """Enter in the find box: open the marked person, as soon as the list shows this text."""
        text = self._box.text()
        if not self._screen.isVisible() or not text.strip():
            return
        if self._found_for != text or not self._list.isVisible():
            self._open_when_found = True
            self._timer.stop()
            self._ask()
            return
        marked = self._list.marked
        if marked is not None:
            self._open(marked)

    def look_again(self) -> None:
        """Letters were typed before the screen was shown."""
        self._typed(self._box.text())

    def close(self) -> None:
        """Take the list away; the text stays."""
        self._timer.stop()
        self._found_for, self._open_when_found = "", False
        self._list.hide()

    def clear(self) -> None:
        """Take the list and the text away."""
        self._box.clear()
        self._forget()
        self.close()

    def _forget(self) -> None:
        for key in ("find", "find.similar"):
            self._runner.forget(key)

    def _is_card(self, text: str) -> bool:
        """A card's number that was scanned, pasted or typed goes no further than this: out of the
        box, into no query and onto no screen.
        """
        try:
            refuse_card_number(text, "find")
        except UserError as error:
            self.clear()
            self._toasts.caution(error.text)
            return True
        return False

    def _typed(self, text: str) -> None:
        if not self._screen.isVisible() or self._is_card(text):
            return
        self._open_when_found = False
        if text.strip():
            self._timer.start()
        else:
            self._forget()
            self.close()

    def _ask(self) -> None:
        text = self._box.text()
        if not self._screen.isVisible():
            return
        self._runner.ask(
            parties.find,
            text,
            FOUND_AT_MOST,
            done=lambda found: self._have(text, found),
            key="find",
        )

    def _have(self, text: str, found: tuple[Found, ...]) -> None:
        if text != self._box.text() or not self._screen.isVisible():
            return
        self._found_for = text
        self._list.show_found(text, found)
        entered = self._open_when_found
        if entered:
            self._open_when_found = False
            self.choose()
        if len(found) < FEW and sum(letter.isalpha() for letter in text) >= _LETTERS_LEAST:
            self._ask_similar(text)

    def _ask_similar(self, text: str) -> None:
        """People written nearly so come under those that were found; nothing that stands there
        moves, and Enter opens none of them before somebody marks it.
        """
        self._runner.ask(
            parties.find_similar,
            text,
            done=lambda found: self._have_similar(text, found),
            key="find.similar",
        )

    def _have_similar(self, text: str, found: tuple[Found, ...]) -> None:
        there = self._found_for == text == self._box.text()
        if there and self._screen.isVisible() and self._list.isVisible():
            self._list.add_similar(text, found)

    def _move_mark(self, steps: int) -> None:
        if self._screen.isVisible() and self._list.isVisible():
            self._list.move_mark(steps)

    def _open(self, found: object) -> None:
        if isinstance(found, Found):
            self.chosen.emit(found.account_id)

    def _escaped(self) -> None:
        if self._screen.isVisible():
            self.escaped.emit()
