"""Making what finds accounts afresh in the books of an older program, with a share of the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.areas.health.checks import all_recipes
from app.kernel.actor import Permission
from app.storage.checks import row_count
from app.storage.schema import search_key, search_name
from app.storage.search import say_made
from app.storage.search_checks import rebuild_words
from app.storage.statements import upsert_sql
from app.storage.unit_of_work import UnitOfWork

Told = Callable[[int, int], None]
TOLD_EVERY = 1_000


def index_again(uow: UnitOfWork, told: Told) -> None:
    """Derive afresh what finds accounts, as this program does it; for books of an older one.
    `told(done, of)` hears how many rows are made, of about so many.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    made, of = 0, 2 * row_count(uow, search_name) + row_count(uow, search_key)

    def counted(rows: Iterable[Any]) -> Iterator[Any]:
        nonlocal made
        for row in rows:
            made += 1
            if made % TOLD_EVERY == 0:
                told(min(made, of), of)
            yield row

    for recipe in all_recipes():
        if recipe.view in (search_key, search_name):
            uow.drop(recipe.view)
            sql = upsert_sql(recipe.view)[0]
            uow.write_all(recipe.view, sql, counted(recipe.rows(uow)))
    rebuild_words(uow, lambda rows: told(min(made + rows, of), of))
    say_made(uow)
