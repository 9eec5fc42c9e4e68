"""One HTTP request to a print service and its answer, over a socket, with time-outs of its own.

Whoever asks learns whether anything was sent: that decides if a page may be sent again. Every wait
ends at once when `stop` is set.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from app.areas.printing.rules import PRINT_SERVICE_PORT, server_and_port
from app.kernel.errors import UserError

_SLICE_S: Final = 0.1
_CHUNK: Final = 65536
_MOST_HEAD, _MOST_BODY = 16_384, 1_048_576
_SOCKETS: Final = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
"""Where the print service of this computer listens, on Linux and on macOS."""
_CLIENT_CONF: Final = (Path("/etc/cups/client.conf"),)
_SERVER_NAME = re.compile(r"^[ \t]*ServerName[ \t]+(\S+)", re.MULTILINE | re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]*)?")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ \t]*(.*?)[ \t]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LineTimes:
    """How long each step may take, in seconds."""

    connect_s: float = 3.0
    send_s: float = 10.0
    """Without a single byte moving."""
    answer_s: float = 10.0
    """For a whole answer, however slowly it drips."""


class NoService(Exception):
    """Nothing answers there; nothing was sent."""


class CutShort(Exception):
    """It broke off after something was sent: nobody knows what was made of it."""


class BadAnswer(Exception):
    """An answer that no print service gives."""


class Closed(Exception):
    """The service lets nobody in like this; `status` is HTTP's."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


def told_server() -> str:
    """The print service that this computer's own settings name, as every CUPS program takes it: the
    variable CUPS_SERVER, else ServerName in a client.conf. A host with maybe a port, the path of a
    socket, or nothing.
    """
    told = os.environ.get("CUPS_SERVER", "").strip()
    for path in (Path.home() / ".cups" / "client.conf", *_CLIENT_CONF):
        if told:
            break
        with contextlib.suppress(OSError, RuntimeError, UnicodeError):
            named = _SERVER_NAME.search(path.read_text("utf-8"))
            told = named[1] if named else ""
    if told.startswith("/"):
        return told
    host = told.partition("/")[0]
    with contextlib.suppress(UserError):
        server_and_port(host)
        return host
    return ""


class HttpLine:
    """Requests to one print service, each on a connection of its own."""

    def __init__(self, host: str, times: LineTimes, stop: Event) -> None:
        self._host, self._times, self._stop = host or told_server(), times, stop

    @property
    def authority(self) -> str:
        """How addresses name this service."""
        if not self._host or self._host.startswith("/"):
            return "localhost"
        name, port = server_and_port(self._host)
        inside = f"[{name}]" if ":" in name else name
        return inside if port == PRINT_SERVICE_PORT else f"{inside}:{port}"

    def post(self, path: str, body: bytes) -> bytes:
        """The body of the answer to `body`; NoService, CutShort, Closed or BadAnswer."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self.authority}\r\nUser-Agent: Counterfoil\r\n"
            f"Content-Type: application/ipp\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        )
        line = self._connected()
        try:
            self._send(line, head.encode("ascii") + body)
            return _Answer(line, self._times.answer_s, self._stop).body()
        finally:
            line.close()

    def _connected(self) -> socket.socket:
        try:
            made = self._open()
        except (OSError, UnicodeError) as error:
            raise NoService(str(error)) from error
        made.settimeout(_SLICE_S)
        return made

    def _open(self) -> socket.socket:
        told = self._host.startswith("/")
        if told or not self._host:
            for path in (self._host,) if told else _SOCKETS:
                if hasattr(socket, "AF_UNIX") and Path(path).exists():
                    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                    made.settimeout(self._times.connect_s)
                    with contextlib.suppress(OSError):
                        made.connect(path)
                        return made
                    made.close()
        if told:
            raise NoService(self._host)
        where = server_and_port(self._host) if self._host else ("localhost", PRINT_SERVICE_PORT)
        return socket.create_connection(where, self._times.connect_s)

    def _send(self, line: socket.socket, data: bytes) -> None:
        """Hand everything over, or as much as the service takes before it answers."""
        view, sent = memoryview(data), 0
        quiet = time.monotonic() + self._times.send_s
        while sent < len(data):
            if self._stop.is_set():
                raise CutShort if sent else NoService
            try:
                moved = line.send(view[sent : sent + _CHUNK])
            except TimeoutError:
                moved = 0
            except OSError as error:
                if not sent:
                    raise NoService(str(error)) from error
                return
            sent += moved
            if moved:
                quiet = time.monotonic() + self._times.send_s
            elif time.monotonic() > quiet:
                raise CutShort if sent else NoService


class _Answer:
    """Reads one answer, never more than a print service has to say."""

    def __init__(self, line: socket.socket, most_s: float, stop: Event) -> None:
        self._line, self._stop = line, stop
        self._end = time.monotonic() + most_s
        self._got = b""

    def body(self) -> bytes:
        for _ in range(4):
            status, headers = self._head()
            if status >= 200:
                break
        else:
            raise BadAnswer("no answer but promises of one")
        if status in (401, 403, 407, 426, 511):
            raise Closed(status)
        if status != 200:
            raise BadAnswer(f"HTTP {status}")
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/ipp":
            raise BadAnswer(f"an answer of the kind {kind[:40]!r}")
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks()
        if "transfer-encoding" in headers:
            raise BadAnswer("an answer in an unknown coding")
        return (
            self._counted(_length(headers["content-length"]))
            if ("content-length" in headers)
            else self._rest()
        )

    def _head(self) -> tuple[int, dict[str, str]]:
        lines = self._upto(b"\r\n\r\n", _MOST_HEAD).split(b"\r\n")
        status = _STATUS.fullmatch(lines[0])
        if status is None:
            raise BadAnswer("no HTTP")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            found = _HEADER.fullmatch(line)
            if found is None:
                raise BadAnswer("a header that is none")
            name, value = found[1].decode("ascii").lower(), found[2].decode("latin-1")
            if headers.get(name, value) != value and name in ("content-length", "content-type"):
                raise BadAnswer(f"two answers to {name}")
            headers[name] = value
        return int(status[1]), headers

    def _chunks(self) -> bytes:
        out = bytearray()
        while True:
            size = self._upto(b"\r\n", 1024).split(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
                raise BadAnswer("a chunk without a size")
            count = int(size, 16)
            if count == 0:
                return bytes(out)
            if len(out) + count > _MOST_BODY:
                raise BadAnswer("an answer without end")
            out += self._counted(count)
            if self._counted(2) != b"\r\n":
                raise BadAnswer("a chunk that goes on")

    def _counted(self, count: int) -> bytes:
        if count > _MOST_BODY:
            raise BadAnswer("an answer without end")
        while len(self._got) < count:
            if not self._more():
                raise CutShort("the answer ended in the middle")
        piece, self._got = self._got[:count], self._got[count:]
        return piece

    def _rest(self) -> bytes:
        while self._more():
            if len(self._got) > _MOST_BODY:
                raise BadAnswer("an answer without end")
        return self._got

    def _upto(self, mark: bytes, most: int) -> bytes:
        while (at := self._got.find(mark)) < 0:
            if len(self._got) > most:
                raise BadAnswer("a head without end")
            if not self._more():
                raise CutShort("no answer came")
        piece, self._got = self._got[:at], self._got[at + len(mark) :]
        return piece

    def _more(self) -> bool:
        """Whether more came; False at the end of what the service says."""
        while not self._stop.is_set() and time.monotonic() < self._end:
            try:
                came = self._line.recv(_CHUNK)
            except TimeoutError:
                continue
            except OSError as error:
                raise CutShort(str(error)) from error
            self._got += came
            return bool(came)
        raise CutShort("no answer in time")


def _length(said: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", said):
        raise BadAnswer("a length that is no number")
    return int(said)
