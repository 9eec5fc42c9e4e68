"""A new station is set up in the window: the secrets stand there once, then comes sign-in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.__main__ import open_ahead, opener
from app.gui import languages
from app.gui.application import Application, PracticeMaker
from app.gui.main_window import MainWindow
from app.gui.opening_pages import PassphrasePage, ProblemPage
from app.gui.screens.first_run.view import BusyPage, FirstRunView, KeysPage
from app.gui.screens.first_run.wizard import SetUpWizard
from app.gui.theme import Theme
from app.gui.widgets.step_list import StepList
from app.kernel import translate
from app.kernel.errors import OutsideError
from app.kernel.translate import t, use_language
from tests.building import Template
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


def fill(wizard: SetUpWizard, **texts: str) -> None:
    for name, text in texts.items():
        control = wizard.page.fields[name].control
        if isinstance(control, QComboBox):
            control.setCurrentText(text)
        elif isinstance(control, QLineEdit):
            control.setText(text)


def keys_page(window: MainWindow) -> KeysPage | None:
    found = [page for page in window.findChildren(KeysPage) if page.isVisible()]
    return found[0] if found else None


def steps_at(window: MainWindow) -> QPoint:
    """Where the list of the steps stands in the window."""
    shown = [steps for steps in window.findChildren(StepList) if steps.isVisible()]
    assert len(shown) == 1
    return shown[0].mapTo(window, QPoint(0, 0))


def begun(application: Application) -> SetUpWizard:
    """The pages of a new practice, at their first step."""
    view = application.window.page
    assert isinstance(view, FirstRunView)
    view.choice.set_up.click()
    assert view.set_up is not None
    return view.set_up


def to_administrator(wizard: SetUpWizard) -> None:
    """Through the first pages, with what is likely except for names and the clock."""
    fill(wizard, organization_name="Phòng khám Hoa Sen", country="VN", city="Huế")
    wizard.page.fields["country"].control.setCurrentText("Vietnam (VN)")  # type: ignore[attr-defined]
    wizard.button.click()
    fill(wizard, time_zone="Asia/Ho Chi Minh")
    wizard.button.click()
    wizard.button.click()
    wizard.button.click()
    assert wizard.step == "administrator"
    fill(wizard, name="Nguyễn Thị Hoa", pin="271828", pin_again="271828")


def test_from_an_empty_folder_to_the_first_steps_and_back_by_the_passphrase(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_an_empty_folder_to_the_first_steps(tmp_path, qtbot)
    a_wrong_passphrase_is_asked_again(tmp_path, qtbot, monkeypatch)


def from_an_empty_folder_to_the_first_steps(tmp_path: Path, qtbot: QtBot) -> None:
    application = started(tmp_path / "data", qtbot)
    wizard = begun(application)
    steps = steps_at(application.window)
    wizard.button.click()
    assert "can't be empty" in wizard.page.fields["organization_name"].message.text()
    fill(wizard, organization_name="Hoa Sen", phone="call me")
    wizard.button.click()
    assert "digits, spaces" in wizard.page.fields["phone"].message.text()
    fill(wizard, phone="", country="Atlantis")
    wizard.button.click()
    assert "two letters" in wizard.page.fields["country"].message.text()
    to_administrator(wizard)
    fill(wizard, pin="123456", pin_again="123456")
    wizard.button.click()
    assert "easy to guess" in wizard.page.fields["pin"].message.text()
    fill(wizard, pin="271828", pin_again="271829")
    wizard.button.click()
    assert "differ" in wizard.page.fields["pin_again"].message.text()
    fill(wizard, pin_again="271828")
    wizard.button.click()
    page = wizard.page
    qtbot.waitUntil(lambda: page.button.isEnabled() and page.passphrase_asked, timeout=PATIENCE_MS)
    fill(wizard, passphrase=PASSPHRASE, passphrase_again=PASSPHRASE.upper())
    wizard.button.click()
    assert "differ" in page.fields["passphrase_again"].message.text()
    fill(wizard, passphrase_again=PASSPHRASE)
    wizard.button.click()
    qtbot.waitUntil(lambda: keys_page(application.window) is not None, timeout=PATIENCE_MS)
    assert not (tmp_path / "data" / "setup.json").exists()
    keys = keys_page(application.window)
    assert isinstance(keys, KeysPage)
    words = " ".join(label.text() for label in keys.findChildren(QLabel))
    assert words.count("-") >= 10, "both secrets stand there in groups"
    assert not keys.button.isEnabled()
    assert steps_at(application.window) == steps, "the list stands still from page to page"
    sheet = tmp_path / "sheet.txt"
    keys.save.click()
    (dialog,) = application.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(sheet))
    dialog.reject()
    until(qtbot, lambda: keys.hint.isVisible() and str(sheet) in keys.hint.text())
    assert sheet.read_text("utf-8").count("-") >= 10
    keys.tick.click()
    keys.button.click()
    qtbot.waitUntil(lambda: application.session is not None, timeout=PATIENCE_MS)
    session = application.session
    assert session is not None
    until(qtbot, lambda: session.desk.seat.actor is not None)
    assert session.desk.actor.name == "Nguyễn Thị Hoa"
    until(qtbot, lambda: session.frame.task == "setting_up")
    until(qtbot, lambda: steps_at(application.window) == steps)
    assert application.station is not None
    here = application.station.practice
    assert (here.currency, here.time_zone, here.locale) == ("VND", "Asia/Ho_Chi_Minh", "en_US")
    application.window.close()


def test_the_first_pages_speak_the_language_of_the_computer(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = translate.language()
    monkeypatch.setattr(languages, "system_language", lambda: "es_US")
    application = started(tmp_path / "data", qtbot)
    view = application.window.page
    assert isinstance(view, FirstRunView)
    assert view.choice.set_up.text() == t("Set up this practice") != "Set up this practice"
    application.window.close()
    use_language(before)


def test_a_kill_in_the_middle_goes_on_where_it_stood(tmp_path: Path, qtbot: QtBot) -> None:
    data = tmp_path / "data"
    application = started(data, qtbot)
    to_administrator(begun(application))
    until(qtbot, lambda: application._background.waiting == 0)
    killed = Path(shutil.copytree(data, tmp_path / "killed"))
    kept = (killed / "setup.json").read_text("utf-8")
    assert "Hoa Sen" in kept
    assert "271828" not in kept
    application.window.close()
    again = started(killed, qtbot)
    view = again.window.page
    assert isinstance(view, FirstRunView)
    until(qtbot, lambda: view.set_up is not None and view.set_up.step == "administrator")
    assert view.set_up is not None
    assert view.set_up.texts()["organization_name"] == "Phòng khám Hoa Sen"
    assert view.set_up.steps.state_of("site") == "done"
    qtbot.keyClick(view.set_up.page, Qt.Key.Key_Escape)
    assert view.set_up.step == "money"
    again.window.close()


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


def a_wrong_passphrase_is_asked_again(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = started(tmp_path / "data", qtbot)
    page = application.window.page
    assert isinstance(page, PassphrasePage)
    page.box.setText("wrong horse battery staple")
    page.button.click()
    qtbot.waitUntil(lambda: application.window.page is not page, timeout=PATIENCE_MS)
    again = application.window.page
    assert isinstance(again, PassphrasePage)
    freed: list[bool] = []
    monkeypatch.setattr(again, "free", lambda: freed.append(True))
    again.box.setText(PASSPHRASE)
    again.button.click()
    assert again.box.isReadOnly()
    qtbot.waitUntil(lambda: application.session is not None, timeout=PATIENCE_MS)
    assert freed == [], "the books were still opening"
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


def test_a_practice_made_meanwhile_is_told_over_the_button_and_not_beside_a_name(
    tmp_path: Path, template: Template, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = started(tmp_path / "data", qtbot)
    wizard = begun(application)
    to_administrator(wizard)
    shutil.copytree(template.folder, tmp_path / "data", dirs_exist_ok=True)
    wizard.button.click()
    until(qtbot, lambda: "already holds a practice" in wizard.page.message.text())
    assert wizard.page.message.isVisible()
    assert not wizard.page.fields["name"].message.isVisible()
    shutil.rmtree(tmp_path / "data")

    def full(_maker: PracticeMaker, _wanted: object) -> None:
        raise OutsideError("The disk is full. Free some space first.")

    monkeypatch.setattr(PracticeMaker, "make_practice", full)
    wizard.button.click()
    until(qtbot, lambda: "disk is full" in wizard.page.message.text())
    assert not application.window.toasts.shown, "it can be tried again right there"
    application.window.close()


def test_a_folder_that_can_not_be_used_says_so_before_anything_is_filled_in(
    tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Dropbox").mkdir()
    application = started(tmp_path / "Dropbox" / "clinic", qtbot)
    view = application.window.page
    assert isinstance(view, FirstRunView)
    until(qtbot, lambda: "copied by a cloud service" in view.choice.message.text())
    assert not view.choice.set_up.isEnabled()
    assert not view.choice.demo.isEnabled()
    application.window.close()
