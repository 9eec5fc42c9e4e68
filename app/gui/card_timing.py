"""The Counter on show while the card bench charges cards, and how long its loop stands still."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.collecting import collecting_here
from app.gui.screens.counter.view import View as CounterView
from app.gui.timing import desk_on_show

if TYPE_CHECKING:
    from app.bootstrap import Station

_TICK_MS: Final = 5


class LoopWatch(QObject):
    """A clock in the window's own loop: whenever it strikes late, somebody could not type.

    Beside each lateness stands how much of it this program worked: the rest is the computer's, and
    says nothing of us.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._stalls: list[tuple[float, float]] = []
        self._application, self._last, self._worked = application, 0.0, 0.0
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._struck)

    def begin(self) -> None:
        self._last, self._worked = time.perf_counter(), time.process_time()
        self._clock.start()

    def end(self) -> None:
        self._clock.stop()

    def taken(self) -> list[tuple[float, float]]:
        """The seconds that each stroke came too late since this was asked last, and our part."""
        stalls, self._stalls = self._stalls, []
        return stalls

    def turn(self) -> None:
        """Sleep until something comes and do it, as a running window does."""
        self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _struck(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        late = max(0.0, now - self._last - _TICK_MS / 1000)
        self._stalls.append((late, min(late, worked - self._worked)))
        self._last, self._worked = now, worked


@contextmanager
def counter_on_show(station: Station, application: QApplication, account_id: str) -> Iterator[str]:
    """A window with the Counter and an account on it; what its panel says is its own affair. What
    refers to itself is freed as in the program: elsewhere that would stop every thread at once.
    """
    with collecting_here(), desk_on_show(station, application) as (desk, frame, rest):
        frame.add_screen("counter", CounterView(desk))
        frame.go("counter", account_id)
        rest()
        frame.window().grab()
        yield account_id
