"""Ctrl+C and kill close the window as its own button would, and signals are given back after."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.ending import Ending
from tests.patience import PATIENCE_MS


@pytest.mark.skipif(sys.platform == "win32", reason="kill there ends a process at once")
@pytest.mark.parametrize("asked", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_closes_the_window(qapp: QApplication, qtbot: QtBot, asked: str) -> None:
    number = signal.Signals[asked]
    before = signal.getsignal(number)
    closed: list[bool] = []
    ending = Ending(lambda: closed.append(True))
    try:
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: bool(closed), timeout=PATIENCE_MS)
    finally:
        ending.give_back()
    assert signal.getsignal(number) is before
