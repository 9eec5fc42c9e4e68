"""A station's connection to the centre: made when it is needed, and again after it broke."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.kernel.errors import OutsideError
from app.sync import positions
from app.sync.books import Books
from app.sync.central import Central
from app.sync.positions import Side, Trouble
from app.sync.waking import Bell


class Line:
    """What sends and what takes in share it; use it from one thread."""

    def __init__(self, books: Books, connect: Callable[[], Central]) -> None:
        self._books = books
        self._connect = connect
        self._central: Central | None = None

    @contextmanager
    def open(self) -> Iterator[Central]:
        """The centre to talk to; an OutsideError inside is noted, and the line dropped."""
        try:
            if self._central is None:
                self._central = self._connect()
            yield self._central
        except OutsideError as away:
            self.hang_up()
            self.note(Side.LINE, away.text)
            raise

    @property
    def called(self) -> bool:
        """Whether the centre's calls come through, so that asking now and then may be seldom."""
        return self._central is not None and self._central.called

    def rest(self, timeout_s: float, bell: Bell) -> None:
        """Wait for the centre's call, the bell, or the end of the time. A line that breaks
        meanwhile is dropped: whether the centre is away the next talk tells.
        """
        if self._central is None:
            bell.wait(timeout_s)
            return
        try:
            self._central.wait(timeout_s, bell)
        except OutsideError:
            self.hang_up()

    def note(self, side: Side, words: str) -> None:
        """Keep what is wrong, for the person to read."""
        self._books.record(positions.note_trouble, Trouble(side, words)).result()

    def hang_up(self) -> None:
        """Drop the connection; the next talk makes another."""
        if self._central is not None:
            self._central.close()
            self._central = None
