"""Money of the safe's own that goes along, or cash that stays behind as change, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.areas.deposits.values import Reserve
from app.areas.settings.values import Practice
from app.gui.theme import current
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t


class ReserveBox(QWidget):
    """`changed` comes whenever another amount would go along."""

    changed = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self._held = Money.zero(practice.currency)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current().px(12))
        grid.setVerticalSpacing(current().px(8))
        self.which = Choice()
        self.which.addItem(t("Everything ticked goes, the reserve stays"), 0)
        self.which.addItem(t("Take cash of the reserve along"), 1)
        self.which.addItem(t("Keep some of this cash back as change"), -1)
        self.which.currentIndexChanged.connect(self._chosen)
        self.field = Field(t("Reserve of the safe"), self.which)
        grid.addWidget(self.field, 0, 0, 1, 2)
        self.amount = MoneyEdit(practice.currency, locale=practice.locale)
        self.amount.amount_changed.connect(lambda _amount: self.changed.emit())
        self.amount_field = Field(t("Amount"), self.amount)
        self.why = QLineEdit()
        self.why.setMaxLength(400)
        self.why_field = Field(t("Why"), self.why)
        grid.addWidget(self.amount_field, 1, 0)
        grid.addWidget(self.why_field, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)
        self._chosen()

    def show_held(self, held: Money) -> None:
        """How much is in the safe that belongs to no shift."""
        self._held = held
        words = t("Reserve of the safe: {amount}", amount=format_money(held, self._practice.locale))
        self.field.label.say(words)

    @property
    def moved(self) -> Money:
        """What it adds to the bag; negative when it stays behind."""
        sign = self.which.currentData() or 0
        typed = self.amount.amount()
        if not sign or typed is None:
            return Money.zero(self._practice.currency)
        return Money(sign * typed.minor, typed.currency)

    def reserve(self) -> Reserve | None:
        """What should be said of it; None when nothing is."""
        return Reserve(self.moved, self.why.text().strip()) if self.moved.minor else None

    def check(self) -> bool:
        """Say beside the boxes what is missing; True when nothing is."""
        if not self.which.currentData():
            return True
        if self.amount.error():
            self.amount.tell_problem()
            self.amount_field.focus_error()
            return False
        if not self.moved.minor:
            self.amount_field.show_error(t("How much?"))
            self.amount_field.focus_error()
            return False
        if not self.why.text().strip():
            self.why_field.show_error(t("Say why, for whoever counts it next."))
            self.why_field.focus_error()
            return False
        return True

    def _chosen(self) -> None:
        wanted = bool(self.which.currentData())
        self.amount_field.setVisible(wanted)
        self.why_field.setVisible(wanted)
        self.changed.emit()
