"""Frozen values as the Counter's queries give them, for tests of what it does with them."""

from __future__ import annotations

from datetime import date, timedelta

from app.areas.invoices.values import DraftBrief, InvoiceStatus, OpenInvoice
from app.areas.parties.values import AccountHeader, AccountStatus
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import AskFor, CounterAccount, TenderKind
from app.gui.screens.counter.legs import WaysToPay
from app.kernel.ids import AccountId, InvoiceId, PatientId, derived_id
from app.kernel.money import Money, total

TODAY = date(2026, 11, 20)


def way(
    method: str, name: str, kind: TenderKind, *required: TenderField, place: int = 1
) -> TenderTypeRow:
    return TenderTypeRow(method, name, kind, "1015", required, True, True, "", place, active=True)


WAYS = WaysToPay(
    (
        way("cash", "Cash", TenderKind.CASH),
        way("check", "Check", TenderKind.CHECK, TenderField.CHECK_NUMBER, TenderField.BANK),
        way("credit_card", "Credit card", TenderKind.CARD),
        way("debit_card", "Debit card", TenderKind.CARD),
        way("wire", "Wire", TenderKind.OTHER, TenderField.REFERENCE),
    )
)


def by(method: str) -> TenderTypeRow:
    found = WAYS.of(method)
    assert found is not None
    return found


def invoice(
    number: int, minor: int, *, days_ago: int = 0, currency: str = "USD", whose: int = 1
) -> OpenInvoice:
    day = TODAY - timedelta(days=days_ago)
    return OpenInvoice(
        invoice_id=InvoiceId(derived_id("invoice", str(number))),
        number=f"W1-{number:06d}",
        invoice_date=day,
        due_date=day,
        description="Office visit",
        total=Money(minor, currency),
        due=Money(minor, currency),
        status=InvoiceStatus.ISSUED,
        overdue=days_ago > 0,
        account_id=AccountId(derived_id("account", str(whose))),
    )


def account(
    *invoices: OpenInvoice,
    name: str = "Nguyễn Thị Hoa",
    number: int = 1,
    credit: int = 0,
    currency: str = "USD",
    drafts: tuple[DraftBrief, ...] = (),
) -> CounterAccount:
    account_id = AccountId(derived_id("account", str(number)))
    header = AccountHeader(
        account_id=account_id,
        account_number=f"A-{number:06d}",
        patient_id=PatientId(derived_id("patient", str(number))),
        name=name,
        birth_date=date(1984, 3, 2),
        guarantor="self",
        status=AccountStatus.ACTIVE,
        flags=(),
        phone="",
        currency=currency,
    )
    owed = total((i.due for i in invoices), currency)
    todays = total((i.due for i in invoices if i.invoice_date == TODAY), currency)
    past = owed - todays
    asks = (AskFor("today", todays, False), AskFor("past due", past, True))
    return CounterAccount(
        header=header,
        owed=owed,
        credit=Money(credit, currency),
        ask_for=tuple(ask for ask in asks if ask.amount),
        open_invoices=tuple(invoices),
        latest=(),
        drafts=drafts,
    )


def draft(number: int, minor: int, *, days_ago: int = 0, whose: int = 1) -> DraftBrief:
    return DraftBrief(
        InvoiceId(derived_id("draft", str(number))),
        AccountId(derived_id("account", str(whose))),
        "Vaccination",
        Money(minor, "USD"),
        TODAY - timedelta(days=days_ago),
    )
