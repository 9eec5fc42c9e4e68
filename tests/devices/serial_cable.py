"""A serial cable: a real pseudo terminal whose other end is a printer's mind."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import socket
import threading
import tty

from tests.devices.stand_in_printer import StandInPrinter


class SerialCable:
    """`path` is the port; `pull` ends it as pulling a USB converter does."""

    def __init__(self, mind: StandInPrinter) -> None:
        self._far, self._near = pty.openpty()
        self.path = os.ttyname(self._near)
        self._talk = socket.create_connection(("127.0.0.1", mind.port))
        self._going = True
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def raw(self) -> None:
        """Be a plain device, which translates nothing of its own accord."""
        tty.setraw(self._near)

    def pull(self) -> None:
        self._going = False
        with contextlib.suppress(OSError):
            self._talk.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        os.close(self._near)
        os.close(self._far)

    def close(self) -> None:
        if self._going:
            self.pull()
        self._talk.close()

    def _carry(self) -> None:
        while self._going:
            ears: list[socket.socket | int] = [self._talk, self._far]
            ready, _, _ = select.select(ears, [], [], 0.02)
            with contextlib.suppress(OSError):
                if self._far in ready:
                    self._talk.sendall(os.read(self._far, 512))
                if self._talk in ready:
                    os.write(self._far, self._talk.recv(512))
