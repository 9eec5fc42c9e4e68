"""What the command line says: results as JSON on standard output, errors on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any

from app.kernel.errors import CounterfoilError

DONE, REFUSED, USAGE, OUTSIDE, BUG = 0, 1, 2, 3, 4
INTERRUPTED, PIPE_CLOSED = 130, 141
_CODES = {"refused": REFUSED, "needs_confirmation": REFUSED, "needs_approval": REFUSED}


class UsageError(Exception):
    """The words after `counterfoil` can't be meant; `text` says which."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def say(result: Any) -> None:
    """One JSON value, indented for people, on standard output."""
    print(json.dumps(result, ensure_ascii=False, indent=1))


def say_words(words: str) -> None:
    """A line for a person on standard output."""
    print(words)


def tell(words: str) -> None:
    """How far it is, for a person who watches; nothing when nobody does."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def complain(kind: str, text: str, **more: Any) -> None:
    """The one JSON object on standard error; empty fields are left out."""
    said = {"error": kind, "text": text, **{k: v for k, v in more.items() if v}}
    print(json.dumps(said, ensure_ascii=False), file=sys.stderr)


def complain_of(error: CounterfoilError) -> int:
    """Say an error of the program in words; the exit code."""
    complain(
        error.kind,
        error.text,
        field=getattr(error, "field", None),
        key=getattr(error, "key", None),
    )
    return _CODES.get(error.kind, OUTSIDE)
