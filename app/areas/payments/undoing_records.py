"""A payment as it stands, read whole with what replaced what; and what undoing it writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.ledger.values import Reason
from app.areas.payments import errors, schema
from app.areas.payments import receipt as receipts
from app.areas.payments.refunded_records import refunded, refunds_on
from app.areas.payments.repository import NewAllocation, add_allocation, mark_void
from app.areas.payments.returned_records import holds_of, returns_of
from app.areas.payments.rules import TenderLeg
from app.areas.payments.undoing_rules import (
    StoredAllocation,
    StoredPayment,
    StoredReceipt,
    StoredTender,
)
from app.areas.payments.undoing_values import RevisionKind, Undone
from app.areas.payments.values import Purpose, Receipt, TenderKind
from app.areas.security import queries as security
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, ReceiptId, ShiftId, TenderId
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_payment, _tender, _allocation = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
)
_receipt, _void, _revision = (
    counted(schema.receipt),
    counted(schema.payment_void),
    counted(schema.receipt_revision),
)
_p, _t, _a, _r, _v, _n = (
    _payment.c,
    _tender.c,
    _allocation.c,
    _receipt.c,
    _void.c,
    _revision.c,
)
_later, _back = _tender.alias("later"), _allocation.alias("back")
_there: Any = literal_column("1")
_PAYMENT = Read(
    select(
        _p.number,
        _p.account_id,
        _p.amount_minor,
        _p.currency,
        _p.at,
        _p.business_date,
        _p.station_id,
        _p.shift_id,
        _p.received_by,
    ).where(_p.id == bindparam("id"))
)
_TENDERS = Read(
    select(
        _t.id,
        _t.leg_no,
        _t.corrects_id,
        ~select(_there)
        .where(_later.c.payment_id == _t.payment_id, _later.c.corrects_id == _t.id)
        .exists(),
        _t.method,
        schema.tender_type.c.name,
        _t.kind,
        _t.gl_code,
        _t.currency,
        _t.amount_minor,
        _t.given_minor,
        _t.change_minor,
        _t.rounding_minor,
        _t.reference,
        _t.bank,
        _t.check_number,
        _t.card_last4,
        _t.card_brand,
        _t.wallet,
        schema.tender_type.c.opens_drawer,
        _t.gateway,
        _t.gateway_transaction_id,
    )
    .select_from(_tender)
    .outerjoin(schema.tender_type, schema.tender_type.c.method == _t.method)
    .where(_t.payment_id == bindparam("id"))
    .order_by(_t.leg_no, _t.at, _t.id)
)
_ALLOCATIONS = Read(
    select(
        _a.id,
        _a.invoice_id,
        _a.account_id,
        _a.currency,
        _a.amount_minor,
        _a.purpose,
        ~select(_there)
        .where(_back.c.payment_id == _a.payment_id, _back.c.reverses_id == _a.id)
        .exists(),
    )
    .where(_a.payment_id == bindparam("id"), _a.reverses_id.is_(None))
    .order_by(_a.at, _a.id)
)
_newest = (
    select(_n.snapshot)
    .where(_n.receipt_id == _r.id)
    .order_by(_n.revision_no.desc(), _n.id.desc())
    .limit(1)
    .scalar_subquery()
)
_revisions = (
    select(func.coalesce(func.max(_n.revision_no), 0))
    .where(_n.receipt_id == _r.id)
    .scalar_subquery()
)
_RECEIPTS = Read(
    select(_r.id, _r.number, _r.account_id, func.coalesce(_newest, _r.snapshot), _revisions)
    .where(_r.payment_id == bindparam("id"))
    .order_by(_r.number_value, _r.id)
)
_HISTORY = Read(
    select(_n.kind, _n.reason, _n.note, _n.made_by, _n.at)
    .where(_n.payment_id == bindparam("id"))
    .group_by(_n.action_id)
    .order_by(_n.at, _n.id)
)
_TENDER = Read(select(_t.id).where(_t.id == bindparam("id")))
_VOID = Read(select(_v.made_by, _v.at).where(_v.payment_id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Revision:
    """What a receipt says from now on, and the action that made it say so."""

    receipt: StoredReceipt
    kind: RevisionKind
    action_id: CommandId
    says: Receipt


def stored_payment(reader: Reader, payment_id: PaymentId) -> StoredPayment:
    """A payment whole; a UserError when there is none."""
    row = reader.first(_PAYMENT, id=payment_id)
    if row is None:
        raise errors.no_such_payment()
    number, account_id, minor, currency, at, day, station_id, shift_id, received_by = row
    void = reader.first(_VOID, id=payment_id)
    returns, holds = returns_of(reader, payment_id), holds_of(reader, payment_id)
    tenders = (_tender_of(found) for found in reader.fetch(_TENDERS, id=payment_id))
    return StoredPayment(
        payment_id=payment_id,
        number=number,
        account_id=AccountId(account_id),
        amount=Money(minor, currency),
        at=instant_from(at),
        business_date=date.fromisoformat(day),
        station_id=station_id,
        shift_id=None if shift_id is None else ShiftId(shift_id),
        received_by=received_by,
        tenders=tuple(
            replace(one, returned=returns.get(one.tender_id), held=holds.get(one.tender_id, ""))
            for one in tenders
        ),
        allocations=tuple(_allocation_of(x) for x in reader.fetch(_ALLOCATIONS, id=payment_id)),
        receipts=tuple(_receipt_of(found) for found in reader.fetch(_RECEIPTS, id=payment_id)),
        voided=None if void is None else (void[0], instant_from(void[1])),
        refunded=refunded(reader, payment_id, currency),
        refunds=refunds_on(reader, payment_id),
    )


def _tender_of(row: tuple[Any, ...]) -> StoredTender:
    tender_id, leg_no, corrects_id, live, method, name, kind, gl_code, currency = row[:9]
    amount, given, change, rounding, reference, bank, check_number = row[9:16]
    last4, brand, wallet, opens, gateway, charge_ref = row[16:]

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    leg = TenderLeg(
        method,
        name or method.replace("_", " "),
        TenderKind(kind),
        gl_code,
        Money(amount, currency),
        money(given),
        money(change),
        money(rounding),
        reference,
        bank,
        check_number,
        last4,
        brand,
        wallet,
        bool(opens),
    )
    return StoredTender(
        tender_id=TenderId(tender_id),
        leg_no=leg_no,
        leg=leg,
        corrects_id=None if corrects_id is None else TenderId(corrects_id),
        live=bool(live),
        gateway=gateway,
        charge_ref=charge_ref,
    )


def _allocation_of(row: tuple[Any, ...]) -> StoredAllocation:
    allocation_id, invoice_id, account_id, currency, minor, purpose, live = row
    return StoredAllocation(
        allocation_id=allocation_id,
        invoice_id=InvoiceId(invoice_id),
        account_id=AccountId(account_id),
        amount=Money(minor, currency),
        purpose=Purpose(purpose),
        live=bool(live),
    )


def _receipt_of(row: tuple[Any, ...]) -> StoredReceipt:
    receipt_id, number, account_id, snapshot, revision_no = row
    return StoredReceipt(
        receipt_id=ReceiptId(receipt_id),
        number=number,
        account_id=AccountId(account_id),
        says=receipts.read(json.loads(snapshot)),
        revision_no=revision_no,
    )


def is_tender(reader: Reader, some_id: str) -> bool:
    """Whether a tender has this id already."""
    return reader.first(_TENDER, id=some_id) is not None


def history(reader: Reader, payment_id: PaymentId) -> tuple[Undone, ...]:
    """What was done to a payment after it was taken, oldest first."""
    return tuple(
        Undone(RevisionKind(kind), reason, note, security.user_name(reader, by), instant_from(at))
        for kind, reason, note, by, at in reader.fetch(_HISTORY, id=payment_id)
    )


# ------------------------------------------------------------------------------ what undoing writes


def add_void(
    uow: UnitOfWork,
    void_id: str,
    payment: StoredPayment,
    reason: Reason,
    note: str,
    approval_id: str | None,
) -> None:
    """The void as a fact, and where the payment stands from now on."""
    uow.insert(
        schema.payment_void,
        {
            **uow.made(payment.business_date),
            "id": void_id,
            "payment_id": payment.payment_id,
            "shift_id": payment.shift_id,
            "amount_minor": payment.amount.minor,
            "cash_minor": payment.cash.minor,
            "currency": payment.amount.currency,
            "reason_id": reason.reason_id,
            "reason": reason.words,
            "note": note,
            "approval_id": approval_id,
        },
    )
    mark_void(uow, payment.payment_id)


def take_back(
    uow: UnitOfWork,
    payment: StoredPayment,
    allocation: StoredAllocation,
    action_id: CommandId,
    day: date,
) -> None:
    """The opposite of an allocation, which is taken back whole."""
    opposite = NewAllocation(
        payment.payment_id,
        payment.account_id,
        allocation.invoice_id,
        allocation.account_id,
        -allocation.amount,
        allocation.purpose,
        action_id,
        allocation.allocation_id,
    )
    add_allocation(uow, opposite, day)


def add_revision(
    uow: UnitOfWork,
    payment: StoredPayment,
    new: Revision,
    reason: Reason,
    note: str,
    day: date,
) -> str:
    """A receipt made again; the id of the revision."""
    revision_id = uow.new_id()
    uow.insert(
        schema.receipt_revision,
        {
            **uow.made(day),
            "id": revision_id,
            "receipt_id": new.receipt.receipt_id,
            "payment_id": payment.payment_id,
            "action_id": new.action_id,
            "kind": new.kind,
            "revision_no": new.receipt.revision_no + 1,
            "reason_id": reason.reason_id,
            "reason": reason.words,
            "note": note,
            "snapshot": canonical_json(receipts.stored(new.says)),
        },
    )
    return revision_id
