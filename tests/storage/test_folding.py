"""Journal lines that are kept as sums: nothing that adds up changes, nothing is counted twice, and
all of it comes back to the byte.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.areas.health.queries import verify_beside
from app.areas.ledger.queries import net_legs, trial_balance
from app.areas.ledger.schema import journal_entry, journal_line
from app.bootstrap import Station, open_station
from app.kernel.errors import UserError
from app.storage import folding
from app.storage.checking import one_of
from app.storage.forward import ALWAYS, DIMENSIONS
from app.storage.schema import station_log
from app.storage.statements import Read, Reader
from app.storage.tables import counted, station
from tests.areas.health.conftest import worked

__all__ = ["worked"]
_lines, _entries = counted(journal_line), counted(journal_entry)
_line, _entry = _lines.c, _entries.c
_COUNT = Read(select(func.count()).select_from(journal_line))
_LOG = Read(select(*(station_log.c[n] for n in ("station", "incarnation", "seq", "body"))))


@pytest.fixture
def practice(worked: Path, tmp_path: Path) -> Iterator[Station]:
    folder = tmp_path / "data"
    shutil.copytree(worked, folder)
    station = open_station(folder)
    yield station
    station.close()


def foldable(reader: Reader) -> list[str]:
    foldable = one_of(_entry.source_type, "invoice", "payment")
    rows = reader.fetch(Read(select(_entry.id).where(foldable)))
    return sorted(row[0] for row in rows)


def all_rows(reader: Reader) -> dict[str, list[Any]]:
    """Everything that is shared or derived from it."""
    return {
        table.name: sorted(reader.fetch(Read(select(*table.c))), key=repr)
        for table in station.sorted_tables
        if table.info["kind"] != "local"
    }


def sums(reader: Reader) -> dict[str, list[Any]]:
    """What lines add up to, on each dimension and day that anything asks for."""
    minor = func.sum(_line.amount_minor)
    found: dict[str, list[Any]] = {}
    groups: list[tuple[Any, ...]] = [
        (_line.gl_code, _line.currency),
        (_line.gl_code, _line.period_date),
        (_line.gl_code, _line.business_date),
        *((_line[name], _line.gl_code) for name in DIMENSIONS),
    ]
    for group in groups:
        read = Read(select(*group, minor).group_by(*group).having(minor != 0))
        rows = reader.fetch(read)
        if None in {row[0] for row in rows}:  # whose lines have no such dimension say nothing
            rows = [row for row in rows if row[0] is not None]
        found[" ".join(str(one) for one in group)] = sorted(rows, key=repr)
    by = (_entry.business_date, _entry.source_type, _line.gl_code)
    joined = _entries.join(_lines, _entry.id == _line.entry_id)
    rows = reader.fetch(
        Read(select(*by, minor).select_from(joined).group_by(*by).having(minor != 0))
    )
    found["days"] = sorted(row for row in rows if row[0] != ALWAYS)
    return found


def views(reader: Reader) -> dict[str, list[Any]]:
    kinds = {table.name: table.info["kind"] for table in station.sorted_tables}
    return {name: rows for name, rows in all_rows(reader).items() if kinds[name] == "view"}


def fold(practice: Station, entries: list[str]) -> int:
    return practice.record(folding.fold, entries).result()


def sound(practice: Station) -> list[str]:
    verdict = verify_beside(practice.ask, practice.database.keys.master)
    return [f"{one.check}: {one.words}" for one in verdict.findings]


def unfold(practice: Station, entries: list[str]) -> set[str]:
    return practice.record(folding.open_entries, entries).result()


def test_sums_say_the_same_and_all_comes_back(practice: Station) -> None:
    before = practice.ask(all_rows).result()
    added_up = practice.ask(sums).result()
    entries = practice.ask(foldable).result()
    random.Random(7).shuffle(entries)
    half = len(entries) // 2
    assert fold(practice, entries[:half]) == half > 3
    assert fold(practice, entries) == len(entries) - half
    assert fold(practice, entries) == 0
    assert practice.ask(sums).result() == added_up
    assert practice.ask(views).result() == {
        name: rows for name, rows in before.items() if name in practice.ask(views).result()
    }
    assert sound(practice) == []
    lines = len(before["journal_line"])
    assert (
        practice.ask(
            lambda r: r.scalar(Read(select(func.count()).select_from(journal_line)))
        ).result()
        < lines
    )
    with pytest.raises(UserError, match="another site"):
        practice.ask(net_legs, "payment", source_of(practice, "payment")).result()
    random.Random(8).shuffle(entries)
    assert unfold(practice, entries[:half]) == set()
    assert practice.ask(sums).result() == added_up
    assert sound(practice) == []
    assert unfold(practice, entries) == set()
    assert practice.ask(all_rows).result() == before
    assert practice.ask(trial_balance, practice.clock.now().date(), "USD").result()
    assert sound(practice) == []


def source_of(practice: Station, kind: str) -> str:
    read = Read(select(_entry.source_id).where(_entry.source_type == kind))
    return str(practice.ask(lambda reader: reader.scalar(read)).result())
