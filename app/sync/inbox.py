"""Takes pages of other stations' records into the books; written by receiving, never logged."""

from __future__ import annotations

from app.areas.health.checks import all_recipes
from app.storage import receiving
from app.storage.receiving import Received
from app.storage.unit_of_work import UnitOfWork


def take_page(uow: UnitOfWork, page: tuple[Received, ...]) -> int:
    """Keep and apply a page whole; how many of its records were new."""
    return receiving.take_in(uow, page, all_recipes())


def project_waiting(uow: UnitOfWork, _nothing: None) -> int:
    """Put into their tables what an older program kept without knowing it."""
    return receiving.project_waiting(uow, all_recipes())
