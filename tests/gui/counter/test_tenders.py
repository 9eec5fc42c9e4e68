"""Tender keys at the Counter over a real station: splits, checks, credit, other money, reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.areas.payments.tender_values import TenderField
from app.gui.screens.counter.payment_form import Stage
from app.gui.widgets.labels import AmountLabel
from app.kernel.money import Money
from tests.gui.counter.conftest import KEY, NONE, Bench

SHIFT = Qt.KeyboardModifier.ShiftModifier


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def digit(bench: Bench, key: Qt.Key) -> None:
    """A digit of the list over the screen, until it has been heard; another may follow it."""
    digits = bench.view.digits
    bench.wait(digits.isVisible)
    asked = digits.words.text()
    bench.press(key)
    bench.wait(lambda: not digits.isVisible() or digits.words.text() != asked)
    bench.settle()


def test_a_split_is_three_steps_and_the_amount(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("20")
    bench.press(KEY.Key_F8)
    assert bench.view.panel.given.placeholderText() == "15.00"
    bench.wait(lambda: [line.isVisible() for line in bench.view.panel.legs.lines] == [True])
    bench.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Cash + Credit card")
    assert "its terminal" not in bench.view.panel.hint.text()


def test_the_card_key_says_that_it_only_records(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F8)
    assert "terminal first. This only records it" in bench.view.panel.hint.text()
    assert "terminal" in bench.view.panel.tenders.buttons["card"].accessibleName()


def test_a_check_is_typed_without_leaving_the_keys(bench: Bench) -> None:
    """A space after its number goes on to the bank, and Enter takes it."""
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F7)
    boxes = bench.view.panel.details.boxes
    assert bench.focus is boxes[TenderField.CHECK_NUMBER]
    bench.press(KEY.Key_Return)
    field = bench.view.panel.details.fields[TenderField.CHECK_NUMBER]
    assert "Type the number of the check" in field.message.text()
    bench.type("1182 First National")
    assert boxes[TenderField.BANK].text() == "First National"
    assert bench.desk.find.text() == ""
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].tender == "Check"


def test_enter_goes_on_to_the_bank_and_finds_no_fault_yet(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F7)
    details = bench.view.panel.details
    bank = details.fields[TenderField.BANK]
    bench.type("1182")
    bench.press(KEY.Key_Return)
    assert bench.focus is details.boxes[TenderField.BANK]
    assert bank.message.text() == ""
    bench.press(KEY.Key_Return)
    assert bank.message.text() != "", "now it was sent without"
    bench.type("First National")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].tender == "Check"


def test_the_keypad_chooses_every_tender_it_has(bench: Bench) -> None:
    bench.open("Thị Hoa")
    for key, verb in (("/", "check"), ("-", "card"), ("*", "cash")):
        bench.view.panel.given.setFocus()
        bench.type(key)
        assert bench.view.panel.tenders.buttons[verb].isChecked()
    assert bench.view.panel.given.text() == ""


def test_another_way_is_chosen_by_its_digit(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F9, SHIFT)
    names = bench.view.digits.choices
    digit(bench, [KEY.Key_1, KEY.Key_2, KEY.Key_3][names.index("Wire")])
    form = bench.view.acts.form
    assert form is not None
    assert form.method == "wire"
    assert bench.focus is bench.view.panel.details.boxes[TenderField.REFERENCE]
    bench.type("REF77")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].tender == "Wire"


def test_esc_on_the_list_chooses_nothing(bench: Bench) -> None:
    bench.open("Thị Hoa")
    before = bench.focus
    bench.press(KEY.Key_F9, SHIFT)
    bench.press(KEY.Key_Escape)
    assert not bench.view.digits.isVisible()
    assert bench.focus is before
    assert bench.view.acts.account_id == bench.books.accounts["Thị Hoa"]


def test_a_scan_with_the_list_open_chooses_nothing(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F4)
    bench.settle()
    assert bench.view.digits.isVisible()
    for letter in "1000002":
        bench.struck_ms += 5
        bench.strike(letter)
    bench.struck_ms += 5
    bench.strike("\r")
    bench.settle()
    assert bench.desk.find.text() == ""
    assert "1000002" in bench.desk.toasts.shown[-1].words
    assert not bench.view.digits.isVisible()
    assert bench.books.not_collected("Thị Hoa") == ()


def test_money_not_collected_gets_a_reason(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F4)
    bench.settle()
    why = bench.view.digits.choices[0]
    digit(bench, KEY.Key_1)
    (noted,) = bench.books.not_collected("Thị Hoa")
    assert (noted.amount, noted.words) == (usd(3500), why)
    assert why in bench.view.strip.noted.text()


def test_credit_pays_by_f9_and_enter(bench: Bench) -> None:
    bench.books.pay("Thị Hoa", 18500 + 2000)
    bench.books.issue("Thị Hoa", 3500)
    bench.open("Thị Hoa")
    assert bench.view.bar.credit.amount() == usd(2000)
    bench.press(KEY.Key_F9)
    assert bench.view.panel.take_button.text().startswith("Use 20.00 of the credit")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.bar.credit.amount() == usd(0)
    assert bench.view.bar.owes.amount() == usd(1500)
    form = bench.view.acts.form
    assert form is not None
    assert form.stage is Stage.TAKEN
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.bar.owes.amount() == usd(0)


def test_backspace_in_the_empty_box_brings_a_leg_back(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("20")
    bench.press(KEY.Key_F8)
    bench.press(KEY.Key_Backspace)
    assert bench.view.panel.given.text() == "20"
    assert bench.view.panel.cash.isChecked()


def test_typed_allocations_are_taken_and_too_much_is_said_beside(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F2)
    box = bench.view.pays_box
    assert bench.focus is box.box
    bench.type("151")
    bench.press(KEY.Key_Return)
    assert "Payment exceeds invoice balance" in box.box.accessibleDescription()
    assert bench.focus is box.box
    bench.type("40")
    bench.press(KEY.Key_Return)
    assert not box.isVisible()
    assert bench.view.panel.to_pay.text() == "75.00"
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    left = {row.words: row.due for row in bench.view.invoices.rows}
    assert left == {"X-ray, two views": usd(11000)}


def test_a_typed_allocation_implies_no_tender(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F2)
    bench.type("40")
    for _ in range(3):
        bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments() == ()
    panel = bench.view.panel
    assert panel.to_pay.text() == "75.00"
    assert not panel.take_button.isEnabled()
    assert not any(button.isChecked() for button in panel.tenders.buttons.values())
    bench.press(KEY.Key_Escape)
    bench.settle()
    assert len(bench.books.parked()) == 1, "what was allotted by hand is kept"


def test_a_typed_amount_lights_cash_before_enter_can_take_it(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.view.panel.to_pay.setFocus()
    bench.type("20")
    assert bench.view.panel.cash.isChecked()
    assert bench.view.panel.take_button.text().startswith("Take 20.00 cash")


def test_money_ahead_pays_nothing_that_is_not_ticked(bench: Bench) -> None:
    bench.open("Robert")
    bench.press(KEY.Key_Space)
    bench.view.panel.to_pay.setFocus()
    bench.type("50")
    assert "becomes credit" in bench.view.panel.note.text()
    assert bench.view.panel.take_button.text().startswith("Take 50.00 as credit")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.bar.owes.amount() == usd(8000)
    assert bench.view.bar.credit.amount() == usd(5000)


def test_money_by_mail_needs_no_drawer(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(shift=False)
    bench.open("Robert")
    assert bench.view.panel.no_shift.isVisible()
    bench.press(KEY.Key_F9, SHIFT)
    digit(bench, KEY.Key_1)
    assert bench.view.panel.details.came_field.isVisible()
    bench.type("1182 First National")
    bench.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(8000), "Check")


def test_taking_money_on_a_draft_issues_it(bench: Bench) -> None:
    bench.books.draft("Robert", 2500)
    bench.open("Robert")
    assert [row.number for row in bench.view.invoices.rows][-1] == "Draft"
    assert bench.view.panel.to_pay.text() == "105.00"
    names = [amount.accessibleName() for amount in bench.view.strip.findChildren(AmountLabel)]
    assert any("on drafts" in name for name in names)
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].amount == usd(10500)
    assert bench.view.invoices.rows == ()
    assert bench.books.counter("Robert").drafts == ()


def test_credit_on_file_is_among_what_to_ask_for(bench: Bench) -> None:
    bench.books.pay("Robert", 10000)
    bench.books.issue("Robert", 3000)
    bench.open("Robert")
    names = [amount.accessibleName() for amount in bench.view.strip.findChildren(AmountLabel)]
    assert any("credit on file, F9" in name for name in names)


@pytest.mark.parametrize("how", ["Esc", "kill"])
def test_a_split_that_was_parked_comes_back_whole(bench: Bench, how: str) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("20")
    bench.press(KEY.Key_F7)
    bench.type("1182 First")
    form = bench.view.acts.form
    assert form is not None
    if how == "Esc":
        bench.press(KEY.Key_Escape)
        bench.settle()
        bench.press(KEY.Key_Escape)
        bench.settle()
    else:
        bench.wait(lambda: bool(bench.books.parked()) and "First" in bench.books.parked()[0].typed)
        bench.view.forget()
        bench.settle()
        bench.view.arrive()
        bench.settle()
    bench.view.stand_on_idle()
    bench.press(KEY.Key_Return)
    bench.settle()
    again = bench.view.acts.form
    assert again is not None
    assert again is not form
    assert (again.payment_id, again.legs, again.leg) == (form.payment_id, form.legs, form.leg)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].tender == "Cash + Check"


def test_a_parked_payment_is_dropped_by_its_key_and_brought_back(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    for _ in range(2):
        bench.press(KEY.Key_Escape)
        bench.settle()
    bench.desk.toasts.clear()
    bench.press(KEY.Key_Down)
    assert bench.focus is bench.view.parked_table
    bench.press(KEY.Key_Delete)
    bench.settle()
    assert bench.books.parked() == ()
    (toast,) = bench.desk.toasts.shown
    assert toast.button is not None
    toast.button.click()
    bench.settle()
    assert [each.given_text for each in bench.books.parked()] == ["50"]


@pytest.mark.parametrize("held", [True, False])
def test_the_enter_that_led_to_a_question_answers_nothing(bench: Bench, held: bool) -> None:
    bench.open("Robert")
    bench.view.panel.to_pay.setFocus()
    bench.type("100")
    bench.press(KEY.Key_Return)
    bench.wait(lambda: bench.failures.question is not None)
    question = bench.failures.question
    assert question is not None
    bench.wait(lambda: bench.focus is question.yes_button)
    for _ in range(10):
        if held:
            event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, NONE, "\r", True)
            QApplication.sendEvent(bench.focus, event)
        else:
            question._read.start()
            bench.press(KEY.Key_Return)
    assert bench.books.payments() == ()
    bench.wait(lambda: not question._read.isActive())
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].amount == usd(10000)


def test_a_tender_key_puts_the_list_away(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F4)
    bench.settle()
    assert bench.view.digits.isVisible()
    bench.press(KEY.Key_F6)
    assert not bench.view.digits.isVisible()
    assert bench.focus is bench.view.panel.given
    assert bench.books.not_collected("Thị Hoa") == ()
