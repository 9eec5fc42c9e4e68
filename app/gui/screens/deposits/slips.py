"""The slip of a bag: printed on both copies, or looked at first; it draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.areas.deposits import service
from app.areas.deposits.slip_values import PrintSlip, SlipPrinted
from app.areas.printing import queries as printing
from app.areas.printing.values import AuditedPaper, OfficeKind, OfficePrinter
from app.gui.desk import Desk
from app.gui.dialogs.paper_preview import PaperPreview
from app.gui.office_words import office_trouble
from app.kernel.ids import CommandId, DepositId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.deposits.view import View


class SlipActions(QObject):
    """A bag that is not sealed has no slip yet."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._intent: CommandId | None = None
        self.preview_panel: PaperPreview | None = None

    def print_slip(self) -> None:
        """Ctrl+P: the bank's copy and the office's. A press while it is on its way does nothing."""
        deposit_id, page = self._view.bags.subject, self._view.bag
        if deposit_id is None or page is None or self._intent is not None:
            return
        if not page.verb_allowed("slip"):
            self._desk.toasts.caution(
                t("There is no slip yet."), t("It can be printed when the bag is sealed.")
            )
            return
        self._intent = CommandId(new_id())
        self._desk.runner.ask(
            printing.office_printer,
            done=lambda printer: self._send(deposit_id, printer),
            failed=lambda _error: self._answered(),
            key="deposits.printer",
        )

    def _send(self, deposit_id: DepositId, printer: OfficePrinter) -> None:
        if self._intent is None:
            return
        if printer.kind is OfficeKind.NONE:
            self._answered()
            self._desk.toasts.caution(
                t("There is no office printer here yet."),
                t("Save the slip as PDF, or let an administrator choose a printer."),
            )
            self.preview(prints=False)
            return
        self._desk.runner.act(
            service.print_slip,
            PrintSlip(self._intent, deposit_id),
            done=lambda printed: self._printed(printed, printer),
            always=self._answered,
        )

    def preview(self, *, prints: bool = True) -> None:
        """Look at it, page by page, and save it."""
        deposit_id, page = self._view.bags.subject, self._view.bag
        if deposit_id is None or page is None or page.bag is None or self.preview_panel:
            return
        papers = (
            (AuditedPaper.DEPOSIT_SLIP.value, t("For the bank")),
            (AuditedPaper.DEPOSIT_SLIP_OFFICE.value, t("For the office")),
        )
        title = t("Slip of deposit {number}", number=page.bag.view.number)
        print_it = self.print_slip if prints else None
        panel = PaperPreview(
            self._view.window(), self._desk, title, papers, str(deposit_id), print_it
        )
        self.preview_panel = panel
        panel.left.connect(self._preview_left)
        panel.begin()

    def put_away(self) -> None:
        """The lock comes: no paper stays on the screen."""
        if self.preview_panel is not None:
            self.preview_panel.leave()

    def forget(self) -> None:
        self._intent = None
        self.put_away()

    def _preview_left(self) -> None:
        self.preview_panel = None

    def _printed(self, printed: SlipPrinted, printer: OfficePrinter) -> None:
        marks = ", ".join(mark.number for mark in printed.marks)
        why = office_trouble(printer.condition, printer.queue, printer.said)
        if why:
            self._desk.toasts.caution(t("The slip waits for the printer."), why)
            return
        self._desk.toasts.success(
            t("The slip goes to the printer, for the bank and the office."),
            t("Audit numbers {numbers}.", numbers=marks),
        )

    def _answered(self) -> None:
        self._intent = None
