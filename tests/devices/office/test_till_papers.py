"""A receipt that its own printer can't print, as a page of the office printer."""

from __future__ import annotations

import pypdfium2
import pytest

from app.areas.printing import service
from app.areas.printing.values import Elsewhere, PrintElsewhere
from app.devices.documents.receipt_pdf import paper_pdf
from app.devices.printing.paper_lines import Text
from app.devices.printing.papers import Paper
from app.kernel.errors import UserError
from app.kernel.paper import JobState
from tests.building import Books, command_id
from tests.devices.office.office_till import QUICK as OFFICE
from tests.devices.office.office_till import OfficeTill
from tests.devices.office.stand_in_cups import StandInCups
from tests.devices.stand_in_printer import StandInPrinter
from tests.devices.till import QUICK, Till, wait


def _words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_receipt_comes_out_on_the_office_printer_and_nowhere_else(books: Books) -> None:
    printer, cups = StandInPrinter(), StandInCups("Office")
    try:
        till = Till(books, printer)
        till.choose()
        printer.manners.paper_out = True
        till.station.start_printing(None, QUICK, None, OFFICE)
        job_id = till.pay()
        till.until(job_id, JobState.WAIT_PRINTER)
        elsewhere = PrintElsewhere(command_id(), job_id, Elsewhere.OFFICE)
        with pytest.raises(UserError, match="no office printer"):
            till.act(service.print_elsewhere, elsewhere)
        OfficeTill(till.station).choose("Office", cups.host)
        till.act(service.print_elsewhere, PrintElsewhere(command_id(), job_id, Elsewhere.OFFICE))
        till.until(job_id, JobState.PRINTED)
        wait(lambda: cups.printed())
        (pdf,) = cups.printed()
        assert "Total received" in _words(pdf)[0]
        assert till.job(job_id).title == "Receipt W1-000001", "no name on the printer’s panel"
        printer.manners.paper_out = False
        till.until(till.pay(11_00), JobState.PRINTED)
        assert printer.begun() == 1
    finally:
        printer.close()
        cups.close()


def test_what_is_longer_than_a_page_goes_on_on_the_next_and_no_line_is_lost() -> None:
    lines = tuple(Text(f"line {number:03}") for number in range(150))
    paper = Paper("Z report 7", "z-report-7", lines, 42, "en_US")
    pages = _words(paper_pdf(paper, None, "letter").content)
    said = " ".join(" ".join(pages).split())
    assert len(pages) > 1
    assert [word for number in range(150) if (word := f"line {number:03}") not in said] == []
    assert all(said.count(f"line {number:03}") == 1 for number in range(150))
