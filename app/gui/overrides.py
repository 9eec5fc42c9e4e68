"""Guards the methods that Qt calls: an error ends at their border, with a report, and the widget
goes on.

PySide 6.10 to 6.11.3 keeps such an error waiting until some later call raises it, and gives back a
reference it only borrowed when it looks another override up meanwhile (`Sbk_GetPyOverride` in
shiboken's basewrapper.cpp): the method is freed while its class still names it, and the next paint
of that kind of widget ends the process. What is waiting may be other people's error: so every
method that could be looked up has references to spare.
"""

from __future__ import annotations

import ctypes
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from inspect import CO_VARARGS
from types import FunctionType
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from shiboken6 import Shiboken

OURS: Final = "app."
ENOUGH: Final = 500
_INPUT: Final = ("key", "mouse", "wheel", "contextMenu", "drag", "drop", "inputMethod", "tablet")
"""What a person did: half of it may have happened, so Qt's own answer would do it twice."""
_NEUTRAL: Final[dict[str, Callable[[], Any]]] = {
    "columnCount": lambda: 0,
    "count": lambda: 0,
    "expandingDirections": lambda: Qt.Orientation(0),
    "eventFilter": lambda: False,
    "index": QModelIndex,
    "minimumSize": QSize,
    "parent": QModelIndex,
    "rowCount": lambda: 0,
    "geometry": QRect,
    "sizeHint": QSize,
}
"""Answers where Qt has none of its own, because it leaves the method to us."""


_overrides: Final[dict[type, tuple[str, ...]]] = {}
"""The names of what each class that is not Qt's own stands for."""


def guard_overrides() -> None:
    """Guard every override of ours, of the classes there are and of those to come."""
    if not _is_told():
        # Shiboken's classes take it like any class; the module is typed as if they could not.
        setattr(QObject, "__init_subclass__", classmethod(_made))  # noqa: B010
    for kind in set(_below(QObject)):
        _guard(kind)


def is_guarded(method: object) -> bool:
    return hasattr(method, "__guarded__")


def overrides_of(kind: type) -> Iterator[tuple[str, FunctionType]]:
    """The methods of `kind` itself that stand for one of Qt's."""
    bases = [each for each in type.mro(kind) if _is_qt(each)]
    for name, value in list(vars(kind).items()):
        method = isinstance(value, FunctionType) and not name.startswith("__")
        if method and any(hasattr(base, name) for base in bases):
            yield name, value


def keep_overrides() -> None:
    """Give every override known by now more references than errors will take; call it again."""
    if not _is_told():
        guard_overrides()
    for kind, names in _overrides.items():
        for name in names:
            method = vars(kind)[name]
            # Never given back: what PySide takes too much is taken from these.
            for _ in range(ENOUGH - sys.getrefcount(method)):
                ctypes.pythonapi.Py_IncRef(ctypes.py_object(method))


def _is_told() -> bool:
    """Whether each new class tells of itself: to look through all of Qt's takes a while."""
    return "__init_subclass__" in vars(QObject)


def _made(kind: type, /, **more: object) -> None:
    super(QObject, kind).__init_subclass__(**more)  # type: ignore[misc]
    _guard(kind)


def _guard(kind: type) -> None:
    if _is_qt(kind):
        return
    found = tuple(overrides_of(kind))
    _overrides[kind] = tuple(name for name, _ in found)
    if kind.__module__.startswith(OURS):
        for name, method in found:
            if not is_guarded(method):
                setattr(kind, name, _guarded(kind, name, method))


def _guarded(kind: type, name: str, method: FunctionType) -> Callable[..., Any]:
    code = method.__code__
    most = sys.maxsize if code.co_flags & CO_VARARGS else code.co_argcount

    @wraps(method)
    def at_the_border(*args: Any, **named: Any) -> Any:
        if len(args) > most:  # a signal says more than the method wants to hear
            args = args[:most]
        try:
            return method(*args, **named)
        except Exception as error:  # noqa: BLE001 nobody outside could take it
            tell(error)
        return _instead(kind, name, args)

    vars(at_the_border)["__guarded__"] = True
    return at_the_border


def tell(error: Exception) -> None:
    """Hand an error that nobody takes to the last resort, and let go of what its frames hold: a
    painter among it would paint on.
    """
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except Exception:  # noqa: BLE001 the last resort itself is gone, as when the window closes
        sys.__excepthook__(type(error), error, error.__traceback__)
    traceback.clear_frames(error.__traceback__)


def _instead(kind: type, name: str, args: tuple[Any, ...]) -> Any:
    """What Qt would do itself, so that the rest of the widget works."""
    if name.startswith(_INPUT) and name.endswith("Event"):
        return None
    try:
        return getattr(super(kind, args[0]), name)(*args[1:])
    except Exception:  # noqa: BLE001 Qt leaves it to us, or it is the same error again
        return _NEUTRAL[name]() if name in _NEUTRAL else None


def _is_qt(kind: type) -> bool:
    return kind.__module__.startswith(("PySide6", "Shiboken")) and kind is not Shiboken.Object


def _below(kind: type) -> Iterator[type]:
    each: type
    for each in type.__subclasses__(kind):
        yield each
        yield from _below(each)
