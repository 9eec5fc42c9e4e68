"""Bench `window`: what the whole window weighs over a million accounts, and how long it stands
still, at every stop of a walk: list, middle, end, filters, finding, duplicates.

The floor is a bare Qt window with an empty table, a process of its own like ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from app.cli.bench import Goal, Outcome
from app.cli.bench_search import opened, sized
from app.kernel.errors import OutsideError
from app.kernel.translate import t

MOST_MB, STALL_MS = 250, 50
_PIN = "739154"
_PATIENCE_S = 900

_BARE = """
import json, sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from app.gui.window_weight import weight_kb
app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QTableView())
window.resize(1280, 720)
window.show()
app.processEvents()
window.grab()
print(json.dumps(weight_kb()), flush=True)
"""

# As `app/__main__.py` starts: look ahead first, then load the window.
_OURS = """
import sys
from pathlib import Path
from app.__main__ import open_ahead, opener
data = Path(sys.argv[1])
ahead = open_ahead(data)
from app.gui.window_weighed import weigh
weigh(data, lambda passphrase: opener(data, passphrase), ahead, sys.argv[2])
"""


def measure(folder: Path, args: list[str]) -> Outcome:
    """One walk; `--rows N` (1,000,000), `--data DIR` to use a file made before."""
    rows, data = sized(args)
    where = data or folder / "accounts"
    opened(where, rows).close()
    bare_mb = json.loads(_said([sys.executable, "-c", _BARE])) / 1024
    told = json.loads(_said([sys.executable, "-c", _OURS, str(where), _PIN]))
    heaviest = max(stop[0] for stop in told.values()) / 1024
    lists = [stop for name, stop in told.items() if name != "signed in"]
    still = max(stop[2] for stop in lists)
    return Outcome(
        [
            Goal("window", heaviest, MOST_MB, heaviest / MOST_MB, 1.0, len(told), unit="MB"),
            Goal(
                "stands still, of its own time", still, STALL_MS, still / STALL_MS, 1.0, len(lists)
            ),
        ],
        {
            "accounts": rows,
            "bare_qt_mb": round(bare_mb, 1),
            "mb": {name: round(stop[0] / 1024, 1) for name, stop in told.items()},
            "still_ms": {name: round(stop[2], 1) for name, stop in told.items()},
            "still_by_the_wall_ms": {name: round(stop[1], 1) for name, stop in told.items()},
            "first_rows_ms": {name: round(stop[3], 1) for name, stop in told.items() if stop[3]},
        },
    )


def _said(command: list[str]) -> str:
    """The last line of a fresh process on this platform, or without a screen."""
    begun = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False, env=begun
    )
    if done.returncode:
        raise OutsideError(
            t("The window that was to be weighed broke off: {why}", why=done.stderr[-2000:])
        )
    return done.stdout.strip().splitlines()[-1]
