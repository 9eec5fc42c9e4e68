"""A family in one tender, and what is done with receipts from the Counter's latest ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.areas.payments import histories
from app.areas.payments.values import PaymentStatus
from app.kernel.money import Money
from tests.gui.counter.conftest import KEY, Bench
from tests.gui.counter.test_tenders import digit

CTRL = Qt.KeyboardModifier.ControlModifier


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def take_cash(bench: Bench, who: str = "Thị Hoa") -> None:
    bench.open(who)
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()


def join_robert(bench: Bench) -> None:
    bench.press(KEY.Key_J, CTRL)
    dialog = bench.view.acts.family.dialog
    assert dialog is not None
    bench.wait(lambda: bench.focus is dialog.box)
    bench.type("oneil")
    bench.wait(lambda: [kin.name for kin in dialog.rows.rows] == ["Robert O’Neil"])
    bench.press(KEY.Key_Return)
    bench.settle()
    bench.press(KEY.Key_Escape)
    bench.settle()


def test_a_family_pays_in_one_tender(bench: Bench) -> None:
    bench.open("Thị Hoa")
    join_robert(bench)
    assert bench.view.family_bar.isVisible()
    assert bench.view.panel.to_pay.text() == "115.00"
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert paid.amount == usd(11500)
    bench.open("Robert")
    assert bench.view.bar.owes.amount() == usd(0)


def test_each_of_a_family_gets_a_receipt(bench: Bench) -> None:
    bench.open("Thị Hoa")
    join_robert(bench)
    bench.view.family_bar.each.click()
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    form = bench.view.acts.form
    assert form is not None
    assert form.answer is not None
    assert len(form.answer.receipts) == 2
    assert ", " in bench.view.panel.note.text()


def test_who_was_joined_is_taken_out_again(bench: Bench) -> None:
    bench.open("Thị Hoa")
    join_robert(bench)
    bench.view.acts.family.part(bench.books.accounts["Robert"])
    assert not bench.view.family_bar.isVisible()
    assert bench.view.panel.to_pay.text() == "35.00"


def test_a_void_is_three_steps(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_R, CTRL)
    assert bench.focus is bench.view.latest_table
    bench.press(KEY.Key_Delete)
    bench.settle()
    assert "Void receipt" in bench.view.digits.words.text()
    digit(bench, KEY.Key_1)
    assert bench.view.latest.rows[0].status is PaymentStatus.VOID
    assert bench.view.bar.owes.amount() == usd(18500)
    assert bench.view.panel.figure.amount() == usd(3500)
    assert bench.view.panel.figure_words.text() == "Hand back"
    assert bench.view.latest.index(0, 4).data() == "Void"


def test_a_scanned_receipt_is_voided_by_two_digits(bench: Bench) -> None:
    take_cash(bench)
    number = bench.books.payments()[0].receipt_number
    bench.press(KEY.Key_Escape)
    bench.settle()
    assert bench.view.acts.account_id is None
    bench.pause()
    for letter in f"{number}\r":
        bench.struck_ms += 5
        bench.strike(letter)
    bench.wait(bench.view.digits.isVisible)
    assert bench.view.acts.account_id == bench.books.accounts["Thị Hoa"]
    assert number in bench.view.digits.words.text()
    digit(bench, KEY.Key_1)
    digit(bench, KEY.Key_1)
    assert bench.books.payments()[0].status is PaymentStatus.VOID


def test_what_is_void_already_says_so(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_Delete)
    bench.settle()
    digit(bench, KEY.Key_1)
    bench.desk.toasts.clear()
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_F2)
    bench.settle()
    assert not bench.view.digits.isVisible()
    (toast,) = bench.desk.toasts.shown
    assert bench.view.latest.rows[0].receipt_number in toast.words


def test_a_wrong_tender_is_corrected(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_F2)
    bench.settle()
    digit(bench, KEY.Key_2)
    assert "Correct" in bench.view.digits.words.text()
    digit(bench, KEY.Key_1)
    assert bench.view.latest.rows[0].tender == "Credit card"
    assert bench.view.latest.index(0, 4).data() == "Corrected"


def test_a_correction_to_a_check_asks_for_its_number(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_F2)
    bench.settle()
    digit(bench, KEY.Key_1)
    dialog = bench.view.acts.receipts.dialog
    assert dialog is not None
    bench.wait(lambda: dialog.isAncestorOf(bench.focus))
    bench.press(KEY.Key_Return)
    assert dialog.isVisible()
    bench.type("1182")
    bench.press(KEY.Key_Tab)
    bench.type("First")
    bench.press(KEY.Key_Return)
    digit(bench, KEY.Key_1)
    assert bench.view.latest.rows[0].tender == "Check"


def test_the_menu_key_offers_what_is_legal(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_Menu)
    bench.settle()
    assert len(bench.view.digits.choices) == 3
    bench.press(KEY.Key_Escape)
    assert bench.focus is bench.view.latest_table


def test_a_payment_is_let_pay_another_invoice(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_Menu)
    bench.settle()
    digit(bench, KEY.Key_3)
    dialog = bench.view.acts.receipts.dialog
    assert dialog is not None
    bench.wait(lambda: dialog.isAncestorOf(bench.focus))
    xray, visit = dialog.boxes.values()
    xray.setText("40")
    bench.press(KEY.Key_Return)
    assert dialog.isVisible(), "35.00 was paid, and 75.00 is wanted"
    xray.setText("30")
    visit.setText("")
    bench.press(KEY.Key_Return)
    digit(bench, KEY.Key_1)
    payment = bench.books.payments()[0]
    view = bench.books.station.ask(histories.payment_view, payment.payment_id).result()
    assert [(row.amount, row.live) for row in view.allocations if row.live] == [(usd(3000), True)]
    assert view.unapplied == usd(500)
    assert bench.view.bar.credit.amount() == usd(500)


def test_with_nobody_selected_the_stations_receipts_are_at_hand(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_Escape)
    bench.settle()
    bench.press(KEY.Key_R, CTRL)
    assert bench.focus is bench.view.station_table
    bench.press(KEY.Key_Delete)
    bench.settle()
    digit(bench, KEY.Key_1)
    assert bench.view.station_latest.rows[0].status is PaymentStatus.VOID


def test_a_near_duplicate_shows_the_receipt_before_it(bench: Bench) -> None:
    take_cash(bench, "Robert")
    bench.books.issue("Robert", 8000)
    bench.settle()
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.wait(lambda: bench.failures.question is not None)
    question = bench.failures.question
    assert question is not None
    first = bench.books.payments()[0]
    assert question.about == first.receipt_id
    bench.wait(lambda: any(first.receipt_number in n for n in _names(question)))
    question.reject()
    bench.settle()
    assert len(bench.books.payments()) == 1


def _names(widget: QWidget) -> list[str]:
    return [label.accessibleName() for label in widget.findChildren(QLabel)]


def test_f12_prints_a_copy(bench: Bench) -> None:
    take_cash(bench)
    bench.press(KEY.Key_F12)
    bench.settle()
    paper = bench.frame.shelf.newest_paper
    assert paper is not None
    assert "copy 1" in paper.title
