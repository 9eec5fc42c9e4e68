"""A receipt printer behind a print service, which gets raw bytes and is followed to its end.

What such a service calls done is in the printer, not on paper: nothing here says more than that.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from app.devices.printing.ways.way import BrokenOff, Hear, Stopped, Times
from app.kernel.paper import Trouble

_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a job is. `through` and `ended` are its two ends; `begun` when any of it may have
    come out.
    """

    begun: bool
    through: bool = False
    ended: bool = False
    trouble: Trouble = Trouble.NONE


class RawQueue(Protocol):
    """One queue of a print service."""

    def check(self) -> None:
        """Unreachable when the queue takes nothing now."""
        ...

    def give(self, title: str, data: bytes) -> int:
        """The number of the job. BrokenOff with 0 when nothing was taken, else with all."""
        ...

    def look(self, number: int) -> Seen | None:
        """How the job is; None when the service doesn't say just now."""
        ...

    def drop(self, number: int) -> Seen | None:
        """Take the job back, then how it is; None when nobody knows."""
        ...


class QueueLink:
    """The way to a queue, which was found ready to take something."""

    talks = False

    def __init__(self, queue: RawQueue, times: Times, stop: Event) -> None:
        queue.check()
        self._queue, self._times, self._stop = queue, times, stop

    def status(self, questions: int = 4, *, hurried: bool = False) -> tuple[int | None, ...] | None:
        return None

    def send(self, data: bytes) -> None:
        """Give the job and follow it to its end. What does not come to one is taken back, so that
        it never comes out later, when somebody has printed it again.
        """
        number = self._queue.give(f"Receipt {secrets.token_hex(4)}", data)
        end = time.monotonic() + self._times.send_s + self._times.done_s
        why = Trouble.BROKEN_OFF
        while True:
            seen = self._queue.look(number)
            if seen is not None:
                if seen.through:
                    return
                if seen.ended:
                    raise BrokenOff(len(data) if seen.begun else 0, seen.trouble)
                why = seen.trouble or why
            if self._stop.is_set():
                raise Stopped(self._left(number, data))
            if time.monotonic() > end:
                raise BrokenOff(self._left(number, data), why)
            self._stop.wait(_LOOK_S)

    def _left(self, number: int, data: bytes) -> int:
        """How much of a job that is given up may have come out."""
        seen = self._queue.drop(number)
        nothing = seen is not None and seen.ended and not seen.begun
        return 0 if nothing else len(data)

    def done(self, answer: bytes = b"", hear: Hear | None = None) -> bool:
        return False

    def close(self) -> None:
        pass
