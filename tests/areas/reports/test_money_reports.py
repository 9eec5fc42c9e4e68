"""Any weeks of shifts, mail, bags and credits: every report says what a simple model says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.areas.reports import banks, explaining, lists
from app.areas.reports.money_values import Where
from app.kernel.money import Money
from tests.areas.reports.weeks import Weeks, begin
from tests.building import Template

cents = st.integers(1, 30_000)
few = st.lists(cents, max_size=2)
OFF = st.sampled_from((0, 0, 0, -300, 5, 120))
deeds = st.one_of(
    st.tuples(st.just("shift"), st.tuples(few, few, few, OFF)),
    st.tuples(st.just("mail"), st.tuples(cents)),
    st.tuples(st.just("sleep"), st.tuples(st.integers(1, 20))),
    st.tuples(st.just("bag"), st.tuples(st.integers(1, 2))),
    st.tuples(st.just("seal"), st.tuples(OFF)),
    st.tuples(st.just("submit"), st.tuples()),
    st.tuples(st.just("clear"), st.tuples(OFF)),
    st.tuples(st.just("void"), st.tuples()),
)
NEEDS = {"seal": "prepared", "submit": "sealed", "clear": "submitted", "void": "submitted"}
WAY = [("shift", ([5_000], [700], [900], -300)), ("bag", (1,)), ("seal", (5,)), ("submit", ())]
"""Every example begins with a bag on its way, so that few deeds go far."""


def test_any_weeks(template: Template, tmp_path: Path, scale: int) -> None:
    numbers = count()

    @settings(
        max_examples=4 * scale,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(plan=st.lists(deeds, min_size=4, max_size=12))
    def any_weeks(plan: list[tuple[str, Any]]) -> None:
        _weeks(begin(template, tmp_path / str(next(numbers))), plan)

    any_weeks()


def _weeks(weeks: Weeks, plan: list[tuple[str, Any]]) -> None:
    try:
        for deed, fields in (*WAY, *plan):
            if not (deed in NEEDS and not getattr(weeks, NEEDS[deed])):
                getattr(weeks, deed)(*fields)
        weeks.ends[weeks.today] = dict(weeks.holds)
        _deposits(weeks)
        _position(weeks)
        _differences(weeks)
        _zs(weeks)
        weeks.banking.verify()
    finally:
        weeks.station.close()


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def _deposits(weeks: Weeks) -> None:
    """As the cashier, who prepared every bag and has no drawer open."""
    who = weeks.banking.books.actors.cashier.user_id
    ask = weeks.station.ask
    report = ask(explaining.deposit_report, weeks.first, weeks.today, who).result()
    assert not report.hidden
    taken = {(day.day, each.method): each.amount for day in report.taken for each in day.tenders}
    assert taken == {key: usd(minor) for key, minor in weeks.taken.items() if minor}
    found = {(row.day, row.cash): row for row in report.places}
    for (day, cash), row in found.items():
        method = "cash" if cash else "check"
        assert row.ties
        assert row.taken == usd(weeks.taken.get((day, method), 0))
        assert row.otherwise == usd(weeks.otherwise.get(day, 0) if cash else 0)
        for where in Where:
            assert row.at(where) == usd(weeks.sum_at(day, cash, where)), (day, cash, where)
    moved = {(item.day, item.cash) for item in weeks.items.values()}
    assert moved <= set(found)
    assert all(tie.ok for tie in report.ties)
    lines = {line.deposit_id: line for line in report.deposits}
    for bag in (*weeks.prepared, *weeks.sealed, *weeks.submitted, *weeks.cleared):
        line = lines.pop(bag.deposit_id)
        assert (line.here_cash, line.here_checks) == (usd(bag.sum(True)), usd(bag.sum(False)))
    assert lines == {}, "void deposits are in no report"


def _position(weeks: Weeks) -> None:
    who = weeks.banking.books.actors.cfo.user_id
    report = weeks.station.ask(banks.cash_position, weeks.first, weeks.today, who).result()
    assert [day.day for day in report.days] == sorted(weeks.ends)
    for day in report.days:
        holds = weeks.ends[day.day]
        seen = {
            "safe": day.safe,
            "checks": day.checks,
            "sealed": day.sealed,
            "transit": day.transit,
            "bank": day.banks[0],
        }
        assert seen == {name: usd(holds.get(name, 0)) for name in seen}, day.day
        assert day.drawers == usd(0)
        assert day.together == usd(sum(holds.values()))
        assert day.not_in_bank == usd(sum(holds.values()) - holds["bank"])
    assert all(tie.ok for tie in report.ties)


def _differences(weeks: Weeks) -> None:
    report = weeks.station.ask(lists.over_short, weeks.first, weeks.today).result()
    mine = weeks.differences
    assert report.sums.counts == len(mine)
    assert report.sums.count == sum(1 for one in mine if one.minor)
    assert report.sums.net == usd(sum(one.minor for one in mine))
    assert report.sums.over == usd(sum(one.minor for one in mine if one.minor > 0))
    assert {p.name: p.sums.net.minor for p in report.people} == {
        name: sum(one.minor for one in mine if one.who == name)
        for name in {one.who for one in mine}
    }
    assert {m.month: m.sums.short.minor for m in report.months} == {
        month: sum(one.minor for one in mine if one.day.replace(day=1) == month and one.minor < 0)
        for month in {one.day.replace(day=1) for one in mine}
    }
    cashier = next(p for p in report.people if p.name == "Cho Cho Win")
    assert cashier.often == _often([one.day for one in mine if one.minor and one.kind != "bank"])
    assert all(tie.ok for tie in report.ties)


def _often(days: list[date]) -> bool:
    """Three of them within thirty days, looked at from each."""
    return any(sum(day <= other < day + timedelta(30) for other in days) >= 3 for day in days)


def _zs(weeks: Weeks) -> None:
    report = weeks.station.ask(lists.z_list, weeks.first, weeks.today).result()
    drawers = [one for one in weeks.differences if one.kind == "drawer"]
    assert [(row.day, row.difference.minor) for row in report.rows] == [
        (one.day, one.minor) for one in drawers
    ]
    assert report.missing_count == 0
    shifts_took = sum(minor for (_, method), minor in weeks.taken.items() if method != "check")
    assert report.taken.minor >= shifts_took
    assert report.rows[-1].grand_total == report.taken
    assert all(tie.ok for tie in report.ties)
