"""Which printer this station has, and what waits for it."""

from __future__ import annotations

from sqlalchemy import or_, select

from app.areas.printing.values import Answers, PaperJob, Printer, PrinterKind, PrintQueue
from app.areas.security import queries as security
from app.kernel.clock import instant_from
from app.kernel.ids import UserId
from app.kernel.paper import JobState, Trouble
from app.storage import schema
from app.storage.print_jobs import DRAWER_KICK, LISTED, RECEIPT_PRINTER
from app.storage.statements import Read, Reader

_p, _j = schema.printer.c, schema.print_job.c
_PRINTER = Read(
    select(
        _p.kind,
        _p.address,
        _p.columns,
        _p.code_table,
        _p.cutter,
        _p.drawer_pin,
        _p.pulse_ms,
        _p.answers,
        _p.condition,
    ).where(_p.name == RECEIPT_PRINTER)
)
_JOBS = Read(
    select(
        _j.id,
        _j.doc_kind,
        _j.doc_id,
        _j.copy_no,
        _j.title,
        _j.state,
        _j.error,
        _j.at,
        _j.since,
        _j.made_by,
    )
    .where(or_(*(_j.state == state.value for state in LISTED)))
    .order_by(_j.at, _j.id)
    .limit(200)
)


def printer(reader: Reader) -> Printer:
    """This station's printer; the screen where none was ever set."""
    row = reader.first(_PRINTER)
    if row is None:
        return Printer()
    kind, address, columns, code_table, cutter, pin, pulse, answers, condition = row
    return Printer(
        kind=PrinterKind(kind),
        address=address,
        columns=columns,
        code_table=code_table,
        cutter=bool(cutter),
        drawer_pin=pin,
        pulse_ms=pulse,
        answers=Answers(answers),
        condition=Trouble(condition),
    )


def print_queue(reader: Reader) -> PrintQueue:
    """The printer and every paper that is not done; oldest first.

    A drawer that did not open is no paper: it is listed only while it may still open.
    """
    jobs = []
    for job_id, kind, doc_id, copy_no, title, state, error, at, since, by in reader.fetch(_JOBS):
        if kind == DRAWER_KICK and state == JobState.PARKED:
            continue
        jobs.append(
            PaperJob(
                job_id,
                kind,
                doc_id,
                copy_no,
                title,
                JobState(state),
                Trouble(error),
                instant_from(at),
                instant_from(since),
                security.user_name(reader, UserId(by)),
            )
        )
    return PrintQueue(printer(reader), tuple(jobs))
