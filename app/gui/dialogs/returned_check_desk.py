"""Opens the form of a returned check from any screen and carries out what it asks for; it draws
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.gui.desk import Desk
from app.gui.panel_acts import PanelActs
from app.kernel.ids import CommandId, PaymentId, TenderId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.deposits.returning_values import CheckReturned, CheckStands, LetterQueued
    from app.areas.printing.values import OfficePrinter
    from app.gui.dialogs.paper_preview import PaperPreview
    from app.gui.dialogs.returned_check_panel import ReturnedCheckPanel, Typed


class ReturnedCheckDesk(QObject):
    """One for each window; what it needs is loaded when a check first comes back. What was typed
    stays until it is done, also when Esc or the lock puts it away.
    """

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.panel: ReturnedCheckPanel | None = None
        self._acts = PanelActs(self, desk, lambda: self.panel)
        self.letter: PaperPreview | None = None
        self._printing: CommandId | None = None
        self._kept: dict[TenderId, Typed] = {}
        desk.return_check = self.begin
        desk.return_check_of = self.begin_payment
        desk.seat.signed_out.connect(self._forget)

    def begin(self, tender_id: TenderId) -> None:
        """Show the form of one check."""
        from app.areas.deposits import histories

        if self._free():
            who = self._desk.actor.user_id
            self._desk.runner.ask(
                histories.check_stands,
                tender_id,
                who,
                done=lambda check: self._open((check,)),
                key="check.returned",
            )

    def begin_payment(self, payment_id: PaymentId) -> None:
        """Show the form of the checks of a payment; of several one is chosen there."""
        from app.areas.deposits import histories

        if self._free():
            who = self._desk.actor.user_id
            self._desk.runner.ask(
                histories.checks_stand, payment_id, who, done=self._open, key="check.returned"
            )

    def withdraw(self) -> None:
        """The lock comes: what was typed is kept, nothing is shown."""
        for panel in (self.panel, self.letter):
            if panel is not None:
                panel.leave()
        self._desk.runner.forget("check.returned")
        self._printing = None

    def _forget(self) -> None:
        """Somebody else sits down: they start from nought."""
        self.withdraw()
        self._kept.clear()

    def _free(self) -> bool:
        return self.panel is None and self.letter is None and self._desk.seat.actor is not None

    def _open(self, checks: tuple[CheckStands, ...]) -> None:
        from app.gui.dialogs.returned_check_panel import ReturnedCheckPanel

        if not self._free():
            return
        if not checks:
            self._desk.toasts.caution(t("No check came with this receipt."))
            return
        first = next((check for check in checks if not check.refused), checks[0])
        panel = self.panel = ReturnedCheckPanel(
            self._window, checks, first.tender_id, self._desk.practice
        )
        panel.wanted.connect(self._send)
        panel.letter_wanted.connect(self._letter_instead)
        panel.left.connect(self._left)
        if first.tender_id in self._kept:
            panel.show_typed(self._kept[first.tender_id])
        panel.begin()

    def _left(self) -> None:
        panel, self.panel = self.panel, None
        typed = panel.typed() if panel is not None else None
        if panel is not None and typed is not None:
            self._kept[panel.check.tender_id] = typed

    # ------------------------------------------------------------------------------ doing it

    def _send(self) -> None:
        """The id stays until it is answered, so that pressing often does it once."""
        from app.areas.deposits import returning
        from app.areas.deposits.returning_values import ReturnCheck, TakeBackReturn

        panel = self.panel
        if panel is None:
            return
        told, tender_id = panel.values(), panel.check.tender_id
        act = self._acts.act
        if panel.takes_back:
            undo = TakeBackReturn(panel.intent, tender_id, **told)
            act(returning.take_back_return, undo, self._taken_back)
        else:
            act(
                returning.return_check, ReturnCheck(panel.intent, tender_id, **told), self._returned
            )

    def _returned(self, done: CheckReturned) -> None:
        check = self._close()
        number = check.check_number if check else ""
        self._desk.toasts.success(t("Check {number} is undone.", number=number), done.words)
        if self._desk.seat.actor is not None:
            self.show_letter(done.tender_id)

    def _taken_back(self, done: CheckReturned) -> None:
        check = self._close()
        number = check.check_number if check else ""
        title = t("The return of check {number} is taken back.", number=number)
        self._desk.toasts.success(title, done.words)

    def _close(self) -> CheckStands | None:
        panel = self.panel
        if panel is None:
            return None
        panel.leave()
        self._kept.pop(panel.check.tender_id, None)
        return panel.check

    # ------------------------------------------------------------------------------ the letter

    def _letter_instead(self) -> None:
        check = self._close()
        if check is not None:
            self.show_letter(check.tender_id)

    def show_letter(self, tender_id: TenderId) -> None:
        """The letter on screen, to be printed or saved; without an office printer only saved."""
        from app.areas.printing import queries as printing

        self._desk.runner.ask(
            printing.office_printer,
            done=lambda printer: self._lay_out(tender_id, printer),
            key="check.letter",
        )

    def _lay_out(self, tender_id: TenderId, printer: OfficePrinter) -> None:
        from app.areas.printing.values import OfficeKind
        from app.gui.dialogs.paper_preview import PaperPreview

        if not self._free():
            return
        prints = printer.kind is not OfficeKind.NONE
        panel = self.letter = PaperPreview(
            self._window,
            self._desk,
            t("Letter on the returned check"),
            (("return_letter", t("Letter")),),
            str(tender_id),
            (lambda: self._print(tender_id)) if prints else None,
        )
        panel.left.connect(self._letter_left)
        panel.begin()

    def _letter_left(self) -> None:
        self.letter = None

    def _print(self, tender_id: TenderId) -> None:
        from app.areas.deposits import returning
        from app.areas.deposits.returning_values import PrintLetter

        if self._printing is not None:
            return
        self._printing = CommandId(new_id())
        self._desk.runner.act(
            returning.print_letter,
            PrintLetter(self._printing, tender_id),
            done=self._printed,
            always=self._print_answered,
        )

    def _printed(self, _queued: LetterQueued) -> None:
        self._desk.toasts.success(t("The letter goes to the office printer."))

    def _print_answered(self) -> None:
        self._printing = None
