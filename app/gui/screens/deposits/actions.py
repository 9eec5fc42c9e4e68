"""Connects the Deposits screen with its reading and with preparing a deposit; it draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.areas.deposits import service
from app.areas.deposits.values import DepositPrepared, DepositRow
from app.gui.desk import Desk
from app.gui.screens.deposits.reading import Preparing, Ready, preparing, ready
from app.kernel.actor import Permission
from app.kernel.i18n import format_money
from app.kernel.ids import DepositId
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.deposits.view import View

TABLES = frozenset(
    {"deposit", "deposit_state", "deposit_claim", "deposit_second_count", "deposit_item_out"}
    | {"shift_state", "shift_close", "cash_movement", "tender", "payment_void", "bank_account"}
    | {"returned_check", "deposit_clear"}
)


class DepositsActions(QObject):
    """The list with what lies ready, and the form that prepares a deposit."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self.found: Ready | None = None
        desk.runner.changed.connect(self._changed)

    def may(self, permission: Permission) -> bool:
        actor = self._desk.seat.actor
        return actor is not None and actor.may(permission)

    def read(self) -> None:
        """Read again what the page in front shows."""
        view = self._view
        if view.bags.subject is not None and view.page is not view.list:
            view.bags.read()
        elif view.prepare is not None and view.page is view.prepare:
            self._ask_preparing()
        else:
            self.read_ready()

    def read_ready(self) -> None:
        asker = self._desk.actor.user_id
        self._desk.runner.ask(ready, asker, done=self._show_ready, key="deposits.ready")

    def forget(self) -> None:
        self.found = None
        for key in ("deposits.ready", "deposits.prepare"):
            self._desk.runner.forget(key)

    def press_strip(self) -> None:
        """The verb of the line above the list."""
        if self._view.list.strip.adds_account:
            self._desk.go("settings", "banks")
        else:
            self.begin()

    @property
    def may_begin(self) -> bool:
        """Whether there is something to prepare for this person."""
        found = self.found
        return (
            found is not None
            and bool(found.accounts)
            and bool(found.proposal.items)
            and self.may(Permission.PREPARE_DEPOSIT)
        )

    def begin(self) -> None:
        """Ctrl+N: prepare a deposit, or go on with the one that was begun."""
        if self.may_begin:
            self._ask_preparing()

    def send(self) -> None:
        """Prepare it. The id stays until it is answered, so that pressing often does it once."""
        page = self._view.prepare
        command = page.command() if page is not None else None
        if page is None or command is None:
            return
        page.busy(True)
        self._desk.runner.act(
            service.prepare_deposit,
            command,
            done=self._prepared,
            refused=lambda refused: page.say_error(refused.text, refused.field or ""),
            always=lambda: page.busy(False),
        )

    def open_row(self, row: object) -> None:
        if isinstance(row, DepositRow):
            self._view.bags.open(row.deposit_id)

    def back(self) -> None:
        """Esc: one step back; what was counted stays in its boxes."""
        view = self._view
        if view.page is view.list:
            view.list.back()
        elif view.count is not None and view.page is view.count:
            view.bags.leave_count()
        else:
            view.bags.leave()
            view.show_list()

    # ------------------------------------------------------------------------------ what comes

    def _changed(self, tables: object) -> None:
        told = isinstance(tables, frozenset) and bool(tables & TABLES)
        if told and self._view.isVisible() and self._desk.seat.actor is not None:
            self.read()

    def _show_ready(self, found: Ready) -> None:
        self.found = found
        self._view.list.strip.show_ready(
            found,
            may_prepare=self.may(Permission.PREPARE_DEPOSIT),
            may_add=self.may(Permission.CHANGE_SETTINGS),
        )

    def _ask_preparing(self) -> None:
        asker = self._desk.actor.user_id
        self._desk.runner.ask(preparing, asker, done=self._show_preparing, key="deposits.prepare")

    def _show_preparing(self, found: Preparing) -> None:
        self._view.show_prepare(found)

    def _prepared(self, made: DepositPrepared) -> None:
        total = format_money(made.cash + made.difference + made.checks, self._desk.practice.locale)
        self._desk.toasts.success(
            t("Deposit {number} of {amount} is prepared.", number=made.number, amount=total),
            t("Now somebody counts it a second time."),
        )
        self._view.end_prepare()
        self._view.bags.open(DepositId(made.deposit_id))
