"""The simulated card reader of the demo: what a reader shows, and a button for each thing a person
can do at it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.cards import simulating
from app.areas.cards.simulated_cards import Button as Press
from app.areas.cards.simulating import PressButton, SimulatedScreen
from app.gui.desk import Desk
from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel, mirrored_in
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t

KEY: Final = "cards.reader"
TABLE: Final = "simulated_terminal"
WIDTH: Final = 356
COLUMNS: Final = 2
DIGITS: Final = 10
"""So many buttons have a digit; 0 is the tenth."""
MISBEHAVES: Final = frozenset(
    {Press.DIES, Press.TIME_OUT, Press.OFFLINE, Press.ONLINE, Press.BUSY, Press.FREE}
    | {Press.LOST, Press.FOUND}
)
"""What no person does: the reader's own troubles, to practise with."""


def press_words(press: Press) -> str:
    """What a button says."""
    return {
        Press.TAP_CREDIT: t("Tap credit card"),
        Press.TAP_DEBIT: t("Tap debit card"),
        Press.TAP_PREPAID: t("Tap prepaid card"),
        Press.APPLE_PAY: "Apple Pay",
        Press.GOOGLE_PAY: "Google Pay",
        Press.INSERT: t("Insert card"),
        Press.SWIPE: t("Swipe card"),
        Press.INTERAC: "Interac",
        Press.DECLINE: t("Decline"),
        Press.CANCEL: t("Customer cancels"),
        Press.DIES: t("Charge, then go dead"),
        Press.LOST: t("Charge, answer lost"),
        Press.FOUND: t("The answer comes"),
        Press.TIME_OUT: t("Answer too late"),
        Press.OFFLINE: t("Go offline"),
        Press.ONLINE: t("Come back"),
        Press.BUSY: t("Be updating"),
        Press.FREE: t("Updating is over"),
    }[press]


class SimulatedReader(QFrame):
    """It comes by itself when a card is asked for and goes when that is over; its key brings it and
    puts the keyboard there.
    """

    def __init__(self, over: QWidget, desk: Desk) -> None:
        super().__init__(over)
        self._over, self._desk = over, desk
        self._before: QWidget | None = None
        self._called = False
        self.buttons: dict[Press, Button] = {}
        self.setObjectName("simulatedReader")
        self.setAccessibleName(t("Simulated card reader"))
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Glyph("flask", "caution", 16))
        head.addWidget(PlainLabel(t("Simulated reader"), role="strong"), 1)
        self.close_button = Button(t("Close Esc"), kind="quiet")
        self.close_button.clicked.connect(self.leave)
        head.addWidget(self.close_button)
        column.addLayout(head)
        column.addWidget(self._display())
        self._grid = QGridLayout()
        self._grid.setSpacing(px(6))
        column.addLayout(self._grid)
        over.installEventFilter(self)
        current().changed.connect(self.place)
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_out.connect(self._forget)
        self.hide()

    def _display(self) -> QWidget:
        """What stands on the reader's own screen."""
        px = current().px
        display = QFrame()
        display.setObjectName("readerDisplay")
        column = QVBoxLayout(display)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.setSpacing(px(2))
        self.amount = AmountLabel(20, locale=self._desk.practice.locale, spoken="{amount}")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words = PlainLabel("", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.amount)
        column.addWidget(self.words)
        return display

    def press(self) -> None:
        """Its key: bring it with the keyboard, or put it away."""
        if not self._desk.practice.demo:
            self._desk.toasts.caution(t("The simulated reader is for the demo practice."))
        elif self.isVisible() and self._has_keyboard():
            self.leave()
        else:
            self._called = True
            self._before = self._focus_now()
            self._appear()
            self._desk.runner.ask(simulating.screen, done=self._show_called, key=KEY)

    def leave(self) -> None:
        """Put it away and give the keyboard back."""
        self._go(self._has_keyboard())

    def _go(self, had: bool) -> None:
        self._called = False
        before, self._before = self._before, None
        self.hide()
        if had and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """At the lower left, over the lists: the panel that charges stays free."""
        px, over = current().px, self._over
        width = min(px(WIDTH), over.width() - px(16))
        height = min(self.sizeHint().height(), over.height() - px(16))
        corner = QRect(px(12), over.height() - height - px(12), width, height)
        self.setGeometry(mirrored_in(over.rect(), corner, over))

    # ------------------------------------------------------------------------- what it shows

    def _changed(self, tables: object) -> None:
        told = isinstance(tables, frozenset) and TABLE in tables
        if told and self._desk.practice.demo and self._desk.seat.actor is not None:
            self._desk.runner.ask(simulating.screen, done=self._show, key=KEY)

    def _forget(self) -> None:
        self._desk.runner.forget(KEY)
        self._called = False
        self.hide()

    def _show_called(self, screen: SimulatedScreen) -> None:
        self._show(screen)
        if self.isVisible():
            first = next(iter(self.buttons.values()), self.close_button)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, screen: SimulatedScreen) -> None:
        had = self._has_keyboard()
        self.words.say(screen.words)
        self.amount.show_amount(screen.amount if screen.asks else None)
        self.amount.setVisible(screen.asks and screen.amount is not None)
        self._show_buttons(screen, had=had)
        if screen.asks and not self.isVisible():
            self._appear()
        elif not screen.asks and self.isVisible() and not self._called:
            self._go(had)
        if self.isVisible():
            self.place()

    def _show_buttons(self, screen: SimulatedScreen, *, had: bool) -> None:
        if tuple(self.buttons) != screen.buttons:
            before, self.buttons = list(self.buttons.values()), {}
            for press in screen.buttons:
                quiet = press in MISBEHAVES
                button = Button("", kind="quiet" if quiet else "plain")
                button.setAutoDefault(True)
                button.clicked.connect(lambda _on=False, press=press: self._press(press))
                self.buttons[press] = button
            for button in before:
                self._grid.removeWidget(button)
            for place, button in enumerate(self.buttons.values()):
                self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
                button.show()
            if had:
                first = next(iter(self.buttons.values()), self.close_button)
                first.setFocus(Qt.FocusReason.OtherFocusReason)
            for button in before:
                button.hide()
                button.deleteLater()
        for place, (press, button) in enumerate(self.buttons.items(), 1):
            words = press_words(press)
            button.say(f"{place % 10}  {words}" if place <= DIGITS else words)
        if screen.time_out and (late := self.buttons.get(Press.TIME_OUT)) is not None:
            late.say(t("Answer in time again"))

    def _appear(self) -> None:
        self.place()
        self.show()
        self.raise_()

    def _press(self, press: Press) -> None:
        """What a person does at it ends it; what it does itself is watched on."""
        self._called = press is Press.LOST or (self._called and press in MISBEHAVES)
        command = PressButton(CommandId(new_id()), press)
        self._desk.runner.act(simulating.press, command, done=lambda _nothing: None)

    def _has_keyboard(self) -> bool:
        return self.isAncestorOf(self._focus_now() or self._over)

    def _focus_now(self) -> QWidget | None:
        return self.window().focusWidget()

    # Qt's own names from here on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._over and self.isVisible():
            self.place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """The lock covers it: it does not come back by itself."""
        super().hideEvent(event)
        if not self.isHidden():
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit presses its button; Esc puts the reader away."""
        digit = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif digit.isdecimal() and digit.isascii() and not event.isAutoRepeat():
            shown, place = list(self.buttons), int(digit) or DIGITS
            if place <= len(shown):
                self._press(shown[place - 1])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)
