"""The window of a story: the whole program over a practice's folder, at the sign-in page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import Unlock, open_front, open_station
from app.gui.application import DESIGNED, Application
from tests.patience import PATIENCE_MS
from tests.stories.cashier import Cashier


@pytest.fixture
def cashier(qapp: QApplication, qtbot: QtBot, data: Path) -> Iterator[Cashier]:
    """The window over the practice in `data`; nobody touches the mouse."""
    hooks = sys.excepthook, sys.unraisablehook
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(open_front, data, Unlock())
        application = Application(data, lambda _: open_station(data, Unlock()), ahead)
    window = application.window
    window.resize(DESIGNED)
    with qtbot.waitActive(window, timeout=PATIENCE_MS):
        window.show()
        window.activateWindow()
    someone = Cashier(application, qtbot)
    someone.until(lambda: application.session is not None)
    someone.until(lambda: someone.session.sign_in.wall.tiles)
    yield someone
    window.close()
    window.deleteLater()
    sys.excepthook, sys.unraisablehook = hooks
