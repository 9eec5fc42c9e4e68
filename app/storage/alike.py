"""Lets two copies of a station that put the same right by themselves say the same, so that it
counts once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from app.kernel.ids import derived_id
from app.storage.numbering import Number, number_of_another

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class About:
    """What is put right: `at` is when all that it follows from had happened, `number` what the
    first entry is called that it posts.
    """

    seed: str
    at: datetime
    number: str


@dataclass(slots=True)
class Alike:
    """Ids and numbers that come out the same wherever they are asked for in the same order."""

    seed: str
    number: str
    ids: int = 0
    numbers: int = 0

    def next_id(self) -> str:
        self.ids += 1
        return derived_id("alike", self.seed, str(self.ids))

    def next_number(self) -> Number:
        self.numbers += 1
        return number_of_another(f"{self.number}{'' if self.numbers == 1 else self.numbers}")


class _Rehearsed(Exception):
    """Nothing of it stays."""


def alike(uow: UnitOfWork, about: About, do: Callable[[], R]) -> R:
    """What `do` does, alone in its transaction: with ids, numbers and an instant that come out the
    same at another copy of this station with the same books. It is done twice, the first time to
    see what it says: where the books are others so are the ids, and both stand; two contents of
    one fact are never made.
    """
    before = uow.logged_rows
    try:
        with uow.savepoint():
            uow.say_alike(Alike(about.seed, about.number), about.at)
            do()
            said = uow.logged_since(before)
            raise _Rehearsed
    except _Rehearsed:
        seed = derived_id(about.seed, hashlib.sha256(said.encode()).hexdigest())
    uow.say_alike(Alike(seed, about.number), about.at)
    return do()
