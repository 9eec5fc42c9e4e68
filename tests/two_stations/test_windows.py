"""What people see of other windows: their work comes by itself and disturbs nobody's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.areas.drawers.service import open_shift
from app.areas.drawers.values import OpenShift
from app.areas.parties import queries as parties
from app.areas.parties.service import change_patient
from app.areas.parties.values import ChangePatient
from app.bootstrap import NewStation, enrol_here
from app.gui.screens.account.view import View as AccountView
from app.gui.screens.counter.view import View as CounterView
from app.gui.screens.settings.stations import Stations
from app.gui.screens.settings.view import View as SettingsView
from app.gui.theme import Theme
from app.sync.looking import standing
from tests.building import PIN, command_id
from tests.gui import conftest as people
from tests.gui.account.conftest import form_of
from tests.gui.conftest import Person, sitting_at, theme
from tests.two_stations.conftest import Pair

__all__ = ["theme"]

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
SELDOM_S = 60.0
"""So seldom that only the centre's call can have brought what came."""


@pytest.fixture
def second(
    pair: Pair, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    """Somebody at the window of the second station, which syncs by itself; both have everything."""
    monkeypatch.setitem(people.PINS, "21", PIN)
    monkeypatch.setitem(people.PINS, "40", PIN)
    pair.one.hang_up()
    pair.two.hang_up()
    pair.one.station.start_sync(SELDOM_S)
    pair.two.station.start_sync(SELDOM_S)
    with sitting_at(pair.two.station, qtbot, tmp_path) as someone:
        yield someone


def screen_of(person: Person, task: str, kind: type[Any]) -> Any:
    found = person.session.frame.screen_of(task)
    assert isinstance(found, kind)
    return found


def test_a_payment_at_the_other_window_comes_by_itself(second: Person, pair: Pair) -> None:
    """On the account and on the Counter; keyboard, marked line and typed money stay."""
    one = pair.one.books
    one.open_shift()
    patient = one.register_patient("Nguyễn", "Thị Hoa")
    first, *_ = [one.issue_invoice(patient.account_id, minor) for minor in (3500, 15000)]
    pair.one.station.sync_now().result()
    shift = OpenShift(command_id(), pair.two.books.drawer(), ())
    pair.two.station.act(one.actors.other_cashier, open_shift, shift).result()
    second.sign_in("21")
    second.settle()
    second.session.frame.go("account", patient.account_id)
    view = screen_of(second, "account", AccountView)
    second.wait(lambda: view.page is not None and len(view.lines_model.rows) == 2)
    second.settle()
    view.lines.setFocus()
    view.lines.selectRow(1)
    stood_on = view.lines.current_row()
    one.take_cash(patient.account_id, 2000, invoice_ids=(first.invoice_id,))
    second.wait(lambda: len(view.lines_model.rows) == 3)
    assert view.page is not None
    assert view.page.owed.minor == 16500
    assert view.lines.current_row().entry_number == stood_on.entry_number
    assert second.focus is view.lines
    second.session.frame.go("counter", patient.account_id)
    counter = screen_of(second, "counter", CounterView)
    second.wait(lambda: len(counter.invoices.rows) == 2)
    second.settle()
    counter.invoices_table.setFocus()
    counter.invoices_table.selectRow(1)
    stood_on = counter.invoices_table.current_row()
    one.take_cash(patient.account_id, 1500, invoice_ids=(first.invoice_id,))
    second.wait(lambda: len(counter.invoices.rows) == 1)
    assert second.focus is counter.invoices_table
    assert counter.invoices_table.current_row().invoice_id == stood_on.invoice_id
    second.press(Qt.Key.Key_F6)
    second.wait(lambda: isinstance(second.focus, QLineEdit))
    box = second.focus
    second.type("50")
    one.take_cash(patient.account_id, 500)
    second.wait(lambda: counter.invoices.rows[0].due.minor == 14500)
    second.settle()
    assert second.focus is box
    assert isinstance(box, QLineEdit)
    assert box.text() == "50"


def last_contact(pair: Pair) -> datetime | None:
    return pair.two.station.ask(standing).result().last_contact


def test_the_panel_says_how_it_stands_and_tries_at_once(second: Person, pair: Pair) -> None:
    second.sign_in("40")
    second.settle()
    panel = second.session.syncing.panel
    second.press(Qt.Key.Key_R, CTRL | SHIFT)
    second.wait(lambda: panel.words is not None and panel.words.headline)
    assert panel.isVisible()
    assert second.focus is panel.now_button
    assert panel.words is not None
    assert [line.name for line in panel.words.windows] == ["W1", "W2 · Window 2"]
    contact = last_contact(pair)
    second.press(ENTER)
    second.wait(lambda: last_contact(pair) != contact)
    role = pair.centre.one("SELECT role_name FROM sync.station WHERE code = 'W2'")
    pair.centre.admin.execute(f"ALTER ROLE {role} NOLOGIN")
    pair.centre.admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,)
    )
    pair.two.books.open_shift()
    patient = pair.two.books.register_patient("Okafor", "Ada")
    pair.two.books.take_cash(patient.account_id, 1500)
    second.wait(lambda: panel.words is not None and panel.words.cautions)
    assert "Payments to send: 1 payment, 15.00" in panel.words.as_text()
    assert panel.words.tone == "caution"
    pair.centre.admin.execute(f"ALTER ROLE {role} LOGIN")
    second.press(ENTER)
    second.wait(lambda: panel.words is not None and panel.words.tone == "money_in")
    second.wait(lambda: panel.now_button.text() == "Sync now")
    assert second.focus is panel.now_button
    panel.copy_button.click()
    assert "Last contact" in QApplication.clipboard().text()
    second.press(ESC)
    assert not panel.isVisible()


def test_a_station_is_let_in_with_a_code_and_shut_out(
    second: Person, pair: Pair, tmp_path: Path
) -> None:
    second.sign_in("40")
    second.settle()
    second.session.frame.go("settings", "stations")
    second.settle()
    section = screen_of(second, "settings", SettingsView).section("stations")
    assert isinstance(section, Stations)
    second.wait(lambda: len(section.model.rows) == 2)
    section.to_list()
    second.press(Qt.Key.Key_N, CTRL)
    form = section.form
    assert second.focus is form.button
    second.press(ENTER)
    second.wait(lambda: form.has_code)
    assert "9:" in form.left.text() or "10:" in form.left.text()
    assert form.caution.isVisible(), "this centre is on this computer alone"
    assert form.scan.isVisible()
    new = NewStation(
        code="W3", name="Ward 3", administrator="1", pin=PIN, code_text=form.code.toPlainText()
    )
    enrol_here(tmp_path / "third", new)
    second.wait(lambda: form.left.text() == "W3 · Ward 3 has joined.")
    assert not form.has_code
    second.press(ESC)
    second.wait(lambda: len(section.model.rows) == 3)
    section.table.selectRow(2)
    second.press(ENTER)
    second.wait(lambda: form.reason.hasFocus())
    assert "neither sends nor takes" in form.words.text()
    second.press(ENTER)
    assert "empty" in form.fields["reason"].message.text()
    second.type("Stolen")
    second.press(ENTER)
    second.wait(lambda: any(row.shut_out for row in section.model.rows))
    revoked = "SELECT revoked_at IS NOT NULL FROM sync.station WHERE code = 'W3'"
    second.wait(lambda: pair.centre.one(revoked))
    second.session.frame.go("settings", "stations")
    section.table.selectRow(1)
    section.begin_row(section.table.current_row())
    assert "another window" in form.words.text()


def test_a_form_says_what_the_other_window_changed_meanwhile(second: Person, pair: Pair) -> None:
    """What is typed here stays; what is not touched here is not written back over theirs."""
    one = pair.one.books
    patient = one.register_patient("Nguyễn", "Thị Hoa", phone="555-0101", email="hoa@old.example")
    pair.one.station.sync_now().result()
    second.sign_in("40")
    second.settle()
    second.session.frame.go("account", patient.account_id)
    view = screen_of(second, "account", AccountView)
    second.wait(lambda: view.page is not None)
    second.press(Qt.Key.Key_E, CTRL)
    panel = form_of(second, view.deeds)
    phone, email = panel.form.boxes["phone"], panel.form.boxes["email"]
    assert isinstance(phone, QLineEdit)
    assert isinstance(email, QLineEdit)
    phone.setFocus()
    phone.selectAll()
    second.type("555-0177")
    theirs = replace(
        one.station.ask(parties.person, patient.patient_id).result(),
        phone="555-0199",
        email="hoa@new.example",
    )
    change = ChangePatient(command_id(), patient.patient_id, theirs)
    one.station.act(one.actors.billing_manager, change_patient, change).result()
    second.wait(lambda: "555-0199" in panel.form.fields["phone"].message.text())
    assert second.focus is phone
    assert (phone.text(), email.text()) == ("555-0177", "hoa@new.example")
    assert "just now" in panel.form.fields["email"].message.text()
    second.press(ENTER, CTRL)
    second.wait(lambda: view.deeds.panel is None)
    second.settle()
    pair.two.station.sync_now().result()
    second.wait(
        lambda: one.station.ask(parties.person, patient.patient_id).result().phone == "555-0177"
    )
    for window in (pair.one, pair.two):
        told = window.station.ask(parties.person, patient.patient_id).result()
        assert (told.phone, told.email) == ("555-0177", "hoa@new.example")
