"""The office printer as the station keeps it: what may be set, and what its list of pages says."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.printing import queries, service
from app.areas.printing.rules import check_office_printer
from app.areas.printing.values import (
    OfficeKind,
    OfficePrinter,
    PrintAgain,
    PrintOfficePage,
    PutAway,
    SaveOfficePrinter,
)
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import UserId, new_id
from app.kernel.paper import JobState, Trouble
from app.storage import office_jobs, print_jobs
from app.storage.office_jobs import Noted, OfficeHeard, PreparedPage, Submitted
from app.storage.print_jobs import Job, Moved
from app.storage.unit_of_work import UnitOfWork
from tests.building import command_id

J, T = JobState, Trouble


def wanted(kind: OfficeKind, queue: str = "", host: str = "") -> SaveOfficePrinter:
    return SaveOfficePrinter(command_id(), kind, queue, host)


class Pages:
    """Verbs over the pages of one station whose office printer nobody works."""

    def __init__(self, station: Station) -> None:
        self.station = station

    def act(self, action: Any, command: Any, actor: Actor = SYSTEM) -> Any:
        return self.station.act(actor, action, command).result()

    def choose(self, kind: OfficeKind = OfficeKind.CUPS, queue: str = "Office") -> None:
        self.act(service.save_office_printer, wanted(kind, queue, ""))

    def queue(self, doc_kind: str = "deposit_slip") -> str:
        def queued(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_office(uow, doc_kind, new_id())

        queued.__module__ = "tests.areas.service"
        return str(self.act(queued, None))

    def given(self) -> str:
        """A page that a print service has."""
        job_id = self.queue()
        page = PreparedPage(job_id, "Deposit slip W1-D-00001", b"%PDF", "letter")
        self.act(office_jobs.prepare_page, page)
        self.act(print_jobs.move_job, Moved(job_id, J.SENDING))
        assert self.act(office_jobs.note_submitted, Submitted(job_id, "", "Office", 7))
        return job_id

    def job(self, job_id: str) -> Job:
        found = self.station.ask(print_jobs.job, job_id).result()
        assert found is not None
        return found


@pytest.fixture
def pages(station: Station) -> Pages:
    return Pages(station)


@pytest.mark.parametrize(
    ("kind", "queue", "host", "field"),
    [
        (OfficeKind.CUPS, "", "", "queue"),
        (OfficeKind.CUPS, "  ", "", "queue"),
        (OfficeKind.CUPS, "a/b", "", "queue"),
        (OfficeKind.CUPS, "a b", "", "queue"),
        (OfficeKind.CUPS, "..", "", "queue"),
        (OfficeKind.CUPS, "x" * 128, "", "queue"),
        (OfficeKind.CUPS, "Office", "http://there", "host"),
        (OfficeKind.CUPS, "Office", "there:0", "host"),
        (OfficeKind.WINDOWS, "HP LaserJet 4", "there", "host"),
        (OfficeKind.WINDOWS, "", "", "queue"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    kind: OfficeKind, queue: str, host: str, field: str
) -> None:
    with pytest.raises(UserError) as refused:
        check_office_printer(wanted(kind, queue, host))
    assert refused.value.field == field


def test_what_makes_sense_is_kept_and_none_forgets_the_printer(pages: Pages) -> None:
    for queue, host in (("Büro-2", ""), ("Office", "printserver"), ("O_1", "[fe80::1]:8631")):
        saved = pages.act(service.save_office_printer, wanted(OfficeKind.CUPS, queue, host))
        assert saved == OfficePrinter(OfficeKind.CUPS, queue, host)
    windows = wanted(OfficeKind.WINDOWS, r"\\print server\HP LaserJet 4 (2nd floor)")
    assert pages.act(service.save_office_printer, windows).queue == windows.queue
    none = pages.act(service.save_office_printer, wanted(OfficeKind.NONE, "Office", "there"))
    assert none == OfficePrinter()


def test_without_a_printer_pages_wait_for_a_person_and_with_one_for_it(pages: Pages) -> None:
    lies = pages.queue()
    assert (pages.job(lies).state, pages.job(lies).trouble) == (J.PARKED, T.NO_PRINTER)
    with pytest.raises(UserError, match="no office printer"):
        pages.act(service.print_office_page, PrintOfficePage(command_id()))
    pages.choose()
    waits = pages.queue()
    assert pages.job(waits).state is J.QUEUED
    pages.act(service.print_again, PrintAgain(command_id(), lies))
    assert pages.job(lies).state is J.QUEUED
    pages.choose(OfficeKind.NONE, "")
    for job_id in (lies, waits):
        assert (pages.job(job_id).state, pages.job(job_id).trouble) == (J.PARKED, T.NO_PRINTER)


def test_another_printer_gets_what_waits_and_not_what_was_given_away(pages: Pages) -> None:
    pages.choose()
    given, waits = pages.given(), pages.queue()
    page = PreparedPage(waits, "Deposit slip W1-D-00002", b"%PDF", "letter")
    pages.act(office_jobs.prepare_page, page)
    pages.act(office_jobs.note_job, Noted(waits, J.QUEUED, J.WAIT_PRINTER, T.JAM, "Jam"))
    pages.choose(queue="Upstairs")
    assert (pages.job(waits).state, pages.job(waits).content) == (J.QUEUED, None)
    assert (pages.job(given).state, pages.job(given).content) == (J.SUBMITTED, b"%PDF")


def test_the_list_says_where_a_page_is_and_what_the_printer_says(pages: Pages) -> None:
    pages.choose()
    given = pages.given()
    noted = Noted(given, J.SUBMITTED, J.ATTENTION, T.PAPER_OUT, "Out of paper in tray 1")
    assert pages.act(office_jobs.note_job, noted)
    pages.act(office_jobs.note_office, OfficeHeard(T.PAPER_OUT, "Out of paper in tray 1"))
    queue = pages.station.ask(queries.print_queue).result()
    (listed,) = queue.jobs
    assert (listed.office, listed.queue, listed.said) == (True, "Office", "Out of paper in tray 1")
    assert (queue.office.condition, queue.office.said) == (T.PAPER_OUT, "Out of paper in tray 1")
    assert not pages.act(office_jobs.note_job, noted), "it is in another state by now"


def test_what_was_given_away_is_taken_back_and_never_sent_again(pages: Pages) -> None:
    pages.choose()
    given = pages.given()
    with pytest.raises(UserError, match="has this already"):
        pages.act(service.print_again, PrintAgain(command_id(), given))
    settled = pages.act(service.put_away, PutAway(command_id(), given))
    assert settled.state is J.WITHDRAWING
    assert not pages.act(office_jobs.note_job, Noted(given, J.SUBMITTED, J.PRINTED))
    pages.act(service.put_away, PutAway(command_id(), given))
    assert (pages.job(given).state, pages.job(given).content) == (J.PUT_AWAY, None)


def test_a_test_page_belongs_to_whoever_sets_printers_up(pages: Pages) -> None:
    pages.choose()
    admin = Actor(UserId(new_id()), "Ana", frozenset({Permission.CHANGE_SETTINGS}))
    page = pages.act(service.print_office_page, PrintOfficePage(command_id())).job_id
    pages.act(service.put_away, PutAway(command_id(), page), admin)
    assert pages.job(page).state is J.PUT_AWAY
    with pytest.raises(NotAllowed):
        pages.act(service.put_away, PutAway(command_id(), pages.queue()), admin)
