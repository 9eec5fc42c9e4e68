"""An issued invoice, read back whole."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.invoices import queries, service
from app.areas.invoices.values import InvoiceLine, InvoiceStatus, IssueInvoice
from app.kernel.errors import UserError
from app.kernel.ids import InvoiceId, new_id
from app.kernel.money import Money
from tests.building import Books, command_id


def test_an_invoice_with_a_discount_and_tax(books: Books) -> None:
    patient = books.register_patient()
    lines = (
        InvoiceLine("Office visit", Money(10_000, "USD"), service_date=date(2026, 1, 5)),
        InvoiceLine(
            "Crutches",
            Money(3_333, "USD"),
            quantity_e4=15_000,
            discount=Money(500, "USD"),
            discount_reason="courtesy",
            tax=Money(225, "USD"),
        ),
    )
    command = IssueInvoice(command_id(), patient.account_id, lines)
    act = books.station.act
    issued = act(books.actors.billing_clerk, service.issue_invoice, command).result()
    view = books.station.ask(queries.invoice_view, issued.invoice_id).result()
    # 33.33 × 1.5 = 49.995, half a cent away from zero
    assert (view.subtotal.minor, view.discount.minor, view.tax.minor) == (15_000, 500, 225)
    assert view.total == view.due == issued.total == Money(14_725, "USD")
    assert view.status is InvoiceStatus.ISSUED
    assert [line.description for line in view.lines] == ["Office visit", "Crutches"]
    assert view.lines[1].discount_reason == "courtesy"
    assert view.bill_to.name == "Thị Hoa Nguyễn"
    books.open_shift()
    books.take_cash(patient.account_id, 4_725)
    paid = books.station.ask(queries.invoice_view, issued.invoice_id).result()
    assert (paid.status, paid.due) == (InvoiceStatus.PARTIAL, Money(10_000, "USD"))


def test_an_invoice_that_is_not_there(books: Books) -> None:
    with pytest.raises(UserError, match="no such invoice"):
        books.station.ask(queries.invoice_view, InvoiceId(new_id())).result()
