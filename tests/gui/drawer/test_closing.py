"""The blind close by keyboard: sealed, counted once more, explained, closed; sums never early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from app.areas.drawers.values import MovementKind
from app.gui.screens.counter.view import View as CounterView
from app.gui.screens.drawer.closing_page import ClosingPage
from app.gui.theme import Scheme, current
from tests.gui.drawer.conftest import CTRL, ENTER, ESC, KEY, MANAGERS_PIN, SHIFT, usd

if TYPE_CHECKING:
    from tests.gui.drawer.conftest import Till
from tests.gui.drawer.closing_steps import closed, seal, to_count, words_on


def test_a_right_count_closes_in_three_keys(till: Till) -> None:
    till.open_drawer()
    till.pay(3500)
    till.photo("counter-open")
    till.keys = 0
    to_count(till)
    till.count(n2000=11, n1000=1, n500=1)
    till.photo("closing-count")
    seal(till)
    page = till.view.difference
    assert page is not None
    assert till.view.page is page
    assert page.difference.amount() == usd(0)
    assert till.person.focus is page.button
    till.photo("closing-agrees")
    till.press(ENTER)
    closed(till)
    assert till.keys == 3
    assert till.view.closed is not None
    assert till.view.closed.to_safe.amount() == usd(23500)
    till.photo("closing-closed")


def test_a_difference_takes_one_key_more_and_its_cause_is_named(till: Till) -> None:
    till.open_drawer()
    till.pay(3500)
    till.pay(400)
    till.keys = 0
    to_count(till)
    till.count(n2000=11, n1000=1, n500=1)
    seal(till)
    sealed = till.view.sealed
    assert sealed is not None
    assert till.view.page is sealed
    assert till.person.focus is sealed.again_button, "counting again is the safe way"
    said = words_on(sealed)
    for sum_of_money in ("239.00", "235.00", "4.00"):
        assert sum_of_money not in said
    till.photo("closing-sealed")
    till.press(ENTER, CTRL)
    till.until(lambda: till.view.page is till.view.difference)
    page = till.view.difference
    assert page is not None
    till.settle()
    assert page.difference.amount() == usd(-400)
    assert page.rows, "a receipt of exactly 4.00 is there"
    till.photo("closing-difference")
    till.digit("2")
    closed(till)
    assert till.keys == 4


def test_one_key_opens_the_receipt_and_voiding_it_makes_the_drawer_right(till: Till) -> None:
    till.open_drawer()
    till.pay(3500)
    till.pay(400)
    to_count(till)
    till.count(n2000=11, n1000=1, n500=1)
    seal(till)
    till.press(ENTER, CTRL)
    till.until(lambda: till.view.page is till.view.difference)
    till.settle()
    till.press(KEY.Key_F6)
    counter = till.person.session.frame.screen_of("counter")
    assert isinstance(counter, CounterView)
    till.until(lambda: counter.digits.isVisible())
    assert counter.bar.name.text() == "Zaw 400 Khin"
    till.settle()
    till.photo("cause-opened")
    assert "Void" in counter.digits.choices[0]
    till.digit("1")
    till.until(lambda: counter.digits.isVisible() and "Void" not in counter.digits.choices[0])
    till.settle()
    till.digit("1")
    till.until(lambda: not counter.digits.isVisible())
    till.settle()
    till.press(KEY.Key_F12, SHIFT)
    page = till.view.difference
    assert page is not None
    till.until(lambda: page.isVisible() and page.difference.amount() == usd(0))
    till.settle()
    assert till.person.focus is page.button
    till.press(ENTER)
    closed(till)


def test_before_the_seal_no_sum_of_the_shift_is_anywhere(till: Till) -> None:
    till.open_drawer()
    till.pay(3500)
    till.move(MovementKind.DROP, 1000)
    till.press(KEY.Key_5, CTRL)
    till.until(lambda: till.view.running and till.view.page is till.view.running)
    till.settle()
    expected = ("225.00", "235.00", "35.00")
    said = words_on(till.person.window)
    assert not [money for money in expected if money in said]
    till.photo("shift-page")
    to_count(till)
    said = words_on(till.person.window)
    assert not [money for money in expected if money in said]


def test_one_recount_and_both_are_kept(till: Till) -> None:
    till.open_drawer()
    to_count(till)
    till.count(n2000=9)
    seal(till)
    till.press(ENTER)
    assert till.closing.grid.total() == usd(0), "nobody leans on the first count"
    assert "Count once more" in till.closing.title.text()
    till.press(ESC)
    till.until(lambda: till.view.page is till.view.sealed)
    till.press(ENTER)
    till.until(lambda: till.view.page is till.view.closing)
    till.settle()
    till.count(n2000=10)
    seal(till)
    page = till.view.difference
    assert page is not None
    assert page.difference.amount() == usd(0)
    assert "First count 180.00" in page.counts.text()
    till.press(ENTER)
    closed(till)


def test_above_the_limit_a_manager_agrees_at_the_same_desk(till: Till, manager: str) -> None:
    till.open_drawer()
    to_count(till)
    till.count(n2000=9)
    seal(till)
    till.press(ENTER, CTRL)
    till.until(lambda: till.view.page is till.view.difference)
    till.settle()
    till.digit("2")
    failures = till.person.session.failures
    till.until(lambda: failures.approval)
    till.photo("closing-approval")
    assert failures.approval is not None
    assert "20.00" in failures.approval.words.text()
    till.press(ESC)
    till.until(lambda: till.view.difference is not None and till.view.difference.picks.hasFocus())
    till.settle()
    till.digit("2")
    till.until(lambda: failures.approval)
    till.type(manager)
    till.press(ENTER)
    till.type(MANAGERS_PIN)
    till.press(ENTER)
    closed(till)
    assert till.person.session.desk.actor.name == "Nguyễn Thị Hoa"


def test_esc_keeps_what_was_counted(till: Till) -> None:
    till.open_drawer()
    to_count(till)
    till.count(n2000=7)
    till.press(ESC)
    till.until(lambda: till.view.page is till.view.running)
    till.press(KEY.Key_F12, SHIFT)
    till.until(lambda: till.view.page is till.view.closing)
    assert till.closing.grid.total() == usd(14000)
    till.press(KEY.Key_1, CTRL)
    assert till.person.session.frame.task == "counter", "nothing is sealed, work goes on"


def test_checks_are_ticked_off(till: Till) -> None:
    till.open_drawer()
    till.pay(5000, method="check", bank="First Bank", check_number="1182")
    till.pay(6000, method="check", bank="First Bank", check_number="1183")
    to_count(till)
    till.count(n2000=10)
    till.closing.button.setFocus()
    till.closing.table.setFocus()
    till.closing.table.mark_first()
    till.press(KEY.Key_Space)
    till.press(KEY.Key_Down)
    till.press(KEY.Key_Space)
    assert till.closing.check_count.text() == "2"
    assert till.closing.check_total.amount() == usd(11000)
    till.photo("closing-checks")
    seal(till)
    page = till.view.difference
    assert page is not None
    assert "The checks agree." in page.counts.text()


def tick_first(till: Till) -> ClosingPage:
    """The cash is counted, and the first of the checks is ticked."""
    to_count(till)
    till.count(n2000=10)
    page = till.closing
    page.table.setFocus()
    page.table.mark_first()
    till.press(KEY.Key_Space)
    return page


def test_figures_that_are_not_those_of_the_ticks_are_said_once_before_sealing(till: Till) -> None:
    """A digit typed beside the one that ticking filled in: eleven checks instead of one."""
    till.open_drawer()
    till.pay(5000, method="check", bank="First Bank", check_number="1182")
    page = tick_first(till)
    page.check_count.setFocus()
    page.check_count.setText("11")
    till.press(ENTER, CTRL)
    till.until(lambda: till.person.focus is page.button)
    assert page.unticked.text().startswith("Ticked: 1, ")
    assert "Typed: 11, " in page.unticked.text()
    till.photo("closing-typed")
    till.press(ENTER)
    till.until(lambda: till.view.page is not page)


def test_checks_left_unticked_are_said_once_before_sealing(till: Till) -> None:
    till.person.window.resize(1280, 720)
    till.open_drawer()
    till.pay(5000, method="check", bank="First Bank", check_number="1182")
    till.pay(6000, method="check", bank="First Bank", check_number="1183")
    page = tick_first(till)
    left = page.model.rows[1].amount
    till.press(ENTER, CTRL)
    till.until(lambda: till.person.focus is page.button)
    assert page.unticked.text().startswith("1 check of ")
    assert str(left.minor // 100) in page.unticked.text()
    assert not page.unticked.visibleRegion().isEmpty()
    till.photo("closing-unticked")
    till.press(ENTER)
    till.until(lambda: till.view.page is not page)


def test_checks_counted_by_hand_need_no_ticks(till: Till) -> None:
    till.open_drawer()
    till.pay(5000, method="check", bank="First Bank", check_number="1182")
    to_count(till)
    till.count(n2000=10)
    till.closing.check_count.setText("1")
    till.closing.check_total.setText("50")
    seal(till)


def test_a_missing_paid_out_is_typed_from_the_difference(till: Till, manager: str) -> None:
    till.open_drawer()
    to_count(till)
    till.count(n2000=9, n100=16, n25=1)
    seal(till)
    till.press(ENTER, CTRL)
    till.until(lambda: till.view.page is till.view.difference)
    till.settle()
    page = till.view.difference
    assert page is not None
    texts = [row.words.text() for row in page.rows]
    place = next(n for n, row in enumerate(page.rows) if "Type it now" in row.button.text())
    assert texts
    till.press((KEY.Key_F6, KEY.Key_F7, KEY.Key_F8, KEY.Key_F9)[place])
    till.until(lambda: till.person.session.cash.panel)
    assert till.panel.amount.amount() == usd(375)
    till.settle()
    till.digit("1")
    till.press(ENTER)
    till.until(lambda: till.person.session.cash.panel is None)
    till.until(lambda: page.difference.amount() == usd(0))
    till.settle()
    till.press(ENTER, CTRL)
    closed(till)


@pytest.mark.parametrize(
    ("scheme", "scale", "size"),
    [(Scheme.DARK, 100, (1280, 720)), (Scheme.LIGHT, 200, (1920, 1080))],
)
def test_every_page_fits(till: Till, scheme: Scheme, scale: int, size: tuple[int, int]) -> None:
    window = till.person.window
    current().choose(scheme, scale)
    window.resize(*size)
    till.open_drawer()
    till.pay(3500)
    till.pay(400)
    till.pay(6000, method="check", bank="First Bank", check_number="1183")
    till.move(MovementKind.PAID_OUT, 1850)
    name = f"{scheme.value}-{scale}"

    def fits(page: str) -> None:
        till.photo(f"{page}-{name}")
        assert (window.width(), window.height()) == size, page
        assert QApplication.focusWidget() is not None, page

    till.press(KEY.Key_5, CTRL)
    till.until(lambda: till.view.running and till.view.page is till.view.running)
    fits("shift")
    till.press(KEY.Key_F6, SHIFT)
    till.settle()
    fits("panel")
    till.press(ESC)
    to_count(till)
    till.count(n2000=10, n1000=1, n500=1)
    fits("count")
    till.press(ENTER, CTRL)
    till.until(lambda: not till.closing.unticked.visibleRegion().isEmpty())
    till.until(lambda: not till.closing.button.visibleRegion().isEmpty())
    fits("unticked")
    seal(till)
    fits("sealed")
    till.press(ENTER, CTRL)
    till.until(lambda: till.view.page is till.view.difference)
    till.settle()
    fits("difference")
    current().choose(Scheme.LIGHT, 100)
