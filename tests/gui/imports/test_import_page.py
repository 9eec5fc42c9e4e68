"""Bringing files in by the keyboard: two files of an old system, mended, tied and in the books."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from app.areas.imports import bring_in
from app.areas.imports.values import ImportKind, ImportState
from app.areas.ledger import queries as ledger
from app.areas.parties import queries as parties
from app.bootstrap import Station
from app.gui.screens.imports.page import ImportPage
from app.gui.screens.imports.view import View
from app.gui.setup_steps import steps_stand
from app.gui.widgets.labels import PlainLabel
from app.kernel.actor import SYSTEM
from tests.areas.imports.files import LEGACY, Importer, legacy_rows, write

if TYPE_CHECKING:
    from tests.gui.conftest import Person

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
WALK = Path(__file__).parents[3] / "resources" / "demo" / "walk"


def page(person: Person) -> ImportPage:
    """The administrator on the page, come from the settings; the keyboard is on the kinds."""
    person.sign_in("1001")
    person.press(KEY.Key_Comma, CTRL)
    settings = person.session.frame.screen_of("settings")
    link = settings.findChildren(QWidget)
    (button,) = [each for each in link if each.accessibleName() == "Import"]
    button.setFocus()
    person.press(KEY.Key_Return)
    view = person.session.frame.screen_of("imports")
    assert isinstance(view, View)
    person.wait(lambda: view.page.file.kinds[ImportKind.PATIENTS].hasFocus())
    person.settle()
    return view.page


def to_columns(person: Person, found: ImportPage, path: Path, source: str = "OpenEMR") -> None:
    """Enter on the kind, the source, the file."""
    person.press(KEY.Key_Return)
    if not found.file.source.text():
        assert person.focus is found.file.source
        found.file.source.setText(source)
        person.press(KEY.Key_Return)
    assert person.focus is found.file.file
    found.file.file.setText(str(path))
    person.press(KEY.Key_Return)
    person.wait(lambda: found.stack.currentWidget() is found.columns)


def to_checked(person: Person, found: ImportPage) -> None:
    person.wait(found.columns.end.button.hasFocus)
    person.press(KEY.Key_Return)
    person.wait(lambda: found.stack.currentWidget() is found.checked)


def bring(person: Person, found: ImportPage) -> None:
    found.checked.end.button.setFocus()
    person.press(KEY.Key_Return)
    person.wait(lambda: _is_in(found))
    person.settle()


def _is_mapped(found: ImportPage, field: str) -> bool:
    wanted = found._wanted
    return wanted is not None and bool(dict(wanted.mapping).get(field))


def _says(found: ImportPage, words: str) -> bool:
    return words in found.file.file_field.message.text()


def _is_in(found: ImportPage) -> bool:
    run = found.checked.run
    return not found.busy and run is not None and run.state is ImportState.APPLIED


def test_enter_goes_from_choice_to_choice_and_to_the_button(person: Person) -> None:
    found = page(person)
    to_columns(person, found, WALK / "patients.csv")
    person.wait(found.columns.end.button.hasFocus)
    first = next(iter(found.columns.columns.values()))
    first.setFocus()
    met = set()
    for _ in found.columns.columns:
        met.add(person.focus)
        person.press(KEY.Key_Return)
    assert met == set(found.columns.columns.values())
    assert person.focus is found.columns.end.button


def test_a_practice_moves_in_with_two_files(
    person: Person, station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = page(person)
    to_columns(person, found, WALK / "patients.csv")
    assert found.columns.rows.table is not None
    to_checked(person, found)
    run = found.checked.run
    assert run is not None
    assert (run.new, run.bad, run.twin_count) == (118, 3, 1)
    mend = tmp_path / "mend.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(mend), ""))
    found.checked.rejected.setFocus()
    person.press(KEY.Key_Space)
    person.wait(mend.exists)
    person.settle()
    bring(person, found)
    with mend.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    rows[0][4], rows[1][3], rows[2][8] = "2/3/1961", "Garcia, James P", ""
    write(mend, header, rows)
    person.press(KEY.Key_Return)
    person.wait(lambda: found.stack.currentWidget() is found.file)
    person.settle()
    assert found.file.kind is ImportKind.PATIENTS, "the rows with errors come again"
    to_columns(person, found, mend)
    to_checked(person, found)
    bring(person, found)
    person.press(KEY.Key_Return)
    person.wait(lambda: found.file.kind is ImportKind.BALANCES)
    person.settle()
    assert found.file.kinds[ImportKind.BALANCES].hasFocus()
    to_columns(person, found, WALK / "open_balances.csv")
    to_checked(person, found)
    tie = found.checked.tie
    assert person.focus is tie.owed
    tie.owed.setText("11,109.99")
    person.press(KEY.Key_Tab)
    person.type("260")
    person.press(KEY.Key_Tab)
    said = [tie.lines[name][3] for name in ("owed", "credit")]
    person.wait(lambda: [label.text() for label in said] == ["0.00", "0.00"])
    bring(person, found)
    assert "Imported now: 11,109.99 owed, 260.00 credit." in tie.note.text()
    person.press(KEY.Key_Return)
    person.wait(lambda: found.file.kind is ImportKind.GUARANTORS)
    account = station.ask(parties.find, "000447").result()[0].account_id
    assert station.ask(ledger.account_balance, account, "USD").result().owed.minor == 16584


def test_columns_are_chosen_by_keys_and_an_open_question_is_answered(
    person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Who;Key;Born\nAnn Lee;007;01/02/1984\nBo Lee;008;03/04/1985\n", "cp1252")
    found = page(person)
    to_columns(person, found, path, "Paper")
    step = found.columns
    person.settle()
    assert not step.end.button.isEnabled()
    assert "Say which column is" in step.missing.text()
    for name, field in (("Who", "full_name"), ("Key", "external_id")):
        choice = step.columns[name]
        choice.setFocus()
        while choice.currentData() != field:
            person.press(KEY.Key_Down)
        person.wait(partial(_is_mapped, found, field))
        person.settle()
    person.wait(lambda: "can't be told apart" in step.question.words.text())
    step.dates.setFocus()
    while step.dates.currentData() != "D/M/Y":
        person.press(KEY.Key_Down)
    person.wait(step.end.button.isEnabled)
    assert step.rows.table is not None
    shown = step.rows.table.model()
    texts = {shown.index(0, place).data() for place in range(shown.columnCount())}
    assert {"007", "Feb 1, 1984"} <= texts
    step.end.button.setFocus()
    to_checked(person, found)
    person.press(KEY.Key_Escape)
    person.wait(lambda: found.stack.currentWidget() is found.columns)
    person.press(KEY.Key_Escape)
    assert found.stack.currentWidget() is found.file


def test_a_file_taken_for_another_kind_leads_back(person: Person, tmp_path: Path) -> None:
    """Bills as patients would be so many new patients; Enter goes back to choose anew."""
    found = page(person)
    bills = tmp_path / "bills.csv"
    bills.write_text(
        "MRN,Patient Name,Invoice No,Invoice Date,Open Balance\n4,Ana Lwin,77,2026-10-02,12.50\n",
        "utf-8",
    )
    to_columns(person, found, bills)
    assert "“Open invoices”" in found.columns.likelier.words.text()
    assert found.columns.likelier.isVisible()
    person.wait(found.columns.end.back_button.hasFocus)
    person.press(KEY.Key_Escape)
    person.wait(lambda: found.stack.currentWidget() is found.file)
    found.file.choose_kind(ImportKind.INVOICES)
    found.look()
    person.wait(lambda: found.stack.currentWidget() is found.columns)
    assert not found.columns.likelier.isVisible()


def test_a_stop_leaves_nothing_or_goes_on_later(
    person: Person, station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bring_in, "STAGED_AT_ONCE", 100)
    path = write(tmp_path / "many.csv", LEGACY, legacy_rows(250))
    behind = Importer(station, SYSTEM)
    found = page(person)
    to_columns(person, found, path)
    stopping = found._told.connect(
        lambda _done, _of: found._stop.set(), Qt.ConnectionType.DirectConnection
    )
    person.press(KEY.Key_Return)
    person.wait(lambda: found.stack.currentWidget() is found.columns)
    assert behind.number("SELECT count(*) FROM import_row") == 0
    found._told.disconnect(stopping)
    to_checked(person, found)
    stopping = found._told.connect(
        lambda _done, _of: found._stop.set(), Qt.ConnectionType.DirectConnection
    )
    found.checked.end.button.setFocus()
    person.press(KEY.Key_Return)
    person.wait(lambda: not found.busy and found.notice.words.text())
    found._told.disconnect(stopping)
    some = behind.number("SELECT count(*) FROM account")
    assert 0 < some < 250
    assert "import" not in station.ask(steps_stand).result().done, "setting up still leads there"
    person.press(KEY.Key_Escape)
    person.settle()
    person.wait(lambda: found.file._unended.count() == 1)
    buttons = found.file.findChildren(QWidget)
    next(each for each in buttons if each.accessibleName() == "Go on").setFocus()
    person.press(KEY.Key_Space)
    bring(person, found)
    assert behind.number("SELECT count(*) FROM account") == 250
    assert "import" in station.ask(steps_stand).result().done


def test_what_is_no_csv_file_is_said_beside_it(person: Person, tmp_path: Path) -> None:
    found = page(person)
    for content, words in (
        (b"PK\x03\x04" + b"\x00" * 40, "workbook"),
        (b"a,b\n\x00\x01\x02\x03", "not plain text"),
        (b'a,b\n"open,1\n', "never closed"),
        (b"a," * 300_000 + b"\n1\n", "columns"),
        (b"", "empty"),
    ):
        path = tmp_path / "bad.csv"
        path.write_bytes(content)
        found.file.source.setText("Old")
        found.file.file.setText(str(path))
        found.file.look_button.setFocus()
        person.press(KEY.Key_Return)
        person.wait(partial(_says, found, words))
        person.settle()
        assert person.focus is found.file.file


def test_letters_nobody_can_tell_are_asked_about_and_shown_as_they_will_be(
    person: Person, tmp_path: Path
) -> None:
    """Every row of it is bad, so there is nothing to bring in and more than is shown."""
    rows = [[f"{n:05d}", "Nguyê\u0303n", "Đư\u0301c", "13/13/1984", *[""] * 4] for n in range(25)]
    found = page(person)
    to_columns(person, found, write(tmp_path / "in.csv", LEGACY, rows, encoding="cp1258"))
    columns = found.columns
    person.wait(columns.encoding.hasFocus)
    assert any("“NguyêÞn”" in label.text() for label in columns.question.findChildren(QLabel))
    assert not columns.end.button.isEnabled()
    columns.encoding.setCurrentIndex(columns.encoding.findData("cp1258"))
    person.wait(columns.end.button.isEnabled)
    assert "Nguyê\u0303n" in {label.text() for label in columns.findChildren(PlainLabel)}
    columns.end.button.setFocus()
    to_checked(person, found)
    assert found.checked.more.isVisible()
    assert "The first 20 of 25 errors" in found.checked.more.text()
    assert "Every row has an error" in found.checked.end.button.text()
