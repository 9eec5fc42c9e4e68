"""The lock files carry hashes and no address, and say the same as pyproject.toml and the code."""

from __future__ import annotations

import ast
import itertools
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")
REQUIREMENT = re.compile(r"([a-z0-9][a-z0-9-]*)==(\S+)( ; [^\\]+)?(?: \\)?")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def lines_of(lock: str) -> list[str]:
    return (ROOT / lock).read_text(encoding="utf-8").splitlines()


def pinned(lock: str) -> dict[str, str]:
    """Name → version, for every requirement of a lock file."""
    found = (REQUIREMENT.fullmatch(line) for line in lines_of(lock))
    return {match[1]: match[2] for match in found if match}


def normal(requirement: str) -> str:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> tuple[set[str], set[str]]:
    """What the program needs, and what its tests need on top."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tests = project["optional-dependencies"]["test"]
    return {normal(item) for item in project["dependencies"]}, {normal(item) for item in tests}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_nothing_else(lock: str) -> None:
    odd = [
        line for line in lines_of(lock) if not (REQUIREMENT.fullmatch(line) or HASH.fullmatch(line))
    ]
    assert not odd  # no address, no index, no path, no comment can hide in either form
    assert len(pinned(lock)) > 20


@pytest.mark.parametrize("lock", LOCKS)
def test_each_requirement_has_a_hash(lock: str) -> None:
    lines = [*lines_of(lock), "end==0"]
    bare = [
        line
        for line, following in itertools.pairwise(lines)
        if REQUIREMENT.fullmatch(line) and not HASH.fullmatch(following)
    ]
    assert not bare


def test_no_lock_of_another_kind_is_kept() -> None:
    """Such a file names the registry it was made with."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "uv.lock" in ignored


def test_the_locks_hold_what_is_declared() -> None:
    needed, needed_by_tests = declared()
    runtime, whole = pinned(LOCKS[0]), pinned(LOCKS[1])
    assert needed <= set(runtime)
    assert needed | needed_by_tests <= set(whole)
    assert runtime.items() <= whole.items()
    assert not needed_by_tests & set(runtime)


def test_what_app_imports_is_declared() -> None:
    """The command line's benches may use the test packages, because they run from a checkout."""
    needed, needed_by_tests = declared()
    owners = packages_distributions()
    undeclared = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        allowed = needed | needed_by_tests if place.startswith("app/cli/") else needed
        for line, name in imports_of(path):
            if name in sys.stdlib_module_names or name == "app":
                continue
            if not allowed & {normal(owner) for owner in owners.get(name, [])}:
                undeclared.append(f"{place}:{line}: {name}")
    assert not undeclared, "\n".join(undeclared)


def imports_of(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.append((node.lineno, (node.module or "").partition(".")[0]))
    return found
