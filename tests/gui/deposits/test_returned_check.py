"""A check that came back, entered by keyboard from the payments, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.areas.payments.values import Channel, PaymentStatus
from app.areas.printing import service as printing
from app.areas.printing.values import OfficeKind, SaveOfficePrinter
from app.gui.dialogs.paper_preview import PaperPreview
from app.gui.dialogs.returned_check_panel import ReturnedCheckPanel
from app.gui.screens.payments.view import status_look
from tests.areas.deposits.banking import Banking
from tests.areas.deposits.bouncing import Bouncing
from tests.areas.payments.mending import check
from tests.building import Books, command_id
from tests.gui.deposits.conftest import CASHIER, CTRL, ENTER, ESC, KEY, MANAGER, SHIFT, words_on

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


@pytest.fixture
def banking(books: Books) -> Banking:
    """Nothing lies in the safe; the checks come by mail."""
    return Banking(books)


def owing(teller: Teller, family: str, given: str, number: str) -> Any:
    """Somebody who paid 185.00 of 185.00 by a check of the mail; the payment that was made."""
    books, actors = teller.banking.books, teller.banking.books.actors
    account = books.register_patient(family, given, address_1="48 Elm Street").account_id
    books.issue_invoice(account, 15_000)
    books.issue_invoice(account, 3_500)
    return teller.banking.mending().take(
        account, check(18_500, number), actor=actors.billing_manager, channel=Channel.MAIL
    )


def payments(teller: Teller, number: str) -> Any:
    """The list of payments, in the hands of `number`."""
    teller.person.sign_in(number)
    teller.settle()
    teller.person.session.frame.go("payments")
    teller.until(lambda: teller.person.session.frame.task == "payments")
    screen: Any = teller.person.session.frame.screen_of("payments")
    teller.until(lambda: screen.model.rowCount() and screen.table.hasFocus())
    teller.settle()
    return screen


def verb_of_row(screen: Any, words: str) -> None:
    """The verb with these words in the menu of the row the keyboard stands on."""
    place = screen.mapToGlobal(screen.rect().center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, screen.rect().center(), place)
    QApplication.sendEvent(screen, event)
    menu = screen.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(menu, QMenu)
    found = next(action for action in menu.actions() if action.text().startswith(words))
    menu.close()
    found.trigger()


def panel_of(teller: Teller) -> ReturnedCheckPanel:
    teller.until(lambda: teller.person.session.returns.panel)
    teller.settle()
    found = teller.person.session.returns.panel
    assert found is not None
    return found


def letter_of(teller: Teller) -> PaperPreview:
    teller.until(lambda: teller.person.session.returns.letter)
    found = teller.person.session.returns.letter
    assert found is not None
    teller.until(lambda: found.pages)
    return found


def test_a_check_comes_back_and_is_paid_after_all(teller: Teller) -> None:
    owing(teller, "Nguyễn", "Thị Hoa", "9001")
    screen = payments(teller, MANAGER)
    verb_of_row(screen, "Returned check")
    panel = panel_of(teller)
    teller.photo("returned-empty")
    said = words_on(panel)
    assert "Check 9001" in said
    assert "owes 150.00 again" in said
    assert "185.00 comes off the checks in the safe" in said
    assert "A fee of 25.00 is charged" in said
    teller.press(ENTER, CTRL)
    assert "Choose one" in words_on(panel)
    teller.type("Ins")
    teller.press(ENTER)
    teller.press(ENTER)
    teller.person.focus.selectAll()  # type: ignore[attr-defined]  # the box of the fee
    teller.type("30")
    teller.press(ENTER)
    teller.type("letter of the bank")
    teller.press(ENTER)
    assert panel.mark is not None
    assert panel.mark.hasFocus()
    assert "Choose one" not in words_on(panel)
    assert "A fee of 30.00 is charged" in words_on(panel)
    teller.photo("returned")
    teller.press(ENTER, CTRL)
    letter = letter_of(teller)
    teller.photo("returned-letter")
    assert "1 page" in letter.message.text()
    teller.press(ESC)
    teller.until(lambda: teller.person.session.returns.letter is None)
    teller.until(
        lambda: screen.model.row_at(screen.model.index(0, 0)).status is PaymentStatus.RETURNED
    )
    assert status_look(screen.model.row_at(screen.model.index(0, 0))).words == "Check returned"
    teller.settle()
    teller.photo("returned-list")

    verb_of_row(screen, "Letter, or take the return back")
    panel = panel_of(teller)
    teller.photo("returned-take-back")
    said = words_on(panel)
    assert "is paid 150.00 again" in said
    assert "The fee of 30.00" in said
    teller.press(ENTER, CTRL)
    teller.until(lambda: teller.person.session.returns.panel is None)
    teller.until(
        lambda: screen.model.row_at(screen.model.index(0, 0)).status is PaymentStatus.COMPLETED
    )
    teller.banking.verify()


def test_of_two_checks_one_is_chosen_by_whoever_may(teller: Teller) -> None:
    books, actors = teller.banking.books, teller.banking.books.actors
    account = books.register_patient().account_id
    teller.banking.mending().take(
        account,
        check(5_000, "9001"),
        check(700, "9002"),
        actor=actors.billing_manager,
        channel=Channel.MAIL,
    )
    screen = payments(teller, CASHIER)
    verb_of_row(screen, "Returned check")
    panel = panel_of(teller)
    assert not panel.button.isVisible()
    assert "enter returned checks" in words_on(panel)
    teller.press(ESC)
    teller.until(lambda: teller.person.session.returns.panel is None)
    teller.press(KEY.Key_L, CTRL | SHIFT)
    teller.until(lambda: teller.person.window.page is teller.person.session.sign_in)
    screen = payments(teller, MANAGER)
    verb_of_row(screen, "Returned check")
    panel = panel_of(teller)
    assert panel.which.isVisible()
    panel.which.setFocus()
    teller.press(KEY.Key_Down)
    teller.settle()
    assert "7.00 of credit is gone" in words_on(panel)
    teller.photo("returned-two")
    teller.press(ESC)
    teller.until(lambda: teller.person.session.returns.panel is None)


def test_what_is_typed_is_kept_and_the_letter_is_printed(teller: Teller) -> None:
    books = teller.banking.books
    printer = SaveOfficePrinter(command_id(), OfficeKind.CUPS, "Office", "127.0.0.1:9")
    books.station.act(books.actors.administrator, printing.save_office_printer, printer).result()
    owing(teller, "Nguyễn", "Thị Hoa", "9001")
    screen = payments(teller, MANAGER)
    verb_of_row(screen, "Returned check")
    panel = panel_of(teller)
    teller.type("Acc")
    teller.press(ENTER)
    teller.press(ENTER)
    teller.person.focus.selectAll()  # type: ignore[attr-defined]  # the box of the fee
    teller.type("12.50")
    teller.press(ESC)
    teller.until(lambda: teller.person.session.returns.panel is None)
    verb_of_row(screen, "Returned check")
    assert panel_of(teller) is not panel
    assert "A fee of 12.50 is charged" in words_on(panel_of(teller))
    teller.press(ENTER, CTRL)
    letter_of(teller)
    teller.press(KEY.Key_P, CTRL)
    toasts = teller.person.window.toasts
    teller.until(lambda: any("The letter goes" in each.words for each in toasts.shown))
    assert teller.person.session.returns.letter is None
    view = teller.banking.mending().view(screen.model.row_at(screen.model.index(0, 0)).payment_id)
    assert view.history[0].reason == "Account closed"
    teller.banking.verify()


def test_a_returned_check_in_the_ledger_opens_its_form(teller: Teller) -> None:
    """On the account's page, and among the verbs of its receipt on the Counter."""
    taken = owing(teller, "Nguyễn", "Thị Hoa", "9001")
    bouncing = Bouncing(teller.banking)
    done = bouncing.bounce(taken.payment_id)
    account_id = bouncing.view(done.payment_id).header.account_id
    teller.person.sign_in(MANAGER)
    teller.settle()
    teller.person.session.frame.go("account", account_id)
    screen: Any = teller.person.session.frame.screen_of("account")
    teller.until(lambda: screen.page is not None and screen.lines.hasFocus())
    teller.settle()
    rows = screen.lines_model.rows
    place = next(n for n, row in enumerate(rows) if row.source_type == "returned_check")
    assert rows[place].words == "Returned check 9001"
    screen.lines.selectRow(place)
    teller.photo("returned-account")
    teller.press(ENTER)
    panel = panel_of(teller)
    assert panel.takes_back
    teller.press(ESC)
    teller.until(lambda: teller.person.session.returns.panel is None)
    teller.person.session.desk.open_payment(done.payment_id)
    counter: Any = teller.person.session.frame.screen_of("counter")
    teller.until(counter.digits.isVisible)
    teller.settle()
    teller.photo("returned-counter")
    teller.digit("1")
    assert panel_of(teller).takes_back
