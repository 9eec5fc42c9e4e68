"""The form of one bank account, and under it what the bank says; it saves nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit

from app.areas.deposits.bank_values import (
    BankAccountRow,
    BankAccountType,
    SaveBankAccount,
    SlipLayout,
    StateBankBalance,
)
from app.areas.settings.values import Practice
from app.gui.screens.settings.bank_words import (
    amount_words,
    layout_hint,
    layout_words,
    reconciled_words,
    routing_example,
    routing_words,
    said_words,
    type_words,
)
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.slip_overlay import OverlayCard
from app.gui.screens.settings.words import account_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.ids import CommandId
from app.kernel.money import CURRENCIES
from app.kernel.translate import t

_USUAL = {
    "USD": SlipLayout.US,
    "CAD": SlipLayout.CANADA,
    "GBP": SlipLayout.UK,
    "INR": SlipLayout.INDIA,
}
NEEDED = ("name", "bank", "routing", "account_number", "gl_code")


class BankForm(EditForm):
    """Everything a slip says of the account. `balance_wanted` asks to note what the bank says."""

    balance_wanted = Signal()

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        self.row: BankAccountRow | None = None
        self._boxes()
        for name, field in self._made().items():
            self.add(name, field)
        self.is_default = Tick(t("Deposits go here"))
        self.active = Tick(t("In use"))
        for tick in (self.is_default, self.active):
            self.body.addWidget(tick)
        self.default_words = PlainLabel("", role="caption", tone="danger", wrap=True)
        self.body.addWidget(self.default_words)
        self.balances = self._balance_card()
        self.cards.insertWidget(1, self.balances)
        self.overlay = OverlayCard()
        self.cards.insertWidget(2, self.overlay)
        self.layout_pick.currentIndexChanged.connect(self._follow)

    def needs(self, name: str) -> bool:
        if name == "routing":
            return self.chosen_layout() is not SlipLayout.NEUTRAL
        if name == "account_number":
            return self.row is None
        return name in NEEDED

    def chosen_layout(self) -> SlipLayout:
        return SlipLayout(self.layout_pick.currentData() or SlipLayout.US.value)

    def show_account(self, row: BankAccountRow | None, found: Found, *, change: bool) -> None:
        """A bank account as it is stored, or an empty form; without `change` only to read."""
        self.row = row
        layouts = [(layout_words(layout), layout.value) for layout in SlipLayout]
        usual = _USUAL.get(self._here.currency, SlipLayout.NEUTRAL)
        self.layout_pick.offer(layouts, (row.layout if row else usual).value)
        kinds = [(type_words(kind), kind.value) for kind in BankAccountType]
        kind = row.account_type if row else BankAccountType.CHECKING
        self.kind.offer(kinds, kind.value)
        self.currency.offer([(code, code) for code in sorted(CURRENCIES)], self._here.currency)
        if row is not None:
            self.currency.choose(row.currency)
        codes = [each.code for each in found.bank_gl]
        if row is not None:
            codes = sorted({*codes, row.gl_code})
        chosen = row.gl_code if row else (codes[0] if len(codes) == 1 else None)
        self.account.offer([(account_words(code, found.chart), code) for code in codes], chosen)
        for box, text in (
            (self.name, row.name if row else ""),
            (self.bank, row.bank if row else ""),
            (self.city, row.bank_city if row else ""),
            (self.account_title, row.account_title if row else self._here.organization_name),
            (self.routing, row.routing if row else ""),
            (self.number, ""),
            (self.swift, row.swift if row else ""),
        ):
            box.setText(text)
        self.is_default.setChecked(row.is_default if row else not found.banks)
        self.active.setChecked(row is None or row.active)
        self._show_balances(row)
        self.overlay.setVisible(row is not None and change)
        if row is not None:
            self.overlay.show_overlay(found.overlays[row.bank_account_id])
        self._follow()
        self._allow(change)
        if row is None:
            self.begin(t("New bank account"), t("Add the account"), known=False)
        else:
            self.begin(row.name, t("Save changes"), known=True)
        if not change:
            self.said["available"].focus_error()

    def command(self, intent: CommandId) -> SaveBankAccount | None:
        """What the form says; None after saying beside a box what is missing."""
        self.accept_all()
        if self.lacks(*(name for name in NEEDED if self.needs(name))):
            return None
        return SaveBankAccount(
            intent,
            self.row.bank_account_id if self.row else None,
            self.name.text(),
            self.bank.text(),
            self.number.text(),
            str(self.account.currentData()),
            self.chosen_layout(),
            self.routing.text(),
            self.account_title.text(),
            self.city.text(),
            self.swift.text(),
            BankAccountType(self.kind.currentData()),
            str(self.currency.currentData()),
            self.active.isChecked(),
            self.is_default.isChecked(),
        )

    def balance(self, intent: CommandId) -> StateBankBalance | None:
        """What the bank says; None after saying beside a box what is missing."""
        self.accept_all()
        amount, day = self.available.amount(), self.as_of.day()
        if self.row is None:
            return None
        if amount is None:
            self.refuse("available", self.available.error() or t("Type what the bank says."))
            return None
        if day is None:
            self.refuse("as_of", self.as_of.error() or t("Type the day of this balance."))
            return None
        return StateBankBalance(intent, self.row.bank_account_id, amount, day)

    def types_balance(self) -> bool:
        """Whether the keyboard stands in what the bank says."""
        return self.balances.isAncestorOf(self.focusWidget())

    def types_overlay(self) -> bool:
        """Whether the keyboard stands in how slips go onto the bank's paper."""
        return self.overlay.isAncestorOf(self.focusWidget())

    def refuse(self, name: str, words: str) -> None:
        ticks = {"is_default": self.is_default, "active": self.active}
        if name in ticks:
            self.default_words.say(words)
            self.default_words.show()
            ticks[name].setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(self.default_words)
        elif name in self.said:
            self.said[name].show_error(words)
            self.said[name].focus_error()
            self._bring(self.said[name])
        elif self.overlay.refuse(name, words):
            self._bring(self.overlay)
        else:
            super().refuse(name, words)

    def accept_all(self) -> None:
        super().accept_all()
        self.default_words.hide()
        for field in self.said.values():
            field.show_error("")

    def busy(self, busy: bool) -> None:
        super().busy(busy)
        self.note_button.setEnabled(not busy)
        self.overlay.busy(busy)

    # --------------------------------------------------------------------- how it is made

    def _boxes(self) -> None:
        self.name, self.bank, self.city = QLineEdit(), QLineEdit(), QLineEdit()
        self.account_title, self.routing, self.number = QLineEdit(), QLineEdit(), QLineEdit()
        self.swift = QLineEdit()
        self.layout_pick, self.kind, self.currency, self.account = Pick(), Pick(), Pick(), Pick()
        self.said: dict[str, Field] = {}

    def _made(self) -> dict[str, Field]:
        return {
            "name": Field(t("Name"), self.name, hint=t("As the practice calls it.")),
            "layout": Field(t("Country of the bank"), self.layout_pick),
            "bank": Field(t("Bank"), self.bank),
            "bank_city": Field(t("City of the bank"), self.city, optional=True),
            "account_title": Field(
                t("Account holder"), self.account_title, hint=t("As the bank has it.")
            ),
            "routing": Field("", self.routing),
            "account_number": Field(t("Account number"), self.number),
            "swift": Field(t("SWIFT code"), self.swift, optional=True),
            "account_type": Field(t("Kind of account"), self.kind),
            "currency": Field(t("Currency of the account"), self.currency),
            "gl_code": Field(
                t("GL account"), self.account, hint=t("It is this bank account and no other.")
            ),
        }

    def _balance_card(self) -> Card:
        card = Card(t("Balance"))
        px = current().px
        card.body.setSpacing(px(12))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        self.in_books, self.at_bank = PlainLabel("", role="strong"), PlainLabel("", role="strong")
        right = Qt.AlignmentFlag.AlignRight
        self.said_when = PlainLabel("", tone="muted")
        for place, (words, amount) in enumerate(
            (
                (PlainLabel(t("In the books"), tone="muted"), self.in_books),
                (self.said_when, self.at_bank),
            )
        ):
            grid.addWidget(words, place, 0)
            grid.addWidget(amount, place, 1, right)
        card.body.addLayout(grid)
        self.reconciled = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.reconciled)
        self.available = MoneyEdit(self._here.currency, locale=self._here.locale)
        self.as_of = DayEdit(self._here.locale)
        self.said = {
            "available": Field(t("Available at the bank"), self.available),
            "as_of": Field(t("On the day"), self.as_of),
        }
        for field in self.said.values():
            card.body.addWidget(field)
        self.note_button = Button(t("Note the balance"))
        self.note_button.setAutoDefault(True)
        self.note_button.clicked.connect(self.balance_wanted)
        card.body.addWidget(self.note_button)
        return card

    def _show_balances(self, row: BankAccountRow | None) -> None:
        self.balances.setVisible(row is not None)
        if row is None:
            return
        self.in_books.say(amount_words(row.current, self._here))
        self.at_bank.say(amount_words(row.available, self._here))
        self.said_when.say(said_words(row, self._here))
        self.reconciled.say(reconciled_words(row, self._here))
        self.available.use_currency(row.currency)
        self.available.show_amount(row.available)
        self.as_of.show_day(row.available_on)

    def _allow(self, change: bool) -> None:
        """Who only notes balances sees the account and leaves it as it is."""
        for name, field in self.fields.items():
            field.control.setEnabled(change and (name != "currency" or self.row is None))
        for part in (self.is_default, self.active):
            part.setEnabled(change)
        self.button.setVisible(change)

    def _follow(self) -> None:
        """Numbers are called as in the country of the bank."""
        layout = self.chosen_layout()
        routing, number = self.fields["routing"], self.fields["account_number"]
        routing.label.say(routing_words(layout))
        self.routing.setAccessibleName(routing_words(layout))
        self.routing.setPlaceholderText(routing_example(layout))
        self.fields["layout"].say_hint(layout_hint(layout))
        self.number.setPlaceholderText(self.row.masked_number if self.row else "")
        number.say_hint(t("Leave it empty to keep this number.") if self.row else "")

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if plain and enter and self.types_balance() and not event.isAutoRepeat():
            self.balance_wanted.emit()
        elif plain and enter and self.types_overlay() and not event.isAutoRepeat():
            self.overlay.save_wanted.emit()
        else:
            super().keyPressEvent(event)
