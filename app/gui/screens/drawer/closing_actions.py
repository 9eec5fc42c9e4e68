"""Counting, revealing, closing and handing over a drawer; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.areas.drawers import closing as counting
from app.areas.drawers.closing_values import (
    Cause,
    CauseKind,
    CloseShift,
    CountSealed,
    Difference,
    ForceClose,
    RevealDifference,
    SealCount,
    ShiftClosed,
    TakenOver,
    TakeOver,
)
from app.areas.drawers.values import BeginCount, OpenShiftRow
from app.areas.payments import closing as ending
from app.areas.payments import forcing
from app.gui.counted_papers import report_made
from app.gui.desk import Desk
from app.gui.dialogs.cash_panel import CashVerb
from app.gui.dialogs.far_close_panel import FarClosePanel
from app.gui.screens.drawer.reading import Closing, closing
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, ReportId, ShiftId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.drawer.view import View


CARD: Final = "card"
"""The field of a refusal because a card payment of the shift is not decided."""


class ClosingActions(QObject):
    """The way of one shift from the count to the Z; `subject` is that shift while it lasts."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self.subject: ShiftId | None = None
        self._own = True
        self._again = False
        self._opens = False
        """Whether the drawer is still to be opened for the count that begins."""
        self._found: Closing | None = None
        self._intents: dict[str, CommandId] = {}
        self._panel: FarClosePanel | None = None

    def begin(self, shift_id: ShiftId, *, own: bool) -> None:
        """Count this shift's drawer, or go on where it was left."""
        if self.subject != shift_id:
            self.forget()
            self._opens = True
        self.subject, self._own = shift_id, own
        self._desk.runner.forget("drawer.page")
        self.read()

    def read(self) -> None:
        if self.subject is not None:
            self._desk.runner.ask(closing, self.subject, done=self._show, key="drawer.closing")

    def forget(self) -> None:
        self._desk.runner.forget("drawer.closing")
        self.subject, self._found, self._again = None, None, False
        self._intents.clear()
        if self._panel is not None:
            self._panel.leave()

    def step_back(self) -> bool:
        """Esc: from the second count to the sealed first, from an unsealed count to the shift;
        False when there is no step left.
        """
        if self._again:
            self._again = False
            return True
        if self._found is not None and self._found.screen.counts and self._own:
            return False
        self.subject = None
        return True

    def seal(self) -> None:
        page = self._view.closing
        if page is None or self.subject is None:
            return
        count, checks = page.checks_counted()
        command = SealCount(
            id=self._intent("seal"),
            shift_id=self.subject,
            piles=page.grid.piles(),
            check_count=count,
            check_total=checks,
        )
        page.button.setEnabled(False)
        self._act(
            counting.seal_count,
            command,
            self._sealed,
            page.say_error,
            lambda: page.button.setEnabled(True),
        )

    def count_again(self) -> None:
        """The one recount; the boxes are empty, so that nobody leans on the first."""
        self._again = self._opens = True
        if self._view.closing is not None:
            self._view.closing.clear()
        self.read()

    def reveal(self) -> None:
        page = self._view.sealed
        if page is None or self.subject is None:
            return
        page.busy(True)
        command = RevealDifference(self._intent("reveal"), self.subject)
        self._act(
            ending.reveal_difference,
            command,
            self._revealed,
            self._say,
            lambda: page.busy(False),
        )

    def close(self) -> None:
        """One of another window only with a word about why it is closed from here."""
        far = self._found.screen.row if self._found is not None else None
        if far is not None and far.window:
            panel = self._ask_why(far, counted=True)
            if panel is not None:
                panel.wanted.connect(lambda: self._close_far(panel))
        else:
            self._close("")

    def close_uncounted(self, row: OpenShiftRow) -> None:
        """What the panel says is what the action asks: it is not asked twice."""
        panel = self._ask_why(row, counted=False)
        if panel is not None:
            panel.wanted.connect(lambda: self._force(row, panel))

    def _ask_why(self, row: OpenShiftRow, *, counted: bool) -> FarClosePanel | None:
        if self._panel is not None:
            return None
        panel = self._panel = FarClosePanel(self._view.window(), row, counted=counted)
        panel.left.connect(self._panel_left)
        panel.begin()
        return panel

    def _panel_left(self) -> None:
        self._panel = None

    def _close_far(self, panel: FarClosePanel) -> None:
        note = panel.note.text().strip()
        if note:
            panel.leave()
            self._close(note)
        else:
            panel.say_error(t("Say why it is closed from here."))

    def _force(self, row: OpenShiftRow, panel: FarClosePanel) -> None:
        sure = frozenset({f"uncounted:{row.number}"})
        panel.busy(True)
        command = ForceClose(panel.intent, row.shift_id, panel.note.text().strip(), sure)
        self._desk.runner.act(
            forcing.force_close,
            command,
            done=lambda closed: self._forced(closed, panel),
            refused=lambda refused: panel.say_error(refused.text),
            always=lambda: panel.busy(False),
        )

    def _forced(self, closed: ShiftClosed, panel: FarClosePanel) -> None:
        panel.leave()
        self._closed(closed)

    def _close(self, note: str) -> None:
        page = self._view.difference
        if page is None or self.subject is None:
            return
        page.busy(True)
        command = CloseShift(self._intent("close"), self.subject, page.reason_id, note)
        self._desk.runner.act(
            ending.close_shift,
            command,
            done=self._closed,
            refused=lambda refused: self._not_closed(refused, page.say_error),
            always=lambda: page.busy(False),
        )

    def _not_closed(self, refused: UserError, say: Callable[[str, str], None]) -> None:
        """A card that is not decided: where it is found out, and where a manager agrees."""
        say(refused.text, refused.field or "")
        if refused.field == CARD:
            # After the page has its keyboard back.
            QTimer.singleShot(0, self, self._desk.show_cards)

    def hand_over(self) -> None:
        """The count is sealed; the next person signs in, counts blind and takes over."""
        self._desk.toasts.success(
            t("Your count is sealed and kept."),
            t("The next person signs in and counts. Your shift closes when they take over."),
        )
        self._desk.switch_user()

    def open_to_count(self, shift_id: ShiftId) -> None:
        """The drawer opens, so that it can be counted; that is kept."""
        command = BeginCount(CommandId(new_id()), shift_id)
        self._desk.runner.act(
            counting.begin_count,
            command,
            done=lambda _begun: None,
            refused=lambda refused: self._say(refused.text),
        )

    def open_waiting(self) -> None:
        """Open the drawer that waits to be taken over."""
        page = self._view.take_over
        if page is not None and page.shift_id is not None:
            self.open_to_count(page.shift_id)

    def take_over(self) -> None:
        page = self._view.take_over
        if page is None or page.shift_id is None:
            return
        page.busy(True)
        command = TakeOver(
            self._intent("take_over"),
            page.shift_id,
            page.grid.piles(),
            page.reason_id,
        )
        self._desk.runner.act(
            ending.take_over,
            command,
            done=self._taken_over,
            refused=lambda refused: self._not_closed(refused, page.say_error),
            always=lambda: page.busy(False),
        )

    def open_cause(self, cause: object) -> None:
        """One key opens what a cause names: a receipt, a form to type, or the movements."""
        if not isinstance(cause, Cause):
            return
        if cause.payment_id is not None:
            self._desk.open_payment(cause.payment_id)
        elif cause.kind is CauseKind.MISSING and self._own:
            short = self._found is not None and self._found.difference is not None
            gap = self._found.difference.difference.minor if short else 0  # type: ignore[union-attr]
            verb = CashVerb.PAID_OUT if gap < 0 else CashVerb.PAID_IN
            self._desk.move_cash(verb, cause.amount)
        elif self._own:
            self._view.deeds.look()

    def show_report(self, report_id: ReportId) -> None:
        """An X or Z on the on-screen paper, as it was made."""
        asker = self._desk.actor.user_id
        self._desk.runner.ask(report_made, report_id, asker, done=self._view.show_report_paper)

    # ---------------------------------------------------------------------------- what comes

    def _show(self, found: Closing) -> None:
        self._found = found
        if found.screen.closed_at is not None:
            self._closed_elsewhere(found)
        elif not found.screen.counts or (self._again and found.screen.counts_left):
            self._view.show_closing(found, own=self._own)
            if self._opens and not found.screen.row.window:
                self.open_to_count(found.screen.row.shift_id)
            self._opens = False
        elif found.difference is not None:
            self._view.show_difference(found, own=self._own)
        else:
            self._view.show_sealed(found, own=self._own)

    def _closed_elsewhere(self, found: Closing) -> None:
        """A manager, or who took it over, has closed it meanwhile."""
        if self._view.closed is not None and self._view.page is self._view.closed:
            return
        self._desk.toasts.caution(
            t("Shift {number} is closed.", number=found.screen.row.number),
            t("Somebody else closed it meanwhile. Nothing is left to do."),
        )
        self._view.deeds.go_home()

    def _sealed(self, _sealed: CountSealed) -> None:
        self._again = False
        self._intents.pop("seal", None)
        self.read()

    def _revealed(self, _difference: Difference) -> None:
        self.read()

    def _closed(self, closed: ShiftClosed) -> None:
        self.forget()
        self._view.show_closed(closed)
        self.show_report(closed.report_id)

    def _taken_over(self, taken: TakenOver) -> None:
        self._intents.clear()
        if taken.closed is None or taken.opened is None:
            self._count_sealed(taken.again)
            return
        amount = format_money(taken.opened.float_amount, self._desk.practice.locale)
        self._desk.toasts.success(
            t("The drawer is yours, with {amount}.", amount=amount),
            t(
                "Shift {number} begins, {before} is closed.",
                number=taken.opened.number,
                before=taken.closed.number,
            ),
        )
        self.show_report(taken.closed.report_id)
        self._view.deeds.begin_work()

    def _count_sealed(self, again: str) -> None:
        """Both count again; or the count stands, and the same one asks for an approval."""
        page = self._view.take_over
        if not again:
            self.take_over()
        elif page is not None:
            page.count_again(again)

    def _say(self, words: str) -> None:
        self._desk.toasts.failure(words)

    def _intent(self, deed: str) -> CommandId:
        """The id of a deed, the same until it is answered with yes."""
        return self._intents.setdefault(deed, CommandId(new_id()))

    def _act(
        self,
        action: Callable[..., Any],
        command: Any,
        done: Callable[[Any], None],
        say: Callable[[str], None],
        always: Callable[[], None],
    ) -> None:
        def refused(error: UserError) -> None:
            say(error.text)

        self._desk.runner.act(action, command, done=done, refused=refused, always=always)
