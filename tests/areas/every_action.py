"""Finds every action the services offer, with its command, so that no test can forget a new one."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from app import areas
from app.kernel.codec import field_types
from app.kernel.ids import new_id
from app.kernel.money import Money
from app.storage.unit_of_work import UnitOfWork

BUILT = (
    "settings",
    "security",
    "printing",
    "ledger",
    "approvals",
    "parties",
    "catalog",
    "invoices",
    "drawers",
    "payments",
    "cards",
    "deposits",
    "refunds",
    "reports",
    "tasks",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """A public function of a service that takes a unit of work; `command` is what else it takes."""

    area: str
    function: Callable[..., Any]
    command: Any

    @property
    def name(self) -> str:
        return f"{self.area}.{self.function.__name__}"


def _found() -> Iterator[Action]:
    for area in pkgutil.iter_modules(areas.__path__):
        for module in areas.ACTION_MODULES:
            yield from _in(area.name, f"app.areas.{area.name}.{module}")


def _in(area: str, name: str) -> Iterator[Action]:
    if importlib.util.find_spec(name) is None:
        return
    for function_name, function in inspect.getmembers(
        importlib.import_module(name), inspect.isfunction
    ):
        if function_name.startswith("_") or function.__module__ != name:
            continue
        hints = list(typing.get_type_hints(function).items())
        if len(hints) == 3 and hints[0][1] is UnitOfWork:
            yield Action(area, function, hints[1][1])


EVERY = tuple(sorted(_found(), key=lambda action: action.name))
"""All of them, those too that only the program itself calls."""

ACTIONS = tuple(
    action
    for action in EVERY
    if action.area in BUILT
    and isinstance(action.command, type)
    and dataclasses.is_dataclass(action.command)
    and "id" in field_types(action.command)
)
"""Those a person can start: their command carries the id of the intent."""


def smallest(kind: Any) -> Any:
    """The smallest value of a type: what a test needs where only the type matters."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in args else smallest(args[0])
    if origin in (tuple, frozenset):
        return origin()
    if isinstance(kind, typing.NewType):
        return new_id()
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind is not Money:
        return kind(**{name: smallest(hint) for name, hint in field_types(kind).items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    plain: dict[Any, Any] = {
        str: "x",
        int: 1,
        bool: False,
        type(None): None,
        date: date(2026, 1, 1),
        time: time(4),
        datetime: None,
        Money: Money(1, "USD"),
    }
    return plain[kind]
