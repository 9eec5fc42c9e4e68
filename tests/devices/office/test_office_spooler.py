"""Pages to a print service that does as told: what is known of each, and none is sent twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from app.areas.printing import service
from app.areas.printing.values import OfficeKind, PrintOfficePage
from app.bootstrap import Station, open_station
from app.devices.office.http_line import LineTimes
from app.devices.office.office_spooler import OfficeTimes
from app.kernel.errors import UserError
from app.kernel.paper import JobState, Trouble
from app.storage.incarnation import begin_incarnation
from tests.building import command_id
from tests.conftest import MakePractice
from tests.devices.office.office_till import QUICK, OfficeTill
from tests.devices.office.stand_in_cups import (
    ABORTED,
    CANCELED,
    COMPLETED,
    PRINT_JOB,
    PROCESSING,
    VALIDATE_JOB,
    ServiceManners,
    StandInCups,
)
from tests.devices.till import Turned, wait

J, T = JobState, Trouble
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def cups() -> Iterator[StandInCups]:
    made = StandInCups("Office", "Other")
    yield made
    made.close()
    assert made.complaints == []
    assert [job for job in made.jobs if job.queue != "Office"] == []


@pytest.fixture
def till(station: Station, cups: StandInCups) -> OfficeTill:
    made = OfficeTill(station)
    made.choose("Office", cups.host)
    made.start()
    return made


def test_a_test_page_is_printed_and_needs_a_printer(till: OfficeTill, cups: StandInCups) -> None:
    queued = till.act(service.print_office_page, PrintOfficePage(command_id()))
    till.until(queued.job_id, J.PRINTED)
    assert cups.printed()[0].startswith(b"%PDF")
    assert cups.jobs[0].name == "Test page"
    till.choose(kind=OfficeKind.NONE)
    with pytest.raises(UserError, match="no office printer"):
        till.act(service.print_office_page, PrintOfficePage(command_id()))


def test_without_an_office_printer_a_page_lies_ready_to_be_saved(station: Station) -> None:
    till = OfficeTill(station)
    till.start()
    job_id = till.queue()
    job = till.job(job_id)
    assert (job.state, job.trouble) == (J.PARKED, T.NO_PRINTER)
    till.put_away(job_id)
    assert till.listed() == {}


def test_an_answer_that_got_lost_is_asked_about_and_never_sent_again_by_itself(
    till: OfficeTill, cups: StandInCups
) -> None:
    cups.manners.drops_at = PRINT_JOB
    job_id = till.queue()
    assert till.until(job_id, J.UNSURE).trouble is T.BROKEN_OFF
    cups.manners = ServiceManners()
    other = till.queue("W1-D-00002")
    till.until(other, J.PRINTED)
    assert cups.came.count(PRINT_JOB) == 2
    with pytest.raises(UserError, match="may be on paper"):
        till.again(job_id)
    till.say(job_id, complete=False)
    till.until(job_id, J.PRINTED)
    assert [job.name for job in cups.jobs][-1] == "Deposit W1-D-00001, copy 1"


def test_a_page_whose_answer_got_lost_is_found_where_the_service_lists_its_jobs(
    till: OfficeTill, cups: StandInCups
) -> None:
    """Two pages of one name: each is found by being none that is known."""
    first = till.queue()
    till.until(first, J.PRINTED)
    cups.manners = ServiceManners(lists_jobs=True, drops_at=PRINT_JOB)
    job_id = till.queue()
    assert till.until(job_id, J.PRINTED).trouble is T.NONE
    assert cups.came.count(PRINT_JOB) == 2
    cups.jobs.append(replace(cups.jobs[-1], number=77))
    other = till.queue()
    till.until(other, J.UNSURE)  # which of the two is ours nobody knows
    assert cups.came.count(PRINT_JOB) == 3


def test_a_queue_that_somebody_elses_page_stopped_is_said_before_a_page_waits_in_it(
    till: OfficeTill, cups: StandInCups
) -> None:
    till.until(till.queue(), J.PRINTED)
    office = cups.queues["Office"]
    office.stopped, office.message = True, "Paper jam in tray 2"
    wait(lambda: till.printer().condition is T.QUEUE_STOPPED)
    assert till.printer().said == "Paper jam in tray 2"
    office.stopped, office.message = False, ""
    wait(lambda: till.printer().condition is T.NONE)
    assert cups.came.count(PRINT_JOB) == 1


def test_a_page_the_printer_would_refuse_is_never_sent(till: OfficeTill, cups: StandInCups) -> None:
    cups.manners.says = {VALIDATE_JOB: 0x040A}
    job_id = till.queue()
    job = till.until(job_id, J.FAILED)
    assert (job.trouble, till.listed()[job_id].said) == (T.REFUSED, "status 40a")
    assert PRINT_JOB not in cups.came
    cups.manners = ServiceManners()
    till.again(job_id)
    till.until(job_id, J.PRINTED)
    assert len(cups.printed()) == 1


@pytest.mark.parametrize(
    ("status", "state", "trouble"),
    [
        (0x0403, J.FAILED, T.LOCKED),
        (0x0406, J.FAILED, T.NO_QUEUE),
        (0x0506, J.WAIT_PRINTER, T.NOT_ACCEPTING),
        (0x0507, J.WAIT_PRINTER, T.ERROR),
        (0x0400, J.FAILED, T.REFUSED),
    ],
)
def test_a_refusal_at_the_last_moment_is_certain_too(
    till: OfficeTill, cups: StandInCups, status: int, state: JobState, trouble: Trouble
) -> None:
    cups.manners.says = {PRINT_JOB: status}
    job_id = till.queue()
    wait(lambda: (till.job(job_id).state, till.job(job_id).trouble) == (state, trouble))
    assert cups.jobs == []


def test_a_service_that_wants_a_password_is_told(till: OfficeTill, cups: StandInCups) -> None:
    cups.manners.http = 401
    assert till.until(till.queue(), J.FAILED).trouble is T.LOCKED


@pytest.mark.parametrize(
    ("state", "begun", "now", "trouble"),
    [
        (CANCELED, False, J.FAILED, T.TAKEN_OUT),
        (CANCELED, True, J.UNSURE, T.TAKEN_OUT),
        (ABORTED, False, J.FAILED, T.GIVEN_UP),
        (ABORTED, True, J.UNSURE, T.GIVEN_UP),
    ],
)
def test_a_page_that_ended_before_its_time(
    till: OfficeTill, cups: StandInCups, state: int, begun: bool, now: JobState, trouble: Trouble
) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    cups.jobs[0].begun = begun
    cups.jobs[0].state = state
    assert till.until(job_id, now).trouble is trouble


def test_a_number_that_belongs_to_another_page_by_now_is_not_taken_for_ours(
    till: OfficeTill, cups: StandInCups
) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    cups.jobs[0].name = "somebody's holiday pictures"
    cups.jobs[0].state = COMPLETED
    assert till.until(job_id, J.UNSURE).trouble is T.JOB_LOST


def test_what_the_print_service_has_is_not_sent_again_and_put_away_it_is_dropped(
    till: OfficeTill, cups: StandInCups
) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    with pytest.raises(UserError, match="has this already"):
        till.again(job_id)
    till.put_away(job_id)
    till.until(job_id, J.PUT_AWAY)
    assert cups.jobs[0].state == CANCELED


def test_put_away_too_late_it_counts_as_printed(till: OfficeTill, cups: StandInCups) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    cups.jobs[0].state = PROCESSING
    cups.manners.says = {8: 0x0404}
    till.put_away(job_id)
    till.until(job_id, J.WITHDRAWING)
    cups.jobs[0].state = COMPLETED
    till.until(job_id, J.PRINTED)


def test_what_cannot_be_taken_back_goes_when_it_is_put_away_once_more(
    till: OfficeTill, cups: StandInCups
) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    cups.manners.says = {8: 0x0403}
    till.put_away(job_id)
    wait(lambda: till.job(job_id).trouble is T.LOCKED)
    assert till.job(job_id).state is J.WITHDRAWING
    till.put_away(job_id)
    assert till.job(job_id).state is J.PUT_AWAY


def test_a_service_that_goes_down_with_a_page_is_said_and_asked_again(
    till: OfficeTill, cups: StandInCups
) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    cups.manners.answers = b"nonsense\r\n\r\n"
    wait(lambda: till.job(job_id).trouble is T.NO_SERVICE)
    cups.manners.answers = None
    cups.queues["Office"].holds = False
    till.until(job_id, J.PRINTED)
    assert len(cups.jobs) == 1


def test_what_waits_goes_to_the_printer_that_is_chosen_now(
    till: OfficeTill, cups: StandInCups
) -> None:
    cups.queues["Office"].accepting = False
    job_id = till.queue()
    till.until(job_id, J.WAIT_PRINTER)
    newer = StandInCups("Upstairs")
    try:
        till.choose("Upstairs", newer.host)
        till.until(job_id, J.PRINTED)
        assert len(newer.printed("Upstairs")) == 1
    finally:
        newer.close()
    assert cups.jobs == []


def test_a_page_that_waits_too_long_is_put_aside(station: Station, cups: StandInCups) -> None:
    till = OfficeTill(station)
    cups.queues["Office"].stopped = True
    till.choose("Office", cups.host)
    till.start(OfficeTimes(line=QUICK.line, recheck_s=0.05, park_s=0.1))
    assert till.until(till.queue(), J.PARKED).trouble is T.QUEUE_STOPPED


def test_a_page_that_waits_too_long_is_put_aside_where_the_clock_is_set_back(
    practice: MakePractice, cups: StandInCups
) -> None:
    clock = Turned()
    station = open_station(practice("turned"), clock=clock)
    till = OfficeTill(station)
    cups.queues["Office"].stopped = True
    till.choose("Office", cups.host)
    till.start(OfficeTimes(line=QUICK.line, recheck_s=0.05, park_s=0.5))
    job_id = till.queue()
    clock.back = timedelta(hours=1)
    till.until(job_id, J.PARKED)
    station.close()


def test_after_a_restore_nobody_knows_what_came_out(till: OfficeTill, cups: StandInCups) -> None:
    cups.queues["Office"].holds = True
    job_id = till.queue()
    till.until(job_id, J.SUBMITTED)
    station = till.station
    folder = station.folder
    station.close()
    again = open_station(folder)
    try:
        writer = again.database.writer
        assert writer is not None
        begin_incarnation(writer.cursor, "W1", why="restored", clock=again.clock)
        back = OfficeTill(again)
        job = back.job(job_id)
        assert (job.state, job.trouble) == (J.UNSURE, T.RESTORED)
    finally:
        again.close()


def test_closing_in_the_middle_of_a_page_leaves_it_unsure(
    station: Station, cups: StandInCups
) -> None:
    till, reached, go = OfficeTill(station), Event(), Event()

    def stall(operation: int) -> None:
        if operation == PRINT_JOB:
            reached.set()
            go.wait(10)

    cups.manners.before_answer = stall
    till.choose("Office", cups.host)
    till.start(OfficeTimes(line=LineTimes(answer_s=60)))
    job_id = till.queue()
    assert reached.wait(20)
    folder = station.folder
    station.close()
    go.set()
    again = open_station(folder)
    try:
        back = OfficeTill(again)
        assert back.job(job_id).state in (J.SENDING, J.UNSURE)
        back.start()
        assert back.until(job_id, J.UNSURE).trouble is T.STOPPED
        assert cups.came.count(PRINT_JOB) == 1
    finally:
        again.close()


_CHILD = """
import sys, time
from pathlib import Path
from app.bootstrap import open_station
station = open_station(Path(sys.argv[1]))
station.start_printing()
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed so hard on Windows")
@pytest.mark.parametrize("when", ["before the answer", "after it", "found again"])
def test_killed_with_a_page_on_its_way_it_is_asked_about_or_looked_up_and_never_sent_twice(
    practice: MakePractice, cups: StandInCups, when: str
) -> None:
    folder, reached, go = practice("killed"), Event(), Event()
    station = open_station(folder)
    till = OfficeTill(station)
    till.choose("Office", cups.host)
    job_id = till.act(service.print_office_page, PrintOfficePage(command_id())).job_id
    station.close()

    def stall(operation: int) -> None:
        if operation == PRINT_JOB:
            reached.set()
            go.wait(60)

    if when != "after it":
        cups.manners.before_answer = stall
    cups.queues["Office"].holds = True
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        if when != "after it":
            assert reached.wait(60)
        else:
            wait(lambda: 9 in cups.came)  # it looks the job up, so its number is kept
        child.send_signal(signal.SIGKILL)
        child.wait(30)
    finally:
        child.kill()
        child.wait(30)
        go.set()
    cups.manners = ServiceManners(lists_jobs=when == "found again")
    cups.queues["Office"].holds = False
    again = open_station(folder)
    try:
        back = OfficeTill(again)
        back.start()
        # Nobody is asked about a test page: it is in hand or it is not.
        back.until(job_id, J.PUT_AWAY if when == "before the answer" else J.PRINTED)
        assert cups.came.count(PRINT_JOB) == 1
    finally:
        again.close()
