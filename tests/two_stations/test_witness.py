"""A centre that lost records gets them back from whoever holds them, whoever wrote them."""

from __future__ import annotations

from app.storage.receiving import held
from app.sync.looking import broken_promises
from tests.two_stations.conftest import Pair
from tests.two_stations.copies import loses
from tests.two_stations.test_forks import lives, numbers, settled
from tests.two_stations.test_pushing import some_work


def test_a_witness_gives_back_what_the_centre_lost(pair: Pair) -> None:
    """The end of the stream of a station that is gone; then all there was, its own stream too."""
    some_work(pair.two.books, 2)
    pair.sync()
    writer = pair.two.station.database.writer
    assert writer is not None
    life = writer.stream.incarnation
    loses(pair.centre, life, 2)
    assert pair.one.sync() == 0
    have = pair.centre.one("SELECT have FROM sync.stream WHERE incarnation = %s", life)
    assert have == pair.one.station.ask(held).result()[writer.stream.station, life][0]
    assert broken_promises(pair.centre.dsn) == ()
    some_work(pair.one.books, 2)
    pair.sync()
    for (life,) in pair.centre.rows("SELECT incarnation FROM sync.stream"):
        loses(pair.centre, life, 0)
    assert pair.centre.one("SELECT count(*) FROM sync.record") == 0
    pair.one.sync()
    assert pair.centre.one("SELECT count(*) FROM public.payment") == 4
    settled(pair)
    assert len(numbers(pair.one)) == 4
    assert lives(pair.one) == [], "nobody began a new life"


def test_an_idle_station_asks_once_and_writes_nothing(pair: Pair) -> None:
    pair.sync()
    pair.sync()
    exchange = pair.one.exchange
    exchange.drain()
    heard: set[str] = set()
    pair.one.station.listen(heard.update)
    seen = "SELECT last_seen FROM sync.station WHERE code = 'W1'"
    before = pair.centre.one(seen)
    asked: list[str] = []
    with pair.one.line.open() as central:
        ask = central._one

        def count(sql: str, *values: object) -> object:
            asked.append(sql)
            return ask(sql, *values)

        central._one = count  # type: ignore[method-assign]
        for _ in range(5):
            exchange.round()
        central._one = ask  # type: ignore[method-assign]
    assert len(asked) == 5, asked
    assert all("sync.poll" in sql for sql in asked)
    assert heard == set()
    assert pair.centre.one(seen) == before
