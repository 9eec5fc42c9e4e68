"""Pages through a real CUPS: printed as they are, held up in every way, and never on another
printer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.areas.printing.values import OfficeKind
from app.bootstrap import Station, open_station
from app.devices.documents.office_test_page import MARGIN, office_test_page
from app.devices.documents.pdf_pictures import PdfPicture, pdf_pictures
from app.devices.office.conditions import taken_unheard
from app.devices.office.cups import PrintService
from app.devices.office.finding import find_queues
from app.kernel.errors import UserError
from app.kernel.paper import JobState, Trouble
from tests.devices.office.office_till import OfficeTill
from tests.devices.office.private_cups import PDF_DRIVER, PrivateCups, missing
from tests.devices.till import wait

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "CUPS is here")
J, T = JobState, Trouble


@pytest.fixture(scope="module")
def running() -> Iterator[PrivateCups]:
    made = PrivateCups()
    yield made
    made.close()


@pytest.fixture
def cups(running: PrivateCups) -> Iterator[PrivateCups]:
    """The service with two printers in order; the other one must never get a page."""
    for name in ("Office", "Other"):
        running.add(name)
        running.accept(name)
        running.resume(name)
        running.empty(name)
    yield running
    assert running.pages("Other") == []


@pytest.fixture
def till(station: Station, cups: PrivateCups) -> OfficeTill:
    made = OfficeTill(station)
    made.choose("Office", cups.host)
    made.start()
    return made


def test_a_page_comes_out_as_it_is_and_cups_says_so(till: OfficeTill, cups: PrivateCups) -> None:
    job = till.until(till.queue("W1-D-00002"), J.PRINTED)
    assert (job.title, job.content) == ("Deposit W1-D-00002", None)
    assert cups.pages("Office") == [b"%PDF-1.4 Deposit W1-D-00002"]
    (options,) = cups.options("Office")
    for wanted in ("media=na_letter_8.5x11in", "print-scaling=none", "sides=one-sided"):
        assert wanted in options.split()
    assert till.listed() == {}


@pytest.mark.skipif(not PDF_DRIVER.exists(), reason="no PDF driver of cups-filters")
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_through_a_driver_a_page_keeps_its_size(cups: PrivateCups, paper: str) -> None:
    """A driver's filters would make it fit; the frame must stay half an inch from each edge."""
    cups.add("Driven", driver=PDF_DRIVER)
    cups.empty("Driven")
    service = PrintService(cups.host)
    found = service.queue("Driven")
    assert found is not None
    here = SimpleNamespace(organization_name="Riverside Clinic")
    sent = office_test_page(cast("Any", here), "Driven", paper)
    service.submit(found, "Test page", paper, sent)
    wait(lambda: cups.pages("Driven"))
    (came,) = cups.pages("Driven")
    cups.remove("Driven")
    assert came != sent
    (before,), (after,) = pdf_pictures(sent, 100), pdf_pictures(came, 100)
    assert (after.width, after.height) == (before.width, before.height)
    for dots in (before, after):
        edge = round(100 * MARGIN / 72)
        assert _dark_columns(dots, dots.height * 3 // 4) == {edge, dots.width - edge}, paper


def _dark_columns(page: PdfPicture, y: int) -> set[int]:
    """Where ink stands in a row, in hundredths of an inch; one more or less is the frame itself."""
    row = page.rgb[y * page.width * 3 : (y + 1) * page.width * 3 : 3]
    dark = [x for x, dot in enumerate(row) if dot < 200]
    edge = round(100 * MARGIN / 72)
    marks = (edge, page.width - edge)
    return {next((mark for mark in marks if abs(x - mark) <= 1), x) for x in dark}


def test_this_computers_own_service_is_asked_through_its_socket(
    station: Station, cups: PrivateCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ("/nowhere/cups.sock", str(cups.root / "cups.sock"))
    monkeypatch.setattr("app.devices.office.http_line._SOCKETS", here)
    assert [queue.name for queue in find_queues("")] == ["Office", "Other"]
    till = OfficeTill(station)
    till.choose("Office")
    till.start()
    till.until(till.queue(), J.PRINTED)
    assert len(cups.pages("Office")) == 1


def test_pages_come_in_their_order(till: OfficeTill, cups: PrivateCups) -> None:
    jobs = [till.queue(f"W1-D-0000{n}") for n in (1, 2, 3)]
    for job_id in jobs:
        till.until(job_id, J.PRINTED)
    assert [page[-1:] for page in cups.pages("Office")] == [b"1", b"2", b"3"]


def test_without_paper_it_says_so_in_the_printers_words_and_goes_on(
    till: OfficeTill, cups: PrivateCups
) -> None:
    cups.act("Office", "empty")
    job_id = till.queue()
    wait(lambda: till.job(job_id).trouble is T.PAPER_OUT)
    assert till.job(job_id).state is J.ATTENTION
    wait(lambda: till.listed()[job_id].said == "Out of paper in tray 1")
    cups.act("Office", "ok")
    till.until(job_id, J.PRINTED)
    assert len(cups.pages("Office")) == 1


def test_after_a_jam_the_queue_stops_and_later_pages_wait_for_it(
    till: OfficeTill, cups: PrivateCups
) -> None:
    cups.act("Office", "stop")
    first = till.queue("W1-D-00001")
    wait(lambda: till.job(first).trouble is T.QUEUE_STOPPED)
    assert till.job(first).state is J.ATTENTION
    wait(lambda: till.listed()[first].said == "Paper jam")
    second = till.queue("W1-D-00002")
    assert till.until(second, J.WAIT_PRINTER).trouble is T.QUEUE_STOPPED
    assert till.printer().condition is T.QUEUE_STOPPED
    cups.act("Office", "ok")
    cups.resume("Office")
    till.until(first, J.PRINTED)
    till.until(second, J.PRINTED)
    assert [page[-1:] for page in cups.pages("Office")] == [b"1", b"2"]


def test_a_queue_that_takes_no_pages_is_waited_for(till: OfficeTill, cups: PrivateCups) -> None:
    cups.reject("Office")
    job_id = till.queue()
    assert till.until(job_id, J.WAIT_PRINTER).trouble is T.NOT_ACCEPTING
    cups.accept("Office")
    till.until(job_id, J.PRINTED)


def test_a_missing_queue_is_an_error_and_no_other_printer_is_taken(
    till: OfficeTill, cups: PrivateCups
) -> None:
    till.choose("Offi", cups.host)
    job_id = till.queue()
    assert till.until(job_id, J.FAILED).trouble is T.NO_QUEUE
    assert till.printer().condition is T.NO_QUEUE
    till.choose("Office", cups.host)
    till.again(job_id)
    till.until(job_id, J.PRINTED)
    wait(lambda: till.printer().condition is T.NONE)


def test_a_queue_deleted_under_a_page_is_asked_about(till: OfficeTill, cups: PrivateCups) -> None:
    cups.act("Office", "empty")
    job_id = till.queue()
    wait(lambda: till.job(job_id).trouble is T.PAPER_OUT)
    cups.remove("Office")
    assert till.until(job_id, J.UNSURE).trouble is T.NO_QUEUE
    assert PrintService(cups.host).queue("Office") is None
    till.say(job_id, complete=True)
    assert till.job(job_id).state is J.PRINTED


def test_put_away_it_is_taken_back_from_cups_too(till: OfficeTill, cups: PrivateCups) -> None:
    cups.act("Office", "stop")
    job_id = till.queue()
    wait(lambda: till.job(job_id).trouble is T.QUEUE_STOPPED)
    till.put_away(job_id)
    till.until(job_id, J.PUT_AWAY)
    cups.act("Office", "ok")
    cups.resume("Office")
    after = till.queue("W1-D-00009")
    till.until(after, J.PRINTED)
    assert cups.pages("Office") == [b"%PDF-1.4 Deposit W1-D-00009"]


def test_taken_out_by_somebody_else_it_is_asked_about(till: OfficeTill, cups: PrivateCups) -> None:
    cups.act("Office", "empty")
    job_id = till.queue()
    wait(lambda: till.job(job_id).trouble is T.PAPER_OUT)
    cups.cancel_all("Office")
    assert till.until(job_id, J.UNSURE).trouble is T.TAKEN_OUT
    cups.act("Office", "ok")
    till.say(job_id, complete=False)
    till.until(job_id, J.PRINTED)
    assert cups.pages("Office") == [b"%PDF-1.4 Deposit W1-D-00001, copy 1"]


def test_after_a_restart_a_page_that_was_sent_is_looked_up_not_sent_again(
    till: OfficeTill, cups: PrivateCups
) -> None:
    cups.act("Office", "empty")
    job_id = till.queue()
    wait(lambda: till.job(job_id).trouble is T.PAPER_OUT)
    folder = till.station.folder
    till.station.close()
    again = open_station(folder)
    try:
        back = OfficeTill(again)
        assert back.job(job_id).state is J.ATTENTION
        back.start()
        cups.act("Office", "ok")
        back.until(job_id, J.PRINTED)
        assert len(cups.pages("Office")) == 1
    finally:
        again.close()


def test_while_the_service_is_down_nothing_is_lost_or_doubled(
    till: OfficeTill, cups: PrivateCups
) -> None:
    cups.stop()
    job_id = till.queue()
    assert till.until(job_id, J.WAIT_PRINTER).trouble is T.NO_SERVICE
    cups.start()
    till.until(job_id, J.PRINTED)
    assert len(cups.pages("Office")) == 1


def test_the_printers_are_listed_by_their_names(till: OfficeTill, cups: PrivateCups) -> None:
    assert [q.name for q in PrintService(cups.host).queues()] == ["Office", "Other"]
    till.choose(kind=OfficeKind.NONE)
    assert till.job(till.queue()).trouble is T.NO_PRINTER


def test_a_page_that_nobody_heard_of_is_found_by_its_name_and_size(cups: PrivateCups) -> None:
    service = PrintService(cups.host)
    queue = service.queue("Office")
    assert queue is not None
    pdf = b"%PDF-1.4 " + b"x" * 3000
    number = service.submit(queue, "Deposit W1-D-00009", "letter", pdf)
    jobs = service.jobs(queue)
    assert taken_unheard(jobs, "Deposit W1-D-00009", len(pdf), frozenset()) == number
    assert taken_unheard(jobs, "Deposit W1-D-00009", len(pdf), frozenset({number})) == 0
    assert taken_unheard(jobs, "Deposit W1-D-00009", 9_999, frozenset()) == 0
    assert taken_unheard(jobs, "Deposit W1-D-00008", len(pdf), frozenset()) == 0


def test_the_server_that_the_computer_names_is_asked(
    cups: PrivateCups, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """CUPS_SERVER first, then client.conf, as other programs of CUPS do."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for told in (cups.host, f"{cups.host}/version=1.1", str(cups.root / "cups.sock")):
        monkeypatch.setenv("CUPS_SERVER", told)
        assert [queue.name for queue in find_queues("")] == ["Office", "Other"], told
    monkeypatch.delenv("CUPS_SERVER")
    (tmp_path / ".cups").mkdir()
    (tmp_path / ".cups" / "client.conf").write_text(f"# ours\nServerName {cups.host}\n", "utf-8")
    assert [queue.name for queue in find_queues("")] == ["Office", "Other"]
    monkeypatch.setenv("CUPS_SERVER", "/nowhere/cups.sock")
    with pytest.raises(UserError):
        find_queues("")
