"""How fast slow work goes: at once, or beside a cashier in small steps with rests, and to be given
up between two of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.errors import OutsideError
from app.kernel.translate import t

Told = Callable[[int, int], None]
"""Told (done, of) in bytes, from the thread that works; what it raises ends the work."""


class GivenUp(OutsideError):
    """Somebody stopped it, or the program ends; nothing half is left."""


def _never() -> bool:
    return False


def _silent(_done: int, _of: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Pace:
    """After each step the work rests `rest` times as long as the step took, at most `longest_s`."""

    rest: int = 0
    stop: Callable[[], bool] = _never
    told: Told = _silent
    longest_s: int = 1

    def next_step_s(self, begun_s: float, done: int, of: int) -> float:
        """Between two steps: rest, or end with GivenUp; when the next step begins."""
        if self.stop():
            raise GivenUp(t("It was stopped. Nothing half is left."))
        self.told(done, of)
        if self.rest:
            time.sleep(min((time.perf_counter() - begun_s) * self.rest, self.longest_s))
        return time.perf_counter()


HASTE = Pace()
BESIDE_REST = 4
"""A copy beside a window works a fifth of the time."""
