"""Histories with every fault in which windows keep journal lines in sums and bring them back at any
moment: no sum is ever another, and every line comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.storage import folding
from app.storage.statements import ReadSql
from app.storage.still_coming import still_comes
from app.storage.tables import station as declared
from app.sync.simulator import deeds, invariants, running, world
from app.sync.simulator.chance import Chance
from app.sync.simulator.ground import Ground
from app.sync.simulator.money import fold_lines, sums_at
from app.sync.simulator.stations import SimStation
from app.sync.simulator.world import World
from tests.faults.simulating import first_seed, laid, play

__all__ = ["laid"]
_FOLDABLE = ReadSql(
    "SELECT id FROM journal_entry_counted WHERE source_type IN ('invoice', 'payment') ORDER BY id"
)
_NO_SUMS = {
    "journal_line": " WHERE entry_id NOT IN (SELECT id FROM forward_entry)",
    "journal_entry": " WHERE id NOT IN (SELECT id FROM forward_entry)",
}
FACTS = ReadSql(
    " UNION ALL ".join(
        f"SELECT '{table.info['record_type']}', id, lower(hex(content_hash)) "
        f"FROM {table.name}_counted{_NO_SUMS.get(table.name, '')}"
        for table in declared.tables.values()
        if table.info["kind"] == "fact"
    )
)


def _some(station: SimStation, chance: Chance, part: float) -> list[str]:
    if station.database.read(still_comes):
        return []
    rows = station.database.read(lambda reader: reader.fetch(_FOLDABLE))
    return [row[0] for row in rows if chance.random.random() < part]


def fold(station: SimStation, chance: Chance) -> None:
    """Most of what may be in sums is, also what nobody else has yet."""
    station.record(folding.fold, _some(station, chance, 0.7)).result()


def unfold(station: SimStation, chance: Chance) -> None:
    """Some lines come back by the records that are held."""
    station.record(folding.open_entries, _some(station, chance, 0.3)).result()


def in_sums(world: World, *, thorough: bool) -> Iterator[str]:
    """What is wrong while lines are in sums; then each of them comes back."""
    facts: set[tuple[str, ...]] = {tuple(row) for row in world.centre.rows(invariants._THERE)}
    lines = fold_lines(world, invariants.lowest(facts))
    for station in world.stations:
        for found in sums_at(station, lines):
            yield f"{station.name}, in sums: {found}"
        for odd in station.database.read(invariants._views):
            yield f"{station.name}, in sums: {odd}"
        ids = [row[0] for row in station.database.read(lambda reader: reader.fetch(_FOLDABLE))]
        left = station.record(folding.open_entries, ids).result()
        bodies = world.centre.rows("SELECT body FROM sync.record") if left else []
        told = [one for (body,) in bodies for one in folding.lines_told(body)]
        if left - station.record(folding.unfold, told).result():
            yield f"{station.name}: lines do not come back"
    yield from _broken(world, thorough=thorough)


_broken = invariants.broken


def test_no_sum_is_ever_another(
    laid: Ground, seed: int, long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: Any = (*deeds.DEEDS, (fold, 40), (unfold, 14))
    monkeypatch.setattr(deeds, "DEEDS", more)
    monkeypatch.setattr(invariants, "FACTS", FACTS)
    monkeypatch.setattr(world, "FACTS", FACTS)
    monkeypatch.setattr(running, "broken", in_sums)
    # Lines in sums count without being there; `in_sums` compares them when they are back.
    monkeypatch.setattr(world, "broken_meanwhile", lambda _world: ())
    first = first_seed(seed, 90)
    counts = play(laid, range(first, first + (40 if long else 1)))
    assert counts["work"] > 10
