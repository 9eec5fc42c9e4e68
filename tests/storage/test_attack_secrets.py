"""Secrets and names are in no file, no message and no picture of an object."""

from __future__ import annotations

import base64
import traceback
from pathlib import Path
from typing import Any

import pytest

from app.areas.payments import schema
from app.areas.security import values
from app.bootstrap import FirstAdministrator, Unlock, find_keys, open_station
from app.kernel.errors import OutsideError
from app.kernel.ids import CommandId, UserId
from app.storage import engine
from app.storage.station_log import Stream
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books, Template
from tests.conftest import MakePractice

NAME = "Zzyzxcanary"


def test_no_object_shows_its_secret(template: Template) -> None:
    keys = find_keys(template.folder, Unlock())
    stream = Stream("o", "s", "i", "W1", True, keys.master)
    shown = [
        keys,
        stream,
        template.made,
        FirstAdministrator("Ana", "1", "739154"),
        Unlock("correct horse battery staple"),
        values.PinTry(UserId("x"), "$argon2id$secret", 1),
        values.SetPin(CommandId("x"), UserId("x"), "$argon2id$secret"),
    ]
    pictures = " ".join(map(repr, shown))
    hidden = (
        *(repr(keys.master), repr(keys.database), "739154", "correct horse", "argon2id"),
        *(template.made.recovery_key, template.made.recovery_code),
    )
    assert not [secret for secret in hidden if secret in pictures]


def half_a_payment(uow: UnitOfWork, _nothing: None) -> None:
    uow.insert(schema.payment, {"id": NAME})


def a_name_where_money_belongs(uow: UnitOfWork, _nothing: None) -> None:
    cursor: Any = uow._cursor
    cursor.execute("INSERT INTO tender (id, amount_minor) VALUES ('x', ?)", (NAME,))


def a_name_twice(uow: UnitOfWork, _nothing: None) -> None:
    cursor: Any = uow._cursor
    cursor.execute("INSERT INTO patient (id, family_name) VALUES ('x', ?)", (NAME,))


def test_nothing_is_said_and_nothing_is_readable(
    practice: MakePractice, template: Template, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    data = practice("data")
    station = open_station(data)
    Books(station, template.actors).register_patient(NAME, "Quuxcanary", phone="5559998887")
    said = []
    for broken in (half_a_payment, a_name_where_money_belongs, a_name_twice):
        with pytest.raises(Exception) as caught:
            station.act(template.actors.cashier, broken, None).result()
        said.append("".join(traceback.format_exception(caught.value)))
    station.back_up()
    keys = find_keys(data, Unlock())
    held = [path for path in data.rglob("*") if path.is_file() and path.name != "demo.key"]
    station_words = "".join(said) + caplog.text
    plain = (NAME, "Quuxcanary", "5559998887", template.made.recovery_code)
    secrets = (*plain, template.made.recovery_key, keys.database.hex(), keys.master.hex())
    assert not [secret for secret in secrets if secret in station_words]
    raw = [*(s.encode() for s in secrets), keys.database, keys.master]
    raw += [base64.b64encode(keys.packed())[:40], base64.b64encode(keys.master)[:40]]
    for path in held:
        content = path.read_bytes()
        assert not [secret for secret in raw if secret in content], path.name
    station.close()
    assert {path.suffix for path in held} >= {".db", ".db-wal", ".cfbackup", ".json"}


def test_a_folder_that_can_not_be_locked_is_said_so(practice: MakePractice) -> None:
    data = practice("data")
    (data / "counterfoil.lock").unlink(missing_ok=True)
    (data / "counterfoil.lock").mkdir()
    with pytest.raises(OutsideError, match="can't be written"):
        open_station(data)
    assert Path(data / engine.DATABASE_NAME).exists()
