"""The paper that says money went back: a stored snapshot that paper, PDF and screen show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from app.areas.ledger import queries as ledger
from app.areas.parties import queries as parties
from app.areas.payments import undoing_records as payments
from app.areas.payments.receipt import patient_line, somebody_else
from app.areas.refunds import records, repository, rules
from app.areas.refunds.rules import StoredRefund, StoredStep
from app.areas.refunds.shown_values import RefundReceipt
from app.areas.refunds.values import RefundMethod, StepName
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.codec import from_plain
from app.kernel.translate import t
from app.storage.print_jobs import queue_document
from app.storage.unit_of_work import UnitOfWork

DOCUMENT = "refund_receipt"
FAILED = "FAILED"


def make(uow: UnitOfWork, refund: StoredRefund, paid: StoredStep, day: date) -> str:
    """The paper of a refund that was given back, queued; its id."""
    here = settings.practice(uow)
    header = parties.account_header(uow, refund.account_id)
    balance = ledger.account_balance(uow, refund.account_id, refund.amount.currency)
    how = settings.setting(uow, "receipts.patient_name")
    numbers = dict.fromkeys(
        payments.stored_payment(uow, part.payment_id).number for part in refund.parts
    )
    says = RefundReceipt(
        number=refund.number,
        at=uow.now,
        time_zone=here.time_zone,
        locale=here.locale,
        business_date=day,
        practice=here.organization_name,
        address=here.site_address,
        phone=here.site_phone,
        patient=patient_line(header.name, how),
        account_number=header.account_number,
        amount=refund.amount,
        method=paid.method,
        words=rules.method_words(paid.method),
        detail=detail(uow, refund, paid),
        reason=refund.reason,
        of_receipts=tuple(numbers),
        rounding=paid.rounding or None,
        balance_left=balance.owed,
        credit_left=balance.credit,
        cashier=_given_by(uow, refund),
        approved_by=", ".join(security.user_name(uow, one.by) for one in refund.approvals),
        station=here.station_code,
        demo=here.demo,
        payee_name=somebody_else(refund.payee_name, header.name),
        footer=settings.setting(uow, "receipts.footer"),
        language=header.language,
    )
    revision = _next_revision(uow, refund)
    receipt_id = repository.add_receipt(uow, refund, paid.step_id, "paid", revision, says, day)
    queue_document(uow, DOCUMENT, receipt_id)
    return receipt_id


def _given_by(uow: UnitOfWork, refund: StoredRefund) -> str:
    """Who gave it: on a card whoever sent it there, though the program heard the answer."""
    sent = refund.last(StepName.PROCESSED)
    return uow.actor.name if sent is None else security.user_name(uow, sent.made_by)


def detail(uow: UnitOfWork, refund: StoredRefund, paid: StoredStep) -> str:
    """What tells it from another: the check, the transfer, the card's last four digits."""
    if paid.method is RefundMethod.CHECK:
        return t("check {number}, {bank}", number=paid.check_number, bank=paid.bank)
    if paid.method is RefundMethod.CARD_REVERSAL:
        part = refund.parts[0]
        payment = payments.stored_payment(uow, part.payment_id)
        leg = next(one.leg for one in payment.tenders if one.tender_id == part.tender_id)
        digits = f"···· {leg.card_last4}" if leg.card_last4 else ""
        return " ".join(filter(None, (leg.card_brand, digits, paid.reference)))
    return paid.reference


def mark_failed(uow: UnitOfWork, refund: StoredRefund, step_id: str, day: date) -> None:
    """The same paper with the word that the money came back; printed when somebody asks for it."""
    newest = records.newest_receipt(uow, refund.refund_id)
    if newest is None:
        return
    said = read(newest[1])
    balance = ledger.account_balance(uow, refund.account_id, refund.amount.currency)
    says = replace(
        said,
        balance_left=balance.owed,
        credit_left=balance.credit,
        mark=FAILED,
        mark_by=uow.actor.name,
        mark_at=uow.now,
    )
    repository.add_receipt(uow, refund, step_id, "failed", newest[2] + 1, says, day)


def _next_revision(uow: UnitOfWork, refund: StoredRefund) -> int:
    newest = records.newest_receipt(uow, refund.refund_id)
    return 0 if newest is None else newest[2] + 1


def read(snapshot: str) -> RefundReceipt:
    """The paper out of what is kept."""
    says: RefundReceipt = from_plain(RefundReceipt, json.loads(snapshot))
    return says
