"""What refers to itself is freed on the GUI thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.gui.collecting import collect_due, collecting_here
from tests.patience import PATIENCE_MS


class Circle(QObject):
    """Something of Qt's that only the collector frees."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


class Litter:
    def __init__(self) -> None:
        self.me = self


def test_a_reading_thread_frees_nothing_of_qt(qtbot: QtBot) -> None:
    freed_on: list[int] = []
    with collecting_here():
        circle = Circle()
        weakref.finalize(circle, lambda: freed_on.append(threading.get_ident()))
        del circle

        def litter() -> None:
            for _ in range(50_000):
                Litter()

        reader = threading.Thread(target=litter)
        reader.start()
        reader.join()
        assert not freed_on
        qtbot.waitUntil(lambda: bool(freed_on), timeout=PATIENCE_MS)
    assert freed_on == [threading.main_thread().ident]
    assert gc.isenabled()


def test_nothing_is_collected_before_its_turn() -> None:
    with collecting_here():
        gc.collect()
        assert collect_due() == 0
