"""The page of an account by keyboard: ledger, history, short forms, drafts, cancelling."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.parties import queries as parties
from app.areas.parties.values import AccountStatus
from app.areas.payments import crediting
from app.areas.payments.crediting_values import BringCreditForward
from app.kernel.ids import CommandId, new_id
from tests.gui.account.conftest import Clinic, form_of, open_account, usd

if TYPE_CHECKING:
    from tests.gui.conftest import Person

ENTER, ESC, DEL = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete
CTRL = Qt.KeyboardModifier.ControlModifier


def toasts(person: Person) -> list[str]:
    return [toast.words for toast in person.window.toasts.shown]


def test_the_ledger_with_its_balance(
    manager: str, clinic: Clinic, person: Person, qtmodeltester: ModelTester
) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa", birth_date=date(1984, 3, 14), phone="555-0101")
    for minor in (3500, 1200):
        clinic.invoice(hoa.account_id, minor)
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    assert view.head.name.text() == "Thị Hoa Nguyễn"
    assert "born 1984" in view.head.detail.text()
    assert view.head.owes.amount().minor == 4700
    assert [line.balance.minor for line in view.lines_model.rows] == [4700, 3500]
    assert view.lines.hasFocus()
    qtmodeltester.check(view.lines_model)


def test_a_long_ledger_comes_as_one_scrolls(manager: str, clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    for minor in range(1, 206):
        clinic.invoice(hoa.account_id, minor)
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    assert len(view.lines_model.rows) == 200
    person.press(Qt.Key.Key_End, CTRL)
    person.wait(lambda: len(view.lines_model.rows) == 205)
    assert view.lines_model.rows[-1].balance.minor == 1


def test_who_changed_what(manager: str, clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa", phone="555-0101")
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    person.press(Qt.Key.Key_E, CTRL)
    panel = form_of(person, view.deeds)
    assert panel.form.value("family_name") == "Nguyễn"
    panel.form.boxes["phone"].setFocus()
    panel.form.boxes["phone"].selectAll()
    person.type("555-0188")
    panel.form.boxes["birth_date"].setFocus()
    person.type("14.3.1984")
    person.press(ENTER, CTRL)
    assert "is no date" in panel.form.fields["birth_date"].message.text()
    panel.form.boxes["birth_date"].setFocus()
    panel.form.boxes["birth_date"].selectAll()
    person.type("3/14/1984")
    person.press(ENTER, CTRL)
    person.wait(lambda: view.deeds.panel is None)
    person.settle()
    told = clinic.ask(parties.person, hoa.patient_id)
    assert (told.phone, told.birth_date) == ("555-0188", date(1984, 3, 14))
    person.press(Qt.Key.Key_H, CTRL)
    person.wait(lambda: view.changes_model.rows)
    changes = {(row.who, row.field, row.old, row.new) for row in view.changes_model.rows}
    assert ("Mia Chen", "phone", "555-0101", "555-0188") in changes
    person.press(ESC)
    assert not view.shows_history


def test_status_limit_and_flags(manager: str, clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    person.press(Qt.Key.Key_U, CTRL)
    panel = form_of(person, view.deeds)
    panel.form.boxes["status"].setCurrentIndex(panel.form.boxes["status"].findData("collections"))
    person.press(ENTER, CTRL)
    person.wait(lambda: panel.form.fields["status"].message.isVisible())
    assert "nothing to collect" in panel.form.fields["status"].message.text()
    panel.form.boxes["status"].setCurrentIndex(panel.form.boxes["status"].findData("suspended"))
    panel.form.boxes["credit_limit"].setFocus()
    person.type("500")
    person.press(ENTER, CTRL)
    person.wait(lambda: view.deeds.panel is None)
    person.settle()
    header = clinic.ask(parties.account_header, hoa.account_id)
    assert (header.status, header.credit_limit.minor) == (AccountStatus.SUSPENDED, 50_000)
    person.press(Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    form_of(person, view.deeds).form.boxes["words"].setFocus()
    person.type("Hard of hearing")
    person.press(ENTER)
    person.wait(lambda: view.deeds.panel is None)
    person.settle()
    (flag,) = clinic.ask(parties.account_header, hoa.account_id).flags
    assert flag.words == "Hard of hearing"
    view.details.edit_wanted.emit("unflag", flag.flag_id)
    person.wait(lambda: not clinic.ask(parties.account_header, hoa.account_id).flags)
    person.settle()


def test_a_cashier_does_not_rule(clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in("2001")
    view = open_account(person, hoa.account_id)
    person.press(Qt.Key.Key_U, CTRL)
    assert view.deeds.panel is None
    assert "Ask a manager to change that." in toasts(person)


def test_an_invoice_is_looked_at_and_cancelled_by_a_digit(
    manager: str, clinic: Clinic, person: Person
) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    issued = clinic.invoice(hoa.account_id, 3500)
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    person.press(ENTER)
    bills = person.session.bills
    person.wait(lambda: bills.invoice is not None and bills.invoice.isVisible())
    panel = bills.invoice
    assert panel is not None
    assert panel.cancel_button.isVisible()
    panel.cancel_button.setFocus()
    person.press(ENTER)
    person.wait(lambda: panel.picks.isVisible())
    person.type("1")
    person.wait(lambda: bills.invoice is None)
    person.settle()
    view = clinic.ask(invoices.invoice_view, issued.invoice_id)
    assert view.cancelled.endswith("by Mia Chen, Entered twice")
    assert f"{issued.number} is cancelled: Entered twice" in toasts(person)


@pytest.mark.parametrize("width", [1280, 700])
def test_details_have_room_beside_or_their_own_tab(
    manager: str, clinic: Clinic, person: Person, width: int
) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa", email="hoa@example.org")
    person.window.resize(width, 720)
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    assert view.details.isVisible() == (width == 1280)
    view._buttons[3].click()
    assert view.details.isVisible()
    person.settle()


def test_a_field_of_the_practices_own(manager: str, clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    view.details.edit_wanted.emit("field", "")
    form = form_of(person, view.deeds).form
    person.type("Contact")
    form.boxes["kind"].setCurrentIndex(form.boxes["kind"].findData("choice"))
    form.boxes["choices"].setPlainText("mail\nphone")
    person.press(ENTER, CTRL)
    person.wait(lambda: view.deeds.panel is None)
    person.wait(lambda: view.page.details.fields)
    person.settle()
    view.details.edit_wanted.emit("fields", "")
    form = form_of(person, view.deeds).form
    (box,) = form.boxes.values()
    box.setCurrentIndex(box.findData("phone"))
    person.press(ENTER, CTRL)
    person.wait(lambda: view.deeds.panel is None)
    person.settle()
    (field,) = clinic.ask(parties.account_details, hoa.account_id).fields
    assert (field.name, field.value) == ("Contact", "phone")


def test_money_is_taken_on_the_counter(manager: str, clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    clinic.invoice(hoa.account_id, 3500)
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    person.press(ENTER, CTRL)
    counter = person.session.frame.screen_of("counter")
    person.wait(lambda: counter.acts.account_id == hoa.account_id)  # type: ignore[attr-defined]
    person.settle()
    assert person.session.frame.task == "counter"


def test_credit_that_came_twice_is_taken_back_from_its_line(
    manager: str, clinic: Clinic, person: Person
) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    for _ in range(2):
        old = BringCreditForward(
            CommandId(new_id()), hoa.account_id, usd(5000), date(2025, 3, 1), "A-17"
        )
        clinic.act(crediting.bring_credit_forward, old)
    person.sign_in(manager)
    view = open_account(person, hoa.account_id)
    assert [line.source_type for line in view.lines_model.rows] == ["payment", "payment"]
    person.press(ENTER)
    digits = person.session.frame.screen_of("counter").digits  # type: ignore[attr-defined]
    person.wait(digits.isVisible)
    person.settle()
    assert digits.choices[0] == "Take this credit back"
    person.press(Qt.Key.Key_1)
    person.wait(lambda: digits.words.text().startswith("Take the credit W1-00000"))
    person.settle()
    person.press(Qt.Key.Key_5)
    person.wait(lambda: any("is taken back" in words for words in toasts(person)))
    person.settle()
    assert clinic.ask(ledger.account_balance, hoa.account_id, "USD").credit == usd(5000)
