"""Whatever pages records come in, every view is what a rebuild would make of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.areas.health.checks import all_recipes
from app.areas.health.queries import verify
from app.bootstrap import Station, open_reading
from app.storage.checking import Part, recipe_check
from app.storage.database import Database
from app.storage.receiving import BrokenStream, Received, held
from app.storage.search_checks import search_word_check
from app.storage.statements import Reader, ReadSql
from tests.two_stations.beside import beside, sent, settle, take


@pytest.fixture(scope="module")
def first(worked: Path) -> Iterator[Station]:
    opened = open_reading(worked)
    yield opened
    opened.close()


@pytest.fixture
def second(first: Station, tmp_path: Path) -> Iterator[Database]:
    with beside(tmp_path / "second", first) as database:
        yield database


def unlike(reader: Reader) -> list[str]:
    """The views that are not what their recipes give."""
    checks = [*map(recipe_check, all_recipes())]
    return [words for check in checks for words, _ in check.findings(reader)]


def in_pages(records: list[Received], chance: random.Random) -> Iterator[list[Received]]:
    """In pages of any size; now and then one comes again."""
    place = 0
    while place < len(records):
        size = chance.choice((1, 2, 5, 20, 60))
        yield records[max(0, place - chance.choice((0, 0, 3))) : place + size]
        place += size


@pytest.mark.parametrize("aside", [0, 7])
def test_after_any_pages_every_view_is_as_rebuilt(
    first: Station, second: Database, seed: int, aside: int
) -> None:
    """Every so many records the centre keeps one aside; what follows from it comes all the same."""
    chance = random.Random(seed)
    records = sent(first)
    if aside:
        kept = {n for n in range(1, len(records)) if not chance.randrange(aside)}
        records = [replace(r, quarantined=n in kept, why="x") for n, r in enumerate(records)]
    taken = 0
    for page in in_pages(records, chance):
        taken += take(second, page)
        assert second.read(unlike) == []
    assert taken == len(records)
    assert not second.read(lambda reader: search_word_check().findings(reader))
    heads, there = second.read(held), first.database.read(held)
    assert heads == there
    if not aside:
        settle(second, first)
        verdict = second.read(verify, b"", None, None, (0, 1, 2), second.keys.own)
        assert [f"{one.check}: {one.words}" for one in verdict.findings] == []


def test_what_does_not_go_on_is_not_kept(first: Station, second: Database) -> None:
    records = sent(first)
    take(second, records[:5])
    for odd in (
        records[6:8],
        [replace(records[5], record={**records[5].record, "prev_hash": "0" * 64})],
        [replace(records[5], record={**records[5].record, "body": '{"rows":[]}'})],
    ):
        assert take(second, [*records[3:5], *odd]) == 0
    with pytest.raises(BrokenStream):
        take(second, [replace(records[5], record={**records[5].record, "organization": "x"})])
    assert take(second, records[:6]) == 1


def test_views_are_followed_by_indexes(first: Station) -> None:
    """A page touches few rows, however many there are: nothing walks through a table of facts, but
    for views without a key, such as of merges, which are small and made afresh as a whole.
    """
    names = {recipe.view.name for recipe in all_recipes()}

    def plans(reader: Reader) -> list[str]:
        found = []
        for recipe in all_recipes():
            for part in (one for one in recipe.parts if one.key):
                found += [f"{recipe.view.name}: {line}" for line in plan(reader, part)]
        return found

    def plan(reader: Reader, part: Part) -> list[str]:
        asked = Recorder(reader)
        list(part.some(asked, "[]"))  # type: ignore[arg-type]
        for follow in part.follows:
            if follow.through is not None:
                asked.fetch(follow.through, keys="[]")
        lines = []
        for sql, values in asked.said:
            told = reader.fetch(ReadSql(f"EXPLAIN QUERY PLAN {sql}"), **values)
            lines += [row[3] for row in told if row[3].startswith("SCAN")]
        allowed = ("SCAN json_each", "SCAN u")
        return [line for line in lines if not line.startswith(allowed)]

    assert names
    assert first.database.read(plans) == []


class Recorder:
    """Notes what is asked, and answers it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.said: list[tuple[str, dict[str, object]]] = []

    def fetch(self, read: ReadSql, **values: object) -> list[object]:
        sql, literals = read.compiled
        self.said.append((sql, {**literals, **values}))
        return self._reader.fetch(read, **values)

    def each(self, read: ReadSql, **values: object) -> Iterator[object]:
        return iter(self.fetch(read, **values))
