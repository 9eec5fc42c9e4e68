"""All deposits as a list; what a bag holds in cash is not in it before its second count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, select

from app.areas.deposits import schema
from app.areas.deposits.banking_days import banking_days_between
from app.areas.deposits.records import cash_is_settled
from app.areas.deposits.values import DepositRow, DepositStage, DepositTotals
from app.areas.security.schema import app_user
from app.areas.settings import queries as settings
from app.areas.settings.schema import site
from app.kernel.clock import instant_from
from app.kernel.ids import DepositId, UserId
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_COUNTRY = Read(select(site.c.country).where(site.c.id == bindparam("site_id")))
_deposit, _seal = counted(schema.deposit), counted(schema.deposit_seal)
_d, _e, _s, _b = _deposit.c, _seal.c, schema.deposit_state.c, schema.bank_account.c
_maker, _other = app_user.alias("maker"), app_user.alias("other")
_empty: Any = literal_column("''")
_zero: Any = literal_column("0")
_one: Any = literal_column("1")
_asker: Any = bindparam("asker")


def _text(words: str) -> Any:
    return literal_column(f"'{words}'")


_hidden = case(
    (
        and_(
            _s.sealed == _zero,
            or_(_asker.is_(None), _d.made_by != _asker),
            ~cash_is_settled(_d.id, _d.cash_minor),
        ),
        _one,
    ),
    else_=_zero,
)
"""What nobody but who prepared it may know yet; it sorts and filters like nothing at all."""
_cash = case((_hidden == _one, _zero), else_=_s.cash_minor)
_total = case((_hidden == _one, _zero), else_=_s.cash_minor + _s.check_minor)
_stage = case(
    (_s.status != _text("pending"), _s.status),
    (_s.sealed == _one, _text("sealed")),
    (_s.counted == _one, _text("counted")),
    else_=_text("prepared"),
)
_stands = case((_s.status == _text("void"), _zero), else_=_total)
_cleared = func.coalesce(_s.cleared_on, _empty)
_prepared_by = func.lower(func.coalesce(_maker.c.name, _empty))
_verified_by = func.lower(func.coalesce(_other.c.name, _empty))
_DEPOSITS = Listing(
    source=_deposit.join(schema.deposit_state, _s.deposit_id == _d.id)
    .outerjoin(_seal, _e.deposit_id == _d.id)
    .outerjoin(schema.bank_account, _b.id == _d.bank_account_id)
    .outerjoin(_maker, _maker.c.id == _d.made_by)
    .outerjoin(_other, _other.c.id == _e.verified_by),
    shown=(
        _d.id,
        _d.number,
        _d.business_date,
        _stage,
        _b.name,
        _s.bag_number,
        _hidden,
        _cash,
        _s.check_count,
        _s.check_minor,
        _maker.c.name,
        _other.c.name,
        _s.cleared_on,
        func.coalesce(_s.sealed_at, _d.at),
        _d.currency,
    ),
    columns={
        "number": ListColumn(_d.number, _d.id),
        "business_date": ListColumn(_d.business_date, _d.id),
        "stage": ListColumn(_stage, _d.id),
        "status": ListColumn(_s.status, _d.id),
        "bank": ListColumn(_b.name, _d.id),
        "bag": ListColumn(_s.bag_number, _d.id),
        "cash": ListColumn(_cash, _d.id, whole=True),
        "checks": ListColumn(_s.check_minor, _d.id, whole=True),
        "total": ListColumn(_total, _d.id, whole=True),
        "prepared_by": ListColumn(_prepared_by, _d.id),
        "verified_by": ListColumn(_verified_by, _d.id),
        "cleared_on": ListColumn(_cleared, _d.id),
    },
    usual=Sort("number", descending=True),
    text=lambda: or_(
        _holds(func.lower(_d.number), "-"),
        _holds(func.lower(_s.bag_number), "-"),
        _holds(_prepared_by, " "),
        _holds(_verified_by, " "),
    ),
    sums=(_stands, _hidden),
)


def deposits(reader: Reader, wanted: ListWanted, asker: UserId | None = None) -> Page[DepositRow]:
    """One page of deposits; columns: number, business_date, stage, status, bank, bag, cash, checks,
    total, prepared_by, verified_by, cleared_on.
    """
    here = settings.practice(reader)
    country = str(reader.scalar(_COUNTRY, site_id=here.site_id) or "")
    most = settings.whole_setting(reader, "deposits.bank_within_days")
    today = settings.business_today(here, reader.now)

    def age(since: str) -> int:
        """Banking days since a bag was sealed, or prepared while it is not."""
        begun = settings.business_today(here, instant_from(since))
        return banking_days_between(begun, today, country)

    row_of = partial(_row, age, most)
    return paging.page(reader, _DEPOSITS, wanted, row_of, asker=asker)


def deposits_totals(
    reader: Reader, wanted: ListWanted, asker: UserId | None = None
) -> DepositTotals:
    """How many deposits the filters leave, and what they come to without void ones."""
    currency = settings.practice(reader).currency
    count, minor, hidden = paging.sums(reader, _DEPOSITS, wanted, asker=asker)
    return DepositTotals(count, Money(minor, currency), hidden)


def deposits_marks(
    reader: Reader, wanted: ListWanted, every: int, asker: UserId | None = None
) -> tuple[str, ...]:
    """The mark of every so-manieth deposit of the list: where its pages begin."""
    return paging.marks(reader, _DEPOSITS, wanted, every, asker=asker)


def _holds(column: Any, sign: str) -> Any:
    """Whether what was typed stands anywhere in it, without the signs between."""
    bare = func.replace(column, _text(sign), _empty)
    return func.instr(bare, bindparam("low")) > _zero


def _row(age: Callable[[str], int], most: int, row: Any) -> DepositRow:
    deposit_id, number, day, stage, bank, bag, hidden, cash, check_count, checks = row[:10]
    prepared_by, verified_by, cleared_on, since, currency = row[10:]
    done = stage in (DepositStage.VOID, DepositStage.CLEARED, DepositStage.RECONCILED)
    days = 0 if done else age(since)
    return DepositRow(
        deposit_id=DepositId(deposit_id),
        number=number,
        business_date=date.fromisoformat(day),
        stage=DepositStage(stage),
        bank_name=bank or "",
        bag_number=bag,
        cash=None if hidden else Money(cash, currency),
        check_count=check_count,
        checks=Money(checks, currency),
        total=None if hidden else Money(cash + checks, currency),
        prepared_by=prepared_by or "",
        verified_by=verified_by or "",
        cleared_on=date.fromisoformat(cleared_on) if cleared_on else None,
        age_days=days,
        late=days > most,
    )
