"""A file system of a few megabytes that a test can fill to the last byte."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096
SIZE = "192m"
"""Enough for a practice, its reserve and a backup; all of it is memory while a test runs."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """`leave(n)` lets at most n bytes be free, by a file that is nobody's."""

    place: Path

    @property
    def ballast(self) -> Path:
        return self.place / "somebody's film.mkv"

    def free(self) -> int:
        found = os.statvfs(self.place)
        return found.f_bavail * found.f_frsize

    def leave(self, wanted: int) -> None:
        with self.ballast.open("ab") as file:
            have = os.fstat(file.fileno()).st_size
            size = (have + self.free() - wanted) // PAGE * PAGE
            if size < have:
                file.truncate(max(0, size))
            elif size > have:
                os.posix_fallocate(file.fileno(), 0, size)

    def empty(self) -> None:
        self.ballast.unlink(missing_ok=True)
