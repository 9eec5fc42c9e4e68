"""Makes the pictures of the README anew, from the demo practice in the real window.

Run it from the root of the repository: python -m resources.screenshots.make_pictures [demo folder]
It needs no display. It decides nothing: every press goes where a person's would go.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.areas.parties import queries as parties
from app.areas.payments import queries as payments
from app.bootstrap import Station, Unlock, make_demo, open_front, open_station
from app.gui.application import DESIGNED, Application
from app.gui.demo_day import Day
from app.gui.theme import Scheme
from app.kernel.i18n import format_money
from app.kernel.money import Money

HERE = Path(__file__).resolve().parent
LARGE = QSize(1920, 1080)
CTRL = Qt.KeyboardModifier.ControlModifier
PINS = {"Ana Lwin": "739154", "Sam Patel": "857296"}
KEY = Qt.Key


def main(data: Path) -> None:
    """Play a morning over the demo in `data` and write the pictures beside this file."""
    _app = QApplication.instance() or QApplication(["counterfoil"])
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(open_front, data, Unlock())
        application = Application(data, lambda _: open_station(data, Unlock()), ahead)
    window, theme = application.window, application.theme
    theme.choose(Scheme.LIGHT, 100)
    window.resize(DESIGNED)
    window.show()
    window.activateWindow()
    day = Day(application, HERE)
    day.until(lambda: application.session is not None, "the sign-in page")
    station = application.station
    if station is None:
        raise SystemExit("The practice did not open.")
    sign_in(day, "Ana Lwin", picture=True)
    count_float(day)
    number, given = somebody(station)
    open_account(day, number)
    day.press(KEY.Key_F6)
    day.type(given)
    day.picture("counter-light")
    theme.choose(Scheme.DARK, 100)
    day.picture("counter-dark")
    theme.choose(Scheme.LIGHT, 200)
    window.resize(LARGE)
    day.picture("counter-200")
    theme.choose(Scheme.LIGHT, 100)
    window.resize(DESIGNED)
    day.press(KEY.Key_F1)
    day.picture("keys")
    day.press(KEY.Key_Escape)
    day.press(KEY.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    sign_in(day, "Sam Patel")
    day.settle()
    day.picture("users")
    window.close()
    for path in day.files:
        make_small(path)


def make_small(path: Path) -> None:
    """Keep the 256 most used colors: the window has hardly more, and the file halves."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    used = Counter(memoryview(image.constBits()).cast("B").cast("I"))
    table = [color for color, _count in used.most_common(256)]
    nearest = Qt.ImageConversionFlag.ThresholdDither
    few = image.convertToFormat(QImage.Format.Format_Indexed8, table, nearest)
    few.save(str(path), "PNG", 0)  # 0 is the smallest file


def sign_in(day: Day, name: str, *, picture: bool = False) -> None:
    """By name and PIN; the picture is taken with the PIN typed."""
    session = day.session
    day.until(lambda: bool(session.sign_in.wall.tiles), "the tiles")
    day.press(KEY.Key_Escape)
    if picture:
        day.press(KEY.Key_Down)  # the first person
    else:
        day.type(name.split()[0].lower())
        day.press(KEY.Key_Return)
    day.type(PINS[name])
    if picture:
        day.picture("sign-in")
    day.press(KEY.Key_Return)
    day.until(lambda: session.frame.isVisible(), "the first screen")
    day.settle()


def count_float(day: Day) -> None:
    """Where the person has no open drawer yet."""
    session = day.session
    if session.desk.seat.shift is not None:
        return
    for quantity in ("", "", "10", "5", "6"):
        day.type(quantity)
        day.press(KEY.Key_Return)
    day.picture("float")
    day.press(KEY.Key_Return, CTRL)
    day.until(lambda: session.desk.seat.shift is not None, "the open drawer")
    day.settle()
    day.until(lambda: not session.desk.toasts.shown, "the end of the message")


def open_account(day: Day, number: str) -> None:
    day.press(KEY.Key_F3)
    day.type(number)
    day.settle()
    day.press(KEY.Key_Return)
    day.settle()


def somebody(station: Station) -> tuple[str, str]:
    """The number of a Vietnamese name with the most open invoices, and a round sum of notes."""
    found = [each for each in station.ask(parties.find, "nguyen", 50).result() if each.owed]
    accounts = [station.ask(payments.counter_account, each.account_id).result() for each in found]
    most = max(accounts, key=lambda account: len(account.open_invoices))
    due = most.owed
    step = 2000
    given = Money(-(-due.minor // step) * step, due.currency)
    return most.header.account_number, format_money(given, "en_US")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            make_demo(Path(folder) / "demo")
            main(Path(folder) / "demo")
