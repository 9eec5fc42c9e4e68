"""Derives again the rows of views that hang on what was written by receiving: by the same recipes
that make the views afresh, for the keys that are touched alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Table

from app.storage import folding
from app.storage.checking import Part, Recipe
from app.storage.schema import search_name
from app.storage.search import put_names
from app.storage.statements import upsert_sql
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


@dataclass(slots=True)
class Changes:
    """The rows that were written, by table, documents as they were before too; `lost` says that
    some facts no longer count.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    lost: bool = False
    written: int = 0

    def add(self, table: Table, row: Row) -> None:
        self.rows.setdefault(table.name, []).append(row)


def follow(uow: UnitOfWork, changes: Changes, recipes: Iterable[Recipe]) -> None:
    """Bring every view in line with what was written."""
    if not changes.rows:
        return
    for recipe in recipes:
        for part in recipe.parts:
            keys = _keys(uow, part, changes)
            if keys:
                _refresh(uow, recipe, part, json.dumps(sorted(keys)), drop=changes.lost)
        if recipe.view.name == folding.LATE and recipe.view.name in uow.touched:
            folding.open_late(uow)


def _keys(uow: UnitOfWork, part: Part, changes: Changes) -> set[str]:
    keys: set[str] = set()
    for one in part.follows:
        rows = changes.rows.get(one.table.name, ())
        named = {str(value) for row in rows if (value := row[one.column]) is not None}
        if one.through is not None and named:
            found = uow.fetch(one.through, keys=json.dumps(sorted(named)))
            named = {str(key) for (key,) in found if key is not None}
        keys |= named
    return keys


def _refresh(uow: UnitOfWork, recipe: Recipe, part: Part, keys: str, *, drop: bool) -> None:
    view = recipe.view
    rows = list(recipe.rows(uow) if not part.key else part.some(uow, keys))
    if view is search_name:
        put_names(uow, rows)
        return
    if not part.key:
        uow.drop(view)
    elif drop or not part.grows:
        within = f" AND {part.where}" if part.where else ""
        uow.derive_sql(
            view.name,
            f"DELETE FROM {view.name} WHERE {part.key} IN (SELECT value FROM json_each(?)){within}",
            (keys,),
        )
    uow.write_many(view, upsert_sql(view)[0], rows)
