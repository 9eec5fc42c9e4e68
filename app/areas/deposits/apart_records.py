"""What windows did with one bag while apart: which step holds, what each should have posted, and
what a person has to settle. The first of two of a kind holds, at whatever window that is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, bindparam, case, func, literal_column, or_, select

from app.areas.deposits import schema
from app.areas.ledger.schema import journal_entry, journal_line, of_sources
from app.areas.ledger.values import GL
from app.areas.payments.schema import returned_check
from app.kernel.errors import ensure
from app.kernel.ids import EntryId
from app.storage.checking import KEYS
from app.storage.schema import this_station
from app.storage.schema_folding import folded_entry, forward_entry
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_item, _out = counted(schema.deposit_item), counted(schema.deposit_item_out)
_seal, _clear = counted(schema.deposit_seal), counted(schema.deposit_clear)
_void, _submit = counted(schema.deposit_void), counted(schema.deposit_submit)
_second, _deposit = counted(schema.deposit_second_count), counted(schema.deposit)
_line, _entry = counted(journal_line), counted(journal_entry)
_return = counted(returned_check)
_i, _o, _s, _c, _v = _item.c, _out.c, _seal.c, _clear.c, _void.c
_u, _d, _l, _e, _r = _submit.c, _deposit.c, _line.c, _entry.c, _return.c
_st, _b = schema.deposit_state.c, schema.bank_account.c
_there: Any = literal_column("1")
_zero: Any = literal_column("0")
STEPS = ("deposit_seal", "deposit_clear", "deposit_void")
"""The source types of what a bag's steps post."""


def _exists(*where: Any) -> Any:
    return select(_there).where(*where).exists()


def is_first(fact: Any, *others: Any, but: Any = None) -> Any:
    """SQL: whether no fact of the same kind of its bag was made before; `others` takes an alias and
    narrows which are of its kind.
    """
    other = fact.alias("before").c if but is None else but
    before = or_(other.at < fact.c.at, and_(other.at == fact.c.at, other.id < fact.c.id))
    return ~_exists(other.deposit_id == fact.c.deposit_id, before, *others)


def sealed_checks() -> Subquery:
    """The checks in each bag when it was sealed: those that are in it now, and those that came back
    from the bank since then.
    """
    back = _out.alias("put_back").c
    out_before = _exists(
        _o.item_id == _i.id,
        _o.reverses_id.is_(None),
        ~_exists(back.reverses_id == _o.id),
        ~_exists(_r.id == _o.action_id, _r.place == "transit"),
    )
    inside = and_(_i.kind == "check", ~out_before)
    return (
        select(
            _i.deposit_id,
            func.sum(case((inside, 1), else_=0)).label("checks"),
            func.sum(case((inside, _i.amount_minor), else_=0)).label("minor"),
        )
        .group_by(_i.deposit_id)
        .subquery("sealed")
    )


# --------------------------------------------------------------------------- what each step posts


def _text(value: str) -> Any:
    return literal_column(f"'{value}'")


def _columns(source: Any, gl: Any, deposit: Any, currency: Any, minor: Any) -> list[Any]:
    return [
        source.label("source"),
        gl.label("gl"),
        deposit.label("deposit"),
        currency.label("currency"),
        minor.label("minor"),
    ]


def _seals() -> Iterator[Select[Any]]:
    """The seal that holds moves the bag into transit, with the checks that were in it."""
    sealed = sealed_checks()
    checks = func.coalesce(sealed.c.minor, 0)
    for code, minor in (
        (GL.DEPOSITS_IN_TRANSIT, _s.cash_minor + checks),
        (GL.CASH_IN_SAFE, _s.difference_minor - _s.cash_minor),
        (GL.UNDEPOSITED_CHECKS, -checks),
        (GL.CASH_OVER_SHORT, -_s.difference_minor),
    ):
        yield (
            select(*_columns(_s.id, _text(code), _s.deposit_id, _s.currency, minor))
            .select_from(_seal)
            .outerjoin(sealed, sealed.c.deposit_id == _s.deposit_id)
            .where(is_first(_seal))
        )


def _clears() -> Iterator[Select[Any]]:
    """The credit that holds brings what was in the bag to the bank. One that was taken back and its
    taking back are opposites; of several takings back the first counts.
    """
    undone = _clear.alias("undone").c
    taken_back = _exists(undone.deposit_id == _c.deposit_id, undone.reverses_id == _c.id)
    before, also = _clear.alias("before").c, _clear.alias("also_undone").c
    first = is_first(
        _clear, before.reverses_id.is_(None), ~_exists(also.reverses_id == before.id), but=before
    )
    open_bag = ~_exists(_v.deposit_id == _c.deposit_id)
    holds = _c.reverses_id.is_(None) & ~taken_back & first & open_bag
    twin = _clear.alias("before").c
    undoes = _c.reverses_id.is_not(None) & is_first(
        _clear, twin.reverses_id == _c.reverses_id, but=twin
    )
    opposite = undoes | (_c.reverses_id.is_(None) & taken_back)
    sign = func.iif(_c.reverses_id.is_(None), 1, -1)
    gone = case(
        (holds, _st.cash_minor + _st.check_minor), else_=_c.amount_minor - _c.difference_minor
    )
    for gl, minor in (
        (func.coalesce(_b.gl_code, ""), _c.amount_minor),
        (_text(GL.DEPOSITS_IN_TRANSIT), -gone),
        (_text(GL.CASH_OVER_SHORT), gone - _c.amount_minor),
    ):
        yield (
            select(*_columns(_c.id, gl, _c.deposit_id, _c.currency, minor * sign))
            .select_from(_clear)
            .outerjoin(_deposit, _d.id == _c.deposit_id)
            .outerjoin(schema.bank_account, _b.id == _d.bank_account_id)
            .outerjoin(schema.deposit_state, _st.deposit_id == _c.deposit_id)
            .where(holds | opposite)
        )


def _voids() -> Iterator[Select[Any]]:
    """The void that holds undoes the seal that holds, for what is in the bag."""
    for code, minor in (
        (GL.DEPOSITS_IN_TRANSIT, -_s.cash_minor - _st.check_minor),
        (GL.CASH_IN_SAFE, _s.cash_minor - _s.difference_minor),
        (GL.UNDEPOSITED_CHECKS, _st.check_minor),
        (GL.CASH_OVER_SHORT, _s.difference_minor),
    ):
        yield (
            select(*_columns(_v.id, _text(code), _v.deposit_id, _s.currency, minor))
            .select_from(_void)
            .join(_seal, _s.deposit_id == _v.deposit_id)
            .join(schema.deposit_state, _st.deposit_id == _v.deposit_id)
            .where(is_first(_void), is_first(_seal))
        )


def expected() -> tuple[Select[Any], ...]:
    """What each step of a bag should have posted: (source, gl, deposit, currency, minor)."""
    return (*_seals(), *_clears(), *_voids())


def posted() -> Select[Any]:
    """What each step of a bag has posted: (source, gl, deposit, currency, minor)."""
    return (
        select(*_columns(_e.source_id, _l.gl_code, _l.deposit_id, _l.currency, _l.amount_minor))
        .select_from(_line)
        .join(_entry, _e.id == _l.entry_id)
        .where(of_sources(_e, *STEPS))
    )


def unsettled(of: Any = None) -> Select[Any]:
    """What the ledger lacks of the steps: (source, gl, deposit, currency, minor); `of` narrows it
    to some of them by their `source` column.
    """
    parts = []
    for select_of, sign in (*((one, 1) for one in expected()), (posted(), -1)):
        sub = select_of.subquery()
        there = select(
            sub.c.source,
            sub.c.gl,
            sub.c.deposit,
            sub.c.currency,
            (sub.c.minor * sign).label("minor"),
        )
        parts.append(there if of is None else there.where(of(sub.c.source)))
    both = parts[0].union_all(*parts[1:]).subquery("both").c
    kept = journal_entry.alias("kept").c
    old = kept.id.in_(select(folded_entry.c.entry_id)) | kept.id.in_(select(forward_entry.c.id))
    lacks = func.sum(both.minor)
    return (
        select(both.source, both.gl, both.deposit, both.currency, lacks.label("minor"))
        .group_by(both.source, both.gl, both.deposit, both.currency)
        .having(lacks != 0, ~_exists(kept.source_id == both.source, old))
    )


def _mine() -> Select[Any]:
    """The steps of this station, of bags that somebody went on with elsewhere too or whose checks
    were moved.
    """
    parts = [
        select(fact.c.id, fact.c.deposit_id)
        .select_from(fact)
        .join(this_station, this_station.c.station_id == fact.c.station_id)
        for fact in (_seal, _clear, _void)
    ]
    both = parts[0].union_all(*parts[1:]).subquery("mine").c
    return select(both.id).where(both.deposit_id.in_(select(_touched().c.deposit_id)))


def _touched() -> Subquery:
    """Bags with two steps of a kind, a void beside others, or a check that left."""
    kinds = [
        select(fact.c.deposit_id)
        .group_by(fact.c.deposit_id)
        .having(func.count(fact.c.id.distinct()) > 1)
        for fact in (_seal, _clear, _void)
    ]
    kinds += [select(_o.deposit_id), select(_v.deposit_id)]
    return kinds[0].union_all(*kinds[1:]).subquery("touched")


_MINE = Read(_mine())
_LACKS = Read(unsettled(lambda source: source.in_(KEYS)))


@dataclass(frozen=True, slots=True)
class Lack:
    """What the ledger lacks of one step on one account."""

    gl: str
    deposit_id: str
    currency: str
    minor: int


def to_settle(reader: Reader) -> dict[str, list[Lack]]:
    """What the steps that were made at this station have to post yet, because of what others did:
    by the id of the step.
    """
    mine = [one for (one,) in reader.fetch(_MINE)]
    found: dict[str, list[Lack]] = {}
    if mine:
        for source, gl, deposit, currency, minor in reader.fetch(_LACKS, keys=json.dumps(mine)):
            found.setdefault(source, []).append(Lack(gl, deposit, currency, minor))
    return found


_id: Any = bindparam("id")
_STEP = Read(
    select(_s.business_date, literal_column("'deposit_seal'"))
    .where(_s.id == _id)
    .union_all(
        select(_c.business_date, literal_column("'deposit_clear'")).where(_c.id == _id),
        select(_v.business_date, literal_column("'deposit_void'")).where(_v.id == _id),
    )
)
_NUMBER = Read(select(_d.number).where(_d.id == _id))
_ENTRY = Read(
    select(_e.id)
    .where(_e.source_id == _id, _e.reverses_entry_id.is_(None))
    .order_by(_e.number_value, _e.id)
    .limit(1)
)
_SEALED = Read(
    select(_e.id)
    .join(_seal, _s.id == _e.source_id)
    .where(_s.deposit_id == _id, _e.reverses_entry_id.is_(None))
    .order_by(_s.at, _s.id, _e.at.desc(), _e.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Booked:
    """How a step was booked; `entry_id` is what a correction of it reverses."""

    kind: str
    day: date
    number: str
    entry_id: EntryId | None


def booked_as(reader: Reader, step_id: str, deposit_id: str) -> Booked:
    """How a step of a bag was booked; a void reverses the seal, whether it knew of it or not."""
    row = reader.first(_STEP, id=step_id)
    ensure(row is not None, "what is settled is a step of a bag")
    day, kind = row
    number = str(reader.scalar(_NUMBER, id=deposit_id))
    first = reader.scalar(_ENTRY, id=step_id)
    if kind == "deposit_void":
        first = reader.scalar(_SEALED, id=deposit_id)
    return Booked(kind, date.fromisoformat(day), number, first)
