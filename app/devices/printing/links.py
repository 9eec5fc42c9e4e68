"""The one door to printers of every kind: a link for one job, which judges nothing.

Every wait has an end of our own, and ends at once when `stop` is set.
"""

from __future__ import annotations

from threading import Event

from app.areas.printing.rules import host_and_port, is_device, is_serial
from app.areas.printing.values import Ack, Printer, PrinterKind
from app.devices.printing.ways.files import DeviceStream, FileLink
from app.devices.printing.ways.tcp import TcpLink
from app.devices.printing.ways.two_way import TwoWayLink
from app.devices.printing.ways.way import (
    BrokenOff,
    Hear,
    Link,
    Stopped,
    Stream,
    Times,
    Unreachable,
)

__all__ = [
    "BrokenOff",
    "FileLink",
    "Hear",
    "Link",
    "Stopped",
    "TcpLink",
    "Times",
    "Unreachable",
    "open_link",
]


def open_link(printer: Printer, times: Times, stop: Event) -> Link:
    """The way to `printer`, opened; Unreachable when there is none."""
    link = _opened(printer, times, stop)
    if isinstance(link, TwoWayLink) and printer.ack is Ack.GS_R:
        link.meet()
    return link


def _opened(printer: Printer, times: Times, stop: Event) -> Link:
    match printer.kind:
        case PrinterKind.TCP:
            return TcpLink(*host_and_port(printer.address), times, stop)
        case PrinterKind.CUPS | PrinterKind.WINDOWS:
            return _queue_link(printer, times, stop)
        case PrinterKind.FILE if not is_device(printer.address):
            return FileLink(printer.address, times, stop)
        case _:
            return TwoWayLink(_stream(printer, times, stop), times, stop)


def _stream(printer: Printer, times: Times, stop: Event) -> Stream:
    if printer.kind is PrinterKind.USB:
        from app.devices.printing.ways.usb import UsbStream

        return UsbStream(printer.address, times, stop)
    if printer.kind is PrinterKind.SERIAL or is_serial(printer.address):
        from app.devices.printing.ways.serial_line import SerialStream

        return SerialStream(printer, times, stop)
    return DeviceStream(printer.address, times, stop)


def _queue_link(printer: Printer, times: Times, stop: Event) -> Link:
    from app.devices.printing.ways.queues import QueueLink, RawQueue

    queue: RawQueue
    if printer.kind is PrinterKind.CUPS:
        from app.devices.printing.ways.cups_queue import CupsRawQueue

        queue = CupsRawQueue(printer.address, printer.host, times, stop)
    else:
        from app.devices.printing.ways.windows_queue import SpoolerSaysNo, WindowsRawQueue
        from app.devices.printing.ways.winspool import Winspool

        try:
            queue = WindowsRawQueue(printer.address, Winspool())
        except SpoolerSaysNo as error:
            raise Unreachable("no spooler of Windows here") from error
    return QueueLink(queue, times, stop)
