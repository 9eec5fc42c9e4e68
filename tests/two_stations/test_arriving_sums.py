"""A new window that keeps less than everything takes over sums in the place of lines: what it needs
and no more, and the same in every answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.ledger.schema import journal_line
from app.areas.settings import queries as settings
from app.areas.stations.queries import details_kept, entries_in_sums
from app.bootstrap import NewStation, Station, enrol_here, open_station
from app.storage import arriving, folding, taking_over
from app.storage.forward import ALWAYS, DIMENSIONS, FORWARD, NOWHERE, Sums
from app.storage.schema_folding import folded_entry, forward_entry, forward_zero
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync.details import Details
from app.sync.digests import check_digests
from app.sync.rounds import Done
from tests.building import PIN, Actors, Books
from tests.storage.test_folding import sums
from tests.two_stations.conftest import Joined, Window, window
from tests.two_stations.test_arriving import Practice, forget_last, pay, small_pages
from tests.two_stations.test_pulling import rows_of

__all__ = ["small_pages"]


@pytest.fixture(autouse=True)
def everything_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    def cuts(reader: Reader) -> str:
        first = next(one for one in settings.stations(reader) if one.code == "W1")
        return (
            "" if details_kept(reader).everything else json.dumps({first.station_id: "2099-01-01"})
        )

    monkeypatch.setattr("app.sync.arriving_sums.cuts_now", cuts)
    monkeypatch.setattr("app.sync.arriving_sums.ENTRIES", 2)
    monkeypatch.setattr("app.sync.arriving_sums.ROWS", 5)


def in_sums(reader: Reader) -> dict[str, object]:
    """What stands here in the place of lines."""
    table = journal_line
    forward = table.c.entry_id.in_(select(forward_entry.c.id))
    return {
        "entries": sorted(reader.fetch(Read(select(*folded_entry.c)))),
        "noughts": sorted(reader.fetch(Read(select(*forward_zero.c))), key=repr),
        "lines": sorted(reader.fetch(Read(select(*table.c).where(forward))), key=repr),
    }


def alike(one: Window, two: Window, *, proven: bool = False) -> None:
    ones, twos = rows_of(one, "view"), rows_of(two, "view")
    assert {name for name in ones if ones[name] != twos[name]} <= {"document_edit"}
    assert one.station.ask(sums).result() == two.station.ask(sums).result()
    if not proven:
        return
    assert (one.sound, two.sound) == ([], [])
    found = check_digests(two.station, two.line)
    assert (found.compared, found.differences) == (found.tables, ())


def test_it_takes_over_sums(joined: Joined, actors: Actors, tmp_path: Path) -> None:
    large = Practice(joined, actors, tmp_path / "second")
    wanted = NewStation(joined.centre.dsn, "W2", "Window 2", "1", PIN, months=24)
    enrol_here(large.folder, wanted)
    station = open_station(large.folder)
    assert station.ask(details_kept).result().months == 24
    two, rounds, done = window(station, Books(station, actors)), 0, Done.MORE
    two.books.open_shift()
    while done is Done.MORE:
        done = two.exchange.round().done
        rounds += 1
        if rounds == 9:
            pay(two, large, 2500)
        if station.ask(arriving.place, "folded_entry").result()[0] and rounds < 100:
            # The program ends and the centre comes back as another one, in the middle of the sums.
            rounds = 100
            two.hang_up()
            station.close()
            station = open_station(large.folder)
            two = window(station, Books(station, actors))
            forget_last(joined.centre, two)
    one = window(joined.station, joined.books)
    for each in (one, two, one):
        each.sync()
    kept = entries_of(station)
    assert len(kept) > 3
    ids = {row[0] for row in station.ask(taking_over.copied).result().items()}
    assert "folded_entry" in ids
    alike(one, two, proven=True)
    spoil(two)
    [found] = check_digests(two.station, two.line).differences
    assert (found.bucket, found.taken, found.mended) == ("in sums", 2, True)
    alike(one, two)
    before = rows_of(one, "fact")
    assert one.station.record(folding.fold, kept).result() == len(kept)
    assert one.station.ask(in_sums).result() == station.ask(in_sums).result()
    alike(one, two)
    assert one.station.record(folding.open_entries, kept).result() == set()
    assert Details(station).all(two.line).fetched > 0
    assert station.ask(entries_in_sums).result() == 0
    assert rows_of(two, "fact") == before
    alike(one, two)
    for each in (one, two):
        each.hang_up()
    station.close()


def spoil(at: Window) -> None:
    """Somebody makes two sums in the file another, and seals them again; no record here tells."""

    def change(uow: UnitOfWork, _nothing: None) -> None:
        sums, head = Sums(), ("", NOWHERE, ALWAYS, ALWAYS, FORWARD, "USD", 0)
        for gl, minor in (("4000", 700), ("1015", -700)):
            empty: dict[str, Any] = dict.fromkeys(DIMENSIONS)
            sums.add(head, [{**empty, "gl_code": gl, "amount_minor": minor}], 1)
        sums.write(uow)

    at.station.record(change, None).result()


def entries_of(station: Station) -> list[str]:
    read = Read(select(folded_entry.c.entry_id))
    return [row[0] for row in station.ask(lambda reader: reader.fetch(read)).result()]
