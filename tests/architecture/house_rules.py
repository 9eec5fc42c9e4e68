"""The house rules as functions: a source file in, the places where it breaks the rule out."""

from __future__ import annotations

import ast
import functools
import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.architecture.house_names import (
    AREA_EXTRAS,
    AREA_FILES,
    BROAD_EXCEPT,
    FLOAT_NAMES,
    RAW_SQL,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
VAGUE = frozenset(["util", "utils", "misc", "helper", "helpers", "manager", "managers", "common"])


@dataclass(frozen=True, slots=True)
class Source:
    path: str  # from the root, with forward slashes
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.removesuffix(".py").split("/"))

    def below(self, *rooms: str) -> bool:
        return self.path.startswith(tuple(room.rstrip("/") + "/" for room in rooms))


@functools.cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


Finding = tuple[int, str]  # line, what is wrong there


def file_length(source: Source) -> Iterator[Finding]:
    lines = source.text.count("\n")
    if lines > MAX_FILE_LINES:
        yield MAX_FILE_LINES + 1, f"{lines} lines; a file has at most {MAX_FILE_LINES}"


def function_length(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield (
                    node.lineno,
                    f"{node.name}() has {lines} lines; at most {MAX_FUNCTION_LINES}",
                )


def first_sentence(source: Source) -> Iterator[Finding]:
    if not (ast.get_docstring(source.tree) or "").strip():
        yield 1, "no sentence at the top saying what this module is for"


def telling_name(source: Source) -> Iterator[Finding]:
    for part in source.parts:
        if VAGUE & set(part.lower().split("_")):
            yield 1, f"'{part}' says nothing; name what it holds"


def area_file(source: Source) -> Iterator[Finding]:
    if not source.below("app/areas") or source.path == "app/areas/__init__.py":
        return
    inside = source.parts[2:]
    known = len(inside) == 2 and inside[1] in AREA_FILES
    if not known and "/".join(inside) not in AREA_EXTRAS:
        yield 1, "not one of an area's files: " + ", ".join(sorted(AREA_FILES))


def no_float(source: Source) -> Iterator[Finding]:
    if not source.path.startswith(("app/kernel/money", "app/areas/", "app/storage/")):
        return
    seconds = {id(inner) for node in _about_seconds(source.tree) for inner in ast.walk(node)}
    for node in ast.walk(source.tree):
        if id(node) in seconds:
            continue
        if isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, "float in money code"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"the float {node.value} in money code"


def _about_seconds(tree: ast.Module) -> Iterator[ast.AST]:
    """The types and values of names that end in _s or timeout, and what such functions return."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and _names_seconds(node.target):
            yield node
        elif isinstance(node, ast.Assign):
            yield from [node.value] if all(map(_names_seconds, node.targets)) else []
        elif isinstance(node, ast.keyword) and FLOAT_NAMES.search(node.arg or ""):
            yield node.value
        elif isinstance(node, ast.FunctionDef):
            if node.returns and FLOAT_NAMES.search(node.name):
                yield node.returns
            yield from _seconds_arguments(node.args)


def _seconds_arguments(arguments: ast.arguments) -> Iterator[ast.AST]:
    plain = [*arguments.posonlyargs, *arguments.args]
    first_default = len(plain) - len(arguments.defaults)
    pairs: list[tuple[ast.arg, ast.expr | None]] = [
        (arg, arguments.defaults[place - first_default] if place >= first_default else None)
        for place, arg in enumerate(plain)
    ]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for arg, default in pairs:
        if FLOAT_NAMES.search(arg.arg):
            yield arg
            if default is not None:
                yield default


def _names_seconds(target: ast.expr) -> bool:
    if isinstance(target, ast.Name):
        return bool(FLOAT_NAMES.search(target.id))
    return isinstance(target, ast.Attribute) and bool(FLOAT_NAMES.search(target.attr))


def no_assert(source: Source) -> Iterator[Finding]:
    if source.below("app"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Assert):
                yield node.lineno, "assert vanishes under python -O; use ensure()"


def no_broad_except(source: Source) -> Iterator[Finding]:
    if not source.below("app") or source.path in BROAD_EXCEPT:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or _is_broad(node.type)
            if broad and not _raises_again(node):
                yield node.lineno, "catches everything; name what can go wrong"
        elif isinstance(node, ast.Call) and _called(node) == "suppress":
            broad = any(_is_broad(argument) for argument in node.args)
            if broad:
                yield node.lineno, "suppresses everything; name what can go wrong"


def _is_broad(node: ast.expr) -> bool:
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(
        isinstance(name, ast.Name) and name.id in ("Exception", "BaseException") for name in names
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    """Whether the handler cleans up and lets the exception go on."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and (
        last.exc is None or (isinstance(last.exc, ast.Name) and last.exc.id == handler.name)
    )


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


_WRITES = frozenset({"insert", "update", "delete", "bulk_insert_mappings", "bulk_save_objects"})
# All capitals or none: "Delete from the list" on a button is no SQL.
_WRITING_SQL = re.compile(
    r"\s*(INSERT\s+(OR\s+\w+\s+)?INTO\s|REPLACE\s+INTO\s|UPDATE\s+(OR\s+\w+\s+)?\S+\s+SET\s"
    r"|DELETE\s+FROM\s|insert\s+(or\s+\w+\s+)?into\s|replace\s+into\s"
    r"|update\s+(or\s+\w+\s+)?\S+\s+set\s|delete\s+from\s)"
)


def one_door(source: Source) -> Iterator[Finding]:
    """Writing SQL lives in app/storage; everybody else goes through the unit of work."""
    if not source.below("app") or source.below("app/storage") or RAW_SQL.match(source.path):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            for alias in node.names:
                if alias.name in _WRITES:
                    yield node.lineno, f"{alias.name}() from SQLAlchemy outside app/storage"
        elif isinstance(node, ast.Call) and _is_sqlalchemy_write(node, source):
            yield node.lineno, f".{_called(node)}() of a table outside app/storage"
        elif _WRITING_SQL.match(_literal(node)):
            yield getattr(node, "lineno", 1), "SQL that writes outside app/storage"


def _is_sqlalchemy_write(call: ast.Call, source: Source) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _WRITES:
        return False
    owner = call.func.value
    from_library = isinstance(owner, ast.Name) and owner.id in ("sa", "sqlalchemy")
    # table.insert(), table.update(), table.delete(): lists, dicts and the unit of work take
    # arguments. A widget's update() paints it again.
    paints = call.func.attr == "update" and source.below("app/gui")
    return from_library or not (call.args or call.keywords or paints)


def _literal(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value + " "
    if isinstance(node, ast.JoinedStr):
        pieces = (
            part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "x"
            for part in node.values
        )
        return "".join(pieces) + " "
    return ""


def no_print(source: Source) -> Iterator[Finding]:
    if source.below("app") and not source.below("app/cli"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name) and node.id == "print":
                yield node.lineno, "print() belongs to the command line"


# Written in pieces, so that this file does not find itself.
_LEFTOVER = re.compile(rf"\b(?:{'FIX'}ME|{'XX'}X|{'TO'}DO)\b")


def nothing_left_over(source: Source) -> Iterator[Finding]:
    if not _LEFTOVER.search(source.text):
        return
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and _LEFTOVER.search(token.string):
            yield token.start[0], "a note to come back; do it or make an issue of it"


RULES: tuple[Callable[[Source], Iterator[Finding]], ...] = (
    file_length,
    function_length,
    first_sentence,
    telling_name,
    area_file,
    no_float,
    no_assert,
    no_broad_except,
    one_door,
    no_print,
    nothing_left_over,
)
