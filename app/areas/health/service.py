"""Making every view afresh from the facts, in one transaction; facts are never touched."""

from __future__ import annotations

from app.areas.health.checks import all_recipes
from app.areas.health.values import Rebuild, Rebuilt, ViewRebuilt
from app.kernel.actor import Permission
from app.storage.schema import search_key, search_name
from app.storage.search import say_made
from app.storage.search_checks import rebuild_words
from app.storage.statements import upsert_sql
from app.storage.still_coming import refuse_while_it_comes
from app.storage.unit_of_work import UnitOfWork


def rebuild(uow: UnitOfWork, _command: Rebuild) -> Rebuilt:
    """Drop every view and derive it again by its recipe."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    refuse_while_it_comes(uow)
    done = []
    for recipe in all_recipes():
        uow.drop(recipe.view)
        count = 0
        for row in recipe.rows(uow):
            uow.derive(recipe.view, dict(zip(recipe.columns, row, strict=True)))
            count += 1
        done.append(ViewRebuilt(recipe.view.name, count))
    done.append(ViewRebuilt("search_word", rebuild_words(uow)))
    say_made(uow)
    return Rebuilt(tuple(done))


def index_again(uow: UnitOfWork, _nothing: None) -> None:
    """Derive afresh what finds accounts, as this program does it; for books of an older one."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    for recipe in all_recipes():
        if recipe.view in (search_key, search_name):
            uow.drop(recipe.view)
            uow.write_all(recipe.view, upsert_sql(recipe.view)[0], recipe.rows(uow))
    rebuild_words(uow)
    say_made(uow)
