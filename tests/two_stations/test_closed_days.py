"""Closing a day at two windows: both stand and one counts; what was done apart is late everywhere,
and the reports of the closed day say the same at both.
"""

from __future__ import annotations

from datetime import timedelta

from app.areas.ledger import queries as ledger
from app.areas.ledger import service as entries
from app.areas.ledger.values import ManualLine, PostManualEntry
from app.areas.reports import banks
from app.areas.tasks.values import TaskKind
from app.kernel.actor import SYSTEM
from app.sync.looking import broken_promises
from tests.areas.reports.test_closing_days import close, late_tasks, reopen, sheet, today
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_details import NEXT_YEAR, keep, later
from tests.two_stations.test_forks import settled
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_tasks import tasks


def reports(at: Window, days: int) -> tuple[object, ...]:
    """What the ledger says of a day, and where its cash was."""
    day = today(at.books) + timedelta(days)
    manager = at.books.actors.billing_manager.user_id
    trial = at.station.ask(ledger.trial_balance, day, "USD").result()
    drawers = at.station.ask(ledger.gl_balance, "1015", day, "USD").result()
    bank = at.station.ask(ledger.gl_balance, "1030", day, "USD").result()
    cash = None
    if days <= 0:
        cash = at.station.ask(banks.cash_position, day, day, manager).result().days
    return trial, drawers, bank, cash


def work(at: Window, account_id: object, minor: int) -> None:
    """A shift with one payment, counted and closed."""
    shift_id = at.books.open_shift(notes=1).shift_id
    at.books.take_cash(account_id, minor)  # type: ignore[arg-type]
    at.books.seal(shift_id, 2000, minor)
    at.books.close_shift(shift_id)


def test_two_windows_close_the_same_day_while_apart(pair: Pair) -> None:
    one, two = pair.one, pair.two
    day = today(one.books)
    patient = one.books.register_patient().account_id
    one.books.issue_invoice(patient, 50_000)
    work(one, patient, 1000)
    pair.sync()
    work(two, patient, 500)  # nobody else knows of it when the day is closed
    close(one.books, day)
    before = reports(one, 0)
    close(two.books, day)
    pair.sync()
    settled(pair)
    for each in (one, two):
        closed = sheet(each.books, day).closing
        assert closed is not None
        assert (closed.window, closed.count, len(closed.others)) == ("W1", 1, 1)
        came = sheet(each.books, day).came_late
        assert {fact.window for fact in came} == {"W2"}
        assert {fact.period_date for fact in came} == {day + timedelta(1)}
        [task] = late_tasks(each.station, each.books.actors.billing_manager)
        assert task.title.startswith(f"{len(came)} entries came for ")
    assert tasks(one) == tasks(two)
    assert reports(one, 0) == reports(two, 0) == before, "a closed day stands"
    assert reports(one, 1)[:3] == reports(two, 1)[:3] != before[:3]
    # Opening it takes both closes back, wherever it is done; what came late belongs to it then.
    reopen(two.books, day)
    settled(pair)
    for each in (one, two):
        assert sheet(each.books, day).closing is None
        assert not [task for task in tasks(each) if task.kind is TaskKind.LATE_FOR_DAY]
    assert reports(one, 0) == reports(two, 0) != before
    close(two.books, day)
    settled(pair)
    assert sheet(one.books, day).closing == sheet(two.books, day).closing
    assert broken_promises(pair.centre.dsn) == ()


def test_what_comes_late_counts_into_the_first_day_that_may_have_it(pair: Pair) -> None:
    """That is open, or knew of it when it was closed; alike at both whatever came first."""
    one, two = pair.one, pair.two
    day = today(one.books)

    def counts_into() -> list[int]:
        settled(pair)
        assert sheet(one.books, old).came_late == sheet(two.books, old).came_late
        for back in (0, 1, 2, 3):
            assert reports(one, -back) == reports(two, -back)
        return [(day - fact.period_date).days for fact in sheet(one.books, old).came_late]

    old = day - timedelta(3)
    pair.sync()
    close(one.books, old)
    close(one.books, day - timedelta(2))
    before = reports(one, -2)
    lines = (
        ManualLine("6000", one.books.money(900), one.books.money(0)),
        ManualLine("1000", one.books.money(0), one.books.money(900)),
    )
    late = PostManualEntry(command_id(), old, "Gloves", lines)
    two.station.act(SYSTEM, entries.post_manual_entry, late).result()
    assert counts_into() == [1]
    assert reports(one, -2) == before != reports(one, -1)
    close(one.books, day - timedelta(1))
    assert counts_into() == [1], "that day knew of it when it was closed"
    reopen(two.books, day - timedelta(2))
    assert counts_into() == [2]
    reopen(one.books, old)
    assert counts_into() == []
    assert reports(one, -3) != before


def test_what_is_kept_in_sums_and_comes_late_counts_right_at_once(pair: Pair) -> None:
    """A window has put entries into sums when it hears of a close that did not know them."""
    one, two = pair.one, pair.two
    day = today(one.books)
    pair.sync()
    bill = two.books.register_patient().account_id
    two.books.issue_invoice(bill, 500)
    work(two, bill, 500)
    two.sync()
    keep(two, everything=False)
    assert later(two, NEXT_YEAR).all(two.line).folded > 1
    close(one.books, day)
    for each in (one, two, one):
        each.sync()
    for days in (0, 1):
        assert reports(one, days) == reports(two, days)
    assert one.sound == two.sound == []
    keep(two, everything=True)
    later(two).all(two.line)
    assert rows_of(one, "fact", "view") == rows_of(two, "fact", "view")
