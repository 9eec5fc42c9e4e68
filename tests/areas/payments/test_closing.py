"""The end of a shift: a blind count, the difference, two people for a large one, the Z."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.approvals import service as granting
from app.areas.approvals.values import GrantApproval
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import (
    CloseShift,
    RevealDifference,
    SealCount,
)
from app.areas.drawers.values import MoveCash, MovementKind, OpenShift, Pile, ShiftState
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
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import PaymentId, ShiftId, new_id
from app.kernel.money import Money
from tests.areas.payments.shop import Shop
from tests.building import PIN, Books, command_id
from tests.faults.invariants import broken


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
    assert asked.value.text.endswith(
        "Maria Manager held this drawer. Somebody else has to approve."
    )
    grant = GrantApproval(command_id(), command.id, asked.value.key, cfo.user_id, asked.value.text)
    station.approve(books.actors.numbers["billing_manager"], PIN, grant)
    with pytest.raises(NeedsApproval, match="held this drawer"):
        station.act(cfo, closing.close_shift, command).result()
    second = replace(books.actors.cfo, user_id=books.actors.administrator.user_id)
    station.act(second, granting.grant_approval, replace(grant, id=command_id())).result()
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
