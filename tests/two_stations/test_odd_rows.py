"""Rows that are new, old, early, or told in two ways: all are kept, and the books stay right."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.health.queries import verify
from app.bootstrap import Station, open_reading
from app.kernel.actor import SYSTEM
from app.kernel.ids import new_id
from app.storage import counting, merging
from app.storage.canonical import canonical_json, content_hash, hash_of, mac_of
from app.storage.database import Database
from app.storage.receiving import Received, waiting
from app.storage.statements import Read, Reader, ReadSql
from app.storage.station_log import record_hash, station_key
from app.storage.tables import counted, station
from app.sync import inbox
from tests.two_stations.beside import beside, sent, settle, take
from tests.two_stations.test_any_pages import unlike


@dataclass
class Author:
    """A third station, whose records a test writes itself."""

    organization: str
    master: bytes
    station: str = field(default_factory=new_id)
    incarnation: str = field(default_factory=lambda: secrets.token_hex(16))
    seq: int = 0
    last: str = ""

    def says(self, *rows: dict[str, Any]) -> Received:
        """The next record of this author."""
        self.seq += 1
        record: dict[str, Any] = {
            "v": 1,
            "organization": self.organization,
            "station": self.station,
            "incarnation": self.incarnation,
            "seq": self.seq,
            "hlc": 2_000_000_000_000 + self.seq,
            "at": "2026-11-20T10:00:00.000000Z",
            "actor": self.station,
            "action": "test.says",
            "body": canonical_json({"rows": rows}),
            "prev_hash": self.last or hash_of(self.station, self.incarnation),
        }
        record["hash"] = self.last = record_hash(record)
        record["mac"] = mac_of(station_key(self.master, self.station), self.last)
        return Received(record)


@pytest.fixture(scope="module")
def first(worked: Path) -> Iterator[Station]:
    opened = open_reading(worked)
    yield opened
    opened.close()


@pytest.fixture
def second(first: Station, tmp_path: Path) -> Iterator[Database]:
    with beside(tmp_path / "second", first) as database:
        take(database, sent(first))
        settle(database, first)
        yield database


@pytest.fixture
def author(first: Station) -> Author:
    return Author(first.practice.organization_id, first.database.keys.master)


def sound(database: Database) -> bool:
    own = database.keys.own
    verdict = database.read(verify, b"", None, None, (0, 1, 2), own)
    assert not verdict.findings, verdict.findings
    return verdict.sound


def column(database: Database, table: str, name: str, row_id: str) -> list[Any]:
    """Of the facts that count, or the documents."""
    whole = station.tables[table]
    source = counted(whole) if whole.info["kind"] == "fact" else whole

    def read(reader: Reader) -> list[Any]:
        query = Read(select(source.c[name]).where(source.c.id == row_id))
        return [value for (value,) in reader.fetch(query)]

    return database.read(read)


def edit(patient_id: str, stamp: int, **fields: Any) -> dict[str, Any]:
    told = {name: [value, None] for name, value in fields.items()}
    return {"t": "patient.v1", "id": patient_id, "s": stamp, "e": new_id(), "d": told}


def a_row(first: Station, kind: str) -> dict[str, Any]:
    """A row of this kind as the first station logged it."""
    rows = [row for one in sent(first) for row in json.loads(one.record["body"])["rows"]]
    return dict(next(row for row in rows if row["t"] == f"{kind}.v1"))


def fact(kind: str, fact_id: str, /, **fields: Any) -> dict[str, Any]:
    names = station.tables[kind].info["content"]
    row = {name: fields.get(name) for name in names} | {"id": fact_id}
    digest = content_hash(f"{kind}.v1", ("id", *names), row)
    told = {name: value for name, value in fields.items() if value is not None}
    return {"t": f"{kind}.v1", "id": fact_id, "h": digest.hex(), "f": told}


def test_an_edit_waits_for_its_document(second: Database, author: Author, first: Station) -> None:
    made = a_row(first, "patient")
    new = new_id()
    take(second, [author.says(edit(new, 5_000_000_000_000, phone="555 9"))])
    assert column(second, "patient", "phone", new) == []
    assert sound(second)
    take(second, [author.says(made | {"id": new, "s": 4_000_000_000_000})])
    assert column(second, "patient", "phone", new) == ["555 9"]
    assert sound(second)


def test_a_document_made_at_two_stations_is_one(
    second: Database, author: Author, first: Station
) -> None:
    """Such as a role that both learn from a newer program: the same id, the later value."""
    made = a_row(first, "patient")
    for stamp, name in ((made["s"] - 5, "Earlier"), (made["s"] + 5, "Later")):
        told = made["d"] | {"family_name": [name, None]}
        take(second, [author.says(made | {"s": stamp, "e": new_id(), "d": told})])
    assert column(second, "patient", "family_name", made["id"]) == ["Later"]
    assert sound(second)


def test_unknown_kinds_and_fields_are_kept_until_they_are_known(
    second: Database, author: Author, first: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_row(first, "patient")
    newer = fact("sign_in", new_id(), **a_row(first, "sign_in")["f"])
    take(
        second,
        [
            author.says(newer | {"t": "sign_in.v9"}, newer | {"t": "hologram.v1"}),
            author.says(edit(made["id"], 5_000_000_000_000, aura="blue", phone="555 7")),
            author.says(edit(made["id"], 4_000_000_000_000, aura="red")),
        ],
    )
    assert column(second, "patient", "phone", made["id"]) == ["555 7"]
    [extra] = column(second, "patient", "extra", made["id"])
    assert json.loads(extra)["aura"][0] == "blue"
    assert sound(second)
    assert not second.read(merging.waiting_rows)
    known = dict(counting.tables())
    newer_program = known | {"sign_in.v9": known["sign_in.v1"]}
    for module in (counting, merging):
        monkeypatch.setattr(module, "tables", lambda: newer_program)
    assert second.read(merging.waiting_rows)
    assert second.writer is not None
    assert second.writer.submit(SYSTEM, inbox.project_waiting, None).result() == 1
    assert column(second, "sign_in", "id", newer["id"]) == [newer["id"]]
    assert not second.read(merging.waiting_rows)
    waits = ReadSql("SELECT record_type FROM row_aside WHERE why = 'unknown'")
    assert second.read(lambda reader: reader.fetch(waits)) == [("hologram.v1",)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_contents_the_lowest_hash_counts(
    second: Database, author: Author, first: Station, order: tuple[int, int]
) -> None:
    fields = a_row(first, "cash_count")["f"]
    same = new_id()
    both = sorted(
        (fact("cash_count", same, **fields | {"note": note}) for note in ("one", "two")),
        key=lambda row: str(row["h"]),
    )
    for place in order:
        take(second, [author.says(both[place])])
    assert column(second, "cash_count", "note", same) == [both[0]["f"]["note"]]
    assert second.read(unlike) == []


def test_the_same_fact_in_two_records_is_there_once(
    second: Database, author: Author, first: Station
) -> None:
    again = a_row(first, "cash_movement")
    assert take(second, [author.says(again), author.says(again)]) == 2
    assert len(column(second, "cash_movement", "id", again["id"])) == 1
    assert sound(second)


def test_a_fact_that_is_not_what_its_hash_says_counts_nowhere(
    second: Database, author: Author, first: Station
) -> None:
    """Whatever a hostile record says, what comes after it is taken in."""
    wrong = a_row(first, "cash_movement") | {"id": new_id()}
    good = edit(a_row(first, "patient")["id"], 5_000_000_000_000, phone="555 3")
    assert take(second, [author.says(wrong), author.says(good)]) == 2
    assert column(second, "cash_movement", "id", wrong["id"]) == []
    assert column(second, "patient", "phone", good["id"]) == ["555 3"]
    assert sound(second)


def test_rows_that_are_none_harm_nothing(second: Database, author: Author, first: Station) -> None:
    """A station that is broken or worse: its records are kept, and the others' go on."""
    patient = a_row(first, "patient")["id"]
    odd: list[Any] = [
        "text",
        7,
        None,
        {},
        {"t": "payment.v1"},
        {"t": "patient.v1", "id": patient},
        {"t": "patient.v1", "id": patient, "s": "x", "e": 1, "d": []},
        {"t": "patient.v1", "id": patient, "s": 9, "e": "x", "d": {"phone": "5"}},
    ]
    take(second, [author.says(*odd), author.says(edit(patient, 5_000_000_000_000, phone="555 3"))])
    assert column(second, "patient", "phone", patient) == ["555 3"]
    assert sound(second)


def test_what_cannot_be_written_here_is_kept_and_tried_again(
    second: Database, author: Author, first: Station
) -> None:
    """A line that comes after its entry: our guards refuse it, and what follows is taken in."""
    line = a_row(first, "journal_line")
    more = fact("journal_line", new_id(), **line["f"])
    good = edit(a_row(first, "patient")["id"], 5_000_000_000_000, phone="555 8")
    assert take(second, [author.says(more), author.says(good)]) == 2
    assert column(second, "journal_line", "id", more["id"]) == []
    assert column(second, "patient", "phone", good["id"]) == ["555 8"]
    said = ReadSql("SELECT why, applied FROM record_verdict")
    [(why, applied)] = second.read(lambda reader: reader.fetch(said))
    assert why.startswith("here: ")
    assert not applied
    assert second.read(waiting)
    assert second.writer is not None
    assert second.writer.submit(SYSTEM, inbox.project_waiting, None).result() == 0
    assert sound(second)
