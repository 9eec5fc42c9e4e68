"""Which printer this station has, what waits for it, and which papers were counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.areas.printing.schema import paper_issue, printer_detail
from app.areas.printing.values import (
    Ack,
    Answers,
    AuditMark,
    Flow,
    Font,
    OfficeKind,
    OfficePrinter,
    PaperHow,
    PaperJob,
    Parity,
    Printer,
    PrinterKind,
    PrintQueue,
    Sensor,
)
from app.areas.security import queries as security
from app.kernel.clock import instant_from
from app.kernel.ids import UserId
from app.kernel.paper import JobState, Trouble
from app.storage import schema
from app.storage.print_jobs import (
    DRAWER_KICK,
    LISTED,
    OFFICE_PRINTER,
    RECEIPT_PRINTER,
    SPARE_PRINTER,
)
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_p, _j = schema.printer.c, schema.print_job.c
_o, _f = schema.office_printer.c, schema.office_job.c
_OFFICE = Read(
    select(_o.kind, _o.queue, _o.host, _o.condition, _o.said).where(_o.name == OFFICE_PRINTER)
)
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
    ).where(_p.name == bindparam("name"))
)
_d = printer_detail.c
_DETAIL = Read(
    select(
        _d.host,
        _d.profile,
        _d.dots,
        _d.font,
        _d.table_number,
        _d.sensor,
        _d.ack,
        _d.real_time_kick,
        _d.baud,
        _d.parity,
        _d.flow,
    ).where(_d.name == bindparam("name"))
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
        _j.printer,
        func.coalesce(_f.queue, ""),
        func.coalesce(_f.said, ""),
    )
    .outerjoin(schema.office_job, _f.id == _j.id)
    .where(or_(*(_j.state == state.value for state in LISTED)))
    .order_by(_j.at, _j.id)
    .limit(200)
)
_i = counted(paper_issue).c
_MARKS = Read(
    select(
        _i.number,
        _i.copy_no,
        _i.head_seq,
        _i.head_hash,
        _i.how,
        _i.at,
        _i.made_by,
    )
    .where(_i.doc_id == bindparam("doc_id"), _i.doc_kind == bindparam("doc_kind"))
    .order_by(_i.at, _i.number_value, _i.id)
)


def printer(reader: Reader, name: str = RECEIPT_PRINTER) -> Printer:
    """This station's printer, or its spare one; the screen where none was ever set."""
    row = reader.first(_PRINTER, name=name)
    if row is None:
        return Printer()
    kind, address, columns, code_table, cutter, pin, pulse, answers, condition = row
    plain = Printer(
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
    detail = reader.first(_DETAIL, name=name)
    return plain if detail is None else _in_detail(plain, detail)


def _in_detail(plain: Printer, row: tuple[Any, ...]) -> Printer:
    """The printer with what is known of its make; one of before that was kept has none."""
    host, profile, dots, font, table, sensor, ack, kick_now, baud, parity, flow = row
    return replace(
        plain,
        host=host,
        profile=profile,
        dots=dots,
        font=Font(font),
        table_number=table,
        sensor=Sensor(sensor),
        ack=Ack(ack),
        real_time_kick=bool(kick_now),
        baud=baud,
        parity=Parity(parity),
        flow=Flow(flow),
    )


def spare_printer(reader: Reader) -> Printer | None:
    """The other receipt printer that papers can be sent to by hand, or None."""
    found = printer(reader, SPARE_PRINTER)
    return None if found.kind is PrinterKind.SCREEN else found


def office_printer(reader: Reader) -> OfficePrinter:
    """Where this station prints slips, letters and reports; none where none was ever set."""
    row = reader.first(_OFFICE)
    if row is None:
        return OfficePrinter()
    kind, queue, host, condition, said = row
    return OfficePrinter(OfficeKind(kind), queue, host, Trouble(condition), said)


def print_queue(reader: Reader) -> PrintQueue:
    """The printers and every paper that is not done; oldest first.

    A drawer that did not open is no paper: it is listed only while it may still open.
    """
    jobs = tuple(
        _listed(reader, row)
        for row in reader.fetch(_JOBS)
        if (row[1], row[5]) != (DRAWER_KICK, JobState.PARKED)
    )
    return PrintQueue(printer(reader), jobs, office_printer(reader), spare_printer(reader))


def _listed(reader: Reader, row: tuple[Any, ...]) -> PaperJob:
    job_id, kind, doc_id, copy_no, title, state, error, at, since, by, where, queue, said = row
    return PaperJob(
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
        where == OFFICE_PRINTER,
        queue,
        said,
        where == SPARE_PRINTER,
    )


def paper_marks(reader: Reader, doc_kind: str, doc_id: str) -> tuple[AuditMark, ...]:
    """The audit numbers a document's papers were given, oldest first."""
    return tuple(
        AuditMark(
            number,
            copy_no,
            head_seq,
            head_hash,
            PaperHow(how),
            instant_from(at),
            security.user_name(reader, UserId(by)),
        )
        for number, copy_no, head_seq, head_hash, how, at, by in reader.fetch(
            _MARKS, doc_kind=doc_kind, doc_id=doc_id
        )
    )


def mark_of(reader: Reader, doc_kind: str, doc_id: str, copy_no: int) -> AuditMark | None:
    """The mark of one paper of a document; None of papers from before papers were counted."""
    marks = paper_marks(reader, doc_kind, doc_id)
    return next((mark for mark in marks if mark.copy_no == copy_no), None)
