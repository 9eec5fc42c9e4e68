"""Brings waiting papers to the printer, one after another, on a thread of its own.

It knows what a printer may have got and never guesses more: a paper of which anything was sent and
nothing confirmed waits for a person's word. Nobody waits for it.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.areas.drawers import queries as drawers
from app.areas.printing import queries as printing
from app.areas.printing.values import Answers, Printer, PrinterKind
from app.devices.printing import printer_status
from app.devices.printing.drawer_switch import DrawerSwitch
from app.devices.printing.escpos import (
    NeedsWindow,
    after_a_break,
    ask_done,
    kick_bytes,
    paper_bytes,
)
from app.devices.printing.links import BrokenOff, Hear, Link, Stopped, Times, Unreachable, open_link
from app.devices.printing.papers import Paper, paper_of
from app.devices.printing.ports import TextRaster
from app.devices.printing.rounds import Books, Rounds
from app.devices.printing.waiting import Ages, Silence
from app.kernel.errors import Bug, CounterfoilError
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from app.storage.print_jobs import DRAWER_KICK, RECEIPT_PRINTER, Heard, Job, Moved, Prepared
from app.storage.reading import Reader

_LOG = logging.getLogger("counterfoil.printing")
_TRIES = 3
_NOT_LOOKED_AT = (PrinterKind.SCREEN, PrinterKind.FILE)
_LETS_PRINT = (Trouble.NONE, Trouble.PAPER_LOW)
_TABLES = frozenset({"print_job", "printer", "printer_detail"})


@dataclass(frozen=True, slots=True)
class _Work:
    printer: Printer
    jobs: tuple[Job, ...]
    now: datetime


def _look(reader: Reader, name: str) -> _Work:
    jobs = print_jobs.going_jobs(reader, name)
    return _Work(printing.printer(reader, name), jobs, reader.now)


def _paper(reader: Reader, job: Job, columns: int) -> Paper:
    return paper_of(reader, job, columns)


class Spooler(Rounds):
    """Works for one receipt printer of a station from `start` to `stop`: its own, or the spare one
    that papers are sent to by hand, which has no drawer.
    """

    def __init__(
        self,
        books: Books,
        raster: TextRaster | None = None,
        times: Times | None = None,
        name: str = RECEIPT_PRINTER,
    ) -> None:
        self._raster, self._times, self._printer_name = raster, times or Times(), name
        self._broken = False
        self._looked_at: tuple[PrinterKind, str] | None = None
        self._printer = Printer()
        self._due = 0.0
        self._ages, self._silence = Ages(), Silence(self._times)
        self._asked = secrets.randbelow(1 << 16)
        """Not from 0: the program before may still be owed the answer to that."""
        super().__init__(
            books,
            "printing" if name == RECEIPT_PRINTER else "spare printing",
            _LOG,
            _TABLES,
            recheck_s=self._times.recheck_s,
            connect_s=self._times.connect_s,
        )
        self._switch = DrawerSwitch(
            self._do, lambda: self._ask(drawers.drawer_sense), self._times, self._stop
        )

    # ------------------------------------------------------------------------- a round

    def _begin(self) -> None:
        self._broken = self._do(print_jobs.recover_jobs, self._printer_name) > 0

    def _end(self) -> None:
        self._switch.let_go()

    def _move(
        self, job: Job, state: JobState, trouble: Trouble = Trouble.NONE, *, tried: bool = False
    ) -> bool:
        moved = Moved(job.job_id, state, trouble, tried, self._printer_name)
        return self._do(print_jobs.move_job, moved)

    def _round(self) -> float | None:
        waits = []
        if self._rung or time.monotonic() >= self._due:
            self._due = 0.0
            wait_s = self._papers()
            self._due = float("inf") if wait_s is None else time.monotonic() + wait_s
        if self._due < float("inf"):
            waits.append(max(0.0, self._due - time.monotonic()))
        if self._printer_name == RECEIPT_PRINTER and not self._stop.is_set():
            sense_s = self._switch.look(self._printer)
            waits += [] if sense_s is None else [sense_s]
        return min(waits, default=None)

    def _papers(self) -> float | None:
        """Every paper and pulse that can go now; the seconds until they are tried again."""
        work = self._ask(_look, self._printer_name)
        self._printer = work.printer
        self._silence.at(work.printer)
        if work.printer.kind is PrinterKind.SCREEN:
            return None
        if work.jobs:
            self._switch.let_go()
        self._kicks(work)
        for job in work.jobs:
            if job.doc_kind != DRAWER_KICK and job.content is None and not self._stop.is_set():
                self._prepare(work.printer, job)
        for job in self._ask(print_jobs.going_jobs, self._printer_name):
            if self._stop.is_set() or self._newer_printer(work.printer):
                break
            if job.content is None or job.doc_kind == DRAWER_KICK:
                continue
            if not self._print(work.printer, job):
                break
            self._look_between(work.printer)
            self._kicks(self._ask(_look, self._printer_name))
        left = self._ask(_look, self._printer_name)
        self._printer = left.printer
        self._ages.keep_only(frozenset(job.job_id for job in left.jobs))
        for job in left.jobs:
            if job.state is not JobState.WAIT_PRINTER:
                continue
            if self._ages.age_s(job.job_id, job.since, left.now) > self._times.park_s:
                self._move(job, JobState.PARKED, job.trouble)
        if not left.jobs:
            return self._idle(left.printer)
        busy = any(job.trouble is Trouble.BUSY for job in left.jobs)
        return self._times.busy_recheck_s if busy else self._times.recheck_s

    def _kicks(self, work: _Work) -> None:
        """Somebody stands before the drawer: it waits for no more than one paper."""
        for job in work.jobs:
            if job.doc_kind == DRAWER_KICK and not self._stop.is_set():
                self._kick(work, job)

    def _look_between(self, printer: Printer) -> None:
        """Many papers one after another must not hide what happens to the drawer."""
        if self._printer_name == RECEIPT_PRINTER and not self._stop.is_set():
            self._switch.look(printer)
            self._switch.let_go()

    def _idle(self, printer: Printer) -> float | None:
        """Nothing waits. A printer that is new here or was in trouble is looked at all the same,
        so that nobody learns from the next patient's receipt that it is off.
        """
        here = (printer.kind, printer.address)
        mine = self._printer_name == RECEIPT_PRINTER or printer.condition is not Trouble.NONE
        if printer.kind in _NOT_LOOKED_AT or self._stop.is_set() or not mine:
            return None
        if self._looked_at == here and printer.condition is Trouble.NONE:
            return None
        self._looked_at = here
        condition, answered = self._probe(printer), True
        if self._stop.is_set():
            return None
        if condition is None:
            condition, answered = Trouble.NONE, False
        if condition in (Trouble.NOT_REACHABLE, Trouble.NO_ANSWER):
            answered = False
        if condition is not printer.condition or (answered and printer.answers is not Answers.YES):
            self._note(condition, answered=answered)
        return None if condition is Trouble.NONE else self._times.probe_s

    def _probe(self, printer: Printer) -> Trouble | None:
        """What the printer says when it has nothing to do; None for one that never answers."""
        try:
            link = open_link(printer, self._times, self._stop)
        except Unreachable as error:
            return error.trouble
        try:
            answers = link.status()
        except BrokenOff:
            return Trouble.NOT_REACHABLE
        finally:
            link.close()
        if answers is None:
            return Trouble.NO_ANSWER if printer.answers is Answers.YES else None
        return printer_status.trouble(answers)

    def _newer_printer(self, printer: Printer) -> bool:
        """Whether somebody chose another printer while this round ran."""
        now = self._ask(printing.printer, self._printer_name)
        return (now.kind, now.address) != (printer.kind, printer.address)

    # ------------------------------------------------------------------------- one paper

    def _prepare(self, printer: Printer, job: Job) -> None:
        """Lay the paper out, once."""
        try:
            paper = self._ask(_paper, job, printer.columns)
        except (CounterfoilError, Bug) as error:
            _LOG.warning("a paper has no document: %s", error)
            self._move(job, JobState.PARKED, Trouble.NO_DOCUMENT)
            return
        content, trouble = None, Trouble.NONE
        try:
            content = paper_bytes(paper.lines, printer, self._raster)
        except NeedsWindow:
            trouble = Trouble.NEEDS_WINDOW
        except Exception:  # noqa: BLE001 one paper that can't be laid out stops no other
            _LOG.exception("a paper could not be laid out")
            self._move(job, JobState.PARKED, Trouble.NO_DOCUMENT)
            return
        if (job.trouble, job.title) != (trouble, paper.title) or content is not None:
            done = Prepared(job.job_id, paper.title, content, trouble, self._printer_name)
            self._do(print_jobs.prepare_job, done)

    def _print(self, printer: Printer, job: Job) -> bool:
        """Send one paper; False when the printer cannot, so that the others wait as well."""
        if job.state is JobState.QUEUED and not self._move(job, JobState.CHECKING):
            return True
        try:
            link = open_link(printer, self._times, self._stop)
        except Unreachable as error:
            _LOG.info("the printer is not reachable: %s", error)
            return self._wait(printer, job, self._silence.gone(printer, error))
        try:
            return self._over(link, printer, job)
        finally:
            link.close()

    def _over(self, link: Link, printer: Printer, job: Job) -> bool:
        try:
            answers = link.status()
        except Stopped:
            return self._wait(printer, job, Trouble.NONE)
        except BrokenOff:
            return self._wait(printer, job, Trouble.NOT_REACHABLE)
        if answers is None and link.talks and (silent := self._silence.of(printer)):
            return self._wait(printer, job, silent)
        self._silence.over()
        condition = Trouble.NONE if answers is None else printer_status.trouble(answers)
        if answers is not None:
            self._note(condition, answered=True)
        if condition not in _LETS_PRINT:
            return self._wait(printer, job, condition)
        if not self._move(job, JobState.SENDING):
            return True
        state, trouble = self._sent(link, printer, job, answers is not None)
        if state is JobState.CHECKING:
            return self._again(printer, job, trouble)
        if state is JobState.QUEUED:
            self._move(job, state)
            return False
        self._broken = state is JobState.UNSURE
        if state is JobState.UNSURE:
            state = print_jobs.unsure_of(job.doc_kind)
        self._move(job, state, trouble)
        return True

    def _sent(
        self, link: Link, printer: Printer, job: Job, answered: bool
    ) -> tuple[JobState, Trouble]:
        """Send the bytes and wait for the word that they were worked through."""
        before = after_a_break() if self._broken and link.talks else b""
        asks, answer = b"", b""
        if link.talks and printer.answers is not Answers.NO:
            self._asked += 1
            asks, answer = ask_done(printer, self._asked)
        try:
            link.send(before + (job.content or b"") + asks)
        except BrokenOff as broken:
            if broken.accepted <= len(before):
                plain = broken.trouble is Trouble.BROKEN_OFF
                nothing = Trouble.NOT_REACHABLE if plain else broken.trouble
                stops = _stops(broken)
                return (JobState.QUEUED, Trouble.NONE) if stops else (JobState.CHECKING, nothing)
            return JobState.UNSURE, _why_broken(broken)
        try:
            if not asks:
                return self._not_asked(link, answered)
            if link.done(answer, self._hear(printer)):
                return JobState.PRINTED, Trouble.NONE
            why = link.status() if answered else None
        except BrokenOff as broken:
            return JobState.UNSURE, _why_broken(broken)
        if why is None:
            return JobState.UNSURE, Trouble.NO_ANSWER
        condition = printer_status.trouble(why)
        self._note(condition, answered=True)
        return JobState.UNSURE, Trouble.BROKEN_OFF if condition in _LETS_PRINT else condition

    def _hear(self, printer: Printer) -> Hear | None:
        mine = self._printer_name == RECEIPT_PRINTER
        return self._switch.while_printing(printer) if mine else None

    def _not_asked(self, link: Link, answered: bool) -> tuple[JobState, Trouble]:
        """Sent whole, and the printer can't say that it is done: at least it has no trouble now."""
        if not link.talks:
            return (JobState.PRINTED if link.done() else JobState.SENT), Trouble.NONE
        why = link.status() if answered else None
        condition = Trouble.NONE if why is None else printer_status.trouble(why)
        if condition in _LETS_PRINT:
            return JobState.SENT, Trouble.NONE
        self._note(condition, answered=True)
        return JobState.UNSURE, condition

    def _note(self, condition: Trouble, *, answered: bool) -> None:
        self._do(print_jobs.note_printer, Heard(condition, answered, self._printer_name))

    def _again(self, printer: Printer, job: Job, trouble: Trouble) -> bool:
        """Nothing of it was taken: try again a few times, then wait."""
        if job.tries + 1 >= _TRIES:
            return self._wait(printer, job, trouble)
        self._move(job, JobState.CHECKING, trouble, tried=True)
        return False

    def _wait(self, printer: Printer, job: Job, trouble: Trouble) -> bool:
        if trouble is Trouble.NONE:
            self._move(job, JobState.QUEUED)
        elif (job.state, job.trouble) != (JobState.WAIT_PRINTER, trouble):
            self._move(job, JobState.WAIT_PRINTER, trouble)
        if trouble is not printer.condition:
            self._note(trouble, answered=False)
        return False

    # ------------------------------------------------------------------------ the drawer

    def _kick(self, work: _Work, job: Job) -> None:
        """Open the drawer at once or not at all; a person stands before it and sees."""
        ahead_s = (job.at - work.now) / timedelta(seconds=1)  # the clock was set back
        if max(ahead_s, self._ages.age_s(job.job_id, job.at, work.now)) > self._times.kick_s:
            self._switch.failed(job.why)
            self._move(job, JobState.PUT_AWAY, Trouble.TOO_LATE)
            return
        try:
            link = open_link(work.printer, self._times, self._stop)
        except Unreachable as error:
            self._no_kick(work.printer, job, self._silence.gone(work.printer, error))
            return
        try:
            self._pulse(link, work.printer, job)
        finally:
            link.close()

    def _pulse(self, link: Link, printer: Printer, job: Job) -> None:
        """A printer that can't print opens it by a command that never waits, or not at all: what
        waits in it would open the drawer in front of somebody else.
        """
        try:
            answers = link.status(hurried=True)
        except BrokenOff:
            self._no_kick(printer, job, Trouble.NOT_REACHABLE)
            return
        if answers is None and link.talks and printer.answers is Answers.YES:
            self._no_kick(printer, job, self._silence.why())
            return
        condition = Trouble.NONE if answers is None else printer_status.trouble(answers)
        offline = condition not in _LETS_PRINT
        if offline and not printer.real_time_kick:
            self._no_kick(printer, job, condition)
            return
        try:
            if self._move(job, JobState.SENDING):
                link.send(kick_bytes(printer, now=offline))
                self._move(job, JobState.SENT)
                self._switch.opened(printer, link, job.why)
        except BrokenOff as broken:
            self._switch.failed(job.why)
            self._move(job, JobState.PUT_AWAY, Trouble.BROKEN_OFF)
            _LOG.info("the drawer's pulse broke off: %s", broken)

    def _no_kick(self, printer: Printer, job: Job, trouble: Trouble) -> None:
        self._switch.failed(job.why)
        self._wait(printer, job, trouble)


def _stops(broken: BrokenOff) -> bool:
    return isinstance(broken, Stopped)


def _why_broken(broken: BrokenOff) -> Trouble:
    return Trouble.STOPPED if _stops(broken) else broken.trouble
