"""Over and short by person and month, every Z with the numbers that are missing between, and kinds
of cards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.deposits.schema import deposit, deposit_clear, deposit_seal, deposit_void
from app.areas.drawers.closing_values import ReportKind
from app.areas.drawers.schema import cash_movement, drawer, drawer_report, ruling_close, shift
from app.areas.ledger.schema import journal_entry, journal_line
from app.areas.ledger.values import GL
from app.areas.reports.card_records import card_money
from app.areas.reports.money_rules import OFTEN_WITHIN, missing_numbers, often
from app.areas.reports.money_values import (
    CardReport,
    DifferenceKind,
    DifferenceRow,
    DifferenceSum,
    MonthDifferences,
    OverShort,
    PersonDifferences,
    Tie,
    ZList,
    ZRow,
)
from app.areas.reports.spans import span
from app.areas.security import queries as security
from app.kernel.clock import instant_from
from app.kernel.ids import ReportId, ShiftId, UserId
from app.kernel.money import Money, total
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_shift, _close, _report = counted(shift), ruling_close, counted(drawer_report)
_move = counted(cash_movement)
_m = _move.c
_deposit, _seal, _clear = counted(deposit), counted(deposit_seal), counted(deposit_clear)
_line, _entry = counted(journal_line), counted(journal_entry)
_back = counted(deposit_clear).alias("taken_back")
_s, _c, _r, _d = _shift.c, _close.c, _report.c, drawer.c
_dep, _seal_c, _clear_c = _deposit.c, _seal.c, _clear.c
_l, _e, _v = _line.c, _entry.c, counted(deposit_void).c
_one: Any = literal_column("1")
_zero: Any = literal_column("0")
_from: Any = bindparam("day_from")
_to: Any = bindparam("day_to")


def _void(deposit_id: Any) -> Any:
    return select(_one).where(_v.deposit_id == deposit_id).exists()


def _booked(source_id: Any) -> Any:
    """What an entry of this source put on over and short."""
    return (
        select(func.coalesce(func.sum(_l.amount_minor), 0))
        .select_from(_entry.join(_line, _l.entry_id == _e.id))
        .where(_e.source_id == source_id, _l.gl_code == GL.CASH_OVER_SHORT)
        .scalar_subquery()
    )


_CLOSES = Read(
    select(
        _c.business_date,
        _s.user_id,
        literal_column("''"),
        _s.number,
        _c.difference_minor,
        _c.reason,
        _c.shift_id,
        _booked(_c.id),
    )
    .select_from(_close.join(_shift, _s.id == _c.shift_id))
    .where(_c.business_date.between(_from, _to))
    .order_by(_c.business_date, _c.at)
)
_SEALS = Read(
    select(
        _seal_c.business_date,
        _seal_c.prepared_by,
        _seal_c.verified_by,
        _dep.number,
        _seal_c.difference_minor,
        _seal_c.reason,
        _seal_c.deposit_id,
        _booked(_seal_c.id),
    )
    .select_from(_seal.join(_deposit, _dep.id == _seal_c.deposit_id))
    .where(_seal_c.business_date.between(_from, _to), ~_void(_seal_c.deposit_id))
    .order_by(_seal_c.business_date, _seal_c.at)
)
_CLEARS = Read(
    select(
        _clear_c.business_date,
        _seal_c.verified_by,
        _seal_c.prepared_by,
        _dep.number,
        _clear_c.difference_minor,
        _clear_c.reason,
        _clear_c.deposit_id,
        _booked(_clear_c.id),
    )
    .select_from(
        _clear.join(_deposit, _dep.id == _clear_c.deposit_id).join(
            _seal, _seal_c.deposit_id == _clear_c.deposit_id
        )
    )
    .where(
        _clear_c.business_date.between(_from, _to),
        _clear_c.reverses_id.is_(None),
        ~select(_one).where(_back.c.reverses_id == _clear_c.id).exists(),
        ~_void(_clear_c.deposit_id),
    )
    .order_by(_clear_c.business_date, _clear_c.at)
)
_LATER = Read(
    select(
        _m.business_date,
        _s.user_id,
        literal_column("''"),
        _s.number,
        _m.amount_minor,
        _m.reason,
        _m.shift_id,
        _booked(_m.id),
    )
    .select_from(_move.join(_shift, _s.id == _m.shift_id))
    .where(_m.business_date.between(_from, _to), _m.gl_code == GL.CASH_OVER_SHORT)
    .order_by(_m.business_date, _m.at)
)
"""Late cash that was in the count of its shift already."""
_KINDS = (
    (DifferenceKind.DRAWER, _CLOSES),
    (DifferenceKind.DRAWER, _LATER),
    (DifferenceKind.SECOND_COUNT, _SEALS),
    (DifferenceKind.BANK, _CLEARS),
)
_before = _report.alias("z_before")
_z = (
    select(
        _r.id,
        func.lag(_r.number_value)
        .over(partition_by=_r.number_series, order_by=_r.number_value)
        .label("before"),
    )
    .where(_r.kind == ReportKind.Z.value)
    .subquery("z_numbers")
)
_ZS = Read(
    select(
        _r.id,
        _r.number,
        _r.number_series,
        _r.number_value,
        func.coalesce(_z.c.before, _zero),
        _r.business_date,
        _r.at,
        _r.shift_id,
        _s.number,
        _d.name,
        _s.user_id,
        _r.taken_minor,
        _c.difference_minor,
        _r.grand_total_minor,
        func.coalesce(
            select(_before.c.grand_total_minor)
            .where(_before.c.id == _r.previous_id)
            .scalar_subquery(),
            _zero,
        ),
    )
    .select_from(
        _report.join(_z, _z.c.id == _r.id)
        .join(_shift, _s.id == _r.shift_id)
        .outerjoin(_close, _c.shift_id == _r.shift_id)
        .outerjoin(drawer, _d.id == _s.drawer_id)
    )
    .where(_r.business_date.between(_from, _to))
    .order_by(_r.at, _r.number_value)
)


def over_short(reader: Reader, day_from: date, day_to: date) -> OverShort:
    """Every difference of these days, by person and by month; a deposit that was made void and a
    credit that was taken back leave none.
    """
    about = span(reader, day_from, day_to)
    early = day_from - timedelta(OFTEN_WITHIN - 1)
    found = [
        (kind, row)
        for kind, read in _KINDS
        for row in reader.fetch(read, day_from=early.isoformat(), day_to=day_to.isoformat())
    ]
    names = _Names(reader)
    every = tuple(_difference(kind, row, names, about.currency) for kind, row in found)
    pairs = list(zip(every, (row[-1] for _, row in found), strict=True))
    inside = [(row, booked) for row, booked in pairs if row.day >= day_from]
    rows = sorted((row for row, _ in inside), key=lambda row: (row.day, row.number))
    months = sorted({row.day.replace(day=1) for row in rows})
    people = {row.user_id: row.name for row in rows}
    sums = _summed(rows, about.currency)
    booked = Money(-sum(minor for _, minor in inside), about.currency)
    return OverShort(
        span=about,
        people=tuple(
            _person(user_id, people[user_id], rows, every, about.currency)
            for user_id in sorted(people, key=lambda each: people[each].casefold())
        ),
        months=tuple(
            MonthDifferences(
                month, _summed((r for r in rows if r.day.replace(day=1) == month), about.currency)
            )
            for month in months
        ),
        rows=tuple(row for row in rows if row.amount),
        sums=sums,
        ties=(
            Tie(
                t("All differences"),
                t("Counts"),
                t("Ledger, account {code}", code=GL.CASH_OVER_SHORT),
                sums.net,
                booked,
                sums.net == booked,
            ),
        ),
    )


class _Names:
    """Whose account it is and what they are called; several accounts may be one person's."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._people: dict[str, tuple[UserId, str]] = {}

    def person(self, user_id: str) -> tuple[UserId, str]:
        if user_id not in self._people:
            first = UserId(security.person_of(self._reader, UserId(user_id)))
            self._people[user_id] = (first, security.user_name(self._reader, first))
        return self._people[user_id]


def _difference(kind: DifferenceKind, row: Any, names: _Names, currency: str) -> DifferenceRow:
    day, user_id, other_id, number, minor, reason, subject_id, _booked_minor = row
    person, name = names.person(user_id)
    return DifferenceRow(
        kind=kind,
        day=date.fromisoformat(day),
        user_id=person,
        name=name,
        other=names.person(other_id)[1] if other_id else "",
        number=number,
        amount=Money(minor, currency),
        reason=reason,
        subject_id=subject_id,
    )


def _summed(rows: Iterable[DifferenceRow], currency: str) -> DifferenceSum:
    minors = [row.amount.minor for row in rows]
    over, short = sum(m for m in minors if m > 0), sum(m for m in minors if m < 0)
    differ = sum(1 for m in minors if m)
    return DifferenceSum(
        differ,
        len(minors),
        Money(over, currency),
        Money(short, currency),
        Money(over + short, currency),
    )


def _person(
    user_id: UserId,
    name: str,
    rows: list[DifferenceRow],
    every: tuple[DifferenceRow, ...],
    currency: str,
) -> PersonDifferences:
    mine = [row for row in rows if row.user_id == user_id]
    begin = min(row.day for row in rows)
    counted_wrong = [
        row.day
        for row in every
        if row.user_id == user_id and row.amount and row.kind is not DifferenceKind.BANK
    ]

    def net(kind: DifferenceKind) -> Money:
        return Money(sum(row.amount.minor for row in mine if row.kind is kind), currency)

    return PersonDifferences(
        user_id=user_id,
        name=name,
        sums=_summed(mine, currency),
        drawers=net(DifferenceKind.DRAWER),
        second_counts=net(DifferenceKind.SECOND_COUNT),
        bank=net(DifferenceKind.BANK),
        often=often(counted_wrong, begin),
    )


def card_report(reader: Reader, day_from: date, day_to: date) -> CardReport:
    """Card money of these days by kind of card and wallet, net of what was given back."""
    about = span(reader, day_from, day_to)
    rows, ties = card_money(reader, about.day_from, about.day_to, about.currency)
    return CardReport(
        span=about,
        rows=rows,
        count=sum(row.count for row in rows),
        taken=total((row.taken for row in rows), about.currency),
        given_back=total((row.given_back for row in rows), about.currency),
        left=total((row.left for row in rows), about.currency),
        ties=ties,
    )


def z_list(reader: Reader, day_from: date, day_to: date) -> ZList:
    """Every Z of these days in the order they were made, with the numbers that are missing."""
    about = span(reader, day_from, day_to)
    found = reader.fetch(_ZS, day_from=day_from.isoformat(), day_to=day_to.isoformat())
    names = _Names(reader)
    rows = tuple(_z_row(row, names, about.currency) for row in found)

    def money(minor: int) -> Money:
        return Money(minor, about.currency)

    taken = money(sum(row.taken.minor for row in rows))
    rose = money(sum(row[13] - row[14] for row in found))
    return ZList(
        span=about,
        rows=rows,
        taken=taken,
        difference=money(sum(row.difference.minor for row in rows)),
        missing_count=sum(row.missing_count for row in rows),
        ties=(
            Tie(
                t("All shifts"),
                t("Taken"),
                t("Rise of the grand total"),
                taken,
                rose,
                taken == rose,
            ),
        ),
    )


def _z_row(row: Any, names: _Names, currency: str) -> ZRow:
    report_id, number, series, value, before, day, at, shift_id, shift_number = row[:9]
    drawer_name, user_id, taken, difference, grand_total, _grand_before = row[9:]
    return ZRow(
        report_id=ReportId(report_id),
        number=number,
        day=date.fromisoformat(day),
        at=instant_from(at),
        shift_id=ShiftId(shift_id),
        shift_number=shift_number,
        drawer=drawer_name or "",
        cashier=names.person(user_id)[1],
        taken=Money(taken, currency),
        difference=Money(difference or 0, currency),
        grand_total=Money(grand_total, currency),
        missing=missing_numbers(series, number, before, value),
        missing_count=value - before - 1,
    )
