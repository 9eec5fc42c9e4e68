"""Bench `start`: from exec to sign-in tiles that take a digit, against a bare Qt
window's first paint.

Each is a fresh process on the same platform plug-in; they take turns.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from app import bootstrap
from app.cli.bench import Goal, Outcome, say

_BARE = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QVBoxLayout, QWidget
class Watch(QObject):
    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Paint and isinstance(seen, QTableView):
            done.append(time.time_ns())
        return False
done = []
app = QApplication(sys.argv)
window, middle = QMainWindow(), QWidget()
column = QVBoxLayout(middle)
for _ in range(3):
    column.addWidget(QTableView())
window.setCentralWidget(middle)
window.resize(1280, 720)
watch = Watch()
app.installEventFilter(watch)
window.show()
while not done:
    app.processEvents()
print(done[0], flush=True)
"""

# As `app/__main__.py` starts: look ahead first, then load the window.
_OURS = """
import sys
from pathlib import Path
from app.__main__ import open_ahead, opener
data = Path(sys.argv[1])
ahead = open_ahead(data)
from app.gui.first_paint import watch
watch(data, lambda passphrase: opener(data, passphrase), ahead)
"""


def measure(folder: Path, args: list[str]) -> Outcome:
    """Pairs of fresh processes; `--pairs N` (9 by default), `--data DIR` to use a demo
    that stands.
    """
    pairs = int(args[args.index("--pairs") + 1]) if "--pairs" in args else 9
    data = Path(args[args.index("--data") + 1]) if "--data" in args else folder / "demo"
    if not bootstrap.has_practice(data):
        say("making the demo practice")
        bootstrap.make_demo(data)
    ours, bare = [], []
    ours_command = [sys.executable, "-c", _OURS, str(data)]
    for turn in range(pairs + 1):
        one = _seconds(ours_command)
        other = _seconds([sys.executable, "-c", _BARE])
        if turn:
            ours.append(one)
            bare.append(other)
    middle, floor = statistics.median(ours) * 1000, statistics.median(bare) * 1000
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    platform = os.environ.get("QT_QPA_PLATFORM", "") or sys.platform
    return Outcome([Goal("start", middle, floor, ratio, 4.0, pairs)], {"platform": platform})


def _seconds(command: list[str]) -> float:
    """From just before exec to the moment the child says it is there."""
    begun = time.time_ns()
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"the child failed: {done.stderr[-2000:]}")
    return (int(done.stdout.split()[-1]) - begun) / 1e9
