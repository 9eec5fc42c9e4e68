"""USB, serial line and device beside the network: the same answers, the same honest failures."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.printing.values import Flow, Printer, PrinterKind
from app.devices.printing.links import BrokenOff, Link, Stopped, Times, Unreachable, open_link
from app.devices.printing.ways import two_way
from app.devices.printing.ways.files import DeviceStream
from app.devices.printing.ways.serial_line import SerialStream
from app.devices.printing.ways.tcp import TcpLink
from app.devices.printing.ways.two_way import TwoWayLink
from app.devices.printing.ways.usb import UsbStream
from app.kernel.paper import Trouble
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.usb_bus import UsbBus, UsbPrinter

if sys.platform == "win32":
    pytest.skip("pseudo terminals stand for cables", allow_module_level=True)

from tests.devices.serial_cable import SerialCable

QUICK = Times(connect_s=2, send_s=0.3, status_s=0.2, done_s=0.3)
PAPER = b"\x1b@" + b"Receipt W1-000123\n" * 40 + b"\x1dVB\x00"
ASK = b"\x1dr\x01"
Way = Callable[[], Link]


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def mind() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


@pytest.fixture
def usb(mind: StandInPrinter) -> Iterator[UsbPrinter]:
    made = UsbPrinter(mind)
    yield made
    if made.talk is not None:
        made.talk.close()


@pytest.fixture
def bus(usb: UsbPrinter) -> Iterator[UsbBus]:
    made = UsbBus(usb)
    yield made
    assert made.complaints == []
    assert not usb.claimed


@pytest.fixture
def cable(mind: StandInPrinter) -> Iterator[SerialCable]:
    made = SerialCable(mind)
    yield made
    made.close()


@pytest.fixture(params=["tcp", "usb", "serial", "device"])
def way(request: Any, mind: StandInPrinter, stop: threading.Event) -> Way:
    """A way that can be opened again and again, as for one paper after another."""
    two_way._OWED.clear()
    if request.param == "tcp":
        return lambda: TcpLink("127.0.0.1", mind.port, QUICK, stop)
    if request.param == "usb":
        bus = request.getfixturevalue("bus")
        return lambda: TwoWayLink(UsbStream("04b8:0e15:J2A1", QUICK, stop, bus), QUICK, stop)
    cable = request.getfixturevalue("cable")
    if request.param == "device":
        cable.raw()
        return lambda: TwoWayLink(DeviceStream(cable.path, QUICK, stop), QUICK, stop)
    line = Printer(PrinterKind.SERIAL, cable.path, baud=115200, flow=Flow.XON_XOFF)
    return lambda: TwoWayLink(SerialStream(line, QUICK, stop), QUICK, stop)


def test_a_paper_is_sent_and_answered_on_every_way(way: Way, mind: StandInPrinter) -> None:
    for _ in range(2):
        link = way()
        assert link.talks
        assert link.status() == (0x12, 0x12, 0x12, 0x12)
        link.send(PAPER + ASK)
        assert link.done()
        link.close()
    assert b"".join(bytes(c.printed) for c in mind.connections) == PAPER * 2


def test_every_way_tells_trouble_and_takes_silence_for_no_answer(
    way: Way, mind: StandInPrinter
) -> None:
    mind.manners = Manners(paper_out=True)
    link = way()
    answers = link.status()
    assert answers is not None
    assert answers[3] == 0x72
    assert link.status(1) == answers[:1]
    link.close()
    mind.manners = Manners(mute=True)
    link = way()
    assert link.status() is None
    link.send(PAPER + ASK)
    assert not link.done()
    link.close()


@pytest.mark.parametrize("way", ["tcp", "usb"], indirect=True)
def test_a_late_answer_is_not_taken_for_the_next_paper(way: Way, mind: StandInPrinter) -> None:
    """The paper ends under the first; when there is paper again the first's answer comes, and the
    second paper meets another end of the paper.
    """
    mind.manners = Manners(out_after=100)
    link = way()
    assert link.status() is not None
    link.send(PAPER + ASK)
    assert not link.done()
    link.close()
    mind.manners = Manners()
    link = way()
    assert link.status() == (0x12, 0x12, 0x12, 0x12)
    mind.manners = Manners(paper_out=True)
    link.send(PAPER + ASK)
    assert not link.done()
    link.close()
    mind.manners = Manners()
    link = way()
    assert link.status() is not None
    link.send(PAPER + ASK)
    assert link.done()
    link.close()


def test_a_full_printer_is_given_up_and_the_count_is_true(way: Way, mind: StandInPrinter) -> None:
    mind.manners = Manners(stalls=True)
    link = way()
    with pytest.raises(BrokenOff) as broken:
        link.send(bytes(8_000_000))
    assert 0 < broken.value.accepted < 8_000_000
    begun = time.monotonic()
    link.close()
    assert time.monotonic() - begun < 2


def test_no_wait_outlives_the_program(
    way: Way, mind: StandInPrinter, stop: threading.Event
) -> None:
    mind.manners = Manners(mute=True)
    link = way()
    stop.set()
    for wait in (link.status, lambda: link.send(PAPER), link.done):
        with pytest.raises(Stopped):
            wait()
    link.close()


# --------------------------------------------------------------------------------------- USB


def opened(bus: UsbBus, address: str = "04b8:0e15:J2A1") -> TwoWayLink:
    stop = threading.Event()
    return TwoWayLink(UsbStream(address, QUICK, stop, bus), QUICK, stop)


def test_the_systems_driver_gets_its_printer_back(bus: UsbBus, usb: UsbPrinter) -> None:
    link = opened(bus)
    assert not usb.driver
    link.close()
    assert usb.driver
    assert usb.opened == 0


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"denied": True}, Trouble.NO_ACCESS),
        ({"taken": True}, Trouble.NO_ANSWER),
        ({"gone": True}, Trouble.NOT_REACHABLE),
        ({"kind": 3}, Trouble.NOT_REACHABLE),
    ],
)
def test_a_usb_printer_that_cannot_be_had_says_why(
    bus: UsbBus, usb: UsbPrinter, fault: dict[str, Any], why: Trouble
) -> None:
    for name, value in fault.items():
        setattr(usb, name, value)
    for address in ("04b8:0e15", "04b8:0e15:J2A1"):
        with pytest.raises(Unreachable) as refused:
            opened(bus, address)
        assert refused.value.trouble is why
    assert usb.driver


def test_another_printer_of_the_same_make_is_never_taken(
    bus: UsbBus, usb: UsbPrinter, mind: StandInPrinter
) -> None:
    with pytest.raises(Unreachable):
        opened(bus, "04b8:0e15:J2A9")
    with pytest.raises(Unreachable):
        opened(bus, "04b8:0202")


def test_one_without_an_endpoint_back_never_answers(bus: UsbBus, usb: UsbPrinter) -> None:
    usb.answers = False
    link = opened(bus)
    assert not link.talks
    assert link.status() is None
    link.send(PAPER)
    assert not link.done()
    link.close()


def test_pulled_out_in_the_middle_it_may_have_printed(bus: UsbBus, usb: UsbPrinter) -> None:
    link = opened(bus)
    usb.gone = True
    with pytest.raises(BrokenOff) as broken:
        link.send(PAPER)
    assert broken.value.accepted > 0
    with pytest.raises(BrokenOff):
        link.status()
    usb.gone = False
    link.close()


# ------------------------------------------------------------------------------- serial line


def serial_link(path: str, **settings: Any) -> TwoWayLink:
    stop, line = threading.Event(), Printer(PrinterKind.SERIAL, path, **settings)
    return TwoWayLink(SerialStream(line, QUICK, stop), QUICK, stop)


def test_a_port_is_one_programs_at_a_time_and_pulled_it_breaks(
    cable: SerialCable, mind: StandInPrinter
) -> None:
    link = serial_link(cable.path, flow=Flow.DTR_DSR)  # this port has no such line
    with pytest.raises(Unreachable) as refused:
        serial_link(cable.path)
    assert refused.value.trouble is Trouble.NO_ANSWER
    assert link.status() == (0x12, 0x12, 0x12, 0x12)
    cable.pull()
    with pytest.raises(BrokenOff):
        link.status()
    link.close()
    with pytest.raises(Unreachable) as missing:
        serial_link("/dev/ttyUSB99")
    assert missing.value.trouble is Trouble.NOT_REACHABLE


@pytest.mark.parametrize("parity", ["none", "even", "odd"])
def test_the_bytes_of_a_picture_pass_a_line_unchanged(
    cable: SerialCable, mind: StandInPrinter, parity: str
) -> None:
    """XON, XOFF, CR, NL and all others: nothing may translate them."""
    link = serial_link(cable.path, baud=115200, parity=parity, flow=Flow.XON_XOFF)
    every = bytes(b for b in range(256) if b != 0x10)
    link.send(every * 20)
    mind.wait(lambda: mind.connections and mind.connections[0].printed == every * 20)
    link.close()


# ------------------------------------------------------------------------------- device, door


def test_a_device_that_may_not_be_read_is_written_to(tmp_path: Path) -> None:
    path, stop = tmp_path / "lp0", threading.Event()
    with pytest.raises(Unreachable) as missing:
        DeviceStream(str(path), QUICK, stop)
    assert missing.value.trouble is Trouble.FILE
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    link = TwoWayLink(DeviceStream(str(path), QUICK, stop), QUICK, stop)
    with pytest.raises(BrokenOff) as broken:
        link.send(bytes(4_000_000))
    assert 0 < broken.value.accepted < 4_000_000
    link.close()
    os.close(reader)


@pytest.mark.parametrize(
    "printer",
    [
        Printer(PrinterKind.USB, "ffff:ffff"),
        Printer(PrinterKind.SERIAL, "/dev/ttyUSB99"),
        Printer(PrinterKind.FILE, "/dev/ttyUSB99"),
        Printer(PrinterKind.FILE, "/dev/usb/lp99"),
        Printer(PrinterKind.CUPS, "Nobody", host="127.0.0.1:9"),
        pytest.param(
            Printer(PrinterKind.WINDOWS, "Nobody"),
            marks=pytest.mark.skipif(sys.platform == "win32", reason="asks the real spooler"),
        ),
    ],
    ids=lambda printer: f"{printer.kind}-{printer.address}",
)
def test_the_door_says_unreachable_for_every_kind(printer: Printer, stop: threading.Event) -> None:
    with pytest.raises(Unreachable):
        open_link(printer, QUICK, stop)
