"""Checks ask the tables, under the names of their views, as long as both say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.health.checks import all_checks
from app.storage.all_count import counting_all
from app.storage.log_walk import station_here
from app.storage.statements import CursorReader, ReadSql
from app.storage.station_log import station_key
from tests.areas.health.tampering import Tampered, tampering

VIEW = re.compile(r"(?:\bFROM\s|\bJOIN\s|,)\s*(\w+_counted)\b(?!\.)")
LINES = ReadSql("SELECT count(*) FROM journal_line_counted")


class Listening(CursorReader):
    """Keeps what is asked."""

    def __init__(self, tampered: Tampered) -> None:
        plain = tampered.reader()
        super().__init__(tampered.cursor, plain.now)
        self.asked: list[str] = []

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        self.asked.append(read.compiled[0])
        return super().fetch(read, **values)

    def first(self, read: ReadSql, **values: Any) -> Any:
        self.asked.append(read.compiled[0])
        return super().first(read, **values)

    def each(self, read: ReadSql, **values: Any) -> Iterator[Any]:
        self.asked.append(read.compiled[0])
        return super().each(read, **values)


@pytest.fixture
def opened(worked: Path) -> Iterator[Tampered]:
    with tampering(worked) as tampered:
        yield tampered


def asked_by_all(tampered: Tampered) -> tuple[set[str], list[tuple[str, str]]]:
    """The views that the checks ask, and what they find."""
    reader = Listening(tampered)
    key = station_key(tampered.master, station_here(reader))
    chosen = [check for check in all_checks(key) if check.name != "storage.guards"]
    found = [one for check in chosen for one in check.findings(reader)]
    return {view for sql in reader.asked for view in VIEW.findall(sql)}, found


def test_no_check_asks_a_view_while_every_fact_counts(opened: Tampered) -> None:
    assert asked_by_all(opened) == (set(), [])
    lines = opened.reader().scalar(LINES)
    assert lines
    assert counting_all(opened.reader()).scalar(LINES) == lines


def test_views_are_asked_once_a_fact_does_not_count(opened: Tampered) -> None:
    lines = opened.reader().scalar(LINES)
    opened.run(
        "INSERT INTO uncounted SELECT 'journal_line', id, content_hash, 'other content' "
        "FROM journal_line LIMIT 1"
    )
    assert counting_all(opened.reader()).scalar(LINES) == lines - 1
    views, found = asked_by_all(opened)
    assert "journal_line_counted" in views
    assert found


def test_a_view_that_hides_something_is_asked(opened: Tampered) -> None:
    opened.cursor.execute("DROP VIEW journal_line_counted")
    opened.cursor.execute(
        "CREATE VIEW journal_line_counted AS SELECT * FROM journal_line WHERE line_no > 1"
    )
    assert {"storage.guards", "ledger.trial_balance"} <= opened.broken()
