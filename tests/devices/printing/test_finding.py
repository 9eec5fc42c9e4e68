"""Finding printers: on the USB bus, in the network, and what one says of itself."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator

import pytest

from app.areas.printing.values import Printer, PrinterKind
from app.devices.printing import finding, network_scan
from app.devices.printing.finding import Found, Told
from app.kernel.paper import Trouble
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.usb_bus import UsbBus, UsbPrinter


@pytest.fixture
def mind() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


def on_usb(*printers: UsbPrinter) -> list[Found]:
    return [f for f in finding.find_here(UsbBus(*printers)) if f.kind is PrinterKind.USB]


def test_printers_on_usb_are_told_by_their_words(mind: StandInPrinter) -> None:
    plain = UsbPrinter(mind, 0x0416, 0x5011, strings={1: "", 2: "POS58 Printer"})
    odd = UsbPrinter(mind, 0x1504, 0x0006, strings={1: "BIXOLON", 2: "SRP-350III", 3: "a b"})
    mouse = UsbPrinter(mind, kind=3)
    hidden = UsbPrinter(mind, denied=True)
    asked = UsbPrinter(mind)
    assert on_usb(asked, plain, odd, mouse, hidden) == [
        Found(PrinterKind.USB, "04b8:0e15:J2A1", "EPSON TM-T20II", "04b8:0e15", "epson-t20"),
        Found(PrinterKind.USB, "0416:5011", "POS58 Printer", "0416:5011", "pos-5890"),
        Found(PrinterKind.USB, "1504:0006", "BIXOLON SRP-350III", "1504:0006", "bixolon-350"),
        Found(PrinterKind.USB, "04b8:0e15", "04b8:0e15", "", "epson-t20"),
    ]
    assert asked.opened == 0


def test_the_network_is_asked_once_and_nothing_is_sent(mind: StandInPrinter) -> None:
    told: list[tuple[int, int]] = []
    found = network_scan.scan(
        ipaddress.IPv4Network("127.0.0.0/29"),
        lambda done, all_of_them: told.append((done, all_of_them)),
        threading.Event(),
        mind.port,
    )
    assert found == (Found(PrinterKind.TCP, mind.address, "127.0.0.1"),)
    assert told == [(6, 6)]
    assert all(not came.inside and not came.printed for came in mind.connections)
    stopped = threading.Event()
    stopped.set()
    near = ipaddress.IPv4Network("127.0.0.0/24")
    assert network_scan.scan(near, lambda *_: None, stopped, mind.port) == ()


def test_only_a_private_network_is_searched() -> None:
    network = network_scan.own_network()
    assert network is None or (network.is_private and network.num_addresses == 256)


def test_a_printer_says_how_it_is(mind: StandInPrinter) -> None:
    here = Printer(PrinterKind.TCP, mind.address)
    mind.manners = Manners(cover_open=True)
    assert finding.ask(here) == Told(Trouble.COVER_OPEN, True)
    assert finding.drawer_pin_is_high(here) is False
    mind.manners = Manners(mute=True)
    assert finding.ask(here) == Told(Trouble.NONE, False)
    assert finding.drawer_pin_is_high(here) is None
    mind.switch_off()
    assert finding.ask(here) == Told(Trouble.NOT_REACHABLE)
    assert finding.drawer_pin_is_high(here) is None
    mind.switch_on()


def test_a_printer_says_what_it_is() -> None:
    """Answers to GS I begin with an underscore and end with a zero byte."""
    answers = {b"\x1dI\x42": b"_EPSON\x00", b"\x1dI\x43": b"_TM-T88VI\x00"}

    def serve(listening: socket.socket) -> None:
        talk, _ = listening.accept()
        with talk:
            while asked := talk.recv(3):
                talk.sendall(b"\x16" if asked[:2] == b"\x10\x04" else answers[asked])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        served = threading.Thread(target=serve, args=(listening,), daemon=True)
        served.start()
        told = finding.ask(Printer(PrinterKind.TCP, f"127.0.0.1:{listening.getsockname()[1]}"))
        served.join(5)
    assert (told.model, told.profile, told.answers) == ("EPSON TM-T88VI", "epson-t88", True)
