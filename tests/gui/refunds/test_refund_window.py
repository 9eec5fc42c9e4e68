"""Refunds by keyboard: asked for from a payment, agreed to by another person, given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from app.areas.payments.values import Channel
from app.areas.refunds.shown_values import RefundVerb
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.gui.theme import current
from tests.areas.deposits.banking import Banking
from tests.areas.payments.mending import wire
from tests.areas.refunds.refunding import Refunding
from tests.building import PIN, Books
from tests.gui.conftest import PINS
from tests.gui.deposits.conftest import CTRL, ENTER, ESC, KEY, MANAGER, SHIFT, words_on

if TYPE_CHECKING:
    from app.gui.dialogs.refund_desk import RefundDesk
    from tests.gui.deposits.conftest import Teller

CLERK = "30"
NAME = ("Nguyễn Phúc Vĩnh San Bảo Long", "Thị Hoa မမခင်ဇော်ဝင်း")


@pytest.fixture
def banking(books: Books) -> Banking:
    """Nothing lies in the safe; a bank account is there."""
    return Banking(books)


@pytest.fixture(autouse=True)
def clerk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The billing clerk has a PIN like everybody else."""
    monkeypatch.setitem(PINS, CLERK, PIN)


def box(form: Any, name: str) -> Any:
    """A field of a form, whatever it is."""
    return form.form.boxes[name]


def desk_of(teller: Teller) -> RefundDesk:
    return teller.person.session.refunds


def refunding(teller: Teller) -> Refunding:
    books = teller.banking.books
    return Refunding(books.station, books, "")  # type: ignore[arg-type]  # no drawer is needed


def refund_list(teller: Teller) -> Any:
    """Ctrl+Shift+6, as soon as the list stands there."""
    teller.press(KEY.Key_6, CTRL | SHIFT)
    teller.until(lambda: teller.person.session.frame.task == "refunds")
    screen: Any = teller.person.session.frame.screen_of("refunds")
    teller.settle()
    return screen


def test_credit_goes_back_by_wire(teller: Teller) -> None:
    """From the account: the form is filled, Ctrl+Enter asks, Ctrl+Enter gives."""
    books = teller.banking.books
    account = books.register_patient(*NAME).account_id
    teller.banking.mending().take(
        account, wire(8_000), actor=books.actors.accounting, channel=Channel.MAIL
    )
    teller.person.sign_in(CLERK)
    teller.settle()
    teller.person.session.frame.go("account", account)
    teller.settle()
    head: Any = teller.person.session.frame.screen_of("account")
    teller.until(head.head.refund_button.isVisible)
    head.head.refund_button.click()
    teller.until(lambda: desk_of(teller).form)
    form = desk_of(teller).form
    assert form is not None
    teller.settle()
    teller.photo("refund-form")
    assert form.form.value("amount").minor == 8_000
    for name in ("method", "tender_id", "reason_id", "detected_on"):
        teller.press(ENTER)
        assert box(form, name).hasFocus(), "Enter walks one box at a time"
    box(form, "amount").setText("30.00")
    teller.press(ENTER, CTRL)
    assert form.form.fields["reason_id"].message.isVisible()
    box(form, "reason_id").setCurrentIndex(0)
    teller.press(ENTER, CTRL)
    teller.until(lambda: desk_of(teller).panel)
    panel = desk_of(teller).panel
    assert panel is not None
    teller.settle()
    assert panel.refund.status is RefundStatus.APPROVED
    teller.photo("refund-approved")
    teller.press(ENTER, CTRL)
    teller.until(lambda: desk_of(teller).step)
    step = desk_of(teller).step
    assert step is not None
    box(step, "reference").setText("W-99")
    teller.photo("refund-wire")
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.COMPLETED)
    assert "W-99" in words_on(panel)
    assert panel.main.hasFocus()
    teller.press(KEY.Key_F12)
    shelf = teller.person.session.frame.shelf
    teller.until(lambda: shelf.newest_paper and "copy 1" in shelf.newest_paper.title)
    teller.until(panel.main.hasFocus)
    teller.photo("refund-done")
    teller.press(ESC)
    teller.until(lambda: desk_of(teller).panel is None)
    screen = refund_list(teller)
    teller.until(lambda: screen.model.rowCount() == 1)
    assert "Given back" in words_on(screen)


def test_another_person_agrees_in_the_list(teller: Teller) -> None:
    """Over the limit it waits; whoever asked can't agree, and somebody else does with two keys."""
    work = refunding(teller)
    credit = work.books.register_patient("Win", "Zaw").account_id
    teller.banking.mending().take(
        credit, wire(30_000), actor=work.books.actors.accounting, channel=Channel.MAIL
    )
    asked = work.ask(credit, 15_000, actor=work.clerk)
    assert asked.status is RefundStatus.PENDING
    teller.person.sign_in(MANAGER)
    teller.settle()
    screen = refund_list(teller)
    teller.until(lambda: screen.model.rowCount() == 1 and screen.table.hasFocus())
    teller.photo("refunds-list")
    teller.press(ENTER)
    teller.until(lambda: desk_of(teller).panel)
    panel = desk_of(teller).panel
    assert panel is not None
    teller.photo("refund-pending")
    assert RefundVerb.DECLINE in panel.buttons
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.APPROVED)
    teller.settle()
    assert QApplication.activeWindow() is panel, "no button stood alone as a window"
    assert panel.main.hasFocus()
    panel.another_way.emit()
    teller.until(lambda: desk_of(teller).step)
    step = desk_of(teller).step
    assert step is not None
    teller.photo("refund-another-way")
    method: Any = box(step, "method")
    method.setCurrentIndex(method.findData(str(RefundMethod.CHECK)))
    teller.press(ENTER, CTRL)
    teller.until(step.form.fields["check_number"].message.isVisible)
    box(step, "check_number").setText("7001")
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.COMPLETED)
    panel.buttons[RefundVerb.FAIL].click()
    teller.until(lambda: desk_of(teller).step)
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.FAILED)
    teller.settle()
    teller.photo("refund-failed")
    assert QApplication.activeModalWidget() is panel
    panel.buttons[RefundVerb.CANCEL].click()
    teller.until(lambda: desk_of(teller).step)
    step = desk_of(teller).step
    assert step is not None
    box(step, "reason_id").setCurrentIndex(1)
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.CANCELLED)
    teller.press(ESC)
    teller.until(lambda: desk_of(teller).panel is None)
    refunding(teller).verify()


def test_a_payment_of_today_is_voided_instead(teller: Teller) -> None:
    """The sentence says so where somebody looks for a refund."""
    books = teller.banking.books
    account = books.register_patient(*NAME).account_id
    clerk = books.actors.billing_clerk
    taken = teller.banking.mending().take(account, wire(5_000), actor=clerk, channel=Channel.MAIL)
    teller.person.sign_in(CLERK)
    teller.settle()
    teller.press(KEY.Key_4, CTRL)
    teller.until(lambda: teller.person.session.frame.task == "payments")
    screen: Any = teller.person.session.frame.screen_of("payments")
    teller.until(lambda: screen.table.current_row() and screen.table.hasFocus())
    assert screen.table.current_row().payment_id == taken.payment_id
    teller.press(KEY.Key_U, CTRL)
    toasts = teller.person.window.toasts
    teller.until(lambda: toasts.shown)
    assert "voided" in words_on(toasts.shown[0])
    assert desk_of(teller).form is None


def test_ticks_without_room_are_in_a_menu(teller: Teller) -> None:
    """At the largest text six ticks have no room: a menu has them, and says how many are set."""
    work = refunding(teller)
    credit = work.books.register_patient("Win", "Zaw").account_id
    teller.banking.mending().take(
        credit, wire(30_000), actor=work.books.actors.accounting, channel=Channel.MAIL
    )
    work.ask(credit, 15_000, actor=work.clerk)
    teller.person.sign_in(MANAGER)
    teller.settle()
    screen = refund_list(teller)
    teller.until(lambda: screen.model.rowCount() == 1)
    assert screen.head.tick_buttons[0].isVisible()
    current().choose(scale=200)
    teller.until(screen.head.show_button.isVisible)
    to_agree, to_give = screen.head.show_button.menu().actions()[:2]
    assert not screen.head.tick_buttons[0].isVisible()
    to_give.trigger()
    teller.until(lambda: screen.model.rowCount() == 0)
    to_agree.trigger()
    teller.until(lambda: screen.model.rowCount() == 1)
    assert screen.head.show_button.text() == "Show (2)"
    screen.head.untick()
    teller.until(lambda: screen.head.show_button.text() == "Show")
    current().choose(scale=100)
    teller.until(screen.head.tick_buttons[0].isVisible)
