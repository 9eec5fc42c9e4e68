"""Finds the words for people in the source: what goes to the translators, and what could not."""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_IN_IT = re.compile(r"translate import|\b(Check|Setting|Preset|TenderSeed|agreement|rows_check)\(")
ONE = frozenset(["t", "t_each", "t_kept", "later"])
SEVERAL = frozenset(["tn", "later_n"])
DECLARED = {
    "Binding": (3, "words"),
    "Check": (1, "promise"),
    "Preset": (1, "name"),
    "TenderSeed": (1, "name"),
    "Setting": (3, "words", 4, "explained", "choice_words"),
    "agreement": (1, "promise"),
    "rows_check": (1, "promise"),
}
"""Calls that name words which are said later: by their place, by their keyword, or in a tuple."""


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
        if _IN_IT.search(text):
            yield from said(text, path.relative_to(root).as_posix())


def said(text: str, file: str = "") -> Iterator[Said]:
    """The messages of one file in the order of its lines."""
    calls = [node for node in nodes_of(text) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        words = [each.value for each in call.args[: places_of(call)] if is_text(each)]
        if words and len(words) == places_of(call):
            yield Said(file, call.lineno, *words)
        for each in declared_in(call):
            if is_text(each) and each.value:
                yield Said(file, each.lineno, each.value)


@functools.lru_cache(maxsize=2048)
def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """Everything in a file; walking it is most of the work."""
    return tuple(ast.walk(ast.parse(text)))


def is_text(node: ast.AST) -> TypeGuard[_Text]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


class _Text(ast.Constant):
    value: str


def places_of(call: ast.Call) -> int:
    """How many of a call's first arguments are a message; 0 where it is no such call."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return 1 if name in ONE else 2 if name in SEVERAL else 0


def declared_in(call: ast.Call) -> Iterator[ast.expr]:
    """The words that a declaration names."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    wanted = DECLARED.get(name, ())
    found = [each for place, each in enumerate(call.args) if place in wanted]
    found += [each.value for each in call.keywords if each.arg in wanted]
    for each in found:
        yield from each.elts if isinstance(each, ast.Tuple) else (each,)
