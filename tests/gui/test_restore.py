"""A backup is restored in the window of a new computer, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Restored, open_station
from app.gui.application import Application, PracticeMaker
from app.gui.screens.first_run.restore_page import FILE_STEP, KEY_STEP, LAST_STEP, RestorePage
from app.gui.screens.first_run.view import BusyPage, FirstRunView, RestoredPage
from tests.building import Books, Template
from tests.conftest import MakePractice
from tests.gui.test_first_run import started
from tests.patience import until

pytestmark = pytest.mark.usefixtures("theme")
K = Qt.Key
Told = Callable[[int, int], None]


@pytest.fixture
def bundle(practice: MakePractice, template: Template, tmp_path: Path) -> Path:
    station = open_station(practice("old"))
    books = Books(station, template.actors)
    books.open_shift()
    books.take_cash(books.register_patient().account_id, 1000)
    made = station.back_up(tmp_path / "stick" / "w1.cfbackup").path
    station.close()
    return made


def begun(tmp_path: Path, qtbot: QtBot) -> tuple[Application, FirstRunView, RestorePage]:
    application = started(tmp_path / "new", qtbot)
    view = application.window.page
    assert isinstance(view, FirstRunView)
    until(qtbot, view.choice.demo.hasFocus)
    while not view.choice.restore.hasFocus():
        QTest.keyClick(focus(), K.Key_Tab)
    QTest.keyClick(focus(), K.Key_Return)
    assert view.restore is not None
    until(qtbot, view.restore.file_box.hasFocus)
    return application, view, view.restore


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(text: str) -> None:
    focus().selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(focus(), text)
    QTest.keyClick(focus(), K.Key_Return)


def words(page: QWidget) -> str:
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_from_the_file_to_the_sign_in_page_by_keyboard(
    bundle: Path, template: Template, tmp_path: Path, qtbot: QtBot
) -> None:
    application, view, page = begun(tmp_path, qtbot)
    QTest.keyClick(focus(), K.Key_Return)
    assert "can't be empty" in words(page)
    (tmp_path / "letter.cfbackup").write_text("Dear Ana")
    for wrong in (tmp_path / "letter.cfbackup", tmp_path / "nowhere.cfbackup"):
        type_in(str(wrong))
        until(qtbot, lambda: "is not a Counterfoil backup" in words(page))
        until(qtbot, page.button.isEnabled)
    type_in(f'"{bundle}"')
    until(qtbot, lambda: page.step == KEY_STEP and page.button.isEnabled())
    assert "Window W1, backed up on" in words(page)
    assert "Riverside" not in words(page), "without the key it says no name"
    type_in("ABCD-EFGH")
    until(qtbot, lambda: "nine groups of four" in words(page))
    until(qtbot, page.button.isEnabled)
    type_in("0000-0000-0000-0000-0000-0000-0000-0000-NQ5Q")
    until(qtbot, lambda: "mistyped" in words(page) or "another practice" in words(page))
    until(qtbot, page.button.isEnabled)
    type_in(template.made.recovery_key.lower())
    until(qtbot, lambda: page.step == LAST_STEP and page.button.isEnabled())
    assert template.made.recovery_key not in page.key_box.text().upper()
    assert "Riverside" in words(page)
    assert not page.passphrase_asked, "the demo's key lies beside it"
    assert page.button.hasFocus()
    QTest.keyClick(focus(), K.Key_Return)
    until(qtbot, lambda: view.findChildren(RestoredPage))
    (done,) = view.findChildren(RestoredPage)
    prefix = words(done).partition("New numbers begin with ")[2].partition(".")[0]
    assert prefix.startswith("W1")
    assert prefix != "W1"
    assert done.button.hasFocus()
    QTest.keyClick(focus(), K.Key_Return)
    until(qtbot, lambda: application.session is not None)
    application.window.close()
    station = open_station(tmp_path / "new")
    books = Books(station, template.actors)
    taken = books.take_cash(books.register_patient().account_id, 10)
    assert taken.receipt_number == f"{prefix}-000001"
    station.close()


def test_it_can_be_stopped_and_nothing_is_left(
    bundle: Path,
    template: Template,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    application, view, page = begun(tmp_path, qtbot)
    type_in(str(bundle))
    until(qtbot, lambda: page.step == KEY_STEP and page.button.isEnabled())
    type_in(template.made.recovery_key)
    until(qtbot, lambda: page.step == LAST_STEP and page.button.isEnabled())
    usual = PracticeMaker.restore

    def stopped_at_once(
        maker: PracticeMaker,
        path: Path,
        key: str,
        passphrase: str,
        told: Callable[[int, int], None],
    ) -> Restored:
        until_stopped = view.findChildren(BusyPage)[0].stop
        until_stopped.clicked.emit()
        return usual(maker, path, key, passphrase, told)

    monkeypatch.setattr(PracticeMaker, "restore", stopped_at_once)
    QTest.keyClick(focus(), K.Key_Return)
    until(qtbot, page.message.isVisible)
    assert "nothing was kept here" in words(page)
    assert not list((tmp_path / "new").glob("*.db"))
    assert not list((tmp_path / "new").glob("*.part"))
    assert bundle.is_file()
    page.back.click()
    assert page.step == FILE_STEP
    application.window.close()
