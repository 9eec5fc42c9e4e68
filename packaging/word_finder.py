"""Finds the words for people in the source: what goes to the translators, and what could not."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = frozenset(["t", "t_each", "later"])
SEVERAL = frozenset(["tn", "later_n"])
MARKS = frozenset(["later", "later_n"])
"""They name words where they stand; the others say them."""


@dataclass(frozen=True, slots=True)
class Said:
    """One place in the source that says a message; `many` is its plural, empty for one form."""

    file: str
    line: int
    one: str
    many: str = ""


def said_in(root: Path, *folders: str) -> Iterator[Said]:
    """Every message of the Python files under these folders, files in order of their names."""
    for path in sorted(file for folder in folders for file in (root / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "translate import" in text:
            yield from said(text, path.relative_to(root).as_posix())


def said(text: str, file: str = "") -> Iterator[Said]:
    """The messages of one file in the order of its lines."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        words = [
            each.value
            for each in call.args[: places_of(call)]
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if words and len(words) == places_of(call):
            yield Said(file, call.lineno, *words)


def places_of(call: ast.Call) -> int:
    """How many of a call's first arguments are a message; 0 where it is no such call."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return 1 if name in ONE else 2 if name in SEVERAL else 0
