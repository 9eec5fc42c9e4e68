"""What the Counter shows, and receipts as they were."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import bindparam, func, select

from app.areas.invoices import queries as invoices
from app.areas.invoices.values import OpenInvoice
from app.areas.ledger import queries as ledger
from app.areas.parties import queries as parties
from app.areas.payments import errors, rules, schema
from app.areas.payments import receipt as receipts
from app.areas.payments.values import (
    AccountSummary,
    AgeGroup,
    AskFor,
    CounterAccount,
    CounterIdle,
    LatestPayment,
    ParkedForm,
    Receipt,
)
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, InvoiceId, PaymentId, ReceiptId
from app.kernel.money import Money, total
from app.kernel.translate import t
from app.storage.schema import print_job
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender, _receipt = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.receipt),
)
_p, _t, _r, _k, _j = _payment.c, _tender.c, _receipt.c, schema.parked_form.c, print_job.c
_tender_words = (
    select(func.group_concat(schema.tender_type.c.name, " + "))
    .select_from(_tender)
    .join(schema.tender_type, schema.tender_type.c.method == _t.method)
    .where(_t.payment_id == _p.id)
    .scalar_subquery()
)
_paper = (
    select(_j.state)
    .where(_j.doc_id == _r.id)
    .order_by(_j.copy_no.desc())
    .limit(1)
    .scalar_subquery()
)
_latest = (
    select(
        _p.id,
        _r.id,
        _r.number,
        _p.at,
        _p.account_id,
        _tender_words,
        _p.amount_minor,
        _p.currency,
        _paper,
    )
    .select_from(_payment)
    .join(_receipt, _r.payment_id == _p.id)
    .order_by(_p.at.desc(), _p.id.desc())
    .limit(bindparam("most"))
)
_LATEST_OF_ACCOUNT = Read(_latest.where(_p.account_id == bindparam("account_id")))
_LATEST_HERE = Read(_latest.where(_p.station_id == bindparam("station_id")))
_SNAPSHOT = Read(select(_r.snapshot).where(_r.id == bindparam("id")))
_OF_PAYMENT = Read(
    select(_r.snapshot).where(_r.payment_id == bindparam("id")).order_by(_r.number_value)
)
_LAST = Read(
    select(_p.business_date, _p.amount_minor, _p.currency)
    .where(_p.account_id == bindparam("account_id"))
    .order_by(_p.at.desc(), _p.id.desc())
    .limit(1)
)
_PARKED = Read(
    select(
        _k.payment_id,
        _k.account_id,
        _k.method,
        _k.amount_text,
        _k.given_text,
        _k.invoice_ids,
        _k.at,
        _k.user_id,
    ).order_by(_k.at.desc())
)
_PAPER_WORDS = {
    "shown": "On screen",
    "queued": "Waiting",
    "printed": "Printed",
    "parked": "Not printed",
}


def counter_account(reader: Reader, account_id: AccountId) -> CounterAccount:
    """All the Counter shows of one account, in one snapshot."""
    header = parties.account_header(reader, account_id)
    owed = ledger.account_balance(reader, account_id, header.currency)
    open_ones = invoices.open_invoices(reader, account_id)
    rows = reader.fetch(_LATEST_OF_ACCOUNT, account_id=account_id, most=20)
    return CounterAccount(
        header=header,
        owed=owed.owed,
        credit=owed.credit,
        ask_for=_ask_for(reader, open_ones, header.currency),
        open_invoices=open_ones,
        latest=tuple(_latest_payment(row, header.name) for row in rows),
    )


def _ask_for(
    reader: Reader, open_ones: tuple[OpenInvoice, ...], currency: str
) -> tuple[AskFor, ...]:
    """Today's invoices first, then past balances by age, oldest first, then what is not due yet."""
    today = settings.business_today(settings.practice(reader), reader.now)
    fresh = [i.due for i in open_ones if i.invoice_date == today]
    past = tuple(i for i in open_ones if i.invoice_date != today)
    early = [i.due for i in past if not i.overdue]
    asked = [AskFor(t("today"), total(fresh, currency), False)] if fresh else []
    for group, late in reversed(_by_age(reader, tuple(i for i in past if i.overdue))):
        if late:
            words = t("past due, {group} days", group=group)
            asked.append(AskFor(words, total((i.due for i in late), currency), True))
    return (*asked, *([AskFor(t("not due yet"), total(early, currency), False)] if early else ()))


def _by_age(
    reader: Reader, open_ones: tuple[OpenInvoice, ...]
) -> list[tuple[str, list[OpenInvoice]]]:
    """Every age group with its invoices, youngest first, by the practice's edges and basis."""
    today = settings.business_today(settings.practice(reader), reader.now)
    edges = settings.numbers_setting(reader, "aging.edges")
    by_due = settings.setting(reader, "aging.basis") == "due_date"
    groups: list[list[OpenInvoice]] = [[] for _ in range(len(edges) + 1)]
    for invoice in open_ones:
        age = max(0, (today - (invoice.due_date if by_due else invoice.invoice_date)).days)
        groups[sum(age > edge for edge in edges)].append(invoice)
    return [(rules.age_group(place, edges), group) for place, group in enumerate(groups)]


def account_summary(reader: Reader, account_id: AccountId) -> AccountSummary:
    """Balances, aging and the last payment of an account."""
    header = parties.account_header(reader, account_id)
    balance = ledger.account_balance(reader, account_id, header.currency)
    groups = _by_age(reader, invoices.open_invoices(reader, account_id))
    last = reader.first(_LAST, account_id=account_id)
    return AccountSummary(
        header=header,
        patient_balance=balance.patient,
        insurance_balance=balance.insurance,
        credit=balance.credit,
        aging=tuple(
            AgeGroup(words, total((i.due for i in group), header.currency))
            for words, group in groups
        ),
        last_payment_on=date.fromisoformat(last[0]) if last else None,
        last_payment=Money(last[1], last[2]) if last else None,
    )


def counter_idle(reader: Reader) -> CounterIdle:
    """What matters with nobody selected: parked forms and this station's last receipts."""
    here = settings.practice(reader)
    rows = reader.fetch(_LATEST_HERE, station_id=here.station_id, most=12)
    return CounterIdle(
        latest=tuple(_latest_payment(row, _name(reader, row[4])) for row in rows),
        parked=parked_forms(reader),
    )


def latest_payments(reader: Reader, most: int = 50) -> tuple[LatestPayment, ...]:
    """This station's latest payments, newest first."""
    here = settings.practice(reader)
    rows = reader.fetch(_LATEST_HERE, station_id=here.station_id, most=min(most, 500))
    return tuple(_latest_payment(row, _name(reader, row[4])) for row in rows)


def parked_forms(reader: Reader) -> tuple[ParkedForm, ...]:
    """Payments that were begun and put aside, newest first."""
    forms = []
    for payment_id, account_id, method, amount, given, ids, at, user in reader.fetch(_PARKED):
        header = parties.account_header(reader, account_id)
        forms.append(
            ParkedForm(
                payment_id=PaymentId(payment_id),
                account_id=AccountId(account_id),
                account_number=header.account_number,
                name=header.name,
                method=method,
                amount_text=amount,
                given_text=given,
                invoice_ids=tuple(InvoiceId(i) for i in ids.split()),
                at=instant_from(at),
                user_name=security.user_name(reader, user),
            )
        )
    return tuple(forms)


def _name(reader: Reader, account_id: str) -> str:
    return parties.account_header(reader, AccountId(account_id)).name


def _latest_payment(row: tuple[str, ...], name: str) -> LatestPayment:
    payment_id, receipt_id, number, at, account_id, tender, amount, currency, paper = row
    return LatestPayment(
        payment_id=PaymentId(payment_id),
        receipt_id=ReceiptId(receipt_id),
        receipt_number=number,
        at=instant_from(at),
        account_id=AccountId(account_id),
        name=name,
        tender=tender or "",
        amount=Money(int(amount), currency),
        paper=t(_PAPER_WORDS.get(paper or "", "")),
    )


def receipt(reader: Reader, receipt_id: ReceiptId) -> Receipt:
    """A receipt exactly as it was; a UserError when there is none."""
    return _read(reader.scalar(_SNAPSHOT, id=receipt_id))


def receipt_of_payment(reader: Reader, payment_id: PaymentId) -> Receipt:
    """The first receipt of a payment."""
    return _read(reader.scalar(_OF_PAYMENT, id=payment_id))


def _read(snapshot: str | None) -> Receipt:
    if snapshot is None:
        raise errors.no_such_receipt()
    return receipts.read(json.loads(snapshot))
