"""Backups: complete, encrypted, verified; restored on another computer as a new incarnation."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import (
    FirstAdministrator,
    Station,
    Unlock,
    init_station,
    open_station,
    restore_station,
)
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.storage import backup, engine, keys, upgrade
from app.storage.keys import NoSecretStore
from tests.building import PIN, Books, Template, cheap_verifier, set_up
from tests.conftest import MakePractice
from tests.faults.invariants import broken
from tests.storage.test_keys import MemoryStore


def one(station: Station, sql: str, *values: Any) -> Any:
    assert station.database.writer is not None
    return station.database.writer.connection.execute(sql, values).fetchone()


@pytest.fixture
def busy(station: Station, books: Books) -> Station:
    books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 3500)
    books.take_cash(account, 1000)
    return station


def test_a_backup_says_what_it_holds_and_shows_nothing(busy: Station) -> None:
    made = busy.back_up()
    assert made.path.parent == busy.folder / "backups"
    head = one(busy, "SELECT seq, hash FROM station_log ORDER BY seq DESC LIMIT 1")
    assert (made.log_seq, made.log_hash) == head
    assert made.revision == engine.SCHEMA_REVISION
    assert backup.read_manifest(made.path) == made
    content = made.path.read_bytes()
    for secret in (b"Riverside", b"Nguy", b"SQLite format 3", busy.database.keys.database):
        assert secret not in content
    with zipfile.ZipFile(made.path) as bundle:
        names = {"counterfoil.db", "recovery.json", "manifest.json"}
        assert set(bundle.namelist()) == names
        digest = hashlib.sha256(bundle.read("counterfoil.db")).hexdigest()
        assert json.loads(bundle.read("manifest.json"))["sha256"] == digest
    assert not list(made.path.parent.glob("*.part"))


def test_a_backup_while_money_is_taken_is_one_moment(
    busy: Station, books: Books, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it comes to its end however many payments are written between its steps."""
    monkeypatch.setattr(backup, "_PAGES_AT_ONCE", 16)
    stop, taken = threading.Event(), 0
    account = books.register_patient().account_id

    def take() -> None:
        nonlocal taken
        while not stop.is_set() and taken < 400:
            books.take_cash(account, 10)
            taken += 1

    thread = threading.Thread(target=take)
    thread.start()
    try:
        made = [busy.back_up() for _ in range(3)]
        assert 0 < taken < 400, "the copies ended only when the window was quiet"
    finally:
        stop.set()
        thread.join()
    assert len({one.path for one in made}) == 3
    for n, found in enumerate(made):
        place = busy.folder.parent / f"moment{n}"
        restore_station(found.path, place, template.made.recovery_key)
        assert not broken(place)


def test_restored_on_a_new_computer_with_the_recovery_key_alone(tmp_path: Path) -> None:
    old = MemoryStore()
    data = tmp_path / "old"
    administrator = FirstAdministrator("Ana", "1", PIN)
    made = init_station(data, set_up(demo=False), administrator, Unlock(secrets=old))
    station = open_station(data, Unlock(secrets=old))
    bundle = station.back_up(tmp_path / "stick" / "copy.cfbackup").path
    station.close()
    shutil.rmtree(data)

    new, place = MemoryStore(), tmp_path / "new"
    assert restore_station(bundle, place, made.recovery_key.lower(), Unlock(secrets=new)) == (
        "in the keyring of this computer"
    )
    again = open_station(place, Unlock(secrets=new))
    assert again.sign_in(made.administrator, PIN).actor.name == "Ana"
    assert again.database.keys == station.database.keys
    again.close()
    assert old.kept == new.kept


def test_a_restore_begins_a_new_life_with_new_numbers(
    busy: Station, template: Template, tmp_path: Path
) -> None:
    bundle = busy.back_up().path
    numbers, incarnations = set(), set()
    for name in ("one", "two"):
        place = tmp_path / name
        restore_station(bundle, place, template.made.recovery_key)
        station = open_station(place)
        books = Books(station, template.actors)
        account = books.register_patient()
        first = books.take_cash(account.account_id, 10).receipt_number
        second = books.take_cash(account.account_id, 10).receipt_number
        assert first.startswith("W1")
        assert not first.startswith("W1-")
        assert (first[-7:], second[-7:]) == ("-000001", "-000002")
        assert account.account_number.startswith(first.split("-")[0])
        numbers.add(first)
        rows = one(station, "SELECT count(*), sum(current), max(ordinal) FROM stream")
        assert rows == (2, 1, 2)
        incarnations.add(one(station, "SELECT incarnation FROM stream WHERE current = 1")[0])
        station.close()
        assert not broken(place)
    assert len(numbers) == len(incarnations) == 2


def test_a_dead_pin_stays_dead_in_a_restored_backup(
    station: Station, template: Template, tmp_path: Path
) -> None:
    user = template.actors.cashier.user_id
    assert station.database.writer is not None
    station.database.writer.connection.execute(
        "UPDATE pin_verifier SET failures = 10, verifier = ? WHERE user_id = ?",
        (cheap_verifier(), user),
    )
    bundle = station.back_up().path
    restore_station(bundle, tmp_path / "again", template.made.recovery_key)
    again = open_station(tmp_path / "again")
    with pytest.raises(UserError, match="blocked after too many wrong tries"):
        again.sign_in(user, PIN)
    again.close()


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_restore_that_fails_leaves_nothing_and_can_be_done_again(
    tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, place = tmp_path / "old", tmp_path / "new"
    unlock = Unlock("correct horse battery", NoSecretStore())
    made = init_station(data, set_up(demo=False), FirstAdministrator("Ana", "1", PIN), unlock)
    station = open_station(data, unlock)
    bundle = station.back_up().path
    station.close()
    for wrong, words in (
        (Unlock(secrets=NoSecretStore()), "no keyring"),
        (Unlock("short"), "at least 12"),
    ):
        with pytest.raises(UserError, match=words):
            restore_station(bundle, place, made.recovery_key, wrong)
        assert not place.exists() or everything(place) == []
    with pytest.raises(UserError, match="another practice or another backup"):
        restore_station(bundle, place, template.made.recovery_key, unlock)
    with pytest.raises(UserError, match="mistyped"):
        restore_station(bundle, place, "XXXX", unlock)
    assert not place.exists() or everything(place) == []
    restore_station(bundle, place, made.recovery_key, unlock)
    open_station(place, unlock).close()
    with pytest.raises(UserError, match="already holds a practice"):
        restore_station(bundle, place, made.recovery_key, unlock)


# ------------------------------------------------------------------------------- crafted bundles


def rebuilt(bundle: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(bundle) as source:
        files = {name: source.read(name) for name in source.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w") as sink:
        for name, content in files.items():
            sink.writestr(name, content)
    return target


def _flip(files: dict[str, bytes], name: str, at: int, *, sign: bool = False) -> None:
    content = bytearray(files[name])
    content[at] ^= 1
    files[name] = bytes(content)
    if sign:
        manifest = json.loads(files["manifest.json"])
        manifest["sha256"] = hashlib.sha256(files["counterfoil.db"]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()


def _traverse(files: dict[str, bytes]) -> None:
    files["../../evil.txt"] = b"evil"
    files["/tmp/evil.txt"] = b"evil"
    files["backups/../../evil.txt"] = b"evil"


def _renamed(files: dict[str, bytes]) -> None:
    files["../counterfoil.db"] = files.pop("counterfoil.db")


CRAFTED: dict[str, Callable[[dict[str, bytes]], None]] = {
    "no manifest": lambda f: f.__delitem__("manifest.json"),
    "no database": lambda f: f.__delitem__("counterfoil.db"),
    "no keys": lambda f: f.__delitem__("recovery.json"),
    "path out of the folder": _renamed,
    "manifest is no json": lambda f: f.update({"manifest.json": b"\xff{"}),
    "manifest is a list": lambda f: f.update({"manifest.json": b"[]"}),
    "manifest is huge": lambda f: f.update({"manifest.json": b" " * (2 << 20)}),
    "manifest lacks its hash": lambda f: f.update(
        {"manifest.json": f["manifest.json"].replace(b"sha256", b"sha257")}
    ),
    "keys are no json": lambda f: f.update({"recovery.json": b"\xff"}),
    "keys are huge": lambda f: f.update({"recovery.json": b" " * (2 << 20)}),
    "a changed byte": lambda f: _flip(f, "counterfoil.db", 9000),
    "a changed byte, hashed again": lambda f: _flip(f, "counterfoil.db", 9000, sign=True),
    "a changed first byte, hashed again": lambda f: _flip(f, "counterfoil.db", 3, sign=True),
    "an empty database": lambda f: f.update({"counterfoil.db": b""}),
    "a text for a database": lambda f: f.update({"counterfoil.db": b"hello" * 5000}),
}


@pytest.mark.parametrize("name", sorted(CRAFTED))
def test_a_crafted_bundle_is_refused_and_leaves_nothing(
    name: str, busy: Station, template: Template, tmp_path: Path
) -> None:
    bundle = rebuilt(busy.back_up().path, tmp_path / "evil.cfbackup", CRAFTED[name])
    place = tmp_path / "inner" / "place"
    before = everything(tmp_path)
    with pytest.raises(CounterfoilError) as caught:
        restore_station(bundle, place, template.made.recovery_key)
    assert caught.value.text.endswith(".")
    assert "no such table" not in caught.value.text
    shutil.rmtree(tmp_path / "inner", ignore_errors=True)
    assert everything(tmp_path) == before


def test_names_that_lead_out_of_the_folder_are_never_written(
    busy: Station, template: Template, tmp_path: Path
) -> None:
    bundle = rebuilt(busy.back_up().path, tmp_path / "evil.cfbackup", _traverse)
    restore_station(bundle, tmp_path / "a" / "b" / "c", template.made.recovery_key)
    assert not list(tmp_path.rglob("evil.txt"))
    open_station(tmp_path / "a" / "b" / "c").close()


def test_the_database_of_another_practice_in_the_bundle_is_refused(
    busy: Station, template: Template, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    init_station(other, set_up(), FirstAdministrator("Eve", "1", PIN))
    foreign = open_station(other)
    theirs = foreign.back_up().path
    foreign.close()

    def swap(files: dict[str, bytes]) -> None:
        with zipfile.ZipFile(theirs) as source:
            for name in ("counterfoil.db", "manifest.json"):
                files[name] = source.read(name)

    bundle = rebuilt(busy.back_up().path, tmp_path / "swapped.cfbackup", swap)
    with pytest.raises(UserError):
        restore_station(bundle, tmp_path / "place", template.made.recovery_key)
    assert not (tmp_path / "place" / engine.DATABASE_NAME).exists()


@pytest.mark.parametrize("share", [0, 10, 100, 500, 900, 990, 999])
def test_a_truncated_bundle_is_refused(
    share: int, busy: Station, template: Template, tmp_path: Path
) -> None:
    content = busy.back_up().path.read_bytes()
    cut = tmp_path / "cut.cfbackup"
    cut.write_bytes(content[: len(content) * share // 1000])
    with pytest.raises(UserError, match="not a Counterfoil backup, or it is damaged"):
        restore_station(cut, tmp_path / "place", template.made.recovery_key)
    with pytest.raises(UserError):
        restore_station(tmp_path / "nothing", tmp_path / "place", template.made.recovery_key)


@pytest.mark.skipif(sys.platform == "win32", reason="no such folder there")
def test_a_backup_that_can_not_be_written_is_an_outside_error(busy: Station) -> None:
    with pytest.raises(OutsideError, match="was not made"):
        busy.back_up(Path("/proc/nowhere/copy.cfbackup"))
    with pytest.raises(OutsideError, match="was not made"):
        busy.back_up(busy.folder / "counterfoil.lock" / "copy.cfbackup")


# --------------------------------------------------------------------------------------- upgrades


NOW = engine.SCHEMA_REVISION
NEXT = f"{int(NOW) + 1:04}"


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one more revision than the practice on disk; the folder of its history."""
    history = tmp_path / "history"
    shutil.copytree(upgrade.MIGRATIONS, history, ignore=shutil.ignore_patterns("__pycache__"))
    (history / "versions" / f"{NEXT}_one_more.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '{NEXT}', '{NOW}'\n"
        "branch_labels = depends_on = None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE one_more (id TEXT PRIMARY KEY) STRICT')\n"
        "    op.execute(\"INSERT INTO one_more VALUES ('x')\")\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(upgrade, "MIGRATIONS", history)
    monkeypatch.setattr(engine, "SCHEMA_REVISION", NEXT)
    return history


def test_an_older_practice_is_backed_up_then_upgraded(
    practice: MakePractice, template: Template, newer_program: Path, tmp_path: Path
) -> None:
    data = practice("old")
    station = open_station(data)
    assert one(station, "SELECT id FROM one_more") == ("x",)
    assert one(station, "SELECT version_num FROM alembic_version") == (NEXT,)
    (made,) = (data / "backups").iterdir()
    assert backup.read_manifest(made).revision == NOW
    Books(station, template.actors).open_shift()
    station.close()
    open_station(data).close()
    assert len(list((data / "backups").iterdir())) == 1
    assert not broken(data)
    restore_station(made, tmp_path / "back", template.made.recovery_key)
    restored = open_station(tmp_path / "back")
    assert one(restored, "SELECT version_num FROM alembic_version") == (NEXT,)
    restored.close()


def test_an_upgrade_that_fails_leaves_the_old_database(
    practice: MakePractice, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = practice("old")
    step = newer_program / "versions" / f"{NEXT}_one_more.py"
    text = step.read_text(encoding="utf-8")
    step.write_text(text + "    op.execute('DROP TABLE nothing_here')\n", encoding="utf-8")
    with pytest.raises(Exception, match="nothing_here"):
        open_station(data)
    found = engine.connect(data / engine.DATABASE_NAME, _keys_of(data))
    assert found.execute("SELECT version_num FROM alembic_version").fetchone() == (NOW,)
    names = found.execute("SELECT count(*) FROM sqlite_master WHERE name = 'one_more'").fetchone()
    assert names == (0,)
    found.close()
    assert len(list((data / "backups").iterdir())) == 1
    step.write_text(text, encoding="utf-8")
    open_station(data).close()
    monkeypatch.undo()


def test_without_a_backup_there_is_no_upgrade(practice: MakePractice, newer_program: Path) -> None:
    data = practice("old")
    (data / keys.RECOVERY_NAME).unlink()
    with pytest.raises(OutsideError, match="No copy was made"):
        open_station(data)
    found = engine.connect(data / engine.DATABASE_NAME, _keys_of(data))
    assert found.execute("SELECT version_num FROM alembic_version").fetchone() == (NOW,)
    found.close()


def _keys_of(data: Path) -> bytes:
    beside = keys.from_beside(data)
    assert beside is not None
    return beside.database
