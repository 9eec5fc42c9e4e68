"""The Health page: what it says of backups and books, one backup and one verify by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.areas.drawers.values import OpenShiftRow
from app.areas.health import lists
from app.areas.health.backup_values import Place
from app.areas.health.values import Finding, Verdict
from app.bootstrap import Station
from app.gui.screens.health.view import View
from app.kernel.clock import SystemClock
from tests.gui.conftest import Person
from tests.patience import until

K = Qt.Key


def words(page: QWidget) -> str:
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def page(person: Person, station: Station, monkeypatch: pytest.MonkeyPatch) -> View:
    """Proofs are made by a process of their own, which has a test of its own."""
    person.sign_in("1001")
    keeper = station._backups
    assert keeper is not None
    monkeypatch.setattr(keeper, "_prove", lambda _copy, _stop: (0, ""))
    person.session.desk.go("health")
    person.settle()
    view = person.session.frame.screen_of("health")
    assert isinstance(view, View)
    return view


def test_a_backup_and_a_verify_by_keyboard(
    page: View, person: Person, station: Station, tmp_path: Path, qtbot: QtBot
) -> None:
    assert "There is none yet" in words(page.backups_card)
    assert "all is in the last one" not in words(page.backups_card)
    assert "If this computer is lost" in words(page.backups_card)
    until(qtbot, lambda: page.again.isEnabled())
    assert page.backups_card.now_button.hasFocus()
    person.press(K.Key_Return)
    until(qtbot, lambda: page.backups_card.now_button.isEnabled())
    person.settle()
    state = station.database.read(lists.backups)
    assert state.newest is not None
    assert state.newest_proven == state.newest
    assert "Every page of it was checked" in words(page.backups_card)
    assert "everything in it adds up" in words(page.backups_card)

    page.backups_card.folder.setFocus()
    for folder, said in ((str(tmp_path / "gone"), "no folder that is there"), (str(tmp_path), "")):
        page.backups_card.folder.clear()
        person.type(folder)
        person.press(K.Key_Return)
        person.settle()
        assert page.backups_card.folder_field.message.text().count(said) >= 1
    assert "The next backup is brought there" in words(page.backups_card)
    page.primary()
    until(qtbot, lambda: page.backups_card.now_button.isEnabled())
    person.settle()
    assert len(station.database.read(lists.backups).at(Place.SECOND)) == 1
    assert len(list(tmp_path.glob("W1-counterfoil-*.cfbackup"))) == 1

    page.books_card.verify_button.setFocus()
    person.press(K.Key_Return)
    until(qtbot, lambda: page.books_card.verify_button.isEnabled())
    person.settle()
    assert "Everything adds up" in words(page.books_card)
    assert "Record " in words(page.books_card)
    page.books_card.verify()
    page.books_card.stop()
    until(qtbot, lambda: page.books_card.verify_button.isEnabled())
    person.settle()
    assert not page.books_card.under_way.isVisible()
    last = station.database.read(lists.last_verify)
    assert last is not None
    assert not last.findings


def test_what_is_wrong_stands_there_but_not_beside_an_open_drawer(page: View, qtbot: QtBot) -> None:
    card = page.books_card
    card._show(verdict_like())
    until(qtbot, lambda: "should hold 5,000.00" in words(card))
    assert "Count it." in words(card)
    page.desk.seat.shift = OpenShiftRow.__new__(OpenShiftRow)
    card._show(verdict_like())
    page.desk.seat.shift = None
    until(qtbot, lambda: "Close your drawer to read it" in words(card))
    assert "5,000.00" not in words(card)
    page.forget()
    assert not card.found.isVisible()


def verdict_like() -> Verdict:
    """A verdict that names what should be in a drawer."""
    told = Finding("drawers.takings", "The drawer should hold 5,000.00.", "Count it.")
    return Verdict(SystemClock().now(), (), (told,), 1, 0, 1, "aa")
