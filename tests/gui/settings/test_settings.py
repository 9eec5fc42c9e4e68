"""The settings by keyboard over a real station: lists, numbers, what holds for the practice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from app.areas.drawers import queries as drawers
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import queries as payments
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.gui.languages import begin_window_language, window_language
from app.gui.screens.settings.drawers import Drawers
from app.gui.screens.settings.numbers import Numbers
from app.gui.screens.settings.practice import PracticeSettings
from app.gui.screens.settings.reasons import Reasons
from app.gui.screens.settings.tenders import Tenders
from app.gui.screens.settings.view import View
from app.gui.screens.settings.window_look import WindowLook
from app.gui.theme import Scheme, current

if TYPE_CHECKING:
    from tests.gui.conftest import Person

S = TypeVar("S")
KEY, ENTER, ESC = Qt.Key, Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier


class Page:
    """The page with its sections under their names."""

    def __init__(self, view: View) -> None:
        self.view, self.buttons, self.elsewhere = view, view.buttons, view.elsewhere

    @property
    def now(self) -> str:
        return self.view.now

    def _part(self, name: str, kind: type[S]) -> S:
        found = self.view.section(name)
        assert isinstance(found, kind)
        return found

    @property
    def tenders(self) -> Tenders:
        return self._part("tenders", Tenders)

    @property
    def reasons(self) -> Reasons:
        return self._part("reasons", Reasons)

    @property
    def numbers(self) -> Numbers:
        return self._part("numbers", Numbers)

    @property
    def practice(self) -> PracticeSettings:
        return self._part("practice", PracticeSettings)

    @property
    def drawers(self) -> Drawers:
        return self._part("drawers", Drawers)

    @property
    def look(self) -> WindowLook:
        return self._part("window", WindowLook)


def page(person: Person) -> Page:
    """The administrator at the settings, come by Ctrl+,; the keyboard is on the sections."""
    person.sign_in("1001")
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    assert isinstance(view, View)
    found = Page(view)
    person.wait(lambda: found.tenders.model.rows)
    assert person.focus is found.buttons["tenders"]
    return found


def walk_to(person: Person, view: Page, name: str) -> None:
    """Down to a section, Enter into its list."""
    for _ in range(8):
        if view.now == name:
            break
        person.press(KEY.Key_Down)
    assert view.now == name
    person.press(ENTER)


def on(person: Person, widget: QWidget) -> bool:
    """Whether the keyboard is there."""
    return person.focus is widget


def toasts(person: Person) -> list[str]:
    return [toast.words for toast in person.window.toasts.shown]


def tenders(station: Station) -> dict[str, TenderTypeRow]:
    return {row.method: row for row in station.ask(payments.tender_types).result()}


def pick(person: Person, words: str) -> None:
    """Turn the list the keyboard is on until it says so."""
    person.press(KEY.Key_Home)
    for _ in range(60):
        box = person.focus
        if getattr(box, "currentText", str)() == words:
            return
        person.press(KEY.Key_Down)
    raise AssertionError(words)


def test_a_new_way_to_pay_reaches_the_counter(person: Person, station: Station) -> None:
    view = page(person)
    person.press(KEY.Key_N, CTRL)
    form = view.tenders.form
    assert person.focus is form.name
    person.type("Gift card")
    assert form.method.text() == "gift_card"
    person.press(ENTER)
    person.press(ENTER)
    pick(person, "Other")
    person.press(ENTER)
    pick(person, "1030 Card clearing")
    form.required[TenderField.REFERENCE].setFocus()
    person.press(KEY.Key_Space)
    person.press(ENTER, CTRL)
    person.wait(lambda: "gift_card" in tenders(station))
    made = tenders(station)["gift_card"]
    assert (made.name, made.gl_code, made.required) == (
        "Gift card",
        "1030",
        (TenderField.REFERENCE,),
    )
    person.wait(lambda: "Gift card can be taken now." in toasts(person))
    person.settle()
    assert not view.tenders.is_open
    assert on(person, view.tenders.table)
    row = view.tenders.table.current_row()
    assert isinstance(row, TenderTypeRow)
    assert row.method == "gift_card"


def test_what_a_way_to_pay_lacks_is_said_beside_its_box(person: Person, station: Station) -> None:
    view = page(person)
    form = view.tenders.form
    person.press(KEY.Key_N, CTRL)
    person.press(ENTER, CTRL)
    assert form.fields["name"].message.text() == "This can't be empty."
    assert form.fields["gl_code"].message.text() == "Choose one."
    assert person.focus is form.name
    form.name.insert("Ä 1")
    form.method.setText("Gift Card")
    form.account.choose("1030")
    form.position.setText("x")
    person.press(ENTER, CTRL)
    assert form.fields["position"].message.text() == "Type a whole number, such as 3."
    form.position.setText("3")
    person.press(ENTER, CTRL)
    person.wait(lambda: "small letters" in form.fields["method"].message.text())
    assert person.focus is form.method
    person.settle()
    assert len(tenders(station)) == len(view.tenders.model.rows)


def test_a_way_to_pay_goes_out_of_use(person: Person, station: Station) -> None:
    view = page(person)
    person.press(ENTER)
    person.type("wire")
    person.press(ENTER)
    person.press(ENTER)
    form = view.tenders.form
    assert form.title.text() == "Wire"
    assert not form.kind.isEnabled()
    assert not form.method.isVisible()
    form.active.setFocus()
    person.press(KEY.Key_Space)
    person.press(ENTER)
    person.wait(lambda: "wire" not in tenders(station))
    person.settle()
    person.press(ESC)
    assert view.tenders.search.text() == ""
    said = {row.method: view.tenders.text_of(row) for row in view.tenders.model.rows}
    assert said["wire"].endswith("Not in use")
    assert said["eft"].split()[1] == "3"
    person.press(ESC)
    assert person.focus is view.buttons["tenders"]


def test_a_reason_is_edited_and_another_added(person: Person, station: Station) -> None:
    view = page(person)
    walk_to(person, view, "reasons")
    person.type("postage")
    person.press(ENTER)
    person.press(ENTER)
    form = view.reasons.form
    assert person.focus is form.words
    person.type("Stamps")
    form.account.setFocus()
    pick(person, "6000 Medical supplies")
    person.press(ENTER)

    def paid_out() -> dict[str, tuple[int, str]]:
        rows = station.ask(ledger.reasons, ReasonKind.PAID_OUT).result()
        return {row.words: (row.digit, row.gl_code) for row in rows}

    person.wait(lambda: "Stamps" in paid_out())
    assert paid_out()["Stamps"] == (2, "6000")
    person.settle()
    person.press(ESC)
    person.press(KEY.Key_N, CTRL)
    pick(person, "Void")
    assert not form.fields["gl_code"].isVisible()
    person.press(ENTER)
    person.type("Card declined")
    person.press(ENTER)
    form.digit.setText("1")
    person.press(ENTER)
    person.wait(lambda: "picks “Wrong amount” already" in form.fields["digit"].message.text())
    person.settle()
    assert person.focus is form.digit
    person.type("7")
    person.press(ENTER)

    def voids() -> set[str]:
        return {row.words for row in station.ask(ledger.reasons, ReasonKind.VOID).result()}

    person.wait(lambda: "Card declined" in voids())


def test_a_wrong_pattern_is_refused_in_words_and_a_right_one_previewed(
    person: Person, station: Station
) -> None:
    view = page(person)
    walk_to(person, view, "numbers")
    person.type("invoices")
    person.press(ENTER)
    person.press(ENTER)
    form = view.numbers.form
    assert (person.focus, form.example.text()) == (form.pattern, "W1-000001")
    person.type("INV-{year}")
    person.press(ENTER)
    assert form.fields["value"].message.text().startswith("The number itself is missing.")
    assert form.example.text() == "—"
    person.type("INV-{year}-{n:04}")
    year = settings.business_today(station.practice, station.database.clock.now()).year
    person.wait(lambda: form.example.text() == f"INV-{year}-0001")
    assert form.again.text() == "It begins again at 1 every year."
    person.press(ENTER)
    key = "numbers.invoice"
    person.wait(lambda: station.ask(settings.setting, key).result() == "INV-{year}-{n:04}")
    person.settle()
    assert view.numbers.table.hasFocus()


def test_settings_have_an_editor_that_fits_and_say_who_changed_them(
    person: Person, station: Station
) -> None:
    view = page(person)
    walk_to(person, view, "practice")
    section = view.practice
    form = section.form

    def now(key: str) -> str:
        return station.ask(settings.setting, key).result()

    def find(words: str) -> None:
        person.press(KEY.Key_F, CTRL)
        person.type(words)
        person.press(ENTER)
        person.press(ENTER)

    find("goes into the safe")
    assert (person.focus, form.money.text()) == (form.money, "500.00")
    person.type("750")
    person.press(ENTER)
    person.wait(lambda: now("drawers.drop_above") == "75000")
    person.settle()
    find("goes into the safe")
    assert form.changed_by.text().startswith("Changed by Ana Lwin on ")
    assert form.default.text() == "Default: 500.00"
    form.default_button.setFocus()
    person.press(ENTER)
    person.wait(lambda: now("drawers.drop_above") == "50000")
    person.settle()
    find("how cash is rounded")
    pick(person, "Down to 5")
    person.press(ENTER)
    person.wait(lambda: now("payments.cash_rounding") == "down_5")
    person.settle()
    find("denominations")
    person.type("100 50 20 0.25")
    person.press(ENTER)
    person.wait(lambda: now("drawers.denominations") == "10000,5000,2000,25")
    person.settle()
    assert "100  50  20  0.25" in {section.model.columns[2].words(r) for r in section.model.rows}
    find("locks")
    person.type("7")
    person.press(ENTER)
    said = form.fields["value"].message
    person.wait(lambda: said.text() == "The number must be from 15 to 900.")
    person.settle()
    assert person.focus is form.line


def test_a_drawer_is_added_and_its_name_stays_its_own(person: Person, station: Station) -> None:
    view = page(person)
    walk_to(person, view, "drawers")
    form = view.drawers.form
    for name in ("Front desk", "Front desk"):
        person.press(KEY.Key_N, CTRL)
        person.type(name)
        person.press(ENTER)
        person.settle()
    assert "Front desk" in form.fields["name"].message.text()
    names = [row.name for row in station.ask(drawers.drawer_rows).result()]
    assert names.count("Front desk") == 1


def test_sections_turn_from_any_box_and_nothing_stays_for_the_next(
    person: Person,
) -> None:
    view = page(person)
    kept: list[bool] = []
    person.session.look_chosen = lambda: kept.append(True)
    person.press(KEY.Key_PageUp, CTRL)
    assert person.focus is view.look.schemes[Scheme.LIGHT]
    person.press(KEY.Key_Right)
    person.press(KEY.Key_Space)
    assert current().scheme is Scheme.DARK
    assert kept
    person.press(ESC)
    assert person.focus is view.buttons["window"]

    view.buttons["tenders"].click()
    person.press(KEY.Key_N, CTRL)
    person.press(KEY.Key_PageDown, CTRL)
    assert view.now == "reasons"
    assert on(person, view.reasons.table)
    person.press(KEY.Key_PageUp, CTRL)
    assert view.now == "tenders"
    assert on(person, view.tenders.form.name)
    view.elsewhere["printer"].setFocus()
    person.press(ENTER)
    assert person.session.frame.task == "printer"
    person.press(KEY.Key_Comma, CTRL)
    assert on(person, view.tenders.form.name)
    person.session.switch_user()
    person.settle()
    assert not view.tenders.is_open
    assert view.tenders.model.rows == ()


def test_a_cashier_has_no_such_page(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.sign_in("2001")
    person.counting()
    frame = person.session.frame
    opened: list[bool] = []
    show: Callable[[], None] = lambda: opened.append(True)  # noqa: E731
    monkeypatch.setattr(frame.top_bar.person, "showMenu", show)
    person.press(KEY.Key_Comma, CTRL)
    assert opened == [True]
    assert "settings" not in frame.allowed
    assert frame.task == "drawer"


def test_a_window_is_given_a_language_of_its_own(person: Person, tmp_path: Path) -> None:
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    begin_window_language(kept)
    view = page(person)
    view.buttons["window"].click()
    box = view.look.language
    assert [box.itemText(row) for row in range(2)] == ["As the practice", "English"]
    assert box.currentData() == ""
    box.setCurrentIndex(box.findData("es"))
    box.activated.emit(box.currentIndex())
    assert window_language().chosen == "es"
    assert view.look.next_start.text().startswith("Español is spoken from the next start on.")
    assert not view.look.next_start.isHidden()
