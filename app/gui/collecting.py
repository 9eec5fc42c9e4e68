"""Frees what refers to itself on the GUI thread alone.

Python looks for such objects on whichever thread happens to allocate. A widget among them would
then be destroyed on a reading thread, and Qt ends the process: objects belong to their thread
(https://doc.qt.io/qt-6/threads-qobject.html).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QTimer

EVERY_MS: Final = 1000


@contextmanager
def collecting_here() -> Iterator[None]:
    """Collect by a timer of this thread's event loop, and on no other thread, while inside."""
    timer = QTimer()
    timer.timeout.connect(collect_due)
    gc.disable()
    # What is there by now stays: modules and classes need not be looked through each time.
    gc.freeze()
    timer.start(EVERY_MS)
    try:
        yield
    finally:
        timer.stop()
        gc.unfreeze()
        gc.collect()
        gc.enable()


def collect_due() -> int:
    """Collect the oldest generation whose turn it is; how many objects went."""
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [place for place in range(3) if limits[place] and counts[place] > limits[place]]
    return gc.collect(due[-1]) if due else 0
