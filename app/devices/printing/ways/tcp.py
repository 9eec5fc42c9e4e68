"""A printer on the network: one connection for one job."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import time
from threading import Event

from app.devices.printing.ways.two_way import TwoWayLink
from app.devices.printing.ways.way import SLICE_S, Times, Unreachable

_ON_ITS_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1))


class TcpStream:
    """A connection; made while it is opened, within the time for that."""

    hears = counts = True
    lag_s = 0.0

    def __init__(self, host: str, port: int, times: Times, stop: Event) -> None:
        self.place = f"{host}:{port}"
        self._socket = _connected(host, port, times, stop)
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: memoryview, *, now: bool = False) -> int:
        self._socket.settimeout(SLICE_S)
        try:
            return self._socket.send(data)
        except TimeoutError:
            return 0

    def read(self, most_s: float) -> bytes:
        self._socket.settimeout(max(0.0, most_s))
        try:
            came = self._socket.recv(64)
        except (TimeoutError, BlockingIOError):
            return b""
        if not came:
            raise ConnectionResetError("the printer ended the connection")
        return came

    def waiting(self) -> int:
        return 0

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()


class TcpLink(TwoWayLink):
    """The way to a printer on the network; Unreachable when it takes no connection."""

    def __init__(self, host: str, port: int, times: Times, stop: Event) -> None:
        try:
            stream = TcpStream(host, port, times, stop)
        except (OSError, UnicodeError) as error:
            raise Unreachable(str(error)) from error
        super().__init__(stream, times, stop)


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
        _, ready, broken = select.select([], [made], [made], SLICE_S)
        if ready or broken:
            error = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, os.strerror(error))
            return
        if stop.is_set() or time.monotonic() > end:
            raise TimeoutError("the printer did not take the connection")
