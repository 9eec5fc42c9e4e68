"""Decides a payment before anything is written: who, where, how much, from whom, to what; and asks
what has to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.areas.approvals import service as approvals
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import ShiftState
from app.areas.invoices import drafting, holding
from app.areas.invoices import queries as invoices
from app.areas.parties import queries as parties
from app.areas.parties.values import CHECK_MARKS, AccountHeader
from app.areas.payments import (
    errors,
    records,
    repository,
    returned_errors,
    rules,
    tender_errors,
)
from app.areas.payments.rules import OwedItem, Share, TenderLeg
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.payments.values import Channel, Purpose, TakePayment, TenderKind
from app.areas.settings import queries as settings
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import AccountId, CommandId, InvoiceId, ShiftId, check_id
from app.kernel.money import Money, total
from app.kernel.text import clean, refuse_card_number
from app.storage.unit_of_work import UnitOfWork

JOINED_AT_MOST = 12
INVOICES_AT_MOST = 150
"""A payment of more could not be voided in one record of the station log."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was checked and decided before the first write."""

    command: TakePayment
    headers: Mapping[AccountId, AccountHeader]
    day: date
    shift_id: ShiftId | None
    legs: tuple[TenderLeg, ...]
    shares: tuple[Share, ...]
    amount: Money
    to_credit: Money


def plan_of(
    uow: UnitOfWork, command: TakePayment, *, by_gateway: str = "", attempt_id: str = ""
) -> Plan:
    """What `command` comes to; drafts that are paid are issued here, and with it.

    What the way to pay `by_gateway` asks to be written down, the gateway will tell. Nothing is paid
    for which a card may be charged just now, but by `attempt_id` itself.
    """
    headers = _headers(uow, command)
    currency = headers[command.account_id].currency
    kinds = _kinds(uow, command)
    if by_gateway in kinds:
        kinds[by_gateway] = replace(kinds[by_gateway], required=())
    day, shift_id = _place(uow, command, kinds, currency)
    command = _clean(command)
    _issue_drafts(uow, command, headers.keys(), day)
    how = settings.setting(uow, "payments.cash_rounding")
    legs = rules.tender_legs(kinds, command.tenders, currency, how)
    amount = total((leg.amount for leg in legs), currency)
    rules.refuse_amount(amount, currency)
    owed = [item for account_id in headers for item in _owed(uow, account_id)]
    if len(headers) > 1:
        owed.sort(key=lambda item: item.invoice_date)
    _refuse_foreign(uow, command, headers.keys(), {item.invoice_id for item in owed})
    shares, left = _allocate(command, amount, owed)
    if len(shares) > INVOICES_AT_MOST:
        raise errors.too_many_invoices(len(shares), INVOICES_AT_MOST)
    holding.refuse_held(uow, {command.id: ""} | numbers_of(shares), attempt_id)
    plan = Plan(command, headers, day, shift_id, legs, shares, amount, left)
    _ask(uow, plan)
    return plan


def _headers(uow: UnitOfWork, command: TakePayment) -> dict[AccountId, AccountHeader]:
    """Who pays, and whose invoices are paid with it; all in one currency."""
    header = parties.account_header(uow, command.account_id)
    headers = {command.account_id: header}
    if len(command.joined) > JOINED_AT_MOST:
        raise errors.too_many_joined(JOINED_AT_MOST + 1)
    for account_id in command.joined:
        check_id(account_id, "joined")
        if account_id not in headers:
            headers[account_id] = parties.account_header(uow, account_id)
            if headers[account_id].currency != header.currency:
                raise errors.account_in_other_currency(headers[account_id].currency, "joined")
    for account_id in tuple(headers):
        for one in parties.together(uow, account_id)[1:]:
            headers.setdefault(one, parties.account_header(uow, one))
    return headers


def _kinds(uow: UnitOfWork, command: TakePayment) -> dict[str, TenderTypeRow]:
    if not command.tenders:
        raise errors.no_tender()
    if len(command.tenders) > rules.TENDERS_AT_MOST:
        raise tender_errors.too_many(rules.TENDERS_AT_MOST)
    kinds: dict[str, TenderTypeRow] = {}
    for tender in command.tenders:
        if tender.method not in kinds:
            kind = records.tender_type(uow, tender.method)
            if kind is None or not kind.active:
                raise errors.method_unknown(tender.method)
            kinds[tender.method] = kind
    return kinds


def _place(
    uow: UnitOfWork, command: TakePayment, kinds: Mapping[str, TenderTypeRow], currency: str
) -> tuple[date, ShiftId | None]:
    """The day it is booked to, and the shift whose drawer it goes into; none for money by mail."""
    if command.channel is not Channel.COUNTER:
        if any(kind.kind is TenderKind.CASH for kind in kinds.values()):
            raise errors.cash_without_drawer()
        return settings.business_today(settings.practice(uow), uow.now), None
    shift = drawers.current_shift(uow, uow.actor.user_id)
    if shift is None:
        raise errors.drawer_not_open()
    if shift.state is not ShiftState.OPEN:
        raise errors.drawer_counted()
    if shift.currency != currency:
        raise errors.drawer_in_other_currency(shift.currency)
    return shift.business_date, shift.shift_id


def _issue_drafts(
    uow: UnitOfWork, command: TakePayment, accounts: Set[AccountId], day: date
) -> None:
    """Paying a draft issues it on the payment's own day; it becomes the invoice of the same id. One
    that somebody issued meanwhile is simply paid.
    """
    if not command.issue_drafts:
        return
    issued = {item.invoice_id for account_id in accounts for item in _owed(uow, account_id)}
    for draft_id in dict.fromkeys(command.issue_drafts):
        check_id(draft_id, "issue_drafts")
        if draft_id not in issued:
            drafting.issue_from_draft(uow, draft_id, day)
            if invoices.invoice_view(uow, draft_id).account_id not in accounts:
                raise errors.invoice_of_another_account()


def _clean(command: TakePayment) -> TakePayment:
    notes = clean(command.notes, "notes", most=400, lines=True)
    payer = clean(command.payer_name, "payer_name", most=120)
    refuse_card_number(f"{payer}\n{notes}", "notes")
    return replace(command, notes=notes, payer_name=payer)


def _owed(uow: UnitOfWork, account_id: AccountId) -> list[OwedItem]:
    return [
        OwedItem(invoice_id, number, made, due, account_id)
        for invoice_id, number, made, due, _ in invoices.owed_in_order(uow, account_id)
    ]


def _refuse_foreign(
    uow: UnitOfWork, command: TakePayment, accounts: Set[AccountId], owed: Set[InvoiceId]
) -> None:
    """A chosen invoice that was paid meanwhile is passed over; one of somebody else never."""
    for invoice_id in command.invoice_ids:
        if invoice_id in owed:
            continue
        check_id(invoice_id, "invoice_ids")
        if invoices.invoice_view(uow, invoice_id).account_id not in accounts:
            raise errors.invoice_of_another_account()


def numbers_of(shares: Iterable[Share]) -> dict[str, str]:
    """The invoices of these shares by id."""
    return {share.item.invoice_id: share.item.number for share in shares}


def _allocate(
    command: TakePayment, amount: Money, owed: list[OwedItem]
) -> tuple[tuple[Share, ...], Money]:
    if command.purpose is Purpose.PREPAYMENT:
        if command.allocations or command.invoice_ids:
            raise errors.prepayment_for_nothing()
        return (), amount
    if command.allocations is not None:
        return rules.allocate_as_wanted(amount, owed, command.allocations)
    return rules.allocate_oldest_first(amount, owed, command.invoice_ids, command.purpose)


# ----------------------------------------------------------------------------------- what is asked


def _ask(uow: UnitOfWork, plan: Plan) -> None:
    _ask_about_change(uow, plan)
    _ask_about_the_same(uow, plan)
    if plan.to_credit and plan.command.purpose is not Purpose.PREPAYMENT:
        _ask_about_credit(uow, plan)
    _ask_for_approval(uow, plan)


def _sure(plan: Plan, question: NeedsConfirmation) -> None:
    if question.key not in plan.command.confirmations:
        raise question


def _ask_about_change(uow: UnitOfWork, plan: Plan) -> None:
    change = total((leg.change for leg in plan.legs if leg.change), plan.amount.currency)
    if change and rules.change_is_odd(change, drawers.denominations(uow)[0].value):
        _sure(plan, errors.change_looks_wrong(change))


def _ask_about_the_same(uow: UnitOfWork, plan: Plan) -> None:
    """Taken a moment ago, or a check that was taken before."""
    minutes = settings.whole_setting(uow, "payments.duplicate_minutes")
    if minutes:
        since = uow.now - timedelta(minutes=minutes)
        account_id, kind = plan.command.account_id, plan.legs[0].kind
        if seen := repository.just_taken(uow, account_id, plan.amount, kind, since):
            ago = max(1, (uow.now - seen.at) // timedelta(minutes=1))
            about = (seen.receipt_number, plan.amount, ago, seen.receipt_id)
            _sure(plan, errors.taken_just_now(*about))
    for leg in plan.legs:
        if leg.check_number and (seen := repository.check_seen(uow, leg.bank, leg.check_number)):
            check = (seen.receipt_number, leg.check_number, leg.bank, seen.receipt_id)
            before = returned_errors.check_came_back if seen.returned else tender_errors.check_seen
            _sure(plan, before(*check))


def _ask_about_credit(uow: UnitOfWork, plan: Plan) -> None:
    policy = settings.setting(uow, "payments.overpayment")
    if policy == "refuse":
        raise errors.more_than_owed(plan.to_credit)
    if policy == "ask":
        _sure(plan, errors.rest_becomes_credit(plan.to_credit))


def _ask_for_approval(uow: UnitOfWork, plan: Plan) -> None:
    checks = [leg.amount for leg in plan.legs if leg.kind is TenderKind.CHECK]
    if checks:
        for account_id in parties.together(uow, plan.command.account_id):
            header = plan.headers[account_id]
            approve_checks(uow, plan.command.id, header, total(checks, plan.amount.currency))


def approve_checks(
    uow: UnitOfWork, command_id: CommandId, header: AccountHeader, amount: Money
) -> None:
    """NeedsApproval for checks on an account that is marked so that none are taken."""
    marks = [flag.words for flag in header.flags if flag.kind in CHECK_MARKS]
    if marks:
        words = tender_errors.checks_not_wanted(header.name, marks[0], amount)
        approvals.require_approval(uow, command_id, f"no_checks:{amount.minor}", words)


def refuse_uncharged(uow: UnitOfWork, legs: Iterable[TenderLeg]) -> None:
    """A card is not written down as paid where this window charges it."""
    demo = settings.practice(uow).demo
    for leg in legs:
        if leg.kind is not TenderKind.CARD:
            continue
        by = records.charged_by(uow, leg.method, demo=demo)
        if by is not None:
            raise tender_errors.charged_on_the_reader(leg.words, by)


def relabelled(uow: UnitOfWork, wrong: TenderLeg, right: TenderLeg) -> TenderLeg:
    """`right`, unless cash or a check would pass for a card that this window charges."""
    if wrong.kind is not TenderKind.CARD:
        refuse_uncharged(uow, (right,))
    return right
