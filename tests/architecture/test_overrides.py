"""Every method of ours that Qt calls is guarded: no error leaves it, whichever screen it is of."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import FunctionType

from shiboken6 import Shiboken

import app.gui
from app.gui.overrides import guard_overrides, is_guarded, overrides_of


def _ours(kind: type) -> Iterator[type]:
    each: type
    for each in type.__subclasses__(kind):
        if each.__module__.startswith("app."):
            yield each
        yield from _ours(each)


def _unguarded() -> tuple[list[str], int]:
    found, kinds = [], 0
    for kind in set(_ours(Shiboken.Object)):
        kinds += 1
        bare = [name for name, method in overrides_of(kind) if not is_guarded(method)]
        found += [f"{kind.__module__}.{kind.__qualname__}.{name}" for name in bare]
    return found, kinds


def test_no_override_is_unguarded() -> None:
    guard_overrides()
    for found in pkgutil.walk_packages(app.gui.__path__, "app.gui."):
        importlib.import_module(found.name)
    bare, kinds = _unguarded()
    assert not bare, bare
    assert kinds > 100, "the test looked at the wrong classes"


def test_the_test_finds_one() -> None:
    from app.gui.widgets.labels import PlainLabel

    def sizeHint(self: object) -> None:
        """Of no class yet."""

    assert isinstance(PlainLabel, type)
    kind = type("Odd", (PlainLabel,), {"__module__": "app.gui.odd"})
    setattr(kind, "sizeHint", FunctionType(sizeHint.__code__, {}))  # noqa: B010
    assert any("Odd.sizeHint" in each for each in _unguarded()[0])
    guard_overrides()
    assert not any("Odd" in each for each in _unguarded()[0])
