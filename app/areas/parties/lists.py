"""All accounts as a list: any column sorts, status and typing filter, sums come apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, literal_column, select, text

from app.areas.ledger.schema import account_alias, account_balance
from app.areas.parties import schema
from app.areas.parties.rules import filed_name
from app.areas.parties.values import AccountStatus
from app.areas.settings import queries as settings
from app.kernel.ids import AccountId
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import search_name
from app.storage.search import ACCOUNTS_FOUND
from app.storage.statements import Reader

_a, _p, _n, _b = schema.account.c, schema.patient.c, search_name.c, account_balance.c
_empty: Any = literal_column("''")
_zero: Any = literal_column("0")
_balance = and_(_b.account_id == _a.id, _b.currency == _a.currency)
_owed = func.coalesce(_b.patient_minor + _b.insurance_minor, _zero)
_credit = func.coalesce(_b.credit_minor, _zero)
_phone = func.coalesce(func.nullif(_p.phone, _empty), _p.mobile, _empty)
_born = func.coalesce(_p.birth_date, _empty)
_stands = schema.account.alias("stands")
_merged_into = (
    select(_stands.c.number)
    .select_from(account_alias.join(_stands, _stands.c.id == account_alias.c.into_id))
    .where(account_alias.c.account_id == _a.id)
    .correlate(schema.account)
    .scalar_subquery()
)
# What no column of a question needs is left out by SQLite, because it hangs on by its whole key.
_from_accounts = (
    schema.account.outerjoin(schema.patient, _p.id == _a.patient_id)
    .outerjoin(search_name, _n.account_id == _a.id)
    .outerjoin(account_balance, _balance)
)
_from_names = (
    search_name.outerjoin(schema.account, _a.id == _n.account_id)
    .outerjoin(schema.patient, _p.id == _a.patient_id)
    .outerjoin(account_balance, _balance)
)
_ACCOUNTS = Listing(
    source=_from_accounts,
    shown=(
        _a.id,
        _a.number,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _born,
        _phone,
        _a.status,
        _owed,
        _credit,
        _a.currency,
        func.coalesce(_merged_into, _empty),
    ),
    columns={
        "number": ListColumn(_a.number, _a.id),
        "name": ListColumn(_n.filed, _n.account_id, source=_from_names),
        "birth_date": ListColumn(_born, _a.id),
        "phone": ListColumn(_phone, _a.id),
        "status": ListColumn(_a.status, _a.id),
        "owed": ListColumn(_owed, _a.id, whole=True),
        "credit": ListColumn(_credit, _a.id, whole=True),
    },
    usual=Sort("name"),
    text=lambda: _a.id.in_(text(ACCOUNTS_FOUND)),
    sums=(_owed, _credit),
    everything=select(
        select(func.count()).select_from(schema.account).scalar_subquery(),
        func.coalesce(func.sum(_b.patient_minor + _b.insurance_minor), _zero),
        func.coalesce(func.sum(_b.credit_minor), _zero),
    ).select_from(account_balance),
)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in the list."""

    account_id: AccountId
    number: str
    name: str
    birth_date: date | None
    phone: str
    status: AccountStatus
    owed: Money
    credit: Money
    merged_into: str = ""
    """The number of the account that stands for it, where it was merged."""


@dataclass(frozen=True, slots=True)
class AccountTotals:
    count: int
    owed: Money
    credit: Money


def accounts(reader: Reader, wanted: ListWanted) -> Page[AccountRow]:
    """One page of accounts; columns: number, name, birth_date, phone, status, owed, credit."""
    return paging.page(reader, _ACCOUNTS, wanted, _row)


def account_totals(reader: Reader, wanted: ListWanted) -> AccountTotals:
    """How many accounts the filters leave, and what they owe and have in credit."""
    currency = settings.practice(reader).currency
    count, owed, credit = paging.sums(reader, _ACCOUNTS, wanted)
    return AccountTotals(count, Money(owed, currency), Money(credit, currency))


def account_marks(reader: Reader, wanted: ListWanted, every: int) -> tuple[str, ...]:
    """The mark of every so-manieth account of the list: where its pages begin."""
    return paging.marks(reader, _ACCOUNTS, wanted, every)


def _row(row: Any) -> AccountRow:
    account_id, number, family, given, order, born, phone, status, owed, credit, currency = row[:11]
    return AccountRow(
        account_id=AccountId(account_id),
        number=number,
        name=filed_name(family, given, order),
        birth_date=date.fromisoformat(born) if born else None,
        phone=phone,
        status=AccountStatus(status),
        owed=Money(owed, currency),
        credit=Money(credit, currency),
        merged_into=row[11],
    )
