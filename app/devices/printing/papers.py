"""Every kind of paper by the name its print job carries: what it is called, and its lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote

from app.areas.drawers import queries as drawers
from app.areas.drawers.closing_values import DrawerReport, ReportKind
from app.areas.drawers.values import MovementSlip
from app.areas.payments import explaining, histories
from app.areas.payments import queries as payments
from app.areas.payments.values import Receipt
from app.areas.printing import queries as printing
from app.areas.printing.design_values import ReceiptDesign
from app.areas.printing.errors import no_such_job
from app.areas.printing.papers import receipt_design
from app.areas.printing.values import AuditedPaper, AuditMark, Printer
from app.areas.refunds import queries as refunds
from app.areas.refunds.shown_values import RefundReceipt
from app.areas.reports import queries as reports
from app.areas.reports.values import DAY_SHEET, DaySheet
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.settings.values import Practice
from app.devices.printing.cells import printable
from app.devices.printing.copies import Copy
from app.devices.printing.day_sheet_layout import day_sheet_lines
from app.devices.printing.paper_lines import PaperLine
from app.devices.printing.receipt_layout import receipt_lines
from app.devices.printing.receipt_words import STANDARD
from app.devices.printing.refund_layout import refund_lines
from app.devices.printing.report_layout import report_lines
from app.devices.printing.slip_layout import slip_lines
from app.devices.printing.test_page import test_page_lines
from app.kernel.errors import UserError
from app.kernel.i18n import format_date
from app.kernel.ids import MovementId, ReceiptId, ReportId, UserId
from app.kernel.translate import t
from app.storage import print_jobs
from app.storage.print_jobs import TEST_PAGE, Job
from app.storage.reading import Reader


@dataclass(frozen=True, slots=True)
class Counted:
    """What an audit number is for; `with_mark` is the very same paper under another number."""

    doc_kind: str
    doc_id: str
    with_mark: Callable[[AuditMark], Paper] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """`title` and `file_name` say the number and nobody's name: they stand in files and lists.

    One that is `counted` takes an audit number each time it is looked at, printed or saved.
    """

    title: str
    file_name: str
    lines: tuple[PaperLine, ...]
    columns: int
    locale: str
    counted: Counted | None = None


def receipt_paper(
    receipt: Receipt,
    columns: int,
    copy: Copy | None = None,
    design: ReceiptDesign = STANDARD,
) -> Paper:
    """A receipt, or a copy of one."""
    title = t("Receipt {number}", number=receipt.number)
    name = f"receipt-{receipt.number}"
    if copy is not None:
        title = t("Receipt {number}, copy {copy}", number=receipt.number, copy=copy.no)
        name += f"-copy-{copy.no}"
    lines = receipt_lines(receipt, columns, copy, design)
    return _paper(name, title, lines, columns, receipt.locale)


def test_page(here: Practice, printer: Printer) -> Paper:
    """What shows whether the printer's settings are right."""
    lines = test_page_lines(here, printer)
    return Paper(t("Test page"), "test-page", lines, printer.columns, here.locale)


def slip_paper(
    slip: MovementSlip,
    columns: int,
    copy: Copy | None = None,
    design: ReceiptDesign = STANDARD,
) -> Paper:
    """The slip of a drop, a paid-out or what takes one back."""
    name, title = f"slip-{slip.number}", t("Slip {number}", number=slip.number)
    return _paper(name, title, slip_lines(slip, columns, copy, design), columns, slip.locale)


def refund_paper(
    refund: RefundReceipt,
    columns: int,
    copy: Copy | None = None,
    design: ReceiptDesign = STANDARD,
) -> Paper:
    """The paper that says money went back, or a copy of it."""
    name, title = f"refund-{refund.number}", t("Refund {number}", number=refund.number)
    if copy is not None:
        title = t("Refund {number}, copy {copy}", number=refund.number, copy=copy.no)
        name += f"-copy-{copy.no}"
    lines = refund_lines(refund, columns, copy, design)
    return _paper(name, title, lines, columns, refund.locale)


def report_paper(
    report: DrawerReport,
    columns: int,
    copy: Copy | None = None,
    mark: AuditMark | None = None,
    report_id: str = "",
    design: ReceiptDesign = STANDARD,
) -> Paper:
    """An X or Z report; without `report_id` it is no paper of one that was made."""
    title = t("X report {number}", number=report.number)
    if report.kind is ReportKind.Z:
        title = t("Z report {number}", number=report.number)
    name = f"{report.kind.value}-report-{report.number}"
    lines = report_lines(report, columns, copy or _copy_of(mark), mark, design)
    paper = _paper(name, title, lines, columns, report.locale)
    if not report_id:
        return paper

    def again(other: AuditMark) -> Paper:
        return report_paper(report, columns, None, other, report_id, design)

    return replace(paper, counted=Counted(AuditedPaper.DRAWER_REPORT, report_id, again))


def day_sheet_paper(
    sheet: DaySheet, here: Practice, columns: int, mark: AuditMark | None = None
) -> Paper:
    """The day sheet as somebody may see it."""
    day = sheet.day.isoformat()
    title = t("Day sheet {day}", day=format_date(sheet.day, here.locale))
    lines = day_sheet_lines(sheet, here, columns, mark)
    paper = _paper(f"day-sheet-{day}", title, lines, columns, here.locale)

    def again(other: AuditMark) -> Paper:
        return day_sheet_paper(sheet, here, columns, other)

    return replace(paper, counted=Counted(DAY_SHEET, day, again))


def _copy_of(mark: AuditMark | None) -> Copy | None:
    """What was printed or saved after the original says that it is a copy."""
    if mark is None or mark.copy_no < 1:
        return None
    return Copy(mark.copy_no, mark.at, mark.by)


def _paper(name: str, title: str, lines: tuple[PaperLine, ...], columns: int, locale: str) -> Paper:
    return Paper(printable(title), quote(printable(name), safe=""), lines, columns, locale)


def job_paper(reader: Reader, job_id: str, asker: UserId | None = None) -> Paper:
    """The paper of a job by its id as `asker` may see it; a UserError when there is none."""
    job = print_jobs.job(reader, job_id)
    if job is None:
        raise no_such_job(job_id)
    return paper_of(reader, job, asker=asker)


def paper_of(
    reader: Reader, job: Job, columns: int | None = None, asker: UserId | None = None
) -> Paper:
    """The paper of a job, as wide as this station's printer; a UserError when it has none.

    Cash of an open drawer stands on it only when whoever wants the paper may see it: `asker`, or
    else who asked for the job.
    """
    printer = printing.printer(reader)
    wide = columns or printer.columns
    wanted_by = asker or UserId(job.made_by)
    copy = None
    if job.copy_no:
        copy = Copy(job.copy_no, job.at, security.user_name(reader, UserId(job.made_by)))
    made = _MAKERS.get(job.doc_kind)
    if made is not None:
        return made(reader, job.doc_id, wide, copy)
    mark = printing.mark_of(reader, job.doc_kind, job.doc_id, job.copy_no)
    if job.doc_kind == AuditedPaper.DRAWER_REPORT:
        report = explaining.drawer_report(reader, ReportId(job.doc_id), wanted_by)
        return report_paper(report, wide, copy, mark, job.doc_id, receipt_design(reader))
    if job.doc_kind == DAY_SHEET:
        sheet = reports.day_sheet(reader, date.fromisoformat(job.doc_id), wanted_by)
        return day_sheet_paper(sheet, settings.practice(reader), wide, mark)
    if job.doc_kind == TEST_PAGE:
        return test_page(settings.practice(reader), printer)
    raise UserError(t("There is no paper of the kind {kind}.", kind=job.doc_kind))


def _receipt(reader: Reader, doc_id: str, columns: int, copy: Copy | None) -> Paper:
    found = payments.receipt(reader, ReceiptId(doc_id))
    return receipt_paper(found, columns, copy, receipt_design(reader))


def _revision(reader: Reader, doc_id: str, columns: int, copy: Copy | None) -> Paper:
    found = histories.receipt_revision(reader, doc_id)
    return receipt_paper(found, columns, copy, receipt_design(reader))


def _slip(reader: Reader, doc_id: str, columns: int, copy: Copy | None) -> Paper:
    found = drawers.movement_slip(reader, MovementId(doc_id))
    return slip_paper(found, columns, copy, receipt_design(reader))


def _refund(reader: Reader, doc_id: str, columns: int, copy: Copy | None) -> Paper:
    found = refunds.refund_receipt(reader, doc_id)
    return refund_paper(found, columns, copy, receipt_design(reader))


_MAKERS: dict[str, Callable[[Reader, str, int, Copy | None], Paper]] = {
    "receipt": _receipt,
    "receipt_revision": _revision,
    "cash_movement": _slip,
    "refund_receipt": _refund,
}
"""How each kind of document becomes a paper that says the same to everybody."""
