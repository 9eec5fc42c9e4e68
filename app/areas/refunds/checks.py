"""What must hold of refunds: out of what was brought, agreed to by others, posted step by step; and
how their views are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, case, func, literal_column, or_, select

from app.areas.approvals.schema import approval
from app.areas.payments.schema import payment, payment_refunded, payment_void, tender
from app.areas.refunds import posting_checks, schema
from app.kernel.translate import t
from app.storage.checking import KEYS, Check, Follow, Part, Recipe, amount, recipe_by, rows_check
from app.storage.search import compact
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_refund, _part, _step = (
    counted(schema.refund),
    counted(schema.refund_part),
    counted(schema.refund_step),
)
_payment, _tender, _void = counted(payment), counted(tender), counted(payment_void)
_approval = counted(approval)
_r, _p, _s = _refund.c, _part.c, _step.c
_y, _t, _v, _a = _payment.c, _tender.c, _void.c, _approval.c
_there: Any = literal_column("1")
_later = _tender.alias("later")
_same, _answer, _newest = (
    _step.alias("same"),
    _step.alias("answer"),
    _step.alias("newest"),
)
_keys = select(_r.number, _r.id, _r.account_id)
_ALL_KEYS, _THESE_KEYS = Read(_keys), Read(_keys.where(_r.id.in_(KEYS)))


def _is(step: str) -> Any:
    return _same.c.step == literal_column(f"'{step}'")


def _any(*where: Any) -> Any:
    """Whether a refund has such a step."""
    return select(_there).where(_same.c.refund_id == _r.id, *where).correlate(_refund).exists()


_unanswered = (
    ~select(_there)
    .where(_answer.c.refund_id == _same.c.refund_id, _answer.c.reverses_id == _same.c.id)
    .correlate(_same)
    .exists()
)
_came_back = (
    select(_there)
    .where(
        _answer.c.refund_id == _same.c.refund_id,
        _answer.c.reverses_id == _same.c.id,
        _answer.c.step == literal_column("'failed'"),
    )
    .correlate(_same)
    .exists()
)
_completed = _any(_is("paid"), ~_came_back)
_cancelled = _any(or_(_is("cancelled"), _is("declined")))
_given_up = _any(_is("cancelled"), _same.c.reverses_id.is_not(None))
_booked = and_(_any(_is("booked")), ~_given_up)
STATUS: Any = case(
    (_completed, "completed"),
    (_cancelled, "cancelled"),
    (_any(_is("processed"), _unanswered), "processed"),
    (_any(_is("failed")), "failed"),
    (_booked, "approved"),
    else_="pending",
)


_with_ref = _same.c.gateway_ref != literal_column("''")


def _latest(column: Any, *where: Any) -> Any:
    return (
        select(column)
        .where(_same.c.refund_id == _r.id, *where)
        .order_by(_same.c.at.desc(), _same.c.id.desc())
        .limit(1)
        .correlate(_refund)
        .scalar_subquery()
    )


def recipes() -> tuple[Recipe, ...]:
    """Where each refund stands by its steps, and what it leaves of the tenders it is of."""
    approvals = (
        select(func.count())
        .select_from(_same)
        .where(_same.c.refund_id == _r.id, _is("approved"))
        .correlate(_refund)
        .scalar_subquery()
    )
    states = select(
        _r.id,
        _r.account_id,
        _r.payment_id,
        _r.number,
        STATUS,
        func.coalesce(_latest(_same.c.method, _is("paid"), ~_came_back), _r.method),
        _r.amount_minor,
        _r.currency,
        approvals,
        _r.approvals_needed,
        case((_booked, 1), else_=0),
        case((_any(_is("told")), 1), else_=0),
        func.coalesce(
            _latest(_same.c.gateway_ref, _same.c.gateway_ref != literal_column("''")), ""
        ),
        _r.due_on,
        _r.business_date,
        _r.station_id,
        _r.made_by,
        _r.at,
        func.coalesce(_latest(_same.c.at), _r.at),
    )
    on = (
        select(
            _r.id,
            _p.payment_id,
            _p.tender_id,
            _r.number,
            STATUS,
            _p.amount_minor,
            _p.currency,
        )
        .select_from(_refund)
        .join(_part, _p.refund_id == _r.id)
        .where(literal_column("'cancelled'") != STATUS)
    )
    follows = (
        Follow(schema.refund, "id"),
        Follow(schema.refund_part, "refund_id"),
        Follow(schema.refund_step, "refund_id"),
    )
    return (
        recipe_by(schema.refund_state, states, _r.id, *follows),
        recipe_by(payment_refunded, on, _r.id, *follows, column="refund_id"),
    )


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (_parts(), _not_more(), _agreed(), _steps(), *posting_checks.checks())


def _parts() -> Check:
    """Each is of a tender of its payment that was not corrected; together they are the refund."""
    sums = (
        select(
            _p.refund_id,
            func.sum(_p.amount_minor).label("minor"),
            func.min(_p.currency).label("low"),
            func.max(_p.currency).label("high"),
        )
        .group_by(_p.refund_id)
        .subquery("sums")
    )
    whole = (
        select(_r.number, _r.amount_minor, _r.currency)
        .select_from(_refund)
        .outerjoin(sums, sums.c.refund_id == _r.id)
        .where(
            or_(
                sums.c.minor.is_(None),
                sums.c.minor != _r.amount_minor,
                sums.c.low != _r.currency,
                sums.c.high != _r.currency,
            )
        )
    )
    astray = (
        select(_r.number, _r.amount_minor, _r.currency)
        .select_from(_refund)
        .join(_part, _p.refund_id == _r.id)
        .outerjoin(_tender, _t.id == _p.tender_id)
        .outerjoin(_payment, _y.id == _p.payment_id)
        .where(
            or_(
                _t.id.is_(None),
                _y.id.is_(None),
                _t.payment_id != _p.payment_id,
                _y.account_id != _r.account_id,
                _t.currency != _p.currency,
                _t.kind != _p.tender_kind,
                _r.payment_id != _p.payment_id,
            )
        )
    )
    return rows_check(
        "refunds.parts",
        "Every refund is of tenders of its account's payments, and of all of them together.",
        select(whole.union_all(astray).subquery("wrong")),
        lambda number, minor, currency: t(
            "Refund {number} for {amount} is not of what its account paid.",
            number=number,
            amount=amount(minor, currency),
        ),
    )


def _not_more() -> Check:
    """Out of one tender never goes back more than it brought, nor out of a payment that is void;
    two windows that did not know of one another may have, and that is a task.
    """
    gone = (
        select(
            payment_refunded.c.payment_id,
            payment_refunded.c.tender_id,
            func.sum(payment_refunded.c.amount_minor).label("minor"),
        )
        .group_by(payment_refunded.c.payment_id, payment_refunded.c.tender_id)
        .subquery("gone")
    )
    void = select(_there).where(_v.payment_id == gone.c.payment_id).exists()
    return rows_check(
        "refunds.not_more",
        "No tender gives back more than it brought.",
        select(_y.number, gone.c.minor, _t.amount_minor, _t.currency)
        .select_from(gone)
        .join(_tender, _t.id == gone.c.tender_id)
        .join(_payment, _y.id == gone.c.payment_id)
        .where(or_(gone.c.minor > _t.amount_minor, void)),
        lambda number, minor, brought, currency: t(
            "{amount} of receipt {number} goes back, and {brought} was brought.",
            amount=amount(minor, currency),
            number=number,
            brought=amount(brought, currency),
        ),
    )


def _agreed() -> Check:
    """As many other people as were needed, each once, before the money was owed."""
    by = func.coalesce(_a.made_by, _s.made_by)
    agreed = (
        select(
            _s.refund_id,
            func.count(by.distinct()).label("people"),
            func.sum(case((by == _r.made_by, 1), else_=0)).label("own"),
        )
        .select_from(_step)
        .join(_refund, _r.id == _s.refund_id)
        .outerjoin(_approval, _a.id == _s.approval_id)
        .where(_s.step == literal_column("'approved'"))
        .group_by(_s.refund_id)
        .subquery("agreed")
    )
    people = func.coalesce(agreed.c.people, 0)
    return rows_check(
        "refunds.agreed",
        "Nobody agrees to their own refund, and nothing is owed before enough people agreed.",
        select(_r.number, people, _r.approvals_needed)
        .select_from(_refund)
        .outerjoin(agreed, agreed.c.refund_id == _r.id)
        .where(or_(agreed.c.own > 0, and_(_any(_is("booked")), people < _r.approvals_needed))),
        lambda number, found, needed: t(
            "{found} other people agreed to refund {number}, and {needed} had to.",
            found=found,
            number=number,
            needed=needed,
        ),
    )


def _steps() -> Check:
    """Steps are of a refund whole; money goes out of what is owed, and comes back once."""
    first, again = _step.alias("first"), _step.alias("again")
    booked = (
        select(_there)
        .where(_same.c.refund_id == _s.refund_id, _same.c.step == literal_column("'booked'"))
        .exists()
    )
    twice = (
        select(_there)
        .where(
            again.c.refund_id == _s.refund_id,
            again.c.reverses_id == _s.reverses_id,
            again.c.step == _s.step,
            again.c.id != _s.id,
        )
        .exists()
    )
    return rows_check(
        "refunds.steps",
        "Every step is of one refund whole, and what comes back went out.",
        select(func.coalesce(_r.number, _s.refund_id), _s.step)
        .select_from(_step)
        .outerjoin(_refund, _r.id == _s.refund_id)
        .outerjoin(first, first.c.id == _s.reverses_id)
        .where(
            or_(
                _r.id.is_(None),
                _s.amount_minor != _r.amount_minor,
                _s.currency != _r.currency,
                (_s.step == literal_column("'paid'")) & ~booked,
                (_s.step == literal_column("'processed'")) & ~booked,
                _s.reverses_id.is_not(None)
                & or_(first.c.id.is_(None), first.c.refund_id != _s.refund_id, twice),
            )
        ),
        lambda number, step: t(
            "The step “{step}” of refund {number} does not follow from those before it.",
            step=step,
            number=number,
        ),
    )


def search_keys(reader: Reader) -> Iterator[tuple[Any, ...]]:
    """The rows of `search_key` that refunds bring."""
    return _found_by(reader.each(_ALL_KEYS))


def search_part() -> Part:
    """The rows of `search_key` that hang on a refund."""
    return Part(
        "entity_id",
        (Follow(schema.refund, "id"),),
        lambda reader, keys: _found_by(reader.each(_THESE_KEYS, keys=keys)),
        where="kind = 'refund'",
        grows=True,
    )


def _found_by(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for number, refund_id, account_id in rows:
        yield compact(number), "refund", refund_id, account_id, number
