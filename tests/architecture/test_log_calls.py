"""What is said to a logger is a sentence of the code: its words are kept, what fills it is not."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALLS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
LOGGERS = {"_LOG", "_log", "LOG"}
SHOWN_FOR_DEVELOPERS = "app/cli/main.py"
"""Prints a traceback where a developer asked for it by COUNTERFOIL_TRACEBACK."""


def unsafe(path: str, text: str) -> list[str]:
    """Calls that could put data into a log line or past the log."""
    found: list[str] = []
    if not any(name in text for name in (*LOGGERS, "traceback")):
        return found
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner, name = node.func.value, node.func.attr
        last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        literal = bool(node.args) and isinstance(node.args[0], ast.Constant)
        if last in LOGGERS and name in CALLS and not literal:
            found.append(f"{path}:{node.lineno}: what is logged begins with no literal")
        printed = last == "traceback" and name.startswith(("print", "format"))
        if printed and path != SHOWN_FOR_DEVELOPERS:
            found.append(f"{path}:{node.lineno}: a traceback quotes what it finds")
    return found


def test_every_log_line_begins_with_words_of_the_code() -> None:
    found, calls = [], 0
    for path in sorted((ROOT / "app").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        calls += text.count("_LOG.")
        found += unsafe(path.relative_to(ROOT).as_posix(), text)
    assert not found, "\n".join(found)
    assert calls > 20, "the test looked at the wrong folder"


def test_the_test_finds_them() -> None:
    assert unsafe("app/x.py", "_LOG.info(name)")
    assert unsafe("app/x.py", "self._log.error(f'no {name}')")
    assert unsafe("app/x.py", "traceback.print_exc()")
    assert not unsafe("app/x.py", "_LOG.info('printing waits: %s', error)")
