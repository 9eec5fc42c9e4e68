"""Bank accounts by keyboard over a real station: added, refused beside the box, changed, noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.areas.deposits import banks, maintaining
from app.areas.deposits.bank_values import BankAccountRow, SaveBankAccount, SlipLayout
from app.areas.security import queries as users
from app.areas.security import service as security
from app.areas.security.values import ChangeUser
from app.bootstrap import Station
from app.gui.screens.settings.banks import Banks
from app.gui.screens.settings.view import View
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, RoleId, derived_id, new_id
from app.kernel.money import Money

if TYPE_CHECKING:
    from tests.gui.conftest import Person

KEY, ENTER, ESC = Qt.Key, Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier


def section(person: Person, number: str = "1001") -> Banks:
    """Sign in and walk to the bank accounts by Ctrl+, and the arrow keys."""
    person.sign_in(number)
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    assert isinstance(view, View)
    for _ in range(8):
        if view.now == "banks":
            break
        person.press(KEY.Key_Down)
    person.press(ENTER)
    found = view.section("banks")
    assert isinstance(found, Banks)
    person.wait(lambda: found.found is not None)
    return found


def listed(station: Station) -> dict[str, BankAccountRow]:
    rows = station.ask(lambda reader: banks.bank_accounts(reader, all=True)).result()
    return {row.name: row for row in rows}


def add(station: Station, name: str, number: str, gl_code: str) -> None:
    command = SaveBankAccount(
        CommandId(new_id()), None, name, "First Bank", number, gl_code, routing="021000021"
    )
    station.act(SYSTEM, maintaining.save_bank_account, command).result()


def on(person: Person, widget: QWidget) -> bool:
    """Whether the keyboard is there."""
    return person.focus is widget


def walk(person: Person, *texts: str) -> None:
    """Type each text into the next box, Enter after each; an empty text leaves a box as it is."""
    for text in texts:
        if text and isinstance(person.focus, QLineEdit):
            person.focus.selectAll()
            person.type(text)
        person.press(ENTER)


def test_a_bank_account_is_added_by_keyboard(person: Person, station: Station) -> None:
    """Another country calls its numbers by their names; a slip is said beside its box."""
    view = section(person)
    assert "no bank account yet" in view.table.empty_words
    person.press(KEY.Key_N, CTRL)
    form = view.form
    assert person.focus is form.name
    assert form.is_default.isChecked()
    form.layout_pick.choose(SlipLayout.UK.value)
    assert form.fields["routing"].label.text() == "Sort code"
    assert form.routing.placeholderText() == "40-47-84"
    form.layout_pick.choose(SlipLayout.US.value)
    assert form.fields["routing"].label.text() == "Routing number (ABA)"
    walk(person, "Operating", "", "First Bank", "Chicago", "", "021000012", "0001 2345 6789")
    assert on(person, form.swift)
    person.press(ENTER, CTRL)
    assert form.fields["gl_code"].message.text() == "Choose one."
    assert on(person, form.account)
    form.account.choose("1000")
    person.press(ENTER, CTRL)
    person.wait(lambda: "last digit" in form.fields["routing"].message.text())
    person.settle()
    assert on(person, form.routing)
    assert listed(station) == {}
    form.routing.selectAll()
    person.type("021000021")
    person.press(ENTER, CTRL)
    person.wait(lambda: "Operating" in listed(station))
    person.settle()
    row = listed(station)["Operating"]
    assert (row.gl_code, row.routing, row.is_default) == ("1000", "021000021", True)
    assert (row.account_title, row.masked_number) == ("Riverside Clinic", "•••• 6789")
    assert not view.is_open
    said = view.text_of(view.model.rows[0])
    assert "•••• 6789" in said
    assert "00012345" not in said
    assert "For deposits" in said


def test_a_known_account_is_changed_and_keeps_its_number(person: Person, station: Station) -> None:
    add(station, "Operating", "000123456789", "1000")
    add(station, "Payroll", "000987654321", "1010")
    view = section(person)
    person.wait(lambda: view.model.rows)
    person.type("pay")
    person.press(ENTER)
    person.press(ENTER)
    form = view.form
    assert (form.title.text(), form.number.text()) == ("Payroll", "")
    assert form.number.placeholderText() == "•••• 4321"
    form.name.selectAll()
    person.type("Wages")
    form.is_default.setFocus()
    person.press(KEY.Key_Space)
    person.press(ENTER)
    person.wait(lambda: "Wages" in listed(station))
    person.settle()
    rows = listed(station)
    assert (rows["Wages"].is_default, rows["Operating"].is_default) == (True, False)
    whole = station.ask(banks.whole_bank_account, rows["Wages"].bank_account_id).result()
    assert whole.account_number == "000987654321"


def test_the_account_that_deposits_go_to_is_not_put_away(person: Person, station: Station) -> None:
    add(station, "Operating", "000123456789", "1000")
    add(station, "Payroll", "000987654321", "1010")
    view = section(person)
    person.wait(lambda: view.model.rows)
    person.press(ENTER)
    form = view.form
    assert form.title.text() == "Operating"
    form.active.setFocus()
    person.press(KEY.Key_Space)
    person.press(ENTER)
    person.wait(lambda: "Choose another one" in form.default_words.text())
    person.settle()
    assert person.focus is form.active
    assert listed(station)["Operating"].active
    person.press(KEY.Key_Space)
    assert form.active.isChecked()
    person.press(ESC)
    assert not view.is_open


def test_accounting_notes_what_the_bank_says_and_changes_nothing_else(
    person: Person, station: Station
) -> None:
    add(station, "Operating", "000123456789", "1000")
    row = next(row for row in station.ask(users.user_rows).result() if row.number == "2001")
    role = RoleId(derived_id("role", "accounting"))
    change = ChangeUser(CommandId(new_id()), row.user_id, row.number, row.name, role)
    station.act(SYSTEM, security.change_user, change).result()
    view = section(person, "2001")
    person.wait(lambda: view.model.rows)
    assert not view.new_button.isEnabled()
    person.press(ENTER)
    form = view.form
    assert not form.name.isEnabled()
    assert not form.button.isVisible()
    assert on(person, form.available)
    person.type("1234.50")
    person.press(ENTER)
    assert "Type the day" in form.said["as_of"].message.text()
    assert on(person, form.as_of)
    person.type("01/05/2026")
    person.press(ENTER, CTRL)
    person.wait(lambda: listed(station)["Operating"].available == Money(123450, "USD"))
    person.settle()
    assert "1,234.50" in view.text_of(view.model.rows[0])
