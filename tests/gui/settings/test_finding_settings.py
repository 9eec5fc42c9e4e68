"""Any setting is found by a word; its history and why it changed stand beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.areas.settings import queries as settings
from app.areas.settings.declared import DECLARED
from app.areas.settings.values import PracticeDetails
from app.bootstrap import Station
from app.gui.screens.settings.also_called import ALSO_CALLED
from app.gui.screens.settings.place import Places
from app.gui.screens.settings.practice import PracticeSettings
from app.gui.screens.settings.view import View

if TYPE_CHECKING:
    from tests.gui.conftest import Person

KEY, ENTER = Qt.Key, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LIMIT = "refunds.approval_over"


def opened(person: Person) -> View:
    person.sign_in("1001")
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    assert isinstance(view, View)
    person.wait(lambda: view.focusWidget() is view.buttons["tenders"])
    person.settle()
    return view


def test_a_word_leads_to_the_setting_and_why_it_changed_stays(
    person: Person, station: Station
) -> None:
    view = opened(person)
    person.type("rounding")
    person.settle()
    hits = view.everything.model.rows
    assert [(hit.words, hit.now, hit.way) for hit in hits] == [
        ("How cash is rounded", "Not rounded", "payments.cash_rounding")
    ]
    person.press(KEY.Key_Escape)
    assert not view.search.text()
    person.press(KEY.Key_P, CTRL | SHIFT)
    person.type("refunds above need an approval")
    person.settle()
    person.press(ENTER)
    section = view.section("practice")
    assert isinstance(section, PracticeSettings)
    form = section.form
    person.wait(lambda: form.isVisible() and form.row is not None and form.row.key == LIMIT)
    assert person.focus is form.money
    person.type("250")
    person.press(ENTER)
    said = form.fields["reason"].message
    person.wait(lambda: "Say in a few words why" in said.text())
    person.settle()
    person.type("The board decided")
    person.press(ENTER)
    person.wait(lambda: station.ask(settings.setting, LIMIT).result() == "25000")
    person.settle()
    person.press(ENTER)
    person.wait(lambda: form.history.lines)
    assert form.history.lines[0] == "Default (100.00) → 250.00"
    assert form.history.lines[1].endswith(": The board decided")
    row = form.row
    assert row is not None
    form.show_setting(replace(row, value="0", refused="-1"), None, may=False, who="Administrator")
    assert form.who.text() == "Only these roles change it: Administrator."
    assert not form.money.isEnabled()
    assert form.button.isHidden()
    assert "“-1” is stored and does not fit: the strictest holds, 0.00." in form.default.text()


PEOPLE_SAY = {
    "timezone": "place",
    "time-zone": "place",
    "currency": "place",
    "logo": "receipt_look",
    "receipt width": "printer",
    "receipts width": "printer",
    "tax": "services",
    "vat": "services",
    "password": "users",
    "dark mode": "window",
    "font size": "window",
    "timeout": "security.lock_after_s",
    "autolock": "security.lock_after_s",
    "bounced check": "deposits.returned_check_fee",
    "pennies": "payments.cash_rounding",
    "petty cash": "drawers.large_movement",
    "payment terms": "billing.terms_days",
    "buckets": "aging.edges",
    "restore": "health",
    "excel": "imports",
    "till": "drawers",
    "recipt footer": "receipts.footer",
    "langauge": "window",
}
"""What somebody types, and what is among the first they see then."""


def test_settings_are_found_by_the_words_people_use(person: Person) -> None:
    view = opened(person)
    person.type("rounding")
    person.settle()
    lost = []
    for typed, wanted in PEOPLE_SAY.items():
        view.everything.look_for(typed)
        found = [hit.subject or hit.section for hit in view.everything.model.rows[:6]]
        if wanted not in found:
            lost.append((typed, wanted, found))
    assert not lost
    assert view.everything.nearly.isVisible(), "nothing is called so"
    view.everything.look_for("xyzzy")
    assert not view.everything.model.rows
    assert not view.everything.nearly.isVisible()
    declared = {key for key in DECLARED if not key.startswith("numbers.")}
    assert declared <= set(ALSO_CALLED), "a setting without the words people use"


def test_the_practice_is_said_anew_and_a_wrong_clock_is_refused(
    person: Person, station: Station
) -> None:
    view = opened(person)
    person.type("tax number")
    person.settle()
    person.press(ENTER)
    section = view.section("place")
    assert isinstance(section, Places)
    person.wait(lambda: section.table.hasFocus())
    person.settle()
    person.press(ENTER)
    form = section.form
    assert form.fields["time_zone"].isHidden()
    person.type("Hoa Sen Clinic")
    form.fields["tax_id"].control.setFocus()
    person.type("12-3456789")
    form.fields["phone"].control.setFocus()
    person.type("ask me")
    person.press(ENTER)
    person.wait(lambda: "digits, spaces" in form.fields["phone"].message.text())
    person.settle()
    person.type("(555) 010-2300")
    person.press(ENTER)

    def now() -> PracticeDetails:
        return station.ask(settings.practice_details).result()

    person.wait(lambda: now().name == "Hoa Sen Clinic")
    person.settle()
    assert (now().tax_id, now().phone) == ("12-3456789", "(555) 010-2300")
    assert section.model.rows[0].details.name == "Hoa Sen Clinic"
    person.press(KEY.Key_Down)
    person.press(ENTER)
    assert form.fields["tax_id"].isHidden()
    form.fields["cutoff"].control.setFocus()
    form.fields["cutoff"].focus_error()
    person.type("25:00")
    person.press(ENTER)
    person.wait(lambda: "looks like 04:00" in form.fields["cutoff"].message.text())
    person.settle()
    person.type("05:30")
    person.press(ENTER)
    person.wait(lambda: station.ask(settings.practice).result().cutoff == "05:30")
    person.settle()
