"""Says over every screen when the disk is nearly full or the books are an older file, before
anybody takes money in vain.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from app.gui.desk import Desk
from app.gui.frame import Frame

LOOK_MS: Final = 10_000


class DiskWatch(QObject):
    """One for each window; it asks away from the window's thread: a disk can take its time."""

    def __init__(self, frame: Frame, desk: Desk) -> None:
        super().__init__(frame)
        self._frame, self._desk = frame, desk
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.read)
        self._timer.start()
        self.read()

    def read(self) -> None:
        """Ask how much room there is."""
        if self._looking:
            return
        self._looking = True
        self._desk.runner.work(_disk_words, done=self._frame.disk_notice.say, always=self._looked)

    def stop(self) -> None:
        """The window closes: nobody is there to be told."""
        self._timer.stop()

    def _looked(self) -> None:
        self._looking = False


def _disk_words(station: Any) -> str:
    words: str = station.disk_words() or station.older_words()
    return words
