"""Money that two windows handled without knowing of one another: invoices paid twice, credit used
twice, payments voided twice, and one thing in two bags.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.deposits import records as deposits
from app.areas.deposits.rules import StoredDeposit, StoredItem
from app.areas.deposits.state_checks import deposits as deposits_there
from app.areas.deposits.state_checks import is_out, is_void, items
from app.areas.drawers.schema import shift
from app.areas.invoices.records import number_of
from app.areas.invoices.schema import invoice, invoice_cancellation
from app.areas.ledger.schema import account_balance, invoice_balance
from app.areas.parties import queries as parties
from app.areas.payments import returned_records, undoing_records
from app.areas.payments.schema import allocation, payment, payment_void
from app.areas.payments.undoing_rules import StoredPayment
from app.areas.security import queries as security
from app.areas.tasks import schema
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.values import Found, Link, Side, TaskKind
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, DepositId, InvoiceId, PaymentId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

MOST = 500
"""So many tasks of one kind are found at most: who has more of them needs another remedy."""
_invoice, _cancellation = counted(invoice), counted(invoice_cancellation)
_allocation, _payment, _void = counted(allocation), counted(payment), counted(payment_void)
_shift = counted(shift)
_i, _x, _b = _invoice.c, _cancellation.c, invoice_balance.c
_a, _v, _s = _allocation.c, _void.c, _shift.c
_p, _c = _payment.c, account_balance.c
_n, _d, _twice = items.c, deposits_there.c, schema.number_twice.c
_nothing: Any = literal_column("''")
_zero: Any = literal_column("0")
"""Written out, or SQLite would not take the indexes of what is below nothing."""


def _latest(column: Any, *where: Any) -> Any:
    found = select(func.max(column)).where(*where).scalar_subquery()
    return func.coalesce(found, _nothing)


_OVERPAID = Read(
    select(
        _b.invoice_id,
        _b.due_minor,
        func.max(
            _latest(_a.at, _a.invoice_id == _b.invoice_id),
            _latest(_x.at, _x.invoice_id == _b.invoice_id),
        ),
    )
    .where(_b.due_minor < _zero)
    .limit(MOST)
)
_OVERDRAWN = Read(
    select(
        _c.account_id,
        _c.credit_minor,
        select(func.max(func.coalesce(_a.at, _p.at)))
        .select_from(_payment)
        .outerjoin(_allocation, _a.payment_id == _p.id)
        .where(_p.account_id == _c.account_id)
        .scalar_subquery(),
    )
    .where(_c.credit_minor < _zero)
    .limit(MOST)
)
_VOIDED = Read(
    select(_v.payment_id, func.max(_v.at), func.group_concat(_v.id.distinct()))
    .group_by(_v.payment_id)
    .having(func.count(_v.id.distinct()) > 1)
    .limit(MOST)
)
_VOIDS = Read(
    select(
        _v.id, _v.cash_minor, _v.currency, _v.reason, _v.station_id, _v.made_by, _v.at, _s.number
    )
    .select_from(_void)
    .outerjoin(_shift, _s.id == _v.shift_id)
    .where(_v.payment_id == bindparam("id"))
    .order_by(_v.at, _v.id)
)
_CANCELLED = Read(
    select(_x.id, _x.reason, _x.station_id, _x.made_by, _x.at)
    .where(_x.invoice_id == bindparam("id"))
    .order_by(_x.at, _x.id)
)
_USED = Read(
    select(
        _a.action_id,
        func.sum(_a.amount_minor),
        func.min(number_of(_i)),
        func.count(_i.id.distinct()),
        _a.station_id,
        _a.made_by,
        func.max(_a.at),
        func.min(_a.invoice_id),
        _a.currency,
    )
    .select_from(_payment)
    .join(_allocation, _a.payment_id == _p.id)
    .join(_invoice, _i.id == _a.invoice_id)
    .where(_p.account_id == bindparam("id"), _a.action_id != _p.id)
    .group_by(_a.action_id, _a.station_id, _a.made_by, _a.currency)
    .having(func.sum(_a.amount_minor) > 0)
    .order_by(func.max(_a.at).desc(), _a.action_id)
    .limit(bindparam("most"))
)
_PAYMENTS = Read(select(_p.id).where(_p.account_id == bindparam("id")).order_by(_p.at, _p.id))
_MORE_THAN_ONCE = select(_twice.number).where(_twice.kind == "item")
_TWO_BAGS = Read(
    select(_n.source_id, func.max(_d.at), func.group_concat(_n.id))
    .select_from(items)
    .join(deposits_there, _d.id == _n.deposit_id)
    .where(_n.source_id.in_(_MORE_THAN_ONCE), ~is_out, ~is_void)
    .group_by(_n.source_id)
    .having(func.count(_n.id.distinct()) > literal_column("1"))
    .limit(MOST)
)
_BAGS = Read(
    select(_n.id, _n.deposit_id, _d.station_id, _d.made_by)
    .select_from(items)
    .join(deposits_there, _d.id == _n.deposit_id)
    .where(_n.source_id == bindparam("id"), ~is_out, ~is_void)
    .order_by(_d.at, _n.id)
)


# ------------------------------------------------------------------------------------------- found


def overpaid(reader: Reader) -> Iterator[Found]:
    """Invoices in credit: more was paid, or taken back, than was ever owed."""
    for invoice_id, due, since in reader.fetch(_OVERPAID):
        kind = TaskKind.OVERPAID_INVOICE
        yield Found(task_id(kind, invoice_id), kind, invoice_id, str(due), since)


def overdrawn(reader: Reader) -> Iterator[Found]:
    """Accounts whose credit went below nothing."""
    for account_id, credit, since in reader.fetch(_OVERDRAWN):
        kind = TaskKind.OVERDRAWN_CREDIT
        yield Found(task_id(kind, account_id), kind, account_id, str(credit), since or "")


def voided_twice(reader: Reader) -> Iterator[Found]:
    """Payments whose money was given back more than once."""
    for payment_id, since, ids in reader.fetch(_VOIDED):
        kind = TaskKind.DOUBLE_VOID
        yield Found(task_id(kind, payment_id), kind, payment_id, _in_order(ids), since)


def bagged_twice(reader: Reader) -> Iterator[Found]:
    """Shifts, drops and checks that lie in two bags by the books."""
    for source_id, since, ids in reader.fetch(_TWO_BAGS):
        kind = TaskKind.TWO_BAGS
        yield Found(task_id(kind, source_id), kind, source_id, _in_order(ids), since)


def _in_order(ids: str) -> str:
    return " ".join(sorted(ids.split(",")))


# ------------------------------------------------------------------------------- what stands there


@dataclass(frozen=True, slots=True)
class Bagged:
    """One item in one bag, and whose bag it is."""

    deposit: StoredDeposit
    item: StoredItem
    station_id: str
    prepared_by: str


def payers(reader: Reader, invoice_id: str) -> tuple[StoredPayment, ...]:
    """The payments that pay an invoice now, oldest first."""
    ids = returned_records.payers_of(reader, InvoiceId(invoice_id))
    found = (undoing_records.stored_payment(reader, one) for one in dict.fromkeys(ids))
    return tuple(sorted(found, key=lambda one: (one.at, one.payment_id)))


def overdrawn_payments(reader: Reader, account_id: str) -> tuple[StoredPayment, ...]:
    """The payments of an account that gave away more than they brought."""
    ids = (PaymentId(row[0]) for row in reader.fetch(_PAYMENTS, id=account_id))
    found = (undoing_records.stored_payment(reader, one) for one in ids)
    return tuple(one for one in found if one.unapplied.minor < 0)


def bags_of(reader: Reader, source_id: str) -> tuple[Bagged, ...]:
    """Every bag an item lies in, the one prepared first at the front."""
    found = []
    for item_id, deposit_id, station_id, made_by in reader.fetch(_BAGS, id=source_id):
        whole = deposits.stored_deposit(reader, DepositId(deposit_id))
        item = next(one for one in whole.items if one.item_id == item_id)
        found.append(Bagged(whole, item, station_id, made_by))
    return tuple(found)


def paid_side(reader: Reader, paid: StoredPayment, invoice_id: str) -> Side:
    """One payment and what of it went to the invoice."""
    given = [share.amount for share in paid.shares if share.invoice_id == invoice_id]
    amount = sum(given, Money.zero(paid.amount.currency))
    how = ", ".join(dict.fromkeys(leg.leg.words for leg in paid.legs))
    return Side(
        title=t("Receipt {number}", number=paid.number),
        words=how,
        amount=amount,
        window=window_name(reader, paid.station_id),
        who=security.user_name(reader, paid.received_by),
        at=paid.at,
        go=Link("payments", paid.payment_id),
    )


def cancelled_sides(reader: Reader, invoice_id: str) -> list[Side]:
    """Every time an invoice was cancelled."""
    return [
        Side(
            title=t("Cancelled"),
            words=reason,
            window=window_name(reader, station_id),
            who=security.user_name(reader, who),
            at=instant_from(at),
            go=Link("invoices", invoice_id),
        )
        for _, reason, station_id, who, at in reader.fetch(_CANCELLED, id=invoice_id)
    ]


def used_sides(reader: Reader, account_id: str, most: int = 4) -> list[Side]:
    """The latest uses of an account's credit, oldest first."""
    sides = []
    for _, minor, number, count, station_id, who, at, on, money in reader.fetch(
        _USED, id=account_id, most=most
    ):
        numbers = number if count == 1 else t("{number} and more", number=number)
        sides.append(
            Side(
                title=t("Credit used for {invoice}", invoice=numbers),
                amount=Money(minor, money),
                window=window_name(reader, station_id),
                who=security.user_name(reader, who),
                at=instant_from(at),
                go=Link("invoices", on),
            )
        )
    return sides[::-1]


def void_sides(reader: Reader, payment_id: str) -> list[Side]:
    """Each void with the drawer the cash left."""
    sides = []
    for _, cash, money, reason, station_id, who, at, number in reader.fetch(_VOIDS, id=payment_id):
        drawer = t("Cash out of shift {number}", number=number) if cash and number else ""
        sides.append(
            Side(
                title=t("Voided: {reason}", reason=reason),
                words=drawer or t("No cash left a drawer."),
                amount=Money(cash, money) if cash else None,
                window=window_name(reader, station_id),
                who=security.user_name(reader, who),
                at=instant_from(at),
                go=Link("payments", payment_id),
            )
        )
    return sides


def account_number(reader: Reader, account_id: str) -> str:
    return parties.account_header(reader, AccountId(account_id)).account_number


def moment(text: str, otherwise: datetime) -> datetime:
    """A stored instant; `otherwise` where nothing is stored."""
    return instant_from(text) if text else otherwise
