"""A second person agrees at the same desk: bound to one command, and no PIN stays typed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.areas.approvals import service as approvals
from app.areas.security import queries, service
from app.areas.security.values import AddUser
from app.bootstrap import Station
from app.gui.approval import ApprovalDialog
from app.gui.theme import Scheme, Theme
from app.gui.widgets.labels import AmountLabel
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.storage.unit_of_work import UnitOfWork
from tests.gui.conftest import give_pin

if TYPE_CHECKING:
    from tests.gui.conftest import Person

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier
MANAGER, MANAGERS_PIN = "3001", "577215"
WORDS = "Close shift W1-0042 with 12.50 less than expected."


@dataclass(frozen=True, slots=True)
class Careful:
    id: CommandId


def careful(uow: UnitOfWork, command: Careful) -> str:
    """Something that needs a second person."""
    approvals.require_approval(uow, command.id, "over_short:-1250", WORDS)
    return uow.actor.name


@pytest.fixture
def manager(station: Station) -> None:
    roles = {name: role_id for role_id, name in station.ask(queries.roles).result()}
    command = AddUser(CommandId(new_id()), MANAGER, "Maria Oyelaran", roles["Billing manager"])
    added = station.act(SYSTEM, service.add_user, command).result()
    give_pin(station, added.user_id, MANAGERS_PIN)


class Asked:
    """What came back of one careful command."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.done: list[str] = []
        self.ended: list[bool] = []
        person.session.runner.act(
            careful,
            Careful(CommandId(new_id())),
            done=self.done.append,
            always=lambda: self.ended.append(True),
        )
        person.wait(lambda: person.session.failures.approval)

    @property
    def dialog(self) -> ApprovalDialog:
        dialog = self.person.session.failures.approval
        assert dialog is not None
        return dialog

    def answer(self, number: str, pin: str) -> None:
        self.dialog.number.clear()
        self.dialog.number.setFocus()
        self.person.type(number)
        self.person.press(ENTER)
        self.person.type(pin)
        self.person.press(ENTER)


@pytest.fixture
def asked(manager: None, person: Person) -> Asked:
    person.sign_in("2001")
    person.counting()
    return Asked(person)


def test_number_enter_pin_enter_and_the_same_command_is_done(asked: Asked) -> None:
    person = asked.person
    assert person.focus is asked.dialog.number
    assert asked.dialog.words.text() == WORDS
    spoken = [label.accessibleName() for label in asked.dialog.findChildren(AmountLabel)]
    assert any("12.50 US dollars" in words for words in spoken)
    asked.answer(MANAGER, MANAGERS_PIN)
    person.wait(lambda: asked.ended)
    assert asked.done == ["Nguyễn Thị Hoa"], "the requester acts, and stays signed in"
    assert person.session.desk.actor.name == "Nguyễn Thị Hoa"
    assert person.session.failures.approval is None
    person.counting()


def test_a_wrong_pin_says_so_and_nothing_stays_typed(asked: Asked) -> None:
    dialog = asked.dialog
    asked.answer(MANAGER, "998877")
    assert dialog.pin.text() == "", "gone as soon as it is sent"
    asked.person.wait(lambda: dialog.pin_field.message.isVisible())
    assert "not right" in dialog.pin_field.message.text()
    assert asked.person.focus is dialog.pin
    assert dialog.pin.text() == ""
    asked.person.settle()
    asked.person.type(MANAGERS_PIN)
    asked.person.press(ENTER)
    asked.person.wait(lambda: asked.done)


def test_nobody_approves_for_themselves_or_without_the_right(asked: Asked) -> None:
    dialog = asked.dialog
    words = dialog.words
    words.say(" ".join([WORDS] * 4))
    dialog.fit()
    asked.answer("2001", "314159")
    asked.person.wait(lambda: dialog.number_field.message.isVisible())
    assert dialog.number_field.message.text()
    asked.person.wait(lambda: words.height() >= words.heightForWidth(words.width()))
    asked.person.settle()
    asked.answer("777", "314159")
    asked.person.settle()
    assert dialog.number_field.message.isVisible()
    assert asked.done == []
    assert dialog.isVisible()


def test_esc_goes_back_and_nothing_is_done(asked: Asked) -> None:
    asked.person.type(MANAGER)
    asked.person.press(ESC)
    asked.person.wait(lambda: asked.ended)
    assert asked.done == []
    assert asked.person.session.failures.approval is None
    asked.person.counting()


def test_a_missing_number_is_asked_for_in_words(asked: Asked) -> None:
    asked.person.press(ENTER)
    asked.person.type(MANAGERS_PIN)
    asked.person.press(ENTER)
    assert asked.dialog.number_field.message.text().startswith("Type the number")
    assert asked.person.focus is asked.dialog.number


def test_the_lock_takes_the_question_back_with_everything_typed(asked: Asked) -> None:
    person, dialog = asked.person, asked.dialog
    person.type(MANAGER)
    person.press(ENTER)
    person.type("5772")
    person.session.lock()
    assert dialog.pin.text() == ""
    person.wait(lambda: asked.ended)
    assert asked.done == []
    assert all("5772" not in box.text() for box in person.window.findChildren(QLineEdit))


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("scale", [100, 200])
def test_it_fits_and_can_be_looked_at(
    theme: Theme, request: pytest.FixtureRequest, scheme: Scheme, scale: int
) -> None:
    theme.choose(scheme, scale)
    asked: Asked = request.getfixturevalue("asked")
    QApplication.processEvents()
    dialog = asked.dialog
    width = dialog.minimumWidth()
    dialog.resize(width, dialog.column.totalHeightForWidth(width))
    assert dialog.width() <= 1280
    assert dialog.height() <= 1000
    if folder := os.environ.get("COUNTERFOIL_GALLERY"):
        dialog.grab().save(str(Path(folder) / f"approval-{scheme.value}-{scale}.png"))
