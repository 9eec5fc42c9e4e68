"""A report on paper: looked at page by page, saved as PDF, printed on the office printer."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.areas.printing import queries as printing
from app.areas.printing.values import OfficeKind, OfficePrinter
from app.areas.reports.money_rules import paper_days, paper_kind
from app.areas.reports.money_values import PrintReport, ReportQueued
from app.areas.reports.service import print_report
from app.devices.documents.report_sheet import ReportSheet, days_words
from app.gui.desk import Desk
from app.gui.dialogs.paper_preview import PaperPreview
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t

KEY = "reports.printer"


class ReportPaper(QObject):
    """One preview at a time. Without an office printer it can be saved and not printed."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self._intent: CommandId | None = None
        self.preview: PaperPreview | None = None

    def show_sheet(self, sheet: ReportSheet) -> None:
        """Look at a report as it would be printed now."""
        if self.preview is None:
            self._desk.runner.ask(
                printing.office_printer, done=lambda found: self._begin(sheet, found), key=KEY
            )

    def forget(self) -> None:
        self._intent = None
        self._desk.runner.forget(KEY)
        if self.preview is not None:
            self.preview.leave()

    def _begin(self, sheet: ReportSheet, printer: OfficePrinter) -> None:
        if self.preview is not None:
            return
        title = f"{sheet.title}, {days_words(sheet.span, self._desk.practice)}"
        days = paper_days(sheet.span.day_from, sheet.span.day_to)
        prints = printer.kind is not OfficeKind.NONE
        panel = PaperPreview(
            self._page.window(),
            self._desk,
            title,
            ((paper_kind(sheet.name), sheet.title),),
            days,
            (lambda: self._print(sheet)) if prints else None,
        )
        self.preview = panel
        panel.left.connect(self._left)
        panel.begin()

    def _left(self) -> None:
        self.preview = None

    def _print(self, sheet: ReportSheet) -> None:
        if self._intent is not None:
            return
        self._intent = CommandId(new_id())
        span = sheet.span
        self._desk.runner.act(
            print_report,
            PrintReport(self._intent, sheet.name, span.day_from, span.day_to),
            done=self._printed,
            always=self._answered,
        )

    def _printed(self, queued: ReportQueued) -> None:
        self._desk.toasts.success(
            t("The report goes to the office printer."),
            t("Audit number {number}.", number=queued.mark.number),
        )

    def _answered(self) -> None:
        self._intent = None
