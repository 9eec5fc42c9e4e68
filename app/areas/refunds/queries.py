"""What can go back, one refund whole with what may be done about it, and how many wait."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column, select

from app.areas.parties import queries as parties
from app.areas.payments import undoing_records as payments
from app.areas.payments.undoing_rules import StoredPayment, StoredTender
from app.areas.payments.values import TenderKind
from app.areas.refunds import errors, planning, receipt, records, rules, schema
from app.areas.refunds.card_values import NOT_GIVEN_AS, CardRefundAt
from app.areas.refunds.rules import StoredPart, StoredRefund, StoredStep
from app.areas.refunds.shown_values import (
    RefundDeed,
    RefundOffer,
    RefundPartRow,
    RefundReceipt,
    RefundSource,
    RefundStepRow,
    RefundsWaiting,
    RefundVerb,
    RefundView,
)
from app.areas.refunds.values import RefundMethod, RefundStatus, StepName, ToldHow
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.settings.schema import station
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.i18n import format_date
from app.kernel.ids import AccountId, PaymentId, RefundId, UserId
from app.kernel.money import Money, total
from app.kernel.translate import later, t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_r, _w, _n = schema.refund_state.c, station.c, counted(schema.refund_receipt).c
_s = counted(schema.refund_step).c
_one: Any = literal_column("1")


def _many(*where: Any) -> Any:
    return func.coalesce(func.sum(case((and_(*where), _one), else_=literal_column("0"))), 0)


def _status(status: str) -> Any:
    return _r.status == literal_column(f"'{status}'")


_WAITING = Read(
    select(
        _many(_status("pending")),
        _many(_status("approved")),
        _many(_status("processed")),
        _many(_status("failed")),
        _many(_r.due_on < bindparam("today")),
    ).where(_r.status != "completed", _r.status != "cancelled")
)
_WINDOW = Read(select(_w.code).where(_w.id == bindparam("id")))
_PAPER = Read(select(_n.snapshot).where(_n.id == bindparam("id")))
_OF_STEP = Read(select(_s.refund_id).where(_s.id == bindparam("id")))
_OF_ACCOUNT = Read(
    select(_r.refund_id).where(_r.account_id == bindparam("account_id")).order_by(_r.at.desc())
)


# --------------------------------------------------------------------------------- what can go back


def refund_offer(
    reader: Reader, account_id: AccountId, payment_id: PaymentId | None = None
) -> RefundOffer:
    """What can go back of a payment, or of an account's credit, and which way it came. Of accounts
    of one person it is the one with the most credit.
    """
    header = parties.account_header(reader, account_id)
    how, currency = planning.policy(reader), header.currency
    if payment_id is None:
        account_id = planning.holder_of_credit(reader, account_id, currency)
        header = parties.account_header(reader, account_id)
    today = settings.business_today(settings.practice(reader), reader.now)
    number = ""
    if payment_id is not None:
        payment = payments.stored_payment(reader, payment_id)
        number, most = payment.number, planning.left_of(payment)
        from_these = [(payment, most)]
    else:
        from_these = planning.in_credit(reader, account_id)
        credit = planning.credit_left(reader, account_id, currency)
        most = min(credit, total((left for _, left in from_these), currency))
    return RefundOffer(
        header=header,
        payment_id=payment_id,
        receipt_number=number,
        most=max(most, Money.zero(currency)),
        sources=tuple(
            _source(reader, payment, tender, left, how.check_days, today)
            for payment, left in from_these
            for tender in rules.in_order(payment)
        ),
        approval_over=Money(how.approval_over, currency),
        every=how.every,
        due_on=today + timedelta(days=how.within_days),
    )


def _source(
    reader: Reader,
    payment: StoredPayment,
    tender: StoredTender,
    left: Money,
    check_days: int,
    today: date,
) -> RefundSource:
    leg = tender.leg
    part = StoredPart(payment.payment_id, tender.tender_id, leg.method, leg.kind, leg.amount)
    early = planning.is_early(reader, part, planning.policy(reader), today)
    why = ""
    if early:
        since = payment.business_date + timedelta(days=check_days)
        why = t("The check may still come back until {day}.", day=format_date(since))
    return RefundSource(
        payment_id=payment.payment_id,
        receipt_number=payment.number,
        paid_on=payment.business_date,
        tender_id=tender.tender_id,
        words=_tender_words(tender),
        kind=leg.kind,
        method=planning.way_back(reader, tender),
        brought=leg.amount,
        left=min(left, payment.refundable(tender)),
        on_account=payment.unapplied,
        why=why,
    )


def _tender_words(tender: StoredTender) -> str:
    leg = tender.leg
    if leg.kind is TenderKind.CARD and leg.card_last4:
        return f"{leg.words} ···· {leg.card_last4}"
    if leg.kind is TenderKind.CHECK and leg.check_number:
        return t("{check} {number}", check=leg.words, number=leg.check_number)
    return leg.words


# ------------------------------------------------------------------------------------- one refund


def refund_view(reader: Reader, refund_id: RefundId, asker: UserId | None = None) -> RefundView:
    """A refund whole, with what `asker` may do about it and why not the rest."""
    refund = records.stored_refund(reader, refund_id)
    here = settings.practice(reader)
    today = settings.business_today(here, reader.now)
    booked, paid = refund.booked, refund.paid
    last_way = refund.last(StepName.PAID)
    open_still = refund.status not in (RefundStatus.COMPLETED, RefundStatus.CANCELLED)
    newest = records.newest_receipt(reader, refund_id)
    processed = refund.last(StepName.PROCESSED) or paid
    numbers = {
        part.payment_id: payments.stored_payment(reader, part.payment_id).number
        for part in refund.parts
    }
    return RefundView(
        refund_id=refund_id,
        number=refund.number,
        header=parties.account_header(reader, refund.account_id),
        payment_id=refund.payment_id,
        receipt_number=numbers.get(refund.payment_id, "") if refund.payment_id else "",
        amount=refund.amount,
        method=paid.method if paid else refund.method,
        status=refund.status,
        reason=refund.reason,
        description=refund.description,
        detected_on=refund.detected_on,
        due_on=refund.due_on,
        overdue=open_still and refund.due_on < today,
        owed_again=refund.owed_again,
        requested_by=security.user_name(reader, refund.requested_by),
        requested_at=refund.at,
        approved_by=tuple(security.user_name(reader, step.by) for step in refund.approvals),
        approved_at=booked.at if booked else None,
        processed_by=security.user_name(reader, processed.made_by) if processed else "",
        processed_at=processed.at if processed else None,
        approvals_needed=refund.approvals_needed,
        needs=refund.needs,
        needs_words=" ".join(rules.need_words(need) for need in refund.needs),
        check_number=last_way.check_number if last_way else "",
        bank=last_way.bank if last_way else "",
        reference=last_way.reference if last_way else "",
        told=_told(refund),
        payee_name=refund.payee_name,
        payee_address=refund.payee_address,
        shift_id=paid.shift_id if paid else None,
        window=str(reader.scalar(_WINDOW, id=refund.station_id) or ""),
        parts=tuple(_part_row(reader, part, numbers) for part in refund.parts),
        steps=tuple(_step_row(reader, refund, step) for step in refund.steps),
        deeds=tuple(
            RefundDeed(verb, allowed=not why, why=why)
            for verb in RefundVerb
            if verb is not RefundVerb.LOOK
            for why in [_why_not(reader, refund, verb, asker)]
        ),
        receipt_id=newest[0] if newest else None,
        sentence=rules.next_words(refund),
        by_reader=bool(refund.charge_ref),
        card_present=_card_present(reader, refund),
    )


def _card_present(reader: Reader, refund: StoredRefund) -> bool:
    charge = records.charge_of(reader, refund.parts[0].tender_id) if refund.charge_ref else None
    return charge is not None and charge[2]


def _told(refund: StoredRefund) -> str:
    step = refund.last(StepName.TOLD)
    if step is None:
        return ""
    how = told_words(ToldHow(step.told_how))
    return f"{how}. {step.note}" if step.note else how


def told_words(how: ToldHow) -> str:
    """How a patient was told."""
    return {
        ToldHow.IN_PERSON: t("Told in person"),
        ToldHow.PHONE: t("Told on the phone"),
        ToldHow.MAIL: t("Told by letter"),
        ToldHow.MESSAGE: t("Told by message"),
    }[how]


def _part_row(reader: Reader, part: StoredPart, numbers: dict[PaymentId, str]) -> RefundPartRow:
    payment = payments.stored_payment(reader, part.payment_id)
    tender = next(one for one in payment.tenders if one.tender_id == part.tender_id)
    return RefundPartRow(
        part.payment_id,
        numbers[part.payment_id],
        part.tender_id,
        _tender_words(tender),
        part.amount,
    )


_STEP_WORDS = {
    StepName.APPROVED: later("Agreed to"),
    StepName.DECLINED: later("Not agreed to"),
    StepName.BOOKED: later("Owed to the patient"),
    StepName.PROCESSED: later("Sent to the card’s processor"),
    StepName.PAID: later("Given back"),
    StepName.FAILED: later("Failed"),
    StepName.CANCELLED: later("Cancelled"),
    StepName.TOLD: later("Patient told"),
    StepName.UNBOOKED: later("Agreed to twice, taken back once"),
}


def _step_row(reader: Reader, refund: StoredRefund, step: StoredStep) -> RefundStepRow:
    told = [step.reason, step.note]
    if step.step is StepName.PAID:
        told = [
            t("Check {number}", number=step.check_number)
            if step.check_number
            else rules.method_words(step.method),
            step.bank,
            step.reference,
            *told,
        ]
    if step.step is StepName.TOLD:
        told = [told_words(ToldHow(step.told_how)), step.note]
    if step.step is StepName.FAILED:
        known = NOT_GIVEN_AS.get(step.code)
        told = [t(known) if known else "" if step.note else step.code, *told]
    return RefundStepRow(
        step.step,
        t(_STEP_WORDS[step.step]),
        ", ".join(filter(None, told)),
        security.user_name(reader, step.by),
        step.at,
    )


# ------------------------------------------------------------------------------ what may be done


def _why_not(reader: Reader, refund: StoredRefund, verb: RefundVerb, asker: UserId | None) -> str:
    """Why `verb` is not right now; empty when it is. The action itself asks again."""
    may = security.permissions_now(reader, asker) if asker else frozenset(Permission)
    try:
        _refuse(reader, refund, verb, asker, may)
    except UserError as refused:
        return refused.text
    return ""


def _refuse(
    reader: Reader,
    refund: StoredRefund,
    verb: RefundVerb,
    asker: UserId | None,
    may: frozenset[Permission],
) -> None:
    status, number = refund.status, refund.number
    mine = asker is not None and _same(reader, asker, refund.requested_by)
    if verb in (RefundVerb.APPROVE, RefundVerb.DECLINE):
        if status is not RefundStatus.PENDING:
            raise errors.nothing_to_approve(number)
        if mine:
            raise errors.own_request()
        if Permission.APPROVE not in may:
            raise errors.only_managers(number)
    elif verb is RefundVerb.PAY:
        rules.refuse_unless(refund, RefundStatus.APPROVED, RefundStatus.FAILED)
        agreed = any(asker is None or not _same(reader, asker, x.by) for x in refund.approvals)
        if Permission.PAY_REFUND not in may and mine and not agreed:
            raise errors.not_yours_to_pay(number)
    elif verb is RefundVerb.CANCEL:
        able = (RefundStatus.PENDING, RefundStatus.APPROVED, RefundStatus.FAILED)
        rules.refuse_unless(refund, *able)
        ruling = may & {Permission.APPROVE, Permission.PAY_REFUND}
        if not (ruling or (mine and refund.booked is None)):
            raise errors.not_yours_to_cancel(number)
    elif verb is RefundVerb.FAIL:
        _refuse_fail(refund, may)
    elif verb is RefundVerb.TELL and status is RefundStatus.CANCELLED:
        raise errors.cancelled_already(number)
    elif verb is RefundVerb.PRINT and refund.last(StepName.PAID) is None:
        raise errors.nothing_to_print(number)


def _refuse_fail(refund: StoredRefund, may: frozenset[Permission]) -> None:
    paid = refund.paid
    if paid is None:
        raise errors.not_paid_yet(refund.number)
    if paid.method is RefundMethod.CASH:
        raise errors.cash_does_not_come_back(refund.number)
    if paid.gateway_ref:
        raise errors.card_comes_back_by_itself(refund.number)
    if Permission.PAY_REFUND not in may:
        raise errors.only_who_pays(refund.number)


def _same(reader: Reader, one: UserId, other: UserId) -> bool:
    return security.person_of(reader, one) == security.person_of(reader, other)


# ----------------------------------------------------------------------------------------- besides


def refunds_waiting(reader: Reader) -> RefundsWaiting:
    """How many refunds wait to be agreed to, to be given back, and for the processor."""
    today = settings.business_today(settings.practice(reader), reader.now).isoformat()
    return RefundsWaiting(*(int(one) for one in reader.first(_WAITING, today=today)))


def refund_of_step(reader: Reader, step_id: str) -> RefundId | None:
    """The refund a step is of."""
    found = reader.scalar(_OF_STEP, id=step_id)
    return None if found is None else RefundId(found)


def refunds_of(reader: Reader, account_id: AccountId) -> tuple[RefundId, ...]:
    """The refunds of an account, the latest first."""
    return tuple(RefundId(row[0]) for row in reader.fetch(_OF_ACCOUNT, account_id=account_id))


def refund_receipt(reader: Reader, receipt_id: str) -> RefundReceipt:
    """The paper of a refund, exactly as it was made."""
    snapshot = reader.scalar(_PAPER, id=receipt_id)
    if snapshot is None:
        raise errors.no_such_refund()
    return receipt.read(snapshot)


def failed_refs(reader: Reader, refund_id: RefundId) -> frozenset[str]:
    """What the processor called earlier tries of a refund that failed."""
    steps = records.stored_refund(reader, refund_id).steps
    return frozenset(step.gateway_ref for step in steps if step.step is StepName.FAILED)


def card_refunds_here(reader: Reader) -> tuple[CardRefundAt, ...]:
    """The card refunds this window is at."""
    return records.at_work(reader)
