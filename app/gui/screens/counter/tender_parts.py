"""Parts of the payment panel: tender keys, legs typed so far, what is written down of a tender."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.payments.tender_values import TenderField
from app.areas.payments.values import Channel, TenderKind
from app.gui.key_map import key_words, narrow_key_words
from app.gui.screens.counter.legs import FIELD_WORDS, Leg, field_words
from app.gui.screens.counter.payment_form import CREDIT, PaymentForm, Stage
from app.gui.screens.counter.words import short_amount
from app.gui.theme import current
from app.gui.widgets.buttons import Button, KeyButton
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t, t_own

OTHER: Final = "other"
KEYS: Final = {"*": "cash", "/": "check", "-": "card"}
"""Keypad keys that choose a tender in an empty amount box."""
_LENGTHS: Final = {
    TenderField.REFERENCE: 60,
    TenderField.BANK: 80,
    TenderField.CHECK_NUMBER: 30,
    TenderField.CARD_LAST4: 4,
    TenderField.CARD_BRAND: 20,
    TenderField.WALLET: 40,
}


LINE: Final = 3
"""So many keys stand in a line where all have no room in one."""


class TenderRow(QWidget):
    """The tender keys. `chosen` comes with cash, check, card, credit or other."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current().px(6))
        self._columns = 0
        self.buttons: dict[str, KeyButton] = {}
        for verb, words in (
            ("cash", t("Cash")),
            ("check", t("Check")),
            ("card", t("Card")),
            ("credit", t("Credit")),
            (OTHER, t("Other")),
        ):
            key = f"tender.{verb}"
            button = KeyButton(words, narrow_key_words(key), checkable=True)
            button.setAccessibleName(f"{words}, {key_words(key)}")
            button.clicked.connect(lambda _on=False, verb=verb: self.chosen.emit(verb))
            self.buttons[verb] = button
        self._lay(len(self.buttons))
        self._reader = ""
        self._say_card(t("Record card"))

    def _say_card(self, words: str) -> None:
        """Where the program charges no card, and there is room, the key says that it records."""
        card, key = self.buttons["card"], key_words("tender.card")
        card.say_key(t("Card") if self._reader else words, key)
        if self._reader:
            card.setToolTip(t("Charge the card on “{reader}”", reader=self._reader))
            card.setAccessibleName(t("Card, {key}", key=key))
        else:
            card.setToolTip(t("Record a card payment that the card terminal has taken"))
            card.setAccessibleName(t("Record a card payment made on the terminal, {key}", key=key))

    def _know_reader(self, form: PaymentForm) -> None:
        """On which reader the card key charges now; a change makes the key say so."""
        way = form.ways.first(TenderKind.CARD)
        card = form.ways.card(way) if way is not None else None
        label = card.reader.label if card is not None and card.reader is not None else ""
        if label != self._reader:
            self._reader = label
            self._fit()

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._say_card(t("Record card"))
        if self._least() > self.width():
            self._say_card(t("Card"))
        self._lay(len(self.buttons) if self._least() <= self.width() else LINE)

    def _least(self) -> int:
        """How wide all keys are beside one another."""
        wanted = sum(button.sizeHint().width() for button in self.buttons.values())
        return wanted + current().px(6) * (len(self.buttons) - 1)

    def _lay(self, columns: int) -> None:
        """So many keys in a line: where words are long, they stand in two lines."""
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self.buttons.values()):
            self._grid.removeWidget(button)
            self._grid.addWidget(button, place // columns, place % columns)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def show_form(self, form: PaymentForm) -> None:
        now = verb_of(form)
        self._know_reader(form)
        usable = form.stage in (Stage.OPEN, Stage.TAKEN)
        for verb, button in self.buttons.items():
            button.setChecked(form.stage is Stage.OPEN and verb == now)
            button.setEnabled(usable)
        credit = self.buttons["credit"]
        credit.setEnabled(usable and bool(form.account.credit))
        self.buttons[OTHER].setEnabled(usable and bool(form.ways.others()))
        for verb, kind in (("check", TenderKind.CHECK), ("card", TenderKind.CARD)):
            self.buttons[verb].setEnabled(usable and form.ways.first(kind) is not None)


class QuickRow(QWidget):
    """Round sums a person is likely to hand over; `handed` comes with the Money."""

    handed = Signal(object)

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._locale = locale
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current().px(6))

    def offer(self, amounts: tuple[Money, ...], room: int) -> None:
        """A button for each amount, as many as fit into `room`."""
        self.setVisible(bool(amounts))
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for amount in amounts:
            button = Button(short_amount(amount, self._locale), kind="note")
            button.setAccessibleName(t("Cash given {amount}", amount=button.text()))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, amount=amount: self.handed.emit(amount))
            room -= button.sizeHint().width() + current().px(8)
            if room < 0:
                button.deleteLater()
                return
            self._row.addWidget(button)


def verb_of(form: PaymentForm) -> str:
    """Which key stands for the tender that was chosen; empty while none was."""
    if not form.method:
        return ""
    if form.method == CREDIT:
        return CREDIT
    keyed = (
        ("cash", TenderKind.CASH),
        ("check", TenderKind.CHECK),
        ("card", TenderKind.CARD),
    )
    for verb, kind in keyed:
        if (row := form.ways.first(kind)) is not None and row.method == form.method:
            return verb
    return OTHER


class LegList(QWidget):
    """Tenders typed so far, each with a way to take it out; `removed` comes with its place."""

    removed = Signal(int)

    def __init__(self, currency: str, locale: str) -> None:
        super().__init__()
        self._currency, self._locale = currency, locale
        self._shown: tuple[Leg, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(2))
        self._lines: list[QWidget] = []
        self.hide()

    @property
    def lines(self) -> tuple[QWidget, ...]:
        return tuple(self._lines)

    def show_form(self, form: PaymentForm) -> None:
        legs = form.legs if form.stage is not Stage.TAKEN else ()
        self.setVisible(bool(legs))
        self.setEnabled(form.stage is Stage.OPEN)
        if legs == self._shown:
            return
        self._shown = legs
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(place, leg) for place, leg in enumerate(legs)]
        for line in self._lines:
            self._column.addWidget(line)

    def _line(self, place: int, leg: Leg) -> QWidget:
        amount = leg.amount(self._currency, self._locale) or Money.zero(self._currency)
        words = format_money(amount, self._locale)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        row.addWidget(PlainLabel(t_own(leg.way.name), role="strong"))
        row.addWidget(PlainLabel(leg.told(), tone="muted", elide=True), 1)
        figure = AmountLabel(15, locale=self._locale, spoken=t_own(leg.way.name) + " {amount}")
        figure.show_amount(amount)
        row.addWidget(figure)
        away = Button("×", kind="quiet")
        away.setToolTip(t("Take this out. Backspace in the empty box brings the last one back."))
        away.setAccessibleName(
            t("Take out {tender} {amount}", tender=t_own(leg.way.name), amount=words)
        )
        away.clicked.connect(lambda _on=False: self.removed.emit(place))
        row.addWidget(away)
        return line


class LegDetails(QWidget):
    """What is written down of the open tender: check number and bank, last digits, reference.

    `typed` comes with a TenderField and its text, `channel` with the way the money came.
    """

    typed = Signal(str, str)
    channel = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._showing = False
        self._leg: Leg | None = None
        self.boxes: dict[TenderField, QLineEdit] = {}
        self.fields: dict[TenderField, Field] = {}
        for name in TenderField:
            box = QLineEdit()
            box.setMaxLength(_LENGTHS[name])
            box.textChanged.connect(lambda text, name=name: self._tell(name, text))
            box.installEventFilter(self)
            self.boxes[name] = box
            self.fields[name] = Field(t(FIELD_WORDS[name]), box)
        digits = QRegularExpression("[0-9]{0,4}")
        last4 = self.boxes[TenderField.CARD_LAST4]
        last4.setValidator(QRegularExpressionValidator(digits, last4))
        self.came = Choice()
        self.came_field = Field(t("How it came"), self.came)
        self.came.activated.connect(lambda _n: self.channel.emit(self.came.currentData()))
        for place, field in enumerate((*self.fields.values(), self.came_field)):
            self._grid.addWidget(field, place // 2, place % 2)
        self._laid: tuple[QWidget, ...] = ()
        self.hide()

    def show_form(self, form: PaymentForm) -> None:
        self._leg = leg = form.leg
        shown = form.stage is not Stage.TAKEN and not (leg.is_cash or leg.charges)
        shown = shown and not form.pays_credit
        self.setVisible(shown)
        self.setEnabled(form.stage is Stage.OPEN)
        if not shown:
            return
        self._lay_out(form)
        self._showing = True
        for name, box in self.boxes.items():
            text = leg.details.get(name, "")
            if box.text() != text:
                box.setText(text)
        self._showing = False

    def _lay_out(self, form: PaymentForm) -> None:
        leg = form.leg
        wanted: list[Field] = [self.fields[name] for name in leg.fields]
        asks = leg.way.kind is TenderKind.OTHER or form.channel is not Channel.COUNTER
        if asks:
            wanted.append(self.came_field)
            self._offer_channels(form)
        card = leg.way.kind is TenderKind.CARD
        for name in leg.fields:
            words, needed = field_words(name, leg), name in leg.way.required or card
            self.fields[name].label.say(words if needed else t("{label} (optional)", label=words))
            optional = card and name not in leg.way.required
            self.boxes[name].setPlaceholderText(t("optional") if optional else "")
        if tuple(wanted) == self._laid:
            return
        for field in (*self.fields.values(), self.came_field):
            self._grid.removeWidget(field)
            field.setVisible(field in wanted)
            field.show_error("")
        top = Qt.AlignmentFlag.AlignTop
        columns = 3 if card and len(wanted) == 3 else 2
        self._grid.setColumnStretch(2, columns - 2)
        for place, field in enumerate(wanted):
            self._grid.addWidget(field, place // columns, place % columns, top)
        for box, after in pairwise(wanted):
            QWidget.setTabOrder(box.control, after.control)
        self._laid = tuple(wanted)

    def _offer_channels(self, form: PaymentForm) -> None:
        offered = [(t("By mail"), Channel.MAIL), (t("Bank or online"), Channel.ONLINE)]
        if form.drawer:
            offered.insert(0, (t("At the counter"), Channel.COUNTER))
        if [self.came.itemData(n) for n in range(self.came.count())] != [c for _w, c in offered]:
            self.came.clear()
            for words, channel in offered:
                self.came.addItem(words, channel)
        self.came.setCurrentIndex(max(0, self.came.findData(form.channel)))

    def first_empty(self, leg: Leg) -> QLineEdit | None:
        """Where the keyboard belongs after the tender key: the first required box without text."""
        missing = leg.missing()
        return self.boxes[missing] if missing is not None else None

    def show_error(self, name: str, words: str) -> bool:
        """Say what is wrong beside a box; False when none of that name is shown."""
        field = (
            self.fields.get(TenderField(name)) if name in TenderField.__members__.values() else None
        )
        if field is None or not field.isVisible():
            return False
        field.show_error(words)
        field.focus_error()
        return True

    def clear_errors(self) -> None:
        for field in self.fields.values():
            field.show_error("")

    def _tell(self, name: TenderField, text: str) -> None:
        if not self._showing:
            self.typed.emit(name.value, text)

    def _go_on(self, box: QLineEdit) -> None:
        box.setFocus(Qt.FocusReason.TabFocusReason)
        box.selectAll()

    def _next_empty(self, box: QObject) -> QLineEdit | None:
        """The required box that is still empty, once this one is filled."""
        empty = self.first_empty(self._leg) if self._leg is not None else None
        filled = isinstance(box, QLineEdit) and bool(box.text().strip())
        return empty if filled and empty is not box else None

    # Qt's own name
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the box that is still to be filled; after the check's number a space
        goes on to the bank: `1182 First National`.
        """
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        chord = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not chord:
            if (empty := self._next_empty(watched)) is not None:
                self._go_on(empty)
            return empty is not None
        number = self.boxes[TenderField.CHECK_NUMBER]
        if watched is not number or event.key() != Qt.Key.Key_Space:
            return False
        if number.text().strip():
            self._go_on(self.boxes[TenderField.BANK])
        return True
