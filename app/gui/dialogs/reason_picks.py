"""Reasons inside a form: a digit, an arrow key or a click picks one; it sends nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.ledger.values import Reason
from app.gui.accessible import announce
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.ids import ReasonId
from app.kernel.translate import t, t_own

ALONE_MS: Final = 45
"""A digit counts when no other key follows so soon: a scanned code picks nothing. Where an amount
follows, keys struck quicker belong to it, unless Enter ends them like a scanner does.
"""
_OF_AMOUNTS: Final = frozenset("0123456789.,+")


class ReasonPicks(QWidget):
    """`picked` comes when a reason was chosen for good: by its digit, Enter or a click.

    With `then_typing`, `followed` comes after it with what was already typed behind the digit.
    """

    picked = Signal()
    followed = Signal(str)

    def __init__(self, words: str, *, then_typing: bool = False) -> None:
        super().__init__()
        self._then_typing = then_typing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(words)
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(6), px(6), px(6), px(6))
        column.setSpacing(px(4))
        column.addWidget(PlainLabel(words, role="caption", tone="muted"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(4))
        column.addLayout(self._rows)
        self.message = PlainLabel("", role="caption", tone="danger", wrap=True)
        self.message.hide()
        column.addWidget(self.message)
        self._reasons: tuple[Reason, ...] = ()
        self._buttons: list[Button] = []
        self._chosen: Reason | None = None
        self._waiting = ""
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.setInterval(ALONE_MS)
        self._alone.timeout.connect(self._waited)

    @property
    def reason(self) -> Reason | None:
        return self._chosen

    @property
    def reason_id(self) -> ReasonId | None:
        return None if self._chosen is None else self._chosen.reason_id

    def show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        """The list as it was read; a digit struck before it came picks now."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._reasons, self._chosen = reasons, None
        self._buttons = [self._button(reason) for reason in reasons]
        self.setAccessibleDescription(". ".join(b.accessibleName() for b in self._buttons))
        if not reasons:
            self.say_error(t("No reasons are set up. Somebody who keeps the lists adds them."))
        elif self._waiting and not self._alone.isActive():
            self._waited()

    def say_error(self, words: str) -> None:
        self.message.say(words)
        announce(self, words)
        self.message.setVisible(bool(words))

    def ask_again(self) -> None:
        """Put the keyboard here and say what is missing."""
        self.say_error(t("Press the digit of the reason."))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, reason: Reason) -> Button:
        button = Button(f"{reason.digit}     {t_own(reason.words)}", kind="choice")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(
            t("{digit}: {words}", digit=reason.digit, words=t_own(reason.words))
        )
        button.clicked.connect(lambda _on=False, chosen=reason: self._pick(chosen))
        self._rows.addWidget(button)
        return button

    def _waited(self) -> None:
        wanted, self._waiting = self._waiting, self._waiting if not self._reasons else ""
        for reason in self._reasons:
            if str(reason.digit) == wanted[:1]:
                self._pick(reason)
                if wanted[1:]:
                    self.followed.emit(wanted[1:])

    def _pick(self, reason: Reason) -> None:
        self._mark(reason)
        self.picked.emit()

    def _mark(self, chosen: Reason) -> None:
        self._chosen = chosen
        self.say_error("")
        for reason, button in zip(self._reasons, self._buttons, strict=True):
            button.setChecked(reason is chosen)
            if reason is chosen:
                announce(self, button.accessibleName(), at_once=True)

    def _step(self, step: int) -> None:
        if self._reasons:
            place = self._reasons.index(self._chosen) + step if self._chosen else 0
            self._mark(self._reasons[max(0, min(len(self._reasons) - 1, place))])

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        follows = self._alone.isActive()
        self._alone.stop()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.isAutoRepeat():
            return
        if self._then_typing and self._waiting and text in _OF_AMOUNTS and text:
            self._waiting += text
            self._alone.start()
        elif len(text) == 1 and "1" <= text <= "9":
            self._waiting = "" if follows else text
            if self._waiting:
                self._alone.start()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if follows:
                self._waiting = ""
            if self._chosen is None:
                self.ask_again()
            elif not follows:
                self.picked.emit()
        else:
            self._waiting = ""
            super().keyPressEvent(event)
