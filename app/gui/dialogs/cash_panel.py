"""The compact panel for cash that moves for another reason than a payment; it sends nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.ledger.values import Reason, ReasonKind
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.reason_picks import ReasonPicks
from app.gui.icons import Glyph
from app.gui.key_map import key_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t

SCAN_MS: Final = 30
"""Enter that follows a key so soon was sent by a scanner."""


class CashVerb(StrEnum):
    """What one does with a drawer besides payments; the values name verbs of the key map."""

    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    DROP = "drop"
    NO_SALE = "no_sale"


@dataclass(frozen=True, slots=True)
class Look:
    """What a panel says; without `reasons` the drop needs none, without `amount_words` none."""

    icon: str
    title: str
    reasons: ReasonKind | None
    amount_words: str
    reference_words: str
    hint: str


def look_of(verb: CashVerb) -> Look:
    """The words of each panel."""
    if verb is CashVerb.PAID_IN:
        hint = t("Cash that goes into the drawer without a payment.")
        amount, reference = t("How much goes in"), t("Slip or receipt number")
        return Look("arrow-circle-down", t("Paid in"), ReasonKind.PAID_IN, amount, reference, hint)
    if verb is CashVerb.PAID_OUT:
        hint = t("Cash that leaves the drawer for a small expense. A slip prints to be signed.")
        amount, reference = t("How much goes out"), t("Receipt number of the shop")
        return Look("arrow-circle-up", t("Paid out"), ReasonKind.PAID_OUT, amount, reference, hint)
    if verb is CashVerb.DROP:
        hint = t("Cash from the drawer into the safe. A slip prints to go with it.")
        amount = t("How much goes to the safe")
        return Look("bank", t("Drop to the safe"), None, amount, t("Bag number"), hint)
    hint = t("The drawer opens without a payment. Your name and the reason are kept.")
    return Look("archive-box", t("Open without a sale"), ReasonKind.NO_SALE, "", "", hint)


def deed_words(verb: CashVerb, amount: str) -> str:
    """The verb on the button, with its amount."""
    if verb is CashVerb.PAID_IN:
        return t("Pay in {amount}", amount=amount) if amount else t("Pay in")
    if verb is CashVerb.PAID_OUT:
        return t("Pay out {amount}", amount=amount) if amount else t("Pay out")
    if verb is CashVerb.DROP:
        return t("Drop {amount}", amount=amount) if amount else t("Drop to the safe")
    return t("Open the drawer")


class CashPanel(Over):
    """`wanted` comes when it should be done; the panel stays until `leave` says it was."""

    keys_kind = "cash"
    wanted = Signal()

    def __init__(self, parent: QWidget, verb: CashVerb, practice: Practice, where: str) -> None:
        self.verb, self._look, self._practice = verb, look_of(verb), practice
        super().__init__(parent, self._look.title, 440)
        self._last_key_ms = 0
        self.column.setSpacing(current().px(12))
        self.column.addLayout(self._head(where))
        asked = t("Reason, then amount") if self._look.amount_words else t("What for?")
        self.picks = ReasonPicks(asked, then_typing=bool(self._look.amount_words))
        self.column.addWidget(self.picks)
        self.picks.setVisible(self._look.reasons is not None)
        locale = practice.locale
        self.amount = MoneyEdit(practice.currency, locale=locale, size=32)
        self.amount_field = Field(self._look.amount_words, self.amount)
        self.reference = QLineEdit()
        self.reference_field = Field(self._look.reference_words, self.reference, optional=True)
        for field, words in (
            (self.amount_field, self._look.amount_words),
            (self.reference_field, self._look.reference_words),
        ):
            self.column.addWidget(field)
            field.setVisible(bool(words))
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        self._connect()
        self._say_deed()

    @property
    def reasons(self) -> ReasonKind | None:
        return self._look.reasons

    def show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        self.picks.show_reasons(reasons)
        # New lines are shown, and counted, in the next turn of the event loop.
        QTimer.singleShot(0, self, self._fit_screen)

    def _fit_screen(self) -> None:
        """Be as high as what is in it; on a screen that is lower, the hint gives way."""
        self.fit()
        if self.height() > self.screen().availableGeometry().height() - current().px(24):
            self.hint.hide()
            QTimer.singleShot(0, self, self.fit)

    def begin(self, amount: Money | None, amount_text: str, reference: str) -> None:
        """Show it, the keyboard where work begins; an amount from before can be typed over."""
        self.reference.setText(reference)
        if amount is not None:
            self.amount.show_amount(amount)
        else:
            self.amount.setText(amount_text)
        self.amount.selectAll()
        self.show_over()
        first = self.picks if self._look.reasons else self.amount
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_error(self, words: str, field: str = "") -> None:
        """A refusal, beside what it is about."""
        beside = {"amount": self.amount_field, "reference": self.reference_field}.get(field)
        if beside is not None:
            beside.show_error(words)
            beside.focus_error()
            return
        if field == "reason_id":
            self.picks.say_error(words)
            self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    def _head(self, where: str) -> QHBoxLayout:
        px = current().px
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(Glyph(self._look.icon, "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
        column = QWidget()
        words = QVBoxLayout(column)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(px(2))
        words.addWidget(PlainLabel(self._look.title, role="title"))
        words.addWidget(PlainLabel(where, role="caption", tone="muted", elide=True))
        self.hint = PlainLabel(self._look.hint, role="caption", tone="muted", wrap=True)
        words.addWidget(self.hint)
        row.addWidget(column, 1)
        return row

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.back_button.clicked.connect(self.reject)
        self.button = Button("", kind="big")
        self.button.setAutoDefault(True)
        row.addWidget(self.back_button)
        row.addWidget(self.button, 1)
        return row

    def _connect(self) -> None:
        self.amount.returnPressed.connect(self._entered)
        self.amount.amount_changed.connect(lambda _amount: self._say_deed())
        self.reference.returnPressed.connect(self._entered)
        self.button.clicked.connect(self.submit)
        self.picks.picked.connect(self._picked)
        self.picks.followed.connect(self.amount.insert)
        for box in (self.amount, self.reference):
            box.installEventFilter(self)

    def _picked(self) -> None:
        following = self.amount if self._look.amount_words else self.button
        following.setFocus(Qt.FocusReason.TabFocusReason)
        self._last_key_ms = 0

    def _entered(self) -> None:
        if not self._scanned:
            self.submit()

    @property
    def _scanned(self) -> bool:
        return _now_ms() - self._last_key_ms < SCAN_MS

    def submit(self) -> None:
        """Check what can be seen here, then ask for it."""
        self.say_error("")
        if not self.button.isEnabled():
            return
        if self._look.reasons is not None and self.picks.reason is None:
            self.picks.ask_again()
        elif self._look.amount_words and not self._amount_good():
            self.amount_field.focus_error()
        else:
            self.wanted.emit()

    def _amount_good(self) -> bool:
        amount = self.amount.amount()
        if not self.amount.text().strip():
            self.amount_field.show_error(t("Type the amount."))
        elif self.amount.tell_problem() and amount is not None and amount.minor <= 0:
            self.amount_field.show_error(t("Type an amount above zero."))
        return amount is not None and amount.minor > 0

    def _say_deed(self) -> None:
        amount = self.amount.amount()
        if amount is not None:
            self.amount_field.show_error("")
        shown = format_money(amount, self._practice.locale) if amount else ""
        key = t("Enter")
        self.button.say(f"{deed_words(self.verb, shown)}      {key}")

    # Qt's own names from here on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress:
            enter = getattr(event, "key", int)() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if not enter:
                self._last_key_ms = _now_ms()
        return super().eventFilter(watched, event)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def verb_with_key(verb: CashVerb) -> tuple[str, str]:
    """A verb and its key, for buttons on a screen."""
    return look_of(verb).title, key_words(f"drawer.{verb.value}")
