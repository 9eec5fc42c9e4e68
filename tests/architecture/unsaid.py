"""Words that people would read in English for ever: a source file in, the places out."""

from __future__ import annotations

import ast
import functools
import re
from typing import TYPE_CHECKING

from word_finder import declared_in, is_text, nodes_of, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.architecture.house_rules import Finding

_WORDS = re.compile(r"[“‘(]?[A-Z][a-z’']+([ ,.:;!?…)”-]|$)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
SHOWING = frozenset([
    "setText", "setWindowTitle", "setTitle", "setToolTip", "setPlaceholderText", "setStatusTip",
    "setWhatsThis", "setAccessibleName", "setAccessibleDescription", "setPlainText", "setHtml",
    "setInformativeText", "setHorizontalHeaderLabels", "setSuffix", "setPrefix",
    "addItem", "addItems", "addTab", "addAction", "addMenu", "QAction", "QLabel", "QPushButton",
    "QCheckBox", "QRadioButton", "QGroupBox", "PlainLabel", "Tick",
])  # fmt: skip
"""Calls that put a text before people: any letters in it are words."""
_UNSEEN = frozenset([
    "debug", "info", "warning", "error", "exception", "critical", "ensure", "Bug", "ValueError",
    "TypeError", "RuntimeError", "KeyError", "LookupError", "AssertionError", "OSError",
    "NotImplementedError", "TypeVar", "NewType", "getattr", "setObjectName", "QKeySequence", "text",
    "compile", "import_module", "ModuleType", "namedtuple",
])  # fmt: skip
"""Calls whose words stay with the program: logs, faults of ours, names, statements."""


def unsaid(text: str) -> Iterator[Finding]:
    """Literals that people would see and that no translator does."""
    nodes = nodes_of(text)
    quiet = _quiet(nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node) in SHOWING:
            for literal in (one for each in node.args[:1] for one in _literals(each)):
                if _LETTERS.search(str(literal.value)):
                    yield literal.lineno, f"“{literal.value!s}” is shown without t()"
        elif is_text(node) and node not in quiet and _WORDS.match(node.value):
            yield node.lineno, f"“{node.value[:50]}” reads like words without t()"


def _literals(node: ast.expr) -> Iterator[ast.Constant]:
    if is_text(node):
        yield node
    elif isinstance(node, ast.JoinedStr):
        yield from (each for each in node.values if is_text(each))
    elif isinstance(node, ast.List | ast.Tuple):
        for each in node.elts:
            yield from _literals(each)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from _literals(node.left)
        yield from _literals(node.right)


def _quiet(nodes: Sequence[ast.AST]) -> set[ast.AST]:
    """What is said already, and what nobody reads: docstrings, annotations, keys, comparisons."""
    found: set[ast.AST] = set()
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(node.value)
        elif isinstance(node, ast.Call):
            found.update(node.args[: places_of(node)])
            found.update(declared_in(node))
            if _name(node) in _UNSEEN | SHOWING:
                found.update(ast.walk(node))
        elif isinstance(node, ast.Dict):
            found.update(key for key in node.keys if key is not None)
        elif isinstance(node, ast.Compare):
            found.update(ast.walk(node))
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            found.update(ast.walk(node.annotation))
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            found.update(ast.walk(node.returns))
        elif isinstance(node, ast.Assign) and _names(node) == ["__all__"]:
            found.update(ast.walk(node))
    return found


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _names(node: ast.Assign) -> list[str]:
    return [each.id for each in node.targets if isinstance(each, ast.Name)]


# ------------------------------------------------------------------- what is said as a variable


def made_up(text: str, marked: frozenset[str]) -> Iterator[Finding]:
    """Calls of t() whose words are put together there, or come from where none are marked;
    `marked` are the names of other files' tables of marked words.
    """
    nodes = nodes_of(text)
    if not any(_unclear(nodes)):
        return
    for place in nodes:
        if not isinstance(place, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inside = tuple(ast.walk(place))
        known = _marked_names(inside, marked | marked_in(text))
        for each in _unclear(inside):
            if not _is_marked(each, known):
                yield each.lineno, f"{ast.unparse(each)[:60]} is said, and no translator saw it"


def _unclear(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, ast.Call) and (places := places_of(node)):
            spread = [each for each in node.args if isinstance(each, ast.Starred)]
            yield from (each for each in spread or node.args[:places] if not is_text(each))


@functools.lru_cache(maxsize=2048)
def marked_in(text: str) -> frozenset[str]:
    """The tables of marked words in a file."""
    if "later" not in text:
        return frozenset()
    body = ast.parse(text).body
    return frozenset(name for name in _marked_names(body) if name.strip("_").isupper())


def _marked_names(nodes: Iterable[ast.AST], others: frozenset[str] = frozenset()) -> frozenset[str]:
    """Names that hold marked words alone; a name may be made from another."""
    given: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            for name in _names(node):
                given.setdefault(name, []).append(node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name):
            given.setdefault(node.target.id, []).extend([node.value] if node.value else [])
        elif isinstance(node, ast.comprehension):
            for each in ast.walk(node.target):
                if isinstance(each, ast.Name):
                    given.setdefault(each.id, []).append(node.iter)
    found: frozenset[str] = others
    for _ in range(3):
        found = others | {
            name
            for name, values in given.items()
            if values and all(_is_marked(value, found) for value in values)
        }
    return found


def _is_marked(node: ast.expr, known: frozenset[str]) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in (None, "")
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.Attribute):
        return node.attr in known
    if isinstance(node, ast.Dict):
        return all(_is_marked(each, known) for each in node.values)
    if isinstance(node, ast.Tuple):
        return all(_is_marked(each, known) for each in node.elts)
    if isinstance(node, ast.DictComp):
        return _is_marked(node.value, known)
    if isinstance(node, ast.IfExp):
        return _is_marked(node.body, known) and _is_marked(node.orelse, known)
    if isinstance(node, ast.BoolOp):
        return all(_is_marked(each, known) for each in node.values)
    if isinstance(node, ast.Subscript | ast.Starred):
        return _is_marked(node.value, known)
    if isinstance(node, ast.Call):
        if places_of(node):
            return True
        if isinstance(node.func, ast.Attribute) and node.func.attr == "fromkeys":
            return len(node.args) > 1 and _is_marked(node.args[1], known)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "items", "values"):
            return _is_marked(node.func.value, known)
    return False
