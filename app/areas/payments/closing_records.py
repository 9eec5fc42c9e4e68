"""What a shift took, by tender and by payment: for its close and its reports, never for a shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, select

from app.areas.drawers.schema import cash_movement, shift
from app.areas.drawers.values import MovementKind, ShiftBrief
from app.areas.ledger.schema import journal_entry, journal_line
from app.areas.ledger.values import GL
from app.areas.payments import schema
from app.areas.payments.closing_rules import Taking
from app.kernel.ids import PaymentId, ReceiptId
from app.storage.checking import one_of
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender = counted(schema.payment), counted(schema.tender)
_p, _t = _payment.c, _tender.c
_receipt, _voids = counted(schema.receipt), counted(schema.payment_void)
_r, _v = _receipt.c, _voids.c
_later = _tender.alias("later")
_line, _entry, _gone = counted(journal_line), counted(journal_entry), counted(schema.payment_refund)
_j, _e, _g = _line.c, _entry.c, _gone.c
_m, _s = counted(cash_movement).c, counted(shift).c
_there: Any = literal_column("1")
_replaced = select(_there).where(_later.c.corrects_id == _t.id).exists()
_void = select(_there).where(_v.payment_id == _t.payment_id).exists()
_taken: Any = _t.amount_minor + func.coalesce(_t.rounding_minor, 0)
_cash = _t.gl_code == GL.CASH_IN_DRAWERS
_check = _t.gl_code == GL.UNDEPOSITED_CHECKS
_BY_TENDER = Read(
    select(
        func.coalesce(schema.tender_type.c.name, _t.method),
        func.max(case((_cash, 1), else_=0)),
        func.count(),
        func.sum(_taken),
    )
    .select_from(_payment)
    .join(_tender, _t.payment_id == _p.id)
    .outerjoin(schema.tender_type, schema.tender_type.c.method == _t.method)
    .where(_p.shift_id == bindparam("shift_id"), ~_replaced, ~_void)
    .group_by(_t.method)
    .order_by(func.coalesce(schema.tender_type.c.position, 99), _t.method)
)
_first_receipt = (
    select(_r.id).where(_r.payment_id == _p.id).order_by(_r.number_value).limit(1).scalar_subquery()
)
_LEGS = Read(
    select(
        _t.payment_id,
        _first_receipt,
        _p.number,
        case((_cash, 1), (_check, 2), else_=0),
        _taken,
        func.coalesce(_t.given_minor, 0),
        func.coalesce(_t.change_minor, 0),
        _void,
    )
    .select_from(_payment)
    .join(_tender, _t.payment_id == _p.id)
    .where(_p.shift_id == bindparam("shift_id"), ~_replaced)
    .order_by(_p.at, _p.id, _t.leg_no)
)
_given = (
    select(_t.method)
    .join_from(_gone, _tender, _t.id == _g.tender_id)
    .where(_g.refund_id == _j.reference_id)
    .order_by(_g.id)
    .limit(1)
    .scalar_subquery()
)
_of_refund = (
    select(_given.label("method"), func.sum(_j.amount_minor).label("minor"))
    .join_from(_line, _entry, _e.id == _j.entry_id)
    .where(
        _j.shift_id == bindparam("shift_id"),
        _j.reference_type == "refund",
        one_of(_e.source_type, "refund_paid", "refund_failed"),
    )
    .group_by(_j.reference_id)
    .having(func.sum(_j.amount_minor) != literal_column("0"))
    .subquery("of_refund")
)
_method = _of_refund.c.method
_GIVEN_BACK = Read(
    select(
        func.coalesce(schema.tender_type.c.name, _method),
        func.count(),
        -func.sum(_of_refund.c.minor),
    )
    .select_from(_of_refund)
    .outerjoin(schema.tender_type, schema.tender_type.c.method == _method)
    .group_by(_method)
    .order_by(func.coalesce(schema.tender_type.c.position, 99), _method)
)
_VOIDS = Read(
    select(func.count(), func.coalesce(func.sum(_v.amount_minor), 0))
    .select_from(_payment)
    .join(_voids, _v.payment_id == _p.id)
    .where(_p.shift_id == bindparam("shift_id"))
)
_CORRECTIONS = Read(
    select(func.count())
    .select_from(_payment)
    .join(_tender, _t.payment_id == _p.id)
    .where(_p.shift_id == bindparam("shift_id"), _t.corrects_id.is_not(None))
)
_RECEIPTS = Read(
    select(_r.number)
    .select_from(_payment)
    .join(_receipt, _r.payment_id == _p.id)
    .where(_p.shift_id == bindparam("shift_id"))
    .order_by(_r.at, _r.number_value)
)
_FLOATS = Read(
    select(_s.float_minor)
    .where(_s.drawer_id == bindparam("drawer_id"), _s.id != bindparam("shift_id"))
    .order_by(_s.at.desc())
    .limit(5)
)
_USUAL = Read(
    select(-_m.amount_minor, func.max(_m.reason))
    .where(
        _m.kind == MovementKind.PAID_OUT.value,
        _m.currency == bindparam("currency"),
        _m.shift_id != bindparam("shift_id"),
        _m.amount_minor == bindparam("minor"),
        _m.reverses_id.is_(None),
    )
    .group_by(_m.amount_minor)
)


@dataclass(frozen=True, slots=True)
class TenderSum:
    """What came in one way and stayed: corrected and void tenders are left out."""

    words: str
    cash: bool
    count: int
    minor: int


@dataclass(frozen=True, slots=True)
class Takings:
    """What a shift took."""

    tenders: tuple[TenderSum, ...]
    voids: int
    voided: int
    corrections: int
    receipts: tuple[str, ...]
    given_back: tuple[TenderSum, ...]
    """Refunds to cards, by the way the money had come."""


def takings(reader: Reader, shift: ShiftBrief) -> Takings:
    """What a shift took, its cash with it."""
    shift_id = shift.shift_id
    voids, voided = reader.first(_VOIDS, shift_id=shift_id)
    return Takings(
        tuple(
            TenderSum(words, bool(cash), count, minor)
            for words, cash, count, minor in reader.fetch(_BY_TENDER, shift_id=shift_id)
        ),
        voids,
        voided,
        reader.scalar(_CORRECTIONS, shift_id=shift_id),
        tuple(number for (number,) in reader.fetch(_RECEIPTS, shift_id=shift_id)),
        tuple(
            TenderSum(words, False, count, minor)
            for words, count, minor in reader.fetch(_GIVEN_BACK, shift_id=shift_id)
        ),
    )


def payments_of(reader: Reader, shift: ShiftBrief) -> tuple[Taking, ...]:
    """The payments of a shift as its drawer saw them, oldest first."""
    rows: dict[str, list[Any]] = {}
    for row in reader.fetch(_LEGS, shift_id=shift.shift_id):
        rows.setdefault(row[0], []).append(row)
    return tuple(
        Taking(
            payment_id=PaymentId(payment_id),
            receipt_id=ReceiptId(legs[0][1]),
            number=legs[0][2],
            cash=sum(leg[4] for leg in legs if leg[3] == 1),
            given=sum(leg[5] for leg in legs if leg[3] == 1),
            change=sum(leg[6] for leg in legs if leg[3] == 1),
            checks=tuple(leg[4] for leg in legs if leg[3] == 2),
            void=bool(legs[0][7]),
        )
        for payment_id, legs in rows.items()
    )


def earlier_floats(reader: Reader, shift: ShiftBrief) -> tuple[int, ...]:
    """The floats of the shifts before in the same drawer, latest first."""
    rows = reader.fetch(_FLOATS, drawer_id=shift.drawer_id, shift_id=shift.shift_id)
    return tuple(minor for (minor,) in rows)


def paid_out_before(reader: Reader, shift: ShiftBrief, minor: int) -> tuple[tuple[int, str], ...]:
    """Whether exactly `minor` was paid out in another shift, and what for."""
    rows = reader.fetch(_USUAL, shift_id=shift.shift_id, currency=shift.currency, minor=-minor)
    return tuple((amount, words) for amount, words in rows)
