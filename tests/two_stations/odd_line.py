"""A plain line to the server that can fall silent or be cut in the middle of an answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum


class Mood(Enum):
    """What becomes of the server's answers."""

    PASS = 1
    SILENT = 2
    CUT = 3


@dataclass
class OddLine:
    """What listens at `port` of 127.0.0.1; its mood may change at any time."""

    port: int
    mood: Mood = Mood.PASS


@contextmanager
def odd_line(connect: Callable[[], socket.socket]) -> Iterator[OddLine]:
    """A port that passes on to what `connect` reaches, as its mood allows."""
    ear = socket.create_server(("127.0.0.1", 0))
    here = OddLine(ear.getsockname()[1])

    def listen() -> None:
        with suppress(OSError):
            while True:
                caller, _ = ear.accept()
                threading.Thread(target=serve, args=(caller,), daemon=True).start()

    def serve(caller: socket.socket) -> None:
        with suppress(OSError), caller, connect() as server:
            back = threading.Thread(target=answer, args=(server, caller), daemon=True)
            back.start()
            with suppress(OSError):
                while data := caller.recv(65536):
                    server.sendall(data)
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            back.join(5)

    def answer(server: socket.socket, caller: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                if here.mood is Mood.PASS:
                    caller.sendall(data)
                elif here.mood is Mood.CUT:
                    break
        with suppress(OSError):
            caller.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        with suppress(OSError):
            ear.shutdown(socket.SHUT_RDWR)
        ear.close()
        thread.join(5)
