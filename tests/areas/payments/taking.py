"""Tenders filled as their kinds ask, and what a payment posted, for tests of payments."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.health import queries as health
from app.areas.ledger.schema import journal_entry, journal_line
from app.areas.payments.seed import TENDERS
from app.areas.payments.values import TenderGiven
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from tests.building import Books

FILLED = {"reference": "REF-88", "bank": "First Bank", "check_number": "1203"}
_REQUIRED = {seed.method: seed.required for seed in TENDERS}
_LEGS = Read(
    select(journal_line.c.gl_code, func.sum(journal_line.c.amount_minor))
    .join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
    .where(journal_entry.c.source_id == bindparam("id"))
    .group_by(journal_line.c.gl_code)
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def tender(method: str, minor: int, **fields: Any) -> TenderGiven:
    """A tender with everything its kind asks for."""
    filled: dict[str, Any] = {field: FILLED[field] for field in _REQUIRED.get(method, ())}
    return TenderGiven(method, usd(minor), **filled | fields)


def check(minor: int, **fields: Any) -> TenderGiven:
    return tender("check", minor, **fields)


def found(books: Books) -> list[str]:
    """What verify finds wrong; nothing, as it should be."""
    verdict = books.station.database.read(health.verify, books.station.database.keys.master)
    return [finding.words for finding in verdict.findings]


def posted(books: Books, source_id: str) -> dict[str, int]:
    """What stands in the ledger for an action, by GL account."""

    def ask(reader: Reader) -> dict[str, int]:
        return dict(Counter(dict(reader.fetch(_LEGS, id=source_id))))

    return books.station.database.read(ask)
