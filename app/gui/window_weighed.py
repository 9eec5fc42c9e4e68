"""The real window over a practice of any size, driven by keys for bench `window`: what it weighs
at each stop, and how long it stood still between.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.gui.application import DESIGNED, Application, Opened
from app.gui.demo_hands import CTRL, KEY, Hands, wait
from app.gui.screens.accounts.view import View as Accounts
from app.gui.screens.duplicates.view import View as Duplicates
from app.gui.window_weight import weight_kb
from app.kernel.errors import OutsideError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.security.values import FrontDoor

_JUMPS = 60
_FINDS = ("bado", "A-0123", "312555", "6/4/1950", "bedoxy")


def weigh(data: Path, opened: Opened, ahead: Future[FrontDoor | None], pin: str) -> None:
    """Walk through the window; one JSON object of all stops on the standard output, then the end
    of the process.
    """
    app = QApplication(sys.argv[:1])
    application = Application(data, opened, ahead)
    application.window.resize(DESIGNED)
    application.window.show()
    application.show()
    walk = _Walk(application)
    try:
        walk.all_stops(pin)
        os.write(1, f"{json.dumps(walk.told)}\n".encode())
    except OutsideError as error:
        os.write(2, f"{error.text}\n".encode())
        os._exit(1)
    app.processEvents()
    os._exit(0)


class _Walk:
    """`told` is for each stop: kB, longest stall in ms by the wall and of this thread's own time,
    and ms until its first rows.
    """

    def __init__(self, application: Application) -> None:
        self.hands = Hands(application, Path())
        self.told: dict[str, tuple[int, float, float, float]] = {}
        self._wall = self._own = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._ticks = QTimer()
        self._ticks.setInterval(1)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()

    def _tick(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self._wall = max(self._wall, now[0] - self._last[0])
        self._own = max(self._own, now[1] - self._last[1])
        self._last = now

    def _say(self, stop: str, first_ms: float = 0.0) -> None:
        self.hands.settle()
        self.told[stop] = weight_kb(), self._wall * 1000, self._own * 1000, first_ms
        self._wall = self._own = 0.0

    def _timed(self, there: Callable[[], object]) -> float:
        begun = time.perf_counter()
        self.hands.until(lambda: bool(there()), t("an answer"))
        return (time.perf_counter() - begun) * 1000

    def all_stops(self, pin: str) -> None:
        hands = self.hands
        hands.sign_in("1", pin)
        self._say("signed in")
        frame = hands.session.frame
        frame.go("accounts")
        screen = frame.screen_of("accounts")
        if not isinstance(screen, Accounts):
            raise OutsideError(t("There is no list of accounts."))
        self._say("accounts", self._timed(screen.model.rowCount))
        self._scroll(screen)
        for number, button in enumerate(screen.head.tick_buttons):
            button.setChecked(True)
            self._say(f"filter {number + 1}")
            button.setChecked(False)
        self._say("no filter")
        frame.go("counter")
        hands.press(KEY.Key_F3)
        for text in _FINDS:
            hands.press(KEY.Key_A, CTRL)
            hands.type(text)
        self._say("found")
        frame.go("duplicates")
        pairs = frame.screen_of("duplicates")
        if not isinstance(pairs, Duplicates):
            raise OutsideError(t("There is no list of who may be there twice."))
        first = self._timed(lambda: pairs.pairs.rows or not pairs.looking)
        hands.until(lambda: not pairs.looking, t("an answer"))
        self._say("duplicates", first)

    def _scroll(self, screen: Any) -> None:
        table, chance = screen.table, Random(1)
        bar, model = table.verticalScrollBar(), screen.model

        def there() -> bool:
            middle = table.indexAt(table.viewport().rect().center())
            return model.row_at(middle) is not None

        for stop, part in (("middle", 0.5), ("end", 1.0)):
            bar.setValue(round(bar.maximum() * part))
            self._say(stop, self._timed(there))
        for _ in range(_JUMPS):
            bar.setValue(chance.randrange(bar.maximum() + 1))
            wait(5)
        self._say("dragged", self._timed(there))
        for stop, key in (("last row", KEY.Key_End), ("first row", KEY.Key_Home)):
            hands = self.hands
            table.setFocus()
            hands.press(key, CTRL)
            self._say(stop, self._timed(there))
