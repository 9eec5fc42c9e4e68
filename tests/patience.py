"""How tests of the window wait: on conditions, and long enough for a computer that is busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.action_runner import ActionRunner
from app.gui.at_rest import at_rest
from app.gui.background import Background
from app.kernel.actor import SYSTEM

PATIENCE_MS: Final = 30_000
"""Only a test that fails waits so long; a busy computer may need most of it."""
TICK_MS: Final = 10
TURNS: Final = 3
"""An answer may lead to a question in the next turn of the event loop."""


def until(bot: QtBot, there: Callable[[], object]) -> None:
    """Turn the event loop until `there()` says yes: it is asked whenever the loop has nothing left
    to do, so that nobody waits for the next look. The bot tells when it never did.
    """
    if not _says(there) and not _turn(there):
        bot.waitUntil(lambda: bool(there()), timeout=1)


def _says(there: Callable[[], object]) -> bool:
    try:
        return bool(there())
    except AssertionError:
        return False


def _turn(there: Callable[[], object]) -> bool:
    loop, tick, end = QEventLoop(), QTimer(), QTimer()
    found: list[bool | Exception] = []

    def look() -> None:
        try:
            if not found and _says(there):
                found.append(True)
        except Exception as error:  # noqa: BLE001 the test's own: told where it waits
            found.append(error)
        if found:
            loop.quit()

    dispatcher = QAbstractEventDispatcher.instance()
    dispatcher.aboutToBlock.connect(look)
    # What happens on other threads wakes no loop.
    tick.start(TICK_MS)
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    end.start(PATIENCE_MS)
    try:
        loop.exec()
    finally:
        dispatcher.aboutToBlock.disconnect(look)
    if found and isinstance(found[0], Exception):
        raise found[0]
    return bool(found)


def _nothing(_uow: object, _command: None) -> None:
    """The writing thread gets to it when all before it is committed and told."""


def settle(bot: QtBot, window: QWidget, *backgrounds: Background) -> None:
    """Until nothing is on its way any more: no answer, no commit still to be told, no question that
    a timer puts off.
    """
    for _ in range(TURNS):
        until(bot, lambda: at_rest(window, *backgrounds))
        for each in backgrounds:
            if isinstance(each, ActionRunner):
                each._station.act(SYSTEM, _nothing, None).result(PATIENCE_MS / 1000)
        bot.wait(1)
