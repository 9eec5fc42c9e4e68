"""Short forms over a bag: the bank's credit, taking it back, a check out, and the void."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.areas.deposits.values import ItemRow
from app.areas.ledger.values import Reason
from app.areas.settings.values import Practice
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.gui.dialogs.reason_picks import ReasonPicks
from app.gui.screens.deposits.reading import Bag
from app.gui.widgets.day_edit import DayEdit
from app.kernel.i18n import format_money, typed_date
from app.kernel.ids import CommandId, ReasonId, new_id
from app.kernel.money import Money
from app.kernel.translate import t


class DeedPanel(FormPanel):
    """A form with the id of the deed it asks for, made when it opens."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, asks: tuple[Ask, ...], practice: Practice
    ) -> None:
        super().__init__(parent, title, verb, asks, practice, width=460)
        self.intent = CommandId(new_id())
        self.carried_out = False

    def put_picks(self, picks: ReasonPicks) -> None:
        """Reasons below the fields."""
        self.column.insertWidget(self.column.indexOf(self.message), picks)


class ClearPanel(DeedPanel):
    """What the bank credited and when; another amount than is in the bag needs a reason."""

    def __init__(self, parent: QWidget, bag: Bag, practice: Practice) -> None:
        view = bag.view
        asks = (
            Ask("bank_date", t("Day of the bank's credit"), "day", half=True),
            Ask("amount", t("Amount credited"), "money", value=view.total, half=True),
            Ask("reference", t("The bank's reference"), optional=True),
        )
        title = t("The bank's credit of deposit {number}", number=view.number)
        super().__init__(parent, title, t("Enter the credit"), asks, practice)
        self._expected = view.total
        day = self.form.boxes["bank_date"]
        if isinstance(day, DayEdit):
            day.setPlaceholderText(typed_date(view.business_date, practice.locale))
        self.picks = ReasonPicks(t("Why is it another amount? The digit enters it."))
        self.picks.show_reasons(bag.differences)
        self.picks.hide()
        self.picks.picked.connect(self.submit)
        self.put_picks(self.picks)
        self.form.edited.connect(self._compare)

    @property
    def reason_id(self) -> ReasonId | None:
        return self.picks.reason_id if self.differs else None

    @property
    def differs(self) -> bool:
        """Whether another amount is typed than is in the bag."""
        typed = self.form.value("amount")
        return isinstance(typed, Money) and self._expected is not None and typed != self._expected

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        self._compare()
        self.say_error("")
        if not self.form.check():
            return
        if self.differs and self.picks.reason is None:
            self.picks.ask_again()
            return
        self.wanted.emit()

    def say_error(self, words: str, field: str = "") -> None:
        if words and field == "reason_id":
            self.picks.show()
            self.picks.say_error(words)
            self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().say_error(words, field)

    def _compare(self) -> None:
        if self.picks.isVisibleTo(self) is not self.differs:
            self.picks.setVisible(self.differs)
            QTimer.singleShot(0, self, self.fit)


class VoidPanel(DeedPanel):
    """Why a deposit is undone; the reason's digit does it."""

    def __init__(
        self, parent: QWidget, number: str, reasons: tuple[Reason, ...], practice: Practice
    ) -> None:
        hint = t("What is in it lies in the safe again. Nothing is deleted.")
        asks = (Ask("note", t("Note"), optional=True, hint=hint),)
        title = t("Void deposit {number}", number=number)
        super().__init__(parent, title, title, asks, practice)
        self.picks = ReasonPicks(t("Why? The digit voids the deposit."))
        self.picks.show_reasons(reasons)
        self.picks.picked.connect(self.submit)
        self.put_picks(self.picks)

    def begin(self, name: str = "") -> None:
        super().begin(name)
        self.picks.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        if self.picks.reason is None:
            self.picks.ask_again()
        else:
            super().submit()

    def say_error(self, words: str, field: str = "") -> None:
        if words and field == "reason_id":
            self.picks.say_error(words)
            self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().say_error(words, field)


def take_out_panel(parent: QWidget, row: ItemRow, practice: Practice) -> DeedPanel:
    """Why a check leaves the bag."""
    amount = format_money(row.amount, practice.locale) if row.amount is not None else ""
    title = t("Take out {check}, {amount}", check=row.words, amount=amount)
    hint = t("It lies in the safe again and may go into another deposit.")
    asks = (Ask("reason", t("Why"), hint=hint),)
    return DeedPanel(parent, title, t("Take the check out"), asks, practice)


def take_back_panel(parent: QWidget, number: str, practice: Practice) -> DeedPanel:
    """Why the bank's credit was wrong."""
    title = t("Take back the credit of deposit {number}", number=number)
    hint = t("The deposit is on its way again. Both stay in its history.")
    asks = (Ask("note", t("Note"), optional=True, hint=hint),)
    return DeedPanel(parent, title, t("Take the credit back"), asks, practice)
