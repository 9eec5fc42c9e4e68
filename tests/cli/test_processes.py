"""Real processes: the lock between two of them, a reader that goes away, what keys loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import PIN

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-P", "-m", "app.cli.main"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COUNTERFOIL_KEYRING": "off"}


def call(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )


def test_another_process_holds_the_lock(data: Path) -> None:
    hold = (
        "import sys, pathlib; from app.bootstrap import open_station; "
        "s = open_station(pathlib.Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-P", "-c", hold, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        do = ("--data", str(data), "do", "drawers.add_drawer", '{"name": "x"}', "--user", "1")
        refused = call(*do, stdin=f"{PIN}\n")
        assert refused.returncode == 1
        assert "already open" in refused.stderr
        assert call("--data", str(data), "verify").returncode == 0
    finally:
        holder.kill()
        holder.communicate()
    assert call(*do, stdin=f"{PIN}\n").returncode == 0, "a killed process leaves no lock"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_reader_that_goes_away_is_no_news() -> None:
    process = subprocess.Popen(
        [*COMMAND, "keys", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 141
    assert said == b""


def test_keys_loads_nothing_heavy() -> None:
    """Its promise is 0.3 s; what costs time is what is loaded, so that is what is looked at."""
    script = (
        "import sys; from app.cli.main import main; main(['keys', '--json']); "
        "heavy = {'sqlalchemy', 'PySide6', 'sqlcipher3', 'argon2', 'alembic', 'babel'}; "
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""


def test_help_names_every_word() -> None:
    said = call("--help").stdout
    for word in ("init", "do", "ask", "verify", "rebuild", "backup", "restore", "bench", "keys"):
        assert word in said
