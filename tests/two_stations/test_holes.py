"""What a manager rules: records that nobody has any more, and records that shall be tried again."""

from __future__ import annotations

import pytest

from app.areas.settings import service as settings
from app.areas.settings.values import AddStation
from app.areas.stations import maintaining
from app.areas.stations.values import ApproveHole, ReleaseRecord
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import SiteId, StationId, new_id
from app.storage.receiving import held
from app.storage.statements import Reader, ReadSql
from app.sync.central import Said
from app.sync.looking import broken_promises, standing
from tests.building import command_id
from tests.two_stations.conftest import Pair
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_odd_rows import Author
from tests.two_stations.test_pushing import some_work
from tests.two_stations.test_verdicts import refusing

_SENT = ("seq", "v", "hlc", "at", "actor", "action", "body", "prev_hash", "hash", "mac")


def test_a_stream_goes_on_over_an_approved_hole(pair: Pair) -> None:
    """A station that burnt: the others hold its last records, and those before them are nowhere."""
    one = pair.one
    practice = one.station.practice
    master = one.station.database.keys.master
    burnt = StationId(new_id())
    add = AddStation(command_id(), SiteId(practice.site_id), burnt, "W8", "Window 8")
    one.station.act(SYSTEM, settings.add_station, add).result()
    author = Author(practice.organization_id, master, station=burnt)
    said = [author.says() for _ in range(6)]

    def send(*numbers: int) -> list[Said]:
        sent = [{name: said[n - 1].record[name] for name in _SENT} for n in numbers]
        with one.line.open() as central:
            return [told.said for told in central.push(burnt, author.incarnation, sent)]

    assert send(1, 2) == [Said.APPLIED, Said.APPLIED]
    one.sync()
    assert send(5) == [Said.GAP]
    admin = one.books.actors.administrator
    hole = ApproveHole(
        command_id(), burnt, author.incarnation, 3, 4, said[4].record["prev_hash"], "The PC burnt"
    )
    one.station.act(admin, maintaining.approve_hole, hole).result()
    again = ApproveHole(command_id(), burnt, author.incarnation, 2, 4, "0" * 64, "It is here")
    with pytest.raises(UserError):
        one.station.act(admin, maintaining.approve_hole, again).result()
    one.sync()
    assert send(5, 6) == [Said.APPLIED, Said.APPLIED]
    settled(pair)
    for each in (pair.one, pair.two):
        assert each.station.ask(held).result()[burnt, author.incarnation][0] == 6


def test_a_stream_that_lacks_records_waits_alone(pair: Pair) -> None:
    """The others go on, and it is said what is missing."""
    one, two = pair.one, pair.two
    master = one.station.database.keys.master
    author = Author(one.station.practice.organization_id, master)
    said = [author.says() for _ in range(5)]
    with one.line.open() as central:
        first = [{name: each.record[name] for name in _SENT} for each in said]
        central.push(author.station, author.incarnation, first)
    pair.centre.admin.execute(
        "DELETE FROM sync.record WHERE incarnation = %s AND seq IN (2, 3)", (author.incarnation,)
    )
    some_work(one.books, 1)
    one.pusher.push_round()
    while two.exchange.round().done.value == "more":
        pass
    assert len(numbers(two)) == 1
    trouble = two.station.ask(standing).result().trouble
    assert "2 to 3" in trouble


def test_a_release_is_a_record_that_every_window_follows(pair: Pair) -> None:
    pair.sync()
    with refusing(pair):
        some_work(pair.one.books, 1)
        pair.sync()
        pair.sync()
    assert numbers(pair.one) == numbers(pair.two) == []

    def aside(reader: Reader) -> str:
        sql = "SELECT l.hash FROM record_verdict JOIN station_log AS l USING (station, seq)"
        return str(reader.scalar(ReadSql(sql)))

    release = ReleaseRecord(command_id(), pair.two.station.ask(aside).result(), "Mended")
    admin = pair.two.books.actors.administrator
    pair.two.station.act(admin, maintaining.release_record, release).result()
    settled(pair)
    assert len(numbers(pair.one)) == len(numbers(pair.two)) == 1
    assert broken_promises(pair.centre.dsn) == ()
    again = ReleaseRecord(command_id(), release.record_hash)
    with pytest.raises(UserError):
        pair.one.station.act(admin, maintaining.release_record, again).result()
