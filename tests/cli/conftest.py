"""Runs the command line as a shell does: words and standard input in; code and output out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from tests.building import PIN
from tests.conftest import MakePractice


@dataclass(frozen=True)
class Said:
    """What a command said; `out` and `err` are parsed where they are JSON."""

    code: int
    text: str
    complaint: str

    @property
    def out(self) -> Any:
        return json.loads(self.text)

    @property
    def err(self) -> Any:
        assert self.complaint.count("\n") == 1, "an error is one line"
        return json.loads(self.complaint)


Run = Callable[..., Said]


@pytest.fixture
def data(practice: MakePractice) -> Path:
    return practice("data")


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("ask", "parties.find", '{"text": "ann"}', user="30")`; the PIN is given with a user."""
    monkeypatch.setenv("COUNTERFOIL_KEYRING", "off")

    def call(*words: str, user: str = "", stdin: str = "", folder: Path | None = None) -> Said:
        given = [*words, *(["--user", user] if user else [])]
        text = stdin or (f"{PIN}\n" if user else "")
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        capsys.readouterr()
        code = main(["--data", str(folder or data), *given])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call
