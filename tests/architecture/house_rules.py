"""The house rules as functions: a source file in, the places where it breaks the rule out."""

from __future__ import annotations

import ast
import functools
import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.areas import ACTION_MODULES, QUERY_MODULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
VAGUE = frozenset(["util", "utils", "misc", "helper", "helpers", "manager", "managers", "common"])
_ALWAYS = ("__init__", "values", "rules", "schema", "repository", "service", "queries", "errors")
AREA_FILES = frozenset(
    (*_ALWAYS, *ACTION_MODULES, *QUERY_MODULES, "records", "ports", "checks", "receipt", "seed")
)

# ------------------------------------------------------------ exemptions, each one with its reason
# A further file in an area, written "area/file".
AREA_EXTRAS: frozenset[str] = frozenset(
    {
        "security/pins",
        # What printers of each make can do is a table of its own.
        "printing/profiles",
        # What a drawer's switch says is written by the program, never asked for by a person.
        *("drawers/openings", "drawers/opening_records", "drawers/opening_checks"),
        # Read before SQLAlchemy is there: the first thing the window shows.
        "security/tiles",
        # An import is a pipeline: file, columns, formats, the whole run; and the demo practice.
        "imports/reading",
        "imports/columns",
        "imports/formats",
        "imports/bring_in",
        "imports/price_list",
        "imports/demo",
        "imports/demo_shifts",
        "imports/demo_bank",
        # The way to the bank has words of its own for each of its ends.
        "deposits/bank_values",
        "deposits/bank_errors",
        "deposits/bank_rules",
        "deposits/bank_records",
        "deposits/bank_checks",
        "deposits/chain_values",
        "deposits/returning_values",
        "deposits/returning_rules",
        "deposits/returning_errors",
        "deposits/returning_records",
        "deposits/returning_books",
        "deposits/slip_values",
        # What the steps forward and those back have in common.
        "deposits/posting",
        "deposits/safe_records",
        "deposits/bag_checks",
        "deposits/tie_checks",
        "deposits/state_checks",
        # Following money reads every area below; days on which banks work need no database.
        "deposits/banking_days",
        "deposits/chain_parts",
        "deposits/chain_records",
        "deposits/chain_rules",
        "deposits/place_records",
        # Each kind of task is found in books of its own.
        "tasks/money_records",
        "tasks/number_records",
        "tasks/edit_records",
        "tasks/station_records",
        # And each is put into words of its own.
        *("tasks/kinds", "tasks/telling"),
        "tasks/station_telling",
        "tasks/late_telling",
        "tasks/hole_telling",
        "tasks/refund_telling",
        "tasks/stuck_telling",
        "tasks/doing",
        "tasks/known",
        # Reports over days of money have words of their own, and all begin with their days.
        "reports/money_rules",
        "reports/money_values",
        "reports/spans",
        "reports/closing_records",
        # Card money by kind of card reads charges and refunds beside payments.
        "reports/card_records",
        # Which days are closed is told where every entry is posted.
        "ledger/closing_records",
        "ledger/closing_checks",
        # Counting and closing a drawer has as many words as working with it.
        "drawers/closing_values",
        "payments/closing_rules",
        "payments/closing_checks",
        "payments/z_checks",
        "payments/closing_records",
        "payments/closing_report",
        # What came after a close is told here, and the checks of closes read it.
        "payments/late_values",
        "payments/late_records",
        "payments/detail_records",  # What may be kept in sums hangs on drawers and what is late.
        # A payment is decided whole before it is written; the list of tenders has words of its own.
        "payments/planning",
        "payments/tender_values",
        "payments/tender_errors",
        "payments/crediting_values",
        "payments/crediting_checks",
        "payments/receipt_checks",
        # Codes of cards as people read them: on paper, in lists, on screens.
        "payments/card_words",
        # Undoing a payment has as many words of its own as taking it.
        "payments/undoing_rules",
        "payments/undoing_records",
        "payments/undoing_receipts",
        "payments/undoing_values",
        "payments/undoing_checks",
        "payments/revision_checks",
        # Who charges cards is kept like a list of its own, beside what is charged.
        *("cards/gateway_values", "cards/gateway_errors", "cards/gateway_records"),
        # What the runner writes between two calls is no action of a person; and the sentences.
        *("cards/doubling", "cards/posting", "cards/stepping", "cards/telling"),
        # What was done at a processor without this program, and its way into the books.
        *("cards/outside_records", "refunds/outside", "refunds/asking_errors"),
        "tasks/card_telling",
        "refunds/doubled_records",
        # What a card can be charged at all; the pretended processor is a small machine of its own.
        *("cards/charge_amounts", "cards/simulating"),
        *("cards/simulated_cards", "cards/simulated_rules", "cards/simulated_records"),
        # How receipts look is no matter of printers; a logo is dots in a small file.
        *("printing/design_values", "printing/design_rules", "printing/logos"),
        # What a station says of itself before anything else; no person asks for it.
        "stations/lives",
        # So has a check that the bank did not pay.
        "payments/returned_records",
        "payments/returned_errors",
        "payments/returned_checks",
        # A refund is decided whole before it is written, moves the books in four ways, and goes
        # back to a card by words of its own.
        "refunds/planning",
        "refunds/books",
        "refunds/doubling",  # What the runner takes back by itself is no action of a person.
        "refunds/posting_checks",
        "refunds/card_values",
        "refunds/telling",  # Asking and paying say the same sentence to whoever agrees.
        "refunds/shown_values",
        # What payments know of refunds, which stand above them.
        "payments/refunded_records",
        "payments/refunded_errors",
    }
)
# Where a bug stops: nothing above could report it. Others may catch everything only to raise again.
BROAD_EXCEPT = frozenset(
    {
        # A thread of its own: whatever goes wrong is told in the log and tried again.
        "app/sync/worker.py",
        "app/sync/keeping/copies.py",
        "app/sync/keeping/neighbours.py",
        "app/sync/keeping/second_journal.py",
        "app/cli/main.py",
        "app/devices/card_terminal/deadline.py",
        "app/devices/card_terminal/desk.py",
        "app/devices/card_terminal/refunding.py",
        "app/devices/office/office_spooler.py",
        "app/devices/printing/rounds.py",
        "app/devices/printing/spooler.py",
        "app/gui/action_runner.py",
        "app/gui/failures.py",
        "app/storage/writer.py",
    }
)
# Names that may hold a float: seconds to wait and seconds measured, never money.
FLOAT_NAMES = re.compile(r"(^|_)(s|timeout)$", re.IGNORECASE)
# Files outside storage that may write SQL: the floor a bench compares itself with.
RAW_SQL = re.compile(r"app/cli/bench(es)?(/|_|\.py$)")


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
