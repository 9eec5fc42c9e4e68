"""Killed while it restores, rebuilds or brings patients in: old books or new, never between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import has_practice, open_station, restore_station
from app.storage.statements import ReadSql
from tests.building import PIN, Books, Template
from tests.conftest import MakePractice
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
ROOT = Path(__file__).resolve().parents[2]
ROWS = 400
_MAIN = """
import os, signal, sys, threading
from app.cli.main import main
from sqlcipher3 import dbapi2

def die(after_s):
    timer = threading.Timer(after_s, os.kill, (os.getpid(), signal.SIGKILL))
    timer.daemon = True
    timer.start()

real = dbapi2.connect
def connect(*given, **named):
    if not getattr(connect, "armed", False):
        connect.armed = True
        die(float(sys.argv[1]))
    return real(*given, **named)
dbapi2.connect = connect
sys.exit(main(sys.argv[2:]))
"""


def killed(after_s: float, data: Path, *words: str, stdin: str = "") -> int:
    """Run the command line and kill it so long after it first opened a database."""
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, str(after_s), "--data", str(data), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COUNTERFOIL_KEYRING": "off"},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def count(data: Path, table: str) -> int:
    station = open_station(data)
    try:
        return int(
            station.ask(lambda r: r.scalar(ReadSql(f"SELECT count(*) FROM {table}"))).result()
        )
    finally:
        station.close()


def worked(practice: MakePractice, template: Template) -> Path:
    data = practice("data")
    station = open_station(data)
    books = Books(station, template.actors)
    account = books.register_patient().account_id
    books.issue_invoice(account, 5000)
    books.open_shift()
    books.take_cash(account, 700)
    station.back_up(data.parent / "one.cfbackup")
    station.close()
    return data


def test_killed_while_it_restores(
    practice: MakePractice, template: Template, tmp_path: Path, scale: int
) -> None:
    worked(practice, template)
    chance, copy, key = random.Random(7), tmp_path / "one.cfbackup", template.made.recovery_key
    seen = set()
    for turn in range(3 * scale):
        data = tmp_path / f"new{turn}"
        code = killed(chance.uniform(0.0, 0.12), data, "restore", str(copy), stdin=f"{key}\n")
        seen.add((code, has_practice(data)))
        if not has_practice(data):
            restore_station(copy, data, key)
        assert count(data, "payment") == 1
        assert not broken(data)
        left = [path.name for path in data.glob("*.part/*")]
        assert left in ([], ["counterfoil.lock"]), "no second copy of the books or of a key"
    assert seen


def test_killed_while_it_rebuilds(practice: MakePractice, template: Template, scale: int) -> None:
    data, chance = worked(practice, template), random.Random(8)
    before = count(data, "search_word"), count(data, "account_balance")
    for _ in range(3 * scale):
        killed(chance.uniform(0.1, 0.7), data, "rebuild", "--user", "1", stdin=f"{PIN}\n")
        assert (count(data, "search_word"), count(data, "account_balance")) == before
        assert not broken(data)


def test_killed_while_it_brings_patients_in(
    practice: MakePractice, template: Template, tmp_path: Path, scale: int
) -> None:
    data, chance = worked(practice, template), random.Random(9)
    before = count(data, "patient")
    file = tmp_path / "people.csv"
    rows = "".join(f"{n},Name{n},Given,1990-01-02\n" for n in range(ROWS))
    file.write_text("account_number,family_name,given_names,birth_date\n" + rows)
    words = ("import", "patients", str(file), "--source", "old", "--yes", "--user", "40")
    for _ in range(3 * scale):
        killed(chance.uniform(0.2, 0.9), data, *words, stdin=f"{PIN}\n")
        assert not broken(data)
    assert killed(60, data, *words, stdin=f"{PIN}\n") == 0
    assert count(data, "patient") == before + ROWS
    assert count(data, "account") == before + ROWS
    assert not broken(data)
