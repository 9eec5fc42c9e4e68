"""A drawer that was opened without an order at one window is known at the other one."""

from __future__ import annotations

from app.areas.drawers import closing, openings, queries
from app.areas.drawers.values import BeginCount, DrawerState, Sensed
from tests.building import command_id
from tests.two_stations.conftest import Pair


def test_an_opening_without_an_order_and_a_count_that_began_are_seen_elsewhere(pair: Pair) -> None:
    here, there = pair.one, pair.two
    shift = here.books.open_shift()
    for action, state in (
        (openings.drawer_opened, DrawerState.OPEN),
        (openings.drawer_shut, DrawerState.CLOSED),
    ):
        here.station.record(action, Sensed(state)).result()
    begin = BeginCount(command_id(), shift.shift_id)
    here.station.act(here.books.actors.cashier, closing.begin_count, begin).result()
    pair.sync()
    (seen,) = there.station.ask(queries.unasked_openings, shift.shift_id).result()
    assert seen == here.station.ask(queries.unasked_openings, shift.shift_id).result()[0]
    assert seen.closed_at is not None
    assert there.station.ask(queries.drawer_sense).result() is None, "its own drawer is another"
    assert there.sound == []
