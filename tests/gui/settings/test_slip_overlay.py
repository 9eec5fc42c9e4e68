"""Slips onto the bank's own paper by keyboard: typed, refused, seen, saved, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from app.areas.deposits import banks
from app.areas.deposits.bank_rules import tenths_of
from app.areas.deposits.bank_values import SaveSlipOverlay, SlipLayout, SlipOverlay
from app.areas.deposits.maintaining import save_slip_overlay
from app.areas.printing import queries as printing
from app.areas.printing import service
from app.areas.printing.values import OfficeKind, SaveOfficePrinter
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.storage.print_jobs import SLIP_CALIBRATION
from tests.gui.settings.test_banks import CTRL, ENTER, KEY, add, listed, on, section

if TYPE_CHECKING:
    from tests.gui.conftest import Person


SHIFT = Qt.KeyboardModifier.ShiftModifier


def overlay(station: Station) -> SlipOverlay:
    of = listed(station)["Operating"].bank_account_id
    return station.ask(banks.slip_overlay, of).result()


def test_it_is_typed_refused_saved_and_seen(
    person: Person, station: Station, tmp_path: Path
) -> None:
    add(station, "Operating", "000123456789", "1000")
    kind = SaveOfficePrinter(CommandId(new_id()), OfficeKind.CUPS, "Office", "127.0.0.1:9")
    station.act(SYSTEM, service.save_office_printer, kind).result()
    view = section(person)
    person.wait(lambda: view.model.rows)
    person.press(ENTER)
    card = view.form.overlay
    assert card.isVisible()
    assert (card.right.text(), card.used.isChecked()) == ("0.0", False)
    card.used.setFocus()
    person.press(KEY.Key_Space)
    for _ in range(3):
        person.press(KEY.Key_Tab)
    assert on(person, card.right)
    person.type("20.1")
    person.press(ENTER)
    assert "-20.0 to 20.0" in card.fields["right"].message.text()
    assert on(person, card.right)
    card.right.selectAll()
    person.type("1,5")
    person.press(KEY.Key_Tab)
    person.type("-0.8")
    person.press(ENTER, CTRL)
    wanted = SlipOverlay(SlipLayout.US, "letter", True, False, 15, -8)
    person.wait(lambda: overlay(station) == wanted)
    person.settle()
    assert view.is_open
    card.down.selectAll()
    person.type("-1.0")
    card.look_button.setFocus()
    person.press(ENTER)
    person.wait(lambda: view.preview is not None and view.preview.pages)
    panel = view.preview
    assert panel is not None
    assert overlay(station).down_tenths == -10
    panel.ask_where = lambda _widget, name: tmp_path / name
    person.press(KEY.Key_S, CTRL | SHIFT)
    person.wait(lambda: list(tmp_path.glob("*.pdf")))
    person.settle()
    person.press(KEY.Key_P, CTRL)
    person.settle()

    def queued() -> list[str]:
        return [job.doc_kind for job in station.ask(printing.print_queue).result().jobs]

    person.wait(lambda: queued() == [SLIP_CALIBRATION])
    assert view.preview is None


def test_what_another_window_changed_is_not_lost(person: Person, station: Station) -> None:
    add(station, "Operating", "000123456789", "1000")
    view = section(person)
    person.wait(lambda: view.model.rows)
    person.press(ENTER)
    of = listed(station)["Operating"].bank_account_id
    theirs = SlipOverlay(SlipLayout.US, "a4", True, False, 30, 0)
    station.act(SYSTEM, save_slip_overlay, SaveSlipOverlay(CommandId(new_id()), of, theirs))
    card = view.form.overlay
    person.wait(lambda: card.right.text() == "3.0")
    card.down.setFocus()
    card.down.selectAll()
    person.type("4")
    again = SlipOverlay(SlipLayout.UK, "a4", True, False, 50, 0)
    station.act(SYSTEM, save_slip_overlay, SaveSlipOverlay(CommandId(new_id()), of, again))
    person.wait(lambda: card.right.text() == "5.0")
    assert card.down.text() == "4.0"
    person.press(ENTER)
    both = SlipOverlay(SlipLayout.UK, "a4", True, False, 50, 40)
    person.wait(lambda: overlay(station) == both)
    person.settle()
    assert not card.wide.isVisible()
    card.paper.choose("measured")
    assert card.wide.isVisible()
    card.wide.setText("210")
    card.high.setText("120,5 mm")
    card.high.setFocus()
    person.press(ENTER)
    person.wait(lambda: "173 mm in height" in card.fields["paper"].message.text())
    person.settle()
    assert on(person, card.high)
    assert overlay(station) == both
    card.high.selectAll()
    person.type("180.5")
    person.press(ENTER)
    person.wait(lambda: overlay(station).paper == "2100x1805")


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [("", 0), ("1.5", 15), ("-0.8", -8), ("\u221220", -200), ("+3,2", 32), (".5", 5), ("2 mm", 20)],
)
def test_millimeters_as_people_type_them(typed: str, tenths: int) -> None:
    assert tenths_of(typed, "right") == tenths


@pytest.mark.parametrize("typed", ["20.1", "-20.1", "1.55", "x", "-", ".", "1.5.2", "٣", "1e1"])
def test_what_is_no_offset_is_refused(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        tenths_of(typed, "down")
    assert refused.value.field == "down"
