"""Once a day, while nothing moves, a window compares its books with the centre's by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.sync import comparing
from app.sync.comparing import Comparing, last_compared
from app.sync.quiet import QUIET
from app.sync.rounds import Done, Round
from app.sync.snapshot import tables_in_order
from tests.two_stations.conftest import Pair


class SetClock:
    """Stands until it is set."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def now_is(self, at: datetime) -> None:
        self._at = at


def test_a_quiet_window_compares_all_tables_once_a_day(pair: Pair) -> None:
    pair.sync()
    station = pair.two.station
    clock = SetClock(station.clock.now())
    station.clock = clock
    compares, line = Comparing(station), pair.two.line
    quiet = Round(Done.DRAINED)
    assert not compares.after(quiet, line)
    clock.now_is(clock.now() + QUIET - timedelta(seconds=1))
    assert not compares.after(quiet, line)
    assert not compares.after(Round(Done.DRAINED, sent=1), line)
    clock.now_is(clock.now() + timedelta(seconds=2))
    assert not compares.after(quiet, line)
    clock.now_is(clock.now() + QUIET)
    tables = 0
    while compares.after(quiet, line):
        tables += 1
    assert tables == len(list(tables_in_order()))
    assert station.ask(last_compared).result() is not None
    assert not compares.after(quiet, line)
    assert not Comparing(station).after(quiet, line)
    clock.now_is(clock.now() + comparing.EVERY + QUIET)
    assert not Comparing(station).after(quiet, line)  # quiet for no time yet
    assert compares.after(quiet, line)
