"""One refund: how it stands, every step of it, and what may be done next. It sends nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.areas.refunds.rules import method_words
from app.areas.refunds.shown_values import RefundStepRow, RefundVerb, RefundView
from app.areas.refunds.values import RefundStatus
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.enter_key import enter_presses
from app.gui.dialogs.refund_words import pay_words, status_look
from app.gui.key_map import key_words
from app.gui.shortcuts import bind
from app.gui.tables import cells
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.i18n import format_date, format_money
from app.kernel.translate import t

WIDTH = 660
_SECOND = (
    RefundVerb.DECLINE,
    RefundVerb.FAIL,
    RefundVerb.CANCEL,
    RefundVerb.TELL,
    RefundVerb.PRINT,
)


class RefundPanel(Over):
    """`verb` comes with a RefundVerb; `another_way` asks to pay it another way than was asked."""

    verb = Signal(object)
    another_way = Signal()
    payment_wanted = Signal(object)

    def __init__(self, parent: QWidget, refund: RefundView, practice: Practice) -> None:
        super().__init__(parent, t("Refund {number}", number=refund.number), WIDTH)
        self._practice = practice
        self.refund = refund
        self.buttons: dict[RefundVerb, Button] = {}
        self._pressed: Button | None = None
        self.column.setSpacing(current().px(12))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._area, 1)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self._verbs = QStackedWidget()
        self.column.addWidget(self._verbs)
        bind(self, "frame.primary", self.press)
        bind(self, "frame.print", lambda: self._want(RefundVerb.PRINT))
        self.show_refund(refund)

    def begin(self) -> None:
        self.show_over()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refund(self, refund: RefundView) -> None:
        """The refund as it stands now."""
        self.refund = refund
        self.say_error("")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, current().px(8), 0)
        column.setSpacing(current().px(12))
        self._say_head(column)
        card = Card(t("What now"), tint=True)
        card.body.addWidget(PlainLabel(refund.sentence, wrap=True))
        if refund.status is RefundStatus.PENDING and refund.needs_words:
            card.body.addWidget(PlainLabel(refund.needs_words, tone="muted", wrap=True))
        column.addWidget(card)
        column.addLayout(self._facts())
        column.addWidget(self._steps())
        column.addStretch(1)
        self._area.setWidget(body)
        self._fit_area(body, column)
        self._lay_verbs()
        if self.isVisible():
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def come_back_soon(self) -> None:
        """A form over it is gone: the keyboard is here again, on the main thing."""
        QTimer.singleShot(0, self, self._come_back)

    def _come_back(self) -> None:
        if self.isVisible():
            self.activateWindow()
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self) -> None:
        """The main thing: agree, or give it back."""
        if self.main.isEnabled():
            self.main.click()

    def say_error(self, words: str, field: str = "") -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        """A button that can't be pressed loses the keyboard: it gets it back with the answer."""
        buttons = (self.main, self.other, *self.buttons.values())
        if busy:
            self._pressed = next((one for one in buttons if one.hasFocus()), None)
        for button in buttons:
            button.setEnabled(not busy)
        if not busy and self._pressed in buttons and self.isActiveWindow():
            self._pressed.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------ how it is made

    def _fit_area(self, body: QWidget, column: QVBoxLayout) -> None:
        px, parent = current().px, self.parentWidget()
        room = parent.window().height() - px(180) if parent is not None else px(480)
        for widget in body.findChildren(QWidget):
            widget.ensurePolished()
        wanted = column.totalHeightForWidth(px(WIDTH) - px(60))
        self._area.setFixedHeight(max(px(160), min(wanted, room)))

    def _say_head(self, column: QVBoxLayout) -> None:
        refund = self.refund
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        row.addWidget(PlainLabel(refund.number, role="title", elide=True), 1)
        look = status_look(refund.status, overdue=refund.overdue)
        row.addWidget(Chip(look.icon, look.words, look.tone))
        amount = AmountLabel(20, locale=self._practice.locale, spoken=t("Refund of {amount}"))
        amount.show_amount(refund.amount)
        row.addWidget(amount)
        column.addLayout(row)
        header = refund.header
        whose = t("{account}, {name}", account=header.account_number, name=header.name)
        column.addWidget(PlainLabel(whose, role="heading", elide=True))

    def _facts(self) -> QGridLayout:
        refund, locale = self.refund, self._practice.locale
        sources = "\n".join(
            t(
                "{amount} of {tender}, receipt {number}",
                amount=format_money(part.amount, locale),
                tender=part.words,
                number=part.receipt_number,
            )
            for part in refund.parts
        )
        due = format_date(refund.due_on, locale)
        rows = (
            (t("Which way"), method_words(refund.method)),
            (t("Out of"), sources),
            (t("Why"), refund.reason),
            (t("What happened"), refund.description),
            (t("Found out on"), format_date(refund.detected_on, locale)),
            (t("Has to be back by"), due),
            (t("To"), refund.payee_name),
            (t("Check"), ", ".join(filter(None, (refund.check_number, refund.bank)))),
            (t("Number"), refund.reference),
            (t("Patient"), refund.told),
            (t("Invoice"), "" if refund.owed_again else t("Not owed again")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(16))
        grid.setVerticalSpacing(current().px(6))
        grid.setColumnStretch(1, 1)
        for words, value in (row for row in rows if row[1]):
            line = grid.rowCount()
            label = PlainLabel(words, role="caption", tone="muted")
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            late = refund.overdue and value == due
            grid.addWidget(PlainLabel(value, tone="danger" if late else "text", wrap=True), line, 1)
        return grid

    def _steps(self) -> QWidget:
        refund = self.refund
        card = Card(t("What was done"))
        asked = t("Asked for")
        card.body.addLayout(self._step(asked, "", refund.requested_by, refund.requested_at))
        for step in refund.steps:
            card.body.addLayout(self._step_of(step))
        return card

    def _step_of(self, step: RefundStepRow) -> QVBoxLayout:
        return self._step(step.words, step.detail, step.by, step.at)

    def _step(self, words: str, detail: str, by: str, at: object) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(current().px(2))
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(PlainLabel(words, role="strong"))
        row.addWidget(PlainLabel(by, tone="muted", elide=True), 1)
        when = cells.moment(at, self._practice)  # type: ignore[arg-type]  # an instant
        row.addWidget(PlainLabel(when, role="caption", tone="muted"))
        column.addLayout(row)
        if detail:
            column.addWidget(PlainLabel(detail, tone="muted", wrap=True))
        return column

    # ------------------------------------------------------------------------------ the verbs

    def _lay_verbs(self) -> None:
        """Going back at the left, the main thing at the right, and the rest above it."""
        before = self._verbs.currentWidget()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, current().px(8), 0)
        column.setSpacing(current().px(12))
        self.buttons = {}
        may = {deed.verb for deed in self.refund.deeds if deed.allowed}
        second = QHBoxLayout()
        for verb in _SECOND:
            if verb in may and not (verb is RefundVerb.CANCEL and RefundVerb.DECLINE in may):
                button = self.buttons[verb] = Button(_words(verb), kind="quiet")
                button.clicked.connect(lambda _on=False, it=verb: self._want(it))
                second.addWidget(button)
        second.addStretch(1)
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.back_button.clicked.connect(self.reject)
        self.other = Button(t("Another way…"))
        self.other.clicked.connect(self.another_way)
        self.main = self._main(may)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.other)
        row.addWidget(self.main)
        if self.buttons:
            column.addLayout(second)
        column.addLayout(row)
        self.other.setVisible(RefundVerb.PAY in may)
        self._verbs.addWidget(page)
        self._verbs.setCurrentWidget(page)
        if before is not None:
            self._verbs.removeWidget(before)
            before.deleteLater()

    def _main(self, may: set[RefundVerb]) -> Button:
        locale = self._practice.locale
        key = key_words("frame.primary")
        if RefundVerb.APPROVE in may:
            amount = format_money(self.refund.amount, locale)
            button = Button(f"{t('Agree to {amount}', amount=amount)}      {key}", kind="primary")
            button.clicked.connect(lambda: self._want(RefundVerb.APPROVE))
        elif RefundVerb.PAY in may:
            button = Button(f"{pay_words(self.refund, locale)}      {key}", kind="primary")
            button.clicked.connect(lambda: self._want(RefundVerb.PAY))
        elif self.refund.status is RefundStatus.PROCESSED:
            button = Button(f"{t('Look again')}      {key}", kind="primary")
            button.clicked.connect(lambda: self.verb.emit(RefundVerb.LOOK))
        else:
            button = Button(t("Close"), kind="primary")
            button.clicked.connect(self.reject)
        return button

    def _want(self, verb: RefundVerb) -> None:
        if any(deed.verb is verb and deed.allowed for deed in self.refund.deeds):
            self.verb.emit(verb)
        else:
            why = next((deed.why for deed in self.refund.deeds if deed.verb is verb), "")
            self.say_error(why)


def _words(verb: RefundVerb) -> str:
    return {
        RefundVerb.DECLINE: t("Don’t agree…"),
        RefundVerb.CANCEL: t("Cancel it…"),
        RefundVerb.FAIL: t("It came back…"),
        RefundVerb.TELL: t("Patient told…"),
        RefundVerb.PRINT: t("Print again      F12"),
    }[verb]
