"""The direction of imports written in pyproject.toml holds, and would be noticed if it did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = """
import sys
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True, no_logo=True))
"""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the linter imports nothing, but it changes sys.path and logging."""
    return subprocess.run(
        [sys.executable, "-P", "-c", LINT],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


def contracts() -> list[dict[str, Any]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = config["tool"]["importlinter"]["contracts"]
    return found


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_is_of_a_kind_that_can_break() -> None:
    assert len(contracts()) == 7
    layered = [contract for contract in contracts() if contract["type"] == "layers"]
    assert all(contract["exhaustive"] for contract in layered)


def test_an_empty_house_keeps_them(tmp_path: Path) -> None:
    build_empty_house(tmp_path)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("app/kernel/zz.py", "import app.storage", "Rooms stand on one another"),
        ("app/areas/settings/zz.py", "import app.areas.payments", "Areas stand on one another"),
        ("app/areas/zz/__init__.py", "", "Areas stand on one another"),
        ("app/areas/payments/zz.py", "import PySide6.QtCore", "Qt only in the gui"),
        ("app/areas/payments/values.py", "import sqlalchemy", "No database in the kernel"),
        ("app/areas/payments/service.py", "import app.areas.payments.schema", "Tables are touched"),
        ("app/gui/screens/zz/__init__.py", "import app.gui.screens.zy", "Screens do not know"),
        ("app/gui/zz.py", "import reportlab", "Drivers live in devices"),
    ],
)
def test_a_violation_is_noticed(tmp_path: Path, module: str, line: str, contract: str) -> None:
    """Against an empty house of the same plan, so that it stays quick and says one thing."""
    build_empty_house(tmp_path)
    target = tmp_path / module
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(line + "\n", encoding="utf-8")
    said = lint(tmp_path).stdout
    broken = [row for row in said.splitlines() if row.rstrip().endswith("BROKEN")]
    assert any(contract in row for row in broken), said


def build_empty_house(folder: Path) -> None:
    """Every room and area that the contracts require, with nothing in it."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    files = ["__main__.py", "bootstrap.py", "areas/payments/schema.py", "areas/payments/values.py"]
    files += ["__init__.py", "gui/screens/__init__.py", "gui/screens/zy/__init__.py"]
    for contract in contracts():
        for container in contract.get("containers", []):
            inside = container.replace(".", "/").removeprefix("app").lstrip("/")
            names = [name for layer in contract["layers"] for name in layer.split(" | ")]
            rooms = [name for name in names if "(" not in name and f"{name}.py" not in files]
            files += [f"{inside}/{name}/__init__.py".lstrip("/") for name in rooms]
    for name in files:
        path = folder / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
