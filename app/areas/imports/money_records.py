"""What invoices and balances of an old system are called here, and whether they came already."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import bindparam, exists, select

from app.areas.invoices.rules import brought_id
from app.areas.invoices.schema import invoice
from app.areas.payments.crediting_values import OPENING
from app.areas.payments.schema import payment, tender
from app.areas.settings import queries as settings
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork

What = Literal["invoice", "balance"]
_OF_ACCOUNT = (invoice.c.account_id == bindparam("account_id"), invoice.c.generated_by == "import")
_BROUGHT = Read(select(exists().where(*_OF_ACCOUNT)))
_INVOICES = Read(select(invoice.c.id).where(*_OF_ACCOUNT))
_CREDITS = Read(
    select(payment.c.id)
    .join(tender, tender.c.payment_id == payment.c.id)
    .where(payment.c.account_id == bindparam("account_id"), tender.c.method == OPENING)
)


def money_id(uow: UnitOfWork, source: str, what: What, key: str) -> str:
    """The id that money of an old system gets at this window; the same row never gets another.

    Each window has its own: where two bring one file in without knowing of one another, both
    stand, each with its posting, and one can be taken back. One id would be two postings of one
    invoice, which no books can explain.
    """
    return brought_id(source, what, key, uow.stream.station)


def is_here(uow: UnitOfWork, account_id: str, source: str, what: What, key: str) -> bool:
    """Whether any window brought it in already, as far as is known here; older versions gave one id
    at all windows.
    """
    there = {
        row[0] for read in (_INVOICES, _CREDITS) for row in uow.fetch(read, account_id=account_id)
    }
    if not there:
        return False
    windows = [(window.station_id,) for window in settings.stations(uow)]
    own = (uow.stream.station,)
    return any(brought_id(source, what, key, *at) in there for at in ((), own, *windows))


def has_brought_invoice(reader: Reader, account_id: str) -> bool:
    """Whether an account has invoices of an old system."""
    return bool(reader.scalar(_BROUGHT, account_id=account_id))
