"""A fact made here under an id that came from elsewhere with something else in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.drawers import service as drawers
from app.areas.drawers.values import MoveCash, MovementKind
from app.kernel.errors import UserError
from tests.building import command_id
from tests.two_stations.conftest import Pair
from tests.two_stations.test_forks import numbers, settled


def test_it_is_refused_and_nothing_counts_twice(pair: Pair) -> None:
    one, two = pair.one, pair.two
    patient = one.books.register_patient().account_id
    one.books.issue_invoice(patient, 9000)
    taken = command_id()
    pair.sync()
    for each in (one, two):
        each.books.open_shift()
    one.books.take(replace(one.books.cash(patient, 3000), id=taken))
    pair.sync()
    with pytest.raises(UserError, match="recorded before"):
        two.books.take(replace(two.books.cash(patient, 4000), id=taken))
    settled(pair)
    assert len(numbers(two)) == 1


def test_one_that_lost_against_another_leaves_no_hole_in_its_numbers(pair: Pair) -> None:
    """Both were written, each with a number of its own window; the lower hash counts."""
    pair.sync()
    for each in (pair.one, pair.two):
        each.books.open_shift()
    for minor in (300, 310):
        drop = MoveCash(command_id(), MovementKind.DROP, pair.one.books.money(minor))
        for each in (pair.one, pair.two):
            act = each.station.act
            act(
                each.books.actors.cashier,
                drawers.move_cash,
                replace(drop, reference=each.station.practice.station_code),
            )
    for each in (pair.one, pair.two):
        last = MoveCash(command_id(), MovementKind.DROP, each.books.money(100))
        each.station.act(each.books.actors.cashier, drawers.move_cash, last).result()
    pair.sync()
    pair.sync()
    for each in (pair.one, pair.two):
        assert not [words for words in each.sound if words.startswith("storage.numbers")]
