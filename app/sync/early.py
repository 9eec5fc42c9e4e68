"""What a cashier needs of large books before the rest of them comes: how every account stands, and
the invoices that are not paid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.areas.ledger.repository import derive_balances
from app.areas.ledger.values import GL, RECEIVABLES, Leg
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage import arriving, taking_over
from app.storage.taking_over import OddFact, Values
from app.storage.unit_of_work import UnitOfWork
from app.sync.books import Books
from app.sync.central_tables import OpenItem
from app.sync.line import Line
from app.sync.progress import Progress, Tell

ACCOUNTS = 10_000
"""Accounts looked at in one question."""
INVOICES = 500
CODES = (*RECEIVABLES, GL.PATIENT_CREDITS)
OPEN_ITEMS = "account_balance"
"""Under this name it is noted how far they came."""


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open of the accounts up to a key, with the invoices it stands on, by table."""

    upto: str
    last: bool
    items: tuple[OpenItem, ...]
    facts: dict[str, list[Values]]


def take_open_items(books: Books, line: Line, tell: Tell, pull: Callable[[], None]) -> None:
    """Bring what every account owes and has in credit, and the open invoices, account by account;
    goes on where it was. `pull` brings every record: before an invoice is written that no backup
    may have, its record is here.
    """
    after, done = books.ask(arriving.place, OPEN_ITEMS).result()
    count = 0
    while not done:
        tell(Progress(t("Taking over what is open."), count, 0))
        with line.open() as centre:
            told = centre.open_items(after, ACCOUNTS, CODES)
            ids = sorted({one.invoice_id for one in told.items if one.invoice_id is not None})
            facts: dict[str, list[Values]] = {}
            for at in range(0, len(ids), INVOICES):
                for name, rows in centre.open_invoices(ids[at : at + INVOICES]).items():
                    facts.setdefault(name, []).extend(rows)
        if told.items:
            pull()
        page = _Open(told.upto, told.last, told.items, facts)
        for odd in books.record(_take, page).result():
            with line.open() as centre:
                fact = centre.told(odd.table, odd.id, odd.hash)
            books.record(_take_told, (odd.table, fact)).result()
        after, done = told.upto, told.last
        count += len(told.items)


def _take(uow: UnitOfWork, page: _Open) -> tuple[OddFact, ...]:
    derive_balances(uow, tuple(map(_leg, page.items)))
    odd = [
        one
        for name, rows in page.facts.items()
        for one in (arriving.take_open(uow, name, rows) if rows else ())
    ]
    arriving.note_place(uow, OPEN_ITEMS, page.upto, done=page.last)
    return tuple(odd)


def _leg(one: OpenItem) -> Leg:
    return Leg(
        one.gl_code,
        Money(one.minor, one.currency),
        account_id=AccountId(one.account_id),
        invoice_id=None if one.invoice_id is None else InvoiceId(one.invoice_id),
    )


def _take_told(uow: UnitOfWork, told: tuple[str, dict[str, object]]) -> None:
    facts: Sequence[dict[str, object]] = [told[1]]
    taking_over.take_facts(uow, told[0], facts)
