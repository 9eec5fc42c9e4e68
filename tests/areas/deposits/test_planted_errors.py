"""Ends of days with planted errors: every one is noticed, and no clean day is called wrong."""

from __future__ import annotations

import random
from collections import Counter

from tests.areas.deposits.planted import Slip, World
from tests.building import Books


def test_every_planted_error_is_noticed_and_nothing_else(
    books: Books, seed: int, long: bool, scale: int
) -> None:
    """Each kind of error once by the printed seed and some clean days; 200 and 100 with --long."""
    chance = random.Random(f"{seed} planted")
    world = World(books, chance)
    kinds = list(Slip)
    slips = [kinds[n % len(kinds)] for n in range((200 if long else len(kinds)) * scale)]
    days: list[Slip | None] = [*slips, *[None] * ((100 if long else 4) * scale)]
    chance.shuffle(days)
    found: Counter[str] = Counter()
    for slip in days:
        flags = world.end_of_day(slip)
        assert bool(flags) == (slip is not None), (slip, flags)
        found.update({f"{slip}: {flags[0]}": 1} if slip else {"clean": 1})
    world.banking.verify()
    print(f"\n{len(slips)} planted, {found['clean']} clean days")
    for words, times in sorted(found.items()):
        print(f"{times:4} {words}")
