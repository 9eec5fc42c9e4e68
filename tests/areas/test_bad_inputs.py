"""reliability.md 9 in every field of every action: a sentence and nothing written, or kept."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any

import pytest

from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.codec import field_types
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import check_id
from app.kernel.money import LARGEST_MINOR, Money
from app.kernel.text import clean
from app.storage import writer
from app.storage.tables import station as declared
from app.storage.unit_of_work import UnitOfWork
from tests.areas.every_action import ACTIONS, EVERY, Action
from tests.areas.good_commands import ACTORS, GOOD, REFUSED_NOW, Ground, prepare
from tests.building import Template, command_id

TEXTS = (
    "",
    "   ",
    "Robert'); DROP TABLE payment;--",
    "\x1b\x70\x00\x19\xfa",
    "\x1b@",
    "\x1dV1",
    "\x10\x14\x01\x00\x01",
    "a\u202eb",
    "a" + "\u0301" * 500,
    "👩\u200d👩\u200d👧",
    "a\x00b",
    "a\uffff",
    "a\ud800",
    "İß",
    "e\u0301cole",
    "\u200bx\u200b",
    "x" * 200_000,
    "<img src=http://x>",
    "%s%n{0}{{}}{name}",
    "NULL",
    "None",
    "O'Neil",
    "မောင်လှ",
    "4111 1111 1111 1111",
    "4111111111111111 123",
    "=cmd|'/c calc'!A1",
    "../../etc/passwd",
    "-1",
    "9" * 40,
    "a\r\nb",
)
WHOLE = (-(10**30), -(2**63), -1, 0, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 10**30)
DAYS = (date.min, date(1899, 12, 31), datetime.now(UTC).date() + timedelta(days=2), date.max)
NOT_STORED = (
    ".confirmations",
    ".invoice_ids[0]",
    ".payment.confirmations",
    ".payment.invoice_ids[0]",
)
"""What steers an action and is written nowhere."""
LOCAL = (
    *("parked_form", "printer", "printer_detail", "office_printer"),
    *("gateway_standing", "refund_working"),
)
"""Tables of this station that keep what is typed and are not logged."""
SPECIAL = ("none", "twice", "many")
MONEY = tuple(
    Money(minor, code)
    for minor in (*WHOLE, 1, LARGEST_MINOR, LARGEST_MINOR + 1)
    for code in ("USD", "EUR")
)


class Undone(Exception):
    """Raised at the end of an accepted try, so that the next one finds the same books."""


def spoilt(kind: Any, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """(where, bad value, value with it) for every leaf of a command's field."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        yield from spoilt(next(a for a in args if a is not type(None)), value)
    elif origin is frozenset:
        yield from (("", bad, frozenset({bad})) for _, bad, _ in spoilt(str, ""))
    elif origin is tuple:
        first = value[:1] if value else ()
        if first:
            for where, bad, item in spoilt(args[0], first[0]):
                yield f"[0]{where}", bad, (item, *value[1:])
            yield "", "none", ()
            yield "", "twice", (*first, *value)
            yield "", "many", tuple(first) * 3000
        elif args[0] is str or isinstance(args[0], typing.NewType):
            yield from ((f"[0]{w}", bad, (item,)) for w, bad, item in spoilt(str, ""))
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind is not Money:
        for name, hint in field_types(kind).items():
            if name != "id" or "." in name:
                for where, bad, item in spoilt(hint, getattr(value, name)):
                    yield f".{name}{where}", bad, replace(value, **{name: item})
    elif isinstance(kind, type) and issubclass(kind, Enum | bool | datetime | time):
        return
    else:
        leaves: dict[Any, tuple[Any, ...]] = {int: WHOLE, date: DAYS, Money: MONEY}
        yield from (("", bad, bad) for bad in leaves.get(kind, TEXTS))


@pytest.fixture(scope="module")
def ground(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Station, Ground]]:
    folder = tmp_path_factory.mktemp("bad") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    yield station, prepare(station, template.actors.cashier.user_id)
    station.close()


def fingerprint(station: Station) -> list[Any]:
    """How many rows every table has, and the head of the log."""
    connection = writer_of(station).connection
    names = [table.name for table in declared.sorted_tables]
    found = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names]
    head = connection.execute("SELECT max(seq) FROM station_log").fetchone()[0]
    return [*found, head]


def writer_of(station: Station) -> writer.Writer:
    assert station.database.writer is not None
    return station.database.writer


def attempt(action: Callable[..., Any]) -> Callable[[UnitOfWork, Any], None]:
    """The action as the writer runs it, looked at and undone."""

    def tried(uow: UnitOfWork, command: Any) -> None:
        writer.answer(uow, action, command)
        rows = [json.loads(text) for text in uow._logged]
        local = [
            row
            for table in LOCAL
            for row in uow._cursor.execute(f"SELECT * FROM {table}").fetchall()
        ]
        uow.seal()
        raise Undone(
            [*(fields_of(row) for row in rows), *({"": one} for row in local for one in row)]
        )

    tried.__module__ = "tests.areas.service"
    return tried


def fields_of(row: dict[str, Any]) -> dict[str, Any]:
    table = row["t"].split(".")[0]
    values = row["f"] if "f" in row else {name: pair[0] for name, pair in row["d"].items()}
    return {f"{table}.{name}": value for name, value in values.items()}


def check_stored(rows: list[dict[str, Any]]) -> None:
    """Everything stored has the form its column promises."""
    for row in rows:
        for name, value in row.items():
            table, _, column = name.partition(".")
            role = declared.tables[table].c[column].info["role"] if table else ""
            if value is None or name == "receipt.snapshot":
                continue
            if role == "id":
                check_id(value, name)
            elif role == "day":
                date.fromisoformat(value)
            elif role in ("whole", "yes_no"):
                assert -(2**63) <= value < 2**63
            elif column == "verifier":
                assert value.startswith("$argon2id$")
            elif role == "text":
                assert clean(value, name, most=10**6, lines=True) == value, name


def is_kept(bad: Any, rows: list[dict[str, Any]]) -> bool:
    if not isinstance(bad, str):
        return True
    shapes = {clean(bad, "", most=10**7, lines=lines) for lines in (False, True)}
    shapes |= {json.dumps(shape, ensure_ascii=False)[1:-1] for shape in shapes}
    values = [value for row in rows for value in row.values() if isinstance(value, str)]
    return any(shape in value for shape in shapes for value in values)


def refused_or_kept(station: Station, action: Action, actor: Actor, command: Any) -> str | list:
    """The sentence of a refusal, or the rows that would have been stored."""
    tried: Any = replace(command, id=command_id())
    try:
        station.act(actor, attempt(action.function), tried).result()
    except Undone as undone:
        rows: list[dict[str, Any]] = undone.args[0]
        return rows
    except (UserError, NeedsConfirmation, NeedsApproval) as refused:
        return refused.text
    raise AssertionError("neither refused nor undone")


def judge(where: str, bad: Any, outcome: str | list[dict[str, Any]]) -> None:
    if isinstance(outcome, str):
        assert outcome.endswith((".", "?")), outcome
        assert len(outcome) < 300, outcome[:400]
        assert "4111" not in outcome, "a card number is repeated"
        return
    check_stored(outcome)
    assert bad in SPECIAL or where in NOT_STORED or is_kept(bad, outcome), "accepted, but not kept"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_field_of_every_action(action: Action, ground: tuple[Station, Ground]) -> None:
    station, found = ground
    good = GOOD[action.name](found)
    actor = ACTORS.get(action.name, lambda g: SYSTEM)(found)
    before = fingerprint(station)
    outcome = refused_or_kept(station, action, actor, good)
    assert isinstance(outcome, str) == (action.name in REFUSED_NOW), outcome
    wrong, count = [], 0
    for where, bad, command in spoilt(action.command, good):
        count += 1
        try:
            judge(where, bad, refused_or_kept(station, action, actor, command))
        except Exception as error:  # noqa: BLE001 all of them are told at once
            wrong.append(f"{where} = {ascii(bad)[:60]}: {type(error).__name__}: {error}"[:300])
    assert not wrong, "\n".join(wrong)
    typed = {name: hint for name, hint in field_types(action.command).items() if name != "id"}
    assert count >= 3 or set(typed.values()) <= {bool}
    assert fingerprint(station) == before


# ------------------------------------------------------------------------------- card numbers

CARDS = (
    "paid with 4111\u00a01111\u00a01111-1111 today",
    "3782 822463 10005",
    "4111111111111111".translate({48 + digit: 0x0660 + digit for digit in range(10)}),
)
DIGITS = re.compile(r"4111\D{0,3}1111\D{0,3}1111|3782\D{0,3}8224|\u0664\u0661\u0661")


def all_written(station: Station, action: Action, command: Any, actor: Actor) -> list[Any]:
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


def put(value: Any, old: str, new: str) -> Any:
    """The command with one text instead of another, wherever it stands in it."""
    if value == old:
        return new
    if isinstance(value, tuple | frozenset):
        return type(value)(put(each, old, new) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return replace(value, **{name: put(getattr(value, name), old, new) for name in names})
    return value


@pytest.mark.parametrize(
    "action", [each for each in EVERY if each.name in GOOD], ids=lambda action: action.name
)
def test_no_field_takes_a_card_number(action: Action, ground: tuple[Station, Ground]) -> None:
    """It is refused without being repeated, and written nowhere, local tables and indexes too."""
    station, found = ground
    good = GOOD[action.name](found)
    actor = ACTORS.get(action.name, lambda g: SYSTEM)(found)
    wrong = []
    for where, bad, command in spoilt(action.command, good):
        for card in CARDS if bad == "NULL" else ():
            spoiled = replace(put(command, "NULL", card), id=command_id())
            try:
                written = all_written(station, action, spoiled, actor)
            except (UserError, NeedsConfirmation, NeedsApproval) as refused:
                if DIGITS.search(refused.text):
                    wrong.append(f"{where}: repeated in {refused.text[:80]}")
                continue
            if any(isinstance(value, str) and DIGITS.search(value) for value in written):
                wrong.append(f"{where}: written")
    assert not wrong, "\n".join(wrong)
