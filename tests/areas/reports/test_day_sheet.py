"""The day sheet by tender, cashier and shift: its ties hold, and break when they must."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.areas.drawers import service as drawers
from app.areas.drawers.values import MoveCash, MovementKind
from app.areas.reports import queries
from app.areas.reports.values import DaySheet
from app.areas.settings import queries as settings
from app.areas.settings import service as setting
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import UserError
from app.storage import engine
from tests.areas.payments.mending import Mending, card, cash, check, usd
from tests.building import Books, command_id


@pytest.fixture
def mending(station: Station, books: Books) -> Mending:
    """A day with every kind of thing: splits, a void, a correction, a drop, rounding."""
    command = ChangeSetting(command_id(), "payments.cash_rounding", "nearest_5")
    station.act(SYSTEM, setting.change_setting, command).result()
    made = Mending(station, books, books.open_shift().shift_id)
    first = books.register_patient().account_id
    books.issue_invoice(first, 10_000)
    made.take(first, cash(3000, 5000))
    made.take(first, check(2000, "77"), cash(1003, 2000))
    made.void(made.take(first, cash(500)).payment_id)
    wrong = made.take(first, check(700, "78"))
    made.correct(wrong.payment_id, "cash", given=usd(700))
    made.take(first, card(4000))
    drop = MoveCash(command_id(), MovementKind.DROP, usd(2000), reference="bag 1")
    station.act(books.actors.cashier, drawers.move_cash, drop).result()
    return made


def sheet(station: Station, asker: Actor | None) -> DaySheet:
    today = settings.business_today(station.practice, station.database.clock.now())
    who = None if asker is None else asker.user_id
    return station.ask(queries.day_sheet, today, who).result()


def test_a_day_ties_while_the_drawer_is_open_and_when_it_is_closed(
    mending: Mending, books: Books, station: Station
) -> None:
    manager = books.actors.billing_manager
    open_day = sheet(station, manager)
    assert open_day.all_tie, open_day.ties
    assert {line.method: (line.count, line.amount) for line in open_day.tenders} == {
        "cash": (3, usd(3000 + 1003 + 700)),
        "check": (1, usd(2000)),
        "credit_card": (1, usd(4000)),
    }
    assert (open_day.count, open_day.total) == (4, usd(10_703))
    assert (open_day.void_count, open_day.void_total, open_day.corrected_count) == (1, usd(500), 1)
    line = open_day.shifts[0]
    assert line.cash == usd(3000 + 1005 + 700)
    assert (line.moved, line.in_drawer) == (usd(-2000), usd(20_000 + 4705 - 2000))
    books.seal(mending.shift_id, *[2000] * 11, 500, 200, 5, check_count=1, check_total=usd(2000))
    books.close_shift(mending.shift_id)
    closed = sheet(station, manager)
    assert closed.all_tie, closed.ties
    assert (closed.shifts[0].counted, closed.shifts[0].difference) == (usd(22_705), usd(0))


def test_who_has_the_drawer_open_reads_no_cash(
    mending: Mending, books: Books, station: Station
) -> None:
    for asker in (books.actors.cashier, None):
        seen = sheet(station, asker)
        assert seen.hidden
        assert (seen.total, seen.void_total) == (None, None)
        assert [line.amount for line in seen.tenders if line.cash] == [None]
        assert [line.amount for line in seen.tenders if not line.cash] == [usd(2000), usd(4000)]
        assert [(line.cash, line.total) for line in seen.cashiers] == [(None, None)]
        assert [(s.cash, s.moved, s.in_drawer) for s in seen.shifts] == [(None, None, None)]
        told = [tie for tie in seen.ties if tie.left is not None or tie.right is not None]
        assert [tie.words for tie in told] == [
            *("Credit card", "Check", "Cards"),
            "Checks on their way",
        ]
        assert seen.all_tie
    others = sheet(station, books.actors.other_cashier)
    assert not others.hidden


def test_money_that_no_receipt_explains_breaks_the_ties(
    mending: Mending, books: Books, station: Station, tmp_path: Path
) -> None:
    folder = station.database.folder
    key = station.database.keys.database
    connection = engine.connect(folder / engine.DATABASE_NAME, key)
    cursor = connection.cursor()
    cursor.execute("DROP TRIGGER tender_no_change")
    cursor.execute("UPDATE tender SET amount_minor = 4100 WHERE method = 'credit_card'")
    cursor.execute("UPDATE shift_balance SET amount_minor = amount_minor + 5")
    connection.close()
    seen = sheet(station, books.actors.billing_manager)
    assert not seen.all_tie
    assert [tie.words for tie in seen.ties if not tie.ok] == [
        "Credit card",
        "All payments",
        "Drawer of shift W1-000001",
        "Cash on its way",
    ]


def test_a_day_without_anything_and_a_day_to_come(station: Station, books: Books) -> None:
    seen = sheet(station, books.actors.billing_manager)
    assert (seen.tenders, seen.shifts, seen.ties, seen.total) == ((), (), (), usd(0))
    assert seen.all_tie
    with pytest.raises(UserError, match="not come yet"):
        station.ask(queries.day_sheet, seen.day + timedelta(1), None).result()
