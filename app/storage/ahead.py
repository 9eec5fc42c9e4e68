"""Asks the system for a whole file before it is read page by page, which a disk does slowest."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread
from typing import Final

_AT_ONCE: Final = 8 * 1024 * 1024
_OPEN: list[int] = []
"""Never closed: POSIX lets go of all locks of a process on a file with the first of its descriptors
that is closed (https://sqlite.org/howtocorrupt.html, 2.2), and SQLite holds some on this one.
"""


def read_ahead(path: Path) -> None:
    """Begin to; the file is read while others already work with it. Nothing where the system can't
    be asked, or where the file would fill half of its memory.
    """
    if sys.platform == "linux":
        size = path.stat().st_size
        if size * 2 < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"):
            Thread(target=_ask, args=(path, size), name="ahead", daemon=True).start()


def _ask(path: Path, size: int) -> None:
    if sys.platform != "linux":
        return
    try:
        file = os.open(path, os.O_RDONLY)
        _OPEN.append(file)
        for begin in range(0, size, _AT_ONCE):
            os.posix_fadvise(file, begin, _AT_ONCE, os.POSIX_FADV_WILLNEED)
    except OSError:
        return  # whoever needs a page reads it
