"""Opening the database: exact versions, settings and guards, or a sentence; never damage."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Station, Unlock, find_keys, open_reading, open_station
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.storage import connection, engine
from app.storage.keys import Keys
from app.storage.tables import station as declared
from tests.building import Books
from tests.conftest import MakePractice

# reliability.md 2.5, once more in its own words
WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,
    "journal_size_limit": 8 << 20,
}


def raw(data: Path, **how: Any) -> Any:
    """A connection with our settings, past the unit of work."""
    keys = find_keys(data, Unlock())
    return engine.connect(data / engine.DATABASE_NAME, keys.database, **how)


@pytest.mark.parametrize(
    ("version", "fit"),
    [
        ((3, 40, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 52, 1), True),
        ((3, 53, 0), True),
        ((3, 54, 1), True),
        ((4, 0, 0), True),
    ],
)
def test_versions_that_corrupt_are_refused(version: tuple[int, ...], fit: bool) -> None:
    if fit:
        engine.refuse_library(version, "4.19.0 community")
    else:
        with pytest.raises(OutsideError, match=r"can damage data"):
            engine.refuse_library(version, "4.19.0 community")


def test_what_was_written_during_a_backup_leaves_no_long_file_beside_the_books(
    tmp_path: Path,
) -> None:
    """Writing into its cold end would read each piece from the disk first."""
    books, wal = tmp_path / "counterfoil.db", tmp_path / "counterfoil.db-wal"
    writing = connection.connect(books, bytes(32))
    writing.execute("CREATE TABLE paid (what BLOB)")
    copying = connection.connect(books, bytes(32), reading=True)
    try:
        copying.execute("BEGIN")
        copying.execute("SELECT count(*) FROM paid").fetchone()
        for _ in range(12):
            writing.execute("INSERT INTO paid VALUES (randomblob(1000000))")
        assert wal.stat().st_size > 12_000_000
        copying.execute("ROLLBACK")
        for _ in range(2):  # the first brings everything into the books, the second begins anew
            writing.execute("INSERT INTO paid VALUES (x'00')")
        assert wal.stat().st_size == connection.WAL_LIMIT
        assert writing.execute("SELECT count(*) FROM paid").fetchone() == (14,)
    finally:
        copying.close()
        writing.close()


def test_a_library_without_encryption_is_refused() -> None:
    with pytest.raises(OutsideError, match="no database encryption"):
        engine.refuse_library((3, 53, 4), "")


def test_every_connection_has_every_setting(station: Station) -> None:
    assert station.database.writer is not None
    found = [
        station.database.writer.connection,
        raw(station.folder),
        raw(station.folder, reading=True),
    ]
    pooled = station.database._pool.connect()
    for opened in (*found, pooled):
        cursor = opened.cursor()
        got = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}
        assert got == WANTED
        assert cursor.execute("PRAGMA cipher_version").fetchone()[0]
    assert pooled.cursor().execute("PRAGMA query_only").fetchone()[0] == 1
    pooled.close()
    for opened in found[1:]:
        opened.close()


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_setting_that_does_not_take_stops_the_start(
    name: str, practice: MakePractice, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = practice("a")
    value, _ = connection._PRAGMAS[name]
    monkeypatch.setitem(connection._PRAGMAS, name, (value, "something else"))
    with pytest.raises(OutsideError, match=f"setting {name} is .* and must be something else"):
        open_station(data)
    monkeypatch.undo()
    open_station(data).close()


def test_normal_is_told_from_full(practice: MakePractice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection._PRAGMAS, "synchronous", ("NORMAL", 2))
    with pytest.raises(OutsideError, match="synchronous is 1 and must be 2"):
        open_station(practice("a"))


def test_nothing_can_be_read_without_the_key(practice: MakePractice) -> None:
    data = practice("a")
    whole = b"".join(path.read_bytes() for path in data.glob("counterfoil.db*"))
    assert b"SQLite format 3" not in whole
    assert b"Riverside" not in whole
    wrong = Keys.made()
    with pytest.raises(UserError, match="does not open with this key"):
        engine.connect(data / engine.DATABASE_NAME, wrong.database)


def spoil(data: Path, how: str) -> None:
    path = data / engine.DATABASE_NAME
    size = path.stat().st_size
    if how == "text":
        path.write_text("Dear accountant,\nplease find attached\n" * 500)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "half":
        os.truncate(path, size // 2 // 4096 * 4096)
    elif how == "one page":
        os.truncate(path, 4096)
    elif how == "odd":
        os.truncate(path, size - 1000)
    elif how == "zeroed":
        path.write_bytes(bytes(size))
    elif how == "first byte":
        content = bytearray(path.read_bytes())
        content[0] ^= 1
        path.write_bytes(content)
    elif how == "last page":
        content = bytearray(path.read_bytes())
        content[-2000] ^= 1
        path.write_bytes(content)
    elif how == "missing":
        path.unlink()
    elif how == "folder":
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize(
    "how", ["text", "empty", "half", "one page", "zeroed", "first byte", "missing", "folder"]
)
@pytest.mark.parametrize("opening", [open_station, open_reading])
def test_a_file_that_is_no_database_of_ours_is_refused_in_words(
    how: str, opening: Any, practice: MakePractice
) -> None:
    data = practice("a")
    spoil(data, how)
    path = data / engine.DATABASE_NAME
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(CounterfoilError) as caught:
        opening(data).close()
    assert caught.value.text.endswith(".")
    assert "no such table" not in caught.value.text
    assert before is None or path.read_bytes() == before
    assert not list(data.glob("**/*.cfbackup"))
    fresh = practice("b")
    open_station(fresh).close()


@pytest.mark.parametrize("how", ["odd", "last page"])
def test_damage_further_in_is_never_a_wrong_answer(how: str, practice: MakePractice) -> None:
    data = practice("a")
    spoil(data, how)
    try:
        station = open_station(data)
    except CounterfoilError as refused:
        assert refused.text.endswith(".")  # noqa: PT017
        return
    try:
        with pytest.raises(CounterfoilError):
            station.database.read(_all_rows)
    finally:
        station.close()


def _all_rows(reader: Any) -> None:
    for name in declared.tables:
        reader._cursor.execute(f"SELECT * FROM {name}").fetchall()


def test_a_database_of_another_practice_is_refused(practice: MakePractice, tmp_path: Path) -> None:
    data, other = practice("a"), practice("b")
    shutil.copy(data / engine.DATABASE_NAME, tmp_path / "kept.db")
    (other / "demo.key").write_text("A" * 86 + "==", encoding="ascii")
    with pytest.raises(UserError, match="does not open with this key"):
        open_station(other)


def test_a_newer_database_is_left_alone(practice: MakePractice) -> None:
    data = practice("a")
    opened = raw(data)
    opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    for opening in (open_station, open_reading):
        with pytest.raises(UserError, match="written by a newer Counterfoil"):
            opening(data)
    assert not (data / "backups").exists()


@pytest.mark.parametrize("table", [t.name for t in declared.sorted_tables if t.info["after"]])
def test_a_lost_guard_stops_the_start(table: str, practice: MakePractice) -> None:
    data = practice("a")
    opened = raw(data)
    names = [
        row[0]
        for row in opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        )
    ]
    for name in names:
        opened.execute("BEGIN")
        opened.execute(f"DROP TRIGGER {name}")
        with pytest.raises(OutsideError, match=f"lost a guard of the table {table}"):
            engine.refuse_missing_guards(opened.cursor())
        opened.execute("ROLLBACK")
    if names:
        opened.execute(f"DROP TRIGGER {names[0]}")
        opened.close()
        with pytest.raises(OutsideError, match="lost a guard"):
            open_station(data)
    else:
        opened.close()


def test_a_guard_that_was_weakened_or_added_stops_the_start(practice: MakePractice) -> None:
    data = practice("a")
    opened = raw(data)
    opened.execute("BEGIN")
    opened.execute("DROP TRIGGER payment_no_change")
    opened.execute(
        "CREATE TRIGGER payment_no_change BEFORE UPDATE ON payment WHEN 0 "
        "BEGIN SELECT RAISE(ABORT, 'a row of payment is posted and never changes'); END"
    )
    with pytest.raises(OutsideError, match="lost a guard of the table payment"):
        engine.refuse_missing_guards(opened.cursor())
    opened.execute("ROLLBACK")
    opened.execute("CREATE TRIGGER skim AFTER INSERT ON payment BEGIN DELETE FROM print_job; END")
    opened.close()
    with pytest.raises(OutsideError, match="skim"):
        open_station(data)


def test_a_guard_lost_while_open_is_found_at_the_next_start(station: Station, books: Books) -> None:
    books.register_patient()
    opened = raw(station.folder)
    opened.execute("DROP TRIGGER patient_no_delete")
    opened.close()
    folder = station.folder
    station.close()
    with pytest.raises(OutsideError, match="lost a guard of the table patient"):
        open_station(folder)
