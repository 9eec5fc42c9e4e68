"""Which views follow what comes: not the ledger's sums while lines of it are still on their way."""

from __future__ import annotations

from app.areas.health.checks import all_recipes
from app.areas.ledger import checks as ledger
from app.storage.checking import Recipe
from app.storage.statements import Reader
from app.storage.still_coming import TABLES, stage

LEDGER = frozenset(recipe.view.name for recipe in ledger.recipes())
"""The views that are sums of journal lines."""


def recipes_now(reader: Reader) -> tuple[Recipe, ...]:
    """The views that follow at once here and now."""
    return recipes_without_lines() if stage(reader) == TABLES else all_recipes()


def recipes_without_lines() -> tuple[Recipe, ...]:
    """The views that are right before every journal line is here."""
    return tuple(one for one in all_recipes() if one.view.name not in LEDGER)


def ledger_recipes() -> tuple[Recipe, ...]:
    """The views that are made afresh once every journal line is here."""
    return tuple(one for one in all_recipes() if one.view.name in LEDGER)
