"""Looks that ask in one pass whether anything is wrong at all; only where something is, the check
itself says what: books are nearly always right, and saying what is wrong costs a pass of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select

from app.storage.checking import Check
from app.storage.slices import HIGH, LOW, TURN, Look, Looked, Slice, slices
from app.storage.statements import Read, Reader

_ONE: Any = literal_column("1")
_NOUGHT: Any = literal_column("0")
_ALONE, _EMPTY = "groups without a parent", "parents without a group"


def at_a_glance(check: Check, sound: Callable[[Reader], Looked]) -> Check:
    """`check`, which looks only where `sound` does not say that nothing is wrong."""

    def look(reader: Reader) -> Look:
        if not (yield from sound(reader)):
            yield from check.look(reader)

    return replace(check, look=look, sliced=True)


def none_of(wrong: Select[Any], by: Any) -> Callable[[Reader], Looked]:
    """Whether the select has no rows; an index leads to those with some id `by`."""
    read = Read(wrong.where(by >= LOW, by < HIGH).limit(1))

    def sound(reader: Reader) -> Looked:
        for low, high in slices(reader):
            if reader.first(read, low=low, high=high) is not None:
                return False
            yield TURN
        return True

    return sound


def how_many(condition: ColumnElement[bool]) -> Any:
    """For how many rows of a group a condition holds; not for those where it is null."""
    return func.sum(case((condition, _ONE), else_=_NOUGHT))


class ByParent:
    """Rows grouped by the row they belong to, such as lines by their entry, in one pass.

    Each of `wrong` is a condition on a group, made of sums over its rows and of its parent, whose
    id is `key`, which is never null. Only parents of which `count` holds must have a group, and
    only `rows` are looked at.
    """

    def __init__(
        self,
        name: str,
        tables: tuple[str, ...],
        key: Any,
        parents: Any,
        wrong: Mapping[str, ColumnElement[bool]],
        *,
        count: ColumnElement[bool] = _ONE,
        rows: ColumnElement[bool] = _ONE,
    ) -> None:
        self._name, self._tables = name, tables
        self._signs = (_ALONE, _EMPTY, *wrong)
        groups = (
            select(
                parents.c.id.label("parent"),
                case((count, parents.c.id)).label("counting"),
                *(one.label(sign) for sign, one in wrong.items()),
            )
            .select_from(key.table)
            .outerjoin(parents, parents.c.id == key)
            .where(rows, key >= LOW, key < HIGH)
            .group_by(key)
            .subquery("groups")
        )
        g = groups.c
        needed = (
            select(func.count())
            .select_from(parents)
            .where(count, parents.c.id >= LOW, parents.c.id < HIGH)
            .scalar_subquery()
        )
        self._read = Read(
            select(
                func.count() - func.count(g.parent),
                needed - func.count(g.counting),
                *(func.sum(g[one]) for one in wrong),
            )
        )

    def without(self, *signs: str) -> Callable[[Reader], Looked]:
        """Whether every group has its parent and every parent its group, and none of `signs`."""

        def sound(reader: Reader) -> Looked:
            seen = reader.once(self._name, self._tables, list[Counter[str]])
            for number, one in enumerate(slices(reader)):
                if number == len(seen):
                    seen.append(self._in(reader, one))
                if any(seen[number][sign] for sign in (_ALONE, _EMPTY, *signs)):
                    return False
                yield TURN
            return True

        return sound

    def _in(self, reader: Reader, one: Slice) -> Counter[str]:
        """How often each sign was seen in a slice."""
        found = reader.first(self._read, low=one[0], high=one[1])
        return Counter(dict(zip(self._signs, (count or 0 for count in found), strict=True)))
