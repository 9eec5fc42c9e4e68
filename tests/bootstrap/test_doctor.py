"""The doctor says what is wrong and what to do, with a practice or without, and shows nobody."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.areas.printing import service as printing
from app.areas.printing.values import PrinterKind, SavePrinter
from app.bootstrap import Station, open_station
from app.bootstrap.doctor import Finding, Light, Place, WindowSeen, computer, examine, folder
from app.bootstrap.report_log import ReportLog, log_folder
from app.bootstrap.unlocking import Unlock, find_keys
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, CommandId, new_id
from app.storage.connection import DATABASE_NAME
from tests.conftest import MakePractice

ROOT = Path(__file__).resolve().parents[2]


class Ahead:
    """A clock that is a day ahead."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERFOIL_KEYRING", "off")


def said(place: Place) -> dict[str, Finding]:
    found = list(examine(place))
    assert all(each.words.endswith((".", ")")) for each in found), found
    assert all(each.todo or each.light is Light.OK for each in found), "it says what to do"
    return {each.key: each for each in found}


def test_it_works_before_a_practice_exists(tmp_path: Path) -> None:
    found = said(Place(tmp_path / "new" / "data", window=lambda: WindowSeen(True)))
    assert found["practice"].light is Light.LOOK
    assert found["permissions"].light is Light.OK
    assert found["window"].light is Light.OK
    assert not {"backup", "clock", "printer.receipt"} & set(found)
    assert not (tmp_path / "new").exists(), "it only looks"


def test_a_synced_folder_is_wrong_and_letters_that_lack_are_told(tmp_path: Path) -> None:
    lacks = WindowSeen(True, lacks=("Burmese", "Korean"))
    found = said(Place(tmp_path / "OneDrive - Clinic" / "data", window=lambda: lacks))
    assert found["folder"].light is Light.WRONG
    assert "cloud service" in found["folder"].words
    assert "Burmese, Korean" in found["window"].words


def test_an_open_practice_is_told_whole(practice: MakePractice, tmp_path: Path) -> None:
    data = practice("data")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
    station = open_station(data)
    try:
        name = Person("Khin", "Zaw")
        station.act(
            SYSTEM,
            parties.register_patient,
            RegisterPatient(CommandId(new_id()), AccountId(new_id()), name),
        ).result()
        station.act(
            SYSTEM,
            printing.save_printer,
            SavePrinter(CommandId(new_id()), PrinterKind.TCP, address),
        ).result()
        beside = said(Place(data, station=station))
        # The window's own printing looks after the printer: nobody else speaks to it.
        assert "as far as it was heard" in beside["printer.receipt"].words
        assert beside["backup"].light is Light.WRONG
        before = station.back_up()
    finally:
        station.close()
    found = said(Place(data))
    assert found["practice"].light is Light.OK
    assert found["backup"].light is Light.OK
    assert found["printer.receipt"].light is Light.WRONG
    assert "can't be reached" in found["printer.receipt"].words
    assert "Payments go on" in found["printer.receipt"].todo
    assert found["cards"].light is Light.OK
    assert found["log.head"].light is Light.OK
    assert str(before.log_seq) in found["log.head"].words
    assert found["clock"].light is Light.OK
    assert not any("Zaw" in f"{each.words}{each.todo}" for each in found.values())


def test_an_older_file_put_in_the_place_of_the_books_is_found(practice: MakePractice) -> None:
    data = practice("data")
    older = data.parent / "older.db"
    shutil.copy(data / DATABASE_NAME, older)
    station = open_station(data)
    patient = RegisterPatient(CommandId(new_id()), AccountId(new_id()), Person("Khin", "Zaw"))
    station.act(SYSTEM, parties.register_patient, patient).result()
    station.back_up()
    assert station.older_words() == ""
    station.close()
    for left in data.glob(f"{DATABASE_NAME}-*"):
        left.unlink()
    shutil.copy(older, data / DATABASE_NAME)
    found = said(Place(data))
    assert found["backup"].light is Light.WRONG
    assert "an older file" in found["backup"].words
    station = open_station(data)
    for number in range(4):
        other = RegisterPatient(
            CommandId(new_id()), AccountId(new_id()), Person(f"After {number}", "Somebody")
        )
        station.act(SYSTEM, parties.register_patient, other).result()
    assert "Stop taking money here" in station.older_words(), "though the log is longer by now"
    station.close()
    assert said(Place(data))["backup"].light is Light.WRONG


def test_books_that_do_not_open_leave_the_rest_to_be_told(practice: MakePractice) -> None:
    data = practice("data")
    (data / DATABASE_NAME).write_bytes(b"no database of ours" * 400)
    found = said(Place(data))
    assert found["practice"].light is Light.WRONG
    assert found["practice"].todo
    assert {"disk", "log", "backup", "fonts"} <= set(found)
    assert "clock" not in found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_others_may_read_and_a_full_or_slow_disk_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    os.chmod(data, 0o755)
    (data / "keys.json").write_text("{}")
    os.chmod(data / "keys.json", 0o644)
    monkeypatch.setattr(folder, "LITTLE", 1 << 62)
    monkeypatch.setattr(folder, "SLOW_S", 0.0)
    found = said(Place(data))
    assert "keys.json" in found["permissions"].words
    assert found["disk"].light is Light.LOOK
    assert found["disk.speed"].light is not Light.OK
    monkeypatch.setattr(folder, "TOO_LITTLE", 1 << 62)
    assert said(Place(data))["disk"].light is Light.WRONG
    assert [path.name for path in data.iterdir()] == ["keys.json"], "it leaves nothing behind"


def test_faults_of_the_last_days_are_told_with_their_number(tmp_path: Path) -> None:
    log = ReportLog(log_folder(tmp_path), "window")
    log.write("ABCD-2345", ValueError("Khin Zaw")).join()
    with log.file.open("ab") as file:
        file.write(b'{"at": "2020-01-01T00:00:00+00:00", "report": "OLD2-OLD2"}\n{"at": "20\n\xff')
    found = said(Place(tmp_path))["log"]
    assert found.light is Light.LOOK
    assert "ABCD-2345" in found.words
    assert "OLD2" not in found.words
    assert str(log.folder) in found.todo


class Locked(KeyringBackend):
    """A keyring that nobody has unlocked; of no weight, so that it is nobody else's choice."""

    priority = 0

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("not unlocked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("not unlocked")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("not unlocked")


class Silent(Locked):
    """A keyring whose question to the person nobody answers."""

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.wait()
        return None

    asked = Event()


def test_a_keyring_that_is_locked_or_silent_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COUNTERFOIL_KEYRING")
    monkeypatch.setattr(Locked, "priority", 5)
    monkeypatch.setattr(computer, "PATIENCE_S", 0.05)
    before = keyring.get_keyring()
    try:
        keyring.set_keyring(Locked())
        locked = said(Place(tmp_path))["keyring"]
        keyring.set_keyring(Silent())
        silent = said(Place(tmp_path))["keyring"]
    finally:
        keyring.set_keyring(before)
        Silent.asked.set()
    assert (locked.light, silent.light) == (Light.WRONG, Light.WRONG)
    assert "locked" in locked.words
    assert "no answer" in silent.words


def test_a_keyring_that_can_not_be_loaded_is_told_and_loses_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost() -> None:
        raise ModuleNotFoundError("no module of that name")

    monkeypatch.delenv("COUNTERFOIL_KEYRING")
    monkeypatch.setattr(keyring, "get_keyring", lost)
    found = said(Place(tmp_path))["keyring"]
    assert found.light is Light.LOOK
    assert "no keyring" in found.words
    (tmp_path / "counterfoil.db").touch()
    (tmp_path / "station.json").write_text('{"database_id": "x"}')
    with pytest.raises(UserError, match="Start or unlock it"):
        find_keys(tmp_path, Unlock())


def test_a_file_in_the_folders_place_and_a_damaged_key_file_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for data in (tmp_path / "file", tmp_path / "file" / "data"):
        found = said(Place(data))["folder"]
        assert found.light is Light.WRONG
        assert "is a file" in found.words
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "counterfoil.db").touch()
    (tmp_path / "data" / "keys.json").write_text("gone")
    found = said(Place(tmp_path / "data"))["practice"]
    assert found.light is Light.WRONG
    assert "keys.json is missing or damaged" in found.words


def test_a_check_that_breaks_is_a_finding_and_the_others_follow(tmp_path: Path) -> None:
    def broken() -> WindowSeen:
        raise RuntimeError("Khin Zaw")

    place = Place(tmp_path, window=broken)
    found = said(place)
    assert found["window"].light is Light.WRONG
    assert "Khin" not in found["window"].words
    assert "fonts" in found
    assert set(said(replace(place, window=None))) == set(found) - {"window"}


def test_a_clock_that_was_set_back_is_wrong(practice: MakePractice) -> None:
    data = practice("data")
    station = open_station(data, clock=Ahead())
    patient = RegisterPatient(CommandId(new_id()), AccountId(new_id()), Person("Khin", "Zaw"))
    station.act(SYSTEM, parties.register_patient, patient).result()
    station.close()
    found = said(Place(data))["clock"]
    assert found.light is Light.WRONG
    assert "behind the last record" in found.words


def test_every_library_of_the_program_is_looked_for() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[\[<>=!~ ]", each)[0] for each in told["project"]["dependencies"]}
    assert wanted == set(computer.LIBRARIES)


def test_a_station_that_is_open_is_not_opened_again(station: Station) -> None:
    keys = said(Place(station.folder, station=station))
    assert {"practice", "backup", "log.head", "clock", "printer.receipt", "cards"} <= set(keys)
