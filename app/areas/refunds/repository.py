"""Stores refunds, their steps and papers, and keeps where each stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.areas.ledger.values import Reason
from app.areas.payments.schema import payment_refunded
from app.areas.refunds import schema
from app.areas.refunds.card_values import CardRefundBegun, CardRefundState
from app.areas.refunds.records import stored_refund
from app.areas.refunds.rules import StoredPart, StoredRefund
from app.areas.refunds.shown_values import RefundReceipt
from app.areas.refunds.values import Need, RefundMethod, RefundStatus, RequestRefund, StepName
from app.kernel.clock import instant_text
from app.kernel.codec import to_plain
from app.kernel.ids import AccountId, GatewayId, InvoiceId, RefundId, ShiftId
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.numbering import Number
from app.storage.search import index_key
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewRefund:
    """A refund as it is asked for, checked and decided."""

    command: RequestRefund
    number: Number
    method: RefundMethod
    reason: Reason
    parts: tuple[StoredPart, ...]
    detected_on: date
    due_on: date
    needs: tuple[Need, ...]
    approvals: int
    approval_over: int
    invoice_ids: tuple[InvoiceId, ...]
    gateway_id: GatewayId | None
    charge_ref: str
    shift_id: ShiftId | None


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step; `told` are further columns by name."""

    step: StepName
    method: RefundMethod
    amount: Money
    told: Row = field(default_factory=dict)


_EMPTY: Row = {
    "approval_id": None,
    "shift_id": None,
    "movement_id": None,
    "rounding_minor": None,
    "gl_code": "",
    "bank_account_id": None,
    "bank": "",
    "check_number": "",
    "reference": "",
    "happened_on": None,
    "gateway_id": None,
    "reader_id": None,
    "charge_ref": "",
    "gateway_ref": "",
    "gateway_key": "",
    "code": "",
    "request_ref": "",
    "swept": 0,
    "reason_id": None,
    "reason": "",
    "note": "",
    "told_how": "",
    "reverses_id": None,
}


def add_refund(uow: UnitOfWork, new: NewRefund, day: date) -> None:
    """The refund and its parts as facts, findable by its number."""
    command = new.command
    uow.insert(
        schema.refund,
        {
            **uow.made(day),
            "id": command.id,
            "number": new.number.text,
            "number_series": new.number.series,
            "number_value": new.number.value,
            "account_id": command.account_id,
            "payment_id": command.payment_id,
            "amount_minor": command.amount.minor,
            "currency": command.amount.currency,
            "method": new.method,
            "reason_id": new.reason.reason_id,
            "reason": new.reason.words,
            "description": command.description,
            "detected_on": new.detected_on.isoformat(),
            "due_on": new.due_on.isoformat(),
            "owed_again": int(command.owed_again),
            "invoice_ids": json.dumps(new.invoice_ids),
            "approvals_needed": new.approvals,
            "needs": " ".join(new.needs),
            "approval_over_minor": new.approval_over,
            "payee_name": command.payee_name,
            "payee_address": command.payee_address,
            "gateway_id": new.gateway_id,
            "charge_ref": new.charge_ref,
            "shift_id": new.shift_id,
        },
    )
    for part_no, part in enumerate(new.parts, 1):
        uow.insert(
            schema.refund_part,
            {
                "id": uow.new_id(),
                "refund_id": command.id,
                "part_no": part_no,
                "payment_id": part.payment_id,
                "tender_id": part.tender_id,
                "tender_method": part.method,
                "tender_kind": part.kind,
                "amount_minor": part.amount.minor,
                "currency": part.amount.currency,
            },
        )
    index_key(uow, new.number.text, "refund", command.id, command.account_id)


def add_step(uow: UnitOfWork, refund_id: RefundId, step_id: str, new: NewStep, day: date) -> None:
    """The step as a fact."""
    row: Row = {
        **uow.made(day),
        **_EMPTY,
        "id": step_id,
        "refund_id": refund_id,
        "step": new.step,
        "method": new.method,
        "amount_minor": new.amount.minor,
        "currency": new.amount.currency,
    }
    uow.insert(schema.refund_step, row | new.told)


def keep_state(uow: UnitOfWork, refund_id: RefundId) -> StoredRefund:
    """Where a refund stands by its steps now, for the worklist and for its payments."""
    refund = stored_refund(uow, refund_id)
    paid = refund.paid
    refs = [one.gateway_ref for one in refund.steps if one.gateway_ref]
    told: Row = {
        "refund_id": refund_id,
        "account_id": refund.account_id,
        "payment_id": refund.payment_id,
        "number": refund.number,
        "status": refund.status,
        "method": paid.method if paid else refund.method,
        "amount_minor": refund.amount.minor,
        "currency": refund.amount.currency,
        "approvals": len(refund.approvals),
        "approvals_needed": refund.approvals_needed,
        "booked": int(refund.booked is not None),
        "told": int(refund.last(StepName.TOLD) is not None),
        "gateway_ref": refs[-1] if refs else "",
        "due_on": refund.due_on.isoformat(),
        "business_date": refund.business_date.isoformat(),
        "station_id": refund.station_id,
        "requested_by": refund.requested_by,
        "at": instant_text(refund.at),
        "changed_at": instant_text(refund.steps[-1].at if refund.steps else refund.at),
    }
    uow.derive(schema.refund_state, told)
    for part in refund.parts:
        key: dict[str, Any] = {
            "refund_id": refund_id,
            "payment_id": part.payment_id,
            "tender_id": part.tender_id,
        }
        if refund.status is RefundStatus.CANCELLED:
            uow.drop(payment_refunded, **key)
        else:
            uow.derive(
                payment_refunded,
                {
                    **key,
                    "number": refund.number,
                    "status": refund.status,
                    "amount_minor": part.amount.minor,
                    "currency": part.amount.currency,
                },
            )
    return refund


def add_forgiven(
    uow: UnitOfWork,
    refund: StoredRefund,
    step_id: str,
    account_id: AccountId,
    invoice_id: InvoiceId,
    amount: Money,
    gl_code: str,
    day: date,
) -> None:
    """What is not owed again on an invoice; a negative amount takes that back."""
    uow.insert(
        schema.refund_forgiven,
        {
            **uow.made(day),
            "id": uow.new_id(),
            "refund_id": refund.refund_id,
            "step_id": step_id,
            "account_id": account_id,
            "invoice_id": invoice_id,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "gl_code": gl_code,
        },
    )


def add_receipt(
    uow: UnitOfWork,
    refund: StoredRefund,
    step_id: str,
    kind: str,
    revision_no: int,
    says: RefundReceipt,
    day: date,
) -> str:
    """The paper as a fact; its id."""
    receipt_id = uow.new_id()
    uow.insert(
        schema.refund_receipt,
        {
            **uow.made(day),
            "id": receipt_id,
            "refund_id": refund.refund_id,
            "step_id": step_id,
            "number": refund.number,
            "revision_no": revision_no,
            "kind": kind,
            "account_id": refund.account_id,
            "amount_minor": refund.amount.minor,
            "currency": refund.amount.currency,
            "snapshot": canonical_json(to_plain(says)),
        },
    )
    return receipt_id


# ------------------------------------------------------------------------------ back to the card


def put_working(uow: UnitOfWork, begun: CardRefundBegun, state: CardRefundState) -> None:
    """That this window is at a card refund, with the key it asks under."""
    uow.put(
        schema.refund_working,
        {
            "refund_id": begun.refund_id,
            "state": state,
            "gateway_id": begun.gateway_id,
            "reader_id": begun.reader_id,
            "charge_ref": begun.charge_ref,
            "amount_minor": begun.amount.minor,
            "currency": begun.amount.currency,
            "key": begun.key,
            "key_at": instant_text(uow.now),
            "gateway_ref": begun.gateway_ref,
            "tries": 0,
            "next_at": None,
            "trouble": "",
            "user_id": uow.actor.user_id,
        },
    )


def note_working(
    uow: UnitOfWork,
    refund_id: RefundId,
    state: CardRefundState,
    gateway_ref: str,
    trouble: str,
    tries: int,
    next_at: datetime | None,
) -> None:
    fields: Row = {
        "state": state,
        "gateway_ref": gateway_ref,
        "trouble": trouble,
        "tries": tries,
        "next_at": None if next_at is None else instant_text(next_at),
    }
    uow.update(schema.refund_working, fields, refund_id=refund_id)


def drop_working(uow: UnitOfWork, refund_id: RefundId) -> None:
    uow.drop(schema.refund_working, refund_id=refund_id)
