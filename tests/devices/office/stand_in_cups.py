"""A print service on a real socket: reads requests of its own accord and strictly, keeps queues and
jobs, and can be told to misbehave. It shares no code with what it tests.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PENDING, HELD, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = range(3, 10)
PRINT_JOB, VALIDATE_JOB, CANCEL_JOB, GET_JOB, GET_PRINTER = 2, 4, 8, 9, 11
GET_JOBS = 10
CUPS_PRINTERS, CUPS_CLASSES = 0x4002, 0x4005
OK, BAD, FORBIDDEN, NOT_POSSIBLE, NOT_FOUND = 0, 0x0400, 0x0403, 0x0404, 0x0406
NO_FORMAT, NO_OPERATION, OLD, CLOSED = 0x040A, 0x0501, 0x0503, 0x0506
PDF, RAW = "application/pdf", "application/vnd.cups-raw"
_INTS = (0x21, 0x23)
Fields = dict[str, list[object]]


@dataclass(slots=True)
class StandInQueue:
    """A printer; tests change it at any time."""

    stopped: bool = False
    accepting: bool = True
    reasons: tuple[str, ...] = ("none",)
    message: str = ""
    holds: bool = False
    """It takes pages and prints none till it is told to."""


@dataclass(slots=True)
class StandInJob:
    number: int
    queue: str
    name: str
    document: bytes
    asked: Fields
    state: int = PENDING
    reasons: tuple[str, ...] = ("none",)
    begun: bool = False
    sent_by: str = "counterfoil"


@dataclass(slots=True)
class ServiceManners:
    """How the service behaves; tests change it at any time."""

    before_answer: Callable[[int], None] | None = None
    """Called with the operation when it is done and nothing is answered yet."""
    lists_jobs: bool = False
    """Whether it tells which jobs it has."""
    drops_at: int | None = None
    """The connection ends instead of an answer to this operation."""
    answers: bytes | None = None
    """Sent instead of every answer, as it is."""
    http: int = 200
    chunked: bool = False
    only_old: bool = False
    says: dict[int, int] = field(default_factory=dict)
    """A status by operation, in place of carrying it out."""


class StandInCups:
    """Listens on a port of its own from the beginning; `close` it at the end."""

    def __init__(self, *queues: str) -> None:
        self.queues = {name: StandInQueue() for name in queues}
        self.jobs: list[StandInJob] = []
        self.manners = ServiceManners()
        self.complaints: list[str] = []
        self.came: list[int] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def printed(self, queue: str = "Office") -> list[bytes]:
        """What came out, in order."""
        return [j.document for j in self.jobs if (j.queue, j.state) == (queue, COMPLETED)]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    # ------------------------------------------------------------------------------- HTTP

    def _accept(self) -> None:
        while True:
            try:
                talk, _ = self._listening.accept()
            except OSError:
                return
            talk.settimeout(5)
            threading.Thread(target=self._serve, args=(talk,), daemon=True).start()

    def _serve(self, talk: socket.socket) -> None:
        with talk, contextlib.suppress(OSError):
            got = b""
            while b"\r\n\r\n" not in got:
                got += self._some(talk)
            head, _, body = got.partition(b"\r\n\r\n")
            length = self._length(head.decode("ascii").split("\r\n"))
            while len(body) < length:
                body += self._some(talk)
            answer = self._answer(body)
            if answer is not None:
                talk.sendall(self.manners.answers or self._wrapped(answer))

    def _some(self, talk: socket.socket) -> bytes:
        came = talk.recv(65536)
        if not came:
            raise ConnectionError
        return came

    def _length(self, lines: list[str]) -> int:
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        if not re.fullmatch(r"POST /[\x21-\x7e]* HTTP/1\.1", lines[0]):
            self.complaints.append(lines[0])
        if headers.get("host") != self.host:
            self.complaints.append(f"host {headers.get('host')}")
        if headers.get("content-type") != "application/ipp":
            self.complaints.append("content type")
        return int(headers["content-length"])

    def _wrapped(self, body: bytes) -> bytes:
        if self.manners.http != 200:
            return f"HTTP/1.1 {self.manners.http} No\r\nContent-Length: 0\r\n\r\n".encode()
        head = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
        if not self.manners.chunked:
            return head + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        cut = len(body) // 2
        pieces = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:cut], body[cut:]) if p)
        return head + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n"

    # -------------------------------------------------------------------------------- IPP

    def _answer(self, body: bytes) -> bytes | None:
        major, minor, operation, request = struct.unpack(">BBHI", body[:8])
        groups, document = self._read(body)
        self.came.append(operation)
        self._check(operation, groups)
        status, told = OK, list[tuple[int, Fields]]()
        if self.manners.only_old and (major, minor) != (1, 1):
            status = OLD
        elif operation in self.manners.says:
            status = self.manners.says[operation]
        else:
            status, told = self._do(operation, groups, document)
        if self.manners.before_answer is not None:
            self.manners.before_answer(operation)
        if self.manners.drops_at == operation:
            return None
        first: Fields = {"attributes-charset": ["utf-8"], "status-message": [f"status {status:x}"]}
        out = struct.pack(">BBHI", major, minor, status, request)
        for tag, fields in ((1, first), *told):
            out += bytes([tag]) + b"".join(_attribute(*each) for each in fields.items())
        return out + b"\x03"

    def _read(self, body: bytes) -> tuple[list[tuple[int, Fields]], bytes]:
        at, groups, last = 8, list[tuple[int, Fields]](), ""
        while body[at] != 3:
            tag = body[at]
            at += 1
            if tag < 0x10:
                groups.append((tag, {}))
                continue
            (size,) = struct.unpack_from(">H", body, at)
            name = body[at + 2 : at + 2 + size].decode("ascii")
            at += 2 + size
            (size,) = struct.unpack_from(">H", body, at)
            data = body[at + 2 : at + 2 + size]
            at += 2 + size
            fields = groups[-1][1]
            last = name or last
            value = struct.unpack(">i", data)[0] if tag in _INTS else data.decode("utf-8")
            fields.setdefault(last, []).append(value)
        return groups, body[at + 1 :]

    def _check(self, operation: int, groups: list[tuple[int, Fields]]) -> None:
        """What RFC 8011 asks of every request."""
        tag, first = groups[0]
        if tag != 1 or list(first)[:2] != ["attributes-charset", "attributes-natural-language"]:
            self.complaints.append("charset and language come first")
        target = {PRINT_JOB: "printer-uri", VALIDATE_JOB: "printer-uri", GET_PRINTER: "printer-uri"}
        target |= {CANCEL_JOB: "job-uri", GET_JOB: "job-uri"}
        if operation in target and list(first)[2] != target[operation]:
            self.complaints.append(f"operation {operation} without its target")
        if operation in (PRINT_JOB, VALIDATE_JOB) and [tag for tag, _ in groups] != [1, 2]:
            self.complaints.append("a page without what it asks for")

    def _do(
        self, operation: int, groups: list[tuple[int, Fields]], document: bytes
    ) -> tuple[int, list[tuple[int, Fields]]]:
        fields = groups[0][1]
        if operation == CUPS_PRINTERS:
            return OK, [(4, self._printer(name)) for name in self.queues]
        if operation == CUPS_CLASSES:
            return NOT_FOUND, []
        if operation in (GET_JOB, CANCEL_JOB):
            return self._about_a_job(operation, fields)
        path, _, name = str(fields["printer-uri"][0]).rpartition("/")
        if name not in self.queues or not path.endswith("/printers"):
            return NOT_FOUND, []
        if operation == GET_PRINTER:
            return OK, [(4, self._printer(name))]
        if operation == GET_JOBS and self.manners.lists_jobs:
            return OK, [(2, self._told(job)) for job in self.jobs if job.queue == name]
        if operation not in (PRINT_JOB, VALIDATE_JOB):
            return NO_OPERATION, []
        if not self.queues[name].accepting:
            return CLOSED, []
        if fields["document-format"] not in ([PDF], [RAW]):
            return NO_FORMAT, []
        if operation == VALIDATE_JOB:
            return OK, []
        made = StandInJob(
            len(self.jobs) + 1, name, str(fields["job-name"][0]), document, groups[1][1]
        )
        made.sent_by = str(fields["requesting-user-name"][0])
        self.jobs.append(made)
        return OK, [(2, {"job-id": [made.number], "job-state": [made.state]})]

    def _about_a_job(self, operation: int, fields: Fields) -> tuple[int, list[tuple[int, Fields]]]:
        number = int(str(fields["job-uri"][0]).rpartition("/")[2])
        found = next((job for job in self.jobs if job.number == number), None)
        if found is None:
            return NOT_FOUND, []
        if operation == CANCEL_JOB:
            if found.state >= CANCELED:
                return NOT_POSSIBLE, []
            found.state = CANCELED
            return OK, []
        self._go_on(found)
        return OK, [(2, self._told(found))]

    def _told(self, found: StandInJob) -> Fields:
        return {
            "job-id": [found.number],
            "job-name": [found.name],
            "job-state": [found.state],
            "job-state-reasons": list(found.reasons),
            "job-originating-user-name": [found.sent_by],
            "time-at-processing": [int(time.time())] if found.begun else [None],
            "job-k-octets": [-(-len(found.document) // 1024)],
        }

    def _go_on(self, job: StandInJob) -> None:
        queue = self.queues.get(job.queue)
        if queue is not None and not (queue.stopped or queue.holds) and job.state == PENDING:
            job.state, job.begun = COMPLETED, True

    def _printer(self, name: str) -> Fields:
        queue = self.queues[name]
        return {
            "printer-name": [name],
            "printer-info": [f"{name} by the window"],
            "printer-state": [5 if queue.stopped else 3],
            "printer-state-reasons": list(queue.reasons),
            "printer-state-message": [queue.message],
            "printer-is-accepting-jobs": [queue.accepting],
        }


def _attribute(name: str, values: list[object]) -> bytes:
    out, said = b"", name.encode()
    for value in values:
        tag, data = _value(name, value)
        out += struct.pack(">BH", tag, len(said)) + said + struct.pack(">H", len(data)) + data
        said = b""
    return out


def _value(name: str, value: object) -> tuple[int, bytes]:
    if value is None:
        return 0x13, b""
    if isinstance(value, bool):
        return 0x22, bytes([value])
    if isinstance(value, int):
        return (0x23 if name.endswith("-state") else 0x21), struct.pack(">i", value)
    tags = {"attributes-charset": 0x47, "printer-name": 0x42, "job-name": 0x42}
    tag = 0x44 if name.endswith("reasons") else tags.get(name, 0x41)
    return tag, str(value).encode()
