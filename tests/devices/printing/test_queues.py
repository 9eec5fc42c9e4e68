"""Receipts through raw queues of CUPS and of Windows: followed to their end, never later."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from app.devices.printing.links import BrokenOff, Times, Unreachable
from app.devices.printing.ways.cups_queue import CupsRawQueue
from app.devices.printing.ways.queues import QueueLink
from app.devices.printing.ways.windows_queue import JobBits, PrinterBits, WindowsRawQueue
from app.devices.printing.ways.winspool import Winspool
from app.kernel.paper import Trouble
from tests.devices.office.private_cups import PrivateCups, missing
from tests.devices.office.stand_in_cups import PRINT_JOB, StandInCups
from tests.devices.windows_spooler import StandInSpooler, WindowsPrinter

QUICK = Times(connect_s=2, send_s=0.2, done_s=0.2)
PATIENT = Times(connect_s=2, send_s=8, done_s=8)
PAPER = b"\x1b@\x1b$\x00\xff Receipt W1-000123\n\x1dVB\x00" * 200


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


# -------------------------------------------------------------------------------------- CUPS


@pytest.fixture
def there() -> Iterator[StandInCups]:
    made = StandInCups("Till", "Other")
    yield made
    made.close()
    assert made.complaints == []
    assert made.printed("Other") == []


def to_cups(
    host: str, stop: threading.Event, name: str = "Till", times: Times = QUICK
) -> QueueLink:
    return QueueLink(CupsRawQueue(name, host, times, stop), times, stop)


def test_bytes_go_as_they_are_and_say_nothing_of_paper(
    there: StandInCups, stop: threading.Event
) -> None:
    link = to_cups(there.host, stop)
    assert (link.talks, link.status()) == (False, None)
    link.send(PAPER)
    assert not link.done()
    assert there.printed("Till") == [PAPER]
    (job,) = there.jobs
    assert job.name.startswith("Receipt ")
    assert {name: values[0] for name, values in job.asked.items()} == {
        "copies": 1,
        "job-sheets": "none",
    }


def test_a_queue_that_takes_nothing_is_told_before_anything_is_sent(
    there: StandInCups, stop: threading.Event
) -> None:
    for change, why in (
        ({"stopped": True, "reasons": ("media-empty-error",)}, Trouble.PAPER_OUT),
        ({"stopped": True, "reasons": ("none",)}, Trouble.QUEUE_STOPPED),
        ({"stopped": False, "accepting": False}, Trouble.NOT_ACCEPTING),
    ):
        for name, value in change.items():
            setattr(there.queues["Till"], name, value)
        with pytest.raises(Unreachable) as refused:
            to_cups(there.host, stop)
        assert refused.value.trouble is why
    with pytest.raises(Unreachable) as refused:
        to_cups(there.host, stop, "Till2")
    assert refused.value.trouble is Trouble.NO_QUEUE
    assert there.jobs == []


def test_what_does_not_come_to_its_end_is_taken_back(
    there: StandInCups, stop: threading.Event
) -> None:
    """Else it would come out when the queue goes on, beside the copy somebody asked for."""
    there.queues["Till"].holds = True
    with pytest.raises(BrokenOff) as broken:
        to_cups(there.host, stop).send(PAPER)
    assert broken.value.accepted == 0
    there.queues["Till"].holds = False
    to_cups(there.host, stop).send(PAPER)
    assert there.printed("Till") == [PAPER]


def test_a_lost_answer_may_have_been_printed(there: StandInCups, stop: threading.Event) -> None:
    link = to_cups(there.host, stop)
    there.manners.drops_at = PRINT_JOB
    with pytest.raises(BrokenOff) as broken:
        link.send(PAPER)
    assert broken.value.accepted == len(PAPER)
    there.manners.drops_at = None
    there.manners.says = {PRINT_JOB: 0x0506}
    with pytest.raises(BrokenOff) as refused:
        to_cups(there.host, stop).send(PAPER)
    assert (refused.value.accepted, refused.value.trouble) == (0, Trouble.NOT_ACCEPTING)


@pytest.mark.skipif(bool(missing()), reason=missing() or "CUPS is here")
def test_through_a_real_cups(stop: threading.Event) -> None:
    cups = PrivateCups()
    try:
        cups.add("Till")
        to_cups(cups.host, stop, times=PATIENT).send(PAPER)
        assert cups.pages("Till") == [PAPER]
        cups.act("Till", "empty")
        with pytest.raises(BrokenOff) as broken:
            to_cups(cups.host, stop, times=Times(connect_s=2, send_s=1, done_s=1)).send(PAPER)
        assert broken.value.trouble is Trouble.PAPER_OUT
        assert broken.value.accepted == len(PAPER)
        cups.act("Till", "ok")
        to_cups(cups.host, stop, times=PATIENT).send(b"after")
        assert cups.pages("Till") == [PAPER, b"after"]
        cups.add("Jams", "stop")
        with pytest.raises(BrokenOff):
            to_cups(cups.host, stop, "Jams").send(PAPER)
        cups.until(lambda: _held(cups, "Jams", stop) is Trouble.JAM)
    finally:
        cups.close()


def _held(cups: PrivateCups, name: str, stop: threading.Event) -> Trouble | None:
    try:
        to_cups(cups.host, stop, name)
    except Unreachable as refused:
        return refused.trouble
    return None


# ----------------------------------------------------------------------------------- Windows


@pytest.fixture
def till() -> WindowsPrinter:
    return WindowsPrinter()


@pytest.fixture
def spooler(till: WindowsPrinter) -> StandInSpooler:
    return StandInSpooler(Till=till, Other=WindowsPrinter())


def to_windows(spooler: StandInSpooler, name: str = "Till") -> QueueLink:
    return QueueLink(WindowsRawQueue(name, spooler), QUICK, threading.Event())


@pytest.mark.parametrize("remembers", [False, True])
def test_windows_gets_the_bytes_and_its_job_is_followed(
    spooler: StandInSpooler, till: WindowsPrinter, remembers: bool
) -> None:
    till.remembers = remembers
    link = to_windows(spooler)
    link.send(PAPER)
    assert till.came == [PAPER]
    assert not link.done()
    assert all(title.startswith("Receipt ") for title in spooler.titles)


@pytest.mark.parametrize(
    ("status", "attributes", "why"),
    [
        (PrinterBits.PAPER_OUT | PrinterBits.ERROR, 0, Trouble.PAPER_OUT),
        (PrinterBits.DOOR_OPEN, 0, Trouble.COVER_OPEN),
        (PrinterBits.OFFLINE, 0, Trouble.NOT_REACHABLE),
        (PrinterBits.PAUSED, 0, Trouble.QUEUE_STOPPED),
        (0, PrinterBits.WORK_OFFLINE, Trouble.OFFLINE),
    ],
)
def test_a_printer_of_windows_in_trouble_gets_nothing(
    spooler: StandInSpooler, till: WindowsPrinter, status: int, attributes: int, why: Trouble
) -> None:
    till.status, till.attributes = status, attributes
    with pytest.raises(Unreachable) as refused:
        to_windows(spooler)
    assert refused.value.trouble is why
    with pytest.raises(Unreachable) as missing_one:
        to_windows(spooler, "till")
    assert missing_one.value.trouble is Trouble.NO_QUEUE
    assert spooler.titles == []


def test_switched_off_it_does_not_print_tomorrow_morning(
    spooler: StandInSpooler, till: WindowsPrinter
) -> None:
    till.works, till.job_says = False, JobBits.OFFLINE | JobBits.ERROR
    with pytest.raises(BrokenOff) as broken:
        to_windows(spooler).send(PAPER)
    assert (broken.value.accepted, broken.value.trouble) == (0, Trouble.NOT_REACHABLE)
    till.works = True
    assert spooler.job("Till", 1) is None
    assert till.came == []


def test_stuck_in_the_middle_it_is_asked_about(
    spooler: StandInSpooler, till: WindowsPrinter
) -> None:
    till.works, till.job_says = False, JobBits.PRINTING | JobBits.PAPER_OUT
    with pytest.raises(BrokenOff) as broken:
        to_windows(spooler).send(PAPER)
    assert (broken.value.accepted, broken.value.trouble) == (len(PAPER), Trouble.PAPER_OUT)


def test_a_document_that_cannot_be_finished_is_thrown_away(
    spooler: StandInSpooler, till: WindowsPrinter
) -> None:
    till.chokes_after = 1500
    with pytest.raises(BrokenOff) as broken:
        to_windows(spooler).send(PAPER)
    assert broken.value.accepted == 0
    till.chokes_after = None
    to_windows(spooler).send(PAPER)
    assert till.came == [PAPER]


def test_a_spooler_that_dies_at_the_end_may_have_printed(
    spooler: StandInSpooler, till: WindowsPrinter
) -> None:
    link = to_windows(spooler)
    ending = spooler.end

    def dies() -> None:
        spooler.down = True
        ending()

    spooler.end = dies  # type: ignore[method-assign]
    with pytest.raises(BrokenOff) as broken:
        link.send(PAPER)
    assert broken.value.accepted == len(PAPER)


@pytest.mark.skipif(sys.platform != "win32", reason="winspool.drv is a part of Windows")
def test_windows_itself_lists_its_printers() -> None:
    for name in Winspool().names():
        WindowsRawQueue(name, Winspool())
        assert len(Winspool().printer(name)) == 2
