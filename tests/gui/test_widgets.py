"""The building blocks: names are never markup, sums are worked out, errors are words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.areas.drawers.values import Denomination, Pile
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.gui.widgets.buttons import Button, KeyButton
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.field import Field
from app.gui.widgets.find_box import FindBox
from app.gui.widgets.labels import AmountLabel, PlainLabel, plain_tip
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.section_button import SectionButton
from app.kernel.money import Money
from tests.gui.test_cards_panel import HERE

pytestmark = pytest.mark.usefixtures("theme")

NASTY = '<b>bold</b><img src="http://x/y">&amp;'


def usd(minor: int) -> Money:
    return Money(minor, "USD")


DOLLARS = (
    Denomination(usd(2000), "20", False),
    Denomination(usd(500), "5", False),
    Denomination(usd(25), "quarter", True),
)


def test_a_name_is_never_markup(qtbot) -> None:
    label = PlainLabel(NASTY, elide=True)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" not in plain_tip(NASTY)
    button = Button(NASTY)
    qtbot.addWidget(button)
    assert button.accessibleName() == NASTY
    assert button.shortcut().isEmpty(), "an & in a name is no mnemonic"


def test_an_amount_is_spoken_whole(qtbot) -> None:
    label = AmountLabel(48, spoken="Change due {amount}")
    qtbot.addWidget(label)
    label.show_amount(usd(-1500))
    assert label.text() == "−15.00"
    label.show_amount(usd(1500), "money_in")
    assert label.accessibleName() == "Change due 15.00 US dollars"


@pytest.mark.parametrize(
    ("typed", "minor"), [("20+15+5", 4000), ("50", 5000), ("1,234.50", 123450), ("", None)]
)
def test_what_is_typed_becomes_money(qtbot, typed: str, minor: int | None) -> None:
    box = MoneyEdit("USD")
    qtbot.addWidget(box)
    heard: list[object] = []
    box.amount_changed.connect(heard.append)
    qtbot.keyClicks(box, typed)
    assert box.amount() == (None if minor is None else usd(minor))
    assert not typed or heard[-1] == box.amount()


def test_a_wrong_amount_says_so_when_left(qtbot) -> None:
    box = MoneyEdit("USD")
    field = Field("Cash given", box)
    qtbot.addWidget(field)
    qtbot.keyClicks(box, "12.345")
    assert field.message.text() == ""
    assert not box.tell_problem()
    assert "2 digits after the point" in field.message.text()
    assert box.accessibleDescription() == field.message.text()
    box.setText("12.34")
    assert field.message.text() == ""


def test_fields_of_a_form_stand_as_far_apart_with_a_hint_as_without(qtbot) -> None:
    """A hint that has room on one line takes the room of one line."""
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1280, 720)
    over.show()
    long = "Issuing an invoice asks when it would pass this. Empty is no limit."
    asks = (Ask("kind", "Kind"), Ask("limit", "Limit", hint=long), Ask("words", "Words"))
    panel = FormPanel(over, "A form", "Save", asks, HERE, about="What it is for.")
    panel.begin()
    fields = list(panel.form.fields.values())
    qtbot.waitUntil(lambda: all(field.height() > 0 for field in fields))
    gaps = {after.y() - before.geometry().bottom() for before, after in pairwise(fields)}
    assert len(gaps) == 1, gaps


def test_signs_in_the_empty_box_are_verbs_and_later_text(qtbot) -> None:
    box = MoneyEdit("USD")
    qtbot.addWidget(box)
    heard: list[str] = []
    box.keypad.connect(heard.append)
    qtbot.keyClicks(box, "*")
    assert heard == ["*"]
    assert box.text() == ""
    qtbot.keyClicks(box, "5+5*")
    assert heard == ["*"]
    assert box.text() == "5+5*"


def test_the_grid_adds_up_and_walks(qtbot) -> None:
    grid = DenominationGrid(DOLLARS, "USD")
    qtbot.addWidget(grid)
    grid.show()
    twenties = grid.quantity_box(usd(2000))
    twenties.setFocus()
    qtbot.keyClicks(twenties, "10")
    qtbot.keyClick(twenties, Qt.Key.Key_Return)
    fives = grid.quantity_box(usd(500))
    assert grid.focusWidget() is fives
    qtbot.keyClick(fives, Qt.Key.Key_Down)
    quarters = grid.quantity_box(usd(25))
    assert grid.focusWidget() is quarters
    qtbot.keyClicks(quarters, "4x")
    assert grid.total() == usd(20100)
    assert grid.piles() == (Pile(usd(2000), 10), Pile(usd(25), 4))
    assert grid.sum.text() == "201.00"
    with qtbot.waitSignal(grid.finished):
        qtbot.keyClick(quarters, Qt.Key.Key_Enter)


def test_escape_clears_the_find_box_before_it_goes_back(qtbot) -> None:
    box = FindBox()
    qtbot.addWidget(box)
    qtbot.keyClicks(box, "nguyen")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.escaped):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_a_key_button_shows_verb_and_key(qtbot) -> None:
    button = KeyButton("Cash", "F6", checkable=True)
    qtbot.addWidget(button)
    assert button.text() == "Cash\nF6"
    assert button.accessibleName() == "Cash, F6"
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in button.findChildren(QLabel)
    )


def test_a_section_chosen_before_it_is_laid_out_has_room_for_its_words(qtbot) -> None:
    """Not the room of what was shown while it had none."""
    row = QWidget()
    qtbot.addWidget(row)
    line = QHBoxLayout(row)
    button = SectionButton("Errors in the file", "warning")
    line.addWidget(button)
    line.addStretch(1)
    button.setChecked(True)
    row.resize(400, 60)
    row.show()
    qtbot.waitUntil(lambda: button.text().strip() == "Errors in the file")
    assert button.toolTip() == ""
