"""What a print service knows about the pages it was given, beside the list of what waits.

A job's number there is kept in the transaction that says it was taken, so that a program that was
killed can look it up again and never sends a page twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from app.kernel.clock import instant_text
from app.kernel.errors import ensure
from app.kernel.paper import JobState, Trouble
from app.storage.print_jobs import (
    COLUMNS,
    DONE,
    GIVEN,
    GOING,
    OFFICE_PRINTER,
    Job,
    Prepared,
    going_jobs,
    job,
    prepare_job,
    read_job,
)
from app.storage.schema import office_job, office_printer, print_job
from app.storage.statements import Read, Reader
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """What a job sends, laid out once for this size of paper."""

    job_id: str
    title: str
    content: bytes
    paper: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A print service took a job, under this number."""

    job_id: str
    host: str
    queue: str
    number: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a job that was in the state `seen`, and what the printer says about it."""

    job_id: str
    seen: JobState
    state: JobState
    trouble: Trouble = Trouble.NONE
    said: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A job of the office printer; `host`, `queue` and `number` once a print service has it."""

    job: Job
    paper: str
    host: str
    queue: str
    number: int


@dataclass(frozen=True, slots=True)
class OfficeHeard:
    """How the office printer is, in our words and in its own."""

    condition: Trouble
    said: str = ""


_j, _o, _p = print_job.c, office_job.c, office_printer.c
_PAGES = select(*COLUMNS, _o.paper, _o.host, _o.queue, _o.number).join(office_job, _o.id == _j.id)
_GIVEN = Read(
    _PAGES.where(or_(*(_j.state == state.value for state in GIVEN))).order_by(_j.at, _j.id)
)
_READY = Read(
    _PAGES.where(
        or_(*(_j.state == state.value for state in GOING)), _j.content.is_not(None)
    ).order_by(_j.at, _j.id)
)
_SENDING = Read(_PAGES.where(_j.state == JobState.SENDING.value, _j.printer == OFFICE_PRINTER))
_NUMBERS = Read(select(_o.number).where(_o.host == bindparam("host"), _o.number > 0))
_SAID = Read(select(_o.said).where(_o.id == bindparam("id")))
_HEARD = Read(select(_p.condition, _p.said).where(_p.name == OFFICE_PRINTER))


def given_pages(reader: Reader) -> tuple[Page, ...]:
    """Every job that a print service has, oldest first."""
    return tuple(_page(row) for row in reader.fetch(_GIVEN))


def ready_pages(reader: Reader) -> tuple[Page, ...]:
    """Every job that is laid out and of which nothing was sent, oldest first."""
    return tuple(_page(row) for row in reader.fetch(_READY))


def sending_pages(reader: Reader) -> tuple[Page, ...]:
    """Every job whose sending began and has no end yet."""
    return tuple(_page(row) for row in reader.fetch(_SENDING))


def known_numbers(reader: Reader, host: str) -> frozenset[int]:
    """The numbers that a print service told for pages of this station."""
    return frozenset(number for (number,) in reader.fetch(_NUMBERS, host=host))


def prepare_page(uow: UnitOfWork, page: PreparedPage) -> None:
    """Keep what a job will send, and for which paper."""
    now = job(uow, page.job_id)
    if now is None or now.state not in GOING:
        return
    prepare_job(uow, Prepared(page.job_id, page.title, page.content))
    nothing: Row = {"host": "", "queue": "", "number": 0, "said": ""}
    uow.put(office_job, {"id": page.job_id, "paper": page.paper, **nothing})


def note_submitted(uow: UnitOfWork, sent: Submitted) -> bool:
    """The print service has the job and told its number."""
    now = job(uow, sent.job_id)
    if now is None or now.state is not JobState.SENDING:
        return False
    told: Row = {"host": sent.host, "queue": sent.queue, "number": sent.number, "said": ""}
    uow.update(office_job, told, id=sent.job_id)
    uow.update(print_job, _moved(uow, now, JobState.SUBMITTED, Trouble.NONE), id=sent.job_id)
    return True


def note_job(uow: UnitOfWork, noted: Noted) -> bool:
    """Keep what became of a job; False when a person moved it meanwhile."""
    now = job(uow, noted.job_id)
    if now is None or now.state is not noted.seen:
        return False
    if (now.state, now.trouble) != (noted.state, noted.trouble):
        uow.update(print_job, _moved(uow, now, noted.state, noted.trouble), id=noted.job_id)
    if uow.scalar(_SAID, id=noted.job_id) not in (None, noted.said):
        uow.update(office_job, {"said": noted.said}, id=noted.job_id)
    return True


def withdraw(uow: UnitOfWork, given: Job) -> None:
    """Let the print service drop a job that it has."""
    ensure(given.state in GIVEN, "only what a print service has is taken back from it")
    uow.update(print_job, _moved(uow, given, JobState.WITHDRAWING, Trouble.NONE), id=given.job_id)


def change_office_printer(uow: UnitOfWork, *, is_one: bool) -> None:
    """The office printer is another one now: what waits is laid out for it; what was sent stays
    where it is. With none left it waits for a person, who can save it as a file.
    """
    state, trouble = JobState.QUEUED, Trouble.NONE
    if not is_one:
        state, trouble = JobState.PARKED, Trouble.NO_PRINTER
    for each in going_jobs(uow, OFFICE_PRINTER):
        again: Row = {"content": None, "bytes_sha": None, "tries": 0}
        uow.update(print_job, again | _moved(uow, each, state, trouble), id=each.job_id)


def note_office(uow: UnitOfWork, heard: OfficeHeard) -> None:
    """Keep what the office printer said."""
    row = uow.first(_HEARD)
    if row is None or (row[0], row[1]) == (heard.condition.value, heard.said):
        return
    fields: Row = {"condition": heard.condition.value, "said": heard.said}
    uow.update(office_printer, fields, name=OFFICE_PRINTER)


def _moved(uow: UnitOfWork, now: Job, state: JobState, trouble: Trouble) -> Row:
    fields: Row = {"state": state.value, "error": trouble.value}
    if state is not now.state:
        fields["since"] = instant_text(uow.now)
    if state in DONE:
        fields["content"] = None
    return fields


def _page(row: tuple[Any, ...]) -> Page:
    wide = len(COLUMNS)
    return Page(read_job(row[:wide]), *row[wide:])
