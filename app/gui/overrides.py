"""Keeps the methods that Qt calls alive after one of them raised.

PySide 6.10 to 6.11.3 gives back a reference it only borrowed when it looks an override up for the
first time while the error of another one is waiting (`Sbk_GetPyOverride` in shiboken's
basewrapper.cpp). The method is freed while its class still names it, and the next paint of that
kind of widget ends the process.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Final

from PySide6.QtCore import QObject

ENOUGH: Final = 500


def keep_overrides() -> None:
    """Give every override known by now more references than errors will take; call it again."""
    kinds: set[type] = set(_below(QObject))
    for kind in kinds:
        if kind.__module__.startswith("PySide6"):
            continue
        bases = [each for each in type.mro(kind) if each.__module__.startswith("PySide6")]
        for name, value in list(vars(kind).items()):
            if isinstance(value, FunctionType) and any(hasattr(base, name) for base in bases):
                # Never given back: what PySide takes too much is taken from these.
                for _ in range(ENOUGH - sys.getrefcount(value)):
                    ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))


def _below(kind: type) -> Iterator[type]:
    each: type
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
