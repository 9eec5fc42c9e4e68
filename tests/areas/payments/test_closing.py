"""The end of a shift: a blind count, the difference, two people for a large one, the Z."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import (
    CloseShift,
    CountSealed,
    Difference,
    ReportMade,
    RevealDifference,
    RunReport,
    SealCount,
    ShiftClosed,
    TakenOver,
    TakeOver,
)
from app.areas.drawers.values import AddDrawer, MoveCash, MovementKind, OpenShift, Pile, ShiftState
from app.areas.health import queries as health
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.areas.payments import closing, explaining
from app.areas.payments import queries as payment_queries
from app.areas.payments import service as payments
from app.areas.payments.values import ParkForm
from app.areas.printing import queries as printing_queries
from app.areas.printing import service as printing
from app.areas.printing.values import PrinterKind, SavePrinter
from app.areas.security.values import DeactivateUser
from app.bootstrap import Station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import CommandId, PaymentId, ReasonId, ShiftId, new_id
from app.kernel.money import Money
from tests.building import PIN, Books, command_id
from tests.faults.invariants import broken

TWENTY = 2000


class Shop:
    """One station's drawers and people, with a verb for each step of an end of shift."""

    def __init__(self, station: Station, books: Books) -> None:
        self.station, self.books, self.actors = station, books, books.actors
        self.shift_id = books.open_shift().shift_id
        self.account = books.register_patient().account_id

    def reason(self, kind: ReasonKind = ReasonKind.OVER_SHORT) -> ReasonId:
        return self.station.ask(ledger.reasons, kind).result()[0].reason_id

    def seal(self, twenties: int, *more: int, **fields: Any) -> CountSealed:
        return self.books.seal(self.shift_id, *([TWENTY] * twenties), *more, **fields)

    def reveal(self, actor: Actor | None = None) -> Difference:
        command = RevealDifference(command_id(), self.shift_id)
        by = actor or self.actors.cashier
        return self.station.act(by, closing.reveal_difference, command).result()

    def close(self, command: CloseShift, actor: Actor | None = None) -> ShiftClosed:
        by = actor or self.actors.cashier
        return self.station.act(by, closing.close_shift, command).result()

    def closing(self, reason: bool = True) -> CloseShift:
        why = self.reason() if reason else None
        return CloseShift(command_id(), self.shift_id, why, "as it is")

    def approve(self, wanted: CommandId, asked: NeedsApproval, who: str, by: str) -> None:
        requester = getattr(self.actors, by).user_id
        grant = GrantApproval(command_id(), wanted, asked.key, requester, asked.text)
        self.station.approve(self.actors.numbers[who], PIN, grant)

    def on(self, code: str) -> int:
        return self.station.ask(ledger.gl_balance, code, date.max, "USD").result().minor

    def sound(self) -> None:
        assert not broken(self.station.folder)
        verdict = self.station.ask(health.verify, self.station.database.keys.master).result()
        assert verdict.findings == ()


@pytest.fixture
def shop(station: Station, books: Books) -> Shop:
    return Shop(station, books)


def test_a_shift_that_agrees_is_closed_without_a_word(shop: Shop) -> None:
    shop.books.take_cash(shop.account, 3500, 4000)
    shop.books.take_cash(shop.account, 500)
    safe = shop.on(GL.CASH_IN_SAFE)
    sealed = shop.seal(12)
    assert (sealed.attempt, sealed.agrees) == (1, True)
    closed = shop.close(shop.closing(reason=False))
    assert (closed.expected, closed.counted) == (Money(24000, "USD"), Money(24000, "USD"))
    assert (closed.z_number, closed.to_safe.minor) == ("W1-Z-00001", 24000)
    assert (shop.on(GL.CASH_IN_DRAWERS), shop.on(GL.CASH_IN_SAFE)) == (0, safe + 24000)
    assert shop.station.ask(drawers.my_shift, shop.actors.cashier.user_id).result() is None
    shop.books.open_shift()
    shop.sound()


def test_no_money_is_taken_once_the_drawer_is_counted(shop: Shop) -> None:
    shop.seal(10)
    with pytest.raises(UserError):
        shop.books.take_cash(shop.account, 100)
    mine = shop.station.ask(drawers.my_shift, shop.actors.cashier.user_id).result()
    assert mine is not None
    assert mine.state is ShiftState.COUNTED
    with pytest.raises(UserError, match="You have a drawer open already"):
        shop.books.open_shift()
    with pytest.raises(UserError, match=r"has a drawer open\. Close the shift"):
        shop.station.act(
            shop.actors.administrator,
            opening.deactivate_user,
            DeactivateUser(command_id(), shop.actors.cashier.user_id),
        ).result()


def test_a_difference_stays_hidden_until_it_was_counted_twice_or_asked_for(shop: Shop) -> None:
    ask = shop.station.ask
    assert ask(explaining.difference, shop.shift_id).result() is None
    assert not shop.seal(9).agrees
    assert ask(explaining.difference, shop.shift_id).result() is None
    with pytest.raises(UserError, match="Count again, or look at the difference"):
        shop.close(shop.closing())
    screen = ask(drawers.shift_screen, shop.shift_id).result()
    assert (screen.agrees, screen.revealed, screen.counts_left) == (False, False, 1)
    assert shop.seal(10).agrees
    shown = ask(explaining.difference, shop.shift_id).result()
    assert shown is not None
    assert (shown.first_counted, shown.counted) == (Money(18000, "USD"), Money(20000, "USD"))
    with pytest.raises(UserError, match="counted twice"):
        shop.seal(10)
    shop.close(shop.closing(reason=False))
    shop.sound()


def test_nobody_counts_again_after_the_difference_was_shown(shop: Shop) -> None:
    with pytest.raises(UserError, match="Count the drawer first"):
        shop.reveal()
    shop.seal(9)
    shown = shop.reveal()
    assert (shown.expected.minor, shown.difference.minor) == (20000, -2000)
    with pytest.raises(UserError, match="is not counted again"):
        shop.seal(10)
    assert shop.reveal() == shown
    assert shop.station.ask(explaining.difference, shop.shift_id).result() == shown


def test_a_small_difference_needs_a_reason_and_is_booked(shop: Shop) -> None:
    shop.seal(9, 1000, 500, 100, 25, 1)
    shop.reveal()
    with pytest.raises(UserError, match="Choose a reason") as caught:
        shop.close(shop.closing(reason=False))
    assert caught.value.field == "reason_id"
    closed = shop.close(shop.closing())
    assert closed.difference.minor == -374
    assert shop.on(GL.CASH_OVER_SHORT) == 374
    assert shop.on(GL.CASH_IN_DRAWERS) == 0
    z = shop.station.ask(explaining.drawer_report, closed.report_id).result()
    assert (z.reason, z.approved_by) == ("Counted again, still differs", "")
    shop.sound()


def test_a_large_difference_needs_somebody_who_did_not_hold_the_drawer(shop: Shop) -> None:
    shop.seal(10, 500)
    shop.reveal()
    command = shop.closing()
    with pytest.raises(NeedsApproval) as asked:
        shop.close(command)
    assert asked.value.key == "over_short:500"
    assert asked.value.text == "Cho Cho Win's drawer is 5.00 over."
    shop.approve(command.id, asked.value, "billing_manager", "cashier")
    closed = shop.close(command)
    assert closed == shop.close(command)
    assert shop.on(GL.CASH_OVER_SHORT) == -500
    z = shop.station.ask(explaining.drawer_report, closed.report_id).result()
    assert z.approved_by == "Maria Manager"
    shop.sound()


def test_a_manager_closes_a_drawer_that_was_forgotten(shop: Shop) -> None:
    manager = shop.actors.billing_manager
    with pytest.raises(UserError, match="Cho Cho Win's drawer"):
        shop.seal(10, actor=shop.actors.other_cashier)
    waiting = shop.station.ask(drawers.open_shifts).result()
    assert [row.user_name for row in waiting] == ["Cho Cho Win"]
    shop.seal(9, actor=manager)
    shop.reveal(manager)
    command = shop.closing()
    with pytest.raises(NeedsApproval) as asked:
        shop.close(command, manager)
    with pytest.raises(UserError, match="Nobody approves their own request"):
        shop.approve(command.id, asked.value, "billing_manager", "billing_manager")
    shop.approve(command.id, asked.value, "cfo", "billing_manager")
    shop.close(command, manager)
    with pytest.raises(UserError, match="was closed by Maria Manager, "):
        shop.close(shop.closing())
    with pytest.raises(UserError, match="was closed by Maria Manager, "):
        shop.seal(10)
    assert shop.station.ask(drawers.open_shifts).result() == ()
    shop.sound()


def test_the_holder_never_approves_their_own_difference(station: Station, books: Books) -> None:
    manager, cfo = books.actors.billing_manager, books.actors.cfo
    drawer = books.drawer()
    shift = station.act(
        manager, opening.open_shift, OpenShift(command_id(), drawer, (Pile(books.money(2000), 5),))
    ).result()
    books.seal(shift.shift_id, *[2000] * 4, actor=cfo)
    station.act(
        cfo, closing.reveal_difference, RevealDifference(command_id(), shift.shift_id)
    ).result()
    why = station.ask(ledger.reasons, ReasonKind.OVER_SHORT).result()[0].reason_id
    command = CloseShift(command_id(), shift.shift_id, why)
    with pytest.raises(NeedsApproval) as asked:
        station.act(cfo, closing.close_shift, command).result()
    grant = GrantApproval(command_id(), command.id, asked.value.key, cfo.user_id, asked.value.text)
    station.approve(books.actors.numbers["billing_manager"], PIN, grant)
    with pytest.raises(UserError, match="held this drawer"):
        station.act(cfo, closing.close_shift, command).result()


def test_cash_written_down_after_the_difference_was_seen_needs_a_second_look(shop: Shop) -> None:
    shop.seal(9)
    shop.reveal()
    why = shop.reason(ReasonKind.PAID_OUT)
    stamps = MoveCash(command_id(), MovementKind.PAID_OUT, Money(2000, "USD"), why)
    cashier, move = shop.actors.cashier, opening.move_cash
    with pytest.raises(NeedsApproval) as asked:
        shop.station.act(cashier, move, stamps).result()
    assert asked.value.key == "after_reveal:2000"
    shop.approve(stamps.id, asked.value, "billing_manager", "cashier")
    shop.station.act(cashier, move, stamps).result()
    closed = shop.close(shop.closing(reason=False))
    assert not closed.difference
    shop.sound()


def test_checks_that_do_not_agree_need_a_reason(shop: Shop) -> None:
    sealed = shop.seal(10, check_count=1, check_total=Money(4000, "USD"))
    assert not sealed.agrees
    shown = shop.reveal()
    assert not shown.checks_agree
    assert (shown.checks_expected_count, shown.checks_counted_count) == (0, 1)
    with pytest.raises(UserError, match="Choose a reason"):
        shop.close(shop.closing(reason=False))
    shop.close(shop.closing())
    shop.sound()


@pytest.mark.parametrize(
    ("count", "minor"), [(1, None), (0, 100), (1, 0), (-1, 100), (1, -100), (10**9, 100)]
)
def test_checks_that_can_not_be_are_refused(shop: Shop, count: int, minor: int | None) -> None:
    with pytest.raises(UserError):
        shop.seal(
            10,
            check_count=count,
            check_total=None if minor is None else Money(minor, "USD"),
        )


def test_an_empty_drawer_closes_without_an_entry(station: Station, books: Books) -> None:
    shift = books.open_shift(notes=0)
    assert books.seal(shift.shift_id).agrees
    assert books.close_shift(shift.shift_id).to_safe.minor == 0
    assert not broken(station.folder)


def test_what_is_parked_and_paper_that_waits_keep_nobody_from_closing(shop: Shop) -> None:
    dead = SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7")
    shop.station.act(shop.actors.administrator, printing.save_printer, dead).result()
    parked = ParkForm(command_id(), PaymentId(new_id()), shop.account, amount_text="12")
    shop.station.act(shop.actors.cashier, payments.park_form, parked).result()
    shop.seal(10)
    shop.close(shop.closing(reason=False))
    left = shop.station.ask(payment_queries.parked_forms).result()
    assert [form.payment_id for form in left] == [parked.payment_id]
    waiting = shop.station.ask(printing_queries.print_queue).result()
    assert [job.doc_kind for job in waiting.jobs] == ["drawer_report"]


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


# --------------------------------------------------------------------------------- handing over


def take(shop: Shop, twenties: int, *more: int, **fields: Any) -> TakeOver:
    notes = [TWENTY] * twenties + list(more)
    piles = tuple(Pile(Money(one, "USD"), notes.count(one)) for one in dict.fromkeys(notes))
    return TakeOver(command_id(), shop.shift_id, piles, **fields)


def taken_over(shop: Shop, command: TakeOver, actor: Actor | None = None) -> TakenOver:
    by = actor or shop.actors.other_cashier
    return shop.station.act(by, closing.take_over, command).result()


def test_a_drawer_is_handed_over_when_both_counted_the_same(shop: Shop) -> None:
    shop.books.take_cash(shop.account, 2000)
    with pytest.raises(UserError, match="Cho Cho Win has to count the drawer first"):
        taken_over(shop, take(shop, 11))
    shop.seal(11)
    waiting = shop.station.ask(drawers.handover_waiting, shop.books.drawer()).result()
    assert waiting is not None
    with pytest.raises(UserError, match="your own drawer"):
        taken_over(shop, take(shop, 11), shop.actors.cashier)
    done = taken_over(shop, take(shop, 11))
    assert (done.closed.to_safe, done.opened.float_amount) == (
        Money(22000, "USD"),
        Money(22000, "USD"),
    )
    z = shop.station.ask(explaining.drawer_report, done.closed.report_id).result()
    assert z.handed_to == "Olga Novak"
    mine = shop.station.ask(drawers.my_shift, shop.actors.other_cashier.user_id).result()
    assert mine is not None
    assert mine.shift_id == done.opened.shift_id
    with pytest.raises(UserError, match="was closed by Olga Novak"):
        taken_over(shop, take(shop, 11))
    shop.sound()


def test_counts_that_differ_are_made_again_and_then_the_incoming_one_rules(shop: Shop) -> None:
    shop.seal(10)
    command = take(shop, 9, reason_id=shop.reason())
    with pytest.raises(NeedsConfirmation, match="counted different sums") as again:
        taken_over(shop, command)
    command = replace(command, confirmations=frozenset({again.value.key}))
    with pytest.raises(NeedsApproval) as asked:
        taken_over(shop, command)
    assert asked.value.key == "hand_over:-2000"
    shop.approve(command.id, asked.value, "billing_manager", "other_cashier")
    done = taken_over(shop, command)
    assert (done.closed.difference.minor, done.opened.float_amount.minor) == (-2000, 18000)
    assert shop.on(GL.CASH_OVER_SHORT) == 2000
    shop.sound()


def test_an_incoming_count_that_is_right_needs_nobody(shop: Shop) -> None:
    """The outgoing count was wrong, the drawer is not."""
    shop.seal(9)
    done = taken_over(shop, take(shop, 10))
    assert not done.closed.difference
    shop.sound()


def test_both_counting_the_same_shortage_need_a_reason_and_a_manager(shop: Shop) -> None:
    shop.seal(9)
    with pytest.raises(UserError, match="Choose a reason"):
        taken_over(shop, take(shop, 9))
    command = take(shop, 9, reason_id=shop.reason())
    with pytest.raises(NeedsApproval) as asked:
        taken_over(shop, command)
    assert asked.value.key == "over_short:-2000"
    shop.approve(command.id, asked.value, "cfo", "other_cashier")
    assert taken_over(shop, command).closed.difference.minor == -2000
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


def test_a_count_of_nobodys_shift(shop: Shop) -> None:
    with pytest.raises(UserError, match="There is no such shift"):
        shop.station.act(
            shop.actors.cashier,
            closing.close_shift,
            CloseShift(command_id(), ShiftId(command_id())),
        ).result()
    wrong = SealCount(command_id(), ShiftId(command_id()), ())
    from app.areas.drawers import closing as counting

    with pytest.raises(UserError, match="There is no such shift"):
        shop.station.act(shop.actors.cashier, counting.seal_count, wrong).result()
