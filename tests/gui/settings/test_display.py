"""The patient display set up by keys, with its preview; the window follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.areas.displays import queries
from app.areas.displays.values import DisplaySettings
from app.areas.printing.design_values import ReceiptDesign, SaveReceiptDesign
from app.areas.printing.maintaining import save_receipt_design
from app.bootstrap import Station
from app.gui.patient_display.window import screen_for
from app.gui.screens.settings.display import DisplaySection
from app.gui.screens.settings.view import View
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from tests.areas.printing.test_design import LOGO

if TYPE_CHECKING:
    from tests.gui.conftest import Person

KEY, ENTER = Qt.Key, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def test_an_administrator_turns_the_display_on_by_keys(person: Person, station: Station) -> None:
    person.sign_in("1001")
    patients = person.session.patients
    assert patients.window is None, "off unless somebody wants it"
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    assert isinstance(view, View)
    for _ in range(20):
        if view.now == "display":
            break
        person.press(KEY.Key_Down)
    person.press(ENTER)
    section = view.section("display")
    assert isinstance(section, DisplaySection)
    person.wait(lambda: section.shown.hasFocus() and bool(section.canvas.texts()))
    person.press(KEY.Key_Space)
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Down)
    person.press(KEY.Key_Tab)
    person.type("See you soon")
    assert "See you soon" in section.canvas.texts()
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Space)
    assert len(section.canvas.page.faces) == 5
    person.press(KEY.Key_Tab)
    person.press(KEY.Key_Space)
    person.press(KEY.Key_Tab)
    assert section.save_button.hasFocus()
    before = QApplication.focusWidget()
    person.press(ENTER)

    def kept() -> DisplaySettings:
        return station.ask(queries.patient_screen).result()

    wanted = DisplaySettings(True, "", "en", "See you soon", True, True)
    person.wait(lambda: kept() == wanted)
    person.wait(lambda: patients.window is not None and patients.window.isVisible())
    assert QApplication.focusWidget() is before
    assert patients.window is not None
    assert not patients.window.fills, "there is one screen"
    assert section.canvas.logo == ""
    design = SaveReceiptDesign(CommandId(new_id()), ReceiptDesign(logo=LOGO))
    station.act(SYSTEM, save_receipt_design, design).result()
    person.wait(lambda: section.canvas.logo == patients.window.canvas.logo == LOGO)
    section.thanks.setText("4111 1111 1111 1111")
    section.save()
    person.wait(lambda: bool(section.thanks_field.message.text()))
    assert "4111" not in section.thanks_field.message.text()


def test_which_screen_is_filled() -> None:
    assert screen_for(("A",), "", "A") == ""
    assert screen_for(("A", "B"), "", "A") == "B"
    assert screen_for(("A", "B", "C"), "C", "A") == "C"
    assert screen_for(("A", "B"), "C", "A") == "", "unplugged: no other room learns of it"
    assert screen_for(("A", "B"), "A", "A") == "", "the cashier's own is never covered"
