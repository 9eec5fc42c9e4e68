"""A window that was restored where its password is not joins its centre again, in the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap import Station
from app.gui.theme import Theme
from app.kernel.errors import UserError
from app.storage.keys import NoSecretStore
from app.sync.joining_again import join_again, password_missing
from app.sync.looking import standing
from tests.building import PIN
from tests.gui import conftest as people
from tests.gui.conftest import sitting_at, theme
from tests.two_stations.conftest import Pair, window

__all__ = ["theme"]
NOBODY = NoSecretStore()


def lose_password(station: Station) -> None:
    """As after a restore on another computer: the keyring that had it is not there."""
    assert station.database.writer is not None
    station.database.writer.connection.execute("UPDATE central_link SET secret = ''")


def test_only_a_lost_password_is_missed(pair: Pair, books: Any) -> None:
    station = pair.two.station
    assert not password_missing(station, NOBODY)
    pair.two.hang_up()
    lose_password(station)
    assert password_missing(station, NOBODY)
    made = join_again(station, NOBODY, "postgres", "any")
    assert (made.station, made.secret_is) == ("W2", "database")
    assert not password_missing(station, NOBODY)
    again = window(station, pair.two.books)
    again.sync()
    again.hang_up()


def test_a_practice_alone_has_nothing_to_join(station: Station) -> None:
    assert not password_missing(station, NOBODY)
    with pytest.raises(UserError, match="has no centre"):
        join_again(station, NOBODY, "postgres", "any")


def test_who_looks_after_the_centre_signs_in_once(
    pair: Pair, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for badge in ("1", "21"):
        monkeypatch.setitem(people.PINS, badge, PIN)
    station = pair.two.station
    pair.two.hang_up()
    lose_password(station)
    with sitting_at(station, qtbot, tmp_path) as person:
        station.start_sync(0.2)
        person.wait(lambda: "no password" in station.ask(standing).result().trouble)
        person.sign_in("1")
        desk = person.session.syncing
        person.session.frame.top_bar.network.pressed.emit()
        person.wait(desk.panel.join_button.isVisible)
        person.settle()
        assert not desk.panel.now_button.isVisible()
        desk.panel.join_button.click()
        panel = desk.joining.panel
        assert panel is not None
        person.wait(lambda: panel.isAncestorOf(person.focus))
        password = panel.form.boxes["password"]
        assert isinstance(password, QLineEdit)
        assert password.echoMode() is QLineEdit.EchoMode.Password
        person.type("nobody at all")
        person.press(Qt.Key.Key_Return)
        person.type("any")
        person.press(Qt.Key.Key_Return)
        person.wait(panel.message.isVisible)
        user = panel.form.boxes["user"]
        assert isinstance(user, QLineEdit)
        user.setText("postgres")
        panel.submit()
        person.wait(lambda: desk.joining.panel is None)
        person.wait(lambda: station.ask(standing).result().online)
        person.settle()
        assert not password_missing(station, NOBODY)
