"""Lines of invoices and drafts that good commands are made of."""

from __future__ import annotations

from datetime import date

from app.areas.invoices.values import DraftLine, InvoiceLine
from app.areas.parties.values import Person
from app.kernel.money import Money


def usd(minor: int) -> Money:
    return Money(minor, "USD")


PERSON = Person("Nguyễn", "Thị Hoa", phone="555-0101", birth_date=date(1984, 3, 14))
LINE = InvoiceLine(
    "X-ray",
    usd(15000),
    discount=usd(500),
    discount_reason="staff",
    tax=usd(10),
    service_date=date(2026, 1, 5),
    revenue_gl="4010",
)

DRAFT_LINE = DraftLine(
    "X-ray",
    usd(15000),
    code="71046",
    quantity_e4=15_000,
    discount_percent_e4=100_000,
    discount_reason="Courtesy",
    service_date=date(2026, 1, 5),
    revenue_gl="4010",
)
