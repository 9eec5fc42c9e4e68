"""reliability.md 9, items 39 to 41: files of a practice that were damaged, swapped or planted.

Each is refused in a sentence, or changes nothing; `test_bad_inputs.py` says where each item is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2 as driver

from app.bootstrap import (
    FirstAdministrator,
    Unlock,
    init_station,
    open_reading,
    open_station,
    restore_station,
)
from app.bootstrap.front import open_front
from app.bootstrap.report_log import ReportLog, log_folder
from app.bootstrap.unlocking import find_keys
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.storage import engine
from tests.building import PIN, Books, Template, set_up
from tests.conftest import MakePractice
from tests.faults.invariants import broken
from tests.faults.small_disk import SmallDisk
from tests.storage.test_keys import MemoryStore

PAGE = 4096
ANA = FirstAdministrator("Ana Admin", "1", PIN)


def key_of(data: Path) -> bytes:
    return find_keys(data, Unlock()).database


def plain(data: Path, *settings: str) -> Any:
    """A connection with nothing but the key, as another program would have it."""
    opened = driver.connect(str(data / engine.DATABASE_NAME), isolation_level=None)
    opened.execute(f"PRAGMA key = \"x'{key_of(data).hex()}'\"")
    for setting in settings:
        opened.execute(f"PRAGMA {setting}")
    return opened


def door(data: Path) -> object:
    """What the window reads first, before the rest of the program is there."""
    return open_front(data, Unlock())


def refused(opening: Callable[[], Any], *words: str) -> str:
    """The sentence: whole, and none of the library's own words alone."""
    with pytest.raises(CounterfoilError) as caught:
        opening().close()
    text = caught.value.text
    assert text.endswith(".")
    assert "no such table" not in text
    assert all(word in text for word in words), text
    return text


# ----------------------------------------------------------------------------- the database itself


def test_a_file_of_an_older_cipher_or_of_another_program_is_left_as_it_is(
    practice: MakePractice,
) -> None:
    for settings, revision, words in (
        (("cipher_compatibility = 3",), "0001", "does not open with this key"),
        ((), "9999", "written by a newer Counterfoil"),
        ((), engine.SCHEMA_REVISION, "lost a guard"),
        ((), "0003", "damaged"),
        ((), "", "holds no practice"),
    ):
        data = practice(f"of {words[:7]}")
        (data / engine.DATABASE_NAME).unlink()
        other = plain(data, *settings, "journal_mode = WAL")
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
        if revision:
            other.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        other.close()
        before = (data / engine.DATABASE_NAME).read_bytes()
        refused(lambda data=data: open_station(data), words)  # type: ignore[misc]
        refused(lambda data=data: open_reading(data))  # type: ignore[misc]
        assert (data / engine.DATABASE_NAME).read_bytes() == before
        assert not list(data.glob("**/*.cfbackup*"))


def test_a_foreign_journal_or_log_of_writes_harms_nothing(
    practice: MakePractice, template: Template, tmp_path: Path
) -> None:
    """A hot journal beside a database in WAL mode, another clinic's -wal, a broken -shm."""
    data = practice("mine")
    station = open_station(data)
    Books(station, template.actors).register_patient()
    station.close()
    init_station(tmp_path / "other", set_up(), ANA)
    other = open_station(tmp_path / "other")
    foreign = (tmp_path / "other" / "counterfoil.db-wal").read_bytes()
    other.close()
    magic = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    planted: tuple[tuple[str, bytes], ...] = (
        ("-journal", b""),
        ("-journal", magic + b"\xff" * 4 + os.urandom(500) + os.urandom(3 * (PAGE + 8))),
        ("-journal", os.urandom(5000)),
        ("-wal", foreign[:3000]),
        ("-wal", foreign[:40] + os.urandom(len(foreign) - 40)),
        ("-wal", os.urandom(9000)),
        ("-shm", os.urandom(32768)),
    )
    for end, content in planted:
        (data / f"counterfoil.db{end}").write_bytes(content)
        station = open_station(data)
        assert station.database.quick_check() == ""
        patients = station.database.read(lambda r: r._cursor.execute("SELECT 1 FROM patient"))
        assert patients is not None
        station.close()
    assert len(foreign) > 32 + 24 + PAGE, "it holds what was committed"
    before = (data / "counterfoil.db").read_bytes()
    (data / "counterfoil.db-wal").write_bytes(foreign)
    for opening in (door, open_station, open_reading):
        refused(partial(opening, data), "is not of this database", "Move that file")
    assert (data / "counterfoil.db").read_bytes() == before
    assert (data / "counterfoil.db-wal").read_bytes() == foreign
    (data / "counterfoil.db-wal").unlink()
    for end in ("-journal", "-wal"):
        (data / f"counterfoil.db{end}").mkdir()
        refused(lambda: open_station(data), "can't be read", "restore the latest backup")
        (data / f"counterfoil.db{end}").rmdir()
    open_station(data).close()
    assert not broken(data)


class Pages:
    """The pages of an encrypted file in clear, for whoever has the key: SQLCipher 4 by hand."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._salt = path.read_bytes()[:16]
        masked = bytes(byte ^ 0x3A for byte in self._salt)
        self._mac = hashlib.pbkdf2_hmac("sha512", key, masked, 2, 32)

    def read(self, number: int) -> bytearray:
        page = self._path.read_bytes()[(number - 1) * PAGE : number * PAGE]
        begin = 16 if number == 1 else 0
        box = Cipher(algorithms.AES(self._key), modes.CBC(page[-80:-64])).decryptor()
        head = b"SQLite format 3\0" if number == 1 else b""
        return bytearray(head + box.update(page[begin:-80]) + page[-80:])

    def write(self, number: int, page: bytearray) -> None:
        begin = 16 if number == 1 else 0
        iv = bytes(page[-80:-64])
        box = Cipher(algorithms.AES(self._key), modes.CBC(iv)).encryptor()
        body = box.update(bytes(page[begin:-80])) + iv
        mac = hmac.digest(self._mac, body + number.to_bytes(4, "little"), "sha512")
        with self._path.open("r+b") as file:
            file.seek((number - 1) * PAGE)
            file.write((self._salt if number == 1 else b"") + body + mac)


def many(books: Books) -> None:
    """So many rows that the file must grow."""
    for _ in range(400):
        books.register_patient()


def test_a_free_list_that_goes_round_and_pages_that_lead_astray_are_called_damage(
    practice: MakePractice, template: Template
) -> None:
    """The page sums are right: only whoever has the key, or a bug, could have made this."""
    data = practice("round")
    opened = plain(data)
    opened.execute("PRAGMA journal_mode = DELETE")
    opened.execute("CREATE TABLE ballast (a)")
    opened.executemany("INSERT INTO ballast VALUES (?)", [(os.urandom(4000),) for _ in range(40)])
    opened.execute("DROP TABLE ballast")
    opened.execute("PRAGMA journal_mode = WAL")
    opened.close()
    pages = Pages(data / engine.DATABASE_NAME, key_of(data))
    first = pages.read(1)
    trunk = int.from_bytes(first[32:36])
    page = pages.read(trunk)
    page[0:4] = trunk.to_bytes(4)
    page[4:8] = (0).to_bytes(4)
    pages.write(trunk, page)
    try:
        station = open_station(data)
    except CounterfoilError as damage:
        assert "damaged" in damage.text  # noqa: PT017
    else:
        books = Books(station, template.actors)
        with pytest.raises(CounterfoilError, match="damaged"):
            many(books)
        station.close()
    whole = practice("astray")
    pages = Pages(whole / engine.DATABASE_NAME, key_of(whole))
    for number in range(3, 40, 9):
        page = pages.read(number)
        kept = bytes(page)
        page[8:12] = (number).to_bytes(4)  # a child, or a first cell, that is the page itself
        pages.write(number, page)
        try:
            opened_again = open_station(whole)
            try:
                opened_again.database.quick_check()
            finally:
                opened_again.close()
        except CounterfoilError as told:
            assert told.text.endswith(".")  # noqa: PT017
        pages.write(number, bytearray(kept))
    open_station(whole).close()


def test_a_schema_that_would_call_functions_calls_none(practice: MakePractice) -> None:
    """Triggers of others stop the start; views, defaults and indexes may call nothing dangerous."""
    data = practice("hostile")
    opened = plain(data)
    opened.execute("CREATE VIEW balance_now AS SELECT load_extension('evil') AS amount")
    opened.execute("CREATE VIEW seen AS SELECT writefile('evil', 'x') AS amount")
    opened.close()
    station = open_station(data)
    for name in ("balance_now", "seen"):
        with pytest.raises((CounterfoilError, driver.DatabaseError)):
            station.database.read(lambda r, v=name: r._cursor.execute(f"SELECT * FROM {v}"))
    station.close()
    opened = plain(data, "writable_schema = ON")
    opened.execute("CREATE TABLE bait (a)")
    opened.execute("CREATE TRIGGER skim AFTER INSERT ON bait BEGIN SELECT 1; END")
    opened.execute("UPDATE sqlite_schema SET tbl_name = 'payment' WHERE name = 'skim'")
    opened.close()
    refused(lambda: open_station(data))


def test_a_link_is_followed_only_to_a_safe_place(practice: MakePractice, tmp_path: Path) -> None:
    data, cloud = practice("linked"), tmp_path / "Dropbox"
    cloud.mkdir()
    path = data / engine.DATABASE_NAME
    shutil.move(path, cloud / "books.db")
    path.symlink_to(cloud / "books.db")
    refused(lambda: open_station(data), "copied by a cloud service")
    path.unlink()
    path.symlink_to(tmp_path / "pulled out" / "books.db")
    refused(lambda: open_station(data), "See that its disk is there")
    with pytest.raises(CounterfoilError, match="already"):
        init_station(data, set_up(), ANA)
    assert path.is_symlink()
    path.unlink()
    (tmp_path / "safe").mkdir()
    shutil.move(cloud / "books.db", tmp_path / "safe" / "books.db")
    path.symlink_to(tmp_path / "safe" / "books.db")
    open_station(data).close()


def test_a_disk_that_can_only_be_read_or_is_pulled_out(
    small_disk: SmallDisk, practice: MakePractice, template: Template
) -> None:
    data = small_disk.place / "data"
    shutil.copytree(practice("origin"), data)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.place)], check=True)
    refused(lambda: open_station(data), "can't be written")
    refused(lambda: open_reading(data), "can't be read")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk.place)], check=True)
    station = open_station(data)
    books = Books(station, template.actors)
    books.open_shift()
    account = books.register_patient().account_id
    subprocess.run(["umount", "-l", str(small_disk.place)], check=True)
    with pytest.raises(OutsideError, match="put the file back"):
        books.take_cash(account, 10)
    with pytest.raises(CounterfoilError):
        station.back_up()
    assert station.disk_words() == "", "nothing of another disk is said"
    station.close()


# --------------------------------------------------------------------------- the files beside it


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda good: good[: len(good) // 2],
    "zeros": lambda good: bytes(len(good)),
    "a list": lambda _: b"[]",
    "another object": lambda _: b'{"v": 9}',
    "deep": lambda _: b"[" * 200_000,
    "huge": lambda good: good + b" " * (3 << 20),
}


def test_the_small_files_of_a_practice_may_be_hurt_and_none_is_needed_alone(
    tmp_path: Path,
) -> None:
    """Which practice this is stands in two of them; an editor's mark before the text is no harm."""
    store, data = MemoryStore(), tmp_path / "data"
    unlock = Unlock(secrets=store)
    made = init_station(data, set_up(demo=False), ANA, unlock)
    identity, recovery = data / "station.json", data / "recovery.json"
    good = {path: path.read_bytes() for path in (identity, recovery)}
    for spoil in SPOILT.values():
        identity.write_bytes(spoil(good[identity]))
        open_station(data, unlock).close()
    identity.write_bytes(b"\xef\xbb\xbf" + good[identity])
    recovery.unlink()
    open_station(data, unlock).close()
    identity.write_bytes(b"")
    refused(lambda: open_station(data, unlock), "station.json is missing or damaged")
    for path, content in good.items():
        path.write_bytes(content)
    station = open_station(data, unlock)
    recovery.write_bytes(b"{}")
    with pytest.raises(OutsideError, match=r"No copy was made: recovery\.json is missing or dam"):
        station.back_up()
    assert not list((data / "backups").glob("*"))
    recovery.write_bytes(good[recovery])
    first = station.back_up()
    changed = json.loads(good[recovery])
    changed["wrapped"] = changed["wrapped"][::-1]
    for how in (SPOILT["half"], SPOILT["huge"], lambda _: json.dumps(changed).encode()):
        recovery.write_bytes(how(good[recovery]))
        copy = station.back_up(tmp_path / "copy.cfbackup")
        assert recovery.read_bytes() == good[recovery], "put back from the last backup"
    station.close()
    for number, bundle in enumerate((first.path, copy.path)):
        place = tmp_path / f"new {number}"
        restore_station(bundle, place, made.recovery_key, Unlock(secrets=MemoryStore()))


@pytest.mark.parametrize("name", ["log", "backups", "reserve", "counterfoil.lock"])
def test_a_folder_where_a_file_should_be_and_the_other_way_round(
    name: str, practice: MakePractice, template: Template
) -> None:
    data = practice("planted")
    path = data / name
    if name in ("reserve", "counterfoil.lock"):
        path.mkdir()
    else:
        path.write_text("not what you think")
    if name == "counterfoil.lock":
        refused(lambda: open_station(data), "can't be written")
        path.rmdir()
    station = open_station(data)
    station.keep_room()
    books = Books(station, template.actors)
    books.open_shift()
    books.take_cash(books.register_patient().account_id, 10)
    log = ReportLog(log_folder(data))
    log.append({"at": "now"})
    if name == "log":
        path.unlink()
        log.file.mkdir(parents=True)
        log.append({"at": "now"})
        log.write("F-1", ValueError("x")).join()
    if name == "backups":
        with pytest.raises(OutsideError, match="The backup was not made"):
            station.back_up()
    station.close()
    assert not broken(data)


def test_no_setting_of_the_environment_weakens_anything(
    practice: MakePractice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("COUNTERFOIL_KEYRING", "off"),
        ("SQLITE_TMPDIR", "/"),
        ("SQLITE_FORCE_PROXY_LOCKING", "1"),
        ("PGSSLMODE", "disable"),
        ("PGSSLROOTCERT", "system"),
        ("PYTHONHASHSEED", "0"),
    ):
        monkeypatch.setenv(name, value)
    station = open_station(practice("a"))
    assert station.database.writer is not None
    read = station.database.writer.connection.execute
    for pragma, wanted in (("synchronous", 2), ("trusted_schema", 0), ("foreign_keys", 1)):
        assert read(f"PRAGMA {pragma}").fetchone()[0] == wanted
    station.close()
    with pytest.raises(UserError, match=r"no keyring and asks for a passphrase"):
        init_station(practice("a2").parent / "real", set_up(demo=False), ANA)
