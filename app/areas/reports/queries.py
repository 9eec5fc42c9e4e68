"""The day sheet: what came in by tender, cashier and shift, and whether it ties to the drawers and
the ledger.

What the receipts say is added up from payments and movements alone; the other side of each tie
comes from the ledger or from the close of the drawer, never from the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select

from app.areas.drawers.schema import cash_movement, drawer, ruling_close, shift, shift_state
from app.areas.drawers.values import ShiftState
from app.areas.ledger.schema import journal_entry, journal_line, shift_balance
from app.areas.ledger.values import GL
from app.areas.payments.late_records import changed_apart, late_facts, late_shifts, late_sums
from app.areas.payments.schema import payment, payment_state, tender, tender_type
from app.areas.refunds.records import given_on
from app.areas.reports import closing_records, errors, explaining
from app.areas.reports.card_records import card_money
from app.areas.reports.money_values import Tie
from app.areas.reports.spans import missing, own_drawers
from app.areas.reports.values import CashierLine, DaySheet, ShiftLine, TenderLine
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.ids import ShiftId, UserId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender, _shift = counted(payment), counted(tender), counted(shift)
_move, _close = counted(cash_movement), ruling_close
_line, _entry = counted(journal_line), counted(journal_entry)
_later = counted(tender).alias("later")
_p, _t, _s, _m, _c, _l, _e = (
    _payment.c,
    _tender.c,
    _shift.c,
    _move.c,
    _close.c,
    _line.c,
    _entry.c,
)
_ps, _ty, _st, _d, _sb = (
    payment_state.c,
    tender_type.c,
    shift_state.c,
    drawer.c,
    shift_balance.c,
)
_one: Any = literal_column("1")
_zero: Any = literal_column("0")
_void: Any = literal_column("'void'")
_live = ~select(_one).where(_later.c.corrects_id == _t.id).exists()
_taken = func.sum(_t.amount_minor + func.coalesce(_t.rounding_minor, _zero))
_paid = (
    _payment.join(_tender, _t.payment_id == _p.id)
    .outerjoin(payment_state, _ps.payment_id == _p.id)
    .outerjoin(tender_type, _ty.method == _t.method)
)
_stands = func.coalesce(_ps.status, literal_column("''")) != _void
_GROUPS = Read(
    select(
        _t.method,
        func.coalesce(_ty.name, _t.method),
        _t.kind,
        _t.gl_code,
        _p.received_by,
        _p.shift_id,
        func.count(),
        func.sum(_t.amount_minor),
        _taken,
        func.coalesce(_ty.position, literal_column("999")),
    )
    .select_from(_paid)
    .where(_p.business_date == bindparam("day"), _live, _stands)
    .group_by(_t.method, _t.kind, _t.gl_code, _p.received_by, _p.shift_id)
)
_COUNTS = Read(
    select(
        func.count(),
        func.coalesce(func.sum(_ps.status == _void), _zero),
        func.coalesce(func.sum(func.iif(_ps.status == _void, _p.amount_minor, _zero)), _zero),
        func.coalesce(func.sum(_ps.corrected), _zero),
    )
    .select_from(_payment.outerjoin(payment_state, _ps.payment_id == _p.id))
    .where(_p.business_date == bindparam("day"))
)
_BY_CASHIER = Read(
    select(_p.received_by, func.count())
    .select_from(_payment.outerjoin(payment_state, _ps.payment_id == _p.id))
    .where(_p.business_date == bindparam("day"), _stands)
    .group_by(_p.received_by)
)
_LEDGER = Read(
    select(_l.gl_code, func.sum(_l.amount_minor))
    .select_from(_entry.join(_line, _l.entry_id == _e.id))
    .where(
        _e.business_date == bindparam("day"),
        or_(
            *(
                _e.source_type == source
                for source in (
                    "payment",
                    "payment_void",
                    "tender_correction",
                    "credit_applied",
                    "reallocation",
                )
            )
        ),
    )
    .group_by(_l.gl_code)
)
_SHIFTS = Read(
    select(
        _s.id,
        _s.number,
        _s.user_id,
        _d.name,
        _st.state,
        _s.float_minor,
        _c.counted_minor,
        _c.expected_minor,
        _c.difference_minor,
        func.coalesce(_sb.amount_minor, _zero),
    )
    .select_from(
        _shift.join(shift_state, _st.shift_id == _s.id)
        .outerjoin(_close, _c.shift_id == _s.id)
        .outerjoin(drawer, _d.id == _s.drawer_id)
        .outerjoin(
            shift_balance,
            and_(
                _sb.shift_id == _s.id,
                _sb.gl_code == GL.CASH_IN_DRAWERS,
                _sb.currency == _s.currency,
            ),
        )
    )
    .where(_s.business_date == bindparam("day"))
    .order_by(_s.at)
)
_LATE = Read(late_sums(GL.CASH_IN_DRAWERS, late_shifts.business_date == bindparam("day")))
_CHANGED_APART = Read(
    select(_one)
    .select_from(_shift)
    .where(_s.id == bindparam("id"), changed_apart(_s.id, _s.station_id))
)
_SHIFT_MOVES = Read(
    select(_m.shift_id, _m.kind, func.sum(_m.amount_minor))
    .select_from(_move.join(_shift, _s.id == _m.shift_id))
    .where(_s.business_date == bindparam("day"))
    .group_by(_m.shift_id, _m.kind)
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What one cashier took in one shift in one way, in minor units; `taken` is with rounding."""

    method: str
    words: str
    cash: bool
    gl_code: str
    user_id: str
    shift_id: str | None
    count: int
    amount: int
    taken: int
    position: int


def day_sheet(reader: Reader, day: date, asker: UserId | None) -> DaySheet:
    """One business day by tender, cashier and shift, with its ties.

    Who has a drawer open reads no sum that tells its cash; nobody in particular reads none of any.
    """
    here = settings.practice(reader)
    if day > settings.business_today(here, reader.now):
        raise errors.day_to_come()
    groups = [_group(row) for row in reader.fetch(_GROUPS, day=day.isoformat())]
    own: set[str] = {shift.shift_id for shift in own_drawers(reader, asker)}
    hidden = any(group.cash and group.shift_id in own for group in groups)
    count, voids, void_total, corrected = reader.first(_COUNTS, day=day.isoformat())
    sheet = _Sheet(here.currency, groups, own, hidden)
    refunds, refunded = given_on(reader, day, here.currency)
    cards, card_ties = card_money(reader, day, day, here.currency)
    shifts, drawer_ties = _shifts(reader, day, sheet)
    bank = explaining.deposit_report(reader, day, day, asker)
    return DaySheet(
        day=day,
        practice=here.organization_name,
        made_at=reader.now,
        currency=here.currency,
        tenders=_tenders(sheet),
        cards=cards,
        cashiers=_cashiers(reader, day, sheet),
        shifts=shifts,
        ties=(*_ledger_ties(reader, day, sheet), *card_ties, *drawer_ties, *bank.ties),
        places=bank.places,
        deposits=tuple(line for line in bank.deposits if line.here),
        count=count - voids,
        total=sheet.money(sum(g.amount for g in groups), hidden),
        void_count=voids,
        void_total=sheet.money(void_total, hidden),
        corrected_count=corrected,
        refund_count=refunds,
        refund_total=sheet.money(refunded, hidden),
        hidden=hidden or bank.hidden or bool(own & {line.shift_id for line in shifts}),
        missing=missing(reader, day),
        late=late_facts(reader, day),
        closing=closing_records.day_closing(reader, day),
        reopened=closing_records.day_reopened(reader, day),
        came_late=closing_records.came_late(reader, day, asker),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The groups of a day, and what of them the asker may not add up."""

    currency: str
    groups: list[_Group]
    own: set[str]
    hidden: bool

    def money(self, minor: int, hide: bool = False) -> Money | None:
        return None if hide else Money(minor, self.currency)


def _group(row: Any) -> _Group:
    method, words, kind, gl_code, user_id, shift_id, count, amount, taken, position = row
    return _Group(
        method, words, kind == "cash", gl_code, user_id, shift_id, count, amount, taken, position
    )


def _tenders(sheet: _Sheet) -> tuple[TenderLine, ...]:
    """By method, in the order of the practice's list."""
    lines = []
    for method in dict.fromkeys(g.method for g in sorted(sheet.groups, key=_in_order)):
        mine = [g for g in sheet.groups if g.method == method]
        cash = any(g.cash for g in mine)
        amount = sheet.money(sum(g.amount for g in mine), cash and sheet.hidden)
        lines.append(TenderLine(method, mine[0].words, cash, sum(g.count for g in mine), amount))
    return tuple(lines)


def _in_order(group: _Group) -> tuple[int, str]:
    return group.position, group.method


def _cashiers(reader: Reader, day: date, sheet: _Sheet) -> tuple[CashierLine, ...]:
    counts = dict(reader.fetch(_BY_CASHIER, day=day.isoformat()))
    lines = []
    for user_id in counts:
        mine = [g for g in sheet.groups if g.user_id == user_id]
        hide = any(g.cash and g.shift_id in sheet.own for g in mine)
        cash = sum(g.amount for g in mine if g.cash)
        other = sum(g.amount for g in mine if not g.cash)
        lines.append(
            CashierLine(
                UserId(user_id),
                security.user_name(reader, UserId(user_id)),
                counts[user_id],
                sheet.money(cash, hide),
                Money(other, sheet.currency),
                sheet.money(cash + other, hide),
            )
        )
    return tuple(sorted(lines, key=lambda line: line.name))


def _shifts(
    reader: Reader, day: date, sheet: _Sheet
) -> tuple[tuple[ShiftLine, ...], tuple[Tie, ...]]:
    """Each shift of the day, and whether its receipts and movements say what the ledger says."""
    moves: dict[str, dict[str, int]] = {}
    for shift_id, kind, minor in reader.fetch(_SHIFT_MOVES, day=day.isoformat()):
        moves.setdefault(shift_id, {})[kind] = minor
    late = {shift: minor for shift, _, minor in reader.fetch(_LATE, day=day.isoformat())}
    lines, ties = [], []
    for row in reader.fetch(_SHIFTS, day=day.isoformat()):
        shift_id, number, user_id, drawer_name, state, float_minor, counted_minor = row[:7]
        expected, difference, in_ledger = row[7:]
        hide = shift_id in sheet.own
        mine = [g for g in sheet.groups if g.shift_id == shift_id and g.cash]
        cash = sum(g.taken for g in mine)
        moved = sum(m for kind, m in moves.get(shift_id, {}).items() if kind != "float")
        closed = state == ShiftState.CLOSED
        inside = float_minor + cash + moved
        lines.append(
            ShiftLine(
                ShiftId(shift_id),
                number,
                security.user_name(reader, UserId(user_id)),
                drawer_name or "",
                ShiftState(state),
                Money(float_minor, sheet.currency),
                sheet.money(cash, hide),
                sheet.money(moved, hide),
                sheet.money(inside, hide),
                None if counted_minor is None else Money(counted_minor, sheet.currency),
                None if difference is None else Money(difference, sheet.currency),
            )
        )
        came_late = late.get(shift_id, 0)
        if closed and in_ledger != came_late and reader.first(_CHANGED_APART, id=shift_id):
            came_late = in_ledger  # What stands there is what its close did not know.
        said = expected + came_late if closed else in_ledger
        ties.append(
            Tie(
                t("Drawer of shift {number}", number=number),
                t("Float, cash and movements"),
                _other_way(closed, came_late),
                sheet.money(inside, hide),
                sheet.money(said, hide),
                inside == said and (not closed or in_ledger == came_late),
            )
        )
    return tuple(lines), tuple(ties)


def _other_way(closed: bool, came_late: int) -> str:
    if not closed:
        return t("Ledger, cash in drawers")
    return (
        t("Expected at its close, and what came late") if came_late else t("Expected at its close")
    )


def _ledger_ties(reader: Reader, day: date, sheet: _Sheet) -> tuple[Tie, ...]:
    """Each account that tenders are booked on, and what patients' accounts were credited."""
    posted: dict[str, int] = dict(reader.fetch(_LEDGER, day=day.isoformat()))
    ties = []
    for code in sorted({g.gl_code for g in sheet.groups}):
        mine = [g for g in sheet.groups if g.gl_code == code]
        hide = sheet.hidden and any(g.cash for g in mine)
        taken = sum(g.taken for g in mine)
        ties.append(
            Tie(
                ", ".join(dict.fromkeys(g.words for g in sorted(mine, key=_in_order))),
                t("Receipts"),
                t("Ledger, account {code}", code=code),
                sheet.money(taken, hide),
                sheet.money(posted.get(code, 0), hide),
                taken == posted.get(code, 0),
            )
        )
    received = sum(g.amount for g in sheet.groups)
    credited = -_sum(posted, (GL.RECEIVABLE_PATIENTS, GL.RECEIVABLE_INSURANCE, GL.PATIENT_CREDITS))
    if sheet.groups or credited:
        ties.append(
            Tie(
                t("All payments"),
                t("Receipts"),
                t("Credited to patients' accounts"),
                sheet.money(received, sheet.hidden),
                sheet.money(credited, sheet.hidden),
                received == credited,
            )
        )
    return tuple(ties)


def _sum(posted: dict[str, int], codes: Iterable[str]) -> int:
    return sum(posted.get(code, 0) for code in codes)
