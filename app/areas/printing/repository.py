"""Keeps the printer of this station."""

from __future__ import annotations

from app.areas.printing.values import SavePrinter
from app.kernel.paper import Trouble
from app.storage import schema
from app.storage.print_jobs import RECEIPT_PRINTER
from app.storage.unit_of_work import UnitOfWork


def keep_printer(uow: UnitOfWork, command: SavePrinter) -> None:
    """The one printer of this station, in place of the one before."""
    uow.put(
        schema.printer,
        {
            "name": RECEIPT_PRINTER,
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
