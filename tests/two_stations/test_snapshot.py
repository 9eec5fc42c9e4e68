"""A new station takes over tables and the records after them: its books are those of a station that
applied every record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.health.queries import verify
from app.areas.settings import queries as settings
from app.areas.settings.values import Practice
from app.bootstrap import Station, open_reading
from app.kernel.actor import SYSTEM
from app.kernel.clock import Clock
from app.kernel.ids import new_id
from app.storage import taking_over
from app.storage.database import Database
from app.storage.receiving import Received
from app.storage.statements import Read, Reader
from app.storage.tables import counted, station
from app.sync.addresses import without_person
from app.sync.central import Central
from app.sync.exchange import Done, Exchange
from app.sync.line import Line
from app.sync.progress import Progress
from app.sync.safe import mark_backup
from app.sync.setting_up import enrol_station, join_organization
from app.sync.snapshot import BeginAgain, take_over
from tests.two_stations.beside import beside, sent, settle
from tests.two_stations.conftest import _SENT, Centre
from tests.two_stations.copies import loses
from tests.two_stations.test_any_pages import unlike
from tests.two_stations.test_odd_rows import Author, a_row, edit, fact

_OF_THE_LOG = ("document_edit", "edit_apart", "carried_record", "search_name")
"""Views of records that are held (histories begin with them), and one that numbers its rows."""


@dataclass
class Bare:
    """The books of a station that is not whole yet, as sync sees them."""

    database: Database
    clock: Clock

    @property
    def practice(self) -> Practice:
        return self.database.read(settings.practice)

    def record(self, action: Callable[..., Any], command: Any) -> Future[Any]:
        assert self.database.writer is not None
        return self.database.writer.submit(SYSTEM, action, command)

    def ask(self, query: Callable[..., Any], *args: Any) -> Future[Any]:
        return self.database.ask(query, *args)


@dataclass
class There:
    """A centre with the worked practice, and a station that tells it odd things."""

    first: Station
    centre: Centre
    author: Author
    told: list[Received] = field(default_factory=list)

    def call(self, station_id: str, code: str) -> Central:
        here = self.first.practice
        role = enrol_station(self.centre.dsn, here.organization_id, station_id, code)
        place = without_person(self.centre.dsn)
        return Central(f"{place} user={role.role} password={role.password}")

    def push(self, records: list[Received], code: str) -> None:
        call = self.call(records[0].stream[0], code)
        for at in range(0, len(records), 50):
            page = [{name: one.record[name] for name in _SENT} for one in records[at : at + 50]]
            told = call.push(*records[0].stream, page)
            assert {one.said for one in told} <= {"applied", "quarantined"}
        call.close()

    def says(self, *rows: dict[str, Any]) -> None:
        self.told.append(self.author.says(*rows))
        self.push(self.told[-1:], "W9")

    def mark(self) -> None:
        mark_backup(self.centre.dsn, self.centre.dsn)


@pytest.fixture(scope="module")
def first(worked: Path) -> Iterator[Station]:
    opened = open_reading(worked)
    yield opened
    opened.close()


@pytest.fixture
def there(first: Station, centre: Centre) -> There:
    return join_centre(first, centre)


def join_centre(first: Station, centre: Centre) -> There:
    """The practice joins, and sends nothing yet."""
    here = first.practice
    master = first.database.keys.master
    join_organization(centre.dsn, here.organization_id, here.organization_name, master)
    return There(first, centre, Author(here.organization_id, master))


@contextmanager
def newcomer(there: There, folder: Path, code: str) -> Iterator[tuple[Bare, Callable[[], Central]]]:
    with beside(folder, there.first) as database:
        assert database.writer is not None
        station_id = database.writer.stream.station
        yield Bare(database, database.clock), lambda: there.call(station_id, code)


def books(reader: Reader) -> dict[str, list[Any]]:
    """All that is shared, in one form: facts that count and others, fields with their clocks."""
    found: dict[str, list[Any]] = {}
    for table in station.sorted_tables:
        kind, content = table.info["kind"], table.info.get("content", ())
        if kind == "fact":
            found[table.name] = sorted(reader.fetch(Read(select(*table.c))), key=repr)
            there = counted(table).c
            ours = reader.fetch(Read(select(there.id, there.content_hash)))
            found[f"{table.name}, counted"] = sorted(ours)
        elif kind == "document":
            rows = reader.fetch(Read(select(*table.c)))
            found[table.name] = sorted((fields(content, row) for row in rows), key=repr)
        elif kind == "view" and table.name not in _OF_THE_LOG:
            found[table.name] = sorted(reader.fetch(Read(select(*table.c))), key=repr)
    return found


def fields(content: tuple[str, ...], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A document as (id, the edit that made it, fields with the clocks of their edits)."""
    key, *values, stamp, edit_id, clocks, extra = row
    known = json.loads(clocks)
    made = [stamp, edit_id]
    told = [
        (name, value, known.get(name, made if value is not None else None))
        for name, value in zip(content, values, strict=True)
    ]
    return key, made, told, json.loads(extra or "{}")


def odd_history(there: There) -> list[Callable[[], None]]:
    """What makes books hard to copy, each as a step."""
    patient = a_row(there.first, "patient")
    movement = a_row(there.first, "cash_movement")
    count = a_row(there.first, "cash_count")["f"]
    same, early = new_id(), new_id()
    both = [fact("cash_count", same, **count | {"note": note}) for note in ("one", "two")]
    unread = fact("cash_movement", new_id(), **movement["f"] | {"at": "2026-11-20T10:00:00Z"})
    late = 5_000_000_000_000
    return [
        lambda: there.says(edit(patient["id"], late, phone="555 7", aura="blue")),
        lambda: there.says(both[0], edit(early, late, phone="555 9")),
        lambda: there.says(movement, unread),
        lambda: there.says(edit(patient["id"], late + 1, birth_date=None, city="Huế\tnew\\line\n")),
        lambda: there.says(both[1]),
        lambda: there.says(fact("cash_movement", new_id(), **movement["f"] | {"note": "\t\\N"})),
        lambda: there.says(patient | {"id": early, "s": late - 9}),
        lambda: there.says(fact("payment", new_id(), amount_minor=7)),
    ]


def test_tables_and_the_rest_are_what_all_records_make(there: There, tmp_path: Path) -> None:
    records = sent(there.first)
    steps = odd_history(there)
    there.push(records[:-30], "W1")
    for step in steps[:5]:
        step()
    there.mark()
    there.push(records[-30:], "W1")
    with newcomer(there, tmp_path / "plain", "W2") as (plain, connect):
        for step in steps[5:]:
            step()
        take_over(plain, connect)
        wanted = plain.database.read(books)
    told: list[Progress] = []

    def until_killed(progress: Progress) -> None:
        told.append(progress)
        if len(told) % 40 == 0:
            raise KeyboardInterrupt

    with newcomer(there, tmp_path / "taken", "W3") as (bare, connect):
        taken, killed = None, 0
        while taken is None:
            try:
                taken = take_over(bare, connect, until_killed, enough=1, rows=3)
            except KeyboardInterrupt:
                killed += 1
        assert killed > 2
        found = bare.database.read(books)
        assert {name for name in wanted if wanted[name] != found[name]} == set()
        assert bare.database.read(unlike) == []
        settle(bare.database, there.first)
        assert unproven(bare) == []
        assert 30 < taken < 40 < len(records)
        line = Line(bare, connect)
        assert Exchange(bare, line).drain().done is Done.DRAINED
        line.hang_up()


def unproven(bare: Bare) -> list[str]:
    """What verify says of the store and its views; the odd facts do break what books promise."""
    verdict = bare.database.read(verify, b"", None, None, (0, 1, 2), bare.database.keys.own)
    odd = (one for one in verdict.findings if one.check.startswith(("storage.", "views.")))
    return [f"{one.check}: {one.words}" for one in odd]


def test_a_centre_that_was_restored_meanwhile_means_to_begin_again(
    there: There, tmp_path: Path
) -> None:
    there.push(sent(there.first)[:60], "W1")
    there.mark()

    def restore_later(progress: Progress) -> None:
        if progress.done > 20:
            there.centre.admin.execute("UPDATE sync.epoch SET restored = 'today'")

    with newcomer(there, tmp_path / "taken", "W3") as (bare, connect):
        for _ in range(2):
            with pytest.raises(BeginAgain):
                take_over(bare, connect, restore_later, enough=1, rows=9)


def test_what_such_a_centre_lost_is_given_back_before_it_is_thrown_away(
    there: There, tmp_path: Path
) -> None:
    """A half-made station may be the only one that has it by now."""
    records = sent(there.first)
    there.push(records[:60], "W1")
    there.mark()
    there.push(records[60:], "W1")
    life, have = records[0].stream[1], "SELECT have FROM sync.stream WHERE incarnation = %s"

    def lose_later(_progress: Progress) -> None:
        if bare.ask(taking_over.records_held).result() and not lost:
            loses(there.centre, life, 63)
            there.centre.admin.execute("UPDATE sync.epoch SET restored = 'today'")
            lost.append(there.centre.one(have, life))

    lost: list[int] = []
    made = newcomer(there, tmp_path / "taken", "W3")
    with made as (bare, connect), pytest.raises(BeginAgain):
        take_over(bare, connect, lose_later, enough=1, rows=500)
    assert lost == [63]
    assert there.centre.one(have, life) == len(records)


def test_a_fact_that_was_taken_over_and_is_gone_is_missed(there: There, tmp_path: Path) -> None:
    there.push(sent(there.first), "W1")
    there.mark()
    with newcomer(there, tmp_path / "taken", "W3") as (bare, connect):
        assert take_over(bare, connect, enough=1) == 0
        settle(bare.database, there.first)
        own = bare.database.keys.own
        assert not bare.database.read(verify, b"", None, None, (0, 1, 2), own).findings
        assert bare.database.writer is not None
        cursor = bare.database.writer.connection.cursor()
        cursor.execute("DROP TRIGGER approval_no_delete")
        cursor.execute("DELETE FROM approval WHERE id = (SELECT min(id) FROM approval)")
        assert any("taken over are gone" in words for words in unproven(bare))
