"""The payment panel: shows a form, tells what is pressed and typed; computes and sends nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.areas.drawers.values import Denomination
from app.gui.accessible import announce
from app.gui.key_map import key_words
from app.gui.screens.counter.amount_keys import AmountKeys
from app.gui.screens.counter.panel_words import (
    figure_of,
    hint_of,
    leg_words,
    note_of,
    take_words,
)
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.gui.screens.counter.person_title import say_person
from app.gui.screens.counter.tender_parts import KEYS, LegDetails, LegList, QuickRow, TenderRow
from app.gui.screens.counter.words import pieces_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel, restyle, say_amount
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Card, EmptyState
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId
from app.kernel.money import Money
from app.kernel.translate import t

FIGURES = (48, 32, 20)
"""Sizes of the large figure, the first that fits."""


class PaymentPanel(Card):
    """`tender` comes with cash, check, card, credit or other, the texts with what was typed, `take`
    on the button; `elsewhere` with a key that belongs to the find box.
    """

    tender = Signal(str)
    amount_text = Signal(str)
    given_text = Signal(str)
    detail_text = Signal(str, str)
    channel = Signal(str)
    leg_removed = Signal(int)
    leg_reopened = Signal()
    take = Signal()
    elsewhere = Signal(QKeyEvent)
    open_drawer = Signal()

    def __init__(self, currency: str, locale: str) -> None:
        super().__init__(t("Take payment"))
        self._locale = locale
        self._form: PaymentForm | None = None
        self._denominations: tuple[Denomination, ...] = ()
        self._quick: Callable[[Money], tuple[Money, ...]] = lambda _due: ()
        self._showing = False
        self._back: tuple[AccountId, Money, str] | None = None
        self.to_pay = MoneyEdit(currency, locale=locale, name=t("Amount to pay"), size=32)
        self.given = MoneyEdit(currency, locale=locale, name=t("Cash given"), size=20)
        self.tenders = TenderRow()
        self.cash = self.tenders.buttons["cash"]
        self.legs = LegList(currency, locale)
        self.details = LegDetails()
        self.figure = AmountLabel(48, locale=locale)
        self.figure_words = PlainLabel(t("Change"), role="heading", tone="muted")
        self.pieces = PlainLabel(tone="muted", wrap=True)
        self.hint = PlainLabel(role="caption", tone="muted", wrap=True)
        self.note = PlainLabel(role="caption", tone="muted", wrap=True)
        self.take_button = Button(t("Take"), kind="big")
        self._pages = QStackedLayout()
        self.body.addLayout(self._pages, 1)
        self._pages.addWidget(self._form_page())
        self.no_shift = EmptyState(
            "wallet",
            t("Open your drawer first"),
            t(
                "Count the float, and you can take money. Money that came by mail or bank: {key}.",
                key=key_words("tender.other"),
            ),
            verb=t("Open drawer  {key}", key=key_words("frame.drawer")),
            act=self.open_drawer.emit,
        )
        self.nobody = EmptyState(
            "magnifying-glass",
            t("Nobody selected"),
            t("Type a name, number, phone or birth date, or scan. Enter opens the first match."),
        )
        for page in (self.no_shift, self.nobody):
            self._pages.addWidget(page)
        self._connect()
        self.show_nobody()

    def _form_page(self) -> QWidget:
        """What is typed scrolls where the screen is low; the change and Take always stand."""
        px = current().px
        page, top = QWidget(), QWidget()
        whole, column = QVBoxLayout(page), QVBoxLayout(top)
        for layout in (whole, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(px(8))
        self.to_pay_field = Field(t("To pay"), self.to_pay)
        self.given_field = Field(t("Cash given"), self._given_row())
        self.given.problem.connect(self.given_field.show_error)
        parts = (self.to_pay_field, self.tenders, self.legs, self.given_field, self.details)
        for part in (*parts, self.hint):
            column.addWidget(part)
        column.addStretch(1)
        whole.addWidget(_scrolling(top), 1)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.figure_words)
        row.addWidget(self.figure, 1)
        whole.addLayout(row)
        for label in (self.pieces, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            whole.addWidget(label)
        whole.addWidget(self.take_button)
        return page

    def _given_row(self) -> QWidget:
        px = current().px
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self._quick_row = QuickRow(self._locale)
        self._quick_row.handed.connect(self._hand)
        row.addWidget(self.given, 1)
        row.addWidget(self._quick_row)
        holder.setFocusProxy(self.given)
        return holder

    def _connect(self) -> None:
        self.tenders.chosen.connect(self.tender)
        self.legs.removed.connect(self.leg_removed)
        self.details.typed.connect(self.detail_text)
        self.details.channel.connect(self.channel)
        self.take_button.clicked.connect(self.take)
        for box, typed in ((self.to_pay, self.amount_text), (self.given, self.given_text)):
            box.textChanged.connect(lambda text, typed=typed: self._typed(text, typed))
            box.keypad.connect(self._keypad)
            keys = AmountKeys(box)
            keys.elsewhere.connect(self.elsewhere)
            box.installEventFilter(self)

    # ------------------------------------------------------------ what it shows

    def use(
        self,
        denominations: tuple[Denomination, ...],
        quick: Callable[[Money], tuple[Money, ...]],
    ) -> None:
        """The notes and coins of the practice, and the amounts worth a button for a sum due."""
        self._denominations, self._quick = denominations, quick
        if self._form is not None:
            self.show_form(self._form)

    def show_nobody(self) -> None:
        self._form = None
        self.say_title(t("Take payment"))
        self._pages.setCurrentWidget(self.nobody)

    def show_no_shift(self) -> None:
        self._form = None
        self.say_title(t("Take payment"))
        self._pages.setCurrentWidget(self.no_shift)

    def show_form(self, form: PaymentForm) -> None:
        """Show `form` as it is now; called again after each change of it."""
        other = form is not self._form
        self._form = form
        self._showing = True
        try:
            self._show_texts(form, all_of_them=other)
        finally:
            self._showing = False
        if other:
            self.clear_errors()
            if form.said_of_a_card:
                self.given_field.show_error(form.failed)
            self._say_who(form)
        usable = form.stage is Stage.OPEN
        for widget in (self.to_pay, self.given):
            widget.setEnabled(usable)
        self.tenders.show_form(form)
        self.legs.show_form(form)
        self.details.show_form(form)
        self.given_field.label.say(leg_words(form))
        self.given.setAccessibleName(leg_words(form))
        self.hint.say(hint_of(form))
        self.hint.setVisible(bool(self.hint.text()))
        self._show_rest(form)
        self._show_quick(form)
        self._show_figure(form)
        self._show_take(form)
        self._pages.setCurrentIndex(0)

    def _say_who(self, form: PaymentForm) -> None:
        header = form.account.header
        year = str(header.birth_date.year) if header.birth_date is not None else ""
        rest = say_person(self, header.name, year, header.account_number)
        self.setAccessibleName(t("Payment for {name}, {rest}", name=header.name, rest=rest))

    def show_error(self, error: UserError, *, ask: bool = True) -> None:
        """Say what is wrong beside its field and put the keyboard there; not to `ask` while another
        screen has it.
        """
        if ask and self.details.show_error(error.field or "", error.text):
            return
        wrong = error.field in ("given", "tenders", "method", "channel")
        field, box = (self.given_field, self.given) if wrong else (self.to_pay_field, self.to_pay)
        field.show_error(error.text)
        if not field.isVisible():
            self.announce(error.text)
        if ask:
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            box.selectAll()

    def stand_on_leg(self) -> None:
        """Put the keyboard where the chosen tender needs it first; with nothing owed, how much."""
        form = self._form
        box: QWidget | None = None
        if form is not None and form.asks_nothing:
            box = self.to_pay
        elif form is not None and not form.pays_credit:
            box = self.details.first_empty(form.leg)
        (box or self.given).setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        for field in (self.to_pay_field, self.given_field):
            field.show_error("")
        self.details.clear_errors()

    def announce_taken(self, change: Money, number: str) -> None:
        """Let a screen reader say the change at once, and that it is in the books."""
        words = (
            t("Change due {amount}", amount=say_amount(change, self._locale))
            if change
            else t("Taken. No change.")
        )
        self.announce(f"{words}. {t('Receipt {number}', number=number)}".replace("..", "."))

    def say_back(self, amount: Money, words: str) -> bool:
        """What goes back to the person after a void, as large as change; until work goes on.

        False where no form is shown or money is typed in it.
        """
        if self._form is None or self._form.begun or not amount:
            return False
        self._back = (self._form.account_id, amount, words)
        self.announce(t("Hand back {amount}", amount=say_amount(amount, self._locale)))
        self._show_figure(self._form)
        return True

    def announce(self, words: str) -> None:
        """Let a screen reader say it at once."""
        announce(self, words, at_once=True)

    def _show_texts(self, form: PaymentForm, *, all_of_them: bool) -> None:
        if (paid := form.paid) is not None:
            self.to_pay.show_amount(paid)
        elif not form.amount_text and not (self.to_pay.hasFocus() and not all_of_them):
            self.to_pay.show_amount(form.suggested)
        elif form.amount_text and self.to_pay.text() != form.amount_text:
            self.to_pay.setText(form.amount_text)
        if self.given.text() != form.given_text:
            self.given.setText(form.given_text)

    def _show_rest(self, form: PaymentForm) -> None:
        """The empty box says what it stands for: all that is left."""
        try:
            pays = form.leg_pays() + form.rounding()
        except UserError:
            pays = Money.zero(form.currency)
        shown = pays and form.stage is Stage.OPEN and not form.given_text
        self.given.setPlaceholderText(format_money(pays, self._locale) if shown else "")

    def _show_quick(self, form: PaymentForm) -> None:
        try:
            due = form.rest() + form.rounding()
        except UserError:
            due = Money.zero(form.currency)
        cash = form.leg.is_cash and not form.pays_credit
        amounts = self._quick(due) if due and cash and form.stage is Stage.OPEN else ()
        room = self.width() - current().px(16 * 2 + 150)
        self._quick_row.offer(amounts, room)

    def _show_figure(self, form: PaymentForm) -> None:
        amount, words, tone, change = figure_of(form)
        if self._back is not None and (form.armed or self._back[0] != form.account_id):
            self._back = None
        if self._back is not None:
            amount = change = self._back[1]
            words, tone = t("Hand back"), "caution"
        self.figure_words.say(words)
        self.figure.show_amount(amount, tone)
        spoken = "" if amount is None else f"{words} {say_amount(amount, self._locale)}"
        self.figure.setAccessibleName(spoken)
        if not self.given_field.wrong:
            self.given.setAccessibleDescription(spoken)
        pieces = pieces_words(change, self._denominations, self._locale) if change else ""
        self.pieces.say(pieces)
        self._fit_figure()
        self.note.say(note_of(form) if self._back is None else self._back[2])
        # Lines without words keep their place, so that the change never jumps; where the panel is
        # low, they give it up.
        roomy = self.height() >= current().px(560) and not (form.legs or self.details.isVisible())
        for label in (self.figure_words, self.figure, self.pieces, self.note):
            label.setVisible(roomy or bool(label.text()))

    def _show_take(self, form: PaymentForm) -> None:
        self.take_button.say(take_words(form))
        self.take_button.setEnabled(form.armed)

    def _fit_figure(self) -> None:
        room = self.width() - 2 * current().px(16) - 4
        for size in FIGURES:
            figures = QFontMetrics(current().font(size, strong=True))
            if figures.horizontalAdvance(self.figure.text()) <= room or size == FIGURES[-1]:
                if self.figure.property("figure") != str(size):
                    self.figure.setProperty("figure", str(size))
                    restyle(self.figure)
                return

    # ------------------------------------------------------------ what it hears

    def _typed(self, text: str, typed: object) -> None:
        if not self._showing:
            typed.emit(text)  # type: ignore[attr-defined]  # one of the two signals above

    def _keypad(self, key: str) -> None:
        if key in KEYS:
            self.tender.emit(KEYS[key])

    def _hand(self, amount: object) -> None:
        if not isinstance(amount, Money):
            return
        self.given.setText(format_money(amount, self._locale))
        self.given.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's own names from here on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        form = self._form
        if form is None:
            return False
        key = _key(event)
        if watched is self.given and key == Qt.Key.Key_Backspace and not self.given.text():
            self.leg_reopened.emit()
            return True
        elif watched is self.to_pay and not form.amount_text:
            if event.type() is QEvent.Type.FocusIn:
                QTimer.singleShot(0, self.to_pay, self.to_pay.selectAll)
            elif event.type() is QEvent.Type.FocusOut:
                QTimer.singleShot(0, self, self._show_again)
            elif key is not None and isinstance(event, QKeyEvent) and event.text() in KEYS:
                self._keypad(event.text())
                return True
        return False

    def _show_again(self) -> None:
        if self._form is not None:
            self.show_form(self._form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_figure()
        if self._form is not None:
            self._say_who(self._form)
            self._show_figure(self._form)


def _scrolling(page: QWidget) -> QScrollArea:
    """Nothing scrolls at the sizes we promise; on a smaller screen nothing is out of reach."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _key(event: QEvent) -> int | None:
    pressed = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
    return event.key() if pressed and isinstance(event, QKeyEvent) else None
