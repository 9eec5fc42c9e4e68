"""What a bag holds in cash is known to who prepared it alone, until somebody else has counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.areas.deposits import lists, queries
from app.areas.deposits.service import take_out_check
from app.areas.deposits.values import DepositView, ItemKind, TakeOutCheck
from app.areas.reports import explaining, histories
from app.kernel.codec import to_plain
from app.kernel.ids import DepositId
from app.kernel.listing import Filter, ListWanted, Op, Sort
from tests.areas.deposits.banking import Banking, usd
from tests.building import command_id

CASH = 3_500


def told(plain: Any) -> Iterator[Any]:
    """Every amount and every sentence in an answer; times and ids are neither."""
    if isinstance(plain, dict):
        yield from (plain["minor"],) if "minor" in plain else told(list(plain.values()))
    elif isinstance(plain, list):
        for each in plain:
            yield from told(each)
    elif isinstance(plain, str) and " " in plain:
        yield plain


def amounts(view: DepositView) -> tuple[set[int], str]:
    """The amounts of a view, and all its sentences."""
    said = list(told(to_plain(view)))
    words = " ".join(one for one in said if isinstance(one, str))
    return {one for one in said if isinstance(one, int)}, words


def test_the_sums_of_cash_are_hidden_from_who_counts_next(
    banking: Banking, prepared: DepositId
) -> None:
    actors = banking.books.actors
    for who in (actors.other_cashier.user_id, actors.cfo.user_id, None):
        view = banking.view(prepared, who)
        assert (view.cash, view.total, view.difference) == (None, None, None)
        assert [item.amount for item in view.items] == [None, usd(7_700), usd(9_900)]
        assert (view.counts[0].total, view.counts[0].piles) == (None, ())
        assert view.checks == usd(17_600)
        found, words = amounts(view)
        assert not {CASH, CASH + 17_600} & found
        assert "35.00" not in words
    view = banking.view(prepared, actors.cashier.user_id)
    assert {CASH, CASH + 17_600} <= amounts(view)[0]
    assert (view.cash, view.total, view.difference) == (usd(CASH), usd(21_100), usd(0))
    assert view.counts[0].total == usd(CASH)
    assert view.items[0].kind is ItemKind.SHIFT
    banking.count(prepared)
    view = banking.view(prepared)
    assert (view.cash, view.total) == (usd(CASH), usd(21_100))
    assert [count.total for count in view.counts] == [usd(CASH), usd(CASH)]


def test_who_takes_a_check_out_learns_no_sum(banking: Banking, prepared: DepositId) -> None:
    actors = banking.books.actors
    item = next(i for i in banking.view(prepared).items if i.check_number == "3001")
    command = TakeOutCheck(command_id(), item.item_id, "unsigned")
    assert banking.act(actors.other_cashier, take_out_check, command).amount is None
    moved = banking.take_out(prepared, "2001")
    assert moved.amount == usd(CASH), "who prepared it knows"
    assert banking.void(prepared).amount is None


def test_the_list_tells_nothing_by_its_order_filters_or_footer(
    banking: Banking, prepared: DepositId
) -> None:
    banking.shift(900)
    small = banking.prepare().deposit_id
    other = banking.books.actors.other_cashier.user_id
    station = banking.books.station
    rows = banking.rows(other)
    assert [(row.deposit_id, row.cash, row.total) for row in rows] == [
        (small, None, None),
        (prepared, None, None),
    ]
    totals = station.ask(lists.deposits_totals, ListWanted(), other).result()
    assert (totals.count, totals.total, totals.hidden) == (2, usd(0), 2)
    for column in ("cash", "total"):
        above = Filter(column, Op.AT_LEAST, ("1",))
        assert banking.rows(other, filters=(above,)) == ()
        for descending in (False, True):
            sort = Sort(column, descending)
            page = station.ask(lists.deposits, ListWanted(sort=sort), other).result()
            assert all(json.loads(mark)[0] == 0 for mark in page.marks)
    mine = banking.books.actors.cashier.user_id
    totals = station.ask(lists.deposits_totals, ListWanted(), mine).result()
    assert (totals.total, totals.hidden) == (usd(21_100 + 900), 0)
    banking.count(small)
    totals = station.ask(lists.deposits_totals, ListWanted(), other).result()
    assert (totals.total, totals.hidden) == (usd(900), 1)


@pytest.mark.parametrize("column", ["number", "business_date", "stage", "bank", "bag", "cash"])
def test_pages_and_marks_go_through_all_of_them(
    banking: Banking, prepared: DepositId, column: str
) -> None:
    banking.shift(900)
    banking.sealed()
    wanted = ListWanted(sort=Sort(column), most=1)
    ask = banking.books.station.ask
    first = ask(lists.deposits, wanted, None).result()
    second = ask(lists.deposits, wanted.from_mark(first.marks[0], 1), None).result()
    assert first.more
    assert not second.more
    assert {first.rows[0].deposit_id, second.rows[0].deposit_id} == {
        prepared,
        *(row.deposit_id for row in banking.rows() if row.deposit_id != prepared),
    }
    assert ask(lists.deposits_marks, wanted, 1, None).result() == (*first.marks, *second.marks)


def test_a_deposit_is_found_by_number_bag_and_people(banking: Banking, prepared: DepositId) -> None:
    banking.shift(900)
    other = banking.sealed()
    numbers = {
        text: [row.number for row in banking.rows(text=text)]
        for text in ("d-00002", "D00001", "bag w1", "olga", "cho cho", "nobody")
    }
    assert numbers == {
        "d-00002": ["W1-D-00002"],
        "D00001": ["W1-D-00001"],
        "bag w1": ["W1-D-00002"],
        "olga": ["W1-D-00002"],
        "cho cho": ["W1-D-00002", "W1-D-00001"],
        "nobody": [],
    }
    sealed = Filter("stage", Op.ANY_OF, ("sealed",))
    assert [row.deposit_id for row in banking.rows(filters=(sealed,))] == [other]


def test_the_activity_names_no_sum_of_a_bag(banking: Banking, prepared: DepositId) -> None:
    ask = banking.books.station.ask
    rows = ask(histories.activity, ListWanted(most=500)).result().rows
    said = [row.words for row in rows if row.action.startswith("deposits.")]
    assert "Prepared a deposit: W1-D-00001" in said
    assert "35.00" not in json.dumps(said)
    proposed = ask(queries.proposal, None).result()
    assert proposed.items == ()


def test_the_recount_is_blind_too(banking: Banking, prepared: DepositId) -> None:
    """Who counts nothing at first is not told what to type then."""
    actors, ask = banking.books.actors, banking.books.station.ask
    other = actors.other_cashier.user_id
    found = banking.count(prepared, 0)
    assert (found.agrees, found.difference, found.may_count_again) == (False, None, True)
    day = banking.today()
    for who in (other, actors.cfo.user_id, None):
        view = banking.view(prepared, who)
        assert (view.cash, view.total, view.difference) == (None, None, None)
        said, words = amounts(view)
        assert not {CASH, CASH + 17_600} & said
        assert "35.00" not in words
        row = banking.rows(who)[0]
        assert (row.cash, row.total) == (None, None)
        line = ask(explaining.deposit_report, day, day, who).result().deposits[0]
        assert (line.cash, line.total, line.here_cash) == (None, None, None)
    mine, stranger = (banking.view(prepared, who).counts[1].total for who in (other, None))
    assert (mine, stranger) == (usd(0), None)
    assert banking.view(prepared, actors.cashier.user_id).cash == usd(CASH)
    assert banking.count(prepared).agrees
    assert banking.view(prepared, other).cash == usd(CASH)
    assert banking.rows(other)[0].cash == usd(CASH)
