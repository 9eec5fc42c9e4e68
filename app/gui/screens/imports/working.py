"""What an import asks of the station, on a helper thread, and what the first step shows of it."""

from __future__ import annotations

from typing import Any

from app.areas.imports import queries
from app.areas.imports.values import ImportChecked, ImportKind
from app.kernel.actor import Actor
from app.storage.statements import Reader
from app.storage.writer import Priority

Known = tuple[tuple[str, ...], tuple[ImportChecked, ...], frozenset[ImportKind]]


def known(reader: Reader) -> Known:
    """The systems that files came from, what was begun and not ended, and which kinds are in."""
    sources, unended = queries.import_sources(reader), queries.unended_imports(reader)
    return sources, unended, queries.kinds_in(reader)


def acting(station: Any) -> Any:
    """What a person does at the counter comes before each step of an import."""

    def act(actor: Actor, action: Any, command: Any, run_id: str | None = None) -> Any:
        done = station.act(actor, action, command, priority=Priority.BACKGROUND, run_id=run_id)
        return done.result()

    return act


def asking(station: Any) -> Any:
    return lambda query, *args: station.ask(query, *args).result()
