"""What a station's role could leave at the centre or hold there, beside what it sends."""

from __future__ import annotations

import psycopg
import pytest

from app.sync.central import Said
from app.sync.outbox import records_after
from app.sync.setting_up import set_up_centre
from tests.building import Actors
from tests.two_stations.conftest import Joined, Pair
from tests.two_stations.test_enrolling import door, invite
from tests.two_stations.test_pushing import some_work


def test_a_foreign_record_sent_again_opens_no_stream(pair: Pair) -> None:
    """Its signature is true, and of another stream."""
    one, two = pair.one, pair.two
    some_work(one.books, 1)
    pair.sync()
    streams = "SELECT count(*) FROM sync.stream"
    before = pair.centre.one(streams)
    writer = one.station.database.writer
    assert writer is not None
    key = writer.stream.station, writer.stream.incarnation
    record = two.station.ask(records_after, 0, key).result()[0]
    with two.line.open() as central:
        for life in ("a" * 32, "b" * 32):
            [told] = central.push(key[0], life, [record])
            assert told.said in (Said.REFUSED, Said.BADHASH)
    assert pair.centre.one(streams) == before


def test_a_role_makes_no_tables_and_blocks_nobody_at_the_door(
    joined: Joined, actors: Actors
) -> None:
    joined.drain()
    set_up_centre(joined.centre.dsn)  # a copied database has no rights of its own
    central = joined.call()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        central._connection.execute("CREATE TEMPORARY TABLE mine (x int)")
    central._connection.execute("BEGIN")
    hashed = "hashtext('counterfoil: stations are let in one by one')"
    central._connection.execute(f"SELECT pg_advisory_lock({hashed})")
    newcomer = door(joined, invite(joined, actors))
    newcomer.close()
    central.close()
