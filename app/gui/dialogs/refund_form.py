"""Asking for a refund: how much of what, which way, why; and what will happen. It sends nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.ledger.values import Reason
from app.areas.payments.values import TenderKind
from app.areas.refunds.rules import method_words
from app.areas.refunds.shown_values import RefundOffer, RefundSource
from app.areas.refunds.values import RefundMethod
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.enter_key import enter_presses
from app.gui.dialogs.form_panel import Ask, FormFields
from app.gui.dialogs.refund_words import ways
from app.gui.key_map import key_words
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from app.kernel.translate import t, t_own

WIDTH = 620
ITS_WAY, WHATEVER = "its_way", "whatever"
"""The choices that let money go back the way it came, out of whatever brought it."""


class RefundForm(Over):
    """`wanted` comes when it should be asked for; the panel stays until `leave` says it was."""

    wanted = Signal()

    def __init__(
        self, parent: QWidget, offer: RefundOffer, reasons: tuple[Reason, ...], practice: Practice
    ) -> None:
        super().__init__(parent, t("Refund"), WIDTH)
        self.intent = CommandId(new_id())
        self.offer, self._practice = offer, practice
        self.column.setSpacing(current().px(12))
        self._say_who()
        body = QWidget()
        column = self._body = QVBoxLayout(body)
        column.setContentsMargins(0, 0, current().px(8), 0)
        column.setSpacing(current().px(12))
        self.form = FormFields(self._asks(reasons), practice)
        self.form.edited.connect(self._retell)
        self.form.finished.connect(self._form_ended)
        column.addWidget(self.form)
        self.owed_again = Tick(t("Its invoice is owed again"))
        self.owed_again.setChecked(True)
        self.owed_again.toggled.connect(lambda _on: self._retell())
        column.addWidget(self.owed_again)
        self.owed_again.setVisible(offer.payment_id is not None)
        self.now = Tick(t("Somebody at this desk agrees now, where somebody has to"))
        self.now.setChecked(True)
        self.now.toggled.connect(lambda _on: self._retell())
        column.addWidget(self.now)
        card = Card(t("What will happen"), tint=True)
        self.what = PlainLabel("", wrap=True)
        card.body.addWidget(self.what)
        column.addWidget(card)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(body)
        self.column.addWidget(self._area)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        bind(self, "frame.primary", self.submit)
        self._retell()

    def begin(self) -> None:
        self.show_over()
        self.form.begin("amount")
        self._fit_soon()

    def submit(self) -> None:
        """Check what can be seen here, then ask for it."""
        if not self.button.isEnabled():
            return
        self.say_error("")
        if self.form.check():
            self.wanted.emit()

    def values(self) -> dict[str, Any]:
        """The fields of RequestRefund that stand in the form."""
        told = self.form.values()
        source = self._source()
        way = str(told["method"])
        return {
            "amount": told["amount"],
            "reason_id": told["reason_id"],
            "payment_id": self.offer.payment_id,
            "tender_id": source.tender_id if source else None,
            "method": None if way == ITS_WAY else RefundMethod(way),
            "description": str(told["description"]).strip(),
            "detected_on": told["detected_on"],
            "owed_again": self.owed_again.isChecked(),
            "payee_name": str(told["payee_name"]).strip(),
            "approve_now": self.now.isChecked(),
        }

    def say_error(self, words: str, field: str = "") -> None:
        """A refusal, beside what it is about."""
        if words and field and self.form.refuse(field, words):
            return
        self.message.say(words)
        self.message.setVisible(bool(words))
        self._fit_soon()

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------ how it is made

    def _say_who(self) -> None:
        offer = self.offer
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, current().px(8), 0)
        row.setSpacing(current().px(12))
        title = t("Give credit back")
        if offer.receipt_number:
            title = t("Refund of receipt {number}", number=offer.receipt_number)
        row.addWidget(PlainLabel(title, role="title", elide=True), 1)
        row.addWidget(PlainLabel(t("At most"), role="caption", tone="muted"))
        most = AmountLabel(20, locale=self._practice.locale, spoken=t("{amount} at most"))
        most.show_amount(offer.most)
        row.addWidget(most)
        self.column.addLayout(row)
        header = offer.header
        whose = t("{account}, {name}", account=header.account_number, name=header.name)
        self.column.addWidget(PlainLabel(whose, role="heading", elide=True))

    def _asks(self, reasons: tuple[Reason, ...]) -> tuple[Ask, ...]:
        offer, only = self.offer, self._only()
        sources = (
            (WHATEVER, t("Whatever brought it, a card first")),
            *((one.tender_id, self._source_words(one)) for one in offer.sources),
        )
        chosen = only.tender_id if only else WHATEVER
        card = any(one.kind == TenderKind.CARD for one in offer.sources)
        usual = method_words(only.method) if only else t("as it was paid")
        way = ((ITS_WAY, t("The way it came: {way}", way=usual)), *ways(card=card))
        most = only.left if only else offer.most
        return (
            Ask("amount", t("How much goes back"), "money", most, half=True),
            Ask("method", t("Which way"), "choice", ITS_WAY, choices=way, half=True),
            Ask("tender_id", t("Of what was paid"), "choice", chosen, choices=sources),
            Ask(
                "reason_id",
                t("Why"),
                "choice",
                choices=tuple((one.reason_id, t_own(one.words)) for one in reasons),
                half=True,
            ),
            Ask(
                "detected_on", t("Found out on"), "day", optional=True, half=True, empty=t("today")
            ),
            Ask("description", t("What happened"), optional=True, half=True),
            Ask("payee_name", t("To somebody else"), optional=True, half=True),
        )

    def _only(self) -> RefundSource | None:
        """The one tender there is, so that nobody has to choose."""
        return self.offer.sources[0] if len(self.offer.sources) == 1 else None

    def _source_words(self, one: RefundSource) -> str:
        left = format_money(one.left, self._practice.locale)
        if self.offer.payment_id is not None:
            return t("{tender}: {left} left", tender=t_own(one.words), left=left)
        return t(
            "{tender}, receipt {number} of {day}: {left}",
            tender=t_own(one.words),
            number=one.receipt_number,
            day=format_date(one.paid_on, self._practice.locale),
            left=left,
        )

    def _source(self) -> RefundSource | None:
        chosen = self.form.value("tender_id")
        return next((one for one in self.offer.sources if one.tender_id == chosen), None)

    def _fit_soon(self) -> None:
        """Be as high as the words need; new ones are counted in the next turn of the event loop."""
        if self.isVisible():
            QTimer.singleShot(0, self, self._fit_window)

    def _fit_window(self) -> None:
        """As high as what is in it; in a window that is lower it scrolls."""
        px = current().px
        for widget in self._area.findChildren(QWidget):
            widget.ensurePolished()
        width = max(self.width(), self.minimumWidth()) - px(56)
        wanted, beside = self._body.totalHeightForWidth(width), px(196)
        parent = self.parentWidget()
        room = parent.window().height() - beside if parent is not None else wanted
        self._area.setFixedHeight(max(px(160), min(wanted, room)))
        self.fit()
        if parent is not None:
            lowest = parent.window().frameGeometry().bottom()
            if self.frameGeometry().bottom() > lowest:
                self.stand_over()

    def _form_ended(self) -> None:
        self.now.setFocus()

    def _retell(self) -> None:
        """What will happen, as the boxes stand."""
        amount, source = self.form.value("amount"), self._source()
        card = source is not None and source.kind == TenderKind.CARD
        cash_for_card = card and self.form.value("method") == RefundMethod.CASH
        said = []
        if isinstance(amount, Money) and amount.minor > 0:
            said.append(self._who_agrees(amount, cash_for_card=cash_for_card))
            verb = t("Ask for {amount}", amount=format_money(amount, self._practice.locale))
        else:
            verb = t("Ask for it")
        if source is not None and source.why:
            said.append(source.why)
        if self.owed_again.isVisible() and not self.owed_again.isChecked():
            said.append(t("What it takes off an invoice is booked as a discount."))
        day = format_date(self.offer.due_on, self._practice.locale)
        said.append(t("It has to be back by {day}.", day=day))
        self.what.say(" ".join(said))
        self.button.say(f"{verb}      {key_words('frame.primary')}")
        self._fit_soon()

    def _who_agrees(self, amount: Money, *, cash_for_card: bool) -> str:
        if cash_for_card:
            return t("It was paid by card: another person agrees, and you say why.")
        offer = self.offer
        over = format_money(offer.approval_over, self._practice.locale)
        if not offer.every and amount <= offer.approval_over:
            return t("Up to {over} whoever may give refunds decides alone.", over=over)
        if offer.every:
            return t("Another person agrees to every refund here.")
        return t("Over {over}: another person has to agree.", over=over)

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, current().px(8), 0)
        self.back_button = Button(t("Go back      Esc"))
        self.button = Button("", kind="primary")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.button)
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        return row
