"""The way to a printer: a TCP connection or a file, with time-outs of its own; it judges nothing.

Every wait ends at once when `stop` is set.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol

from app.areas.printing.rules import host_and_port, is_device
from app.areas.printing.values import Printer, PrinterKind
from app.devices.printing.printer_status import ASK, is_done, is_status

_SLICE_S = 0.1
_ON_ITS_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1))
_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class Times:
    """How long each step may take, in seconds."""

    connect_s: float = 3.0
    send_s: float = 10.0
    """Without a single byte moving."""
    status_s: float = 1.0
    done_s: float = 8.0
    recheck_s: float = 2.0
    probe_s: float = 15.0
    """Between looks at a printer that was in trouble, while nothing waits for it."""
    park_s: float = 600.0
    kick_s: float = 15.0
    """A drawer that opens later than this would open in front of somebody else."""


class Unreachable(Exception):
    """There is no way to the printer; nothing was sent."""


class BrokenOff(Exception):
    """The way broke; `accepted` bytes had been handed over."""

    def __init__(self, accepted: int) -> None:
        super().__init__(f"broken off after {accepted} bytes")
        self.accepted = accepted


class Stopped(BrokenOff):
    """The program ends."""


class Link(Protocol):
    """An open way to one printer."""

    talks: bool
    """Whether answers can come at all."""

    def status(self, questions: int = 4) -> tuple[int | None, ...] | None:
        """The answers to the first so many of DLE EOT 1 to 4; None when the first had none."""
        ...

    def send(self, data: bytes) -> None:
        """Hand over all of `data`, or BrokenOff."""
        ...

    def done(self, answer: bytes = b"") -> bool:
        """Wait for exactly `answer`, or for the byte that answers GS r; False when none came."""
        ...

    def close(self) -> None: ...


def open_link(printer: Printer, times: Times, stop: Event) -> Link:
    """The way to `printer`, opened; Unreachable when there is none."""
    if printer.kind is PrinterKind.TCP:
        return TcpLink(*host_and_port(printer.address), times, stop)
    return FileLink(printer.address, times, stop)


class TcpLink:
    """One connection for one job: cheap printers serve a single client at a time."""

    talks = True

    def __init__(self, host: str, port: int, times: Times, stop: Event) -> None:
        self._times, self._stop = times, stop
        try:
            self._socket = _connected(host, port, times, stop)
        except (OSError, UnicodeError) as error:
            raise Unreachable(str(error)) from error
        self._socket.settimeout(_SLICE_S)
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def status(self, questions: int = 4) -> tuple[int | None, ...] | None:
        first = self._question(ASK[0])
        if first is None:
            return None
        return (first, *(self._question(question) for question in ASK[1:questions]))

    def send(self, data: bytes) -> None:
        view, sent = memoryview(data), 0
        quiet = time.monotonic() + self._times.send_s
        while sent < len(data):
            if self._stop.is_set():
                raise Stopped(sent)
            try:
                moved = self._socket.send(view[sent : sent + _CHUNK])
            except TimeoutError:
                moved = 0
            except OSError as error:
                raise BrokenOff(sent) from error
            sent += moved
            now = time.monotonic()
            if moved:
                quiet = now + self._times.send_s
            elif now > quiet:
                raise BrokenOff(sent)

    def done(self, answer: bytes = b"") -> bool:
        if not answer:
            return self._byte(is_done, self._times.done_s) is not None
        end, came = time.monotonic() + self._times.done_s, b""
        while (left := end - time.monotonic()) > 0:
            byte = self._byte(lambda _any: True, left)
            if byte is None:
                return False
            came = (came + bytes([byte]))[-len(answer) :]
            if came == answer:
                return True
        return False

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    def _question(self, question: bytes) -> int | None:
        self.send(question)
        return self._byte(is_status, self._times.status_s)

    def _byte(self, wanted: Callable[[int], bool], most_s: float) -> int | None:
        """The next byte of the wanted shape; what a printer says unasked is passed over."""
        end = time.monotonic() + most_s
        while time.monotonic() < end:
            if self._stop.is_set():
                raise Stopped(0)
            try:
                came = self._socket.recv(1)
            except TimeoutError:
                continue
            except OSError as error:
                raise BrokenOff(0) from error
            if not came:
                raise BrokenOff(0)
            if wanted(came[0]):
                return came[0]
        return None


def _connected(host: str, port: int, times: Times, stop: Event) -> socket.socket:
    """A connection to the first address of `host` that answers; OSError when none does."""
    failed: OSError = TimeoutError("no address answered")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        made = socket.socket(family, kind, protocol)
        try:
            _connect(made, address, times, stop)
        except OSError as error:
            made.close()
            failed = error
        else:
            return made
    raise failed


def _connect(made: socket.socket, address: tuple[object, ...], times: Times, stop: Event) -> None:
    made.setblocking(False)
    begun = made.connect_ex(address)
    if begun not in (0, *_ON_ITS_WAY):
        raise OSError(begun, os.strerror(begun))
    end = time.monotonic() + times.connect_s
    while True:
        _, ready, broken = select.select([], [made], [made], _SLICE_S)
        if ready or broken:
            error = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, os.strerror(error))
            return
        if stop.is_set() or time.monotonic() > end:
            raise TimeoutError("the printer did not take the connection")


class FileLink:
    """A file that collects papers, or the device of a printer, which never answers."""

    talks = False

    def __init__(self, path: str, times: Times, stop: Event) -> None:
        self._times, self._stop = times, stop
        self._path = Path(path)
        self.is_file = not is_device(path)
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_BINARY", 0) | (os.O_CREAT if self.is_file else 0)
        try:
            self._handle = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise Unreachable(str(error)) from error

    def status(self, questions: int = 4) -> tuple[int | None, ...] | None:
        return None

    def send(self, data: bytes) -> None:
        sent = 0
        quiet = time.monotonic() + self._times.send_s
        while sent < len(data):
            try:
                sent += os.write(self._handle, data[sent : sent + _CHUNK])
                quiet = time.monotonic() + self._times.send_s
            except BlockingIOError as error:
                if time.monotonic() > quiet or self._stop.wait(_SLICE_S):
                    raise BrokenOff(sent) from error
            except OSError as error:
                raise BrokenOff(sent) from error

    def done(self, answer: bytes = b"") -> bool:
        """A file has it when the disk has it; a device says nothing."""
        if not self.is_file:
            return False
        try:
            os.fsync(self._handle)
        except OSError:
            return False
        return True

    def close(self) -> None:
        os.close(self._handle)
