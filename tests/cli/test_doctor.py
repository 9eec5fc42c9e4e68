"""`counterfoil doctor` and what the shell says of a fault of the program itself."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.cli import other
from tests.cli.conftest import Run


def test_the_doctor_says_a_line_each_and_how_it_is_on_the_whole(run: Run, tmp_path: Path) -> None:
    told = run("doctor", "--json")
    assert told.code in (0, 1)
    keys = [each["key"] for each in told.out["findings"]]
    assert {"program", "sqlcipher", "keyring", "window", "folder", "practice", "backup"} <= set(
        keys
    )
    assert told.out["sound"] is (told.code == 0)
    assert told.complaint == ""
    words = run("doctor", folder=tmp_path / "Dropbox" / "books")
    assert words.code == 1
    lines = words.text.splitlines()
    assert any(line.startswith("wrong  Data folder: ") for line in lines)
    assert any(line.startswith("       → ") for line in lines)
    assert lines[-1].startswith("Wrong: 1.")
    assert not (tmp_path / "Dropbox").exists()


def test_a_fault_of_the_program_is_numbered_and_in_the_log(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_chosen: argparse.Namespace) -> int:
        raise ValueError("Khin Zaw")

    monkeypatch.setattr(other, "keys", broken)
    told = run("keys", "--json")
    assert told.code == 4
    assert told.err["report"] in told.err["text"]
    log = Path(told.err["log"])
    assert log == data / "log" / "cli.log"
    kept = json.loads(log.read_text(encoding="utf-8"))
    assert (kept["report"], kept["error"]["kind"]) == (told.err["report"], "ValueError")
    assert "Khin" not in log.read_text(encoding="utf-8") + told.complaint
