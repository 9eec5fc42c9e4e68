"""Looks that ask in one pass whether anything is wrong at all; only where something is, the check
itself says what: books are nearly always right, and saying what is wrong costs a pass of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, select

from app.storage.checking import Check
from app.storage.statements import Read, Reader

_ONE: Any = literal_column("1")
_NOUGHT: Any = literal_column("0")
_ALONE, _EMPTY = "groups without a parent", "parents without a group"


def at_a_glance(check: Check, sound: Callable[[Reader], bool]) -> Check:
    """`check`, which looks only where `sound` does not say that nothing is wrong."""

    def look(reader: Reader) -> Iterator[str]:
        if not sound(reader):
            yield from check.look(reader)

    return replace(check, look=look)


def how_many(condition: ColumnElement[bool]) -> Any:
    """For how many rows of a group a condition holds; not for those where it is null."""
    return func.sum(case((condition, _ONE), else_=_NOUGHT))


class ByParent:
    """Rows grouped by the row they belong to, such as lines by their entry, in one pass.

    Each of `wrong` is a condition on a group, made of sums over its rows and of its parent, whose
    id is `key`. Only parents of which `count` holds must have a group, and only `rows` are looked
    at.
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
        self._signs = tuple(wrong)
        groups = (
            select(parents.c.id.label("parent"), *(one.label(sign) for sign, one in wrong.items()))
            .select_from(key.table)
            .outerjoin(parents, parents.c.id == key)
            .where(rows)
            .group_by(key)
            .subquery("groups")
        )
        g = groups.c
        self._read = Read(
            select(func.count(), func.count(g.parent), *(func.sum(g[one]) for one in self._signs))
        )
        self._parents = Read(select(func.count()).select_from(parents).where(count))

    def without(self, *signs: str) -> Callable[[Reader], bool]:
        """Whether every group has its parent and every parent its group, and none of `signs`."""

        def sound(reader: Reader) -> bool:
            found = reader.once(self._name, self._tables, lambda: self._looked(reader))
            return not any(found[one] for one in (_ALONE, _EMPTY, *signs))

        return sound

    def _looked(self, reader: Reader) -> dict[str, int]:
        groups, parents, *counts = reader.first(self._read)
        empty = int(reader.scalar(self._parents)) - parents
        found = dict(zip(self._signs, counts, strict=True))
        return found | {_ALONE: groups - parents, _EMPTY: empty}
