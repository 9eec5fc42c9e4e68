"""The list of ways a practice takes money, which it keeps itself."""

from __future__ import annotations

import re
from dataclasses import replace

from app.areas.ledger.values import GL
from app.areas.payments import queries, records, tender_errors
from app.areas.payments.tender_values import SaveTenderType
from app.areas.payments.values import TenderKind
from app.kernel.actor import Permission
from app.kernel.text import clean, clean_required
from app.storage.unit_of_work import UnitOfWork

_METHOD = re.compile(r"[a-z][a-z0-9_]{0,29}")
POSITION_AT_MOST = 99


def save_tender_type(uow: UnitOfWork, command: SaveTenderType) -> str:
    """Add a way of taking money, or change one; the method it is called by in the books."""
    uow.actor.require(Permission.MAINTAIN_LISTS)
    if not _METHOD.fullmatch(command.method):
        raise tender_errors.method_malformed()
    wanted = replace(
        command,
        name=clean_required(command.name, "name", most=40),
        refunded_by=clean(command.refunded_by, "refunded_by", most=30),
    )
    known = records.tender_type(uow, wanted.method)
    if known is not None and known.kind is not wanted.kind:
        raise tender_errors.kind_fixed(known.name)
    _check_fields(wanted)
    _check_account(uow, wanted)
    if wanted.refunded_by and records.tender_type(uow, wanted.refunded_by) is None:
        raise tender_errors.refunded_by_unknown(wanted.refunded_by)
    if known is None:
        records.add_tender_type(uow, wanted)
    else:
        records.change_tender_type(uow, wanted)
    return wanted.method


def _check_fields(wanted: SaveTenderType) -> None:
    if len(set(wanted.required)) < len(wanted.required):
        raise tender_errors.field_twice()
    if wanted.kind is TenderKind.CASH and wanted.required:
        raise tender_errors.cash_asks_for_nothing()
    if not 1 <= wanted.position <= POSITION_AT_MOST:
        raise tender_errors.position_out_of_range(POSITION_AT_MOST)


def _check_account(uow: UnitOfWork, wanted: SaveTenderType) -> None:
    """Cash lies in the drawers; everything else on an asset account that nothing else fills."""
    if wanted.kind is TenderKind.CASH:
        if wanted.gl_code != GL.CASH_IN_DRAWERS:
            raise tender_errors.cash_lies_in_drawers(GL.CASH_IN_DRAWERS)
        return
    if wanted.gl_code not in {row.code for row in queries.accounts_for_tenders(uow)}:
        raise tender_errors.not_for_tenders(wanted.gl_code)


def seed_tenders(uow: UnitOfWork, _nothing: None) -> None:
    """The kinds of tender, at set-up."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    records.add_tender_types(uow)
