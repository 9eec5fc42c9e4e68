"""The question for damaged pages ends when every tree was walked, and not before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from app.bootstrap import open_reading
from app.kernel.errors import OutsideError, UserError
from app.storage.checks import page_checks
from app.storage.engine import DATABASE_NAME
from app.storage.reading import Reader, ReadSql

PAGE = 4096
PLACES = 100
WHOLE = ReadSql("PRAGMA quick_check(20)")


def told(reader: Reader) -> tuple[bool, bool]:
    """Whether the check of the pages finds something, and whether SQLite does in all its time."""
    (check,) = page_checks()
    found = bool(check.findings(reader))
    try:
        return found, reader.fetch(WHOLE) != [("ok",)]
    except driver.DatabaseError:
        return found, True


def test_damage_anywhere_is_told_before_the_question_ends(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.reading._TOLD_EVERY", 1)
    folder = tmp_path / "data"
    shutil.copytree(worked, folder)
    path = folder / DATABASE_NAME
    whole = path.read_bytes()
    pages = len(whole) // PAGE
    damaged = 0
    sound = open_reading(folder)
    assert sound.database.read(told) == (False, False)
    sound.close()
    for page in range(pages - 1, 0, -max(1, pages // PLACES)):
        data = bytearray(whole)
        data[page * PAGE + 100] ^= 1
        path.write_bytes(data)
        try:
            station = open_reading(folder)
        except (UserError, OutsideError):  # a page without which nothing can be asked
            continue
        try:
            found, really = station.database.read(told)
        finally:
            station.close()
        assert found == really, f"page {page + 1} of {pages}"
        damaged += found
    assert damaged > PLACES // 2
