"""A new station is set up in the window: the secrets stand there once, then comes sign-in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.__main__ import open_ahead, opener
from app.gui.application import Application
from app.gui.main_window import MainWindow
from app.gui.opening_pages import PassphrasePage, ProblemPage
from app.gui.screens.first_run.view import BusyPage, FirstRunView, KeysPage, SetUpPage
from app.gui.theme import Theme
from tests.patience import PATIENCE_MS, until

pytestmark = pytest.mark.usefixtures("theme")
PASSPHRASE = "correct horse battery staple"


def started(data: Path, qtbot: QtBot) -> Application:
    data.mkdir(exist_ok=True)
    ahead = open_ahead(data)
    application = Application(data, lambda passphrase: opener(data, passphrase), ahead)
    qtbot.addWidget(application.window)
    application.show()
    qtbot.waitUntil(lambda: application.window.page is not None, timeout=PATIENCE_MS)
    return application


def fill(page: SetUpPage, **texts: str) -> None:
    for name, text in texts.items():
        control = page.fields[name].control
        if isinstance(control, QComboBox):
            control.setCurrentText(text)
        elif isinstance(control, QLineEdit):
            control.setText(text)


def keys_page(window: MainWindow) -> KeysPage | None:
    found = [page for page in window.findChildren(KeysPage) if page.isVisible()]
    return found[0] if found else None


def test_from_an_empty_folder_to_the_sign_in_page(tmp_path: Path, qtbot: QtBot) -> None:
    application = started(tmp_path / "data", qtbot)
    view = application.window.page
    assert isinstance(view, FirstRunView)
    view.choice.set_up.click()
    page = view.show_set_up()
    page.button.click()
    assert "can't be empty" in page.fields["organization_name"].message.text()
    fill(page, organization_name="Phòng khám Hoa Sen", name="Nguyễn Thị Hoa", number="7")
    fill(page, pin="123456", pin_again="123456", currency="VND", time_zone="Asia/Ho_Chi_Minh")
    page.button.click()
    until(qtbot, lambda: "easy to guess" in page.fields["pin"].message.text())
    fill(page, pin="271828", pin_again="271829")
    page.button.click()
    assert "differ" in page.fields["pin_again"].message.text()
    fill(page, pin_again="271828")
    page.button.click()
    qtbot.waitUntil(lambda: page.button.isEnabled() and page.passphrase_asked, timeout=PATIENCE_MS)
    fill(page, passphrase=PASSPHRASE, passphrase_again=PASSPHRASE.upper())
    page.button.click()
    assert "differ" in page.fields["passphrase_again"].message.text()
    fill(page, passphrase_again=PASSPHRASE)
    qtbot.waitUntil(page.button.isEnabled, timeout=PATIENCE_MS)
    page.button.click()
    qtbot.waitUntil(lambda: keys_page(application.window) is not None, timeout=PATIENCE_MS)
    keys = keys_page(application.window)
    assert isinstance(keys, KeysPage)
    words = " ".join(label.text() for label in keys.findChildren(QLabel))
    assert words.count("-") >= 10, "both secrets stand there in groups"
    assert not keys.button.isEnabled()
    keys.tick.click()
    keys.button.click()
    qtbot.waitUntil(lambda: application.session is not None, timeout=PATIENCE_MS)
    session = application.session
    assert session is not None
    qtbot.waitUntil(lambda: session.sign_in.chosen is not None, timeout=PATIENCE_MS)
    assert session.sign_in.chosen is not None
    assert session.sign_in.chosen.name == "Nguyễn Thị Hoa"
    assert application.station is not None
    assert application.station.practice.currency == "VND"
    application.window.close()


@pytest.mark.parametrize("by_closing", [False, True])
def test_making_the_demo_can_be_stopped(tmp_path: Path, qtbot: QtBot, by_closing: bool) -> None:
    application = started(tmp_path / "data", qtbot)
    view = application.window.page
    assert isinstance(view, FirstRunView)
    view.choice.demo.click()
    (page,) = view.findChildren(BusyPage)
    qtbot.waitUntil(lambda: page.bar.value() > 0, timeout=PATIENCE_MS)
    if by_closing:
        application.window.close()
    else:
        page.stop.click()
        qtbot.waitUntil(view.choice.demo.isVisible, timeout=PATIENCE_MS)
        assert "was not made" in view.choice.message.text()
        application.window.close()
    assert not (tmp_path / "data" / "counterfoil.db").exists()
    assert not (tmp_path / "data" / "demo.part").exists()


def test_a_wrong_passphrase_is_asked_again(tmp_path: Path, qtbot: QtBot) -> None:
    test_from_an_empty_folder_to_the_sign_in_page(tmp_path, qtbot)
    application = started(tmp_path / "data", qtbot)
    page = application.window.page
    assert isinstance(page, PassphrasePage)
    page.box.setText("wrong horse battery staple")
    page.button.click()
    qtbot.waitUntil(lambda: application.window.page is not page, timeout=PATIENCE_MS)
    again = application.window.page
    assert isinstance(again, PassphrasePage)
    again.box.setText(PASSPHRASE)
    again.button.click()
    qtbot.waitUntil(lambda: application.session is not None, timeout=PATIENCE_MS)
    application.window.close()


def test_a_folder_in_use_says_so(data: Path, station: object, qtbot: QtBot) -> None:
    application = started(data, qtbot)
    qtbot.waitUntil(lambda: isinstance(application.window.page, ProblemPage), timeout=PATIENCE_MS)
    assert application.window.page is not None
    words = [label.text() for label in application.window.page.findChildren(QLabel)]
    assert any("open" in each for each in words), words
    application.window.close()


def test_the_chosen_look_is_kept(data: Path, qtbot: QtBot, theme: Theme) -> None:
    first = started(data, qtbot)
    qtbot.waitUntil(lambda: first.session is not None, timeout=PATIENCE_MS)
    first.theme.choose(scale=125)
    assert first.session is not None
    first.session.frame.top_bar.look_chosen.emit()
    first.window.close()
    second = started(data, qtbot)
    qtbot.waitUntil(lambda: second.session is not None, timeout=PATIENCE_MS)
    assert second.theme.scale == 125
    second.window.close()
