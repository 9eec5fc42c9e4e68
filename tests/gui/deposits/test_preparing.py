"""Preparing a deposit by keyboard: ticks, the live total, the reserve, and nothing done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.areas.deposits import maintaining
from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.deposits.values import DepositStage
from tests.building import Books, command_id
from tests.gui.deposits.conftest import (
    CASHIER,
    CTRL,
    ENTER,
    ESC,
    KEY,
    MANAGER,
    OTHER,
    SHIFT,
    Teller,
    teller_of,
    usd,
)
from tests.gui.deposits.steps import bag_of, stands

if TYPE_CHECKING:
    from tests.gui.conftest import Person


def test_without_a_bank_account_the_next_step_is_named(
    person: Person, books: Books, qtbot: QtBot
) -> None:
    with teller_of(person, books, qtbot) as teller:
        strip = teller.come(CASHIER).list.strip
        assert strip.words.text() == "There is no bank account yet."
        assert "An administrator adds it in Settings, Bank accounts." in strip.detail.text()
        assert not strip.button.isVisible()
        teller.photo("no-account")
        found = teller.view.deeds.found
        assert found is not None
        strip.show_ready(found, may_prepare=True, may_add=True)
        assert strip.button.text() == "Add a bank account…"
        assert strip.adds_account


def test_space_unticks_the_total_follows_and_the_rest_stays_ready(teller: Teller) -> None:
    teller.come(CASHIER)
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    assert page.total == usd(18500)
    assert "say 124.00" in page.gap.text()
    page.checks.table.setFocus()
    page.checks.table.selectRow(1)
    teller.press(KEY.Key_Space)
    assert page.total == usd(6000)
    assert page.checks.all.text() == "2 checks 60.00, 1 stays here"
    page.cash.table.setFocus()
    teller.press(KEY.Key_Space)
    assert page.expected == usd(5000)
    page.cash.all.setFocus()
    teller.press(KEY.Key_Space)
    assert page.expected == usd(12400), "the box at the top ticks all of them"
    page.cash.table.setFocus()
    teller.press(KEY.Key_Space)
    page.grid.setFocus()
    teller.count_cash(page.grid, 5000)
    assert "the count agrees" in page.gap.text()
    teller.photo("unticked")
    teller.press(ENTER)
    stands(teller, DepositStage.PREPARED)
    assert bag_of(teller).total == usd(11000)
    proposal = teller.banking.proposal()
    assert (proposal.cash, proposal.checks) == (usd(7400), usd(12500))
    teller.press(ESC)
    teller.until(lambda: teller.view.page is teller.view.list)
    teller.settle()
    assert "74.00 cash from 1 shift, 1 check 125.00" in teller.view.list.strip.words.text()


def test_what_was_ticked_and_counted_survives_esc_and_another_screen(teller: Teller) -> None:
    teller.come(CASHIER)
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    page.checks.table.setFocus()
    teller.press(KEY.Key_Space)
    page.grid.setFocus()
    teller.count_cash(page.grid, 12000)
    teller.press(ESC)
    teller.until(lambda: teller.view.page is teller.view.list)
    teller.settle()
    teller.press(KEY.Key_5, CTRL)
    teller.until(lambda: teller.person.session.frame.task == "drawer")
    teller.settle()
    teller.press(KEY.Key_6, CTRL)
    teller.settle()
    teller.press(KEY.Key_N, CTRL)
    assert teller.preparing is page
    teller.settle()
    assert page.grid.total() == usd(12000)
    assert page.total == usd(27000)
    teller.press(KEY.Key_L, CTRL | SHIFT)
    teller.until(lambda: teller.person.window.page is teller.person.session.sign_in)
    teller.come(OTHER)
    teller.press(KEY.Key_N, CTRL)
    assert teller.preparing is not page
    teller.settle()
    assert teller.preparing.grid.total() == usd(0), "the next person counts from nought"


def test_change_stays_behind_a_difference_is_asked_and_enter_prepares_once(teller: Teller) -> None:
    other_account(teller)
    teller.come(MANAGER)
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    assert page.account.count() == 2
    assert page.account.currentText().startswith("Operating account")
    assert page.reserve.field.label.text() == "Reserve of the safe: 1,000.00"
    page.reserve.which.setFocus()
    teller.press(KEY.Key_Down)
    teller.press(KEY.Key_Down)
    assert page.reserve.amount.isVisible()
    page.reserve.amount.setFocus()
    teller.type("24")
    assert page.expected == usd(10000)
    page.grid.setFocus()
    teller.count_cash(page.grid, 9900)
    teller.press(ENTER, CTRL)
    assert page.reserve.why_field.message.text() == "Say why, for whoever counts it next."
    assert page.reserve.why is teller.person.focus
    teller.photo("reserve")
    teller.type("Small notes for tomorrow")
    teller.press(ENTER, CTRL)
    failures = teller.person.session.failures
    teller.until(lambda: failures.question)
    assert "1.00 less" in failures.question.words.text()  # type: ignore[union-attr]
    teller.photo("differs-question")
    teller.press(ESC)
    teller.settle()
    assert not teller.banking.rows()
    assert "1.00 is missing" in page.gap.text()
    page.grid.quantity_box(usd(100)).setFocus()
    teller.type("1")
    assert "the count agrees" in page.gap.text()
    page.button.setFocus()
    struck_twice_and_held(teller)
    view = bag_of(teller)
    assert view.cash == usd(10000)
    assert any("Small notes" in each.words for each in view.items)
    teller.press(ESC)
    teller.until(lambda: teller.view.page is teller.view.list)
    teller.settle()
    assert "24.00" not in teller.view.list.strip.words.text(), "the change is the reserve's now"
    assert teller.view.list.strip.words.text() == "Nothing lies ready for the bank."
    assert not teller.view.list.strip.button.isVisible()
    teller.press(KEY.Key_N, CTRL)
    teller.settle()
    assert teller.view.page is teller.view.list


def other_account(teller: Teller) -> None:
    books = teller.banking.books
    second = SaveBankAccount(
        command_id(), None, "Savings", "Second Bank", "987654321", "1010", routing="011000015"
    )
    books.station.act(books.actors.administrator, maintaining.save_bank_account, second).result()


def struck_twice_and_held(teller: Teller) -> None:
    """Enter, the same key held, and Ctrl+Enter: one deposit, and nobody is signed out."""
    for held in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", held, 1
        )
        QApplication.sendEvent(teller.person.focus, event)
    teller.bot.keyClick(teller.person.focus, ENTER, CTRL)
    stands(teller, DepositStage.PREPARED)
    assert len(teller.banking.rows()) == 1
    step = teller.bag.step
    assert step is not None
    event = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True, 1)
    QApplication.sendEvent(step.button, event)
    teller.settle()
    assert teller.view.page is teller.bag, "the held key does not switch users"
