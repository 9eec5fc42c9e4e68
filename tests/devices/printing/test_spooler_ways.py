"""Receipts all the way from a payment to paper, on every way to a printer beside the network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from app.areas.printing import queries, service
from app.areas.printing.values import Answers, Flow, Printer, PrinterKind, SavePrinter
from app.devices.printing import links
from app.devices.printing.links import Times
from app.devices.printing.ways import two_way
from app.devices.printing.ways.two_way import TwoWayLink
from app.devices.printing.ways.usb import UsbStream
from app.kernel.paper import JobState, Trouble
from tests.building import Books, command_id
from tests.devices.office.stand_in_cups import PRINT_JOB, StandInCups
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.till import QUICK, Blocks, Till, wait
from tests.devices.usb_bus import UsbBus, UsbPrinter

if sys.platform == "win32":
    pytest.skip("pseudo terminals stand for cables", allow_module_level=True)

from tests.devices.serial_cable import SerialCable


@pytest.fixture
def printer() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


@pytest.fixture
def till(books: Books, printer: StandInPrinter) -> Till:
    return Till(books, printer)


def choose(
    till: Till, kind: PrinterKind, address: str, times: Times = QUICK, **fields: Any
) -> None:
    command = SavePrinter(command_id(), kind, address, columns=48, **fields)
    till.act(service.save_printer, command)
    till.station.start_printing(Blocks(), times)


def finished(printer: StandInPrinter) -> int:
    """Papers that came out; a line that outlives them is one connection for all."""
    return sum(came.printed.count(b"\x1dVB\x00") for came in printer.connections)


def test_over_usb_a_receipt_is_printed_waits_and_never_doubles(
    till: Till, printer: StandInPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = UsbPrinter(printer)
    bus = UsbBus(usb)

    def stream(printer: Printer, times: Any, stop: Any) -> Any:
        return UsbStream(printer.address, times, stop, bus)

    monkeypatch.setattr(links, "_stream", stream)
    choose(till, PrinterKind.USB, "04b8:0e15:J2A1", drawer_pin=2)
    till.until(till.pay(), JobState.PRINTED)
    assert till.station.ask(queries.printer).result().answers is Answers.YES
    usb.denied = True
    waits = till.pay()
    assert till.until(waits, JobState.WAIT_PRINTER).trouble is Trouble.NO_ACCESS
    usb.denied = False
    till.until(waits, JobState.PRINTED)
    printer.manners = Manners(paper_out=True)
    waits = till.pay()
    assert till.until(waits, JobState.WAIT_PRINTER).trouble is Trouble.PAPER_OUT
    printer.manners = Manners()
    till.until(waits, JobState.PRINTED)
    assert finished(printer) == 3
    assert usb.talk is not None
    wait(lambda: not usb.claimed)
    assert usb.driver
    assert bus.complaints == []
    usb.talk.close()


def test_an_answer_owed_to_a_program_that_was_killed_is_no_word_about_the_next_paper(
    till: Till, printer: StandInPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old paper still lies in the printer; its answer comes while the next one is sent, which
    then meets the end of the paper.
    """
    usb, before = UsbPrinter(printer), b"\x1b@" + b"Receipt W1-000001\n" * 20 + b"\x1dVB\x00"
    bus = UsbBus(usb)

    def stream(printer: Printer, times: Any, stop: Any) -> Any:
        return UsbStream(printer.address, times, stop, bus)

    monkeypatch.setattr(links, "_stream", stream)
    printer.manners = Manners(holds=True)
    killed = TwoWayLink(UsbStream("04b8:0e15:J2A1", QUICK, Event(), bus), QUICK, Event())
    killed.send(before + b"\x1dr\x01")
    killed.close()
    two_way._OWED.clear()
    two_way._MET.clear()
    choose(till, PrinterKind.USB, "04b8:0e15:J2A1")
    asked = till.pay()
    printer.wait(lambda: any(bytes(c.inside).count(b"\x1b@") == 2 for c in printer.connections))
    printer.manners = Manners(out_after=len(before) + 100)
    job = till.until(asked, JobState.UNSURE, JobState.PRINTED)
    assert (job.state, job.trouble) == (JobState.UNSURE, Trouble.PAPER_OUT)
    printer.manners = Manners()
    till.until(till.pay(), JobState.PRINTED)
    assert usb.talk is not None
    till.station.close()
    usb.talk.close()


def test_over_a_serial_line_a_receipt_is_printed(
    till: Till, printer: StandInPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    cable = SerialCable(printer)
    monkeypatch.setattr("app.areas.printing.rules.is_serial", lambda path: path == cable.path)
    monkeypatch.setattr(links, "is_serial", lambda path: path == cable.path)
    choose(till, PrinterKind.SERIAL, cable.path, baud=115200, flow=Flow.XON_XOFF)
    till.until(till.pay(), JobState.PRINTED)
    cable.pull()
    waits = till.pay()
    assert till.until(waits, JobState.WAIT_PRINTER).trouble is Trouble.NOT_REACHABLE
    assert finished(printer) == 1
    cable.close()


def test_through_a_print_queue_a_receipt_counts_as_sent(till: Till) -> None:
    cups = StandInCups("Till")
    # A busy computer may answer late, and what broke off is asked about instead of tried again.
    patient = replace(QUICK, send_s=5.0)
    choose(till, PrinterKind.CUPS, "Till", patient, host=cups.host)
    till.until(till.pay(), JobState.SENT)
    cups.queues["Till"].stopped = True
    waits = till.pay()
    assert till.until(waits, JobState.WAIT_PRINTER).trouble is Trouble.QUEUE_STOPPED
    cups.queues["Till"].stopped = False
    till.until(waits, JobState.SENT)
    cups.manners.says = {PRINT_JOB: 0x040A}  # a queue for whole pages alone
    waits = till.pay()
    wait(lambda: till.job(waits).trouble is Trouble.REFUSED)  # and it is tried again and again
    cups.manners.says = {}
    till.until(waits, JobState.SENT)
    assert len(cups.printed("Till")) == 3
    assert all(b"\x1b@" in paper for paper in cups.printed("Till"))
    till.station.close()
    cups.close()
    assert cups.complaints == []
