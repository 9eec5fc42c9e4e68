"""No field of any action takes a card number, however it is written: it is refused without being
repeated, and nothing of it is written anywhere, local tables and indexes included.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.storage import writer
from app.storage.unit_of_work import UnitOfWork
from tests.areas.every_action import EVERY, Action
from tests.areas.good_commands import ACTORS, GOOD, Ground, prepare
from tests.areas.test_bad_inputs import Undone, spoilt
from tests.building import Template, command_id

CARDS = (
    "4111111111111111",
    "4111-1111-1111-1111",
    "paid with 4111\u00a01111\u00a01111\u00a01111 today",
    "3782 822463 10005",
    "4111111111111111".translate({48 + digit: 0x0660 + digit for digit in range(10)}),
)
DIGITS = re.compile(
    r"4111\D{0,3}1111\D{0,3}1111|5555\D{0,3}5555|3782\D{0,3}8224|\u0664\u0661\u0661"
)
ACTIONS = [action for action in EVERY if action.name in GOOD]


@pytest.fixture(scope="module")
def ground(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Station, Ground]]:
    folder = tmp_path_factory.mktemp("cards") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    yield station, prepare(station, template.actors.cashier.user_id)
    station.close()


def all_written(station: Station, action: Action, command: Any, actor: Any) -> list[Any]:
    """Every value that the action would write, whatever the table; nothing stays."""

    def tried(uow: UnitOfWork, wanted: Any) -> None:
        writes = uow._write
        written: list[Any] = []

        def watched(sql: str, values: tuple[Any, ...], table: str) -> None:
            written.extend(values)
            writes(sql, values, table)

        uow._write = watched  # type: ignore[method-assign]
        writer.answer(uow, action.function, wanted)
        raise Undone([*written, *uow._logged])

    tried.__module__ = "tests.areas.service"
    try:
        station.act(actor, tried, command).result()
    except Undone as undone:
        found: list[Any] = undone.args[0]
        return found
    raise AssertionError("neither refused nor undone")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_no_field_takes_a_card_number(action: Action, ground: tuple[Station, Ground]) -> None:
    station, found = ground
    good = GOOD[action.name](found)
    actor = ACTORS.get(action.name, lambda g: SYSTEM)(found)
    wrong = []
    for where, bad, command in spoilt(action.command, good):
        if bad != "NULL":
            continue
        for card in CARDS:
            spoiled = replace(_put(command, "NULL", card), id=command_id())
            try:
                written = all_written(station, action, spoiled, actor)
            except (UserError, NeedsConfirmation, NeedsApproval) as refused:
                if DIGITS.search(refused.text):
                    wrong.append(f"{where}: repeated {refused.text[:80]}")
                continue
            if any(isinstance(value, str) and DIGITS.search(value) for value in written):
                wrong.append(f"{where}: written")
    assert not wrong, "\n".join(wrong)


def _put(value: Any, old: str, new: str) -> Any:
    """The command with one text instead of another, wherever it stands in it."""
    if value == old:
        return new
    if isinstance(value, tuple | frozenset):
        return type(value)(_put(each, old, new) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return replace(value, **{name: _put(getattr(value, name), old, new) for name in names})
    return value
