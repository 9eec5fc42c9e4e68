"""Ways to a printer that lead nowhere, are full, or are given up; each wait has an end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.areas.printing.values import Printer, PrinterKind
from app.devices.printing.links import (
    BrokenOff,
    FileLink,
    Stopped,
    TcpLink,
    Times,
    Unreachable,
    open_link,
)
from tests.devices.stand_in_printer import Manners, StandInPrinter

QUICK = Times(connect_s=5, send_s=0.2, status_s=0.2, done_s=0.2)


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def printer() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


def test_a_name_that_nobody_has_is_not_reachable(stop: threading.Event) -> None:
    wrong = Printer(PrinterKind.TCP, "printer..invalid")
    with pytest.raises(Unreachable):
        open_link(wrong, QUICK, stop)


def test_connecting_is_given_up_when_the_program_ends(stop: threading.Event) -> None:
    """A server that takes nobody any more: its one place in the queue is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        threading.Timer(0.1, stop.set).start()
        try:
            link = TcpLink("127.0.0.1", port, Times(connect_s=60), stop)
        except Unreachable:
            assert stop.is_set()
        else:  # this system keeps a longer queue
            link.close()
        for each in waiting:
            each.close()


def test_the_four_answers_and_the_word_at_the_end(
    printer: StandInPrinter, stop: threading.Event
) -> None:
    link = TcpLink("127.0.0.1", printer.port, QUICK, stop)
    assert link.status() == (0x12, 0x12, 0x12, 0x12)
    link.send(b"\x1b@abc\n\x1dVB\x00\x1dr\x01")
    assert link.done()
    link.close()


def test_silence_is_no_answer_and_a_closed_way_is_broken(
    printer: StandInPrinter, stop: threading.Event
) -> None:
    printer.manners = Manners(mute=True)
    link = TcpLink("127.0.0.1", printer.port, QUICK, stop)
    assert link.status() is None
    assert not link.done()
    printer.manners = Manners(drop_after=1)
    link.send(b"\x1b@")
    with pytest.raises(BrokenOff):
        link.done()
    link.close()


def test_a_wait_ends_when_the_program_does(printer: StandInPrinter, stop: threading.Event) -> None:
    printer.manners = Manners(stalls=True)
    link = TcpLink("127.0.0.1", printer.port, Times(), stop)
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(Stopped):
        link.status()
    link.close()


def test_a_file_gets_paper_after_paper(tmp_path: Path, stop: threading.Event) -> None:
    path = tmp_path / "till.prn"
    for _ in range(2):
        link = FileLink(str(path), QUICK, stop)
        assert link.status() is None
        link.send(b"paper\n")
        assert link.done()
        link.close()
    assert path.read_bytes() == b"paper\npaper\n"
