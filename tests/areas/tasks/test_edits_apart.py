"""Which edits were made apart: whatever order they come in, and never where each knew the last."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from app.areas.tasks.rules import FieldEdit, made_apart, tips


def edit(stamp: int, station: str, old: str | None, new: str) -> FieldEdit:
    return FieldEdit((stamp, f"e{stamp}"), station, new, old)


FIRST = edit(1, "A", None, "1984")


def test_two_windows_that_did_not_know_of_one_another() -> None:
    edits = [FIRST, edit(2, "A", "1984", "1985"), edit(3, "B", "1984", "1986")]
    assert list(made_apart(edits)) == [edits[2]]
    stands, lost = tips(edits)
    assert (stands, lost) == (edits[2], [edits[1]])


def test_what_is_chosen_afterwards_ends_it() -> None:
    edits = [FIRST, edit(2, "A", "1984", "1985"), edit(3, "B", "1984", "1986")]
    taken = [*edits, edit(4, "A", "1986", "1985")]
    assert tips(taken)[1] == []
    went_on = [*edits, edit(4, "A", "1986", "1990")]
    assert tips(went_on) == (went_on[3], [edits[1]])


def test_the_same_value_typed_twice_is_no_conflict() -> None:
    edits = [FIRST, edit(2, "A", "1984", "1985"), edit(3, "B", "1984", "1985")]
    assert list(made_apart(edits)) == []
    assert tips(edits)[1] == []


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 3)), max_size=12), st.randoms())
def test_edits_that_each_know_the_last_ask_nothing(
    steps: list[tuple[str, int]], chance: random.Random
) -> None:
    """Changing back and forth at many windows, one after another, with a record sent again."""
    edits, value = [FIRST], "1984"
    for place, (station, number) in enumerate(steps, 2):
        new = f"198{number}"
        if new != value:
            edits.append(edit(place, station, value, new))
            value = new
    mixed = [*edits, *edits[:3]]
    chance.shuffle(mixed)
    assert list(made_apart(mixed)) == []
    stands, lost = tips(mixed)
    assert stands == edits[-1]
    assert lost == []


@given(st.integers(1, 4), st.integers(1, 4), st.randoms())
def test_two_lines_apart_lose_the_end_of_one(ones: int, twos: int, chance: random.Random) -> None:
    """Each window edits on by itself; whatever order their stamps have, one end is lost."""
    stamps = list(range(2, 2 + ones + twos))
    chance.shuffle(stamps)
    edits, ends = [FIRST], []
    for station, mine in (("A", sorted(stamps[:ones])), ("B", sorted(stamps[ones:]))):
        value: str = "1984"
        for stamp in mine:
            edits.append(edit(stamp, station, value, f"{station}{stamp}"))
            value = f"{station}{stamp}"
        ends.append(edits[-1])
    chance.shuffle(edits)
    assert list(made_apart(edits)) != []
    stands, lost = tips(edits)
    assert {stands, *lost} == set(ends)
