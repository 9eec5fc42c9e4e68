"""All payments as a list; sums that hold cash of somebody's own drawer are hidden from them until
it is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, and_, bindparam, case, func, literal_column, or_, select, text

from app.areas.drawers.schema import shift, shift_state
from app.areas.parties.rules import filed_name
from app.areas.parties.schema import account, patient
from app.areas.payments import schema
from app.areas.payments.refunded_records import refunded_minor
from app.areas.payments.returned_records import returned_minor
from app.areas.payments.values import CardLines, Channel, PaymentStatus
from app.areas.security.schema import app_user
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, PaymentId, ReceiptId, UserId
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import search_name
from app.storage.search import ACCOUNTS_FOUND, ENTITIES_FOUND
from app.storage.statements import Reader
from app.storage.tables import counted

_payment, _tender, _receipt = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.receipt),
)
_shift, _later = counted(shift), counted(schema.tender).alias("later")
_p, _t, _r, _s, _st = _payment.c, _tender.c, _receipt.c, _shift.c, shift_state.c
_ps, _ty, _a, _pa, _n = (
    schema.payment_state.c,
    schema.tender_type.c,
    account.c,
    patient.c,
    search_name.c,
)
_u = app_user.c
_zero: Any = literal_column("0")
_one: Any = literal_column("1")
_empty: Any = literal_column("''")
_live = and_(_t.payment_id == _p.id, ~select(_one).where(_later.c.corrects_id == _t.id).exists())
_tenders = func.coalesce(
    select(func.group_concat(func.coalesce(_ty.name, func.replace(_t.method, "_", " ")), " + "))
    .select_from(_tender.outerjoin(schema.tender_type, _ty.method == _t.method))
    .where(_live)
    .scalar_subquery(),
    _empty,
)
_mark: Any = literal_column("char(31)")
_cards = func.coalesce(
    select(
        func.group_concat(
            _t.card_brand.concat(_mark).concat(_t.card_last4).concat(_mark).concat(_t.wallet),
            literal_column("char(30)"),
        )
    )
    .where(_live, _t.card_brand.concat(_t.card_last4).concat(_t.wallet) != _empty)
    .scalar_subquery(),
    _empty,
)
_first_receipt = (
    select(_r.id).where(_r.payment_id == _p.id).order_by(_r.number_value).limit(1).scalar_subquery()
)
_any_cash = select(_one).where(_t.payment_id == _p.id, _t.kind == literal_column("'cash'")).exists()
_asker: Any = bindparam("asker")
_own = and_(_st.state != literal_column("'closed'"), or_(_st.user_id == _asker, _asker.is_(None)))
_hidden = case((and_(_own, _any_cash), _one), else_=_zero)
_status = func.coalesce(_ps.status, literal_column("'completed'"))
_refunded = refunded_minor(_p.id)
_stands = case(
    (_status == literal_column("'void'"), _zero),
    (_status == literal_column("'completed'"), _p.amount_minor),
    else_=_p.amount_minor - returned_minor(_p.id) - _refunded,
)
_cashier = func.lower(func.coalesce(_u.name, _empty))
_shift_number = func.coalesce(_s.number, _empty)
# Every account has its name and number: sorted by them a page is led by their indexes.
_named = search_name.join(_payment, _p.account_id == paging.leading(_n.account_id))
_numbered = account.join(_payment, _p.account_id == paging.leading(_a.id))


def _beside(rows: FromClause) -> FromClause:
    return (
        rows.outerjoin(schema.payment_state, _ps.payment_id == _p.id)
        .outerjoin(shift_state, _st.shift_id == _p.shift_id)
        .outerjoin(_shift, _s.id == _p.shift_id)
        .outerjoin(app_user, _u.id == _p.received_by)
    )


_PAYMENTS = Listing(
    source=_beside(_payment)
    .outerjoin(account, _a.id == _p.account_id)
    .outerjoin(patient, _pa.id == _a.patient_id)
    .outerjoin(search_name, _n.account_id == _p.account_id),
    shown=(
        _p.id,
        _first_receipt,
        _p.number,
        _p.at,
        _p.business_date,
        _p.account_id,
        _a.number,
        _pa.family_name,
        _pa.given_names,
        _pa.name_order,
        _tenders,
        _p.amount_minor,
        _status,
        func.coalesce(_ps.corrected, _zero),
        _p.channel,
        _u.name,
        _shift_number,
        _hidden,
        _p.currency,
        _refunded,
        _cards,
    ),
    columns={
        "number": ListColumn(_p.number, _p.id),
        "at": ListColumn(_p.at, _p.id),
        "business_date": ListColumn(_p.business_date, _p.id),
        "account": ListColumn(
            _a.number,
            _p.id,
            source=_beside(_numbered).outerjoin(patient, _pa.id == _a.patient_id),
            walked=_numbered,
        ),
        "name": ListColumn(
            _n.filed,
            _p.id,
            source=_beside(_named)
            .outerjoin(account, _a.id == _p.account_id)
            .outerjoin(patient, _pa.id == _a.patient_id),
            walked=_named,
        ),
        "tender": ListColumn(_tenders, _p.id),
        "card": ListColumn(_cards, _p.id),
        "amount": ListColumn(_p.amount_minor, _p.id, whole=True),
        "status": ListColumn(_status, _p.id),
        "channel": ListColumn(_p.channel, _p.id),
        "cashier": ListColumn(_cashier, _p.id),
        "received_by": ListColumn(_p.received_by, _p.id),
        "shift": ListColumn(_shift_number, _p.id),
    },
    usual=Sort("at", descending=True),
    text=lambda: or_(_p.account_id.in_(text(ACCOUNTS_FOUND)), _is_receipt()),
    sums=(_stands, _hidden),
)


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment in the list. `hidden`: cash of the asker's own open drawer, which nothing that
    can be added up may tell.
    """

    payment_id: PaymentId
    receipt_id: ReceiptId | None
    number: str
    at: datetime
    business_date: date
    account_id: AccountId
    account_number: str
    name: str
    tender: str
    amount: Money
    status: PaymentStatus
    corrected: bool
    channel: Channel
    cashier: str
    shift_number: str
    hidden: bool
    refunded: Money
    cards: tuple[CardLines, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentTotals:
    """What stands of the payments; None while it would tell the asker what is in their drawer."""

    count: int
    amount: Money | None


def payments(reader: Reader, wanted: ListWanted, asker: UserId | None) -> Page[PaymentRow]:
    """One page of payments, with the cash of `asker`'s open drawer marked as hidden (of every open
    drawer for nobody); columns: number, at, business_date, account, name, tender, card,
    amount, status, channel, cashier, received_by, shift.
    """
    return paging.page(reader, _PAYMENTS, wanted, _row, asker=asker, kind="receipt")


def payment_totals(reader: Reader, wanted: ListWanted, asker: UserId | None) -> PaymentTotals:
    """How many payments the filters leave, and what they add up to without void ones, returned
    checks and refunds."""
    currency = settings.practice(reader).currency
    count, amount, hidden = paging.sums(reader, _PAYMENTS, wanted, asker=asker, kind="receipt")
    return PaymentTotals(count, None if hidden else Money(amount, currency))


def payment_marks(
    reader: Reader, wanted: ListWanted, every: int, asker: UserId | None
) -> tuple[str, ...]:
    """The mark of every so-manieth payment of the list: where its pages begin."""
    return paging.marks(reader, _PAYMENTS, wanted, every, asker=asker, kind="receipt")


def _is_receipt() -> Any:
    return _p.id.in_(select(_r.payment_id).where(_r.id.in_(text(ENTITIES_FOUND))))


def _row(row: Any) -> PaymentRow:
    payment_id, receipt_id, number, at, day, account_id, account_number = row[:7]
    family, given, order, tender, amount, status, corrected, channel = row[7:15]
    cashier, shift_number, hidden, currency, refunded, cards = row[15:]
    return PaymentRow(
        payment_id=PaymentId(payment_id),
        receipt_id=ReceiptId(receipt_id) if receipt_id else None,
        number=number,
        at=instant_from(at),
        business_date=date.fromisoformat(day),
        account_id=AccountId(account_id),
        account_number=account_number or "",
        name=filed_name(family or "", given or "", order or ""),
        tender=tender,
        amount=Money(amount, currency),
        status=PaymentStatus(status),
        corrected=bool(corrected),
        channel=Channel(channel),
        cashier=cashier or "",
        shift_number=shift_number,
        hidden=bool(hidden),
        refunded=Money(refunded, currency),
        cards=tuple(map(_card, cards.split("\x1e"))) if cards else (),
    )


def _card(told: str) -> CardLines:
    brand, last4, wallet = told.split("\x1f")
    return CardLines(brand=brand, last4=last4, wallet=wallet)
