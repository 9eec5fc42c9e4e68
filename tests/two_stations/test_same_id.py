"""A fact made here under an id that came from elsewhere with something else in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
