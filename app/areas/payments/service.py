"""Taking money: checked whole, then payment, tenders, allocations, entry and receipts in one
transaction.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, Leg
from app.areas.parties import queries as parties
from app.areas.payments import errors, queries, records, repository, rules
from app.areas.payments import receipt as receipts
from app.areas.payments.planning import Plan, plan_of, refuse_uncharged
from app.areas.payments.repository import NewAllocation
from app.areas.payments.rules import Part, Share
from app.areas.payments.values import (
    Allocated,
    DropParked,
    FormParked,
    ParkForm,
    PaymentTaken,
    Receipt,
    ReceiptReprinted,
    ReceiptTender,
    ReprintReceipt,
    TakePayment,
)
from app.areas.printing.papers import names_services
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import AccountId, InvoiceId, PaymentId, check_id
from app.kernel.money import Money, total
from app.kernel.text import clean
from app.kernel.translate import t, t_kept
from app.storage.numbering import Number
from app.storage.print_jobs import next_copy, queue_document, queue_kick
from app.storage.unit_of_work import UnitOfWork

_TYPED_AT_MOST = 20_000


def take_payment(uow: UnitOfWork, command: TakePayment) -> PaymentTaken:
    """Take a payment, allocate it, post it, and make its receipt, or one for each account.

    NeedsConfirmation when more is paid than is owed (by setting), when the change looks like a
    slip, and when the same payment or check was taken before; NeedsApproval for a check where none
    are wanted.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    plan = plan_of(uow, command)
    refuse_uncharged(uow, plan.legs)
    return write_payment(uow, plan)


def write_payment(uow: UnitOfWork, plan: Plan, *, kick: bool = True) -> PaymentTaken:
    """Write, post and print what was decided: part of actions that have checked everything. No
    drawer opens without `kick`: nobody may stand before it.
    """
    command, day, shift_id = plan.command, plan.day, plan.shift_id
    parts = rules.receipt_parts(
        command.account_id, plan.shares, plan.to_credit, one_receipt=command.one_receipt
    )
    numbers = [uow.number("receipt", day) for _ in parts]
    repository.add_payment(uow, command, numbers[0].text, plan.amount, day, shift_id)
    for leg_no, leg in enumerate(plan.legs, 1):
        repository.add_tender(
            uow, command.id, leg_no, leg, day, shift_id, tender_id=leg.tender_id or None
        )
    for share in plan.shares:
        repository.add_allocation(uow, _allocation(command, share), day)
    repository.begin_state(uow, command, plan.to_credit, day, shift_id)
    _post(uow, plan, numbers[0].text)
    made = tuple(
        repository.add_receipt(uow, command.id, part.account_id, number, snapshot)
        for number, part, snapshot in _receipts(uow, plan, parts, numbers)
    )
    for receipt in made:
        queue_document(uow, "receipt", receipt.receipt_id)
    if kick and shift_id is not None and any(leg.opens_drawer for leg in plan.legs):
        queue_kick(uow, t("Receipt {number}", number=numbers[0].text), command.id)
    records.drop_parked(uow, command.id)
    currency = plan.amount.currency
    return PaymentTaken(
        payment_id=PaymentId(command.id),
        receipt_id=made[0].receipt_id,
        receipt_number=made[0].number,
        amount=plan.amount,
        change=total((leg.change for leg in plan.legs if leg.change), currency),
        allocated=tuple(
            Allocated(s.item.invoice_id, s.item.number, s.amount, s.left) for s in plan.shares
        ),
        to_credit=plan.to_credit,
        balance_left=_balances(uow, (command.account_id,), currency)[0],
        rounding=total((leg.rounding for leg in plan.legs if leg.rounding), currency),
        receipts=made,
    )


# --------------------------------------------------------------------------------- what is written


def _allocation(command: TakePayment, share: Share) -> NewAllocation:
    return NewAllocation(
        payment_id=PaymentId(command.id),
        payer_account_id=command.account_id,
        invoice_id=share.item.invoice_id,
        account_id=share.item.account_id or command.account_id,
        amount=share.amount,
        purpose=share.purpose,
        action_id=command.id,
    )


def _post(uow: UnitOfWork, plan: Plan, number: str) -> None:
    """DR what came in, by tender; CR A/R per allocation, CR patient credits for the rest. What
    cash was rounded by stands on 6995.
    """
    account_id, currency = plan.command.account_id, plan.amount.currency
    taken = tuple(
        Leg(
            leg.gl_code,
            leg.taken,
            shift_id=plan.shift_id,
            reference_type="payment",
            reference_id=plan.command.id,
        )
        for leg in plan.legs
    )
    rounding = total((leg.rounding for leg in plan.legs if leg.rounding), currency)
    paid = tuple(
        Leg(
            GL.RECEIVABLE_PATIENTS,
            -share.amount,
            account_id=share.item.account_id or account_id,
            invoice_id=share.item.invoice_id,
        )
        for share in plan.shares
    )
    credit = Leg(GL.PATIENT_CREDITS, -plan.to_credit, account_id=account_id)
    ledger.post(
        uow,
        Entry(
            business_date=plan.day,
            description=t_kept("Receipt {number}", number=number),
            legs=(*taken, Leg(GL.CASH_ROUNDING, -rounding), *paid, credit),
            source_type="payment",
            source_id=plan.command.id,
            reference=number,
        ),
    )


def _receipts(
    uow: UnitOfWork, plan: Plan, parts: tuple[Part, ...], numbers: list[Number]
) -> list[tuple[Number, Part, Receipt]]:
    tenders = rules.cut_tenders(plan.legs, parts)
    return [
        (number, part, _snapshot(uow, plan, part, number.text, shown, whole=len(parts) == 1))
        for number, part, shown in zip(numbers, parts, tenders, strict=True)
    ]


def _snapshot(
    uow: UnitOfWork,
    plan: Plan,
    part: Part,
    number: str,
    tenders: tuple[ReceiptTender, ...],
    *,
    whole: bool,
) -> Receipt:
    of_payer = parties.together(uow, part.account_id)
    accounts = dict.fromkeys([*of_payer, *(s.item.account_id for s in part.shares)])
    balance, credit = _balances(uow, tuple(a for a in accounts if a), plan.amount.currency)
    how = settings.setting(uow, "receipts.patient_name")
    others = {
        account_id: (receipts.patient_line(header.name, how), header.account_number)
        for account_id, header in plan.headers.items()
        if account_id != part.account_id
    }
    return receipts.build(
        number=number,
        at=uow.now,
        here=settings.practice(uow),
        header=plan.headers[part.account_id],
        patient=receipts.patient_line(plan.headers[part.account_id].name, how),
        amount=part.amount,
        tenders=tenders,
        shares=part.shares,
        others=others,
        to_credit=part.to_credit,
        balance_left=balance,
        credit_left=credit,
        business_day=plan.day,
        cashier=uow.actor.name,
        payer_name=plan.command.payer_name,
        footer=settings.setting(uow, "receipts.footer"),
        part_of=None if whole else plan.amount,
        services=_services(uow, part),
    )


def _services(uow: UnitOfWork, part: Part) -> dict[InvoiceId, tuple[str, ...]]:
    """What the invoices of a receipt are for, where the practice names it there."""
    if not names_services(uow):
        return {}
    return {s.item.invoice_id: invoices.services_on(uow, s.item.invoice_id) for s in part.shares}


def _balances(
    uow: UnitOfWork, accounts: tuple[AccountId, ...], currency: str
) -> tuple[Money, Money]:
    """(owed, credit) of these accounts together."""
    found = [ledger_queries.account_balance(uow, account_id, currency) for account_id in accounts]
    return (
        total((balance.owed for balance in found), currency),
        total((balance.credit for balance in found), currency),
    )


# ------------------------------------------------------------------------- paper, and parked forms


def reprint_receipt(uow: UnitOfWork, command: ReprintReceipt) -> ReceiptReprinted:
    """Queue a receipt once more, as COPY n."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    receipt_id = command.receipt_id
    number = queries.receipt(uow, receipt_id).number
    copy_no = max(1, next_copy(uow, "receipt", receipt_id))
    queue_document(uow, "receipt", receipt_id, copy_no=copy_no)
    return ReceiptReprinted(receipt_id, number, copy_no)


def park_form(uow: UnitOfWork, command: ParkForm) -> FormParked:
    """Put a begun payment aside with its id; it survives a kill and is listed until taken or
    dropped. A form that comes after its payment was taken is not kept.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    check_id(command.payment_id, "payment_id")
    if repository.is_taken(uow, command.payment_id):
        return FormParked(command.payment_id)
    parties.account_header(uow, command.account_id)
    amount = clean(command.amount_text, "amount", most=40)
    given = clean(command.given_text, "given", most=40)
    records.park(
        uow,
        replace(
            command,
            amount_text=amount,
            given_text=given,
            typed=_clean_json(command.typed),
        ),
    )
    return FormParked(command.payment_id)


def _clean_json(text: str) -> str:
    """A JSON object whose texts are clean; they are cleaned one by one, because what stands
    between them is no text of a person.
    """
    if not text:
        return ""
    if len(text) > _TYPED_AT_MOST:
        raise errors.form_damaged()
    try:
        found = json.loads(text, parse_float=_refuse_json, parse_constant=_refuse_json)
    except (ValueError, RecursionError):
        raise errors.form_damaged() from None
    if not isinstance(found, dict):
        raise errors.form_damaged()
    return json.dumps(_cleaned(found), ensure_ascii=False, separators=(",", ":"))


def _refuse_json(_text: str) -> Any:
    raise errors.form_damaged()


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, "typed", most=400)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {clean(name, "typed", most=60): _cleaned(each) for name, each in value.items()}
    return value


def drop_parked(uow: UnitOfWork, command: DropParked) -> FormParked:
    """Throw a parked form away."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    records.drop_parked(uow, check_id(command.payment_id, "payment_id"))
    return FormParked(command.payment_id)
