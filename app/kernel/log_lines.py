"""What may stand in a line of the log: words of the program's own code, never a word of the data.

Nothing is searched for and blotted out. A line is put together from what can't hold data: names of
files, functions, classes and Enum members, line numbers, and texts that are constants of the code
that ran. Whatever else is handed over is left out, whatever it looks like.
"""

from __future__ import annotations

import errno
import logging
import secrets
import traceback
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path, PurePath
from types import CodeType, TracebackType
from typing import Any, Final

ROOM: Final = "counterfoil"
"""Loggers of ours are this one's children; of others only the place that spoke is kept."""
LEFT_OUT: Final = "…"
_OUR_CODE: Final = str(Path(__file__).resolve().parents[1])
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_FRAMES: Final = 25
_CAUSES: Final = 5
_LONGEST: Final = 300


class Count(int):
    """How many of something there are: the one kind of number that may be logged."""


class Reference(str):
    """A name that Stripe gave one of its answers, for its support: `req_…`."""

    __slots__ = ()

    def __new__(cls, text: str) -> Reference:
        known = text.startswith("req_") and text[4:].isascii() and text[4:].isalnum()
        return super().__new__(cls, text if known and len(text) <= 40 else LEFT_OUT)


def report_number() -> str:
    """Eight letters and digits that are read over the telephone without doubt."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def describe(error: BaseException) -> dict[str, Any]:
    """What kind of error, and the way it took through the code; its message only where that is a
    constant of this program's code on that way.
    """
    told: dict[str, Any] = {}
    inner = told
    for _ in range(_CAUSES):
        codes = _codes(error.__traceback__)
        inner["kind"] = type(error).__name__
        inner["where"] = places(error.__traceback__)
        words = [w for each in error.args if (w := _constant(each, codes))]
        name = getattr(error, "name", None)
        if isinstance(name, str) and any(name in code.co_names for code in codes):
            words.append(name)
        if words:
            inner["words"] = words
        if code_name := _name_of_failure(error):
            inner["code"] = code_name
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None:
            break
        inner["cause"] = {}
        inner, error = inner["cause"], cause
    else:
        inner.pop("cause", None)
    return told


def places(trace: TracebackType | None) -> list[str]:
    """File, line and function of each call, the innermost last."""
    found = [
        f"{PurePath(code.co_filename).name}:{line} {code.co_name}"
        for code, line in ((f.f_code, at) for f, at in traceback.walk_tb(trace))
    ]
    return found[-_FRAMES:]


def place_of(error: BaseException) -> str:
    """Where the error was made, in one word or two."""
    return (places(error.__traceback__) or [""])[-1]


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """A record as it may be kept: its sentence as the code has it, and what fills the sentence only
    where it is of a kind that holds no data.
    """
    ours = record.name == ROOM or record.name.startswith(f"{ROOM}.")
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "room": record.name,
        "from": f"{record.filename}:{record.lineno} {record.funcName}",
        "thread": record.threadName,
    }
    if ours and isinstance(record.msg, str):
        told["said"] = record.msg
    if ours and isinstance(record.args, tuple) and record.args:
        told["with"] = [shown(each) for each in record.args]
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = describe(record.exc_info[1])
    return told


def shown(value: object) -> str | int:
    """`value` where it can't hold data, else a mark that something was left out."""
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, Count):
        return int(value)
    if isinstance(value, Reference):
        return str(value)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, BaseException):
        return f"{type(value).__name__} {place_of(value)}".strip()
    return LEFT_OUT


def _codes(trace: TracebackType | None) -> list[CodeType]:
    """The code of this program on the way; what other people's code holds is not vouched for."""
    found = (frame.f_code for frame, _ in traceback.walk_tb(trace))
    return [code for code in found if code.co_filename.startswith(_OUR_CODE)]


def _name_of_failure(error: BaseException) -> str:
    """The system's or SQLite's own name of what failed: ENOSPC, SQLITE_CORRUPT."""
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(name, str) and name.startswith("SQLITE_") and name.isupper():
        return name if len(name) < 50 else ""
    number = error.errno if isinstance(error, OSError) else None
    return errno.errorcode.get(number, "") if isinstance(number, int) else ""


def _constant(value: object, codes: list[CodeType]) -> str:
    """`value` where the code that ran has exactly this text in it, also as a broken promise."""
    if not isinstance(value, str):
        return ""
    promise = value.removeprefix("broken promise: ")
    known = any(promise in _texts(code) or value in _texts(code) for code in codes)
    return value[:_LONGEST] if known else ""


def _texts(code: CodeType) -> set[str]:
    return {each for each in code.co_consts if isinstance(each, str)}
