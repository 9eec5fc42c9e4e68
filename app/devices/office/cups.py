"""What Counterfoil asks of a print service (CUPS, IPP 1.1 to 2.0); it decides nothing about a job.

No person's name ever goes there: papers are called by their numbers and come from “counterfoil”.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Final
from urllib.parse import quote

from app.devices.office.http_line import BadAnswer, HttpLine, LineTimes
from app.devices.office.ipp_messages import (
    Attribute,
    BadMessage,
    Group,
    Message,
    Tag,
    decode,
    encode,
    text,
    whole,
)
from app.kernel.paper_size import pwg_name

_PRINT_JOB, _VALIDATE_JOB, _CANCEL_JOB = 0x0002, 0x0004, 0x0008
_GET_JOB, _GET_JOBS, _GET_PRINTER = 0x0009, 0x000A, 0x000B
_CUPS_PRINTERS, _CUPS_CLASSES = 0x4002, 0x4005
_OLD_VERSION = 0x0503
SENT_BY: Final = "counterfoil"
_ONE_REQUEST = 1
_PDF, _RAW = "application/pdf", "application/vnd.cups-raw"
_OF_QUEUES = (
    "printer-name",
    "printer-info",
    "printer-location",
    "printer-make-and-model",
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
)
_OF_JOBS = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-originating-user-name",
    "time-at-processing",
    "job-k-octets",
)


class Answered(Exception):
    """The service says no; `status` is IPP's and `said` its own words. Nothing was printed."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"0x{status:04x} {said}")
        self.status, self.said = status, said

    @property
    def not_found(self) -> bool:
        return self.status in (0x0406, 0x0407)

    @property
    def not_accepting(self) -> bool:
        return self.status == 0x0506

    @property
    def closed(self) -> bool:
        """It asks for a password, or lets nobody in."""
        return self.status in (0x0401, 0x0402, 0x0403)

    @property
    def passes(self) -> bool:
        """The service itself is in trouble; the same may go through later."""
        return 0x0500 <= self.status < 0x0600 and self.status not in (0x0501, 0x0509)


@dataclass(frozen=True, slots=True)
class Queue:
    """A printer as the service knows it; `reasons` are IPP's words, `said` the printer's own."""

    name: str
    path: str
    about: str
    stopped: bool
    accepting: bool
    reasons: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class JobSeen:
    """A job as the service knows it; `begun` when any of it may have come out."""

    number: int
    name: str
    sent_by: str
    state: int
    reasons: tuple[str, ...]
    begun: bool
    kilobytes: int = 0
    """How much of it the service has, in full kilobytes; 0 when it does not tell."""


class JobStates:
    """job-state of RFC 8011."""

    PENDING: Final = 3
    HELD: Final = 4
    PROCESSING: Final = 5
    STOPPED: Final = 6
    CANCELED: Final = 7
    ABORTED: Final = 8
    COMPLETED: Final = 9


class PrintService:
    """One print service: of this computer, or `host`.

    Every question raises NoService, CutShort, Closed, BadAnswer or Answered.
    """

    def __init__(
        self, host: str, times: LineTimes | None = None, stop: Event | None = None
    ) -> None:
        self._line = HttpLine(host, times or LineTimes(), stop or Event())
        self._version = (2, 0)

    def queues(self) -> tuple[Queue, ...]:
        """Every printer and every class of printers, by name."""
        found = []
        for code, path in ((_CUPS_PRINTERS, "printers"), (_CUPS_CLASSES, "classes")):
            wanted = text("requested-attributes", Tag.KEYWORD, *_OF_QUEUES)
            try:
                answer = self._ask("/", code, wanted)
            except Answered as no:
                if no.not_found:  # CUPS says so when there are none at all
                    continue
                raise
            found += [_queue(group, path) for group in answer.of(Tag.PRINTER)]
        return tuple(sorted((q for q in found if q.name), key=lambda q: q.name.casefold()))

    def queue(self, name: str) -> Queue | None:
        """The printer with exactly this name; None when there is none, never another one."""
        for path in ("printers", "classes"):
            try:
                answer = self._ask(
                    "/",
                    _GET_PRINTER,
                    self._printer(name, path),
                    text("requested-attributes", Tag.KEYWORD, *_OF_QUEUES),
                )
            except Answered as no:
                if no.not_found:
                    continue
                raise
            for group in answer.of(Tag.PRINTER):
                if (found := _queue(group, path)).name == name:
                    return found
        return None

    def check(self, queue: Queue, title: str, paper: str) -> None:
        """Whether the printer would take such a page; Answered when not. Nothing is sent."""
        self._job(_VALIDATE_JOB, queue, title, paper, b"")

    def submit(self, queue: Queue, title: str, paper: str, pdf: bytes) -> int:
        """Give a PDF to the printer, to be printed as large as it is, on one side; its number."""
        return _number(self._job(_PRINT_JOB, queue, title, paper, pdf))

    def submit_raw(self, queue: Queue, title: str, data: bytes) -> int:
        """Give bytes to the printer as they are, past every filter; the number of the job."""
        asked = (whole("copies", 1), text("job-sheets", Tag.KEYWORD, "none", "none"))
        return _number(self._give(_PRINT_JOB, queue, title, _RAW, asked, data))

    def job(self, number: int) -> JobSeen | None:
        """The job with this number; None when the service does not know it (any more)."""
        try:
            answer = self._ask(
                "/",
                _GET_JOB,
                text("job-uri", Tag.URI, self._job_uri(number)),
                text("requesting-user-name", Tag.NAME, SENT_BY),
                text("requested-attributes", Tag.KEYWORD, *_OF_JOBS),
            )
        except Answered as no:
            if no.not_found:
                return None
            raise
        for group in answer.of(Tag.JOB):
            if group.number("job-id") == number:
                return _job_seen(group)
        raise BadAnswer("it was asked for one job and told of another")

    def jobs(self, queue: Queue) -> tuple[JobSeen, ...]:
        """The jobs of a printer that came from here, done or not, as far back as it remembers."""
        answer = self._ask(
            "/",
            _GET_JOBS,
            self._printer(queue.name, queue.path),
            text("requesting-user-name", Tag.NAME, SENT_BY),
            text("which-jobs", Tag.KEYWORD, "all"),
            text("requested-attributes", Tag.KEYWORD, *_OF_JOBS),
        )
        found = (_job_seen(group) for group in answer.of(Tag.JOB))
        return tuple(job for job in found if job.sent_by == SENT_BY)

    def cancel(self, number: int) -> None:
        """Drop a job. Answered when there is nothing to drop, or when it is somebody else's."""
        self._ask(
            "/jobs/",
            _CANCEL_JOB,
            text("job-uri", Tag.URI, self._job_uri(number)),
            text("requesting-user-name", Tag.NAME, SENT_BY),
        )

    # ------------------------------------------------------------------------- the messages

    def _printer(self, name: str, path: str) -> Attribute:
        where = f"ipp://{self._line.authority}/{path}/{quote(name, safe='')}"
        return text("printer-uri", Tag.URI, where)

    def _job_uri(self, number: int) -> str:
        return f"ipp://{self._line.authority}/jobs/{number}"

    def _job(self, code: int, queue: Queue, title: str, paper: str, pdf: bytes) -> Message:
        asked = (
            whole("copies", 1),
            text("media", Tag.KEYWORD, pwg_name(paper)),
            text("print-scaling", Tag.KEYWORD, "none"),
            text("sides", Tag.KEYWORD, "one-sided"),
            text("job-sheets", Tag.KEYWORD, "none", "none"),
            whole("number-up", 1),
        )
        return self._give(code, queue, title, _PDF, asked, pdf)

    def _give(
        self,
        code: int,
        queue: Queue,
        title: str,
        form: str,
        asked: tuple[Attribute, ...],
        document: bytes,
    ) -> Message:
        wanted = (
            self._printer(queue.name, queue.path),
            text("requesting-user-name", Tag.NAME, SENT_BY),
            text("job-name", Tag.NAME, title),
            text("document-format", Tag.MIME, form),
        )
        where = f"/{queue.path}/{quote(queue.name, safe='')}"
        group = Group(Tag.JOB, asked)
        return self._ask(where, code, *wanted, groups=(group,), document=document)

    def _ask(
        self,
        path: str,
        code: int,
        *wanted: Attribute,
        groups: tuple[Group, ...] = (),
        document: bytes = b"",
    ) -> Message:
        """Send a request and read its answer; a service that knows only the older protocol is
        asked in that.
        """
        operation = Group(
            Tag.OPERATION,
            (
                text("attributes-charset", Tag.CHARSET, "utf-8"),
                text("attributes-natural-language", Tag.LANGUAGE, "en"),
                *wanted,
            ),
        )
        request = Message(code, _ONE_REQUEST, (operation, *groups), self._version)
        try:
            answer = decode(self._line.post(path, encode(request) + document))
        except BadMessage as error:
            raise BadAnswer(str(error)) from error
        if answer.request_id != _ONE_REQUEST:
            raise BadAnswer("an answer to something else")
        if answer.code == _OLD_VERSION and self._version != (1, 1):
            self._version = (1, 1)
            return self._ask(path, code, *wanted, groups=groups, document=document)
        if answer.code >= 0x0100:
            said = next((g.words("status-message") for g in answer.of(Tag.OPERATION)), "")
            raise Answered(answer.code, _short(said))
        return answer


def _number(answer: Message) -> int:
    for group in answer.of(Tag.JOB):
        number = group.number("job-id")
        if number is not None and number > 0:
            return number
    raise BadAnswer("it took the page and told no number")


def _queue(group: Group, path: str) -> Queue:
    reasons = group.all_words("printer-state-reasons")
    about = [group.words(name) for name in ("printer-info", "printer-location")]
    if not any(about):
        about = [group.words("printer-make-and-model")]
    name = group.words("printer-name")
    return Queue(
        name,
        path,
        _short(" · ".join(dict.fromkeys(said for said in about if said and said != name))),
        group.number("printer-state") == 5,
        group.yes("printer-is-accepting-jobs") is not False,
        tuple(reason for reason in reasons if reason != "none"),
        _short(group.words("printer-state-message")),
    )


def _job_seen(group: Group) -> JobSeen:
    return JobSeen(
        group.number("job-id") or 0,
        group.words("job-name"),
        group.words("job-originating-user-name"),
        group.number("job-state") or 0,
        group.all_words("job-state-reasons"),
        group.number("time-at-processing") is not None,
        group.number("job-k-octets") or 0,
    )


def _short(said: str) -> str:
    """What a service says, as much of it as fits into a sentence of ours."""
    return said if len(said) <= 160 else said[:159] + "…"
