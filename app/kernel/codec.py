"""Commands and answers as plain JSON values and back, by their type hints: for the command line
and stored answers.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime, time
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from app.kernel.clock import instant_from, instant_text
from app.kernel.errors import UserError
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t


def to_plain(value: Any) -> Any:
    """`value` as None, bool, int, str, list or dict only; Money is {"minor": …, "currency": …}."""
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        plain = [to_plain(item) for item in value]
        return sorted(plain) if isinstance(value, frozenset) else plain
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return {name: to_plain(getattr(value, name)) for name in _names(value.__class__)}
    if isinstance(value, str | int):
        return value
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(kind: Any, plain: Any, field: str = "") -> Any:
    """A value of `kind` out of plain JSON; a UserError names the field that does not fit."""
    return _reader(kind)(plain, field)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


def field_types(kind: type) -> dict[str, Any]:
    """The dataclass fields of `kind` with their resolved types, in order."""
    hints = typing.get_type_hints(kind)
    return {name: hints[name] for name in _names(kind)}


def _wrong(field: str, expected: str) -> UserError:
    return UserError(
        t("{field} must be {expected}.", field=field or "value", expected=expected), field=field
    )


def _simple(kind: type, expected: str) -> Callable[[Any, str], Any]:
    def read(plain: Any, field: str) -> Any:
        if type(plain) is not kind:
            raise _wrong(field, expected)
        return plain

    return read


def _parsed(parse: Callable[[str], Any], expected: str) -> Callable[[Any, str], Any]:
    def read(plain: Any, field: str) -> Any:
        try:
            return parse(plain)
        except (TypeError, ValueError, AttributeError):
            raise _wrong(field, expected) from None

    return read


@lru_cache(maxsize=512)
def _reader(kind: Any) -> Callable[[Any, str], Any]:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional([a for a in args if a is not type(None)], type(None) in args)
    if origin in (tuple, frozenset, list):
        return _sequence(origin, args)
    if isinstance(kind, typing.NewType):
        return _reader(kind.__supertype__)
    simple: dict[Any, Callable[[Any, str], Any]] = {
        str: _simple(str, "text"),
        int: _simple(int, "a whole number"),
        bool: _simple(bool, "true or false"),
        date: _parsed(date.fromisoformat, "a date like 2026-11-20"),
        time: _parsed(time.fromisoformat, "a time like 04:00"),
        datetime: _parsed(instant_from, "a UTC time like 2026-11-20T09:12:00Z"),
        Any: lambda plain, field: plain,
    }
    if kind in simple:
        return simple[kind]
    if origin is dict or kind is dict:
        return _simple(dict, "an object")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _parsed(kind, "one of " + ", ".join(str(m.value) for m in kind))
    if kind is Money:
        return _money
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    raise TypeError(f"no reader for {kind!r}")


def _optional(kinds: list[Any], none_allowed: bool) -> Callable[[Any, str], Any]:
    readers = [_reader(kind) for kind in kinds]

    def read(plain: Any, field: str) -> Any:
        if plain is None and none_allowed:
            return None
        return readers[0](plain, field)

    return read


def _sequence(origin: Any, args: tuple[Any, ...]) -> Callable[[Any, str], Any]:
    item = _reader(args[0])

    def read(plain: Any, field: str) -> Any:
        if not isinstance(plain, list):
            raise _wrong(field, "a list")
        return origin(item(one, f"{field}[{i}]") for i, one in enumerate(plain))

    return read


def _money(plain: Any, field: str) -> Money:
    if (
        not isinstance(plain, dict)
        or set(plain) != {"minor", "currency"}
        or type(plain["minor"]) is not int
    ):
        raise _wrong(field, 'money like {"minor": 3500, "currency": "USD"}')
    if not isinstance(plain["currency"], str):
        raise _wrong(field, "money with a currency code")
    decimals_of(plain["currency"])
    return Money(plain["minor"], plain["currency"])


def _record(kind: type) -> Callable[[Any, str], Any]:
    hints = typing.get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind) if f.init}

    def read(plain: Any, field: str) -> Any:
        if not isinstance(plain, dict):
            raise _wrong(field, "an object")
        if unknown := sorted(set(plain) - set(fields)):
            raise UserError(t("There is no field {name}.", name=unknown[0]), field=unknown[0])
        values = {}
        for name, spec in fields.items():
            where = f"{field}.{name}" if field else name
            if name in plain:
                values[name] = _reader(hints[name])(plain[name], where)
            elif (
                spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
            ):
                raise UserError(t("{field} is missing.", field=where), field=where)
        return kind(**values)

    return read
