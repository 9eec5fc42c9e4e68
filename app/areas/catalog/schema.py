"""Tables of services and tax rates."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import day, document_table, whole, words, yes_no

service = document_table(
    "service",
    words("code", "as it stands on invoices, in capitals"),
    words("name"),
    whole("price_minor"),
    words("currency"),
    words("tax_class", "exempt, or a class of tax_rate"),
    words("revenue_gl", "what it earns is booked to"),
    words("unit", "visit, hour, 15_min, day, item"),
    yes_no("active"),
    comment="What is charged for, with its price",
    indexes=[Index("service_code", "code")],
)

tax_rate = document_table(
    "tax_rate",
    words("tax_class"),
    words("name", "as it stands on invoices"),
    whole("rate_e4", "percent in ten-thousandths"),
    day("valid_from"),
    comment="The rate of a tax class from a day on, until its next one",
    indexes=[Index("tax_rate_class", "tax_class", "valid_from")],
)
