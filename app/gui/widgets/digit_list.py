"""A short list over the screen from which one digit chooses, such as the reasons for a void."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.gui.accessible import announce
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t, t_own

WIDTH: Final = 320
ALONE_MS: Final = 45
"""A digit counts when no other key follows so soon: a scanned code chooses nothing."""
MOST: Final = 9
_OWN: Final = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)
_CHORD: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class DigitList(Card):
    """Shown by `ask`; a digit, a click, or arrow keys and Enter choose once, Esc chooses nothing.

    Enter alone chooses nothing either: the first line is not marked until an arrow key marks it.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(raised=True)
        self.setParent(over)
        self._over = over
        self._at: QRect | None = None
        over.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        px = current().px
        self.words = PlainLabel(role="heading", wrap=True)
        self.detail = PlainLabel(role="caption", tone="muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.setSpacing(px(8))
        self.body.addWidget(self.words)
        self.body.addWidget(self.detail)
        self.body.addLayout(self._rows)
        self._buttons: list[Button] = []
        self._values: tuple[object, ...] = ()
        self._then: Callable[[object], None] = lambda _value: None
        self._given_up: Callable[[], None] = lambda: None
        self._mark = -1
        self._waiting = -1
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.setInterval(ALONE_MS)
        self._alone.timeout.connect(lambda: self._choose(self._waiting))
        self.hide()

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of the lines, by their digit."""
        return tuple(button.accessibleName() for button in self._buttons)

    def ask(
        self,
        words: str,
        rows: Sequence[tuple[str, object]],
        then: Callable[[object], None],
        *,
        detail: str = "",
        at: QRect | None = None,
        given_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Show up to nine lines of words and values; `then` gets the value that was chosen.

        `at` is the part of the screen under it whose lower edge it stands on; else the middle.
        `given_up` comes on Esc; where the keyboard simply went elsewhere nothing comes.
        """
        self._forget_rows()
        rows = tuple((t_own(line), value) for line, value in tuple(rows)[:MOST])
        self._then, self._given_up = then, given_up
        self._values = tuple(value for _words, value in rows)
        self.words.say(words)
        self.detail.say(detail)
        self.detail.setVisible(bool(detail))
        for number, (line, _value) in enumerate(rows):
            button = Button(f"{number + 1}    {line}", kind="quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setCheckable(True)
            button.setAccessibleName(line)
            button.clicked.connect(lambda _on=False, number=number: self._choose(number))
            self._rows.addWidget(button)
            self._buttons.append(button)
        self.setAccessibleName(words)
        lines = ". ".join(f"{number}: {line}" for number, (line, _value) in enumerate(rows, 1))
        how = t("Press the digit, or Esc to go back.")
        self.setAccessibleDescription(f"{detail} {lines}. {how}".strip())
        self._at = at
        self._place(at)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Put it away without a choice."""
        if self.isVisible():
            self._end()
            self._given_up()

    def _choose(self, number: int) -> None:
        if self.isVisible() and 0 <= number < len(self._values):
            value = self._values[number]
            self._end()
            self._then(value)

    def _end(self) -> None:
        self._alone.stop()
        self._waiting = -1
        self.hide()

    def _forget_rows(self) -> None:
        self._alone.stop()
        self._mark = self._waiting = -1
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()

    def _place(self, at: QRect | None) -> None:
        px, over = current().px, self._over
        width = min(px(WIDTH), over.width() - px(16))
        self.setFixedWidth(width)
        height = min(self._wanted_height(width), over.height() - px(16))
        if at is None:
            left, top = (over.width() - width) // 2, (over.height() - height) // 2
        else:
            left, top = at.left() + (at.width() - width) // 2, at.bottom() - height + 1
        left = max(px(8), min(left, over.width() - width - px(8)))
        top = min(top, over.height() - height - px(8))
        self.setGeometry(left, max(px(8), top), width, height)

    def _wanted_height(self, width: int) -> int:
        inner = width - 2 * current().px(16) - 2
        words = self.words.heightForWidth(inner)
        detail = self.detail.heightForWidth(inner) + current().px(8) if self.detail.text() else 0
        rows = sum(button.sizeHint().height() for button in self._buttons)
        return words + detail + rows + current().px(2 * 16 + 8) + 4

    def _step(self, step: int) -> None:
        self._mark = max(0, min(len(self._buttons) - 1, self._mark + step))
        for number, button in enumerate(self._buttons):
            button.setChecked(number == self._mark)
            if number == self._mark:
                announce(self, f"{number + 1}: {button.accessibleName()}", at_once=True)

    # Qt's own names from here on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place(self._at)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        waited = self._waiting
        self._alone.stop()
        self._waiting = -1
        if event.isAutoRepeat():
            return
        if key == Qt.Key.Key_Escape:
            self.give_up()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._mark)
        elif waited < 0 and len(text) == 1 and "1" <= text <= "9":
            self._waiting = int(text) - 1
            self._alone.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = QApplication.focusWidget() not in (None, self)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason and elsewhere:
            self._end()

    def event(self, event: QEvent) -> bool:
        # Its own keys belong to the list, whatever shortcut of a screen wants them; a tender key or
        # the lock does not.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & _CHORD
            if plain and (event.key() in _OWN or event.text()):
                event.accept()
                return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._alone.stop()
        super().hideEvent(event)
