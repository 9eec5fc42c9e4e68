"""An error in one widget's override is told, and leaves that widget and every other one alive."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.gui.overrides import guard_overrides

PAINTS = """
import sys
from pathlib import Path
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
from app.bootstrap.report_log import ReportLog
from app.gui.failures import Failures
from app.gui.theme import Scheme, Theme
from app.gui.toasts import Toasts
from app.gui.widgets.labels import PlainLabel

class Foreign(QWidget):
    def paintEvent(self, event):
        raise NameError("half a name")

class Broken(QWidget):
    __module__ = "app.gui.broken"

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.drawLine(0, 0, 5, 5)
        raise NameError("half a name")

app = QApplication([])
Theme(Scheme.LIGHT).install(app)
window = QWidget()
toasts = Toasts(window)
failures = Failures(window, toasts, ReportLog(Path(sys.argv[1])))
failures.take_over()
for kind in (Foreign, Broken):
    for _ in range(40):
        page = QWidget()
        kind(page).resize(50, 50)
        for place in range(3):
            PlainLabel("15.00", parent=page).move(60, 30 * place)
        page.resize(200, 200)
        try:
            page.grab()
        except NameError:
            assert kind is Foreign
        app.processEvents()
print("alive", len(toasts.shown))
import shiboken6
page = QWidget()
Broken(page).resize(50, 50)
shiboken6.delete(window)
page.grab()
print("without its window")
"""


def test_an_error_while_painting_does_not_end_the_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PAINTS, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = "alive 1\nwithout its window"
    assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr[-2000:]
    log = (tmp_path / "window.log").read_text(encoding="utf-8")
    assert '"kind": "NameError"' in log
    assert "paintEvent" in log


class Failing(QPushButton):
    __module__ = "app.gui.tried"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawLine(0, 0, 9, 9)
        raise ValueError("paint")

    def sizeHint(self) -> QSize:
        raise ValueError("size")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        raise ValueError("key")

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.User:
            raise ValueError("event")
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        raise ValueError("filter")


class FailingRows(QAbstractTableModel):
    __module__ = "app.gui.tried"

    def rowCount(self, parent: object = None) -> int:
        raise ValueError("rows")

    def columnCount(self, parent: object = None) -> int:
        return 2

    def data(self, index: object, role: int = 0) -> object:
        raise ValueError("data")


class Closing(QDialog):
    __module__ = "app.gui.tried"
    left = False

    def reject(self) -> None:
        self.left = True
        super().reject()


def test_an_override_that_fails_is_told_and_qt_does_it_instead(qtbot: QtBot) -> None:
    guard_overrides()
    page = QWidget()
    button, table = Failing("Take 35.00", page), QTableView(page)
    page.resize(300, 200)
    with qtbot.capture_exceptions() as caught:
        table.setModel(FailingRows(table))
        assert button.sizeHint().isValid()
        for _ in range(3):
            page.grab()
        pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        assert QApplication.sendEvent(button, pressed)
        QApplication.sendEvent(button, QEvent(QEvent.Type.User))
        page.installEventFilter(button)
        QApplication.sendEvent(page, QEvent(QEvent.Type.User))
        page.removeEventFilter(button)
        model = table.model()
        assert (model.rowCount(), model.data(QModelIndex())) == (0, None)
        page.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    told = {str(each[1]) for each in caught}
    assert told >= {"paint", "size", "key", "event", "filter", "rows", "data"}


def test_a_guarded_method_still_hears_only_what_it_wants_of_a_signal(qtbot: QtBot) -> None:
    dialog = Closing()
    qtbot.addWidget(dialog)
    button = QPushButton(dialog)
    guard_overrides()
    button.clicked.connect(dialog.reject)
    button.click()
    assert dialog.left
