"""The Counter by keyboard and mouse over a real station: what is pressed, booked and said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView, QWidget

from app.gui.screens.counter.payment_form import Stage
from app.kernel.money import Money
from tests.gui.counter.conftest import KEY, NONE, Bench


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def test_find_enter_opens_and_f6_enter_takes_exact_cash(bench: Bench) -> None:
    bench.find("nguyen")
    assert bench.view.bar.name.text() == "Nguyễn Thị Hoa"
    assert bench.view.bar.owes.amount() == usd(18500)
    assert bench.focus is bench.view.invoices_table
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.account_id) == (usd(3500), bench.books.accounts["Thị Hoa"])
    assert bench.view.panel.figure.amount() == usd(0)
    assert bench.view.bar.owes.amount() == usd(15000)
    assert bench.view.latest.rows[0].receipt_number == paid.receipt_number
    shown = bench.frame.shelf.newest
    assert shown is not None
    assert (shown.number, shown.amount) == (paid.receipt_number, usd(3500))
    assert paid.receipt_number in bench.view.panel.note.text()
    assert not bench.desk.toasts.shown, "the panel and the paper say it; a third voice is noise"


def test_change_is_shown_while_typing_and_stays_after_taking(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    assert bench.focus is bench.view.panel.given
    bench.type("20+30")
    assert bench.view.panel.figure.amount() == usd(1500)
    assert bench.view.panel.pieces.text() == "10 + 5"
    bench.press(KEY.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    bench.settle()
    assert bench.books.payments()[0].amount == usd(3500)
    assert bench.view.panel.figure.amount() == usd(1500)
    assert bench.view.panel.figure.accessibleName() != ""
    bench.type("one")
    assert bench.desk.find.text() == "one"
    assert bench.view.panel.figure.amount() == usd(1500)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.bar.name.text().endswith("O’Neil")
    assert bench.view.panel.figure.amount() is None


def test_enter_takes_nothing_until_a_tender_key_or_an_amount_arms_it(bench: Bench) -> None:
    bench.open("Thị Hoa")
    for _ in range(3):
        bench.press(KEY.Key_Return)
    bench.settle()
    assert not bench.view.panel.take_button.isEnabled()
    assert bench.books.payments() == ()


def test_fifty_presses_take_one_payment(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.pause()
    for _ in range(25):
        QTest.keyClick(bench.view, KEY.Key_Return)
        bench.view.panel.take_button.click()
    bench.settle()
    for _ in range(5):
        bench.press(KEY.Key_Return)
    bench.settle()
    assert len(bench.books.payments()) == 1


def test_a_double_click_takes_one_payment(bench: Bench) -> None:
    bench.open("Thị Hoa")
    QTest.mouseClick(bench.view.panel.cash, Qt.MouseButton.LeftButton)
    for click in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseClick):
        click(bench.view.panel.take_button, Qt.MouseButton.LeftButton)
    bench.settle()
    QTest.mouseClick(bench.view.panel.take_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert len(bench.books.payments()) == 1


def test_a_held_enter_takes_nothing(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    for _ in range(30):
        event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, NONE, "\r", True)
        QApplication.sendEvent(bench.focus, event)
    bench.settle()
    assert bench.books.payments() == ()


def test_a_scan_while_armed_finds_and_takes_nothing(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    at_ms = 7_000
    for letter in "W1-000002":
        at_ms += 5
        _stamped(bench, ord(letter), letter, at_ms)
    _stamped(bench, KEY.Key_Return, "\r", at_ms + 5)
    bench.settle()
    assert bench.books.payments() == ()
    assert bench.desk.find.text() == ""
    assert "W1-000002" in bench.desk.toasts.shown[-1].words
    form = bench.view.acts.form
    assert form is not None
    assert form.account_id == bench.books.accounts["Thị Hoa"]
    assert form.given_text == "50"


def _stamped(bench: Bench, key: int, text: str, at_ms: int) -> None:
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, int(key), NONE, text)
        event.setTimestamp(at_ms)
        QApplication.sendEvent(bench.focus, event)


def test_searching_changes_nothing_and_opening_another_account_parks(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50oneil")
    bench.settle()
    form = bench.view.acts.form
    assert form is not None
    assert form.account_id == bench.books.accounts["Thị Hoa"]
    assert bench.desk.find.text() == "oneil"
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.acts.account_id == bench.books.accounts["Robert"]
    assert bench.view.panel.given.text() == ""
    (parked,) = bench.books.parked()
    assert parked.account_id == bench.books.accounts["Thị Hoa"]
    assert (parked.payment_id, parked.given_text) == (form.payment_id, "50")


def test_esc_parks_typed_money_and_enter_on_the_list_brings_it_back(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    form = bench.view.acts.form
    assert form is not None
    bench.press(KEY.Key_Escape)
    bench.settle()
    assert bench.view.panel.given.text() == ""
    bench.press(KEY.Key_Escape)
    bench.settle()
    assert bench.view.acts.account_id is None
    assert [row.payment_id for row in bench.view.parked.rows] == [form.payment_id]
    bench.press(KEY.Key_Down)
    assert bench.focus is bench.view.parked_table
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.panel.given.text() == "50"
    bench.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert paid.payment_id == form.payment_id
    assert bench.books.parked() == ()


def test_typed_money_survives_a_power_cut(bench: Bench) -> None:
    """Without a key or a sign-out: what was typed is stored a moment later."""
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    bench.wait(lambda: len(bench.books.parked()) == 1)
    for _ in range(2):
        bench.press(KEY.Key_Backspace)
    bench.wait(lambda: bench.books.parked() == ())


def test_less_cash_is_said_first_and_then_taken_as_a_part(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("5")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments() == ()
    assert "30.00 less than 35.00" in bench.view.panel.given_field.message.text()
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].amount == usd(500)


def test_what_is_no_amount_is_said_beside_its_box(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("1,23")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert "is not an amount" in bench.view.panel.given_field.message.text()
    assert bench.focus is bench.view.panel.given
    assert bench.books.payments() == ()


def test_more_than_is_owed_is_asked_about_and_no_leaves_the_form(bench: Bench) -> None:
    bench.open("Robert")
    bench.view.panel.to_pay.setFocus()
    bench.type("100")
    bench.press(KEY.Key_Return)
    bench.wait(lambda: bench.failures.question is not None)
    question = bench.failures.question
    assert question is not None
    question.reject()
    bench.settle()
    form = bench.view.acts.form
    assert form is not None
    assert (form.stage, form.amount_text) == (Stage.OPEN, "100")
    assert bench.books.payments() == ()
    bench.view.panel.take_button.click()
    bench.wait(lambda: bench.failures.question is not None)
    again = bench.failures.question
    assert again is not None
    again.yes_button.click()
    bench.settle()
    assert bench.books.payments()[0].amount == usd(10000)
    assert bench.view.bar.credit.amount() == usd(2000)


def test_space_ticks_and_each_invoice_shows_what_it_gets(bench: Bench) -> None:
    bench.open("Thị Hoa")
    table, model = bench.view.invoices_table, bench.view.invoices
    assert [row.words for row in model.rows] == ["X-ray, two views", "Office visit"]
    assert bench.view.panel.to_pay.text() == "35.00"
    table.selectRow(0)
    bench.press(KEY.Key_Space)
    assert bench.view.panel.to_pay.text() == "185.00"
    last = len(model.columns) - 1
    assert [model.index(row, last).data() for row in range(2)] == ["150.00", "35.00"]
    bench.view.panel.to_pay.setFocus()
    bench.type("160")
    assert [model.index(row, last).data() for row in range(2)] == ["150.00", "10.00"]
    assert bench.view.panel.take_button.text().startswith("Take 160.00")


def test_the_keypad_alone_takes_a_payment(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.pause()
    QTest.keyClick(bench.focus, KEY.Key_Asterisk, Qt.KeyboardModifier.KeypadModifier)
    assert bench.focus is bench.view.panel.given
    bench.press(KEY.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    bench.settle()
    assert len(bench.books.payments()) == 1


def test_digits_find_until_an_amount_box_has_the_keyboard(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.type("12")
    assert bench.desk.find.text() == "12"
    assert bench.view.panel.given.text() == ""


def test_without_a_shift_the_panel_says_where_to_go(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(shift=False)
    bench.open("Thị Hoa")
    assert bench.view.panel.no_shift.isVisible()
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments() == ()
    button = bench.view.panel.no_shift.button
    assert button is not None
    button.click()
    assert bench.frame.task == "drawer"


def test_what_others_post_appears_and_a_moved_amount_is_said(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.books.issue("Thị Hoa", 2500, "Vaccination")
    bench.wait(lambda: len(bench.view.invoices.rows) == 3)
    assert bench.view.bar.owes.amount() == usd(21000)
    assert bench.view.panel.to_pay.text() == "35.00"
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].amount == usd(3500)


def test_f12_shows_the_last_receipt_again(bench: Bench) -> None:
    bench.open("Robert")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    bench.frame.shelf.clear()
    bench.press(KEY.Key_F12)
    bench.settle()
    shown = bench.frame.shelf.newest
    assert shown is not None
    assert shown.number == bench.books.payments()[0].receipt_number


def test_nobody_found_says_what_to_try(bench: Bench) -> None:
    bench.find("zzzz")
    assert "Nobody found for “zzzz”" in bench.view.found.foot.text()
    bench.press(KEY.Key_Escape)
    assert not bench.view.found.isVisible()
    assert bench.desk.find.text() == ""


def test_arrow_keys_walk_the_list(bench: Bench) -> None:
    for number in range(3):
        bench.books.register(
            f"Anna {number}", "Zimmer", born=date(1970 + 5 * number, 1, 1 + number)
        )
    bench.type("zimmer")
    bench.wait(lambda: len(bench.view.found.rows) == 3)
    bench.press(KEY.Key_Down)
    bench.press(KEY.Key_Down)
    wanted = bench.view.found.rows[2]
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.acts.account_id == wanted.account_id


def test_after_signing_out_no_name_is_left(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    bench.frame.cover()
    bench.frame.forget()
    bench.settle()
    assert "Nguyễn" not in _all_words(bench.view)
    assert len(bench.books.parked()) == 1


def _all_words(widget: QWidget) -> str:
    words: list[str] = []
    for child in [widget, *widget.findChildren(QWidget)]:
        text = getattr(child, "text", None)
        words += [child.accessibleName(), child.toolTip(), text() if callable(text) else ""]
        if isinstance(child, QTableView):
            model = child.model()
            words += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return "\n".join(words)


def test_every_control_has_an_accessible_name(bench: Bench) -> None:
    bench.open("Thị Hoa")
    controls = (QAbstractButton, QLineEdit, QTableView)
    nameless = [
        child
        for child in bench.view.findChildren(QWidget)
        if isinstance(child, controls) and not child.accessibleName()
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert nameless == []
