"""Three computers with a copy of one window's data: what each of them made is told apart."""

from __future__ import annotations

from pathlib import Path

from tests.two_stations.conftest import Pair
from tests.two_stations.copies import clone, close, copied, loses
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_pushing import some_work


def test_a_life_that_was_left_and_then_replaced_is_another_copys(
    pair: Pair, tmp_path: Path
) -> None:
    """The second goes on in its stream, leaves it because it was copied, and the centre loses what
    it wrote there; the third writes something else in the same place.
    """
    two = pair.two
    some_work(two.books, 1)
    pair.sync()
    writer = two.station.database.writer
    assert writer is not None
    life = writer.stream.incarnation
    kept = pair.centre.one("SELECT have FROM sync.stream WHERE incarnation = %s", life)
    second = clone(two, copied(two, tmp_path / "b"))
    third = clone(two, copied(two, tmp_path / "c"))
    try:
        some_work(second.books, 2)
        second.sync()
        some_work(two.books, 1)
        two.sync()
        second.sync()
        loses(pair.centre, life, kept)
        some_work(third.books, 2)
        third.sync()
        settled(pair, second, third)
        assert len(numbers(pair.one)) == 1 + 2 + 1 + 2
    finally:
        close(second)
        close(third)
