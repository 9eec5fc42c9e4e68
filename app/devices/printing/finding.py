"""Finding receipt printers for somebody who sets one up: on this computer, and what one says of
itself. Slow, so never called on the GUI thread; nothing here prints.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import Any

from app.areas.printing.profiles import guess
from app.areas.printing.values import Printer, PrinterKind
from app.devices.office.finding import find_queues
from app.devices.printing import printer_status
from app.devices.printing.links import BrokenOff, Link, Times, Unreachable, open_link
from app.devices.printing.ways.two_way import TwoWayLink
from app.kernel.errors import UserError
from app.kernel.paper import Trouble

_TIMES = Times(connect_s=2.0, status_s=0.8)
_TRIES, _PAUSE_S = 6, 0.4
"""The spooler may be at the printer just now."""
_DRAWER_PIN_HIGH = 0x04


@dataclass(frozen=True, slots=True)
class Found:
    """A way to what may be a receipt printer; `profile` is its make where that shows already."""

    kind: PrinterKind
    address: str
    name: str
    about: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a printer says of itself. `answers` is None for one that says nothing."""

    trouble: Trouble = Trouble.NONE
    answers: bool | None = None
    model: str = ""
    profile: str = ""


def find_here(backend: Any = None) -> tuple[Found, ...]:
    """What this computer has, the likeliest first. On Windows its own printers come first: one on
    USB is reached past them only with another driver, which takes it away from Windows.
    """
    usb, queues, ports = tuple(_usb(backend)), tuple(_queues()), tuple(_serial_ports())
    return (*queues, *usb, *ports) if sys.platform == "win32" else (*usb, *queues, *ports)


def ask(printer: Printer, stop: Event | None = None) -> Told:
    """Open the way, ask how it is and what it is, and close it again."""
    ended = stop or Event()
    try:
        link = _opened(printer, ended)
    except Unreachable as error:
        return Told(error.trouble)
    try:
        answers = link.status()
        if answers is None and link.talks and not ended.wait(_PAUSE_S):
            answers = link.status()
        if answers is None:
            return Told(answers=False if link.talks else None)
        model = link.words(66, 67) if isinstance(link, TwoWayLink) else ""
        return Told(printer_status.trouble(answers), True, model, guess(model))
    except BrokenOff as error:
        return Told(error.trouble)
    finally:
        link.close()


def drawer_pin_is_high(printer: Printer, stop: Event | None = None) -> bool | None:
    """What the drawer's switch says now; None when the printer does not tell."""
    try:
        link = _opened(printer, stop or Event())
    except Unreachable:
        return None
    try:
        answers = link.status(1)
    except BrokenOff:
        return None
    finally:
        link.close()
    return None if answers is None else bool((answers[0] or 0) & _DRAWER_PIN_HIGH)


def _opened(printer: Printer, stop: Event) -> Link:
    for tried in range(_TRIES):
        try:
            return open_link(printer, _TIMES, stop)
        except Unreachable as error:
            busy = error.trouble is Trouble.NO_ANSWER
            if not busy or tried == _TRIES - 1 or stop.wait(_PAUSE_S):
                raise
    raise Unreachable("busy", Trouble.NO_ANSWER)


def _usb(backend: Any) -> Iterator[Found]:
    from app.devices.printing.ways.usb import let_go, usb_printers, words

    try:
        for device in usb_printers(backend):
            ids = f"{device.idVendor:04x}:{device.idProduct:04x}"
            serial = words(device, device.iSerialNumber)
            named = (words(device, device.iManufacturer), words(device, device.iProduct))
            let_go(device)
            name = " ".join(part for part in named if part)
            address = f"{ids}:{serial}" if _fits(serial) else ids
            make = guess(name, device.idVendor)
            yield Found(PrinterKind.USB, address, name or ids, ids if name else "", make)
    except (Unreachable, OSError):
        return


def _fits(serial: str) -> bool:
    return 0 < len(serial) <= 126 and serial.isascii() and " " not in serial


def _serial_ports() -> Iterator[Found]:
    try:
        from serial.tools import list_ports
    except ImportError:
        return
    for port in sorted(list_ports.comports(), key=lambda each: str(each.device)):
        said = str(port.product or port.description or "")
        about = "" if said in ("n/a", port.name, port.device) else said
        yield Found(PrinterKind.SERIAL, str(port.device), str(port.device), about, guess(about))


def _queues() -> Iterator[Found]:
    if sys.platform == "win32":
        from app.devices.printing.ways.winspool import Winspool

        for name in Winspool().names():
            yield Found(PrinterKind.WINDOWS, name, name, "", guess(name))
        return
    try:
        found = find_queues("")
    except UserError:
        return
    for queue in found:
        make = guess(f"{queue.name} {queue.about}")
        yield Found(PrinterKind.CUPS, queue.name, queue.name, queue.about, make)
