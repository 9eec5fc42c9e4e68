"""Brings whole pages to the office printer and keeps an eye on them, on a thread of its own.

A page is sent once. What a print service has is looked up by its number, also after a restart; one
whose sending was cut short waits for a person's word. No other printer is ever taken.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.areas.printing import queries as printing
from app.areas.printing.values import OfficeKind, OfficePrinter
from app.devices.documents.office_papers import OfficePaper, job_office_paper
from app.devices.office.conditions import (
    FAILURES,
    Seen,
    Verdict,
    blocks,
    is_ours,
    seen,
    taken_unheard,
    verdict_of,
)
from app.devices.office.cups import Answered, JobStates, PrintService, Queue
from app.devices.office.http_line import BadAnswer, Closed, CutShort, LineTimes, NoService
from app.devices.printing.ports import NotTaken, PagePrinter, QueueGone
from app.devices.printing.rounds import Books, Rounds
from app.devices.printing.waiting import Ages
from app.kernel.errors import Bug, CounterfoilError
from app.kernel.paper import JobState, Trouble
from app.storage import office_jobs, print_jobs
from app.storage.office_jobs import Noted, OfficeHeard, Page, PreparedPage, Submitted
from app.storage.print_jobs import OFFICE_PRINTER, Job
from app.storage.reading import Reader

_LOG = logging.getLogger("counterfoil.office")
_TABLES = frozenset({"print_job", "office_printer"})


@dataclass(frozen=True, slots=True)
class OfficeTimes:
    """How long things may take, in seconds."""

    line: LineTimes = field(default_factory=LineTimes)
    recheck_s: float = 3.0
    """Between looks at a printer that cannot print, while pages wait for it."""
    poll_s: float = 2.0
    """Between looks at pages that a print service has."""
    slow_poll_s: float = 10.0
    fresh_s: float = 60.0
    """For so long a page is looked at often."""
    probe_s: float = 30.0
    """Between looks at a printer that was in trouble, while nothing waits for it."""
    watch_s: float = 60.0
    """Between looks at a printer that was well, so that a queue somebody else's page stopped is
    said before the next one waits in it.
    """
    patience_s: float = 15.0
    """A print service may look for its printer so long before anybody is told."""
    park_s: float = 600.0


@dataclass(frozen=True, slots=True)
class _Work:
    printer: OfficePrinter
    raw: tuple[Job, ...]
    ready: tuple[Page, ...]
    given: tuple[Page, ...]
    now: datetime


def _look(reader: Reader) -> _Work:
    going = print_jobs.going_jobs(reader, OFFICE_PRINTER)
    return _Work(
        printing.office_printer(reader),
        tuple(job for job in going if job.content is None),
        office_jobs.ready_pages(reader),
        office_jobs.given_pages(reader),
        reader.now,
    )


def _paper(reader: Reader, job: Job) -> OfficePaper:
    return job_office_paper(reader, job.job_id)


class OfficeSpooler(Rounds):
    """Works for the office printer of a station from `start` to `stop`. `pages` prints where there
    is no CUPS.
    """

    def __init__(
        self, books: Books, pages: PagePrinter | None = None, times: OfficeTimes | None = None
    ) -> None:
        self._pages, self._times = pages, times or OfficeTimes()
        self._looked_at: tuple[OfficeKind, str, str] | None = None
        self._looked_when = 0.0
        self._ages = Ages()
        super().__init__(
            books,
            "office printing",
            _LOG,
            _TABLES,
            recheck_s=self._times.recheck_s,
            connect_s=self._times.line.connect_s,
        )

    # ------------------------------------------------------------------------- a round

    def _begin(self) -> None:
        """A page that was on its way when the program ended may have arrived."""
        for page in self._ask(office_jobs.sending_pages):
            printer = self._ask(printing.office_printer)
            if printer.kind is OfficeKind.CUPS and not self._stop.is_set():
                self._look_up(printer, page)
        self._do(print_jobs.recover_jobs, OFFICE_PRINTER)

    def _note(
        self, job: Job, state: JobState, trouble: Trouble = Trouble.NONE, said: str = ""
    ) -> bool:
        return self._do(office_jobs.note_job, Noted(job.job_id, job.state, state, trouble, said))

    def _round(self) -> float | None:
        work = self._ask(_look)
        self._watch(work)
        for job in work.raw:
            self._prepare(job)
        self._send(work.printer)
        left = self._ask(_look)
        self._ages.keep_only(frozenset(page.job.job_id for page in left.ready))
        for page in left.ready:
            job = page.job
            late = self._ages.age_s(job.job_id, job.since, left.now) > self._times.park_s
            if job.state is JobState.WAIT_PRINTER and late:
                self._note(job, JobState.PARKED, job.trouble)
        if left.given:
            newest = max(page.job.since for page in left.given)
            fresh = _seconds(left.now - newest) < self._times.fresh_s
            return self._times.poll_s if fresh else self._times.slow_poll_s
        if left.ready or left.raw:
            return self._times.recheck_s
        return self._idle(left.printer)

    def _idle(self, printer: OfficePrinter) -> float | None:
        """Nothing waits. A printer that is new here or was in trouble is looked at all the same, so
        that nobody learns from the next slip that it is gone.
        """
        here = (printer.kind, printer.host, printer.queue)
        if printer.kind is OfficeKind.NONE or self._stop.is_set():
            return None
        again = self._times.watch_s if printer.kind is OfficeKind.CUPS else None
        quiet = time.monotonic() - self._looked_when
        if self._looked_at == here and printer.condition is Trouble.NONE:
            if again is None:
                return None
            if quiet < again:
                return again - quiet
        self._looked_at, self._looked_when = here, time.monotonic()
        trouble, said = self._probe(printer)
        self._do(office_jobs.note_office, OfficeHeard(trouble, said))
        return again if trouble is Trouble.NONE else self._times.probe_s

    def _probe(self, printer: OfficePrinter) -> tuple[Trouble, str]:
        if printer.kind is OfficeKind.WINDOWS:
            gone = self._pages is not None and printer.queue not in self._pages.queues()
            return (Trouble.NO_QUEUE if gone else Trouble.NONE), ""
        try:
            queue = PrintService(printer.host, self._times.line, self._stop).queue(printer.queue)
        except FAILURES as error:
            _, trouble, said = verdict_of(error)
            return trouble, said
        if queue is None:
            return Trouble.NO_QUEUE, ""
        return blocks(queue), queue.said if queue.stopped else ""

    def _prepare(self, job: Job) -> None:
        """Lay the page out, once."""
        try:
            paper = self._ask(_paper, job)
        except (CounterfoilError, Bug) as error:
            _LOG.warning("a page has no document: %s", error)
            self._note(job, JobState.FAILED, Trouble.NO_DOCUMENT)
        except Exception:  # noqa: BLE001 one page that can't be laid out stops no other
            _LOG.exception("a page could not be laid out")
            self._note(job, JobState.FAILED, Trouble.NO_DOCUMENT)
        else:
            page = PreparedPage(job.job_id, paper.title, paper.pdf, paper.paper)
            self._do(office_jobs.prepare_page, page)

    # ------------------------------------------------------------------------- giving away

    def _send(self, printer: OfficePrinter) -> None:
        """Give what is ready to the printer, or say why it has to wait."""
        pages = self._ask(office_jobs.ready_pages)
        if not pages or self._stop.is_set():
            return
        if printer.kind is OfficeKind.CUPS:
            self._to_cups(printer, pages)
        elif printer.kind is OfficeKind.WINDOWS:
            for page in pages:
                self._to_windows(printer, page)
        else:
            for page in pages:
                self._note(page.job, JobState.PARKED, Trouble.NO_PRINTER)

    def _to_cups(self, printer: OfficePrinter, pages: tuple[Page, ...]) -> None:
        service = PrintService(printer.host, self._times.line, self._stop)
        try:
            queue = service.queue(printer.queue)
        except FAILURES as error:
            if self._stop.is_set():
                return
            self._all(pages, verdict_of(error))
            return
        if queue is None:
            self._all(pages, (JobState.FAILED, Trouble.NO_QUEUE, ""))
            return
        trouble = blocks(queue)
        if trouble is not Trouble.NONE:
            self._all(pages, (JobState.WAIT_PRINTER, trouble, queue.said))
            return
        self._do(office_jobs.note_office, OfficeHeard(Trouble.NONE))
        for page in pages:
            if self._stop.is_set() or not self._submit(service, printer, queue, page):
                return

    def _all(self, pages: tuple[Page, ...], verdict: Verdict) -> None:
        """The printer cannot: everything waits, or ends, for the same reason."""
        state, trouble, said = verdict
        self._do(office_jobs.note_office, OfficeHeard(trouble, said))
        for page in pages:
            self._note(page.job, state, trouble, said)

    def _submit(
        self, service: PrintService, printer: OfficePrinter, queue: Queue, page: Page
    ) -> bool:
        """Send one page; False when the others need not be tried."""
        job = page.job
        try:
            service.check(queue, job.title, page.paper)
        except FAILURES as error:
            if not self._stop.is_set():
                self._note(job, *verdict_of(error))
            return False
        if not self._note(job, JobState.SENDING):
            return True
        sending = _as_sending(job)
        try:
            number = service.submit(queue, job.title, page.paper, job.content or b"")
        except (CutShort, BadAnswer) as error:
            _LOG.warning("nobody knows whether a page was taken: %s", error)
            if not self._stop.is_set() and self._look_up(printer, page):
                return True
            state = print_jobs.unsure_of(job.doc_kind)
            stopped = self._stop.is_set()
            self._note(sending, state, Trouble.STOPPED if stopped else Trouble.BROKEN_OFF)
            return False
        except (NoService, Closed, Answered) as error:
            stopped = self._stop.is_set() and isinstance(error, NoService)
            verdict = (JobState.QUEUED, Trouble.NONE, "") if stopped else verdict_of(error)
            self._note(sending, *verdict)
            return False
        self._do(
            office_jobs.note_submitted, Submitted(job.job_id, printer.host, queue.name, number)
        )
        return True

    def _look_up(self, printer: OfficePrinter, page: Page) -> bool:
        """Whether the print service has a page of which it never told: then it is followed like any
        other, and nobody has to be asked.
        """
        service = PrintService(printer.host, self._times.line, self._stop)
        known = self._ask(office_jobs.known_numbers, printer.host)
        size = len(page.job.content or b"")
        try:
            queue = service.queue(printer.queue)
            jobs = () if queue is None else service.jobs(queue)
        except FAILURES:
            return False
        number = taken_unheard(jobs, page.job.title, size, known)
        if not number:
            return False
        sent = Submitted(page.job.job_id, printer.host, printer.queue, number)
        return bool(self._do(office_jobs.note_submitted, sent))

    def _to_windows(self, printer: OfficePrinter, page: Page) -> None:
        """Windows takes a page and says no more about it."""
        job = page.job
        if self._stop.is_set():
            return
        if self._pages is None:
            self._note(job, JobState.WAIT_PRINTER, Trouble.NEEDS_WINDOW)
            return
        if not self._note(job, JobState.SENDING):
            return
        state, trouble = JobState.SENT, Trouble.NONE
        try:
            self._pages.print_pages(printer.queue, job.title, job.content or b"", page.paper)
        except QueueGone:
            state, trouble = JobState.FAILED, Trouble.NO_QUEUE
        except NotTaken:
            state, trouble = JobState.FAILED, Trouble.REFUSED
        except Exception:  # noqa: BLE001 whatever the driver throws, some of it may be on paper
            _LOG.exception("Windows broke off a page")
            state, trouble = print_jobs.unsure_of(job.doc_kind), Trouble.BROKEN_OFF
        self._note(_as_sending(job), state, trouble)
        condition = trouble if trouble is Trouble.NO_QUEUE else Trouble.NONE
        self._do(office_jobs.note_office, OfficeHeard(condition))

    # ------------------------------------------------------------------------ looking after

    def _watch(self, work: _Work) -> None:
        """What became of the pages that print services have."""
        silent: dict[str, Verdict] = {}
        printer, worst = work.printer, OfficeHeard(Trouble.NONE)
        for page in work.given:
            if self._stop.is_set():
                return
            job = page.job
            here = (page.host, page.queue) == (printer.host, printer.queue)
            if page.host in silent:
                self._keep(job, *silent[page.host])
                continue
            service = PrintService(page.host, self._times.line, self._stop)
            try:
                what = self._follow(service, page, work.now)
                if here and what.state is JobState.ATTENTION and worst.condition is Trouble.NONE:
                    worst = OfficeHeard(what.trouble, what.said)
            except FAILURES as error:
                if self._stop.is_set():
                    return
                _, trouble, said = verdict_of(error)
                verdict = (JobState.ATTENTION, trouble, said)
                if not isinstance(error, Answered):
                    silent[page.host] = verdict
                self._keep(job, *verdict)
                worst = OfficeHeard(trouble, said) if here else worst
        if work.given:
            self._do(office_jobs.note_office, worst)

    def _follow(self, service: PrintService, page: Page, now: datetime) -> Seen:
        """Look where a page is, and keep that."""
        job = page.job
        found = service.job(page.number)
        if found is not None and not is_ours(found, job.title):
            found = None
        if job.state is JobState.WITHDRAWING:
            over = found is None or found.state >= JobStates.CANCELED
            if not over:
                service.cancel(page.number)
                found = service.job(page.number)
                over = found is None or found.state >= JobStates.CANCELED
            if over:
                done = found is not None and found.state == JobStates.COMPLETED
                self._note(job, JobState.PRINTED if done else JobState.PUT_AWAY)
            return Seen(JobState.WITHDRAWING)
        queue = service.queue(page.queue)
        what = seen(found, queue)
        young = _seconds(now - job.since) < self._times.patience_s
        if what.trouble is Trouble.NOT_REACHABLE and job.state is JobState.SUBMITTED and young:
            return Seen(JobState.SUBMITTED)
        state = what.state
        if state is JobState.UNSURE:
            state = print_jobs.unsure_of(job.doc_kind)
        self._note(job, state, what.trouble, what.said)
        return what

    def _keep(self, job: Job, state: JobState, trouble: Trouble, said: str) -> None:
        """Nobody can tell what became of it just now; what a person wants is not forgotten."""
        kept = JobState.WITHDRAWING if job.state is JobState.WITHDRAWING else state
        self._note(job, kept, trouble, said)


def _as_sending(job: Job) -> Job:
    return replace(job, state=JobState.SENDING, trouble=Trouble.NONE)


def _seconds(span: timedelta) -> float:
    return span / timedelta(seconds=1)
