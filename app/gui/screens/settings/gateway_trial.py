"""A test payment on the reader of this window, from the form of its gateway."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.areas.cards.gateway_values import GatewayRow, ReaderRow
from app.areas.settings.values import Practice
from app.gui.screens.settings.gateway_words import reader_here, standing_of
from app.gui.screens.settings.reading import Found
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Card
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t


class TrialCard(Card):
    """`try_wanted` comes with the Money, `stop_wanted` when it is to be cancelled."""

    try_wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(self, here: Practice) -> None:
        super().__init__(t("Test payment"))
        px = current().px
        self.body.setSpacing(px(8))
        self.row: GatewayRow | None = None
        self.reader: ReaderRow | None = None
        self.words = PlainLabel("", wrap=True)
        self.body.addWidget(self.words)
        self.amount = MoneyEdit(here.currency, locale=here.locale, name=t("Amount to try"))
        self.amount.show_amount(Money(10 ** decimals_of(here.currency), here.currency))
        self.field = Field(t("Amount"), self.amount)
        self.body.addWidget(self.field)
        self.button = Button(t("Try a payment"), icon="flask")
        self.stop = Button(t("Cancel the try"))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for button in (self.button, self.stop):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.said = PlainLabel("", role="strong", wrap=True)
        self.body.addWidget(self.said)
        self.button.clicked.connect(self._try)
        self.stop.clicked.connect(self.stop_wanted)
        self._running = False

    def show_gateway(self, row: GatewayRow | None, found: Found) -> None:
        """Whether a try is possible, and why not; only test cards are tried."""
        other = row is None or self.row is None or row.gateway_id != self.row.gateway_id
        self.row = row
        self.reader = reader_here(row, found) if row is not None else None
        self.setVisible(row is not None and row.integrated and row.test_mode)
        if row is None:
            return
        if other and not self._running:
            self.say("")
        standing = standing_of(row, found)
        ready = self.reader is not None and standing.key_kept
        if not standing.key_kept:
            words = t("Keep a key first.")
        elif self.reader is None:
            words = t("Say under card readers which one stands at this window first.")
        else:
            words = t("On “{reader}”, with a test card.", reader=self.reader.label)
        self.words.say(words, "text" if ready else "muted")
        self.field.setVisible(ready)
        self.button.setVisible(ready)
        self.running(self._running)

    def running(self, running: bool) -> None:
        """While a try runs it can only be cancelled."""
        self._running = running
        self.button.setEnabled(not running)
        self.amount.setEnabled(not running)
        self.stop.setVisible(running)

    def say(self, words: str, tone: str = "text") -> None:
        self.said.say(words, tone)
        self.said.setVisible(bool(words))

    def _try(self) -> None:
        amount = self.amount.amount()
        if amount is None or not amount:
            self.field.show_error(self.amount.error() or t("Type an amount, such as 1.00."))
        elif not self._running:
            self.try_wanted.emit(amount)
