"""The practice's bank accounts as a list with a form; one of them is where deposits go."""

from __future__ import annotations

from typing import Any

from app.areas.deposits import maintaining
from app.areas.deposits.bank_values import BankAccountRow
from app.gui.desk import Desk
from app.gui.screens.settings.bank_form import BankForm
from app.gui.screens.settings.bank_words import amount_words, bank_look
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import Column
from app.kernel.actor import Permission
from app.kernel.text import fold
from app.kernel.translate import t


class Banks(ListSection):
    """The one that deposits go to comes first."""

    form: BankForm
    beside = (0, 2, 6)
    narrow = (0, 2, 6)

    def __init__(self, desk: Desk) -> None:
        self._here = desk.practice
        super().__init__(
            desk,
            t("Bank accounts"),
            t("Deposits go to one of them. Slips carry its numbers, so they are checked."),
            self._columns(),
            BankForm(desk.practice),
            t("New account"),
        )
        self.nothing = t("There is no bank account yet. Add the one that deposits go to.")
        self.form.balance_wanted.connect(self._note)

    def rows(self, found: Found) -> tuple[BankAccountRow, ...]:
        return found.banks

    def key_of(self, row: BankAccountRow) -> object:
        return row.bank_account_id

    def fill(self, row: BankAccountRow | None) -> None:
        if self.found is not None:
            self.form.show_account(row, self.found, change=self._may_change())

    def begin_new(self) -> None:
        if self._may_change():
            super().begin_new()

    def show_found(self, found: Found) -> None:
        super().show_found(found)
        self.new_button.setEnabled(self._may_change())

    def to_list(self) -> None:
        super().to_list()
        if self.is_open and not self._may_change():
            self.form.said["available"].focus_error()

    def save(self) -> None:
        """What the bank says where the keyboard stands there, else the account."""
        if self.form.types_balance() or not self._may_change():
            self._note()
            return
        command = self.form.command(self.intent)
        if command is None:
            return
        name = " ".join(command.name.split())
        new = command.bank_account_id is None
        said = t("{name} is added.", name=name) if new else t("{name} is saved.", name=name)
        self.send(maintaining.save_bank_account, command, lambda _id: said, mark=lambda made: made)

    def _note(self) -> None:
        if self.form.is_busy:
            return
        command = self.form.balance(self.intent)
        if command is not None:
            self.send(
                maintaining.state_bank_balance,
                command,
                lambda _id: t("The bank's balance is noted."),
                mark=lambda known: known,
            )

    def _may_change(self) -> bool:
        return self.desk.actor.may(Permission.CHANGE_SETTINGS)

    def _columns(self) -> tuple[Column[Any], ...]:
        def tone(row: BankAccountRow) -> str:
            return "text" if row.active else "muted"

        def column(title: str, text: Any, **more: Any) -> Column[BankAccountRow]:
            return Column(title, text, tone=tone, **more)

        return (
            column(t("Name"), lambda row: row.name, width=130, stretch=True, sort_by=_by_name),
            column(t("Bank"), lambda row: row.bank, width=130),
            column(t("Number"), lambda row: row.masked_number, width=95),
            column(t("GL account"), lambda row: row.gl_code),
            column(t("In the books"), self._booked, right=True, width=110, sort_by=_by_current),
            column(t("The bank says"), self._said, right=True, width=110),
            Column(t("State"), lambda row: bank_look(row).words, chip=bank_look),
        )

    def _booked(self, row: BankAccountRow) -> str:
        return amount_words(row.current, self._here)

    def _said(self, row: BankAccountRow) -> str:
        return amount_words(row.available, self._here)


def _by_name(row: BankAccountRow) -> str:
    return fold(row.name)


def _by_current(row: BankAccountRow) -> int:
    return row.current.minor
