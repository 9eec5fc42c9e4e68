"""A sealed bag by keyboard: slip in two keys, handed over, credited, taken back, void."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.areas.deposits.values import DepositStage
from app.areas.printing import service as printing
from app.areas.printing.queries import office_printer
from app.areas.printing.values import OfficeKind, SaveOfficePrinter
from app.devices.documents.pdf_pictures import pdf_pictures
from app.kernel.paper import Trouble
from tests.building import PIN, command_id
from tests.gui.deposits.conftest import (
    ACCOUNTING,
    CASHIER,
    CTRL,
    ENTER,
    ESC,
    KEY,
    MANAGER,
    SHIFT,
    usd,
    words_on,
)
from tests.gui.deposits.steps import bag_of, stands

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


def open_first(teller: Teller, number: str, stage: DepositStage) -> None:
    teller.come(number)
    teller.press(ENTER)
    stands(teller, stage)
    teller.until(lambda: teller.bag.may_go_on)


@pytest.fixture
def printer(teller: Teller) -> None:
    """A print service that does not answer: what is printed waits for it."""
    books = teller.banking.books
    command = SaveOfficePrinter(command_id(), OfficeKind.CUPS, "Office", "127.0.0.1:9")
    books.station.act(books.actors.administrator, printing.save_office_printer, command).result()


@pytest.mark.usefixtures("printer")
def test_the_slip_of_a_verified_bag_takes_two_keys(teller: Teller) -> None:
    teller.banking.sealed()
    station = teller.banking.books.station
    teller.until(lambda: station.ask(office_printer).result().condition is Trouble.NO_SERVICE)
    open_first(teller, CASHIER, DepositStage.SEALED)
    teller.keys = 0
    teller.press(ENTER, CTRL)
    teller.press(KEY.Key_P, CTRL)
    assert teller.keys == 2
    stands(teller, DepositStage.SUBMITTED)
    toasts = teller.person.window.toasts
    waits = "The slip waits for the printer"
    teller.until(lambda: any(waits in each.words for each in toasts.shown))
    assert teller.view.slips.preview_panel is None


def test_struck_twice_it_is_handed_over_once_and_what_is_typed_of_the_credit_is_kept(
    teller: Teller,
) -> None:
    teller.banking.sealed()
    open_first(teller, MANAGER, DepositStage.SEALED)
    teller.type("Anna of Loomis")
    teller.press(ENTER)
    teller.type("778")
    teller.bot.keyClick(teller.person.focus, ENTER, CTRL)
    teller.bot.keyClick(teller.person.focus, ENTER, CTRL)
    teller.until(lambda: bag_of(teller).stage is DepositStage.SUBMITTED)
    teller.bot.keyClick(teller.person.focus, ENTER, CTRL)
    assert teller.view.bags.panel is None, "what was struck for the hand-over is not for the credit"
    teller.settle()
    assert "bank's slip 778" in teller.bag.about.text()
    assert any("Anna of Loomis" in line for line in teller.bag.history.lines)
    teller.photo("handed-over")
    teller.until(lambda: teller.bag.may_go_on)
    teller.press(ENTER, CTRL)
    panel = teller.panel
    teller.type(teller.today)
    teller.press(ESC)
    teller.until(lambda: teller.view.bags.panel is None)
    teller.press(ENTER, CTRL)
    assert teller.panel is not panel
    assert teller.panel.form.texts()["bank_date"] == teller.today
    teller.person.session.lock()
    teller.until(lambda: teller.person.window.page is teller.person.session.sign_in)
    assert teller.view.bags.panel is None, "no form stands over the lock"
    teller.type(PIN)
    teller.press(ENTER)
    teller.until(lambda: teller.person.window.page is teller.person.session.frame)
    teller.settle()
    teller.go_on()
    assert teller.panel.form.texts()["bank_date"] == teller.today
    teller.press(ESC)


def test_another_amount_than_in_the_bag_asks_why_and_can_be_taken_back(teller: Teller) -> None:
    deposit_id = teller.banking.sealed()
    teller.banking.submit(deposit_id)
    open_first(teller, ACCOUNTING, DepositStage.SUBMITTED)
    teller.press(ENTER, CTRL)
    panel = teller.panel
    assert panel.form.value("amount") == usd(30900), "what is in the bag stands there"
    assert not panel.picks.isVisible()
    teller.press(ENTER, CTRL)
    assert "This can't be empty." in words_on(panel), "the day is the statement's, never guessed"
    teller.type(teller.today)
    teller.press(ENTER)
    teller.type("308")
    teller.settle()
    assert panel.picks.isVisible()
    teller.press(ENTER, CTRL)
    assert "Press the digit of the reason." in words_on(panel)
    teller.photo("clear-differs")
    teller.digit("1")
    stands(teller, DepositStage.CLEARED)
    assert "The bank credited 308.00" in words_on(teller.bag)
    teller.photo("cleared-short")
    button = teller.bag.buttons["take_back"]
    button.setFocus()
    teller.press(ENTER)
    teller.type("wrong line")
    teller.press(ENTER)
    assert teller.view.bags.panel is not None
    stands(teller, DepositStage.SUBMITTED)
    assert any("wrong line" in line for line in teller.bag.history.lines)
    teller.banking.verify()


def test_a_manager_voids_by_digit_and_enters_what_the_bank_returned(teller: Teller) -> None:
    teller.banking.sealed()
    open_first(teller, MANAGER, DepositStage.SEALED)
    table = teller.bag.table
    table.setFocus()
    for row, item in enumerate(teller.bag.model.rows):
        if item.check_number == "1042":
            table.selectRow(row)
    where = table.visualRect(table.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, table.mapToGlobal(where))
    QApplication.sendEvent(teller.bag, event)
    menu = teller.bag.findChild(QMenu)
    assert isinstance(menu, QMenu)
    returned = [action for action in menu.actions() if "returned" in action.text()]
    assert len(menu.actions()) == len(returned) == 1, "out of a sealed bag no check is taken"
    menu.hide()
    returned[0].trigger()
    teller.settle()
    over = QApplication.activeModalWidget()
    assert over is not None
    assert "1042" in words_on(over)
    teller.press(ESC)
    teller.settle()
    teller.press(KEY.Key_X, CTRL | SHIFT)
    panel = teller.panel
    teller.settle()
    teller.photo("void")
    teller.press(ESC)
    teller.until(lambda: teller.view.bags.panel is None)
    assert bag_of(teller).stage is DepositStage.SEALED
    teller.press(KEY.Key_X, CTRL | SHIFT)
    assert teller.panel is not panel
    teller.settle()
    teller.keys = 0
    teller.digit("2")
    stands(teller, DepositStage.VOID)
    assert teller.keys == 1
    assert teller.banking.proposal().cash == usd(12400)
    assert not teller.bag.buttons["void"].isVisible()
    teller.photo("voided")
    teller.press(ESC)
    teller.until(lambda: teller.view.page is teller.view.list)
    teller.settle()
    assert "124.00 cash" in teller.view.list.strip.words.text()
    teller.photo("list-void")


def test_a_cashier_looks_at_the_slip_once_the_bag_is_sealed(teller: Teller, tmp_path: Path) -> None:
    teller.banking.prepare()
    open_first(teller, CASHIER, DepositStage.PREPARED)
    teller.press(KEY.Key_P, CTRL)
    toasts = teller.person.window.toasts
    teller.until(lambda: any("no slip yet" in each.words for each in toasts.shown))
    teller.press(KEY.Key_V, CTRL | SHIFT)
    teller.settle()
    assert teller.view.slips.preview_panel is None
    deposit_id = bag_of(teller).deposit_id
    teller.banking.count(deposit_id)
    teller.banking.seal(deposit_id)
    stands(teller, DepositStage.SEALED)
    assert not teller.bag.buttons["void"].isVisible()
    teller.press(KEY.Key_X, CTRL | SHIFT)
    teller.settle()
    assert teller.view.bags.panel is None, "a cashier has no key for the void"
    teller.press(KEY.Key_P, CTRL)
    teller.until(lambda: teller.view.slips.preview_panel)
    panel = teller.view.slips.preview_panel
    assert panel is not None
    teller.until(lambda: panel.paper)
    assert any("no office printer" in each.words for each in toasts.shown)
    assert not panel.print_button.isVisible()
    assert panel.pages
    teller.photo("slip-bank")
    panel.which.setFocus()
    teller.press(KEY.Key_Down)
    teller.until(lambda: panel.paper and panel.kind == "deposit_slip_office")
    teller.photo("slip-office")
    path = tmp_path / "slip.pdf"
    panel.ask_where = lambda _parent, _name: path
    teller.press(KEY.Key_S, CTRL | SHIFT)
    teller.press(KEY.Key_S, CTRL | SHIFT)
    teller.until(lambda: panel.save_button.isEnabled() and path.exists())
    teller.settle()
    assert len(pdf_pictures(path.read_bytes(), 72)) == 1
    assert not list(tmp_path.glob("*.part"))
    teller.press(ESC)
    teller.until(lambda: teller.view.slips.preview_panel is None)
    teller.press(KEY.Key_V, CTRL | SHIFT)
    teller.press(ESC)
    teller.until(lambda: teller.view.slips.preview_panel is None)
    teller.person.window.toasts.clear()
    teller.settle()
    assert not toasts.shown, "what comes for a paper that was put away is no failure"
