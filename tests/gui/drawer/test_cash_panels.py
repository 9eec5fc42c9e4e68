"""Paid-in, paid-out, drop and no-sale from any screen: key, digit, Enter, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.areas.drawers import queries
from app.areas.drawers.values import MovementKind, MovementRow
from app.gui import scan_guard
from app.gui.dialogs.cash_panel import CashVerb
from tests.gui.drawer.conftest import CTRL, ENTER, ESC, KEY, SHIFT, usd

if TYPE_CHECKING:
    from tests.gui.drawer.conftest import Till


def moved(till: Till) -> list[MovementRow]:
    shift = till.person.session.desk.shift
    assert shift is not None
    rows = till.station.ask(queries.movements, shift.shift_id).result()
    return [row for row in rows if row.kind is not MovementKind.FLOAT]


def done(till: Till, count: int) -> None:
    till.until(lambda: till.person.session.cash.panel is None)
    till.settle()
    assert len(moved(till)) == count


@pytest.mark.parametrize(
    ("key", "kind", "sign"),
    [(KEY.Key_F5, MovementKind.PAID_IN, 1), (KEY.Key_F6, MovementKind.PAID_OUT, -1)],
)
def test_paid_in_and_out_take_key_digit_and_enter(
    till: Till, key: KEY, kind: MovementKind, sign: int
) -> None:
    till.open_drawer()
    till.type("nguy")
    till.settle()
    till.keys = 0
    till.press(key, SHIFT)
    till.until(lambda: till.panel.picks.reason is None and till.panel.isVisible())
    till.settle()
    till.digit("2")
    till.until(lambda: till.person.focus is till.panel.amount)
    till.type("18.50")
    assert "18.50" in till.panel.button.text()
    till.press(ENTER)
    done(till, 1)
    assert till.keys == 3
    row = moved(till)[0]
    assert (row.kind, row.amount) == (kind, usd(sign * 1850))
    assert row.words
    assert till.person.session.frame.task == "counter", "from any screen, and back to it"
    assert till.person.session.desk.find.text() == "nguy", "what was typed is still there"


def test_a_drop_takes_key_and_enter_and_names_no_sum_after(till: Till) -> None:
    till.open_drawer()
    till.keys = 0
    till.press(KEY.Key_F7, SHIFT)
    till.until(lambda: till.person.focus is till.panel.amount)
    till.type("100+50")
    till.press(ENTER)
    done(till, 1)
    assert till.keys == 2
    assert moved(till)[0].amount == usd(-15000)
    assert moved(till)[0].kind is MovementKind.DROP
    paper = till.person.session.frame.shelf.newest_paper
    assert paper is not None
    assert moved(till)[0].number in paper.title
    till.photo("drop-slip")


def test_a_slip_of_the_finger_is_asked_about(till: Till) -> None:
    till.open_drawer()
    till.press(KEY.Key_F6, SHIFT)
    till.settle()
    till.digit("1")
    till.until(lambda: till.person.focus is till.panel.amount)
    till.type("1100")
    till.press(ENTER)
    failures = till.person.session.failures
    till.until(lambda: failures.question and failures.question.isVisible())
    assert failures.question is not None
    assert failures.question.yes_button.text() == "Pay out 1,100.00"
    till.photo("large-movement")
    till.press(ESC)
    till.until(lambda: till.panel.button.isEnabled())
    assert moved(till) == []
    till.until(lambda: till.person.focus is till.panel.amount)
    till.panel.amount.setText("11")
    till.press(ENTER)
    done(till, 1)
    assert moved(till)[0].amount == usd(-1100)


def test_the_first_digit_is_the_reason_and_the_rest_the_amount(till: Till) -> None:
    """However quickly it is typed, as long as Enter does not come as quickly too."""
    till.open_drawer()
    till.press(KEY.Key_F6, SHIFT)
    till.settle()
    for letter in "112.5":
        till.bot.keyClicks(till.person.focus, letter)
    till.until(lambda: till.panel.amount.text() == "12.5")
    assert till.panel.picks.reason is not None
    assert till.panel.picks.reason.digit == 1
    assert till.person.focus is till.panel.amount
    till.press(ENTER)
    done(till, 1)
    assert moved(till)[0].amount == usd(-1250)


def test_one_enter_too_many_starts_no_close(till: Till) -> None:
    till.open_drawer()
    till.press(KEY.Key_5, CTRL)
    till.until(lambda: till.view.running and till.view.page is till.view.running)
    till.settle()
    assert till.view.running is not None
    till.press(KEY.Key_F7, SHIFT)
    till.until(lambda: till.person.focus is till.panel.amount)
    till.type("40")
    till.press(ENTER)
    done(till, 1)
    assert till.person.focus is till.view.running.table
    till.press(ENTER)
    till.settle()
    assert till.view.page is till.view.running
    assert till.person.window.isActiveWindow(), "nothing was taken back either"


def test_no_sale_is_key_digit_enter_and_is_counted(till: Till) -> None:
    till.open_drawer()
    till.keys = 0
    till.press(KEY.Key_F8, SHIFT)
    till.settle()
    till.digit("1")
    till.until(lambda: till.person.focus is till.panel.button)
    till.press(ENTER)
    till.until(lambda: till.person.session.cash.panel is None)
    till.settle()
    assert till.keys == 3
    shift = till.person.session.desk.shift
    assert shift is not None
    assert till.station.ask(queries.openings, shift.shift_id).result() == 1
    till.press(KEY.Key_5, CTRL)
    till.until(lambda: till.view.running and till.view.page is till.view.running)
    assert till.view.running is not None
    assert "1 opening without a sale" in till.view.running.counted.text()


def test_pressing_often_moves_it_once(till: Till) -> None:
    till.open_drawer()
    till.press(KEY.Key_F7, SHIFT)
    till.until(lambda: till.person.focus is till.panel.amount)
    till.type("40")
    till.bot.wait(60)
    panel = till.panel
    for _ in range(20):
        till.bot.keyClick(panel.amount, ENTER)
        panel.submit()
    done(till, 1)


def test_esc_keeps_the_amount_for_the_next_time(till: Till) -> None:
    till.open_drawer()
    till.press(KEY.Key_F6, SHIFT)
    till.settle()
    till.digit("1")
    till.type("18.50")
    till.press(ESC)
    assert till.person.session.cash.panel is None
    assert moved(till) == []
    till.until(lambda: till.person.focus is till.person.session.desk.find)
    till.press(KEY.Key_F6, SHIFT)
    till.settle()
    assert till.panel.amount.text() == "18.50"
    till.press(ESC)


def test_what_is_missing_is_said_beside_it(till: Till) -> None:
    till.open_drawer()
    till.press(KEY.Key_F6, SHIFT)
    till.settle()
    till.press(ENTER)
    assert "digit" in till.panel.picks.message.text()
    till.digit("1")
    till.press(ENTER)
    assert till.panel.amount_field.message.text() == "Type the amount."
    till.type("0")
    till.press(ENTER)
    assert till.panel.amount_field.message.text() == "Type an amount above zero."
    till.press(ESC)
    assert moved(till) == []


def test_a_scanned_code_moves_nothing(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    struck = [0, 90]

    def clock() -> int:
        struck[0] += struck[1]
        return struck[0]

    monkeypatch.setattr(scan_guard, "unstamped_ms", clock)
    till.open_drawer()
    for key in (KEY.Key_F6, KEY.Key_F7):
        till.press(key, SHIFT)
        till.settle()
        struck[1] = 5
        for letter in "123457":
            till.bot.keyClicks(till.person.focus, letter)
        till.bot.keyClick(till.person.focus, ENTER)
        struck[1] = 90
        till.settle()
        assert not till.panel.amount.text()
        till.press(ESC)
        till.until(lambda: till.person.session.cash.panel is None)
    assert moved(till) == []


def test_without_a_drawer_it_says_what_to_do(till: Till) -> None:
    till.person.counting()
    till.press(KEY.Key_1, CTRL)
    till.press(KEY.Key_F6, SHIFT)
    assert till.person.session.cash.panel is None
    assert till.person.session.frame.task == "drawer"
    assert [toast.words for toast in till.person.window.toasts.shown] == [
        "You have no drawer open."
    ]


def test_the_lock_puts_the_panel_away(till: Till) -> None:
    till.open_drawer()
    till.press(KEY.Key_F7, SHIFT)
    till.type("40")
    till.person.session.lock()
    assert till.person.session.cash.panel is None
    till.until(lambda: till.person.session.sign_in.chosen)
    till.person.sign_in("2001")
    till.press(KEY.Key_F7, SHIFT)
    assert till.panel.amount.text() == "40"
    till.press(ESC)


def test_every_panel_can_be_looked_at(till: Till) -> None:
    till.open_drawer()
    for verb in CashVerb:
        amount = usd(1850) if verb is not CashVerb.NO_SALE else None
        till.person.session.desk.move_cash(verb, amount)
        till.settle()
        till.photo(f"panel-{verb.value}")
        assert till.panel.minimumSizeHint().height() < 640
        till.press(ESC)
        till.until(lambda: till.person.session.cash.panel is None)
