"""A receipt printer on a real TCP socket: answers, runs out of paper, drops, stalls, goes mute."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.devices.paper_reader import Paper, read_paper

_FIXED = 0x12


@dataclass(slots=True)
class Manners:
    """How the printer behaves; tests change it at any time."""

    mute: bool = False
    """It never answers, like the cheapest clones."""
    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter_jammed: bool = False
    refuses: bool = False
    """It ends each connection at once."""
    stalls: bool = False
    """It takes the connection and reads nothing."""
    stalls_after: int | None = None
    """It reads no further after so many bytes."""
    drop_after: int | None = None
    """It ends the connection after so many bytes of a paper."""
    out_after: int | None = None
    """Its paper ends after so many bytes."""
    holds: bool = False
    """It takes all and says how it is, and works nothing through yet."""
    pause_s: float = 0.0
    """How long it takes for each 512 bytes."""
    never_done: bool = False
    """It says how it is and answers no question of the job itself."""
    off_at_the_end: bool = False
    """Somebody switches it off when all of a paper came, before it says so."""
    garbage: bytes = b""
    """What it says in place of every answer."""
    half_status: bool = False
    """It answers the first of the four questions only."""
    tells_unasked: bool = False
    """It says by itself when its paper ends (ASB), in bytes that look like answers."""
    drawer_open: bool = False
    drawer_jams: bool = False
    """Its drawer stays shut whatever it is told."""


@dataclass(slots=True)
class Came:
    """What one connection brought, as far as it was worked through, and what is left in it."""

    printed: bytearray = field(default_factory=bytearray)
    inside: bytearray = field(default_factory=bytearray)


class StandInPrinter:
    """Listens on a port of its own from the beginning; `close` it at the end."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self.connections: list[Came] = []
        self._lock = threading.Condition()
        self._going = True
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def papers(self, table: str = "cp437") -> list[Paper]:
        """Each connection that put a whole paper out or opened the drawer."""
        with self._lock:
            jobs = [bytes(came.printed).lstrip(b"\x00") for came in self.connections]
        half = [job for job in jobs if job.startswith(b"\x1b@") and b"\x1dVB\x00" not in job]
        return [read_paper(job, table) for job in jobs if job and job not in half]

    def texts(self) -> list[str]:
        """The papers with words on them."""
        return [paper.text for paper in self.papers() if paper.text]

    def begun(self) -> int:
        """How many papers were begun, half ones too."""
        with self._lock:
            return sum(b"\x1b@" in came.printed + came.inside for came in self.connections)

    def finished(self) -> int:
        """How many papers came out to the cut."""
        with self._lock:
            return sum(b"\x1dVB\x00" in came.printed for came in self.connections)

    def kicks(self) -> int:
        return sum(len(paper.kicks) for paper in self.papers())

    def wait(self, until: Callable[[], object], timeout_s: float = 10.0) -> None:
        """Wait till the printer has come so far."""
        end = time.monotonic() + timeout_s
        with self._lock:
            while not until():
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"the printer got only {self.connections}")
                self._lock.wait(min(left, 0.1))

    def switch_off(self) -> None:
        """Refuse every connection until it is switched on again."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def switch_on(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._threads.append(threading.Thread(target=self._accept, daemon=True))
        self._threads[-1].start()

    def close(self) -> None:
        self._going = False
        self.switch_off()
        for thread in self._threads:
            thread.join(5)

    # ------------------------------------------------------------------------------ its mind

    def _accept(self) -> None:
        listening = self._listening
        while self._going:
            try:
                talk, _ = listening.accept()
            except OSError:
                return
            if self.manners.refuses:
                talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                talk.close()
                continue
            talk.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            came = Came()
            with self._lock:
                self.connections.append(came)
            with talk:
                self._serve(talk, came)

    def _serve(self, talk: socket.socket, came: Came) -> None:
        talk.settimeout(0.02)
        while self._going:
            limit = self.manners.stalls_after
            if self.manners.stalls or (limit is not None and len(came.printed) >= limit):
                time.sleep(0.02)
                continue
            try:
                data = talk.recv(512)
            except TimeoutError:
                data = b""
                if not came.inside:
                    continue
            except OSError:
                return
            else:
                if not data:
                    return
            if self.manners.pause_s and data:
                time.sleep(self.manners.pause_s)
            with self._lock, contextlib.suppress(OSError):
                if self._take(talk, came, data):
                    return
                self._lock.notify_all()

    def _take(self, talk: socket.socket, came: Came, data: bytes) -> bool:
        """Work through what came; True when the connection ends here."""
        came.inside += self._real_time(talk, came, data)
        manners = self.manners
        while came.inside and not (manners.paper_out or manners.cover_open or manners.holds):
            asked, question, answer = self._question(bytes(came.inside))
            upto = asked if asked >= 0 else len(came.inside)
            if came.inside.startswith(b"\x1bp"):
                manners.drawer_open = manners.drawer_open or not manners.drawer_jams
            for limit in (manners.drop_after, manners.out_after, manners.stalls_after):
                if limit is not None:
                    upto = min(upto, max(0, limit - len(came.printed)))
            came.printed += came.inside[:upto]
            del came.inside[:upto]
            if manners.drop_after is not None and len(came.printed) >= manners.drop_after:
                self._lock.notify_all()
                talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                return True
            if manners.stalls_after is not None and len(came.printed) >= manners.stalls_after:
                return False
            if manners.out_after is not None and len(came.printed) >= manners.out_after:
                manners.paper_out = True
                if manners.tells_unasked:
                    talk.sendall(b"\x18\x00\x0c\x0f")
            elif upto == asked:
                del came.inside[:question]
                if manners.off_at_the_end:
                    talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    return True
                if not (manners.mute or manners.never_done):
                    talk.sendall(manners.garbage or answer)
        return False

    def _question(self, inside: bytes) -> tuple[int, int, bytes]:
        """Where the job asks whether it is done, how long that question is, and the answer."""
        epson = inside.find(b"\x1d(H\x06\x00\x30\x30")
        if epson >= 0:
            return epson, 11, b"\x37\x22" + inside[epson + 7 : epson + 11] + b"\x00"
        return inside.find(b"\x1dr\x01"), 3, b"\x03" if self.manners.paper_low else b"\x00"

    def _real_time(self, talk: socket.socket, came: Came, data: bytes) -> bytes:
        """Answer and obey what is meant to be answered at once; the rest is to be printed."""
        rest = bytearray()
        at = 0
        while at < len(data):
            if data[at : at + 2] == b"\x10\x04":
                which = data[at + 2]
                if not (self.manners.mute or (self.manners.half_status and which > 1)):
                    talk.sendall(self.manners.garbage or bytes([self._status(which)]))
                at += 3
            elif data[at : at + 3] == b"\x10\x14\x01":
                came.printed += data[at : at + 5]
                if not self.manners.drawer_jams:
                    self.manners.drawer_open = True
                at += 5
            else:
                rest.append(data[at])
                at += 1
        return bytes(rest)

    def _status(self, which: int) -> int:
        manners = self.manners
        offline = manners.paper_out or manners.cover_open or manners.cutter_jammed
        said = {
            1: (0x08 if offline else 0) | (0x04 if manners.drawer_open else 0),
            2: (0x04 if manners.cover_open else 0) | (0x20 if manners.paper_out else 0),
            3: 0x08 if manners.cutter_jammed else 0,
            4: (0x60 if manners.paper_out else 0) | (0x0C if manners.paper_low else 0),
        }
        return _FIXED | said[which]
