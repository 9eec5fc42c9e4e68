"""What the Counter shows, and receipts as they were."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.invoices import queries as invoices
from app.areas.invoices.values import OpenInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, RECEIVABLES, GLAccountRow, GLType
from app.areas.parties import queries as parties
from app.areas.parties.schema import account
from app.areas.parties.values import AccountHeader
from app.areas.payments import errors, records, rules, schema
from app.areas.payments import receipt as receipts
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.payments.values import (
    AccountSummary,
    AgeGroup,
    AskFor,
    CounterAccount,
    CounterIdle,
    FamilyMember,
    LatestPayment,
    NotCollected,
    ParkedForm,
    PaymentStatus,
    Receipt,
)
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, PaymentId, ReceiptId
from app.kernel.money import Money, total
from app.kernel.paper import JobState
from app.kernel.translate import later, t
from app.storage.schema import print_job
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_OTHERWISE_FILLED = frozenset(
    {GL.CASH_IN_DRAWERS, GL.CASH_IN_SAFE, GL.DEPOSITS_IN_TRANSIT, *RECEIVABLES}
)
"""Assets that other documents fill; no tender does."""

_payment, _tender, _receipt, _missed = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.receipt),
    counted(schema.not_collected),
)
_p, _t, _r, _k, _j = _payment.c, _tender.c, _receipt.c, schema.parked_form.c, print_job.c
_again = counted(schema.receipt_revision).c
_s, _w, _n = schema.payment_state.c, schema.payment_joined.c, _missed.c
_there: Any = literal_column("1")
_later, _mine = _tender.alias("later"), _receipt.alias("mine")
_tender_words = (
    select(
        func.group_concat(
            func.coalesce(schema.tender_type.c.name, func.replace(_t.method, "_", " ")), " + "
        )
    )
    .select_from(_tender)
    .outerjoin(schema.tender_type, schema.tender_type.c.method == _t.method)
    .where(_t.payment_id == _p.id, ~select(_there).where(_later.c.corrects_id == _t.id).exists())
    .scalar_subquery()
)
_paper = (
    select(_j.state)
    .where(_j.doc_id == _r.id, _j.doc_kind == "receipt")
    .order_by(_j.copy_no.desc())
    .limit(1)
    .scalar_subquery()
)
_ROW = (
    _p.id,
    _r.id,
    _r.number,
    _p.at,
    _r.account_id,
    _tender_words.label("tenders"),
    _r.amount_minor,
    _r.currency,
    _paper.label("paper"),
    _s.status,
    _s.corrected,
)
_latest = (
    select(*_ROW)
    .select_from(_payment)
    .join(_receipt, (_r.payment_id == _p.id) & (_r.number == _p.number))
    .join(schema.payment_state, _s.payment_id == _p.id)
)
_with_others = (
    select(*_ROW)
    .select_from(schema.payment_joined)
    .join(_payment, _p.id == _w.payment_id)
    .join(
        _receipt,
        (_r.payment_id == _p.id)
        & or_(
            _r.account_id == _w.account_id,
            (_r.number == _p.number)
            & ~select(_there)
            .where(_mine.c.payment_id == _p.id, _mine.c.account_id == _w.account_id)
            .exists(),
        ),
    )
    .join(schema.payment_state, _s.payment_id == _p.id)
    .where(_w.account_id == bindparam("account_id"))
)
_LATEST_OF_ACCOUNT = Read(
    _latest.where(_p.account_id == bindparam("account_id"))
    .union_all(_with_others)
    .order_by(literal_column("4 DESC, 1 DESC"))
    .limit(bindparam("most"))
)
_LATEST_HERE = Read(
    _latest.where(_p.station_id == bindparam("station_id"))
    .order_by(_p.at.desc(), _p.id.desc())
    .limit(bindparam("most"))
)
_FAMILY = Read(
    select(account.c.id)
    .where(account.c.guarantor_id == bindparam("guarantor_id"))
    .union(
        select(_w.account_id)
        .select_from(_payment)
        .join(schema.payment_joined, _w.payment_id == _p.id)
        .where(_p.account_id == bindparam("account_id")),
        select(_p.account_id)
        .select_from(schema.payment_joined)
        .join(_payment, _p.id == _w.payment_id)
        .where(_w.account_id == bindparam("account_id")),
    )
    .limit(bindparam("most"))
)
_NOT_COLLECTED = Read(
    select(_n.amount_minor, _n.currency, _n.reason, _n.note, _n.made_by, _n.at)
    .where(_n.account_id == bindparam("account_id"), _n.business_date == bindparam("day"))
    .order_by(_n.at.desc())
)
_newest = (
    select(_again.snapshot)
    .where(_again.receipt_id == _r.id)
    .order_by(_again.revision_no.desc(), _again.id.desc())
    .limit(1)
    .scalar_subquery()
)
_says_now = func.coalesce(_newest, _r.snapshot)
_SNAPSHOT = Read(select(_says_now).where(_r.id == bindparam("id")))
_AS_ISSUED = Read(select(_r.snapshot).where(_r.id == bindparam("id")))
_OF_PAYMENT = Read(
    select(_says_now)
    .select_from(_payment)
    .join(_receipt, (_r.payment_id == _p.id) & (_r.number == _p.number))
    .where(_p.id == bindparam("id"))
)
_LAST = Read(
    select(_p.business_date, _p.amount_minor, _p.currency)
    .select_from(_payment)
    .join(schema.payment_state, _s.payment_id == _p.id)
    .where(
        _p.account_id == bindparam("account_id"),
        _s.status != PaymentStatus.VOID.value,
        _s.status != PaymentStatus.RETURNED.value,
    )
    .order_by(_p.at.desc(), _p.id.desc())
    .limit(1)
)
_PARKED = Read(
    select(
        _k.payment_id,
        _k.account_id,
        _k.amount_text,
        _k.given_text,
        _k.typed,
        _k.at,
        _k.user_id,
    ).order_by(_k.at.desc())
)
FAMILY_AT_MOST = 30
_PAPER_WORDS = {
    JobState.SHOWN: later("On screen"),
    **dict.fromkeys((JobState.QUEUED, JobState.CHECKING, JobState.WAIT_PRINTER), later("Waiting")),
    JobState.SENDING: later("Printing"),
    **dict.fromkeys((JobState.PRINTED, JobState.SENT), later("Printed")),
    JobState.UNSURE: later("Look at the printer"),
    **dict.fromkeys((JobState.PARKED, JobState.PUT_AWAY), later("Not printed")),
}


def counter_account(reader: Reader, account_id: AccountId) -> CounterAccount:
    """All the Counter shows of one account, in one snapshot."""
    header = parties.account_header(reader, account_id)
    owed = ledger.balance_together(reader, account_id, header.currency)
    accounts = parties.together(reader, account_id)
    open_ones = invoices.open_together(reader, account_id)
    return CounterAccount(
        header=header,
        owed=owed.owed,
        credit=owed.credit,
        ask_for=_ask_for(reader, open_ones, header.currency),
        open_invoices=open_ones,
        latest=tuple(_latest_payment(r, header.name) for r in _latest_together(reader, accounts)),
        flags=parties.flags_together(reader, account_id),
        drafts=tuple(draft for one in accounts for draft in invoices.drafts(reader, one)),
        family=tuple(one for one in _family(reader, header) if one.account_id not in accounts),
        not_collected_today=_not_collected(reader, account_id),
    )


def _latest_together(reader: Reader, accounts: tuple[AccountId, ...]) -> list[Any]:
    rows = [reader.fetch(_LATEST_OF_ACCOUNT, account_id=one, most=20) for one in accounts]
    if len(rows) == 1:
        return rows[0]
    found = {row[0]: row for each in rows for row in each}
    return sorted(found.values(), key=lambda row: (row[3], row[0]), reverse=True)[:20]


def _family(reader: Reader, header: AccountHeader) -> tuple[FamilyMember, ...]:
    """Whose invoices may be paid with this account's: those who owe first, then by name."""
    rows = reader.fetch(
        _FAMILY, account_id=header.account_id, guarantor_id=header.guarantor_id, most=FAMILY_AT_MOST
    )
    members = []
    for (account_id,) in rows:
        if account_id != header.account_id:
            other = parties.account_header(reader, AccountId(account_id))
            owed = ledger.account_balance(reader, other.account_id, other.currency).owed
            members.append(FamilyMember(other.account_id, other.account_number, other.name, owed))
    return tuple(sorted(members, key=lambda one: (not one.owed, one.name, one.account_number)))


def _not_collected(reader: Reader, account_id: AccountId) -> tuple[NotCollected, ...]:
    """What was asked for today and not given, newest first."""
    today = settings.business_today(settings.practice(reader), reader.now)
    rows = reader.fetch(_NOT_COLLECTED, account_id=account_id, day=today.isoformat())
    return tuple(
        NotCollected(
            account_id=account_id,
            amount=Money(minor, currency),
            words=reason,
            note=note,
            by=security.user_name(reader, user),
            at=instant_from(at),
        )
        for minor, currency, reason, note, user, at in rows
    )


def tender_types(reader: Reader, all: bool = False) -> tuple[TenderTypeRow, ...]:
    """The ways money is taken, in the order of their keys; with `all` those out of use too."""
    return tuple(row for row in records.tender_types(reader) if all or row.active)


def accounts_for_tenders(reader: Reader) -> tuple[GLAccountRow, ...]:
    """The GL accounts that money can come in on, by code; cash always lies in the drawers."""
    return tuple(
        row
        for row in ledger.gl_accounts(reader)
        if row.active and row.gl_type is GLType.ASSET and row.code not in _OTHERWISE_FILLED
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
    """Balances, aging and the last payment of an account that stands."""
    header = parties.account_header(reader, account_id)
    balance = ledger.balance_together(reader, account_id, header.currency)
    groups = _by_age(reader, invoices.open_together(reader, account_id))
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
    for row in reader.fetch(_PARKED):
        payment_id, account_id, amount, given, typed, at, user = row
        header = parties.account_header(reader, account_id)
        forms.append(
            ParkedForm(
                payment_id=PaymentId(payment_id),
                account_id=AccountId(account_id),
                account_number=header.account_number,
                name=header.name,
                amount_text=amount,
                given_text=given,
                at=instant_from(at),
                user_name=security.user_name(reader, user),
                typed=typed,
            )
        )
    return tuple(forms)


def _name(reader: Reader, account_id: str) -> str:
    return parties.account_header(reader, AccountId(account_id)).name


def _latest_payment(row: tuple[Any, ...], name: str) -> LatestPayment:
    payment_id, receipt_id, number, at, account_id, tender, amount, currency, paper = row[:9]
    return LatestPayment(
        payment_id=PaymentId(payment_id),
        receipt_id=ReceiptId(receipt_id),
        receipt_number=number,
        at=instant_from(at),
        account_id=AccountId(account_id),
        name=name,
        tender=tender or "",
        amount=Money(int(amount), currency),
        paper=t(_PAPER_WORDS[JobState(paper)]) if paper else "",
        status=PaymentStatus(row[9]),
        corrected=bool(row[10]),
    )


def receipt(reader: Reader, receipt_id: ReceiptId) -> Receipt:
    """A receipt as it stands: as it was issued, or as it was made again when the payment was
    corrected or voided. A UserError when there is none.
    """
    return _read(reader.scalar(_SNAPSHOT, id=receipt_id))


def receipt_as_issued(reader: Reader, receipt_id: ReceiptId) -> Receipt:
    """A receipt exactly as it was when the money was taken, whatever was undone since."""
    return _read(reader.scalar(_AS_ISSUED, id=receipt_id))


def receipt_of_payment(reader: Reader, payment_id: PaymentId) -> Receipt:
    """The first receipt of a payment, as it stands."""
    return _read(reader.scalar(_OF_PAYMENT, id=payment_id))


def _read(snapshot: str | None) -> Receipt:
    if snapshot is None:
        raise errors.no_such_receipt()
    return receipts.read(json.loads(snapshot))
