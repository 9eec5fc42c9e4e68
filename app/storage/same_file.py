"""Sees that the open database still is the file with its name; it never opens or mends one.

A file that was deleted or replaced while it is open takes every commit without a word, and all of
them are gone with the process.
"""

from __future__ import annotations

import os

from app.kernel.errors import OutsideError
from app.kernel.translate import t


class SameFile:
    """The database at `path` and its write-ahead file, as they are when they are first looked at.

    An empty path stands for a database in memory, which nobody can take away.
    """

    def __init__(self, path: str) -> None:
        self._paths = (path, f"{path}-wal") if path else ()
        self._seen: tuple[tuple[int, int], ...] = ()

    def refuse_replaced(self) -> None:
        """An OutsideError when one of the two is gone or another; costs some microseconds."""
        try:
            there = tuple((s.st_dev, s.st_ino) for s in map(os.stat, self._paths))
        except FileNotFoundError:
            there = ()
        self._seen = self._seen or there
        if self._paths and (not there or there != self._seen):
            raise OutsideError(
                t(
                    "The database file was deleted, moved or replaced while it was open. Nothing "
                    "was saved. Counterfoil takes no more money until it is started again: put "
                    "the file back, or restore the latest backup."
                )
            )
