"""Where cash and checks stood at the end of each day, from the drawers to the banks, as the ledger
has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.deposits import banks as bank_accounts
from app.areas.deposits.bank_values import BankAccountRow
from app.areas.deposits.schema import deposit_state, deposit_submit
from app.areas.deposits.values import DepositStatus
from app.areas.ledger.closing_records import moved_lines
from app.areas.ledger.schema import journal_line, shift_balance
from app.areas.ledger.values import GL
from app.areas.reports.money_values import CashDay, CashPosition, Tie
from app.areas.reports.spans import days_of, own_drawers, span
from app.kernel.ids import UserId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_line, _submit = counted(journal_line), counted(deposit_submit)
_l, _sub, _sb, _ds = _line.c, _submit.c, shift_balance.c, deposit_state.c
_code: Any = bindparam("code")
_currency: Any = bindparam("currency")
_from: Any = bindparam("day_from")
_to: Any = bindparam("day_to")
_zero: Any = literal_column("0")
_BEFORE = Read(
    select(func.coalesce(func.sum(_l.amount_minor), _zero)).where(
        _l.gl_code == _code, _l.currency == _currency, _l.period_date < _from
    )
)
_BY_DAY = Read(
    select(_l.period_date, func.sum(_l.amount_minor))
    .where(_l.gl_code == _code, _l.currency == _currency, _l.period_date.between(_from, _to))
    .group_by(_l.period_date)
)
_SEALED = Read(
    select(_l.period_date, _l.deposit_id, func.sum(_l.amount_minor))
    .where(_l.gl_code == _code, _l.currency == _currency, _l.period_date <= _to)
    .group_by(_l.period_date, _l.deposit_id)
)
_LEFT = Read(select(_sub.deposit_id, func.min(_sub.business_date)).group_by(_sub.deposit_id))
_SHIFTS = Read(
    select(func.coalesce(func.sum(_sb.amount_minor), _zero)).where(
        _sb.gl_code == _code, _sb.currency == _currency
    )
)
_BAGS = Read(
    select(func.coalesce(func.sum(_ds.cash_minor + _ds.check_minor), _zero)).where(
        _ds.currency == _currency,
        _ds.sealed == 1,
        or_(_ds.status == DepositStatus.PENDING.value, _ds.status == DepositStatus.SUBMITTED.value),
    )
)


def cash_position(
    reader: Reader, day_from: date, day_to: date, asker: UserId | None = None
) -> CashPosition:
    """What lay in the drawers, the safe, bags, on the way and at the banks at the end of each day.

    From the day on which their own drawer was opened, the asker reads no sum with drawers in it.
    """
    about = span(reader, day_from, day_to)
    days = days_of(about)
    banks = tuple(
        row for row in bank_accounts.bank_accounts(reader) if row.currency == about.currency
    )
    blind_from = min((shift.business_date for shift in own_drawers(reader, asker)), default=None)
    ledger = _Ledger(reader, days, about.currency)
    drawers, safe = ledger.ends(GL.CASH_IN_DRAWERS), ledger.ends(GL.CASH_IN_SAFE)
    checks = ledger.ends(GL.UNDEPOSITED_CHECKS)
    sealed, transit = ledger.bags()
    at_banks = [ledger.ends(row.gl_code) for row in banks]

    def money(minor: int, *, hide: bool = False) -> Money | None:
        return None if hide else Money(minor, about.currency)

    rows = []
    for n, day in enumerate(days):
        hide = blind_from is not None and day >= blind_from
        here = drawers[n] + safe[n] + checks[n] + sealed[n] + transit[n]
        there = tuple(Money(ends[n], about.currency) for ends in at_banks)
        rows.append(
            CashDay(
                day=day,
                drawers=money(drawers[n], hide=hide),
                safe=Money(safe[n], about.currency),
                checks=Money(checks[n], about.currency),
                sealed=Money(sealed[n], about.currency),
                transit=Money(transit[n], about.currency),
                banks=there,
                not_in_bank=money(here, hide=hide),
                together=money(here + sum(each.minor for each in there), hide=hide),
            )
        )
    return CashPosition(
        span=about,
        banks=_names(banks),
        days=tuple(rows),
        ties=_ties(reader, ledger, hide=blind_from is not None),
        hidden=any(row.drawers is None for row in rows),
    )


def _names(banks: Iterable[BankAccountRow]) -> tuple[str, ...]:
    return tuple(row.name for row in banks)


@dataclass(slots=True)
class _Ledger:
    """Balances at the end of each of the days."""

    reader: Reader
    days: tuple[date, ...]
    currency: str

    def ends(self, code: str) -> list[int]:
        """The balance of one account at the end of every day."""
        begin, end = self.days[0].isoformat(), self.days[-1].isoformat()
        asked = {"code": code, "currency": self.currency, "day_from": begin}
        balance = int(self.reader.scalar(_BEFORE, **asked))
        moved = dict(self.reader.fetch(_BY_DAY, **asked, day_to=end))
        for line in moved_lines(self.reader, code, self.currency):
            balance -= line.minor if line.from_day < begin <= line.to_day else 0
            if line.from_day >= begin:
                _add(moved, line.from_day, -line.minor)
            if line.to_day >= begin:
                _add(moved, line.to_day, line.minor)
        found = []
        for day in self.days:
            balance += moved.get(day.isoformat(), 0)
            found.append(balance)
        return found

    def bags(self) -> tuple[list[int], list[int]]:
        """What was sealed and had not left, and what had, at the end of every day."""
        end = self.days[-1].isoformat()
        asked = {"code": GL.DEPOSITS_IN_TRANSIT, "currency": self.currency, "day_to": end}
        lines = self.reader.fetch(_SEALED, **asked)
        for line in moved_lines(self.reader, GL.DEPOSITS_IN_TRANSIT, self.currency):
            lines.append((line.from_day, line.deposit_id, -line.minor))
            lines.append((line.to_day, line.deposit_id, line.minor))
        left = dict(self.reader.fetch(_LEFT))
        sealed: dict[str, int] = {}
        transit: dict[str, int] = {}
        for booked, deposit_id, minor in lines:
            # A bag that has not left yet leaves after every day that could be asked for.
            leaves = left.get(deposit_id, "9999") if deposit_id else booked
            _add(transit, max(booked, leaves), minor)
            _add(sealed, booked, minor)
            _add(sealed, max(booked, leaves), -minor)
        return self._run(sealed), self._run(transit)

    def now(self, code: str) -> int:
        """The balance with everything that was ever booked."""
        asked = {"code": code, "currency": self.currency, "day_from": "9999"}
        return int(self.reader.scalar(_BEFORE, **asked))

    def _run(self, moved: dict[str, int]) -> list[int]:
        """Sums by day as balances; what lies before the first day opens it."""
        changes = sorted(moved.items())
        found, place, balance = [], 0, 0
        for day in self.days:
            while place < len(changes) and changes[place][0] <= day.isoformat():
                balance += changes[place][1]
                place += 1
            found.append(balance)
        return found


def _add(sums: dict[str, int], day: str, minor: int) -> None:
    sums[day] = sums.get(day, 0) + minor


def _ties(reader: Reader, ledger: _Ledger, *, hide: bool) -> tuple[Tie, ...]:
    """The ledger as it is now against what shifts and bags say, which is kept apart from it."""
    currency = ledger.currency
    shifts = int(reader.scalar(_SHIFTS, code=GL.CASH_IN_DRAWERS, currency=currency))
    bags = int(reader.scalar(_BAGS, currency=currency))
    found = []
    for words, code, papers_words, papers, hidden in (
        (t("Drawers now"), GL.CASH_IN_DRAWERS, t("Open shifts"), shifts, hide),
        (t("Bags now"), GL.DEPOSITS_IN_TRANSIT, t("Sealed bags"), bags, False),
    ):
        booked = ledger.now(code)
        found.append(
            Tie(
                words,
                papers_words,
                t("Ledger, account {code}", code=code),
                None if hidden else Money(papers, currency),
                None if hidden else Money(booked, currency),
                papers == booked,
            )
        )
    return tuple(found)
