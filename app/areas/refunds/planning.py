"""Decides a refund before anything is written: out of what, which way, and who has to agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.areas.deposits import returning_records as places
from app.areas.deposits.returning_rules import CheckPlaceName
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import ShiftState
from app.areas.ledger import queries as ledger
from app.areas.parties import queries as parties
from app.areas.payments import histories
from app.areas.payments import repository as payments
from app.areas.payments import rules as paying
from app.areas.payments import undoing_records as paid
from app.areas.payments import undoing_rules as verbs
from app.areas.payments.records import tender_type
from app.areas.payments.undoing_rules import StoredPayment, StoredTender
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import TenderKind
from app.areas.refunds import asking_errors, errors, records, rules
from app.areas.refunds.rules import Policy, StoredPart, StoredRefund
from app.areas.refunds.values import Need, RefundMethod, RequestRefund
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import AccountId, GatewayId, PaymentId, ShiftId, UserId, check_id
from app.kernel.money import Money, total
from app.kernel.text import clean, refuse_card_number
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork

LONG_AGO = timedelta(days=3660)
PARTS_AT_MOST = 60
"""A refund out of more payments could not go into one record of the station log."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was checked and decided before the first write."""

    command: RequestRefund
    method: RefundMethod
    parts: tuple[StoredPart, ...]
    needs: tuple[Need, ...]
    policy: Policy
    day: date
    detected_on: date
    shift_id: ShiftId | None
    gateway_id: GatewayId | None
    charge_ref: str


def policy(reader: Reader) -> Policy:
    """What the practice set about refunds."""
    second = settings.setting(reader, "refunds.second_over")
    return Policy(
        approval_over=int(settings.setting(reader, "refunds.approval_over") or 0),
        every=settings.setting(reader, "refunds.every") == "yes",
        second_over=int(second) if second else None,
        check_days=settings.whole_setting(reader, "refunds.check_days"),
        within_days=settings.whole_setting(reader, "refunds.within_days"),
        small_balance=settings.whole_setting(reader, "refunds.small_balance"),
    )


def place(uow: UnitOfWork) -> tuple[date, ShiftId | None]:
    """The day it is booked to and the shift of whoever acts, where there is one."""
    shift = drawers.current_shift(uow, uow.actor.user_id)
    if shift is not None:
        return shift.business_date, shift.shift_id
    return settings.business_today(settings.practice(uow), uow.now), None


def open_shift(reader: Reader, shift_id: ShiftId | None) -> ShiftId | None:
    """The shift while anything can still come to it: its Z has not been made."""
    shift = None if shift_id is None else drawers.shift_brief(reader, shift_id)
    return None if shift is None or shift.state is ShiftState.CLOSED else shift.shift_id


def plan_of(uow: UnitOfWork, command: RequestRefund, *, ask: bool = True) -> Plan:
    """What `command` comes to; a UserError where it can't be. `ask` whether it is meant where it
    looks like one that was asked for before.
    """
    command = _clean(command)
    header = parties.account_header(uow, AccountId(check_id(command.account_id, "account_id")))
    if command.amount.currency != header.currency:
        raise errors.in_other_currency(header.currency)
    if command.amount.minor <= 0:
        raise errors.amount_not_positive()
    paying.refuse_amount(command.amount, header.currency)
    command = replace(command, account_id=_whose(uow, command))
    day, shift_id = place(uow)
    detected = command.detected_on or day
    if not day - LONG_AGO <= detected <= day:
        raise errors.detected_later()
    if command.payment_id is None:
        method, parts = _of_credit(uow, command)
    else:
        method, parts = _of_payment(uow, command, command.payment_id)
    charge = _charge(uow, method, parts)
    how = policy(uow)
    for_card = method is RefundMethod.CASH and any(p.kind is TenderKind.CARD for p in parts)
    if for_card and not command.description:
        raise errors.say_why_cash()
    code = command.amount.currency
    needs = rules.needs_of(
        command.amount,
        records.given_unseen(uow, command.account_id, day, code),
        how,
        may_pay=uow.actor.may(Permission.PAY_REFUND),
        cash_for_card=for_card,
        early=any(is_early(uow, part, how, day) for part in parts),
    )
    if ask:
        _ask(uow, command, how)
    return Plan(
        command=command,
        method=method,
        parts=parts,
        needs=needs,
        policy=how,
        day=day,
        detected_on=detected,
        shift_id=shift_id,
        gateway_id=charge[0] if charge else None,
        charge_ref=charge[1] if charge else "",
    )


def _clean(command: RequestRefund) -> RequestRefund:
    words = clean(command.description, "description", most=400, lines=True)
    name = clean(command.payee_name, "payee_name", most=120)
    address = clean(command.payee_address, "payee_address", most=400, lines=True)
    refuse_card_number(f"{name}\n{address}\n{words}", "description")
    return replace(
        command,
        description=words,
        payee_name=name,
        payee_address=address,
        invoice_ids=tuple(dict.fromkeys(command.invoice_ids)),
    )


def _ask(uow: UnitOfWork, command: RequestRefund, how: Policy) -> None:
    if command.payment_id is None:
        credit = credit_left(uow, command.account_id, command.amount.currency)
        small = asking_errors.small_credit(credit)
        if credit.minor <= how.small_balance and small.key not in command.confirmations:
            raise small
    alike = records.asked_alike(uow, command.account_id, command.payment_id, command.amount)
    if alike is not None:
        question = errors.asked_already(*alike)
        if question.key not in command.confirmations:
            raise question


# ---------------------------------------------------------------------------------- of a payment


def _of_payment(
    uow: UnitOfWork, command: RequestRefund, payment_id: PaymentId
) -> tuple[RefundMethod, tuple[StoredPart, ...]]:
    payment = paid.stored_payment(uow, PaymentId(check_id(payment_id, "payment_id")))
    if payment.account_id != command.account_id:
        raise errors.not_of_this_account(payment.number)
    refused = verbs.refusal(VerbName.REFUND, histories.standing_of(uow, payment, uow.actor))
    if refused is not None:
        raise refused
    gives = {share.invoice_id for share in payment.shares}
    if any(check_id(one, "invoice_ids") not in gives for one in command.invoice_ids):
        raise errors.invoice_not_paid_by_it()
    left = left_of(payment)
    tenders = _chosen(payment, command)
    method = command.method or way_back(uow, tenders[0])
    if command.amount > left:
        raise errors.more_than_left(payment.number, left)
    if method is RefundMethod.CARD_REVERSAL:
        return method, (_card_part(payment, tenders, command.amount),)
    if command.tender_id is None and command.method is None:
        tenders = [one for one in tenders if way_back(uow, one) is method]
    parts = rules.cut(payment, tenders, command.amount, method)
    found = total((part.amount for part in parts), command.amount.currency)
    if found != command.amount:
        raise errors.more_than_tender(rules.method_words(method), found)
    return method, parts


def left_of(payment: StoredPayment) -> Money:
    """What of a payment may still be asked back, whatever was only asked for counted as gone."""
    currency = payment.amount.currency
    asked = total((one.amount for one in payment.refunds if one.status == "pending"), currency)
    most = total((payment.refundable(one) for one in payment.legs), currency)
    return max(min(payment.stands - asked, most), Money.zero(currency))


def _chosen(payment: StoredPayment, command: RequestRefund) -> list[StoredTender]:
    """The tender that was asked for, else all there are, a card first."""
    if command.tender_id is None:
        return rules.in_order(payment)
    found = next((one for one in payment.tenders if one.tender_id == command.tender_id), None)
    if found is None or not found.live:
        raise errors.no_such_tender()
    if found.returned is not None:
        raise errors.check_came_back(found.leg.check_number)
    left = payment.refundable(found)
    if command.amount > left:
        raise errors.more_than_tender(found.leg.words, left)
    return [found]


def way_back(reader: Reader, tender: StoredTender) -> RefundMethod:
    """The way a tender goes back: its own, unless the practice's list says another."""
    listed = tender_type(reader, tender.leg.method)
    other = tender_type(reader, listed.refunded_by) if listed and listed.refunded_by else None
    if other is not None:
        return rules.usual_method(other.method, other.kind)
    return rules.usual_method(tender.leg.method, tender.leg.kind)


def _card_part(
    payment: StoredPayment, tenders: Iterable[StoredTender], amount: Money
) -> StoredPart:
    cards = [one for one in tenders if one.leg.kind is TenderKind.CARD]
    if not cards:
        raise errors.no_card_to_reverse()
    best = max(cards, key=lambda one: payment.refundable(one).minor)
    if amount > payment.refundable(best):
        raise errors.one_card_at_a_time(payment.refundable(best))
    leg = best.leg
    return StoredPart(payment.payment_id, best.tender_id, leg.method, leg.kind, amount)


# ------------------------------------------------------------------------------------- of credit


def _of_credit(
    uow: UnitOfWork, command: RequestRefund
) -> tuple[RefundMethod, tuple[StoredPart, ...]]:
    currency = command.amount.currency
    left = credit_left(uow, command.account_id, currency)
    if left.minor <= 0:
        raise errors.no_credit()
    if command.amount > left:
        raise errors.more_than_credit(left)
    brought = in_credit(uow, command.account_id)
    method = command.method
    if method is None and brought:
        method = way_back(uow, rules.in_order(brought[0][0])[0])
    if method is RefundMethod.CARD_REVERSAL or command.tender_id is not None:
        return method or RefundMethod.OTHER, (_one_source(brought, command, method),)
    wanted = command.amount
    parts: list[StoredPart] = []
    for payment, on_account in brought:
        piece = min(wanted, on_account)
        if piece.minor > 0:
            found = rules.cut(payment, rules.in_order(payment), piece, method or RefundMethod.OTHER)
            parts += found
            wanted = wanted - total((part.amount for part in found), currency)
    if wanted or len(parts) > PARTS_AT_MOST:
        raise errors.more_than_credit(command.amount - wanted)
    return method or RefundMethod.OTHER, tuple(parts)


def credit_left(reader: Reader, account_id: AccountId, currency: str) -> Money:
    """The account's credit without what of it was only asked for; less what another account of the
    same person gave away beyond its own.
    """
    accounts = parties.together(reader, parties.stands_for(reader, account_id))
    left = {one: _credit_of(reader, one, currency) for one in accounts}
    missing = (min(more, Money.zero(currency)) for one, more in left.items() if one != account_id)
    return total((left.get(account_id, Money.zero(currency)), *missing), currency)


def _credit_of(reader: Reader, account_id: AccountId, currency: str) -> Money:
    credit = ledger.account_balance(reader, account_id, currency).credit
    return credit - records.credit_asked(reader, account_id, currency)


def holder_of_credit(
    reader: Reader, account_id: AccountId, currency: str, wanted: Money | None = None
) -> AccountId:
    """Of a person's accounts the one whose credit can go back: this one where it has enough, else
    of those that were merged into it the one with the most. No refund is of two accounts.
    """
    accounts = parties.together(reader, account_id)
    if len(accounts) == 1:
        return account_id
    left = {one: credit_left(reader, one, currency) for one in accounts}
    if wanted is not None and left[account_id] >= wanted:
        return account_id
    return max(accounts, key=lambda one: left[one].minor)


def _whose(uow: UnitOfWork, command: RequestRefund) -> AccountId:
    """The account the money stands on: the one that was named, or one merged into it."""
    asked = command.account_id
    if command.payment_id is None:
        return holder_of_credit(uow, asked, command.amount.currency, command.amount)
    payment = paid.stored_payment(uow, PaymentId(check_id(command.payment_id, "payment_id")))
    merged = payment.account_id in parties.together(uow, asked)
    return payment.account_id if merged else asked


def in_credit(reader: Reader, account_id: AccountId) -> list[tuple[StoredPayment, Money]]:
    """(payment, how much of it can go back out of credit), the oldest card first."""
    found = []
    for payment_id, unapplied in payments.payments_with_credit(reader, account_id):
        payment = paid.stored_payment(reader, payment_id)
        left = min(unapplied, left_of(payment))
        if left.minor > 0 and rules.in_order(payment):
            found.append((payment, left))

    def by_card(one: tuple[StoredPayment, Money]) -> tuple[bool, str]:
        card = rules.in_order(one[0])[0].leg.kind is TenderKind.CARD
        return not card, one[0].at.isoformat()

    return sorted(found, key=by_card)


def _one_source(
    brought: list[tuple[StoredPayment, Money]],
    command: RequestRefund,
    method: RefundMethod | None,
) -> StoredPart:
    """One tender that brought the credit: the one asked for, else the oldest card."""
    most = Money.zero(command.amount.currency)
    for payment, on_account in brought:
        for tender in rules.in_order(payment):
            mine = command.tender_id in (None, tender.tender_id)
            card = tender.leg.kind is TenderKind.CARD
            if not mine or (method is RefundMethod.CARD_REVERSAL and not card):
                continue
            left = min(on_account, payment.refundable(tender))
            if command.amount <= left:
                leg = tender.leg
                return StoredPart(
                    payment.payment_id, tender.tender_id, leg.method, leg.kind, command.amount
                )
            most = max(most, left)
    if not most:
        raise errors.no_card_to_reverse()
    raise errors.one_card_at_a_time(most)


# ------------------------------------------------------------------------------------------ both


def _charge(
    uow: UnitOfWork, method: RefundMethod, parts: tuple[StoredPart, ...]
) -> tuple[GatewayId, str] | None:
    """The charge it goes back to, where one of our readers took it."""
    if method is not RefundMethod.CARD_REVERSAL:
        return None
    found = records.charge_of(uow, parts[0].tender_id)
    return None if found is None else found[:2]


def is_early(reader: Reader, part: StoredPart, how: Policy, today: date) -> bool:
    """Whether the bank may still send back the check this came by."""
    if part.kind is not TenderKind.CHECK:
        return False
    payment = paid.stored_payment(reader, part.payment_id)
    tender = next(one for one in payment.tenders if one.tender_id == part.tender_id)
    if today < payment.business_date + timedelta(days=how.check_days):
        return True
    where = places.place_of(reader, tender).name
    return how.check_days > 0 and where in (CheckPlaceName.SAFE, CheckPlaceName.BAG)


def gl_of_card(reader: Reader, refund: StoredRefund) -> str:
    """What the card that is given back was booked on."""
    part = next(one for one in refund.parts if one.kind is TenderKind.CARD)
    payment = paid.stored_payment(reader, part.payment_id)
    return next(one.leg.gl_code for one in payment.tenders if one.tender_id == part.tender_id)


# ------------------------------------------------------------------------------------------ people


def same_person(uow: UnitOfWork, user_id: UserId) -> bool:
    """Whether whoever acts is this person, under whatever account."""
    return security.person_of(uow, uow.actor.user_id) == security.person_of(uow, user_id)


def refuse_payer(uow: UnitOfWork, refund: StoredRefund) -> None:
    """Who may not give refunds alone gives back what another person asked for or agreed to."""
    if uow.actor.may(Permission.PAY_REFUND) or not same_person(uow, refund.requested_by):
        return
    if not any(not same_person(uow, step.by) for step in refund.approvals):
        raise errors.not_yours_to_pay(refund.number)
