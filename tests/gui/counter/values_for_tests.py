"""Frozen values as the Counter's queries give them, for tests of what it does with them."""

from __future__ import annotations

from datetime import date, timedelta

from app.areas.invoices.values import InvoiceStatus, OpenInvoice
from app.areas.parties.values import AccountHeader, AccountStatus
from app.areas.payments.values import AskFor, CounterAccount
from app.kernel.ids import AccountId, InvoiceId, PatientId, derived_id
from app.kernel.money import Money, total

TODAY = date(2026, 11, 20)


def invoice(number: int, minor: int, *, days_ago: int = 0, currency: str = "USD") -> OpenInvoice:
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
        account_id=AccountId(derived_id("account", "1")),
    )


def account(
    *invoices: OpenInvoice,
    name: str = "Nguyễn Thị Hoa",
    number: int = 1,
    credit: int = 0,
    currency: str = "USD",
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
    )
