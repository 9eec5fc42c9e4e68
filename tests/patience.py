"""How tests of the window wait: on conditions, and long enough for a computer that is busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.action_runner import ActionRunner
from app.gui.at_rest import at_rest
from app.gui.background import Background
from app.kernel.actor import SYSTEM

PATIENCE_MS: Final = 30_000
"""Only a test that fails waits so long; a busy computer may need most of it."""
TURNS: Final = 3
"""An answer may lead to a question in the next turn of the event loop."""


def until(bot: QtBot, there: Callable[[], object]) -> None:
    """Turn the event loop until `there()` says yes."""
    bot.waitUntil(lambda: bool(there()), timeout=PATIENCE_MS)


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
