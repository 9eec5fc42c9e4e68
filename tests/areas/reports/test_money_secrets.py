"""What reports keep from whoever counts, what breaks their ties, and which days they refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.reports import banks, explaining, lists
from app.areas.reports.money_values import DepositReport, DifferenceKind, Where
from app.areas.security.service import say_same_person
from app.areas.security.values import SaySamePerson
from app.bootstrap import Station
from app.kernel.errors import UserError
from app.kernel.ids import UserId
from app.storage import engine
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.building import Books, command_id


@pytest.fixture
def banking(books: Books) -> Banking:
    books.count_safe()
    return Banking(books)


def report(banking: Banking, asker: UserId | None) -> DepositReport:
    today = banking.today()
    return banking.books.station.ask(explaining.deposit_report, today, today, asker).result()


def spoil(station: Station, *statements: str) -> None:
    """What nobody can do through the program."""
    key = station.database.keys.database
    connection = engine.connect(station.database.folder / engine.DATABASE_NAME, key)
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()


def test_who_has_a_drawer_open_reads_no_cash_of_that_day(banking: Banking, books: Books) -> None:
    banking.shift(4_000, check(700, "1"))
    books.open_shift()
    banking.mending().take(banking.account(), cash(2_500))
    actors, today = books.actors, banking.today()
    for asker in (actors.cashier.user_id, None):
        seen = report(banking, asker)
        in_cash, checks = seen.places
        assert seen.hidden
        assert (in_cash.taken, in_cash.otherwise, in_cash.at(Where.DRAWER)) == (None, None, None)
        assert (checks.taken, checks.at(Where.NOT_BAGGED)) == (usd(700), usd(700))
        assert [t.amount for t in seen.taken[0].tenders] == [None, usd(700)]
        assert seen.taken[0].total is None
        position = books.station.ask(
            banks.cash_position, today - timedelta(1), today, asker
        ).result()
        assert [day.drawers for day in position.days] == [usd(0), None]
        assert position.days[1].together is None
        assert position.days[1].not_in_bank is None
        assert position.days[1].safe == usd(100_000 - 20_000 + 4_000)
        assert position.ties[0].left is None
        assert position.ties[0].ok
    others = report(banking, actors.cfo.user_id)
    assert not others.hidden
    assert others.places[0].at(Where.DRAWER) == usd(2_500)


def test_a_second_account_of_the_same_person_reads_none_either(
    banking: Banking, books: Books
) -> None:
    actors = books.actors
    same = SaySamePerson(command_id(), actors.cfo.user_id, actors.cashier.user_id)
    books.station.act(actors.administrator, say_same_person, same).result()
    books.open_shift()
    banking.mending().take(banking.account(), cash(2_500))
    assert report(banking, actors.cfo.user_id).places[0].taken is None


def test_a_bag_that_waits_is_known_to_who_prepared_it_alone(banking: Banking, books: Books) -> None:
    banking.shift(4_000, check(700, "1"))
    deposit_id = banking.prepare().deposit_id
    actors = books.actors
    own = report(banking, actors.cashier.user_id)
    assert own.places[0].at(Where.BAGGED) == usd(4_000)
    assert own.deposits[0].total == usd(4_700)
    for asker in (actors.other_cashier.user_id, None):
        seen = report(banking, asker)
        assert seen.hidden
        assert [seen.places[0].at(w) for w in (Where.NOT_BAGGED, Where.BAGGED)] == [None, None]
        assert seen.places[1].at(Where.BAGGED) == usd(700)
        line = seen.deposits[0]
        assert (line.cash, line.total, line.here_cash) == (None, None, None)
        assert (line.checks, line.here_checks) == (usd(700), usd(700))
    banking.count(deposit_id)
    assert not report(banking, actors.other_cashier.user_id).hidden


def test_a_difference_names_who_counted_first_and_second(banking: Banking, books: Books) -> None:
    banking.shift(4_000, leave=-100)
    bag = banking.prepare().deposit_id
    banking.count(bag, 3_895)
    banking.count(bag, 3_895)
    banking.seal(bag)
    banking.submit(bag)
    banking.clear(bag, 3_880)
    today = banking.today()
    found = books.station.ask(lists.over_short, today, today).result()
    rows = {row.kind: (row.name, row.other, row.amount) for row in found.rows}
    assert rows == {
        DifferenceKind.DRAWER: ("Cho Cho Win", "", usd(-100)),
        DifferenceKind.SECOND_COUNT: ("Cho Cho Win", "Olga Novak", usd(-5)),
        DifferenceKind.BANK: ("Olga Novak", "Cho Cho Win", usd(-15)),
    }
    assert found.ties[0].ok
    banking.take_back(bag)
    after = books.station.ask(lists.over_short, today, today).result()
    assert DifferenceKind.BANK not in {row.kind for row in after.rows}
    assert after.ties[0].ok


def test_a_missing_z_is_named_and_breaks_the_grand_total(banking: Banking, books: Books) -> None:
    for minor in (1_000, 2_000, 3_000, 4_000):
        banking.shift(minor)
    today = banking.today()
    spoil(
        books.station,
        "DROP TRIGGER drawer_report_no_delete",
        "DELETE FROM drawer_report WHERE number IN ('W1-Z-00002', 'W1-Z-00003')",
    )
    found = books.station.ask(lists.z_list, today, today).result()
    assert [(row.number, row.missing) for row in found.rows] == [
        ("W1-Z-00001", ("", "")),
        ("W1-Z-00004", ("W1-Z-00002", "W1-Z-00003")),
    ]
    assert found.missing_count == 2
    assert not found.ties[0].ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shift_balance SET amount_minor = amount_minor + 1 WHERE gl_code = '1018'",
        "UPDATE deposit_item SET amount_minor = amount_minor + 1 WHERE kind = 'shift'",
        "UPDATE deposit_item SET amount_minor = amount_minor - 1 WHERE kind = 'check'",
        "UPDATE tender SET amount_minor = amount_minor + 1 WHERE kind = 'cash'",
        "UPDATE shift_close SET difference_minor = 7, expected_minor = counted_minor - 7",
    ],
)
def test_what_was_spoilt_does_not_tie(banking: Banking, books: Books, statement: str) -> None:
    banking.shift(4_000, check(700, "1"))
    banking.sealed()
    banking.shift(2_000)
    assert all(tie.ok for tie in report(banking, books.actors.cfo.user_id).ties)
    tables = ("deposit_item", "tender", "shift_close")
    spoil(books.station, *(f"DROP TRIGGER {name}_no_change" for name in tables), statement)
    seen = report(banking, books.actors.cfo.user_id)
    assert not all(tie.ok for tie in seen.ties)
    assert not all(row.ties for row in seen.places)


@pytest.mark.parametrize("query", [explaining.deposit_report, banks.cash_position, lists.z_list])
def test_days_that_cannot_be_are_refused_in_words(banking: Banking, query: Any) -> None:
    def refused(first: date, last: date, words: str) -> None:
        with pytest.raises(UserError, match=words):
            banking.books.station.ask(query, first, last).result()

    today = banking.today()
    refused(today, today - timedelta(1), "The last day is before the first")
    refused(today, today + timedelta(1), "not come yet")
    refused(today - timedelta(4_000), today, "too many days")
