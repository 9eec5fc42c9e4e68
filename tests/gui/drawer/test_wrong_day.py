"""A drawer that is opened while the computer's clock can't be right: the window asks first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.areas.drawers import closing as counting
from app.areas.drawers import queries as drawers
from app.areas.drawers import service
from app.areas.drawers.closing_values import CloseShift, SealCount
from app.areas.drawers.values import OpenShift
from app.areas.payments import closing
from app.bootstrap import Station, open_station
from app.gui.theme import Theme
from app.kernel.actor import Actor, Permission
from app.kernel.ids import CommandId, ShiftId, UserId, new_id
from app.kernel.money import Money
from tests.gui.conftest import Person, sitting_at

CTRL = Qt.KeyboardModifier.ControlModifier


class Battery:
    """The clock of a computer whose battery may be empty."""

    back = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) - self.back


def a_shift_before(station: Station) -> None:
    somebody = Actor(UserId(new_id()), "Earlier", frozenset(Permission))

    def act(action: Callable[..., Any], command: Any) -> None:
        station.act(somebody, action, command).result()

    shift = CommandId(new_id())
    drawer = station.ask(drawers.drawer_rows).result()[0].drawer_id
    act(service.open_shift, OpenShift(shift, drawer, ()))
    act(counting.seal_count, SealCount(CommandId(new_id()), ShiftId(shift), ()))
    act(closing.close_shift, CloseShift(CommandId(new_id()), ShiftId(shift)))


def count(person: Person) -> None:
    person.counting().grid.quantity_box(Money(2000, "USD")).setText("10")
    person.press(Qt.Key.Key_Return, CTRL)


def test_the_day_is_asked_about_and_going_back_opens_nothing(
    data: Path, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    clock = Battery()
    station = open_station(data, clock=clock)
    a_shift_before(station)
    clock.back = timedelta(days=9000)
    with sitting_at(station, qtbot, tmp_path) as person:
        person.sign_in("2001")
        count(person)
        failures = person.session.failures
        person.wait(lambda: failures.question)
        assert failures.question is not None
        assert "clock says that it is" in failures.question.words.text()
        failures.question.no_button.click()
        person.settle()
        assert person.session.desk.shift is None
        clock.back = timedelta()
        person.press(Qt.Key.Key_Return, CTRL)
        person.wait(lambda: person.session.desk.shift)
        person.settle()
    station.close()
