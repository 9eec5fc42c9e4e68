"""Answers come back to the GUI thread; each kind of failure is shown in its own way."""

from __future__ import annotations

import json
import logging
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer
from app.areas.parties import service as parties
from app.areas.parties.values import Person as Human
from app.areas.parties.values import RegisterPatient
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment, TenderGiven
from app.bootstrap import Station
from app.bootstrap.report_log import keeping_log
from app.kernel.actor import SYSTEM
from app.kernel.errors import Bug, OutsideError, UserError
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import Person


def on_gui_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def test_answers_arrive_on_the_gui_thread_and_changes_are_told(person: Person) -> None:
    person.sign_in("1001")
    heard: list[frozenset[str]] = []
    where: list[bool] = []
    runner = person.session.runner
    runner.changed.connect(heard.append)
    runner.act(
        drawers.add_drawer,
        AddDrawer(CommandId(new_id()), "Back office"),
        done=lambda _added: where.append(on_gui_thread()),
        always=lambda: where.append(on_gui_thread()),
    )
    assert where == [], "an answer never comes before the call has returned"
    person.wait(lambda: len(where) == 2)
    assert where == [True, True]
    person.wait(lambda: any("drawer" in tables for tables in heard))


def test_what_an_answer_goes_to_is_let_go_on_the_gui_thread(person: Person) -> None:
    """The writing thread keeps its last task until the next: a page must not go with it."""
    person.sign_in("1001")
    freed_on: list[bool] = []
    for place in range(4):
        _answer_to_a_page(person, place, freed_on)
    person.wait(lambda: len(freed_on) >= 3)
    assert all(freed_on)


def _answer_to_a_page(person: Person, place: int, freed_on: list[bool]) -> None:
    runner, page = person.session.runner, QObject()
    weakref.finalize(page, lambda: freed_on.append(on_gui_thread()))
    answers: list[object] = []

    def done(answer: object, page: QObject = page) -> None:
        answers.append((answer, page.objectName()))

    if place % 2:
        runner.run(page.objectName, done=done)
    else:
        command = AddDrawer(CommandId(new_id()), f"Drawer {place}")
        runner.act(drawers.add_drawer, command, done=done)
    person.wait(lambda: bool(answers))


def test_only_the_latest_question_under_a_key_is_answered(person: Person) -> None:
    gate = threading.Event()
    heard: list[int] = []
    runner = person.session.runner

    def slow(_reader: object, number: int) -> int:
        gate.wait(60)
        return number

    runner.ask(slow, 1, done=heard.append, key="find")
    runner.ask(lambda _reader, number: number, 2, done=heard.append, key="find")
    person.wait(lambda: heard)
    gate.set()
    person.wait(lambda: runner.waiting == 0)
    assert heard == [2]


def test_a_refusal_goes_to_the_screen_or_else_to_a_message(person: Person) -> None:
    refused: list[UserError] = []

    def no() -> None:
        raise UserError("This drawer is in use.", field="drawer_id")

    person.session.runner.run(no, done=lambda _answer: None, refused=refused.append)
    person.wait(lambda: refused)
    assert refused[0].field == "drawer_id"
    person.session.runner.run(no, done=lambda _answer: None)
    person.wait(lambda: person.window.toasts.shown)
    assert person.window.toasts.shown[0].words == "This drawer is in use."


def test_the_worlds_failures_stay_and_can_be_tried_again(person: Person) -> None:
    tries: list[int] = []
    answers: list[str] = []

    def print_it() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OutsideError("The printer has no paper. The payment is saved.")
        return "printed"

    person.session.runner.run(print_it, done=answers.append)
    person.wait(lambda: person.window.toasts.shown)
    toast = person.window.toasts.shown[0]
    assert toast.button is not None
    toast.button.click()
    person.wait(lambda: answers)
    assert answers == ["printed"]
    assert person.window.toasts.shown == ()


def test_a_bug_is_numbered_logged_without_data_and_work_goes_on(
    person: Person, tmp_path: Path
) -> None:
    def broken(_uow: object, _command: object) -> None:
        secret = "Nguyễn Thị Hoa"
        raise KeyError(secret)

    person.sign_in("1001")
    person.session.runner.act(broken, None, done=lambda _answer: None)
    person.wait(lambda: person.window.toasts.shown)
    assert "Nothing was saved" in person.window.toasts.shown[0].words
    log = tmp_path / "log" / "window.log"
    person.wait(lambda: log.exists() and log.read_text().endswith("\n"))
    told = json.loads(log.read_text())
    assert told["report"] in person.window.toasts.shown[0].detail
    assert told["error"]["kind"] == "KeyError"
    assert any("broken" in place for place in told["error"]["where"])
    assert "Hoa" not in log.read_text()
    answers: list[int] = []
    person.session.runner.run(lambda: 7, done=answers.append)
    person.wait(lambda: answers == [7])
    # Work that is no action may have come some way before it broke.
    person.session.runner.run(lambda: broken(None, None), done=lambda _answer: None)
    person.wait(lambda: len(person.window.toasts.shown) == 2)
    assert "Nothing was saved" not in person.window.toasts.shown[1].words


def test_what_breaks_after_the_work_was_done_leaves_the_form_free(
    person: Person, qtbot: QtBot, tmp_path: Path
) -> None:
    """It never says that nothing was saved: a payment may stand that is then taken twice."""
    failures, ended = person.session.failures, []

    def done(_answer: int) -> None:
        raise ValueError("Nguyễn Thị Hoa")

    with qtbot.capture_exceptions() as caught:
        person.session.runner.run(lambda: 7, done=done, always=lambda: ended.append(True))
        person.wait(lambda: ended)
        person.wait(lambda: caught)
    failures.uncaught(caught[0][1])
    with keeping_log(tmp_path / "log", "window") as keeper:
        failures.hear(keeper)
        log = logging.getLogger("counterfoil.printing")
        why = {"exc_info": ValueError("Nguyễn Thị Hoa")}
        threading.Thread(target=log.error, args=("broke off",), kwargs=why).start()
        person.wait(lambda: len(person.window.toasts.shown) == 2)
    told = [f"{each.words} {each.detail}" for each in person.window.toasts.shown]
    assert len(told) == 2
    assert not any("Nothing was saved" in each or "Hoa" in each for each in told)
    assert "receipt printer" in told[1]
    assert told[1].rpartition(" ")[2].strip(".") in keeper.log.file.read_text(encoding="utf-8")
    # They name nobody, so they are seen before anybody signed in, too.
    assert all(each.isVisible() for each in person.window.toasts.shown)


def test_nobody_signed_in_means_no_action(person: Person) -> None:
    with pytest.raises(Bug):
        person.session.runner.act(
            drawers.add_drawer, AddDrawer(CommandId(new_id()), "x"), done=lambda _a: None
        )


@pytest.mark.parametrize("agree", [True, False])
def test_a_question_is_asked_and_yes_sends_the_same_command(
    person: Person, station: Station, agree: bool
) -> None:
    """Money for an account that owes nothing becomes credit, after asking."""
    account = AccountId(new_id())
    patient = RegisterPatient(CommandId(new_id()), account, Human("Khin", "Zaw"))
    station.act(SYSTEM, parties.register_patient, patient).result()
    person.sign_in("2001")
    count = person.counting()
    count.submit()
    person.wait(lambda: person.session.desk.shift)
    amount = Money(2000, "USD")
    command = TakePayment(CommandId(new_id()), account, (TenderGiven("cash", amount, amount),))
    taken: list[object] = []
    ended: list[bool] = []
    person.session.runner.act(
        payments.take_payment, command, done=taken.append, always=lambda: ended.append(True)
    )
    failures = person.session.failures
    person.wait(lambda: failures.question)
    assert failures.question is not None
    assert failures.question.words.text()
    button = failures.question.yes_button if agree else failures.question.no_button
    button.click()
    person.wait(lambda: ended)
    assert bool(taken) is agree
