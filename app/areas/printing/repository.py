"""Keeps the printers of this station, and writes which papers were counted."""

from __future__ import annotations

from datetime import date

from app.areas.printing.schema import paper_issue, printer_detail
from app.areas.printing.values import AuditMark, SaveOfficePrinter, SavePrinter
from app.kernel.paper import Trouble
from app.storage import schema
from app.storage.numbering import Number
from app.storage.print_jobs import OFFICE_PRINTER, RECEIPT_PRINTER
from app.storage.unit_of_work import UnitOfWork


def keep_printer(uow: UnitOfWork, command: SavePrinter, name: str = RECEIPT_PRINTER) -> None:
    """The one printer of this station, or its spare one, in place of the one before."""
    uow.put(
        schema.printer,
        {
            "name": name,
            "kind": command.kind.value,
            "address": command.address,
            "columns": command.columns,
            "code_table": command.code_table,
            "cutter": int(command.cutter),
            "drawer_pin": command.drawer_pin,
            "pulse_ms": command.pulse_ms,
            "answers": command.answers.value,
            "condition": Trouble.NONE.value,
        },
    )
    uow.put(
        printer_detail,
        {
            "name": name,
            "host": command.host,
            "profile": command.profile,
            "dots": command.dots,
            "font": command.font.value,
            "table_number": command.table_number,
            "sensor": command.sensor.value,
            "ack": command.ack.value,
            "real_time_kick": int(command.real_time_kick),
            "baud": command.baud,
            "parity": command.parity.value,
            "flow": command.flow.value,
        },
    )


def drop_printer(uow: UnitOfWork, name: str) -> None:
    """There is no such printer any more."""
    uow.drop(schema.printer, name=name)
    uow.drop(printer_detail, name=name)


def add_issue(
    uow: UnitOfWork, day: date, number: Number, mark: AuditMark, doc_kind: str, doc_id: str
) -> None:
    """A paper with its audit number, and where the log stood before it."""
    uow.insert(
        paper_issue,
        {
            "id": uow.new_id(),
            **uow.made(day),
            "number": number.text,
            "number_series": number.series,
            "number_value": number.value,
            "doc_kind": doc_kind,
            "doc_id": doc_id,
            "how": mark.how.value,
            "copy_no": mark.copy_no,
            "head_seq": mark.head_seq,
            "head_hash": mark.head_hash,
        },
    )


def keep_office_printer(uow: UnitOfWork, command: SaveOfficePrinter) -> None:
    """The one office printer of this station, in place of the one before."""
    uow.put(
        schema.office_printer,
        {
            "name": OFFICE_PRINTER,
            "kind": command.kind.value,
            "host": command.host,
            "queue": command.queue,
            "condition": Trouble.NONE.value,
            "said": "",
        },
    )
