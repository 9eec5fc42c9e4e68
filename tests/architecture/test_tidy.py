"""House rules that no linter knows, over every module, and proof that each of them can fail."""

from __future__ import annotations

import ast
import functools
import gc
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.architecture import house_rules
from tests.architecture.house_rules import RULES, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "packaging", "migrations", "tests")


@functools.cache
def sources() -> tuple[Source, ...]:
    found = [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    ]
    assert len(found) > 10, "the rules looked at the wrong folder"
    # All trees stay: looking through them again and again costs more than reading them.
    gc.disable()
    for source in found:
        assert isinstance(source.tree, ast.Module)
    gc.freeze()
    gc.enable()
    return tuple(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Callable[[Source], Iterator[tuple[int, str]]]) -> None:
    found = [
        f"{source.path}:{line}: {words}" for source in sources() for line, words in rule(source)
    ]
    assert not found, "\n" + "\n".join(found)


def test_packaging_is_a_folder_of_scripts() -> None:
    """With an __init__.py it would hide the library of the same name from pip and pytest."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


BAD: tuple[tuple[str, str, str], ...] = (
    ("file_length", "app/kernel/long.py", '"""Long."""\n' + "x = 1\n" * 400),
    ("function_length", "tests/test_long.py", "def f():\n" + "    x = 1\n" * 60),
    ("first_sentence", "migrations/env.py", "x = 1\n"),
    ("first_sentence", "app/areas/payments/__init__.py", ""),
    ("telling_name", "app/gui/utils.py", ""),
    ("telling_name", "app/gui/common/table.py", ""),
    ("telling_name", "tests/drawer_helpers.py", ""),
    ("area_file", "app/areas/payments/process.py", ""),
    ("area_file", "app/areas/payments/service/take.py", ""),
    ("area_file", "app/areas/allocation.py", ""),
    ("no_float", "app/kernel/money.py", "def f(amount: float): ..."),
    ("no_float", "app/areas/payments/rules.py", "share = 0.5"),
    ("no_float", "app/storage/tables.py", "x = float('1')"),
    ("no_float", "app/areas/payments/rules.py", "def total(a, wait_s=1) -> float: ..."),
    ("no_float", "app/areas/payments/rules.py", "def f(wait_s: int, rate=1.5): ..."),
    ("no_assert", "app/kernel/ids.py", "assert 1"),
    ("no_broad_except", "app/gui/x.py", "try:\n    f()\nexcept Exception:\n    pass"),
    ("no_broad_except", "app/gui/x.py", "try:\n    f()\nexcept:\n    pass"),
    (
        "no_broad_except",
        "app/gui/x.py",
        "try:\n    f()\nexcept (OSError, Exception) as e:\n    g()",
    ),
    ("no_broad_except", "app/gui/x.py", "with contextlib.suppress(Exception):\n    f()"),
    ("one_door", "app/areas/payments/repository.py", "from sqlalchemy import insert, select"),
    ("one_door", "app/areas/payments/repository.py", "import sqlalchemy as sa\nsa.update(t)"),
    ("one_door", "app/areas/payments/repository.py", "payment.delete()"),
    ("one_door", "app/gui/x.py", "q = 'INSERT OR IGNORE INTO payment VALUES (1)'"),
    ("one_door", "app/gui/x.py", "q = f'UPDATE {table} SET a = 1'"),
    ("one_door", "app/gui/x.py", "q = '''\n  delete from payment'''"),
    ("no_print", "app/devices/x.py", "print(1)"),
    ("nothing_left_over", "tests/x.py", "x = 1  # TO" + "DO later"),
)

GOOD: tuple[tuple[str, str, str], ...] = (
    ("no_float", "app/storage/writer.py", "def wait(timeout_s: float = 0.5, *, poll_s=0.1): ..."),
    ("no_float", "app/storage/writer.py", "PAUSE_S = 0.05\nqueue.get(timeout=0.5)"),
    ("no_float", "app/gui/theme.py", "ratio = 1.5"),
    ("no_broad_except", "app/gui/x.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise"),
    ("no_broad_except", "app/storage/writer.py", "try:\n    f()\nexcept Exception:\n    pass"),
    ("one_door", "app/areas/payments/repository.py", "unit.insert(payment)\nrow.update(a=1)"),
    ("one_door", "app/gui/x.py", "label = 'Delete from the list'\nhint = 'Update the address'"),
    ("one_door", "app/gui/icons.py", "widget.update()"),
    ("one_door", "app/storage/log.py", "from sqlalchemy import insert"),
    ("nothing_left_over", "app/kernel/money.py", "NO_CURRENCY = 'XX" + "X'"),
    ("no_assert", "tests/x.py", "assert 1"),
)


def findings(rule: str, path: str, text: str) -> list[tuple[int, str]]:
    return list(getattr(house_rules, rule)(Source(path, textwrap.dedent(text))))


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_a_rule_notices(rule: str, path: str, text: str) -> None:
    assert findings(rule, path, text)


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_a_rule_lets_pass(rule: str, path: str, text: str) -> None:
    assert not findings(rule, path, text)


def test_every_rule_is_proven_to_fail() -> None:
    assert {rule.__name__ for rule in RULES} == {rule for rule, _, _ in BAD}
