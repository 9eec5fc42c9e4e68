"""Connects the drawer's page with reading and opening a shift; it draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.areas.drawers import queries, service
from app.areas.drawers.values import (
    Denomination,
    DrawerRow,
    OpenShift,
    OpenShiftRow,
    ShiftOpened,
)
from app.gui.desk import Desk
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, DrawerId, UserId, new_id
from app.kernel.translate import t
from app.storage.statements import Reader

if TYPE_CHECKING:
    from app.gui.screens.drawer.view import CountPage, View

Found = tuple[OpenShiftRow | None, tuple[DrawerRow, ...], tuple[Denomination, ...]]


def drawer_page(reader: Reader, user_id: UserId) -> Found:
    """All the page shows, read in one snapshot."""
    return (
        queries.my_shift(reader, user_id),
        queries.drawer_rows(reader),
        queries.denominations(reader),
    )


class DrawerActions(QObject):
    """What a cashier does with a drawer in this version: count the float and open it."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._intent = CommandId(new_id())
        self._wired: CountPage | None = None

    def read(self) -> None:
        user_id = self._desk.actor.user_id
        self._desk.runner.ask(drawer_page, user_id, done=self._show, key="drawer.page")

    def forget(self) -> None:
        self._desk.runner.forget("drawer.page")
        self._intent = CommandId(new_id())
        self._wired = None

    def _show(self, found: Found) -> None:
        shift, drawers, denominations = found
        self._desk.seat.hold_shift(shift)
        if shift is not None:
            self._view.show_shift(shift)
        elif not self._desk.actor.may(Permission.OPEN_SHIFT):
            self._view.show_empty(
                t("You may not open a drawer."),
                t("A manager or an administrator can give you a role that may."),
            )
        elif not drawers:
            self._view.show_empty(
                t("There is no drawer yet."), t("An administrator adds one in the settings.")
            )
        elif all(each.open_shift_number for each in drawers):
            held = ", ".join(f"{each.name} ({each.held_by})" for each in drawers)
            self._view.show_empty(
                t("Every drawer is in use."), t("Open now: {drawers}.", drawers=held)
            )
        else:
            self._show_count(drawers, denominations)

    def _show_count(
        self, drawers: tuple[DrawerRow, ...], denominations: tuple[Denomination, ...]
    ) -> None:
        page = self._view.show_count(drawers, denominations)
        if page is not self._wired:
            page.submitted.connect(self.open_drawer)
            self._wired = page
        if self._view.isVisible():
            page.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_drawer(self) -> None:
        """Open the chosen drawer with what was counted. The id stays until it is answered."""
        page = self._view.count
        if page is None:
            return
        page.button.setEnabled(False)
        command = OpenShift(
            id=self._intent,
            drawer_id=DrawerId(page.drawer.currentData()),
            piles=page.grid.piles(),
        )
        self._desk.runner.act(
            service.open_shift,
            command,
            done=self._opened,
            refused=self._refused,
            always=self._answered,
        )

    def _opened(self, opened: ShiftOpened) -> None:
        self._intent = CommandId(new_id())
        amount = format_money(opened.float_amount, self._desk.practice.locale)
        self._desk.toasts.success(
            t("Drawer open with {amount}.", amount=amount),
            t("Shift {number}.", number=opened.number),
        )
        user_id = self._desk.actor.user_id
        self._desk.runner.ask(queries.my_shift, user_id, done=self._begin, key="drawer.page")

    def _begin(self, shift: OpenShiftRow | None) -> None:
        self._desk.seat.hold_shift(shift)
        self._view.show_nothing()
        self._wired = None
        self._desk.go("counter")

    def _refused(self, refused: UserError) -> None:
        if self._view.count is not None:
            self._view.count.say_error(refused.text)

    def _answered(self) -> None:
        if self._view.count is not None:
            self._view.count.button.setEnabled(True)
