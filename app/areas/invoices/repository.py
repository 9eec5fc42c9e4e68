"""Stores issued invoices and their lines, drafts, and cancellations."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.invoices import records, schema
from app.areas.invoices.rules import PricedLine, Totals
from app.areas.invoices.values import (
    BillTo,
    CancelInvoice,
    DraftLine,
    InvoiceType,
    InvoiceView,
    IssueInvoice,
    SaveDraft,
)
from app.kernel.codec import from_plain, to_plain
from app.kernel.ids import AccountId
from app.storage.canonical import canonical_json
from app.storage.numbering import Number
from app.storage.search import index_key
from app.storage.statements import Read, Reader
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

OPEN, ISSUED, DISCARDED = "open", "issued", "discarded"
"""The states of a draft."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the service decided about an invoice besides its lines."""

    number: Number
    patient_id: str
    payer_id: str
    business_date: date
    invoice_date: date
    due_date: date
    bill_to: BillTo
    generated_by: str


_d, _i = schema.invoice_draft.c, counted(schema.invoice).c
_h = schema.invoice_hold.c
_HELD = Read(select(_h.attempt_id, _h.station_id, _h.at).where(_h.invoice_id == bindparam("one")))
_DRAFT = Read(
    select(
        _d.account_id,
        _d.invoice_type,
        _d.currency,
        _d.due_date,
        _d.notes,
        _d.lines,
        _d.state,
    ).where(_d.id == bindparam("id"))
)
_NUMBER = Read(select(records.number_of(_i)).where(_i.id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is stored."""

    account_id: AccountId
    invoice_type: InvoiceType
    currency: str
    due_date: date | None
    notes: str
    lines: tuple[DraftLine, ...]
    state: str


def draft(reader: Reader, draft_id: str) -> Draft | None:
    row = reader.first(_DRAFT, id=draft_id)
    if row is None:
        return None
    account_id, kind, currency, due, notes, lines, state = row
    return Draft(
        AccountId(account_id),
        InvoiceType(kind),
        currency,
        date.fromisoformat(due) if due else None,
        notes,
        lines_from(lines),
        state,
    )


def lines_from(text: str) -> tuple[DraftLine, ...]:
    """A draft's lines out of their stored text."""
    lines: tuple[DraftLine, ...] = from_plain(tuple[DraftLine, ...], json.loads(text))
    return lines


def invoice_number(reader: Reader, invoice_id: str) -> str | None:
    """How the number of an issued invoice is shown; None for what is none."""
    row = reader.first(_NUMBER, id=invoice_id)
    return None if row is None else records.shown(row[0])


def keep_draft(uow: UnitOfWork, command: SaveDraft, currency: str, day: date, *, new: bool) -> None:
    """`command` carries its lines as they are to be kept."""
    fields: Row = {
        "account_id": command.account_id,
        "invoice_type": command.invoice_type,
        "currency": currency,
        "due_date": command.due_date.isoformat() if command.due_date else None,
        "notes": command.notes,
        "lines": canonical_json(to_plain(command.lines)),
        "state": OPEN,
        "saved_by": uow.actor.user_id,
        "saved_on": day.isoformat(),
    }
    if new:
        uow.create(schema.invoice_draft, {"id": command.draft_id, **fields})
    else:
        if uow.seen is not None:
            uow.seen = replace(uow.seen, unasked=frozenset({"saved_by", "saved_on"}))
        uow.change(schema.invoice_draft, command.draft_id, fields)


def end_draft(uow: UnitOfWork, draft_id: str, state: str) -> None:
    uow.change(schema.invoice_draft, draft_id, {"state": state})


def add_cancellation(
    uow: UnitOfWork, command: CancelInvoice, view: InvoiceView, reason: str, day: date
) -> None:
    uow.insert(
        schema.invoice_cancellation,
        {
            **uow.made(day),
            "id": command.id,
            "invoice_id": command.invoice_id,
            "account_id": view.account_id,
            "amount_minor": view.total.minor,
            "currency": view.total.currency,
            "reason_id": command.reason_id,
            "reason": reason,
            "notes": command.note,
        },
    )


def add_invoice(
    uow: UnitOfWork,
    command: IssueInvoice,
    heading: Heading,
    lines: tuple[PricedLine, ...],
    totals: Totals,
) -> None:
    """The invoice and its lines as facts, findable by number."""
    dates = sorted(line.line.service_date for line in lines if line.line.service_date)
    encounters = dict.fromkeys(line.line.encounter_id for line in lines if line.line.encounter_id)
    uow.insert(
        schema.invoice,
        {
            **uow.made(heading.business_date),
            "id": command.id,
            "number": heading.number.text,
            "number_series": heading.number.series,
            "number_value": heading.number.value,
            "invoice_type": command.invoice_type,
            "account_id": command.account_id,
            "patient_id": heading.patient_id,
            "payer_id": heading.payer_id,
            "currency": totals.total.currency,
            "invoice_date": heading.invoice_date.isoformat(),
            "due_date": heading.due_date.isoformat(),
            "service_from": dates[0].isoformat() if dates else None,
            "service_to": dates[-1].isoformat() if dates else None,
            "encounter_ids": " ".join(encounters),
            "subtotal_minor": totals.subtotal.minor,
            "discount_minor": totals.discount.minor,
            "adjustment_minor": 0,
            "tax_minor": totals.tax.minor,
            "total_minor": totals.total.minor,
            "bill_to_name": heading.bill_to.name,
            "bill_to_address": heading.bill_to.address,
            "bill_to_phone": heading.bill_to.phone,
            "bill_to_email": heading.bill_to.email,
            "terms": command.terms,
            "payment_instructions": command.payment_instructions,
            "notes": command.notes,
            "footer": command.footer,
            "template": "patient",
            "generated_by": heading.generated_by,
            "reference": command.reference,
        },
    )
    for line_no, line in enumerate(lines, 1):
        _add_line(uow, command, heading.number.text, line_no, line)
    if heading.number.text:
        index_key(uow, heading.number.text, "invoice", command.id, command.account_id)
    else:
        records.await_number(uow, command.id, heading.business_date)
    if command.reference:
        index_key(uow, command.reference, "invoice", command.id, command.account_id)


def _add_line(
    uow: UnitOfWork, command: IssueInvoice, number: str, line_no: int, priced: PricedLine
) -> None:
    line = priced.line
    uow.insert(
        schema.invoice_line,
        {
            "id": uow.new_id(),
            "invoice_id": command.id,
            "line_no": line_no,
            "line_number": f"{number}.{line_no}" if number else str(line_no),
            "service_date": line.service_date.isoformat() if line.service_date else None,
            "encounter_id": line.encounter_id,
            "code": line.code,
            "modifiers": line.modifiers,
            "diagnosis_codes": line.diagnosis_codes,
            "description": line.description,
            "quantity_e4": line.quantity_e4,
            "unit_price_minor": line.unit_price.minor,
            "discount_percent_e4": line.discount_percent_e4,
            "discount_minor": priced.discount.minor,
            "discount_reason": line.discount_reason,
            "tax_class": line.tax_class,
            "tax_minor": priced.tax.minor,
            "total_minor": priced.total.minor,
            "currency": priced.total.currency,
            "revenue_gl": priced.revenue_gl,
            "charge_id": line.charge_id,
            "claim_line_id": line.claim_line_id,
            "authorization_id": line.authorization_id,
            "stock_item_id": line.stock_item_id,
            "practitioner_id": line.practitioner_id,
            "cost_center_id": line.cost_center_id,
        },
    )


def held(reader: Reader, bill: str) -> Any:
    """(attempt, station, since) of who may be charging a card just now for this invoice, or for the
    form of this id; None for nobody.
    """
    return reader.first(_HELD, one=bill)
