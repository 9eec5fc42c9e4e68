"""A new patient with people who look alike beside the form; the page of services and tax rates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.areas.catalog import queries as catalog
from app.areas.parties import queries as parties
from app.gui.asking import Question
from app.gui.dialogs.patient_panel import PatientPanel
from app.gui.keys_overlay import DialogKeys
from tests.gui.account.conftest import Clinic, form_of, open_account

if TYPE_CHECKING:
    from tests.gui.conftest import Person

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_new_patient_in_one_short_form(clinic: Clinic, person: Person) -> None:
    """Enter walks from box to box; the last one registers and opens the account."""
    anchor = clinic.patient("Novak", "Olga")
    person.sign_in("2001")
    open_account(person, anchor.account_id)
    person.press(Qt.Key.Key_N, CTRL)
    bills = person.session.bills
    person.wait(lambda: bills.patient is not None and bills.patient.isAncestorOf(person.focus))
    for text in ("Win", "Cho", "5/1/2019", "555-0199"):
        person.type(text)
        person.press(ENTER)
    person.wait(lambda: bills.patient is None)
    person.settle()
    (found,) = clinic.ask(parties.find, "win cho")
    view = person.session.frame.screen_of("account")
    person.wait(lambda: view.deeds.account_id == found.account_id)  # type: ignore[attr-defined]
    person.settle()


def test_somebody_who_looks_alike_is_shown_and_asked_about(
    manager: str, clinic: Clinic, person: Person
) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa", birth_date=date(1984, 3, 14))
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    person.session.desk.new_patient("Nguyen, Thi Hoa")
    bills = person.session.bills
    person.wait(lambda: bills.patient is not None and bills.patient.isAncestorOf(person.focus))
    panel = bills.patient
    assert panel is not None
    person.wait(lambda: panel.model.rows)
    assert panel.model.rows[0].account_number == hoa.account_number
    panel.other_pays.setChecked(True)
    panel.guarantor.boxes["guarantor_given_names"].setFocus()
    person.type("Van Minh")
    person.press(ENTER, CTRL)
    person.wait(lambda: person.window.findChildren(Question))
    question = person.window.findChildren(Question)[0]
    assert "may be the same person" in question.words.text()
    person.wait(lambda: question.isVisible())
    question.agree()
    person.wait(lambda: bills.patient is None)
    person.settle()
    likes = clinic.ask(parties.find, "nguyen thi hoa")
    assert len(likes) == 2
    new = next(one for one in likes if one.account_id != hoa.account_id)
    assert clinic.ask(parties.account_header, new.account_id).guarantor == "Van Minh Nguyen"


def test_enter_on_somebody_alike_opens_them(manager: str, clinic: Clinic, person: Person) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    other = clinic.patient("Win", "Cho")
    person.sign_in(manager)
    view = open_account(person, other.account_id)
    person.session.desk.new_patient("Nguyen, Thi Hoa")
    bills = person.session.bills
    person.wait(lambda: bills.patient is not None and bills.patient.isAncestorOf(person.focus))
    person.wait(lambda: bills.patient and bills.patient.model.rows)
    assert bills.patient is not None
    bills.patient.likes.setFocus()
    bills.patient.likes.mark_first()
    person.press(ENTER)
    person.wait(lambda: view.deeds.account_id == hoa.account_id)
    person.settle()


def test_services_are_found_changed_and_added(
    manager: str, clinic: Clinic, person: Person, qtmodeltester: ModelTester
) -> None:
    clinic.service("99213", "Office visit", 12_800)
    clinic.service("36415", "Blood draw", 1_000)
    person.sign_in(manager)
    person.press(Qt.Key.Key_B, CTRL)
    view = person.session.frame.screen_of("services")
    person.wait(lambda: view.model.rows and view.table.hasFocus())  # type: ignore[attr-defined]
    qtmodeltester.check(view.model)  # type: ignore[attr-defined]
    deeds = view.deeds  # type: ignore[attr-defined]
    person.type("blood")
    assert [row.code for row in view.model.rows] == ["36415"]  # type: ignore[attr-defined]
    person.press(ENTER)
    person.press(ENTER)
    form_of(person, deeds)
    deeds.panel.form.boxes["price"].setFocus()
    deeds.panel.form.boxes["price"].selectAll()
    person.type("12")
    person.press(ENTER, CTRL)
    person.wait(lambda: deeds.panel is None)
    person.settle()
    assert clinic.ask(catalog.service_of_code, "36415").price.minor == 1200
    person.press(ESC)
    person.press(Qt.Key.Key_N, CTRL)
    form_of(person, deeds)
    person.type("e0114")
    person.press(ENTER)
    person.type("49.99")
    person.press(ENTER)
    person.type("Crutches, pair")
    person.press(ENTER, CTRL)
    person.wait(lambda: deeds.panel is None)
    person.settle()
    assert clinic.ask(catalog.service_of_code, "E0114").name == "Crutches, pair"
    person.press(Qt.Key.Key_N, CTRL)
    form_of(person, deeds)
    person.type("99213")
    person.press(ENTER)
    person.type("1")
    person.press(ENTER)
    person.type("Twice")
    person.press(ENTER, CTRL)
    person.wait(lambda: deeds.panel.form.fields["code"].message.isVisible())
    assert "is the code of “Office visit”" in deeds.panel.form.fields["code"].message.text()
    person.press(ESC)
    person.settle()


def test_a_tax_rate_from_a_day_on(manager: str, clinic: Clinic, person: Person) -> None:
    person.sign_in(manager)
    person.press(Qt.Key.Key_B, CTRL)
    view = person.session.frame.screen_of("services")
    deeds = view.deeds  # type: ignore[attr-defined]
    person.wait(lambda: deeds.page is not None)
    view.rate_button.click()  # type: ignore[attr-defined]
    form = form_of(person, deeds).form
    form.boxes["name"].setFocus()
    person.type("Sales tax")
    person.press(ENTER)
    person.type("much")
    person.press(ENTER, CTRL)
    assert "8.25" in form.fields["rate_e4"].message.text()
    form.boxes["rate_e4"].selectAll()
    person.type("8.875")
    person.press(ENTER, CTRL)
    person.wait(lambda: deeds.panel is None)
    person.settle()
    (rate,) = clinic.ask(catalog.tax_rates)
    assert (rate.tax_class, rate.rate_e4, rate.current) == ("standard", 88_750, True)


def begin_patient(person: Person, name: str = "") -> PatientPanel:
    person.session.desk.new_patient(name)
    bills = person.session.bills
    person.wait(lambda: bills.patient is not None and bills.patient.isAncestorOf(person.focus))
    person.settle()
    assert bills.patient is not None
    return bills.patient


def test_what_was_typed_for_a_new_patient_comes_back(clinic: Clinic, person: Person) -> None:
    person.sign_in("2001")
    person.counting()
    panel = begin_patient(person, "Win")
    person.type("Cho")
    person.press(ENTER)
    person.type("5/1/20")
    person.press(ESC)
    bills = person.session.bills
    person.wait(lambda: bills.patient is None)
    assert "is kept" in person.window.toasts.shown[-1].words
    panel = begin_patient(person, "Novak")
    assert panel.form.texts()["given_names"] == ""
    person.press(ESC)
    panel = begin_patient(person)
    assert panel.kept.isVisible()
    told = panel.form.texts()
    assert (told["family_name"], told["given_names"]) == ("Win", "Cho")
    assert told["birth_date"] == "5/1/20"
    panel.empty_button.click()
    person.press(ESC)
    panel = begin_patient(person)
    assert not any(panel.form.texts().values())
    assert not panel.kept.isVisible()
    person.press(ESC)
    person.settle()


def test_nobody_else_finds_what_was_typed(clinic: Clinic, person: Person) -> None:
    person.sign_in("2001")
    person.counting()
    begin_patient(person)
    person.type("Win")
    person.press(Qt.Key.Key_Escape)
    person.session.lock()
    person.wait(lambda: person.session.sign_in.chosen)
    person.sign_in("2002")
    person.counting()
    panel = begin_patient(person)
    assert not any(panel.form.texts().values())
    person.press(ESC)
    person.settle()


def test_f1_shows_the_keys_of_the_form_and_esc_goes_back_to_it(
    clinic: Clinic, person: Person
) -> None:
    person.sign_in("2001")
    person.counting()
    panel = begin_patient(person)
    person.type("Win")
    person.press(Qt.Key.Key_F1)
    person.wait(lambda: panel.keys is not None and panel.keys.isAncestorOf(person.focus))
    assert isinstance(panel.keys, DialogKeys)
    assert "Open who looks alike" in panel.keys.words
    assert "One step back, typed money is kept" in panel.keys.words
    person.press(ESC)
    person.wait(lambda: panel.keys is None and panel.isAncestorOf(person.focus))
    assert panel.isVisible()
    assert panel.form.texts()["family_name"] == "Win"
    person.press(Qt.Key.Key_F1)
    person.wait(lambda: panel.keys is not None and panel.keys.isAncestorOf(person.focus))
    person.press(Qt.Key.Key_F1)
    person.wait(lambda: panel.keys is None and panel.isAncestorOf(person.focus))
    person.press(Qt.Key.Key_F1)
    person.wait(lambda: panel.keys is not None)
    person.session.lock()
    assert person.session.bills.patient is None
    person.settle()
