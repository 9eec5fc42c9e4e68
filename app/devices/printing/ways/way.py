"""What every way to a printer promises: time-outs of our own, and how much was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Protocol

from app.kernel.paper import Trouble

SLICE_S = 0.1
"""The longest wait in one go: after it the program may end."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long each step may take, in seconds."""

    connect_s: float = 3.0
    send_s: float = 10.0
    """Without a single byte moving."""
    status_s: float = 1.0
    done_s: float = 8.0
    recheck_s: float = 2.0
    probe_s: float = 15.0
    """Between looks at a printer that was in trouble, while nothing waits for it."""
    park_s: float = 600.0
    kick_s: float = 15.0
    """A drawer that opens later than this would open in front of somebody else."""
    busy_s: float = 30.0
    """So long a printer that is silent may just be working for another window."""
    stranger_s: float = 5.0
    """The same of one that never said a word to this window; many can't."""
    busy_recheck_s: float = 0.5
    sense_s: float = 0.4
    """Between looks at the switch of a drawer."""
    opens_s: float = 0.8
    """So long a drawer may take to open after its pulse."""
    ordered_s: float = 5.0
    """So long after a pulse an opening is still due to it."""


class Unreachable(Exception):
    """There is no way to the printer, and why; nothing was sent."""

    def __init__(self, said: str = "", trouble: Trouble = Trouble.NOT_REACHABLE) -> None:
        super().__init__(said)
        self.trouble = trouble


class BrokenOff(Exception):
    """The way broke; `accepted` bytes had been handed over."""

    def __init__(self, accepted: int, trouble: Trouble = Trouble.BROKEN_OFF) -> None:
        super().__init__(f"broken off after {accepted} bytes")
        self.accepted, self.trouble = accepted, trouble


class Stopped(BrokenOff):
    """The program ends."""

    def __init__(self, accepted: int) -> None:
        super().__init__(accepted, Trouble.STOPPED)


class Hear(Protocol):
    """Is told what the printer says of its drawer's switch while a paper is waited for."""

    def __call__(self, answers: tuple[int | None, ...], /) -> None: ...


class Link(Protocol):
    """An open way to one printer."""

    talks: bool
    """Whether answers can come at all."""

    def status(self, questions: int = 4, *, hurried: bool = False) -> tuple[int | None, ...] | None:
        """The answers to the first so many of DLE EOT 1 to 4; None when the first had none. Not
        `hurried`, it waits as well till nothing old is on its way any more.
        """
        ...

    def send(self, data: bytes) -> None:
        """Hand over all of `data`, or BrokenOff."""
        ...

    def done(self, answer: bytes = b"", hear: Hear | None = None) -> bool:
        """Wait for exactly `answer`, or for the byte that answers GS r; False when none came. With
        `hear` the drawer's switch is asked meanwhile.
        """
        ...

    def close(self) -> None: ...


class Stream(Protocol):
    """Bytes to and from a device. OSError when the way is broken."""

    place: str
    """What tells this printer from any other."""
    hears: bool
    """Whether anything can come back."""
    counts: bool
    """Whether a failure means that nothing of the last piece was taken."""
    lag_s: float
    """How long the printer may still work on what was handed over, beyond the usual."""

    def write(self, data: memoryview, *, now: bool = False) -> int:
        """How many bytes were taken within a slice of time; with `now` even by a busy printer."""
        ...

    def read(self, most_s: float) -> bytes:
        """What came; nothing after `most_s` of silence."""
        ...

    def waiting(self) -> int:
        """How many bytes were taken and are still on this side."""
        ...

    def close(self) -> None:
        """Let go; what is still on this side is thrown away."""
        ...


class Opening(Protocol):
    def __call__(self, times: Times, stop: Event) -> Stream: ...
