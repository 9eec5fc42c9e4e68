"""Ends the window cleanly when the system asks: Ctrl+C in the shell, or kill; it saves nothing."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

ASKS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that mean "please end", by name, because no platform has all of them."""


class Ending(QObject):
    """Calls `close` on the GUI thread when a signal asks the program to end.

    Python runs a signal's handler only between its own instructions, and Qt's loop has none: so the
    signal writes a byte into a socket that the loop watches. Only the main thread may build this.
    """

    def __init__(self, close: Callable[[], object]) -> None:
        super().__init__()
        self._close = close
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._watch = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._asked)
        self._wakeup = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._kept = {
            number: signal.signal(number, _noted)
            for number in (getattr(signal, name, None) for name in ASKS)
            if number is not None
        }

    def give_back(self) -> None:
        """Let signals do again what they did before."""
        self._watch.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, before in self._kept.items():
            signal.signal(number, before)
        for end in (self._heard, self._told):
            end.close()

    def _asked(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._heard.recv(64)
        self._close()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Nothing here: the byte in the socket says it."""
