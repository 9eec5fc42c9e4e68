"""A printer on a serial line; the line's settings must be those of the printer's switches."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import sys
from threading import Event
from typing import TYPE_CHECKING

from app.areas.printing.values import Flow, Parity, Printer
from app.devices.printing.ways.way import SLICE_S, Times, Unreachable
from app.kernel.paper import Trouble

if TYPE_CHECKING:
    from serial import Serial
if sys.platform == "win32":
    _LINE_FAILS: tuple[type[Exception], ...] = ()
else:
    import termios

    _LINE_FAILS = (termios.error,)

_NO_ACCESS = (errno.EACCES, errno.EPERM)
_BUSY = (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK)
_PIECE = 64
"""As much as a printer still takes after it has said that it is full."""
_PARITY = {Parity.NONE: "N", Parity.EVEN: "E", Parity.ODD: "O"}
_BITS_A_BYTE = 11
_PRINTERS_BUFFER = 4096
_DSR_PAUSE_S = 0.02


class SerialStream:
    """A serial port for one job, kept from every other program meanwhile."""

    hears = True

    def __init__(self, printer: Printer, times: Times, stop: Event) -> None:
        self.place = printer.address
        self.counts = sys.platform != "win32"
        self.lag_s = _PRINTERS_BUFFER * _BITS_A_BYTE / printer.baud
        self._stop = stop
        self._port = _opened(printer)
        self._asks_dsr = printer.flow is Flow.DTR_DSR and self._has_dsr()

    def write(self, data: memoryview, *, now: bool = False) -> int:
        if not now and self._is_full():
            self._stop.wait(_DSR_PAUSE_S)
            return 0
        piece = data[:_PIECE]
        if sys.platform == "win32":
            return self._port.write(bytes(piece)) or 0
        _, ready, _ = select.select([], [self._port.fileno()], [], SLICE_S)
        if not ready:
            return 0
        try:
            return os.write(self._port.fileno(), piece)
        except BlockingIOError:
            return 0

    def read(self, most_s: float) -> bytes:
        if sys.platform == "win32":
            self._port.timeout = most_s
            return bytes(self._port.read(1))
        ready, _, _ = select.select([self._port.fileno()], [], [], max(0.0, most_s))
        if not ready:
            return b""
        try:
            came = os.read(self._port.fileno(), 64)
        except BlockingIOError:
            return b""
        if not came:
            raise OSError(errno.ENODEV, "the serial port is gone")
        return came

    def waiting(self) -> int:
        return int(self._port.out_waiting)

    def close(self) -> None:
        # What a full printer did not take must not come out before the next paper, nor may
        # closing wait for it.
        with contextlib.suppress(OSError, *_LINE_FAILS):
            self._port.reset_output_buffer()
        with contextlib.suppress(OSError):
            self._port.close()

    def _is_full(self) -> bool:
        return self._asks_dsr and (self.waiting() >= _PIECE or not self._port.dsr)

    def _has_dsr(self) -> bool:
        """Whether this port has such a line at all."""
        try:
            return self._port.dsr is not None
        except OSError:
            return False


def _opened(printer: Printer) -> Serial:
    try:
        import serial
    except ImportError as error:
        raise Unreachable(str(error), Trouble.NO_DRIVER) from error
    try:
        return serial.Serial(
            printer.address,
            baudrate=printer.baud,
            bytesize=8,
            parity=_PARITY[printer.parity],
            stopbits=1,
            timeout=SLICE_S,
            write_timeout=10.0,
            xonxoff=printer.flow is Flow.XON_XOFF,
            rtscts=printer.flow is Flow.RTS_CTS,
            exclusive=None if sys.platform == "win32" else True,
        )
    except (OSError, ValueError) as error:
        raise Unreachable(str(error), _why(error)) from error


def _why(error: Exception) -> Trouble:
    code = getattr(error, "errno", None)
    if code in _NO_ACCESS:
        return Trouble.NO_ACCESS
    return Trouble.NO_ANSWER if code in _BUSY else Trouble.NOT_REACHABLE
