"""The day sheet on paper: every width, its ties, and nothing that its reader must not know yet."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest

from app.areas.reports import queries, service
from app.areas.reports.money_values import PrintReport, ReportName
from app.areas.reports.values import PrintDaySheet
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.devices.documents.office_papers import job_office_paper
from app.devices.printing.cells import cells
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import day_sheet_paper, job_paper
from app.kernel.actor import Actor, Permission
from app.kernel.errors import NotAllowed, UserError
from app.storage import print_jobs
from tests.areas.deposits.banking import Banking, check
from tests.areas.payments.mending import Mending, card, cash
from tests.building import Books, command_id


def today(station: Station) -> date:
    return settings.business_today(station.practice, station.database.clock.now())


@pytest.fixture
def worked(station: Station, books: Books) -> Station:
    mending = Mending(station, books, books.open_shift().shift_id)
    account = books.register_patient().account_id
    books.issue_invoice(account, 10_000)
    mending.take(account, cash(3000))
    mending.take(account, card(1234))
    return station


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_the_sheet_fits_every_paper_and_says_that_it_ties(
    worked: Station, books: Books, columns: int
) -> None:
    seen = books.actors.billing_manager.user_id
    sheet = worked.ask(queries.day_sheet, today(worked), seen).result()
    paper = day_sheet_paper(sheet, worked.practice, columns)
    text = as_text(paper.lines, columns)
    assert max(cells(line) for line in text.splitlines()) <= columns
    assert "Everything ties" in text
    assert "12.34" in text
    assert paper.file_name == f"day-sheet-{sheet.day.isoformat()}"


def test_the_printer_shows_each_person_what_they_may_know(worked: Station, books: Books) -> None:
    def printed(actor: Actor) -> str:
        command = PrintDaySheet(command_id(), today(worked))
        queued = worked.act(actor, service.print_day_sheet, command).result()
        paper = worked.ask(job_paper, queued.job_id).result()
        return as_text(paper.lines, paper.columns)

    cashier = books.actors.cashier
    report = frozenset({Permission.VIEW_REPORTS})
    theirs = printed(Actor(cashier.user_id, cashier.name, cashier.permissions | report))
    assert "30.00" not in theirs
    assert "hidden" in theirs
    assert "12.34" in theirs
    assert "30.00" in printed(books.actors.billing_manager)


def test_no_sheet_of_a_day_to_come(worked: Station, books: Books) -> None:
    command = PrintDaySheet(command_id(), today(worked) + timedelta(1))
    with pytest.raises(UserError, match="not come yet"):
        worked.act(books.actors.billing_manager, service.print_day_sheet, command).result()


def test_the_sheet_names_the_bag_and_what_is_in_none(station: Station, books: Books) -> None:
    books.count_safe()
    banking = Banking(books)
    banking.shift(4_000, check(700, "1"))
    banking.sealed()
    banking.shift(2_100)
    banking.mail(check(900, "2"))
    sheet = station.ask(queries.day_sheet, today(station), books.actors.cfo.user_id).result()
    assert sheet.all_tie
    text = as_text(day_sheet_paper(sheet, station.practice, 42).lines, 42)
    said = [" ".join(line.split()) for line in text.splitlines()]
    begin = said.index("On its way to the bank")
    assert said[begin + 1 : begin + 7] == [
        "W1-D-00001 sealed",
        "Cash 40.00",
        "Checks 7.00",
        "In no deposit yet",
        "Cash 21.00",
        "Checks 9.00",
    ]


def test_a_report_goes_to_the_office_printer_for_the_eyes_of_who_asked(
    worked: Station, books: Books
) -> None:
    def printed(actor: Actor) -> tuple[str, str]:
        day = today(worked)
        command = PrintReport(command_id(), ReportName.DEPOSITS, day, day)
        queued = worked.act(actor, service.print_report, command).result()
        job = worked.ask(print_jobs.job, queued.job_id).result()
        assert job is not None
        paper = worked.ask(job_office_paper, queued.job_id).result()
        assert (job.doc_kind, job.doc_id, job.copy_no) == (
            "report:deposits",
            f"{day} {day}",
            queued.mark.copy_no,
        )
        document = pypdfium2.PdfDocument(paper.pdf)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        assert queued.mark.words in text
        assert actor.name in text
        return paper.title, text

    cashier = books.actors.cashier
    report = frozenset({Permission.VIEW_REPORTS})
    title, theirs = printed(Actor(cashier.user_id, cashier.name, cashier.permissions | report))
    assert title.startswith("Daily deposits 20")
    assert "hidden" in theirs
    assert "30.00" not in theirs
    _title, copy = printed(books.actors.billing_manager)
    assert "30.00" in copy
    assert "paper 2 of these days" in copy


def test_who_may_not_see_reports_prints_none(worked: Station, books: Books) -> None:
    day = today(worked)
    command = PrintReport(command_id(), ReportName.Z_LIST, day, day)
    with pytest.raises(NotAllowed):
        worked.act(books.actors.cashier, service.print_report, command).result()
