"""A new computer joins in the window: a code, an administrator, a way to stop, the two secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.areas.stations.queries import details_kept
from app.gui.main_window import MainWindow
from app.gui.screens.first_run.join_page import JoinPage
from app.gui.screens.first_run.joining import Joining
from app.gui.screens.first_run.view import BusyPage, FirstRunView
from app.storage.keys import NoSecretStore
from app.sync.codes import make_code
from tests.building import PIN, Actors
from tests.gui.conftest import theme
from tests.gui.test_first_run import keys_page, started
from tests.patience import until
from tests.two_stations.conftest import Joined

__all__ = ["theme"]


def fill(page: JoinPage, **texts: str) -> None:
    for name, text in texts.items():
        box = page.fields[name].control
        assert isinstance(box, QLineEdit)
        box.setText(text)


def write_down(window: MainWindow) -> None:
    """Both secrets stand there in groups; then on to the sign-in page."""
    keys = keys_page(window)
    assert keys is not None
    words = " ".join(label.text() for label in keys.findChildren(QLabel))
    assert words.count("-") >= 10
    keys.tick.click()
    keys.button.click()


@pytest.mark.usefixtures("theme")
def test_a_computer_joins_by_a_code(
    joined: Joined, actors: Actors, tmp_path: Path, qtbot: QtBot
) -> None:
    joined.drain()
    code = make_code(joined.station, actors.administrator, NoSecretStore(), months=6)
    application = started(tmp_path / "new", qtbot)
    view = application.window.page
    assert isinstance(view, FirstRunView)
    view.choice.join.click()
    page = view.join
    assert page is not None
    qtbot.waitUntil(page.code_box.hasFocus)
    assert not page.fields["pin"].isVisible()
    page.button.click()
    assert "empty" in page.fields["code_text"].message.text()
    page.code_box.setPlainText(code.text[:-20])
    page.button.click()
    until(qtbot, lambda: "cut off" in page.fields["code_text"].message.text())
    file = tmp_path / "code.txt"
    file.write_text(code.text + "\n", encoding="utf-8")
    (joining,) = view.findChildren(Joining)
    joining.read_file(file)
    until(qtbot, lambda: page.code_box.toPlainText() == code.text)
    until(qtbot, page.button.isEnabled)
    page.button.click()
    until(qtbot, lambda: page.known)
    assert page.verb == "Join Riverside Clinic"
    assert "of its own site for 6 months; the rest in sums" in page.words.text()
    assert not page.fields["site"].isVisible(), "there is only one"
    page.back.click()
    assert page.code_box.isVisible()
    page.button.click()
    until(qtbot, lambda: page.known)
    fill(page, code="W1", name="Front desk 2", administrator="1", pin=PIN, pin_again="1")
    page.button.click()
    assert "differ" in page.fields["pin_again"].message.text()
    fill(page, pin_again=PIN)
    until(qtbot, page.button.isEnabled)
    page.button.click()
    until(qtbot, lambda: "called W1 already" in page.fields["code"].message.text())
    fill(page, code="W2")
    page.button.click()
    (busy,) = [each for each in view.findChildren(BusyPage) if each.isVisible()]
    busy.stop.click()
    until(qtbot, page.isVisible)
    assert "Stopped" in page.message.text()
    assert not (tmp_path / "new" / "counterfoil.db").exists()
    page.button.click()
    until(qtbot, lambda: keys_page(application.window) is not None)
    write_down(application.window)
    until(qtbot, lambda: application.session is not None)
    assert application.station is not None
    assert application.station.practice.station_code == "W2"
    kept = application.station.ask(details_kept).result()
    assert (kept.everything, kept.sites, kept.months) == (False, (), 6)
    assert application.session is not None
    session = application.session
    until(qtbot, lambda: session.sign_in.wall.tiles)
    application.window.close()
