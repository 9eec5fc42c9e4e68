"""What was taken each day and how far it is on its way to the bank, from sources of their own.

The cash of a day is what its receipts, movements and differences say, against what the ledger moved
into the safe and what lies in bags; its checks are the tenders against the items of the deposits.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.areas.ledger.values import GL
from app.areas.reports import records
from app.areas.reports.money_rules import stage_of, where_of
from app.areas.reports.money_values import (
    DayPlaces,
    DayTaken,
    DepositLine,
    DepositReport,
    Span,
    Taken,
    Tie,
    Where,
)
from app.areas.reports.spans import days_of, own_drawers, span
from app.kernel.ids import DepositId, UserId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.reading import Reader


def deposit_report(
    reader: Reader, day_from: date, day_to: date, asker: UserId | None = None
) -> DepositReport:
    """What was taken on each day by tender, and where its cash and checks are by now.

    The asker reads no cash of a day on which they have a drawer open, nor what is in a bag that
    waits for its second count, unless they made the first.
    """
    about = span(reader, day_from, day_to)
    found = _Found(reader, about, asker)
    taken = found.taken()
    places = found.places(taken)
    return DepositReport(
        span=about,
        taken=tuple(found.day_taken(day, taken[day]) for day in days_of(about) if day in taken),
        places=places,
        deposits=found.deposit_lines(),
        ties=_ties(places, about.currency),
        hidden=any(
            amount is None
            for row in places
            for amount in (row.taken, *(each for _, each in row.places))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Tender:
    method: str
    words: str
    cash: bool
    gl_code: str
    in_deposit: bool
    position: int
    amount: int
    rounding: int


_Sums = dict[Where, int]


@dataclass(slots=True)
class _DayCash:
    """The cash (or the checks) of a day as it is gathered, in minor units."""

    said: int = 0
    otherwise: int = 0
    at: _Sums = field(default_factory=lambda: dict.fromkeys(Where, 0))
    bags: set[str] = field(default_factory=set)


class _Found:
    """All there is to read of a range of days, and what of it the asker must not know."""

    def __init__(self, reader: Reader, about: Span, asker: UserId | None) -> None:
        self.about = about
        self._reader = reader
        self._asked = {"day_from": about.day_from.isoformat(), "day_to": about.day_to.isoformat()}
        self._blind = {shift.business_date for shift in own_drawers(reader, asker)}
        self._deposits = reader.fetch(records.DEPOSITS, day_from=self._asked["day_from"])
        self._secret = {
            row[0] for row in self._deposits if not (row[13] or (asker and row[5] == asker))
        }
        self._from_here: dict[tuple[str, bool], int] = defaultdict(int)

    def taken(self) -> dict[date, list[_Tender]]:
        """The tenders of each day that has any, in the order of the practice's list."""
        days: dict[date, list[_Tender]] = {}
        for day, method, words, kind, gl_code, banked, position, *sums in self._reader.fetch(
            records.TAKEN, **self._asked
        ):
            cash = kind == "cash"
            line = _Tender(method, words, cash, gl_code, bool(banked), position, sums[0], sums[1])
            days.setdefault(date.fromisoformat(day), []).append(line)
        for lines in days.values():
            lines.sort(key=lambda line: (line.position, line.method))
        return days

    def day_taken(self, day: date, lines: list[_Tender]) -> DayTaken:
        """The day by tender; a method that was booked on two accounts is one line."""
        hide = day in self._blind
        tenders = tuple(
            Taken(
                method,
                next(line.words for line in lines if line.method == method),
                cash := any(line.cash for line in lines if line.method == method),
                any(line.in_deposit for line in lines if line.method == method),
                self._money(
                    sum(line.amount for line in lines if line.method == method), hide and cash
                ),
            )
            for method in dict.fromkeys(line.method for line in lines)
        )
        hidden = any(each.amount is None for each in tenders)
        return DayTaken(day, tenders, self._money(sum(line.amount for line in lines), hidden))

    def places(self, taken: dict[date, list[_Tender]]) -> tuple[DayPlaces, ...]:
        """The cash and the checks of each day, where there were any."""
        cash, checks = self._cash(taken), self._checks(taken)
        found = []
        for day in days_of(self.about):
            for is_cash, days in ((True, cash), (False, checks)):
                if day in days:
                    found.append(self._day_places(day, days[day], is_cash))
        return tuple(row for row in found if row is not None)

    def _cash(self, taken: dict[date, list[_Tender]]) -> dict[date, _DayCash]:
        days: dict[date, _DayCash] = defaultdict(_DayCash)
        for day, lines in taken.items():
            mine = [line for line in lines if line.cash]
            if mine:
                days[day].said = sum(line.amount for line in mine)
                days[day].otherwise = sum(line.rounding for line in mine)
        from_safe: dict[str, int] = defaultdict(int)
        for text, shift_id, safe, other in self._reader.fetch(records.MOVED, **self._asked):
            days[date.fromisoformat(text)].otherwise += other
            from_safe[shift_id] = safe
        for text, minor, *claim in self._reader.fetch(records.DROPS, **self._asked):
            self._put(days[date.fromisoformat(text)], minor, claim, cash=True)
        for text, shift_id, closed, difference, in_safe, in_drawer, *claim in self._reader.fetch(
            records.SHIFTS, **self._asked
        ):
            here = days[date.fromisoformat(text)]
            if closed:
                here.otherwise += difference
                self._put(here, in_safe - from_safe[shift_id], claim, cash=True)
                here.at[Where.DRAWER] += in_drawer  # it came late
            else:
                here.at[Where.DRAWER] += in_drawer - from_safe[shift_id]
        return days

    def _checks(self, taken: dict[date, list[_Tender]]) -> dict[date, _DayCash]:
        days: dict[date, _DayCash] = defaultdict(_DayCash)
        for day, lines in taken.items():
            mine = [line for line in lines if line.gl_code == GL.UNDEPOSITED_CHECKS]
            if mine:
                days[day].said = sum(line.amount for line in mine)
        for text, closed, returned, minor, *claim in self._reader.fetch(
            records.CHECKS, **self._asked
        ):
            here = days[date.fromisoformat(text)]
            if returned:
                here.at[Where.RETURNED] += minor
                if claim[0]:
                    self._from_here[claim[0], False] += claim[3]
            elif not closed:
                here.at[Where.DRAWER] += minor
            else:
                self._put(here, minor, claim, cash=False)
        return days

    def _put(self, day: _DayCash, minor: int, claim: list[Any], *, cash: bool) -> None:
        """Something that left the drawer: in the safe, or where the bag it lies in is."""
        deposit_id, status, sealed, in_bag = claim
        if deposit_id is None:
            day.at[Where.NOT_BAGGED] += minor
            return
        day.at[where_of(status, sealed=bool(sealed))] += in_bag
        day.bags.add(deposit_id)
        self._from_here[deposit_id, cash] += in_bag

    def _day_places(self, day: date, sums: _DayCash, cash: bool) -> DayPlaces | None:
        if not (sums.said or sums.otherwise or any(sums.at.values())):
            return None
        blind = cash and day in self._blind
        secret = cash and bool(sums.bags & self._secret)
        hide = {
            Where.DRAWER: blind,
            Where.NOT_BAGGED: secret,
            Where.BAGGED: secret,
        }
        return DayPlaces(
            day=day,
            cash=cash,
            taken=self._money(sums.said, blind),
            otherwise=self._money(sums.otherwise, blind),
            places=tuple(
                (where, self._money(minor, hide.get(where, False)))
                for where, minor in sums.at.items()
            ),
            ties=sums.said + sums.otherwise == sum(sums.at.values()),
        )

    def deposit_lines(self) -> tuple[DepositLine, ...]:
        """The bags with something of these days in them, and those made in them."""
        return tuple(
            self._deposit_line(row)
            for row in self._deposits
            if date.fromisoformat(row[4]) <= self.about.day_to or self._is_here(row[0])
        )

    def _deposit_line(self, row: Any) -> DepositLine:
        deposit_id, number, bag_number, bank, day, _by, status, counted_again, sealed = row[:9]
        cash, checks, cleared_on, cleared = row[9:13]
        hide = deposit_id in self._secret
        money = self._money
        return DepositLine(
            deposit_id=DepositId(deposit_id),
            number=number,
            bag_number=bag_number,
            bank=bank or "",
            day=date.fromisoformat(day),
            stage=stage_of(status, counted=bool(counted_again), sealed=bool(sealed)),
            cash=money(cash, hide),
            checks=Money(checks, self.about.currency),
            total=money(cash + checks, hide),
            here=self._is_here(deposit_id),
            here_cash=money(self._from_here.get((deposit_id, True), 0), hide),
            here_checks=Money(self._from_here.get((deposit_id, False), 0), self.about.currency),
            cleared_on=date.fromisoformat(cleared_on) if cleared_on else None,
            cleared=None if cleared is None else Money(cleared, self.about.currency),
        )

    def _is_here(self, deposit_id: str) -> bool:
        return any((deposit_id, cash) in self._from_here for cash in (True, False))

    def _money(self, minor: int, hide: bool = False) -> Money | None:
        return None if hide else Money(minor, self.about.currency)


def _ties(places: tuple[DayPlaces, ...], currency: str) -> tuple[Tie, ...]:
    """Cash and checks of all days: what the papers say against where they are."""
    found = []
    for words, cash in ((t("Cash on its way"), True), (t("Checks on their way"), False)):
        rows = [row for row in places if row.cash is cash]
        if rows:
            said = [amount for row in rows for amount in (row.taken, row.otherwise)]
            there = [amount for row in rows for _, amount in row.places]
            found.append(
                Tie(
                    words,
                    t("Receipts and other changes"),
                    t("Drawers, safe, bags and banks"),
                    _sum(said, currency),
                    _sum(there, currency),
                    all(row.ties for row in rows),
                )
            )
    return tuple(found)


def _sum(amounts: list[Money | None], currency: str) -> Money | None:
    """Their sum; None when one of them must not be known."""
    if any(amount is None for amount in amounts):
        return None
    return Money(sum(amount.minor for amount in amounts if amount is not None), currency)
