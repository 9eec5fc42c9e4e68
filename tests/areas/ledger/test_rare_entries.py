"""Entries of rare sources are found by an index; nearly all others are looked at one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, select

from app.areas.ledger import checks
from app.areas.ledger.schema import journal_entry, of_sources
from app.bootstrap import Station
from app.storage.all_count import counting_all
from app.storage.statements import Read, Reader, ReadSql


def plan(station: Station, asked: Select[tuple[str]]) -> str:
    def told(reader: Reader) -> str:
        sql, values = Read(asked).compiled
        rows = counting_all(reader).fetch(ReadSql(f"EXPLAIN QUERY PLAN {sql}"), **values)
        return "\n".join(row[3] for row in rows)

    return station.database.read(told)


@pytest.mark.parametrize("types", [("shift_close",), ("deposit_seal", "deposit_void", "refund")])
def test_rare_entries_are_not_looked_for_among_all(
    station: Station, types: tuple[str, ...]
) -> None:
    found = select(journal_entry.c.id).where(of_sources(journal_entry.c, *types))
    assert "USING INDEX journal_entry_rare (source_type=?)" in plan(station, found)


def test_sources_of_nearly_all_entries_are_asked_for_plainly(station: Station) -> None:
    found = select(journal_entry.c.id).where(of_sources(journal_entry.c, "invoice", "refund"))
    assert "journal_entry_rare" not in plan(station, found)


def test_reversing_entries_have_an_index(station: Station) -> None:
    assert "journal_entry_reversing" in plan(station, checks.reversals_of("invoice"))
    posted = checks.posted_for("cash_movement")[0]
    assert "journal_entry_rare" in plan(station, posted)
