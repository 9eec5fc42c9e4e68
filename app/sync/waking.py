"""What wakes the thread that talks to the centre: many threads ring, one waits, also beside a
connection's socket.
"""

from __future__ import annotations

import selectors
import socket
from contextlib import suppress


class Bell:
    """Rings stay heard until `hush`."""

    def __init__(self) -> None:
        self._ear, self._button = socket.socketpair()
        self._ear.setblocking(False)
        self._button.setblocking(False)

    def ring(self) -> None:
        with suppress(OSError):  # full of rings, or closed
            self._button.send(b"!")

    def hush(self) -> None:
        """Forget the rings so far."""
        with suppress(OSError):
            while self._ear.recv(4096):
                pass

    def fileno(self) -> int:
        return self._ear.fileno()

    def wait(self, timeout_s: float, other: int | None = None) -> bool:
        """Until it rings or the time is over; whether the socket `other` can be read now."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._ear, selectors.EVENT_READ)
            if other is not None:
                waiting.register(other, selectors.EVENT_READ)
            ready = waiting.select(max(0.0, timeout_s))
        return any(key.fd == other for key, _ in ready)

    def close(self) -> None:
        self._ear.close()
        self._button.close()
