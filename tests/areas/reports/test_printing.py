"""The day sheet on paper: every width, its ties, and nothing that its reader must not know yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.areas.reports import queries, service
from app.areas.reports.values import PrintDaySheet
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.devices.printing.cells import cells
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import day_sheet_paper, job_paper
from app.kernel.actor import Actor, Permission
from app.kernel.errors import UserError
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
