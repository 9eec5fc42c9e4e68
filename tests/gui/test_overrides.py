"""An error in one widget's override leaves every other widget's overrides alive."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PAINTS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from app.gui.failures import Failures
from app.gui.report_log import ReportLog
from app.gui.theme import Scheme, Theme
from app.gui.toasts import Toasts
from app.gui.widgets.labels import PlainLabel

class Broken(QWidget):
    def paintEvent(self, event):
        raise NameError("half a name")

app = QApplication([])
Theme(Scheme.LIGHT).install(app)
window = QWidget()
failures = Failures(window, Toasts(window), ReportLog(Path(sys.argv[1])))
failures.take_over()
for _ in range(40):
    page = QWidget()
    Broken(page).resize(50, 50)
    for place in range(3):
        PlainLabel("15.00", parent=page).move(60, 30 * place)
    page.resize(200, 200)
    try:
        page.grab()
    except NameError:
        pass
    app.processEvents()
print("alive")
"""


def test_an_error_while_painting_does_not_end_the_process(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PAINTS, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr[-2000:]
