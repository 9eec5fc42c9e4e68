"""How far slow work is that must be done before a practice opens; loaded before anything large."""

from __future__ import annotations

from collections.abc import Callable

from app.kernel.translate import t
from app.storage.pace import GivenUp

Told = Callable[[str, int, int], None]
"""Told (words, done, of) from some thread; `of` is 0 where nobody can say how much it is."""


def silent(_words: str, _done: int, _of: int) -> None:
    """Nobody listens."""


class OpeningNews:
    """What `open_station` tells; `listen` hears it. After `stop` the work ends, and is undone."""

    def __init__(self) -> None:
        self.listen: Told = silent
        self._stopped = False

    def __call__(self, words: str, done: int, of: int) -> None:
        if self._stopped:
            raise GivenUp(t("It was stopped. Nothing half is left."))
        self.listen(words, done, of)

    def stop(self) -> None:
        self._stopped = True
