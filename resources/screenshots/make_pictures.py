"""Makes the pictures of every screen anew, from the demo practice in the real window.

Run it from the root of the repository: python -m resources.screenshots.make_pictures [demo folder]
It needs no display and plays a shift, so the demo folder is not as new afterwards.
"""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.bootstrap import Unlock, make_demo, open_front, open_station
from app.gui.application import Application
from app.gui.collecting import collecting_here
from resources.screenshots import (
    centre,
    counter,
    deposits,
    drawer,
    first_start,
    money,
    pages,
    printers,
    refunds,
)
from resources.screenshots.camera import Camera, make_small

HERE = Path(__file__).resolve().parent


def main(data: Path, out: Path = HERE) -> None:
    """Play a shift over the demo in `data` and write the pictures to `out`."""
    _app = QApplication.instance() or QApplication(["counterfoil"])
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(open_front, data, Unlock())
        application = Application(data, lambda _: open_station(data, Unlock()), ahead)
    application.window.show()
    application.window.activateWindow()
    camera = Camera(application, out)
    camera.until(lambda: application.session is not None, "the sign-in page")
    try:
        with collecting_here():
            drawer.float_counted(camera)
            counter.pictures(camera)
            printers.pictures(camera)
            drawer.pictures(camera)
            deposits.pictures(camera)
            money.pictures(camera)
            refunds.pictures(camera)
            pages.pictures(camera)
            camera.leave()
            centre.pictures(camera)
    finally:
        application.window.close()
    for path in camera.files:
        make_small(path)
    first_start.pictures(out)


if __name__ == "__main__":
    where = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), where)
    else:
        with tempfile.TemporaryDirectory() as folder:
            make_demo(Path(folder) / "demo")
            main(Path(folder) / "demo")
