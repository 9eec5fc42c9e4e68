"""Who may be there twice: found by itself, compared side by side, merged and taken back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.areas.parties import queries
from app.bootstrap import Station, open_station
from app.gui.screens.duplicates.view import View
from tests.building import PIN, Books
from tests.conftest import MakePractice
from tests.gui.conftest import PINS, Person

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
HAND_MS = 36


@pytest.fixture
def station(practice: MakePractice) -> Iterator[Station]:
    opened = open_station(practice("station"))
    yield opened
    opened.close()


def photo(person: Person, name: str) -> None:
    if folder := os.environ.get("COUNTERFOIL_GALLERY"):
        person.settle()
        QApplication.processEvents()
        person.window.grab().save(str(Path(folder) / f"{name}.png"))


def test_a_pair_is_merged_and_taken_back(
    person: Person, books: Books, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PINS, "40", PIN)
    long = ("Nguyễn Phúc Bảo Trân", "Thị Thanh Huyền")
    one = books.register_patient(*long, phone="312 555 0101")
    other = books.register_patient(*long, phone="(312) 555-0101", address_1="12 Lake Street")
    apart = [books.register_patient("Okafor", given).account_id for given in ("Ada", "Adah")]
    books.issue_invoice(other.account_id, 4250)

    def press(key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.wait(HAND_MS)
        qtbot.keyClick(person.focus, key, held)

    person.sign_in("40")
    person.settle()
    press(KEY.Key_2, CTRL)
    person.wait(lambda: person.session.frame.task == "accounts")
    person.settle()
    press(KEY.Key_T, CTRL)
    person.wait(lambda: person.session.frame.task == "duplicates")
    view = person.session.frame.screen_of("duplicates")
    assert isinstance(view, View)
    person.wait(lambda: "2 pairs" in view.count.text())
    person.settle()
    assert view.pairs.rows[0].stands.number == one.account_number
    photo(person, "duplicates")
    said = view.comparison
    assert said.merge_button.text() == f"Merge {other.account_number} into {one.account_number}"

    press(KEY.Key_T, CTRL)
    assert said.merge_button.text() == f"Merge {one.account_number} into {other.account_number}"
    said.reason.clear()
    press(KEY.Key_Return, CTRL)
    person.wait(lambda: "Write why" in said.field.message.text())
    said.reason.setText("Registered at two windows")
    press(KEY.Key_Return, CTRL)
    person.wait(lambda: len(view.merges.rows) == 1 and len(view.pairs.rows) == 1)
    assert books.station.ask(queries.stands_for, one.account_id).result() == other.account_id

    view.table.selectRow(0)
    person.settle()
    press(KEY.Key_U, CTRL)
    person.wait(lambda: view.pairs.rows == ())
    assert books.station.ask(queries.stands_for, apart[0]).result() == apart[0]

    view.merged_table.selectRow(0)
    person.settle()
    photo(person, "duplicates-merged")
    assert said.part_button.isVisible()
    assert not said.merge_button.isVisible()
    said.reason.setText("Mother and daughter")
    press(KEY.Key_Return, CTRL)
    person.wait(lambda: view.merges.rows == ())
    assert books.station.ask(queries.stands_for, one.account_id).result() == one.account_id
