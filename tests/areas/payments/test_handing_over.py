"""X and Z reports, and a drawer that goes from one person to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.areas.drawers import queries as drawers
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import (
    ReportMade,
    RunReport,
    ShiftClosed,
    TakenOver,
    TakeOver,
)
from app.areas.drawers.values import AddDrawer, MoveCash, MovementKind, OpenShift, Pile, ShiftOpened
from app.areas.ledger.values import GL
from app.areas.payments import closing, explaining
from app.bootstrap import Station, open_station, restore_station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.money import Money
from tests.areas.payments.shop import TWENTY, Shop
from tests.building import Books, Template, command_id


@pytest.fixture
def shop(station: Station, books: Books) -> Shop:
    return Shop(station, books)


# ------------------------------------------------------------------------------------- reports


def run(shop: Shop, actor: Actor, with_cash: bool = False) -> ReportMade:
    command = RunReport(command_id(), shop.shift_id, with_cash)
    return shop.station.act(actor, closing.run_report, command).result()


def test_an_x_keeps_the_cash_from_who_holds_the_drawer(shop: Shop) -> None:
    shop.books.take_cash(shop.account, 3500)
    made = run(shop, shop.actors.cashier)
    x = shop.station.ask(explaining.drawer_report, made.report_id).result()
    assert made.number == x.number == "W1-X-00001"
    assert [(row.words, row.count, row.amount) for row in x.tenders] == [("Cash", 1, None)]
    assert (x.taken, x.expected, x.grand_total, x.receipts) == (None, None, None, 1)
    with pytest.raises(NeedsApproval) as asked:
        run(shop, shop.actors.cashier, with_cash=True)
    assert asked.value.key == "x_with_cash"


def test_a_managers_x_with_cash_is_not_for_the_holder(shop: Shop) -> None:
    shop.books.take_cash(shop.account, 3500)
    made = run(shop, shop.actors.billing_manager, with_cash=True)
    ask, report = shop.station.ask, explaining.drawer_report
    seen = ask(report, made.report_id, shop.actors.billing_manager.user_id).result()
    assert (seen.taken, seen.expected) == (Money(3500, "USD"), Money(23500, "USD"))
    hidden = ask(report, made.report_id, shop.actors.cashier.user_id).result()
    assert (hidden.taken, hidden.expected, hidden.tenders[0].amount) == (None, None, None)
    shop.seal(11, 500, 500, 500)
    assert ask(report, made.report_id, shop.actors.cashier.user_id).result() == seen


def test_an_approved_x_shows_its_cash_to_who_asked(shop: Shop) -> None:
    command = RunReport(command_id(), shop.shift_id, True)
    with pytest.raises(NeedsApproval) as asked:
        shop.station.act(shop.actors.cashier, closing.run_report, command).result()
    shop.approve(command.id, asked.value, "billing_manager", "cashier")
    made = shop.station.act(shop.actors.cashier, closing.run_report, command).result()
    seen = shop.station.ask(
        explaining.drawer_report, made.report_id, shop.actors.cashier.user_id
    ).result()
    assert (seen.expected, seen.approved_by) == (Money(20000, "USD"), "Maria Manager")


def test_the_z_says_all_of_the_shift_and_the_grand_total_goes_on(shop: Shop) -> None:
    shop.books.take_cash(shop.account, 3500, 4000)
    drop = MoveCash(command_id(), MovementKind.DROP, Money(2000, "USD"))
    shop.station.act(shop.actors.cashier, opening.move_cash, drop).result()
    shop.seal(10, 1000, 500)
    first = shop.close(shop.closing(reason=False))
    shop.shift_id = shop.books.open_shift().shift_id
    shop.books.take_cash(shop.account, 2000)
    shop.seal(11)
    second = shop.close(shop.closing(reason=False))
    ask = shop.station.ask
    z = ask(explaining.drawer_report, first.report_id).result()
    assert (z.taken, z.grand_total) == (Money(3500, "USD"), Money(3500, "USD"))
    assert (z.dropped.minor, z.counted, z.difference) == (
        2000,
        Money(21500, "USD"),
        Money(0, "USD"),
    )
    assert [row.words for row in z.movements] == ["Drop into the safe"]
    assert (z.first_receipt, z.last_receipt, z.receipts) == ("W1-000001", "W1-000001", 1)
    assert z.log_code.split("-")[0].isdecimal()
    after = ask(explaining.drawer_report, second.report_id).result()
    assert (after.number, after.grand_total) == ("W1-Z-00002", Money(5500, "USD"))
    assert [row.number for row in ask(explaining.drawer_reports, shop.shift_id).result()] == [
        "W1-Z-00002"
    ]
    shop.sound()


def test_the_grand_total_goes_on_in_a_restored_station(
    shop: Shop, template: Template, tmp_path: Path
) -> None:
    """Its numbers begin anew under another prefix; what was taken so far does not."""
    shop.books.take_cash(shop.account, 2000)
    shop.seal(11)
    shop.close(shop.closing(reason=False))
    backup = shop.station.back_up().path
    restore_station(backup, tmp_path / "again", template.made.recovery_key)
    station = open_station(tmp_path / "again")
    try:
        again = Shop(station, Books(station, template.actors))
        again.books.take_cash(again.account, 500)
        again.seal(10, 500)
        closed = again.close(again.closing(reason=False))
        z = station.ask(explaining.drawer_report, closed.report_id).result()
        assert z.number != "W1-Z-00001"
        assert z.number.endswith("-Z-00001")
        assert z.grand_total == Money(2500, "USD")
        again.sound()
    finally:
        station.close()


# --------------------------------------------------------------------------------- handing over


def take(shop: Shop, twenties: int, *more: int, **fields: Any) -> TakeOver:
    notes = [TWENTY] * twenties + list(more)
    piles = tuple(Pile(Money(one, "USD"), notes.count(one)) for one in dict.fromkeys(notes))
    return TakeOver(command_id(), shop.shift_id, piles, **fields)


def taken_over(shop: Shop, command: TakeOver, actor: Actor | None = None) -> TakenOver:
    by = actor or shop.actors.other_cashier
    return shop.station.act(by, closing.take_over, command).result()


def given(done: TakenOver) -> tuple[ShiftClosed, ShiftOpened]:
    """What closed and what began, of a drawer that changed hands."""
    assert done.closed is not None
    assert done.opened is not None
    return done.closed, done.opened


def test_a_drawer_is_handed_over_when_both_counted_the_same(shop: Shop) -> None:
    shop.books.take_cash(shop.account, 2000)
    with pytest.raises(UserError, match="Cho Cho Win has to count the drawer first"):
        taken_over(shop, take(shop, 11))
    shop.seal(11)
    waiting = shop.station.ask(drawers.handover_waiting, shop.books.drawer()).result()
    assert waiting is not None
    with pytest.raises(UserError, match="your own drawer"):
        taken_over(shop, take(shop, 11), shop.actors.cashier)
    closed, opened = given(taken_over(shop, take(shop, 11)))
    assert (closed.to_safe, opened.float_amount) == (
        Money(22000, "USD"),
        Money(22000, "USD"),
    )
    z = shop.station.ask(explaining.drawer_report, closed.report_id).result()
    assert z.handed_to == "Olga Novak"
    mine = shop.station.ask(drawers.my_shift, shop.actors.other_cashier.user_id).result()
    assert mine is not None
    assert mine.shift_id == opened.shift_id
    with pytest.raises(UserError, match="was closed by Olga Novak"):
        taken_over(shop, take(shop, 11))
    shop.sound()


def test_counts_that_differ_are_made_again_and_then_the_incoming_one_rules(shop: Shop) -> None:
    """No sum is said before the incoming count can't be changed any more."""
    shop.seal(10)
    why = shop.reason()
    first = taken_over(shop, take(shop, 8, reason_id=why))
    assert (first.closed, first.opened) == (None, None)
    assert first.again == "You and Cho Cho Win counted different sums. Both of you count again."
    second = taken_over(shop, take(shop, 9, reason_id=why))
    assert (second.closed, second.again) == (None, "")
    for other in (8, 10, 11):
        with pytest.raises(UserError, match="You counted twice"):
            taken_over(shop, take(shop, other, reason_id=why))
    command = take(shop, 9, reason_id=why)
    with pytest.raises(NeedsApproval) as asked:
        taken_over(shop, command)
    assert asked.value.key == "hand_over:-2000"
    assert "the drawer is 20.00 short" in asked.value.text
    shop.approve(command.id, asked.value, "billing_manager", "other_cashier")
    done = given(taken_over(shop, command))
    assert (done[0].difference.minor, done[1].float_amount.minor) == (-2000, 18000)
    assert shop.on(GL.CASH_OVER_SHORT) == 2000
    shop.sound()


def test_who_counted_wrong_first_takes_over_after_counting_again(shop: Shop) -> None:
    shop.seal(10)
    assert taken_over(shop, take(shop, 9)).again
    closed, opened = given(taken_over(shop, take(shop, 10)))
    assert (closed.difference.minor, opened.float_amount.minor) == (0, 20000)
    shop.sound()


def test_who_counted_wrong_and_holds_the_drawer_may_count_again(shop: Shop) -> None:
    shop.seal(9)
    assert taken_over(shop, take(shop, 10, 500)).again
    assert shop.seal(10).agrees
    closed, _ = given(taken_over(shop, take(shop, 10)))
    assert not closed.difference
    shop.sound()


def test_nobody_counts_again_once_the_next_person_may_know_the_difference(shop: Shop) -> None:
    """The question to the manager names it, and both stand at the same desk."""
    shop.seal(9)
    assert taken_over(shop, take(shop, 8)).again
    assert shop.station.ask(drawers.shift_screen, shop.shift_id).result().counts_left == 1
    assert not taken_over(shop, take(shop, 7)).again
    assert shop.station.ask(drawers.shift_screen, shop.shift_id).result().counts_left == 0
    with pytest.raises(UserError, match="difference was shown"):
        shop.seal(10)


def test_an_incoming_count_that_is_right_needs_nobody(shop: Shop) -> None:
    """The outgoing count was wrong, the drawer is not."""
    shop.seal(9)
    closed, _ = given(taken_over(shop, take(shop, 10)))
    assert not closed.difference
    shop.sound()


def test_both_counting_the_same_shortage_need_a_reason_and_a_manager(shop: Shop) -> None:
    shop.seal(9)
    sealed = taken_over(shop, take(shop, 9))
    assert (sealed.closed, sealed.again) == (None, "")
    with pytest.raises(UserError, match="difference was shown"):
        shop.seal(10)
    with pytest.raises(UserError, match="Choose a reason"):
        taken_over(shop, take(shop, 9))
    command = take(shop, 9, reason_id=shop.reason())
    with pytest.raises(NeedsApproval) as asked:
        taken_over(shop, command)
    assert asked.value.key == "over_short:-2000"
    shop.approve(command.id, asked.value, "cfo", "other_cashier")
    closed, _ = given(taken_over(shop, command))
    assert closed.difference.minor == -2000
    shop.sound()


def test_who_has_a_drawer_takes_no_other_over(shop: Shop) -> None:
    other = AddDrawer(command_id(), "Window 2")
    second = shop.station.act(shop.actors.administrator, opening.add_drawer, other).result()
    shop.station.act(
        shop.actors.other_cashier, opening.open_shift, OpenShift(command_id(), second, ())
    ).result()
    shop.seal(10)
    with pytest.raises(UserError, match="You have a drawer open already"):
        taken_over(shop, take(shop, 10))
