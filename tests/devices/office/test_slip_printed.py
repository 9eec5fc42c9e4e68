"""The slip of a sealed bag, from the bag to the printer: both copies, as they are on screen."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest

from app.areas.deposits import service as deposits
from app.areas.deposits.slip_values import PrintSlip
from app.areas.printing import queries as printing
from app.devices.documents.office_papers import job_office_paper
from app.kernel.paper import JobState
from tests.areas.deposits.banking import Banking, check
from tests.building import Books, command_id
from tests.devices.office.office_till import OfficeTill
from tests.devices.office.private_cups import PrivateCups, missing
from tests.devices.office.stand_in_cups import PRINT_JOB, ServiceManners, StandInCups

Service = PrivateCups | StandInCups
_NO_CUPS = pytest.mark.skipif(bool(missing()), reason=missing() or "CUPS is here")


@pytest.fixture(params=["stand-in", pytest.param("cups", marks=_NO_CUPS)])
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    made: Service
    if request.param == "cups":
        made = PrivateCups()
        made.add("Office")
    else:
        made = StandInCups("Office")
    yield made
    made.close()


def came_out(service: Service) -> list[bytes]:
    return service.pages("Office") if isinstance(service, PrivateCups) else service.printed()


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def bag(books: Books) -> tuple[Banking, PrintSlip]:
    banking = Banking(books)
    banking.shift(250_00, check(80_00, "1182"))
    return banking, PrintSlip(command_id(), banking.sealed())


def test_both_copies_come_out_byte_for_byte(books: Books, service: Service) -> None:
    till = OfficeTill(books.station)
    till.choose("Office", service.host)
    banking, command = bag(books)
    printed = banking.act(books.actors.cashier, deposits.print_slip, command)
    drawn = [books.station.ask(job_office_paper, job_id).result() for job_id in printed.job_ids]
    till.start()
    for job_id in printed.job_ids:
        till.until(job_id, JobState.PRINTED)
    assert came_out(service) == [paper.pdf for paper in drawn]
    bank, office = (words(pdf) for pdf in came_out(service))
    for said in (banking.view(command.deposit_id).number, "330.00", "1182"):
        assert said in bank
        assert said in office
    assert ("123456789" in bank, "123456789" in office) == (True, False)
    for pdf, mark in zip((bank, office), printed.marks, strict=True):
        assert mark.number in pdf
    assert "patient" not in drawn[0].title.casefold()


def test_a_slip_that_did_not_come_out_becomes_a_counted_copy(books: Books) -> None:
    service = StandInCups("Office")
    try:
        till = OfficeTill(books.station)
        till.choose("Office", service.host)
        banking, command = bag(books)
        service.manners.drops_at = PRINT_JOB
        till.start()
        first, second = banking.act(books.actors.cashier, deposits.print_slip, command).job_ids
        till.until(first, JobState.UNSURE)
        service.manners = ServiceManners()
        for job_id in (first, second):
            till.until(job_id, JobState.UNSURE, JobState.PRINTED)
        till.say(first, complete=False)
        till.until(first, JobState.PRINTED)
        copy = words(service.printed()[-1])
        marks = books.station.ask(printing.paper_marks, "deposit_slip", command.deposit_id).result()
        assert [mark.copy_no for mark in marks] == [0, 1]
        assert marks[1].number in copy
        assert "COPY" in copy.upper()
    finally:
        service.close()
