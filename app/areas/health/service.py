"""Making every view afresh from the facts, in one transaction; facts are never touched."""

from __future__ import annotations

from app.areas.health.checks import all_recipes
from app.areas.health.values import Rebuild, Rebuilt, ViewRebuilt
from app.kernel.actor import Permission
from app.storage.checks import row_count
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
        uow.write_all(recipe.view, upsert_sql(recipe.view)[0], recipe.rows(uow))
        done.append(ViewRebuilt(recipe.view.name, row_count(uow, recipe.view)))
    done.append(ViewRebuilt("search_word", rebuild_words(uow)))
    say_made(uow)
    return Rebuilt(tuple(done))
