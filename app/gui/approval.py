"""A second person agrees at the same desk: their own number and PIN, while the first stays signed
in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.areas.approvals.values import ApprovalGranted
from app.areas.settings.values import Practice
from app.gui.asking import Asking
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.pin_edit import PinEdit
from app.gui.widgets.surfaces import Card
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.money import Money
from app.kernel.translate import t

Answered = Callable[[ApprovalGranted], None]
Refused = Callable[[UserError], None]
Check = Callable[[str, str, Answered, Refused, Callable[[], None]], None]
"""Checks a number and a PIN on a slow thread; the last callback comes in every case."""
_BESIDE_PIN: Final = "pin"


def amount_of(question: NeedsApproval, currency: str) -> Money | None:
    """The amount an approval is bound to; its key carries it after the last colon."""
    tail = question.key.rpartition(":")[2]
    return Money(int(tail), currency) if tail.removeprefix("-").isdecimal() else None


class ApprovalDialog(Asking):
    """What is asked for stands at the top. No PIN stays in its box: not after a try, not hidden."""

    def __init__(
        self,
        parent: QWidget,
        question: NeedsApproval,
        check: Check,
        practice: Practice | None = None,
        requester: str = "",
    ) -> None:
        super().__init__(parent, t("Somebody else must agree"), 460)
        self._check, self._wait_left, self._busy = check, 0, False
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.column.addWidget(PlainLabel(t("Somebody else must agree"), role="title"))
        self.column.addWidget(self._what(question, practice))
        self.number, self.pin = QLineEdit(), PinEdit(" ")
        self.number_field = Field(t("Badge or staff number of who agrees"), self.number)
        self.pin_field = Field(t("Their PIN"), self.pin)
        self.column.addWidget(self.number_field)
        self.column.addWidget(self.pin_field)
        stays = t("It counts for this once. Nobody is signed out.")
        if requester:
            stays = t("It counts for this once. {name} stays signed in.", name=requester)
        self.column.addWidget(PlainLabel(stays, role="caption", tone="muted", wrap=True))
        self.column.addLayout(self._verbs())
        self.number.returnPressed.connect(self._to_pin)
        self.pin.returnPressed.connect(self._send)
        self.setTabOrder(self.number, self.pin)
        self.setTabOrder(self.pin, self.yes_button)
        self.setTabOrder(self.yes_button, self.no_button)

    def put(self, yes: Callable[[], None], no: Callable[[], None]) -> None:
        self.fit()
        super().put(yes, no)
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _what(self, question: NeedsApproval, practice: Practice | None) -> Card:
        """What is approved, its amount large; screen readers get it in words."""
        card = Card(tint=True)
        card.body.setSpacing(current().px(4))
        self.words = PlainLabel(question.text, role="heading", wrap=True)
        card.body.addWidget(self.words)
        amount = amount_of(question, practice.currency) if practice else None
        if amount and practice is not None:
            figure = AmountLabel(32, locale=practice.locale)
            figure.setAlignment(Qt.AlignmentFlag.AlignLeft)
            figure.show_amount(amount)
            card.body.addWidget(figure)
        return card

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.no_button = Button(t("Go back      Esc"))
        self.yes_button = Button(t("Approve      Enter"), kind="primary")
        self.no_button.clicked.connect(self.reject)
        self.yes_button.clicked.connect(self._send)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        return row

    def _to_pin(self) -> None:
        self.pin.setFocus(Qt.FocusReason.TabFocusReason)

    def _send(self) -> None:
        """Ask whether it is them; the box is empty from here on."""
        number, pin = self.number.text().strip(), self.pin.text()
        if self._busy or self._wait_left:
            return
        if not number:
            self._say("number", t("Type the number of the person who agrees."))
        elif not pin:
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pin.clear()
            self._busy = True
            self._say_verb()
            self._check(number, pin, self._granted, self._refused, self._checked)

    def _granted(self, _granted: ApprovalGranted) -> None:
        self.agree()

    def _refused(self, refused: UserError) -> None:
        self._say(_BESIDE_PIN if refused.field == _BESIDE_PIN else "number", refused.text)
        self._wait_left = refused.retry_after_s
        if self._wait_left:
            self._clock.start()

    def _checked(self) -> None:
        self._busy = False
        self._say_verb()

    def _say(self, name: str, words: str) -> None:
        self.number_field.show_error(words if name == "number" else "")
        self.pin_field.show_error(words if name == _BESIDE_PIN else "")
        (self.pin_field if name == _BESIDE_PIN else self.number_field).focus_error()
        self.fit()

    def _tick(self) -> None:
        self._wait_left -= 1
        if self._wait_left <= 0:
            self._clock.stop()
        self._say_verb()

    def _say_verb(self) -> None:
        words = t("Approve      Enter")
        if self._busy:
            words = t("Checking…")
        elif self._wait_left:
            words = t("Wait {seconds} s", seconds=self._wait_left)
        self.yes_button.say(words)
        self.yes_button.setEnabled(not self._busy and not self._wait_left)

    # Qt's own names from here on

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pin.clear()
        self._clock.stop()
