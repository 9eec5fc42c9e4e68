"""A check the bank did not pay: why, when, the fee and the mark, and what will happen; or taking
that back. It sends nothing.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.deposits.returning_rules import reason_words
from app.areas.deposits.returning_values import BankReason, CheckStands
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.enter_key import enter_presses
from app.gui.dialogs.form_panel import Ask, FormFields
from app.gui.key_map import key_words
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.gui.widgets.tick import Tick
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import CommandId, TenderId, new_id
from app.kernel.money import Money
from app.kernel.translate import t

Typed = tuple[dict[str, str], bool]
"""The boxes as they were typed, and whether the account is to be marked."""


class ReturnedCheckPanel(Over):
    """`wanted` comes when the return should be entered, or taken back; `letter_wanted` when the
    letter on a returned check should be seen. `chosen` is the check of `checks` that is meant.
    """

    wanted = Signal()
    letter_wanted = Signal()

    def __init__(
        self, parent: QWidget, checks: tuple[CheckStands, ...], chosen: TenderId, practice: Practice
    ) -> None:
        super().__init__(parent, t("Returned check"), 560)
        self.intent = CommandId(new_id())
        self._checks, self._practice = checks, practice
        self.check = next((one for one in checks if one.tender_id == chosen), checks[0])
        self.form: FormFields | None = None
        self.mark: Tick | None = None
        self.column.setSpacing(current().px(12))
        self.which = Choice()
        for one in checks:
            amount = format_money(one.amount, practice.locale)
            words = t("Check {number}, {amount}", number=one.check_number, amount=amount)
            self.which.addItem(words, one.tender_id)
        self.which.setCurrentIndex(self.which.findData(self.check.tender_id))
        self._which_field = Field(t("Which check"), self.which)
        self.column.addWidget(self._which_field)
        self._which_field.setVisible(len(checks) > 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._area)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        self.which.currentIndexChanged.connect(lambda _index: self._chose())
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        self.letter_button.clicked.connect(self.letter_wanted)
        bind(self, "frame.primary", self.submit)
        self._build()

    @property
    def takes_back(self) -> bool:
        """Whether the check is returned, so that this takes it back."""
        return bool(self.check.returned)

    def begin(self) -> None:
        self.show_over()
        self._to_first()
        self._fit_soon()

    def submit(self) -> None:
        """Check what can be seen here, then ask for it."""
        if not self.button.isEnabled() or self.check.refused:
            return
        self.say_error("")
        if self.form is not None and self.form.check():
            self.wanted.emit()

    def values(self) -> dict[str, Any]:
        """bank_reason, bank_date, fee, flag_account and note; for taking back the note alone."""
        told = self.form.values() if self.form is not None else {}
        if self.takes_back:
            return told
        reason = BankReason(str(told.pop("bank_reason")))
        marks = self.mark is not None and self.mark.isChecked()
        return {**told, "bank_reason": reason, "flag_account": marks}

    def typed(self) -> Typed | None:
        """What stands in the boxes, to be shown again later."""
        if self.form is None:
            return None
        return self.form.texts(), self.mark is None or self.mark.isChecked()

    def show_typed(self, typed: Typed) -> None:
        """What was typed about this check before."""
        texts, marked = typed
        if self.form is not None and set(texts) == set(self.form.boxes):
            self.form.show_texts(texts)
            if self.mark is not None:
                self.mark.setChecked(marked)
            self._retell()

    def say_error(self, words: str, field: str = "") -> None:
        """A refusal, beside what it is about."""
        if words and field and self.form is not None and self.form.refuse(field, words):
            return
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy and not self.check.refused)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------ how it is made

    def _chose(self) -> None:
        self.check = next(c for c in self._checks if c.tender_id == self.which.currentData())
        self.intent = CommandId(new_id())
        self.say_error("")
        self._build()
        self._fit_soon()

    def _build(self) -> None:
        """Everything that is about the chosen check."""
        body = QWidget()
        column = self._body = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        self._say_who(column)
        self.form, self.mark = None, None
        check = self.check
        if check.returned:
            column.addWidget(PlainLabel(f"{check.returned}.", tone="muted", wrap=True))
        if check.refused:
            column.addWidget(PlainLabel(check.refused, tone="caution", wrap=True))
        else:
            asks = (_note(),) if self.takes_back else self._asks()
            self.form = FormFields(asks, self._practice)
            self.form.edited.connect(self._retell)
            self.form.finished.connect(self._form_ended)
            column.addWidget(self.form)
            if not self.takes_back and not check.marked:
                self.mark = Tick(t("Mark the account: no checks"))
                self.mark.setChecked(check.marks)
                self.mark.toggled.connect(lambda _on: self._retell())
                column.addWidget(self.mark)
            card = Card(t("What will happen"), tint=True)
            self.what = PlainLabel("", wrap=True)
            card.body.addWidget(self.what)
            column.addWidget(card)
            self._retell()
        column.addStretch(1)
        self._area.setWidget(body)
        self._say_verb()

    def _say_who(self, column: QVBoxLayout) -> None:
        check = self.check
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        title = t("Check {number}", number=check.check_number)
        row.addWidget(PlainLabel(title, role="title", elide=True), 1)
        if check.returned:
            row.addWidget(Chip("arrow-bend-up-left", t("Check returned"), "danger"))
        spoken = t("The check is for {amount}")
        amount = AmountLabel(20, locale=self._practice.locale, spoken=spoken)
        amount.show_amount(check.amount)
        row.addWidget(amount)
        column.addLayout(row)
        whose = t("{account}, {name}", account=check.account_number, name=check.name)
        column.addWidget(PlainLabel(whose, role="heading", elide=True))
        about = t(
            "Receipt {receipt} of {day} · {bank}",
            receipt=check.receipt_number,
            day=format_date(check.taken_on),
            bank=check.bank,
        )
        column.addWidget(PlainLabel(about, tone="muted", elide=True))

    def _asks(self) -> tuple[Ask, ...]:
        reasons = tuple((str(one), reason_words(one)) for one in BankReason)
        check = self.check
        hint = t("An invoice of its own. 0 charges nothing.")
        return (
            Ask("bank_reason", t("What the bank says"), "choice", choices=reasons),
            Ask("bank_date", t("Sent back on"), "day", check.today, half=True),
            Ask("fee", t("Fee"), "money", check.fee, half=True, hint=hint),
            _note(),
        )

    def _form_ended(self) -> None:
        """Enter in the last box: to the mark, and from there to the verb."""
        following = self.mark if self.mark is not None else self.button
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def _to_first(self) -> None:
        if self.form is not None:
            self.form.begin()
        else:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retell(self) -> None:
        """What will happen, as the boxes stand."""
        said = [*self.check.what]
        if not self.takes_back and self.form is not None:
            if self.form.value("bank_reason"):
                self.form.fields["bank_reason"].show_error("")
            fee = self.form.value("fee")
            if isinstance(fee, Money) and fee.minor > 0:
                amount = format_money(fee, self._practice.locale)
                said.append(t("A fee of {amount} is charged.", amount=amount))
            if self.mark is not None and self.mark.isChecked():
                said.append(t("The account is marked “no checks”."))
            elif self.check.marked:
                said.append(t("The account is marked already."))
        self.what.say("\n".join(filter(None, said)))
        self._fit_soon()

    def _fit_soon(self) -> None:
        """Be as high as the words need; new ones are counted in the next turn of the event loop."""
        if self.isVisible():
            QTimer.singleShot(0, self, self._fit_window)

    def _fit_window(self) -> None:
        """As high as what is in it; in a window that is lower it scrolls."""
        px = current().px
        for widget in self._area.findChildren(QWidget):
            widget.ensurePolished()
        width = max(self.width(), self.minimumWidth()) - px(48)
        wanted = self._body.totalHeightForWidth(width)
        beside = px(176 if len(self._checks) > 1 else 112)
        parent = self.parentWidget()
        room = parent.window().height() if parent is not None else wanted + beside
        self._area.setFixedHeight(min(wanted, max(px(160), room - beside)))
        self.fit()

    def _say_verb(self) -> None:
        check = self.check
        if self.takes_back:
            words = t("Take the return back")
        else:
            amount = format_money(check.amount, self._practice.locale)
            words = t("Undo check {number}, {amount}", number=check.check_number, amount=amount)
        self.button.say(f"{words}      {key_words('frame.primary')}")
        self.button.setVisible(not check.refused)
        self.button.setEnabled(not check.refused)
        self.letter_button.setVisible(self.takes_back)

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.letter_button = Button(t("Letter…"))
        self.letter_button.setToolTip(t("The letter to whoever gave the check"))
        self.button = Button("", kind="primary")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.letter_button)
        row.addWidget(self.button)
        return row


def _note() -> Ask:
    return Ask("note", t("Note"), optional=True)
