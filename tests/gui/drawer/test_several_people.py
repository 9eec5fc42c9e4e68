"""The drawer among several people: hand-over, a forgotten drawer, reports, and what moved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.areas.drawers import closing as counting
from app.areas.drawers.closing_values import CloseShift, SealCount
from app.areas.drawers.values import MovementKind, Pile
from app.areas.parties import service as parties
from app.areas.parties.values import Person as Human
from app.areas.parties.values import RegisterPatient
from app.areas.payments import closing as ending
from app.areas.payments import service as payments
from app.areas.payments.values import ParkForm
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, PaymentId, new_id
from tests.gui.conftest import PINS
from tests.gui.drawer.conftest import CTRL, ENTER, KEY, MANAGER, MANAGERS_PIN, SHIFT, usd

if TYPE_CHECKING:
    from tests.gui.drawer.conftest import Till
from tests.gui.drawer.closing_steps import closed, seal, to_count, words_on


def test_hand_over_the_next_person_counts_blind(till: Till) -> None:
    till.open_drawer()
    till.pay(3500)
    till.type("")
    to_count(till)
    till.count(n2000=11, n1000=1, n500=1)
    seal(till)
    till.person.session.switch_user()
    till.settle()
    till.person.sign_in("2002")
    till.until(lambda: till.view.take_over and till.view.page is till.view.take_over)
    page = till.view.take_over
    assert page is not None
    assert "235.00" not in words_on(till.person.window)
    assert page.grid.isAncestorOf(till.person.focus)
    till.photo("take-over")
    for value, quantity in ((2000, "11"), (1000, "1"), (500, "1")):
        page.grid.quantity_box(usd(value)).setText(quantity)
    till.press(ENTER, CTRL)
    till.until(lambda: till.person.session.frame.task == "counter")
    till.settle()
    shift = till.person.session.desk.shift
    assert shift is not None
    assert shift.float_amount == usd(23500)
    assert shift.user_name == PEOPLE["2002"]


def test_counts_that_differ_are_counted_again_and_a_third_person_agrees(
    till: Till, manager: str
) -> None:
    till.open_drawer()
    to_count(till)
    till.count(n2000=10)
    seal(till)
    till.person.session.switch_user()
    till.settle()
    till.person.sign_in("2002")
    till.until(lambda: till.view.take_over and till.view.page is till.view.take_over)
    page = till.view.take_over
    assert page is not None
    till.person.window.resize(1280, 720)
    page.grid.quantity_box(usd(2000)).setText("9")
    till.press(ENTER, CTRL)
    till.until(lambda: "counted different sums" in page.message.text())
    till.settle()
    assert not re.search(r"[0-9]", page.message.text()), "nobody learns by how much"
    assert page.grid.total() == usd(0)
    assert page.grid.isAncestorOf(till.person.focus)
    till.photo("take-over-again")
    page.grid.quantity_box(usd(2000)).setText("9")
    till.press(ENTER, CTRL)
    till.until(page.picks.isVisible)
    till.settle()
    assert not page.picks.message.isVisible(), "nothing was done wrong yet"
    assert not page.button.visibleRegion().isEmpty()
    till.photo("take-over-why")
    till.digit("2")
    till.until(lambda: till.person.focus is page.button)
    till.press(ENTER)
    failures = till.person.session.failures
    till.until(lambda: failures.approval)
    till.type(manager)
    till.press(ENTER)
    till.type(MANAGERS_PIN)
    till.press(ENTER)
    till.until(lambda: till.person.session.frame.task == "counter")
    till.settle()
    shift = till.person.session.desk.shift
    assert shift is not None
    assert shift.float_amount == usd(18000)


def test_what_somebody_else_closes_meanwhile_is_said(till: Till, manager: str) -> None:
    till.open_drawer()
    shift = till.person.session.desk.shift
    assert shift is not None
    to_count(till)
    till.count(n2000=10)
    piles = (Pile(usd(2000), 10),)
    command = SealCount(CommandId(new_id()), shift.shift_id, piles)
    till.station.act(SYSTEM, counting.seal_count, command).result()
    close = CloseShift(CommandId(new_id()), shift.shift_id)
    till.station.act(SYSTEM, ending.close_shift, close).result()
    till.until(lambda: till.view.page is till.view.count)
    words = [toast.words for toast in till.person.window.toasts.shown]
    assert f"Shift {shift.number} is closed." in words


def test_who_takes_over_is_told_who_counted(till: Till, manager: str) -> None:
    """A manager counted the drawer that somebody left behind."""
    till.open_drawer()
    till.person.session.switch_user()
    till.settle()
    till.person.sign_in(manager)
    till.until(lambda: till.view.board and till.view.page is till.view.board)
    till.press(ENTER)
    till.count(n2000=10)
    seal(till)
    till.person.session.switch_user()
    till.settle()
    till.person.sign_in("2002")
    till.until(lambda: till.view.take_over and till.view.page is till.view.take_over)
    page = till.view.take_over
    assert page is not None
    assert page.hint.text().startswith("Maria Oyelaran has counted it")
    assert page.title.text().endswith("from Nguyễn Thị Hoa")


PEOPLE = {"2002": "မမခင်ဇော်ဝင်း"}


def test_a_manager_closes_a_forgotten_drawer(till: Till, manager: str) -> None:
    till.open_drawer()
    till.person.session.switch_user()
    till.settle()
    assert PINS[MANAGER] == MANAGERS_PIN
    till.person.sign_in(MANAGER)
    till.until(lambda: till.view.board and till.view.page is till.view.board)
    till.press(KEY.Key_1, CTRL)
    till.press(KEY.Key_F4, SHIFT)
    till.until(lambda: till.person.session.frame.task == "drawer")
    till.settle()
    board = till.view.board
    assert board is not None
    assert till.view.page is board
    till.photo("board")
    assert [row.user_name for row in board.model.rows] == ["Nguyễn Thị Hoa"]
    till.press(ENTER)
    till.count(n2000=10)
    seal(till)
    till.press(ENTER)
    closed(till)


def test_a_movement_is_taken_back_with_a_note(till: Till) -> None:
    till.open_drawer()
    till.move(MovementKind.PAID_OUT, 1850)
    till.press(KEY.Key_5, CTRL)
    till.until(lambda: till.view.running and len(till.view.running.model.rows) >= 2)
    running = till.view.running
    assert running is not None
    running.table.setFocus()
    till.press(KEY.Key_Delete)
    till.until(lambda: till.person.focus.window() is not till.person.window)
    till.type("typed wrong")
    till.photo("take-back")
    till.press(ENTER)
    till.until(lambda: len(running.model.rows) == 3)
    till.settle()
    till.photo("shift-taken-back")
    assert any(row.reversed for row in running.model.rows)


def test_the_drop_reminder_says_no_sum(till: Till, station: Station) -> None:
    till.open_drawer()
    pill = till.person.session.frame.top_bar.drawer
    assert "safe" not in pill.accessibleName()
    till.pay(60000)
    till.until(lambda: "safe" in pill.accessibleName())
    assert "600" not in pill.accessibleName()
    till.photo("drop-due")
    till.move(MovementKind.DROP, 50000)
    till.until(lambda: "safe" not in pill.accessibleName())


def test_x_report_is_one_key_and_with_cash_a_manager_agrees(till: Till, manager: str) -> None:
    till.open_drawer()
    till.press(KEY.Key_5, CTRL)
    till.until(lambda: till.view.running and till.view.page is till.view.running)
    till.settle()
    till.press(KEY.Key_P, CTRL)
    till.until(lambda: till.view.newest_report)
    assert till.view.newest_report is not None
    assert till.view.newest_report.expected is None
    till.settle()
    till.photo("x-report")
    assert till.view.running is not None
    till.view.running.x_cash_button.setFocus()
    till.press(KEY.Key_Space)
    failures = till.person.session.failures
    till.until(lambda: failures.approval)
    till.type(manager)
    till.press(ENTER)
    till.type(MANAGERS_PIN)
    till.press(ENTER)
    till.until(lambda: till.view.newest_report and till.view.newest_report.expected)
    assert till.view.newest_report.expected == usd(20000)


def test_what_is_parked_stays_with_the_site(till: Till) -> None:
    till.open_drawer()
    person = Human("Khin", "Zaw")
    account = AccountId(new_id())
    act, actor = till.station.act, till.person.session.desk.actor
    act(actor, parties.register_patient, RegisterPatient(CommandId(new_id()), account, person))
    park = ParkForm(CommandId(new_id()), PaymentId(new_id()), account, "20", "", "{}")
    act(actor, payments.park_form, park).result()
    to_count(till)
    till.settle()
    assert till.closing.parked.isVisible()
    assert till.closing.parked_words.text() == "1 payment is parked: Zaw Khin."
    till.photo("closing-parked")
