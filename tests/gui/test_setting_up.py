"""The first steps in a new practice, after the power went before the keys were written down."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.areas.deposits import banks
from app.areas.security import queries as users
from app.areas.security import service
from app.areas.security.values import AddUser
from app.areas.settings import queries as settings
from app.areas.settings.values import SetUpPractice
from app.bootstrap import FirstAdministrator, Station, init_station, open_station
from app.gui.keys_page import KeysPage
from app.gui.screens.imports.page import ImportPage
from app.gui.screens.printer.assistant import Assistant, Step
from app.gui.screens.printer.saving import choose
from app.gui.screens.printer.where import BY_ADDRESS
from app.gui.screens.setting_up.pages import AroundPage, BankPage, PeoplePage, ReadyPage
from app.gui.screens.setting_up.view import View
from app.gui.screens.settings.view import View as SettingsView
from app.gui.setup_steps import steps_stand
from app.gui.theme import Theme, current
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId, new_id
from app.storage import keys
from tests.gui.conftest import PINS, Person, sitting_at

KEY, ENTER = Qt.Key, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def guided(folder: Path) -> str:
    """A practice whose administrator is led through the steps; its first recovery key."""
    practice = SetUpPractice(
        CommandId(new_id()),
        OrganizationId(new_id()),
        SiteId(new_id()),
        StationId(new_id()),
        organization_name="Riverside Clinic",
        site_name="Main street",
        demo=True,
    )
    who = FirstAdministrator("Ana Lwin", "1001", PINS["1001"])
    return init_station(folder, practice, who, guided=True).recovery_key


def screen(person: Person) -> View:
    person.wait(lambda: person.session.frame.task == "setting_up")
    found = person.session.frame.screen_of("setting_up")
    assert isinstance(found, View)
    return found


def at(person: Person, view: View, step: str) -> None:
    """Until a step stands there and has the keyboard."""
    person.wait(lambda: view.step == step and view.page is not None)
    person.settle()
    assert view.isAncestorOf(person.focus)


def renew_keys(person: Person, view: View, station: Station, first_key: str) -> None:
    """New keys, confirmed: they open what the old ones did, and those no longer count."""
    at(person, view, "recovery")
    person.press(ENTER)
    person.wait(lambda: isinstance(view.page, KeysPage))
    person.settle()
    page = view.page
    assert isinstance(page, KeysPage)
    said = [label.text() for label in page.findChildren(QLabel)]
    renewed = next(text for text in said if text.count("-") == 8)
    text = (station.folder / keys.RECOVERY_NAME).read_text("utf-8")
    assert renewed != first_key
    assert keys.from_recovery(text, renewed).packed() == station.database.keys.packed()
    assert keys.recovery_serial(text) == 1
    person.press(ENTER)
    assert view.page is page, "they are not written down yet"
    assert "Space" in page.hint.text()
    person.press(KEY.Key_Space)
    person.press(ENTER)


def let_in(person: Person, view: View, station: Station) -> None:
    """Somebody who takes payments."""
    at(person, view, "people")
    assert "recovery" not in station.ask(settings.steps_left).result()
    form = view.page
    assert isinstance(form, PeoplePage)
    for scale, shown in ((200, False), (100, True)):
        current().choose(scale=scale)
        person.settle()
        assert view.steps.isVisible() is shown
        assert form.mapTo(view, form.rect().topRight()).x() < view.width()
    person.type("Mia Tran")
    for _box in ("name", "role"):
        person.press(ENTER)
    person.press(ENTER)
    person.type("1234")
    person.press(ENTER, CTRL)
    assert "has six to twelve" in form.fields["pin"].message.text()
    person.type("123456")
    person.press(ENTER)
    assert "too easy" in form.fields["pin"].message.text(), "before it is typed a second time"
    assert person.focus is form.fields["pin"].control
    person.type("314159")
    person.press(ENTER)
    person.type("314159")
    person.press(ENTER)
    person.wait(lambda: form.added.isVisible())
    person.settle()
    assert form.added.text() == "Let in: Mia Tran."
    assert form.lacking.isHidden()
    names = {row.name: row.role_name for row in station.ask(users.user_rows).result()}
    assert names["Mia Tran"] == "Billing manager"
    assert person.focus is form.onward
    person.press(ENTER)


def back_to_people(person: Person, view: View) -> None:
    """Who is in stands there still, and Enter goes on without another one."""
    at(person, view, "printer")
    person.wait(lambda: "people" in view.stand.done)
    assert view.steps.state_of("people") == "done"
    person.press(KEY.Key_Escape)
    at(person, view, "people")
    form = view.page
    assert isinstance(form, PeoplePage)
    assert form.added.text() == "Let in: Mia Tran."
    assert person.focus is form.onward
    assert form.fields["name"].control.isEnabled()
    person.press(ENTER)


def into_the_printer(person: Person, view: View) -> None:
    """Enter goes on inside the printer's own steps and Esc comes back, step by step."""
    at(person, view, "printer")
    page = view.page
    assert isinstance(page, AroundPage)
    part = view.findChildren(Assistant)[-1]
    assert part.back_button.isHidden()
    assert page.skip.isVisible()
    choose(part.where.printers, BY_ADDRESS)
    part.where.address.setFocus()
    person.type("127.0.0.1")
    person.press(ENTER)
    person.wait(lambda: part.step is Step.MAKE)
    assert not page.skip.isVisible()
    assert not page.back.isVisible()
    person.press(KEY.Key_Escape)
    person.wait(lambda: part.step is Step.WHERE)
    assert view.step == "printer"
    assert page.skip.isVisible()
    part.where.printers.setFocus()
    person.press(ENTER)
    person.wait(lambda: part.step is Step.MAKE)
    person.press(KEY.Key_Escape)


def printer_bank_files(person: Person, view: View, station: Station) -> None:
    """No printer, a bank account, no files."""
    at(person, view, "printer")
    assert isinstance(view.page, AroundPage)
    view.page.skip.setFocus()
    person.press(ENTER)
    at(person, view, "bank")
    for text in ("First Bank", "123456789", "021000022"):
        person.type(text)
        person.press(ENTER)
    person.press(ENTER)
    bank = view.page
    assert isinstance(bank, BankPage)
    person.wait(bank.fields["routing"].message.text)
    person.settle()
    person.type("021000021")
    person.press(ENTER, CTRL)
    at(person, view, "import")
    assert station.ask(banks.bank_accounts).result()[0].is_default
    assert view.findChildren(ImportPage)
    assert isinstance(view.page, AroundPage)
    view.page.skip.setFocus()
    person.press(ENTER)


def to_the_end(person: Person, view: View, station: Station) -> None:
    """What was put off stands in the settings until nobody is to be reminded; then sign-in."""
    person.wait(lambda: isinstance(view.page, ReadyPage))
    person.settle()
    assert view.steps.state_of("printer") == "passed"
    assert view.steps.state_of("bank") == "done"
    person.session.frame.go("settings")
    person.settle()
    page_of = person.session.frame.screen_of("settings")
    assert isinstance(page_of, SettingsView)
    assert page_of.finish.shown == ("printer", "import")
    page_of.finish.drop.click()
    person.wait(lambda: not page_of.finish.shown)
    person.session.frame.go("setting_up")
    person.wait(lambda: isinstance(view.page, ReadyPage))
    person.settle()
    ready = view.page
    assert isinstance(ready, ReadyPage)
    ready.button.setFocus()
    person.press(ENTER)
    person.wait(lambda: person.window.page is person.session.sign_in)
    person.settle()
    assert station.ask(settings.steps_left).result() == {"printer": True, "import": True}


def test_from_unconfirmed_keys_to_a_practice_that_is_ready(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    first_key = guided(tmp_path / "data")
    station = open_station(tmp_path / "data")
    with sitting_at(station, qtbot, tmp_path) as person:
        person.sign_in("1001")
        view = screen(person)
        renew_keys(person, view, station, first_key)
        let_in(person, view, station)
        back_to_people(person, view)
        into_the_printer(person, view)
        printer_bank_files(person, view, station)
        to_the_end(person, view, station)
    station.close()


def test_steps_that_were_jumped_over_are_put_off_at_the_end(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    guided(tmp_path / "data")
    station = open_station(tmp_path / "data")
    with sitting_at(station, qtbot, tmp_path) as person:
        person.sign_in("1001")
        view = screen(person)
        at(person, view, "recovery")
        view.steps.wanted.emit("import")
        at(person, view, "import")
        page = view.page
        assert isinstance(page, AroundPage)
        page.skip.setFocus()
        person.press(ENTER)
        person.wait(lambda: isinstance(view.page, ReadyPage))
        ready = view.page
        assert isinstance(ready, ReadyPage)
        assert ready.left == ("recovery", "people", "printer", "bank", "import")
        view.deeds.end()
        view.deeds.end()
        person.wait(lambda: person.window.page is person.session.sign_in)
        person.settle()
        left = station.ask(settings.steps_left).result()
        assert set(left) == {"recovery", "people", "printer", "bank", "import"}
        assert not any(left[step] for step in ("people", "printer", "bank")), "it is reminded of"
    station.close()


def test_an_answer_that_comes_late_changes_no_other_page(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    guided(tmp_path / "data")
    station = open_station(tmp_path / "data")
    with sitting_at(station, qtbot, tmp_path) as person:
        person.sign_in("1001")
        view = screen(person)
        at(person, view, "recovery")
        role = next(row for row in station.ask(users.role_rows).result() if row.name == "Cashier")
        half = AddUser(CommandId(new_id()), "55", "Khin Zaw", role.role_id)
        station.act(SYSTEM, service.add_user, half).result()
        view.show_step("people")
        person.wait(lambda: isinstance(view.page, PeoplePage))
        form = view.page
        assert isinstance(form, PeoplePage)
        said = " ".join(label.text() for label in form.findChildren(QLabel))
        assert "still without a PIN: Khin Zaw. Give it under Users, Ctrl+9" in said
        assert "people" not in station.ask(steps_stand).result().done
        fill_in(form, name="Khin Oo", number="78", pin="314159", pin_again="314159")
        form.role.setCurrentIndex(form.role.findText("Cashier"))
        form.submitted.emit()
        person.wait(form.added.isVisible)
        assert "Let a billing manager in too" in form.lacking.text()
        assert form.lacking.isVisible()
        fill_in(form, name="x" * 200, number="77", pin="314159", pin_again="314159")
        form.submitted.emit()
        form.submitted.emit()
        view.show_step("bank")
        bank = view.page
        assert isinstance(bank, BankPage)
        toasts = person.session.desk.toasts
        person.wait(lambda: any("too long" in each.words for each in toasts.shown))
        fill_in(bank, bank="First", account_number="123456789", routing="021000021")
        bank.submitted.emit()
        view.show_step("printer")
        person.wait(lambda: station.ask(banks.bank_accounts).result())
        person.settle()
        assert view.step == "printer"
        page = view.page
        assert isinstance(page, AroundPage)
        page.skip.click()
        page.skip.click()
        person.wait(lambda: view.step == "bank")
        person.settle()
        assert view.step == "bank", "two clicks pass one step"
    station.close()


def fill_in(form: PeoplePage | BankPage, **texts: str) -> None:
    for name, text in texts.items():
        form.fields[name].control.setText(text)  # type: ignore[attr-defined]
