"""All attempts to charge a card as a list: the failed ones too, which payments do not show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import case, func, literal_column, select, text

from app.areas.cards import rules, schema, telling
from app.areas.cards.values import AttemptRow, CardStatus
from app.areas.parties.rules import filed_name
from app.areas.parties.schema import account, patient
from app.areas.payments.schema import payment_state, payment_void
from app.areas.security.schema import app_user
from app.areas.settings.schema import station
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, AttemptId, PaymentId
from app.kernel.listing import ListWanted, Op, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import search_name
from app.storage.search import ACCOUNTS_FOUND
from app.storage.statements import Reader
from app.storage.tables import counted

_attempt, _end, _charge = (
    counted(schema.card_attempt),
    counted(schema.card_attempt_end),
    counted(schema.card_charge),
)
_v = counted(payment_void).c
_a, _e, _c, _s, _w = (
    _attempt.c,
    _end.c,
    _charge.c,
    schema.card_attempt_state.c,
    schema.card_working.c,
)
_ac, _pa, _n, _u, _st, _ps = (
    account.c,
    patient.c,
    search_name.c,
    app_user.c,
    station.c,
    payment_state.c,
)
_none: Any = literal_column("''")
_taken_back = select(_v.id).where(_v.payment_id == _c.payment_id).correlate(_charge).exists()
_charged = _c.payment_id.is_not(None)


def _word(status: CardStatus) -> Any:
    return literal_column(f"'{status.value}'")


_ended_code = func.coalesce(
    select(_e.code)
    .where(_e.attempt_id == _s.attempt_id)
    .order_by(_e.outcome, _e.at)
    .limit(1)
    .scalar_subquery(),
    _none,
)
_decline = func.coalesce(
    select(_e.decline_code)
    .where(_e.attempt_id == _s.attempt_id)
    .order_by(_e.outcome, _e.at)
    .limit(1)
    .scalar_subquery(),
    _none,
)
_swept = func.coalesce(
    select(func.max(_e.swept)).where(_e.attempt_id == _s.attempt_id).scalar_subquery(),
    literal_column("0"),
)
_by_person = _ended_code.in_([literal_column(f"'{code}'") for code in rules.LEFT_CODES])
_status = case(
    (
        (_s.status == literal_column("'open'")) & (_w.code == literal_column("'processing'")),
        _word(CardStatus.PROCESSING),
    ),
    (_s.status == literal_column("'open'"), _word(CardStatus.PENDING)),
    (
        _charged
        & _ps.status.in_(
            [
                literal_column("'void'"),
                literal_column("'refunded'"),
                literal_column("'part_refunded'"),
            ]
        ),
        _ps.status,
    ),
    (_s.status == literal_column("'charged'"), _word(CardStatus.COMPLETED)),
    (_by_person, _word(CardStatus.VOID)),
    else_=_word(CardStatus.FAILED),
)
_ATTEMPTS = Listing(
    source=_attempt.join(schema.card_attempt_state, _s.attempt_id == _a.id)
    .outerjoin(_charge, (_c.attempt_id == _a.id) & ~_taken_back)
    .outerjoin(payment_state, _ps.payment_id == _c.payment_id)
    .outerjoin(schema.card_working, _w.attempt_id == _a.id)
    .outerjoin(account, _ac.id == _a.account_id)
    .outerjoin(patient, _pa.id == _ac.patient_id)
    .outerjoin(search_name, _n.account_id == _a.account_id)
    .outerjoin(station, _st.id == _a.station_id)
    .outerjoin(app_user, _u.id == _a.made_by),
    shown=(
        *(_a.id, func.coalesce(_c.payment_id, _a.payment_id), _a.account_id, _ac.number),
        *(_pa.family_name, _pa.given_names, _pa.name_order),
        *(func.coalesce(_c.amount_minor, _a.amount_minor), _a.amount_minor, _a.currency),
        *(_status, _ended_code, _decline, _a.at, _st.code, _u.name, _swept),
        *(_c.brand, _c.last4, _c.funding, _c.wallet),
    ),
    columns={
        "at": ListColumn(_a.at, _a.id),
        "account": ListColumn(_ac.number, _a.id),
        "name": ListColumn(_n.filed, _a.id),
        "amount": ListColumn(_a.amount_minor, _a.id, whole=True),
        "status": ListColumn(_status, _a.id),
        "code": ListColumn(_ended_code, _a.id),
        "window": ListColumn(func.coalesce(_st.code, _none), _a.id),
        "brand": ListColumn(func.coalesce(_c.brand, _none), _a.id),
        "funding": ListColumn(func.coalesce(_c.funding, _none), _a.id),
        "wallet": ListColumn(func.coalesce(_c.wallet, _none), _a.id),
        "by": ListColumn(func.lower(func.coalesce(_u.name, _none)), _a.id),
    },
    usual=Sort("at", descending=True),
    text=lambda: _a.account_id.in_(text(ACCOUNTS_FOUND)),
)
_PLACES = Listing(
    source=schema.card_attempt_state.outerjoin(
        _charge, (_c.attempt_id == _s.attempt_id) & ~_taken_back
    )
    .outerjoin(payment_state, _ps.payment_id == _c.payment_id)
    .outerjoin(schema.card_working, _w.attempt_id == _s.attempt_id),
    shown=(),
    columns={
        "at": ListColumn(_s.at, _s.attempt_id),
        "status": ListColumn(_status, _s.attempt_id),
    },
    usual=_ATTEMPTS.usual,
    text=_ATTEMPTS.text,
    everything=select(func.count()).select_from(schema.card_attempt_state),
)
_BARE = replace(_PLACES, source=schema.card_attempt_state)
"""The same rows where only their place and their number are asked: without the attempts, whose
rows are long.
"""
_GROUPS = {
    frozenset(statuses): replace(_PLACES, where=_s.status == literal_column(f"'{group}'"))
    for group, statuses in (
        ("open", ("pending", "processing")),
        ("not_charged", ("failed",)),
        ("charged", ("completed", "part_refunded", "refunded")),
    )
}


def attempts(reader: Reader, wanted: ListWanted) -> Page[AttemptRow]:
    """One page of attempts; columns: at, account, name, amount, status, code, window, brand,
    funding, wallet, by.
    """
    return paging.page(reader, _ATTEMPTS, wanted, _row)


def attempt_count(reader: Reader, wanted: ListWanted) -> int:
    """How many attempts the filters leave."""
    return paging.sums(reader, _places(wanted), wanted)[0]


def attempt_marks(reader: Reader, wanted: ListWanted, every: int) -> tuple[str, ...]:
    """The mark of every so-manieth attempt of the list: where its pages begin."""
    return paging.marks(reader, _places(wanted), wanted, every)


def _places(wanted: ListWanted) -> Listing:
    """The rows of `wanted` with as little beside them as its filters and its sort need."""
    sort = wanted.sort or _ATTEMPTS.usual
    asked = {sort.column, *(one.column for one in wanted.filters)}
    if wanted.text.strip() or not asked <= _PLACES.columns.keys():
        return _ATTEMPTS
    if "status" not in asked:
        return _BARE
    for one in wanted.filters:
        chosen = set(one.values) if one.column == "status" and one.op is Op.ANY_OF else set()
        for statuses, listing in _GROUPS.items():
            if chosen and statuses >= chosen:
                return listing
    return _PLACES


def _row(row: Any) -> AttemptRow:
    attempt_id, payment_id, account_id, number, family, given, order = row[:7]
    charged, wanted, currency, status, code, decline, at, window, by, swept = row[7:17]
    card = [each or "" for each in row[17:]]
    amount = Money(charged, currency)
    if status in (CardStatus.PENDING, CardStatus.PROCESSING):
        words = ""
    elif status in (CardStatus.FAILED, CardStatus.VOID):
        words = telling.not_charged(code, decline)
    else:
        words = telling.charged(amount, Money(wanted, currency), None, code)
    return AttemptRow(
        attempt_id=AttemptId(attempt_id),
        payment_id=PaymentId(payment_id),
        account_id=AccountId(account_id),
        account_number=number or "",
        name=filed_name(family or "", given or "", order or ""),
        amount=amount,
        status=CardStatus(status),
        code=code,
        words=words,
        at=instant_from(at),
        window=window or "",
        by=by or "",
        swept=bool(swept),
        brand=card[0],
        last4=card[1],
        funding=card[2],
        wallet=card[3],
    )
