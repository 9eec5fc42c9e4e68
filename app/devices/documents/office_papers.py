"""Every kind of whole page by the name its print job carries: what it is called, and its PDF.

Each kind is drawn in a file of its own and has one line in MAKERS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from app.areas.printing import queries as printing
from app.areas.printing.design_rules import spoken
from app.areas.printing.errors import no_such_job
from app.areas.printing.papers import receipt_design
from app.areas.printing.values import AuditedPaper
from app.areas.reports.money_rules import paper_kind
from app.areas.reports.money_values import ReportName
from app.areas.settings import queries as settings
from app.devices.documents.office_test_page import office_test_page
from app.devices.printing.receipt_words import tables
from app.kernel.errors import UserError
from app.kernel.ids import BankAccountId, DepositId, TenderId, UserId
from app.kernel.translate import speaking, t
from app.storage import print_jobs
from app.storage.print_jobs import OFFICE_TEST_PAGE, SLIP_CALIBRATION, Job
from app.storage.reading import Reader


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """`title` says the number and nobody's name: it stands on the printer's panel and in file
    names. `paper` is letter or a4, the size all its pages have.
    """

    title: str
    pdf: bytes
    paper: str

    @property
    def file_name(self) -> str:
        """What a file of it is called, without an ending."""
        return quote(self.title.lower().replace(" ", "-").replace("/", "-"), safe="-")


_TILL_COLUMNS = 42
SLIPS = (
    AuditedPaper.DEPOSIT_SLIP,
    AuditedPaper.DEPOSIT_SLIP_OFFICE,
    AuditedPaper.DEPOSIT_SLIP_DRAFT,
)
Maker = Callable[[Reader, str, int, UserId | None], OfficePaper]
"""From the document's id and the number of the copy; the last says who wants to see it."""


def office_paper(
    reader: Reader, doc_kind: str, doc_id: str, copy_no: int = 0, asker: UserId | None = None
) -> OfficePaper:
    """The paper of a document as `asker` may see it, in the practice's language whatever the
    window speaks; a UserError when it has none.
    """
    maker = MAKERS.get(doc_kind)
    if maker is None:
        raise UserError(t("There is no paper of the kind {kind}.", kind=doc_kind))
    locale = settings.practice(reader).locale
    with speaking(*tables(spoken(receipt_design(reader), locale, "")[:1])):
        return maker(reader, doc_id, copy_no, asker)


def job_office_paper(reader: Reader, job_id: str, asker: UserId | None = None) -> OfficePaper:
    """The paper of a print job by its id as `asker` may see it; a UserError when it has none."""
    job = print_jobs.job(reader, job_id)
    if job is None:
        raise no_such_job(job_id)
    by = asker or UserId(job.made_by)
    if job.doc_kind not in MAKERS:
        return _till_page(reader, job, by)
    return office_paper(reader, job.doc_kind, job.doc_id, job.copy_no, by)


def _till_page(reader: Reader, job: Job, asker: UserId) -> OfficePaper:
    """A paper of the receipt printer on a whole page, for when that can't print."""
    # Loaded when first wanted, as reportlab is.
    from app.devices.documents.pages import shapes_behind
    from app.devices.documents.receipt_pdf import paper_pdf
    from app.devices.printing.papers import paper_of

    paper, size = paper_of(reader, job, _TILL_COLUMNS, asker), paper_size(reader)
    return OfficePaper(paper.title, paper_pdf(paper, shapes_behind(), size).content, size)


def paper_size(reader: Reader) -> str:
    """The paper in the office printer: letter or a4."""
    return settings.setting(reader, "documents.paper_size")


def _test_page(reader: Reader, _doc_id: str, _copy: int, _asker: UserId | None) -> OfficePaper:
    paper, here = paper_size(reader), settings.practice(reader)
    queue = printing.office_printer(reader).queue
    return OfficePaper(t("Test page"), office_test_page(here, queue, paper), paper)


def _report(name: ReportName) -> Maker:
    def make(reader: Reader, days: str, copy_no: int, asker: UserId | None) -> OfficePaper:
        # Loaded when first wanted: a station that prints no report needs none of it.
        from app.devices.documents.report_sheets import report_paper

        title, pdf = report_paper(reader, name, days, copy_no, asker)
        return OfficePaper(title, pdf, paper_size(reader))

    return make


def _slip(kind: AuditedPaper) -> Maker:
    def make(reader: Reader, doc_id: str, copy_no: int, asker: UserId | None) -> OfficePaper:
        # Loaded when first wanted, as reportlab is.
        from app.areas.deposits.papers import deposit_slip
        from app.devices.documents.deposit_slip import deposit_slip_pdf, slip_title

        slip = deposit_slip(reader, DepositId(doc_id), kind, copy_no, asker)
        return OfficePaper(slip_title(slip), deposit_slip_pdf(slip), slip.paper_size)

    return make


def _calibration(reader: Reader, doc_id: str, _copy: int, _asker: UserId | None) -> OfficePaper:
    # Loaded when first wanted, as reportlab is.
    from app.areas.deposits import banks
    from app.areas.deposits.papers import calibration_slip
    from app.devices.documents.deposit_slip import slip_calibration_pdf

    slip = calibration_slip(reader, BankAccountId(doc_id))
    account = banks.bank_account(reader, BankAccountId(doc_id)).name
    pdf = slip_calibration_pdf(slip, account)
    return OfficePaper(t("Page to lay over the bank’s slip"), pdf, slip.paper_size)


def _letter(reader: Reader, doc_id: str, copy_no: int, _asker: UserId | None) -> OfficePaper:
    # Loaded when first wanted, as reportlab is.
    from app.areas.deposits.papers import return_letter
    from app.devices.documents.return_letter_pdf import letter_title, return_letter_pdf

    letter = return_letter(reader, TenderId(doc_id), copy_no)
    return OfficePaper(letter_title(letter), return_letter_pdf(letter), letter.paper_size)


MAKERS: dict[str, Maker] = {
    "return_letter": _letter,
    **{kind: _slip(kind) for kind in SLIPS},
    **{paper_kind(name): _report(name) for name in ReportName},
    OFFICE_TEST_PAGE: _test_page,
    SLIP_CALIBRATION: _calibration,
}
"""How each kind of document becomes whole pages."""
