"""The durable list of what waits for paper; written in the same transaction as what it prints.

A job's life (`JobState`) is kept here, so that a killed program knows what a printer may have got.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from app.kernel.clock import instant_from, instant_text
from app.kernel.errors import ensure
from app.kernel.paper import JobState, Trouble
from app.storage.schema import office_job, office_printer, print_job, printer
from app.storage.statements import Read, Reader
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

ON_SCREEN = "screen"
RECEIPT_PRINTER = "receipt"
SPARE_PRINTER = "spare"
OFFICE_PRINTER = "office"
DRAWER_KICK = "drawer_kick"
TEST_PAGE = "test_page"
OFFICE_TEST_PAGE = "office_test_page"
SLIP_CALIBRATION = "slip_calibration"
"""The page that is laid over a bank's own slip."""

GOING = (JobState.QUEUED, JobState.CHECKING, JobState.WAIT_PRINTER)
"""States from which a job goes on by itself: nothing of it was sent."""
GIVEN = (JobState.SUBMITTED, JobState.ATTENTION, JobState.WITHDRAWING)
"""States in which a print service has the job."""
LISTED = (*GOING, *GIVEN, JobState.SENDING, JobState.UNSURE, JobState.PARKED, JobState.FAILED)
"""What a person sees as not done."""
DONE = (JobState.PRINTED, JobState.SENT, JobState.PUT_AWAY)
NO_OFFICE = "none"
"""The kind of an office printer that is none."""
TRIALS = (TEST_PAGE, OFFICE_TEST_PAGE, SLIP_CALIBRATION)
"""Pages that show how a printer prints, and no more."""
_NO_PAPERS = (DRAWER_KICK, *TRIALS)


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the list, for whoever sends it."""

    job_id: str
    doc_kind: str
    doc_id: str
    copy_no: int
    printer: str
    state: JobState
    trouble: Trouble
    made_by: str
    at: datetime
    why: str
    title: str
    content: bytes | None = field(repr=False)
    tries: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A job's next state, and why; `tried` counts an attempt of which nothing was sent. A spooler
    names its `printer`: what a person sent to another one meanwhile is not its own any more.
    """

    job_id: str
    state: JobState
    trouble: Trouble = Trouble.NONE
    tried: bool = False
    printer: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a job sends, laid out once; `content` is None when that has to wait for `trouble`."""

    job_id: str
    title: str
    content: bytes | None
    trouble: Trouble = Trouble.NONE
    printer: str = ""
    """For whose paper it was laid out."""


_j, _p = print_job.c, printer.c
COLUMNS = (
    _j.id,
    _j.doc_kind,
    _j.doc_id,
    _j.copy_no,
    _j.printer,
    _j.state,
    _j.error,
    _j.made_by,
    _j.at,
    _j.why,
    _j.title,
    _j.content,
    _j.tries,
    _j.since,
)
_KIND = Read(select(_p.kind, _p.drawer_pin).where(_p.name == RECEIPT_PRINTER))
_OFFICE = Read(select(office_printer.c.kind))
_HEARD = Read(select(_p.condition, _p.answers).where(_p.name == bindparam("name")))
_ONE = Read(select(*COLUMNS).where(_j.id == bindparam("id")))
_GOING = Read(
    select(*COLUMNS)
    .where(or_(*(_j.state == state.value for state in GOING)), _j.printer == bindparam("printer"))
    .order_by(_j.at, _j.id)
)
_CUT_SHORT = Read(
    select(*COLUMNS)
    .where(
        or_(_j.state == JobState.SENDING.value, _j.state == JobState.CHECKING.value),
        _j.printer == bindparam("printer"),
    )
    .order_by(_j.id)
)
_COPIES = Read(
    select(func.max(_j.copy_no)).where(
        _j.doc_id == bindparam("doc_id"), _j.doc_kind == bindparam("doc_kind")
    )
)


def queue_document(uow: UnitOfWork, doc_kind: str, doc_id: str, *, copy_no: int = 0) -> str:
    """Queue a document for this station's printer; the id of the job."""
    kind, _ = _printer(uow)
    return _add(uow, doc_kind, doc_id, copy_no, printer=_paper_or_screen(kind != ON_SCREEN))


def queue_office(uow: UnitOfWork, doc_kind: str, doc_id: str, *, copy_no: int = 0) -> str:
    """Queue a document for the office printer; the id of the job. Without such a printer it lies on
    the list of papers, to be saved as PDF.
    """
    job_id = _add(uow, doc_kind, doc_id, copy_no, printer=OFFICE_PRINTER)
    if uow.scalar(_OFFICE) in (None, NO_OFFICE):
        uow.update(print_job, _state(uow, JobState.PARKED, Trouble.NO_PRINTER), id=job_id)
    return job_id


def queue_kick(uow: UnitOfWork, why: str, doc_id: str) -> str:
    """Open the cash drawer once; `why` and who are kept. Never part of a document."""
    kind, pin = _printer(uow)
    here = _paper_or_screen(kind != ON_SCREEN and pin > 0)
    return _add(uow, DRAWER_KICK, doc_id, 0, printer=here, why=why)


def next_copy(reader: Reader, doc_kind: str, doc_id: str) -> int:
    """The number of the next copy: 1 after the original."""
    last = reader.scalar(_COPIES, doc_kind=doc_kind, doc_id=doc_id)
    return 0 if last is None else int(last) + 1


def job(reader: Reader, job_id: str) -> Job | None:
    """The job, when there is one."""
    row = reader.first(_ONE, id=job_id)
    return None if row is None else read_job(row)


def going_jobs(reader: Reader, printer: str = RECEIPT_PRINTER) -> tuple[Job, ...]:
    """Jobs of which nothing was sent yet and that wait for no person; oldest first."""
    return tuple(read_job(row) for row in reader.fetch(_GOING, printer=printer))


def prepare_job(uow: UnitOfWork, done: Prepared) -> None:
    """Keep what a job will send. It stays where it is when it cannot be laid out yet."""
    now = job(uow, done.job_id)
    if now is None or now.state not in GOING or done.printer not in ("", now.printer):
        return
    fields: Row = {"title": done.title, "content": done.content, "bytes_sha": None}
    if done.content is not None:
        fields["bytes_sha"] = hashlib.sha256(done.content).digest()
    if now.trouble is not done.trouble or done.content is None:
        state = JobState.QUEUED if done.content is not None else JobState.WAIT_PRINTER
        fields |= _state(uow, state, done.trouble)
    uow.update(print_job, fields, id=done.job_id)


def move_job(uow: UnitOfWork, moved: Moved) -> bool:
    """Bring a job into its next state; False when a person settled it or sent it
    elsewhere meanwhile.
    """
    now = job(uow, moved.job_id)
    if now is None or now.state not in (*GOING, JobState.SENDING):
        return False
    if moved.printer not in ("", now.printer):
        return False
    begins = moved.state is JobState.SENDING and moved.printer and now.doc_kind != DRAWER_KICK
    if begins and now.state is JobState.QUEUED:
        return False  # somebody chose another printer, or begins it afresh
    fields = _state(uow, moved.state, moved.trouble)
    if moved.state is now.state:
        del fields["since"]
    if moved.state in DONE:
        fields["content"] = None
    if moved.tried:
        fields["tries"] = now.tries + 1
    uow.update(print_job, fields, id=moved.job_id)
    return True


def recover_jobs(uow: UnitOfWork, printer: str) -> int:
    """After a start: what was being sent to this printer is unsure, what was looked at waits again;
    how many.
    """
    found = [read_job(row) for row in uow.fetch(_CUT_SHORT, printer=printer)]
    for each in found:
        state, trouble = JobState.QUEUED, Trouble.NONE
        if each.state is JobState.SENDING:
            state, trouble = unsure_of(each.doc_kind), Trouble.STOPPED
        uow.update(print_job, _state(uow, state, trouble), id=each.job_id)
    return len(found)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the printer said last; with `answered` it has said something at all."""

    condition: Trouble
    answered: bool
    printer: str = RECEIPT_PRINTER


def note_printer(uow: UnitOfWork, heard: Heard) -> None:
    """Keep what the printer said. Once it has answered, its silence means that something is wrong;
    what a person set about that stays.
    """
    row = uow.first(_HEARD, name=heard.printer)
    if row is None:
        return
    fields: Row = {"condition": heard.condition.value}
    if heard.answered and row[1] == "unknown":
        fields["answers"] = "yes"
    if (fields["condition"], fields.get("answers", row[1])) != (row[0], row[1]):
        uow.update(printer, fields, name=heard.printer)


def cannot_answer(uow: UnitOfWork, name: str) -> bool:
    """A person saw that a paper came out whole though the printer said nothing: where it never said
    a word, it is one that can't. Whether that is new.
    """
    row = uow.first(_HEARD, name=name)
    if row is None or row[1] != "unknown":
        return False
    uow.update(printer, {"answers": "no"}, name=name)
    return True


def unsure_of(doc_kind: str) -> JobState:
    """A person is asked about papers; a drawer stands there to be seen, a test page is in hand."""
    return JobState.PUT_AWAY if doc_kind in _NO_PAPERS else JobState.UNSURE


def settle(uow: UnitOfWork, settled: Job, state: JobState) -> None:
    """A person's word about a job."""
    fields = _state(uow, state, Trouble.NONE)
    if state in DONE:
        fields["content"] = None
    uow.update(print_job, fields | {"tries": 0}, id=settled.job_id)


def queue_again(uow: UnitOfWork, old: Job, *, copy_no: int, printer: str = "") -> None:
    """Let a job begin afresh, at another `printer` where one is named; another copy number is laid
    out anew and names who asked for it.

    What somebody else asked for is laid out anew too: it may say more than this person may read.
    """
    fields = _state(uow, JobState.QUEUED, Trouble.NONE) | {"tries": 0}
    if copy_no != old.copy_no:
        ensure(copy_no > old.copy_no, "copies count up")
        fields |= {"copy_no": copy_no, "title": "", "at": instant_text(uow.now)}
    moved = printer not in ("", old.printer)
    if moved:
        fields["printer"] = printer
    if printer == ON_SCREEN:
        fields["state"] = JobState.SHOWN.value
    other = copy_no != old.copy_no or uow.actor.user_id != old.made_by or moved
    if other or old.printer == OFFICE_PRINTER:
        fields |= {"content": None, "bytes_sha": None, "made_by": uow.actor.user_id}
    uow.update(print_job, fields, id=old.job_id)
    if OFFICE_PRINTER in (old.printer, printer):
        uow.drop(office_job, id=old.job_id)


def park_waiting(uow: UnitOfWork, made_by: str) -> None:
    """Somebody's shift ends: what waits for a printer that can't print waits for a person now, so
    that no paper of theirs comes out in front of the next one.
    """
    for name in (RECEIPT_PRINTER, SPARE_PRINTER):
        waiting = going_jobs(uow, name)
        if all(each.state is not JobState.WAIT_PRINTER for each in waiting):
            continue
        for each in waiting:
            if each.made_by == made_by:
                if each.doc_kind == DRAWER_KICK:
                    settle(uow, each, JobState.PUT_AWAY)
                else:
                    fields = _state(uow, JobState.PARKED, each.trouble)
                    uow.update(print_job, fields, id=each.job_id)


def change_printer(uow: UnitOfWork, name: str = RECEIPT_PRINTER, *, gone: bool = False) -> None:
    """The printer is another one now: what waits is laid out for it. With none left on paper it
    waits for a person, who can save it as a file.
    """
    none = gone or (name == RECEIPT_PRINTER and _printer(uow)[0] == ON_SCREEN)
    state = JobState.PARKED if none else JobState.QUEUED
    for each in going_jobs(uow, name):
        if each.doc_kind == DRAWER_KICK or (none and each.doc_kind == TEST_PAGE):
            settle(uow, each, JobState.PUT_AWAY)
            continue
        again: Row = {"content": None, "bytes_sha": None, "tries": 0}
        uow.update(print_job, again | _state(uow, state, Trouble.NONE), id=each.job_id)


def _printer(uow: UnitOfWork) -> tuple[str, int]:
    row = uow.once("printer", ("printer",), lambda: uow.first(_KIND))
    return (str(row[0]), int(row[1])) if row else (ON_SCREEN, 0)


def _paper_or_screen(on_paper: bool) -> str:
    return RECEIPT_PRINTER if on_paper else ON_SCREEN


def _add(
    uow: UnitOfWork, doc_kind: str, doc_id: str, copy_no: int, *, printer: str, why: str = ""
) -> str:
    job_id, now = uow.new_id(), instant_text(uow.now)
    uow.put(
        print_job,
        {
            "id": job_id,
            "doc_kind": doc_kind,
            "doc_id": doc_id,
            "copy_no": copy_no,
            "printer": printer,
            "state": JobState.SHOWN if printer == ON_SCREEN else JobState.QUEUED,
            "error": Trouble.NONE,
            "bytes_sha": None,
            "made_by": uow.actor.user_id,
            "at": now,
            "why": why,
            "title": "",
            "content": None,
            "tries": 0,
            "since": now,
        },
    )
    return job_id


def _state(uow: UnitOfWork, state: JobState, trouble: Trouble) -> Row:
    return {"state": state.value, "error": trouble.value, "since": instant_text(uow.now)}


def read_job(row: tuple[str, ...]) -> Job:
    """A row of COLUMNS as a job."""
    found: dict[str, object] = dict(zip((c.name for c in COLUMNS), row, strict=True))
    content = found["content"]
    return Job(
        job_id=str(found["id"]),
        doc_kind=str(found["doc_kind"]),
        doc_id=str(found["doc_id"]),
        copy_no=int(str(found["copy_no"])),
        printer=str(found["printer"]),
        state=JobState(str(found["state"])),
        trouble=Trouble(str(found["error"])),
        made_by=str(found["made_by"]),
        at=instant_from(str(found["at"])),
        why=str(found["why"]),
        title=str(found["title"]),
        content=content if isinstance(content, bytes) else None,
        tries=int(str(found["tries"])),
        since=instant_from(str(found["since"])),
    )
