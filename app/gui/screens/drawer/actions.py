"""Connects the Drawer screen with reading, opening a shift and its movements; it draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.areas.drawers import service
from app.areas.drawers.closing_values import ReportMade, RunReport
from app.areas.drawers.values import (
    CashMoved,
    MovementRow,
    OpenShift,
    OpenShiftRow,
    ReverseMovement,
    ShiftOpened,
    ShiftState,
)
from app.areas.payments import closing
from app.gui.desk import Desk
from app.gui.dialogs.take_back_panel import TakeBackPanel
from app.gui.screens.drawer.reading import Home, home
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, DrawerId, ShiftId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.drawer.view import View

TABLES = frozenset(
    {"shift", "shift_state", "cash_movement", "drawer_opening", "cash_count", "tender"}
    | {"payment_void", "shift_reveal", "shift_close", "parked_form", "unasked_opening"}
)


class DrawerActions(QObject):
    """The first page: one's own shift, one that waits, the float, or other people's drawers."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._intent = CommandId(new_id())
        self._found: Home | None = None
        self._board = False
        self._another = False
        self._looking = False
        self._beginning = False
        self._stand_on = ""
        self._panel: TakeBackPanel | None = None
        desk.runner.changed.connect(self._changed)

    @property
    def may_close_any(self) -> bool:
        actor = self._desk.seat.actor
        return actor is not None and actor.may(Permission.CLOSE_ANY_SHIFT)

    def read(self) -> None:
        """Read what is shown now: the page of the close that is under way, or the first one."""
        ending = self._view.ending
        if ending.subject is not None and not self._looking:
            ending.read()
            return
        user_id = self._desk.actor.user_id
        self._desk.runner.ask(home, user_id, done=self._show, key="drawer.page")

    def forget(self) -> None:
        self._desk.runner.forget("drawer.page")
        self._intent = CommandId(new_id())
        self._found = None
        self._desk.runner.forget("drawer.begin")
        self._board = self._another = self._looking = self._beginning = False
        if self._panel is not None:
            self._panel.leave()

    def go_home(self) -> None:
        self._board = self._another = self._looking = False
        self._view.ending.forget()
        self._view.show_nothing()
        self.read()

    def look(self) -> None:
        """The shift's movements, from its difference; Esc comes back."""
        self._looking = True
        self.read()

    def show_board(self) -> None:
        """Other people's drawers; what one has counted of one's own stays in its boxes."""
        self._board = True
        self._view.ending.forget()
        self.read()

    def come_for(self, shift_id: str) -> None:
        """Somebody wants to close this one; what comes next reads."""
        self._board, self._looking, self._stand_on = True, False, shift_id
        self._view.ending.forget()

    def open_another(self) -> None:
        """Not the drawer that waits, but a free one."""
        self._another = True
        self.read()

    def back(self) -> None:
        """Esc: one step back; what was counted stays in its boxes."""
        ending = self._view.ending
        if self._looking:
            self._looking = False
            self.read()
        elif ending.subject is not None and ending.step_back():
            self.read()
        elif self._board or self._another:
            self._board = self._another = False
            self.read()
        else:
            self._desk.go("counter")

    def begin_close(self) -> None:
        """Count the own drawer; without one, show the others to who may close them."""
        self._looking = False
        shift = self._desk.shift
        if shift is not None:
            self._view.ending.begin(shift.shift_id, own=True)
        elif self.may_close_any:
            self.show_board()
        else:
            self._desk.toasts.caution(
                t("You have no drawer open."), t("There is nothing to close.")
            )

    def close_for(self, row: object) -> None:
        """A manager counts and closes what somebody else left open."""
        if isinstance(row, OpenShiftRow):
            self._view.ending.begin(row.shift_id, own=False)

    def close_uncounted(self, row: object) -> None:
        """A manager closes a drawer of another window that nobody can count."""
        if isinstance(row, OpenShiftRow):
            self._view.ending.close_uncounted(row)

    def take_back(self, row: object) -> None:
        """Ask for a note, then book the opposite of a movement."""
        if not isinstance(row, MovementRow) or self._panel is not None:
            return
        panel = self._panel = TakeBackPanel(self._view.window(), row, self._desk.practice)
        panel.left.connect(self._panel_left)
        panel.wanted.connect(lambda: self._reverse(row, panel))
        panel.begin()

    def report(self, with_cash: bool) -> None:
        if self._found is not None and self._found.screen is not None:
            self._run_report(self._found.screen.row.shift_id, with_cash)

    def report_of(self, row: object) -> None:
        """An X of somebody else's drawer; a manager may see its cash."""
        if isinstance(row, OpenShiftRow):
            self._run_report(row.shift_id, True)

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

    # ---------------------------------------------------------------------------- what comes

    def _changed(self, tables: object) -> None:
        shown = self._view.isVisible() and self._desk.seat.actor is not None
        closed = self._view.closed is not None and self._view.page is self._view.closed
        told = isinstance(tables, frozenset) and bool(tables & TABLES)
        if shown and told and not closed and not self._beginning:
            self.read()

    def _show(self, found: Home) -> None:
        self._found = found
        mine = None if found.screen is None else found.screen.row
        self._desk.seat.hold_shift(mine)
        if self._board and self.may_close_any:
            stand_on, self._stand_on = self._stand_on, ""
            self._view.show_board(found, back=True, stand_on=stand_on)
        elif mine is not None and mine.state is ShiftState.COUNTED and not self._looking:
            self._view.ending.begin(mine.shift_id, own=True)
        elif mine is not None:
            self._view.show_shift(found)
        else:
            self._show_without_shift(found)

    def _show_without_shift(self, found: Home) -> None:
        if not self._desk.actor.may(Permission.OPEN_SHIFT):
            self._view.show_empty(
                t("You may not open a drawer."),
                t("A manager or an administrator can give you a role that may."),
            )
        elif not found.drawers:
            self._view.show_empty(
                t("There is no drawer yet."), t("An administrator adds one in the settings.")
            )
        elif found.waiting is not None and not self._another:
            self._view.show_take_over(found)
        elif any(not each.open_shift_number for each in found.drawers):
            self._view.show_count(found)
        elif self.may_close_any:
            self._view.show_board(found, back=False)
        else:
            held = ", ".join(f"{each.name} ({each.held_by})" for each in found.drawers)
            self._view.show_empty(
                t("Every drawer is in use."), t("Open now: {drawers}.", drawers=held)
            )

    def _opened(self, opened: ShiftOpened) -> None:
        self._intent = CommandId(new_id())
        amount = format_money(opened.float_amount, self._desk.practice.locale)
        self._desk.toasts.success(
            t("Drawer open with {amount}.", amount=amount),
            t("Shift {number}.", number=opened.number),
        )
        self.begin_work()

    def begin_work(self) -> None:
        """A drawer is open now: to the Counter, with the shift in everybody's hands."""
        self._board, self._another, self._beginning = False, False, True
        user_id = self._desk.actor.user_id
        self._desk.runner.forget("drawer.page")
        self._desk.runner.ask(home, user_id, done=self._begin, key="drawer.begin")

    def _begin(self, found: Home) -> None:
        self._found, self._beginning = found, False
        self._desk.seat.hold_shift(None if found.screen is None else found.screen.row)
        self._view.show_nothing()
        self._desk.go("counter")

    def _refused(self, refused: UserError) -> None:
        if self._view.count is not None:
            self._view.count.say_error(refused.text)

    def _answered(self) -> None:
        if self._view.count is not None:
            self._view.count.button.setEnabled(True)

    def _reverse(self, row: MovementRow, panel: TakeBackPanel) -> None:
        panel.busy(True)
        command = ReverseMovement(panel.intent, row.movement_id, panel.note.text().strip())
        self._desk.runner.act(
            service.reverse_movement,
            command,
            done=lambda moved: self._reversed(moved, panel),
            refused=lambda refused: panel.say_error(refused.text),
            always=lambda: panel.busy(False),
        )

    def _reversed(self, moved: CashMoved, panel: TakeBackPanel) -> None:
        panel.leave()
        amount = format_money(moved.amount, self._desk.practice.locale)
        self._desk.toasts.success(
            t("Taken back: {amount}.", amount=amount), t("{number}.", number=moved.number)
        )

    def _panel_left(self) -> None:
        self._panel = None

    def _run_report(self, shift_id: ShiftId, with_cash: bool) -> None:
        command = RunReport(CommandId(new_id()), shift_id, with_cash)
        self._desk.runner.act(closing.run_report, command, done=self._reported)

    def _reported(self, made: ReportMade) -> None:
        self._view.ending.show_report(made.report_id)
