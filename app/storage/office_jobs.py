"""What a print service knows about the pages it was given, beside the list of what waits.

A job's number there is kept in the transaction that says it was taken, so that a program that was
killed can look it up again and never sends a page twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from app.kernel.clock import instant_text
from app.kernel.errors import ensure
from app.kernel.paper import JobState, Trouble
from app.storage.print_jobs import (
    COLUMNS,
    DONE,
    GIVEN,
    OFFICE_PRINTER,
    Job,
    going_jobs,
    job,
    read_job,
)
from app.storage.schema import office_job, office_printer, print_job
from app.storage.statements import Read, Reader
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Submitted:
    """A print service took a job: under which number, and its own id of it where it tells one."""

    job_id: str
    host: str
    queue: str
    number: int
    mark: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a job that was in the state `seen`, and what the printer says about it."""

    job_id: str
    seen: JobState
    state: JobState
    trouble: Trouble = Trouble.NONE
    said: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A job that a print service has."""

    job: Job
    host: str
    queue: str
    number: int
    mark: str | None


@dataclass(frozen=True, slots=True)
class OfficeHeard:
    """How the office printer is, in our words and in its own."""

    condition: Trouble
    said: str = ""


_j, _o, _p = print_job.c, office_job.c, office_printer.c
_GIVEN = Read(
    select(*COLUMNS, _o.host, _o.queue, _o.number, _o.mark)
    .join(office_job, _o.id == _j.id)
    .where(or_(*(_j.state == state.value for state in GIVEN)))
    .order_by(_j.at, _j.id)
)
_HEARD = Read(select(_p.condition, _p.said).where(_p.name == OFFICE_PRINTER))


def given_jobs(reader: Reader) -> tuple[Given, ...]:
    """Every job that a print service has, oldest first."""
    wide = len(COLUMNS)
    return tuple(
        Given(read_job(row[:wide]), *row[wide:]) for row in (tuple(r) for r in reader.fetch(_GIVEN))
    )


def note_submitted(uow: UnitOfWork, sent: Submitted) -> bool:
    """The print service has the job and told its number."""
    now = job(uow, sent.job_id)
    if now is None or now.state is not JobState.SENDING:
        return False
    uow.put(
        office_job,
        {
            "id": sent.job_id,
            "host": sent.host,
            "queue": sent.queue,
            "number": sent.number,
            "mark": sent.mark,
            "said": "",
        },
    )
    uow.update(print_job, _moved(uow, now, JobState.SUBMITTED, Trouble.NONE), id=sent.job_id)
    return True


def note_job(uow: UnitOfWork, noted: Noted) -> bool:
    """Keep what became of a job; False when a person moved it meanwhile."""
    now = job(uow, noted.job_id)
    if now is None or now.state is not noted.seen:
        return False
    known = {"id": noted.job_id}
    if (now.state, now.trouble) != (noted.state, noted.trouble):
        uow.update(print_job, _moved(uow, now, noted.state, noted.trouble), id=noted.job_id)
    if noted.state in GIVEN or noted.said:
        if now.state in GIVEN:
            uow.update(office_job, {"said": noted.said}, **known)
        else:
            nothing: Row = {"host": "", "queue": "", "number": 0, "mark": None}
            uow.put(office_job, {**known, **nothing, "said": noted.said})
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
