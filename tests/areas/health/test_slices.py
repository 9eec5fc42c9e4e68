"""Looked at slice by slice, and many checks together, the books say what each check says alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.health.checks import all_checks
from app.storage.all_count import counting_all
from app.storage.checking import Check, look_together
from app.storage.reading import ReadSql
from app.storage.slices import LAST, TURN, Look, in_slices, slices
from app.storage.statements import CursorReader
from app.storage.tables import station
from tests.areas.health.tampering import Tampered, tampering
from tests.areas.health.test_verify import BREAKS

SLICED = {check.name: check for check in all_checks(b"") if check.sliced}
SHORT = 3


@pytest.fixture(scope="module")
def broken(worked: Path) -> Iterator[Tampered]:
    with tampering(worked) as tampered:
        yield tampered


class Asked(CursorReader):
    """Keeps what is asked slice by slice."""

    def __init__(self, cursor: Any, reader: CursorReader) -> None:
        super().__init__(cursor, reader.now)
        self.of_slices: dict[str, dict[str, Any]] = {}

    def _keep(self, read: ReadSql, values: dict[str, Any]) -> None:
        if "low" in values:
            sql, literals = read.compiled
            self.of_slices[sql] = literals | values

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        self._keep(read, values)
        return super().fetch(read, **values)

    def first(self, read: ReadSql, **values: Any) -> Any:
        self._keep(read, values)
        return super().first(read, **values)

    def each(self, read: ReadSql, **values: Any) -> Iterator[Any]:
        self._keep(read, values)
        return super().each(read, **values)


def findings(tampered: Tampered) -> dict[str, list[tuple[str, str]]]:
    found = look_together(tuple(SLICED.values()), tampered.reader())
    return {name: sorted(one) for name, one in zip(SLICED, found, strict=True)}


@pytest.mark.parametrize(
    ("check", "what", "sql"),
    [case for case in BREAKS if case[0] in SLICED],
    ids=[f"{case[0]}: {case[1]}" for case in BREAKS if case[0] in SLICED],
)
def test_what_is_broken_is_found_whatever_slice_it_is_in(
    broken: Tampered, monkeypatch: pytest.MonkeyPatch, check: str, what: str, sql: tuple[str, ...]
) -> None:
    broken.cursor.execute("SAVEPOINT one_break")
    try:
        for statement in sql:
            broken.run(statement)
        whole = findings(broken)
        assert whole[check], what
        for size in (1, SHORT):
            monkeypatch.setattr("app.storage.slices.SLICE", size)
            assert findings(broken) == whole
    finally:
        broken.cursor.execute("ROLLBACK TO one_break")


def test_every_id_falls_into_one_slice(broken: Tampered, monkeypatch: pytest.MonkeyPatch) -> None:
    assert slices(broken.reader()) == (("", LAST),)
    monkeypatch.setattr("app.storage.slices.SLICE", SHORT)
    made = slices(broken.reader())
    entries = broken.value("SELECT count(*) FROM journal_entry")
    assert len(made) > entries // (SHORT + 1) // 2
    ids = ["", "\0", "x", "\U0010ffff" * 3, *(bound for bound, _ in made)]
    for one in ids:
        within = "SELECT ? >= ? AND ? < ?"
        assert sum(broken.value(within, one, low, one, high) for low, high in made) == 1


def test_rows_in_any_order_of_their_ids_are_all_given(
    broken: Tampered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.slices.SLICE", SHORT)
    reader = broken.reader()
    bounds = [low for low, _ in slices(reader)]
    for order in (bounds, bounds[::-1], bounds[1::2] + bounds[::2], []):
        rows = [(number, bound) for number, bound in enumerate(order)]
        given = [list(some) for some in in_slices(reader, rows, 1)]
        assert len(given) == len(bounds)
        assert [row for some in given for row in some] == rows
    in_order = list(in_slices(reader, [(bound,) for bound in bounds], 0))
    assert [list(some) for some in in_order] == [[(bound,)] for bound in bounds]


def test_a_slice_is_looked_up_and_no_table_is_read_from_end_to_end_for_it(
    broken: Tampered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a hundred slices that would be a hundred times, and so where some facts do not count."""
    monkeypatch.setattr("app.storage.slices.SLICE", SHORT)
    tables, views = (Asked(broken.cursor, broken.reader()) for _ in range(2))
    for found in look_together(tuple(SLICED.values()), tables):
        assert found == ()
    for check in SLICED.values():
        assert set(check.look(views)) <= {TURN}
    asked = tables.of_slices | views.of_slices
    assert len(asked) > len(SLICED)
    names = "|".join(station.tables.keys() - {"gl_account"})
    for sql, values in asked.items():
        plan = broken.cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        read = [step[3] for step in plan if re.match(rf"SCAN ({names})(_counted)?\b", step[3])]
        assert read == [], sql


def test_each_looks_at_a_slice_before_any_looks_at_the_next(broken: Tampered) -> None:
    heard: list[str] = []

    def look(name: str, turns: int) -> Look:
        for number in range(turns):
            heard.append(f"{name}{number}")
            yield TURN
        yield name

    checks = [
        Check("long", "It goes on.", lambda _: look("long", 3), sliced=True),
        Check("short", "It ends.", lambda _: look("short", 1), sliced=True),
    ]
    turns: list[int] = []
    found = look_together(checks, broken.reader(), turns.append)
    assert heard == ["long0", "short0", "long1", "long2"]
    assert turns == [0, 1, 2, 3]
    assert [[words for words, _ in one] for one in found] == [["long"], ["short"]]


def test_what_counts_all_asks_in_slices_too(broken: Tampered) -> None:
    reader = broken.reader()
    assert slices(counting_all(reader)) is slices(reader)
