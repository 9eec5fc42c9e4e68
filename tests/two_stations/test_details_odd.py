"""What is odd about entries that are kept in sums is settled as where every line is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.health.checks import all_recipes
from app.areas.health.queries import verify
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.ids import new_id
from app.storage import folding, orphans, verdicts
from app.storage.aside import Told
from app.storage.database import Database
from app.storage.receiving import Received
from app.storage.schema import record_verdict
from app.storage.statements import Read, Reader, ReadSql
from app.storage.tables import counted, station
from app.storage.unit_of_work import UnitOfWork
from app.sync import inbox
from tests.storage.test_folding import foldable, sums, views
from tests.two_stations.beside import beside, sent, settle, take
from tests.two_stations.test_odd_rows import Author, author, fact, first

__all__ = ["author", "first"]
OF_THE_LOG = ("document_edit", "carried_record")


@dataclass
class Two:
    """The same books twice: whole, and with all that may be in sums."""

    whole: Database
    sums: Database

    def both(self, action: Callable[..., Any], command: Any) -> list[Any]:
        done = []
        for each in (self.whole, self.sums):
            assert each.writer is not None
            done.append(each.writer.submit(SYSTEM, action, command).result())
        return done

    def take(self, *records: Received) -> None:
        for each in (self.whole, self.sums):
            take(each, records)

    def fold(self) -> int:
        assert self.sums.writer is not None
        ids = self.sums.read(foldable)
        return int(self.sums.writer.submit(SYSTEM, folding.fold, ids).result())

    def alike(self, *, proven: bool = False) -> None:
        assert derived(self.whole) == derived(self.sums)
        assert self.whole.read(sums) == self.sums.read(sums)
        assert self.whole.read(counted_entries) == self.sums.read(counted_entries)
        if proven:
            assert told(self.whole) == told(self.sums)


def counted_entries(reader: Reader) -> list[Any]:
    c = counted(station.tables["journal_entry"]).c
    facts = ReadSql("SELECT id FROM forward_entry")
    ours = {row[0] for row in reader.fetch(facts)}
    rows = reader.fetch(Read(select(c.id, c.content_hash)))
    return sorted(row for row in rows if row[0] not in ours)


def derived(database: Database) -> dict[str, list[Any]]:
    """Every view but that of the log, where each tells of itself."""
    return {name: rows for name, rows in database.read(views).items() if name not in OF_THE_LOG}


def told(database: Database) -> list[str]:
    """What verify says of these books."""
    verdict = database.read(verify, b"", None, None, (0, 1, 2), database.keys.own)
    return sorted(f"{one.check}: {one.words}" for one in verdict.findings)


def aside(database: Database) -> int:
    read = Read(select(record_verdict.c.why))
    return len(database.read(lambda reader: reader.fetch(read)))


@pytest.fixture
def two(first: Station, tmp_path: Path) -> Iterator[Two]:
    with (
        beside(tmp_path / "whole", first) as whole,
        beside(tmp_path / "sums", first) as in_sums,
    ):
        for each in (whole, in_sums):
            take(each, sent(first))
            settle(each, first)
        yield Two(whole, in_sums)


def a_payment(first: Station) -> Received:
    """The first record that took a payment."""
    return next(one for one in sent(first) if one.record["action"] == "payments.take_payment")


def rows_of(record: Received, kind: str) -> list[dict[str, Any]]:
    rows = json.loads(record.record["body"])["rows"]
    return [row for row in rows if row["t"] == f"{kind}.v1"]


def test_everything_odd_is_settled_the_same(two: Two, first: Station, author: Author) -> None:
    assert two.fold() > 5
    two.alike()
    payment = a_payment(first)
    lines, [entry] = rows_of(payment, "journal_line"), rows_of(payment, "journal_entry")

    # Said again by somebody else, whole and in part.
    two.take(author.says(*lines, entry), author.says(lines[0]))
    two.alike()
    assert aside(two.sums) == 0

    # One line more for an entry that is posted: neither takes it.
    more = fact("journal_line", new_id(), **lines[0]["f"])
    two.take(author.says(more))
    assert aside(two.whole) == aside(two.sums) == 1
    two.alike()

    # The same entry with other words: both keep both, and the lowest hash counts.
    two.fold()
    other = fact("journal_entry", entry["id"], **entry["f"] | {"description": "Other words"})
    two.take(author.says(other))
    two.alike(proven=True)
    assert two.fold() == 0, "what has two contents stays as it is"

    # The centre keeps a record aside that counted here, and lets it count again.
    one = next(
        each
        for each in sent(first)
        if each.record["action"] == "payments.take_payment" and each != payment
    )
    verdict = (one.place, str(one.record["hash"]), "P0999 no")
    assert two.both(put_aside, verdict) == [1, 1]
    two.alike(proven=True)
    assert two.both(let_count, verdict[:2]) == [1, 1]
    two.alike()
    assert two.fold() == 1
    two.alike()

    # The stream says something else there: what only orphans tell still counts, and is carried.
    assert len(set(two.both(leave, (one.stream, int(one.record["seq"]) - 1)))) == 1
    two.alike()
    two.both(inbox.rescue, None)
    two.both(inbox.rescue, None)
    assert two.whole.read(sums) == two.sums.read(sums)
    assert [one for one in told(two.sums) if "storage.fo" in one or "facts_logged" in one] == []


def put_aside(uow: UnitOfWork, verdict: Any) -> int:
    return verdicts.put_aside(uow, [verdict], all_recipes())


def let_count(uow: UnitOfWork, applied: Any) -> int:
    return verdicts.let_count(uow, [applied], all_recipes())


def leave(uow: UnitOfWork, branch: Any) -> int:
    return orphans.leave_branch(uow, *branch)


def test_lines_that_nobody_here_knows_are_fetched_first(
    two: Two, first: Station, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the records below a backup were let go of: nothing is counted twice meanwhile."""
    two.fold()
    payment = a_payment(first)
    lines, [entry] = rows_of(payment, "journal_line"), rows_of(payment, "journal_entry")
    other = fact("journal_entry", entry["id"], **entry["f"] | {"description": "Other words"})
    record = author.says(other)
    before = two.sums.read(sums)
    with monkeypatch.context() as gone:
        gone.setattr(folding, "_BODIES", ReadSql("SELECT '' WHERE :digest IS NULL"))
        two.take(record)
        assert two.sums.read(sums) == before
        assert aside(two.sums) == 1
        assert two.sums.read(folding.wanted) == (entry["id"],)
    given = [Told("", "", 0, number, row) for number, row in enumerate(lines, 1)]
    assert two.sums.writer is not None
    two.sums.writer.submit(SYSTEM, folding.unfold, given).result()
    assert two.sums.read(folding.wanted) == ()
    two.sums.writer.submit(SYSTEM, inbox.project_waiting, None).result()
    assert aside(two.sums) == 0
    two.alike()
