"""Memory that a large question used, given back to the system: glibc keeps it for the next one."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

LARGE_S: Final = 1.0
"""What takes so long may have held a million keys."""


@contextmanager
def given_back() -> Iterator[None]:
    """Give back what a question of a second or more leaves; nothing where the system does so by
    itself.
    """
    begun = time.monotonic()
    try:
        yield
    finally:
        if time.monotonic() - begun >= LARGE_S and sys.platform == "linux":
            _trim()


def _trim() -> None:
    import ctypes

    with suppress(OSError, AttributeError):  # another library than glibc
        ctypes.CDLL("libc.so.6").malloc_trim(0)
