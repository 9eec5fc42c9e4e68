"""The practice's bank accounts as a list with a form; one of them is where deposits go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from app.areas.deposits import maintaining
from app.areas.deposits.bank_values import (
    BankAccountRow,
    PrintSlipCalibration,
    SaveSlipOverlay,
    SlipOverlay,
)
from app.areas.deposits.banks import overlay_of
from app.gui.desk import Desk
from app.gui.dialogs.paper_preview import PaperPreview
from app.gui.screens.settings.bank_form import BankForm
from app.gui.screens.settings.bank_words import amount_words, bank_look
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import Column
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.ids import BankAccountId, CommandId, new_id
from app.kernel.text import fold
from app.kernel.translate import t
from app.storage.print_jobs import SLIP_CALIBRATION
from app.storage.seen import EditedMeanwhile, Seen, knowing, position

POSITION: Final = "settings.banks.position"


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
        self.form.overlay.save_wanted.connect(self._save_overlay)
        self.form.overlay.look_wanted.connect(lambda: self._save_overlay(look=True))
        self._overlay_seen: Seen | None = None
        self.preview: PaperPreview | None = None

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
        row = self.form.row
        if self.is_open and row is not None and not self.form.is_busy:
            self.form.overlay.follow(found.overlays[row.bank_account_id])
            self._see_overlay(row.bank_account_id, found.position)

    def to_list(self) -> None:
        super().to_list()
        if self.is_open and not self._may_change():
            self.form.said["available"].focus_error()

    def save(self) -> None:
        """What the bank says where the keyboard stands there, else the account."""
        if self.form.types_overlay():
            self._save_overlay()
            return
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

    def _begin(self, row: Any | None) -> None:
        super()._begin(row)
        self._overlay_seen = None
        if row is not None and self.found is not None:
            self._see_overlay(row.bank_account_id, self.found.position)

    def _see_overlay(self, bank_account_id: BankAccountId, at: int) -> None:
        self._overlay_seen = Seen(frozenset({overlay_of(bank_account_id)}), at)

    def _save_overlay(self, *, look: bool = False) -> None:
        """Keep how slips go onto the bank's paper; the form stays open, for it is tried out."""
        row, card = self.form.row, self.form.overlay
        if row is None or self.form.is_busy or not self._may_change():
            return
        overlay = card.overlay()
        if overlay is None:
            return
        sitting, of = self._sitting, row.bank_account_id
        self.form.busy(True)

        def saved(_overlay: SlipOverlay) -> None:
            self.desk.runner.ask(position, done=lambda at: self._see_overlay(of, at), key=POSITION)
            if sitting != self._sitting:
                return
            if look:
                self._look(row)
            else:
                self.desk.toasts.success(t("The bank’s own slips of {name}: saved.", name=row.name))

        def refused(error: UserError) -> None:
            if isinstance(error, EditedMeanwhile) and self._overlay_seen is not None:
                agreed = self._overlay_seen.agreed | error.edits
                self._overlay_seen = replace(self._overlay_seen, agreed=agreed)
            if sitting == self._sitting:
                self.form.refuse(error.field or "", error.text)

        self.desk.runner.act(
            knowing(maintaining.save_slip_overlay, self._overlay_seen),
            SaveSlipOverlay(CommandId(new_id()), of, overlay),
            done=saved,
            refused=refused,
            always=lambda: self.form.busy(False),
        )

    def _look(self, row: BankAccountRow) -> None:
        """The page to lay over the bank's slip: seen, saved as PDF, printed."""
        if self.preview is not None:
            return
        of = row.bank_account_id
        title = t("Page to lay over the bank’s slip: {account}", account=row.name)
        prints = self.found is not None and self.found.prints_pages
        self.preview = PaperPreview(
            self.window(),
            self.desk,
            title,
            ((SLIP_CALIBRATION, title),),
            str(of),
            (lambda: self._print(of)) if prints else None,
        )
        self.preview.left.connect(self._preview_left)
        self.preview.begin()

    def _preview_left(self) -> None:
        self.preview = None

    def _print(self, of: BankAccountId) -> None:
        command = PrintSlipCalibration(CommandId(new_id()), of)
        said = t("The page goes to the printer. Lay it over the bank’s slip against a window.")
        self.desk.runner.act(
            maintaining.print_slip_calibration,
            command,
            done=lambda _queued: self.desk.toasts.success(said),
        )

    def forget(self) -> None:
        if self.preview is not None:
            self.preview.leave()
        self.desk.runner.forget(POSITION)
        super().forget()

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
            Column(t("Status"), lambda row: bank_look(row).words, chip=bank_look),
        )

    def _booked(self, row: BankAccountRow) -> str:
        return amount_words(row.current, self._here)

    def _said(self, row: BankAccountRow) -> str:
        return amount_words(row.available, self._here)


def _by_name(row: BankAccountRow) -> str:
    return fold(row.name)


def _by_current(row: BankAccountRow) -> int:
    return row.current.minor
