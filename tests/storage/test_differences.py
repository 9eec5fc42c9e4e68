"""Two large collections are told apart by the sums of their hashes, to the row."""

from __future__ import annotations

from app.storage.checking import Tally, differences


def test_a_cent_below_nothing_is_not_two() -> None:
    """Python gives −1 and −2 one hash, alone and within a row."""
    one, two = [("a", -1), ("b", -2)], [("a", -2), ("b", -1)]
    assert hash(one[0]) == hash(two[0])
    sums = Tally(), Tally()
    sums[0].add(iter(one))
    sums[1].add(two)
    assert sums[0] != sums[1]
    missing, extra = differences(lambda: one, lambda: two)
    assert (sorted(missing), sorted(extra)) == (one, two)


def test_differences_between_large_collections() -> None:
    left, right = [(n, str(n)) for n in range(5000)], [(n, str(n)) for n in range(5000)]
    assert differences(lambda: left, lambda: reversed(right)) == ([], [])
    right[17] = (17, "x")
    right.append((4, "4"))
    missing, extra = differences(lambda: left, lambda: right)
    assert (missing, set(extra)) == ([(17, "17")], {(17, "x"), (4, "4")})
