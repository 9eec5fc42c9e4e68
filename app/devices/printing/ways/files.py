"""A file that collects papers, and the device of a printer, which may answer."""

from __future__ import annotations

import errno
import os
import select
import sys
from pathlib import Path
from threading import Event

from app.devices.printing.ways.way import SLICE_S, BrokenOff, Hear, Times, Unreachable
from app.kernel.paper import Trouble

_NO_ACCESS = (errno.EACCES, errno.EPERM)
_CHUNK = 2048


class FileLink:
    """A file gets paper after paper, and never answers."""

    talks = False

    def __init__(self, path: str, times: Times, stop: Event) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NONBLOCK", 0)  # what is no file must not hold anybody up
        self._times, self._stop = times, stop
        try:
            self._handle = os.open(Path(path), flags, 0o600)
        except OSError as error:
            raise Unreachable(str(error), Trouble.FILE) from error

    def status(self, questions: int = 4, *, hurried: bool = False) -> tuple[int | None, ...] | None:
        return None

    def send(self, data: bytes) -> None:
        sent = 0
        while sent < len(data):
            try:
                sent += os.write(self._handle, data[sent : sent + _CHUNK])
            except OSError as error:
                raise BrokenOff(sent, Trouble.FILE) from error

    def done(self, answer: bytes = b"", hear: Hear | None = None) -> bool:
        """A file has it when the disk has it."""
        try:
            os.fsync(self._handle)
        except OSError:
            return False
        return True

    def close(self) -> None:
        os.close(self._handle)


class DeviceStream:
    """A device such as /dev/usb/lp0: read as well where the system allows it."""

    counts = True
    lag_s = 0.0

    def __init__(self, path: str, times: Times, stop: Event) -> None:
        self.place = path
        self.hears = True
        flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NOCTTY", 0)
        try:
            self._handle = self._opened(path, flags)
        except OSError as error:
            denied = error.errno in _NO_ACCESS
            raise Unreachable(str(error), Trouble.NO_ACCESS if denied else Trouble.FILE) from error

    def _opened(self, path: str, flags: int) -> int:
        if sys.platform != "win32":
            try:
                return os.open(path, flags | os.O_RDWR)
            except OSError as error:
                if error.errno in (errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EBUSY):
                    raise
        self.hears = False
        return os.open(path, flags | os.O_WRONLY)

    def write(self, data: memoryview, *, now: bool = False) -> int:
        if sys.platform != "win32":
            _, ready, _ = select.select([], [self._handle], [], SLICE_S)
            if not ready:
                return 0
        try:
            return os.write(self._handle, data)
        except BlockingIOError:
            return 0

    def read(self, most_s: float) -> bytes:
        if sys.platform == "win32":
            return b""
        ready, _, _ = select.select([self._handle], [], [], max(0.0, most_s))
        if not ready:
            return b""
        try:
            came = os.read(self._handle, 64)
        except BlockingIOError:
            return b""
        if not came and most_s:
            # It is a device without answers: always ready, and nothing there.
            select.select([], [], [], most_s)
        return came

    def waiting(self) -> int:
        return 0

    def close(self) -> None:
        os.close(self._handle)
