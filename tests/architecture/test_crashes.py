"""A test process that falls over says what each of its threads did, through all workers."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FALLS = """
import faulthandler, pytest

def takes_money():
    faulthandler._sigsegv()

def test_that_falls_over():
    takes_money()
"""


def test_faults_are_watched_in_this_process() -> None:
    assert faulthandler.is_enabled()


@pytest.mark.skipif(sys.platform == "win32", reason="a fault there may open a dialog")
def test_a_worker_that_falls_over_leaves_its_stacks_in_the_output(tmp_path: Path) -> None:
    (tmp_path / "test_falls.py").write_text(FALLS, encoding="utf-8")
    words = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-q", "-n", "1"]
    words += ["-p", "no:cacheprovider", "--noconftest"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, str(tmp_path / "test_falls.py")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=kept,
    )
    said = done.stdout + done.stderr
    assert "Fatal Python error: Segmentation fault" in said
    assert "in takes_money" in said
    assert "crashed while running" in said
