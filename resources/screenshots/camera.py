"""The camera of the pictures: one screen in every look, and files that stay small."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage

from app.gui.application import DESIGNED, Application
from app.gui.demo_hands import CTRL, KEY, SHIFT, Hands
from app.gui.printing.paper import save_paper
from app.gui.theme import DARK, LIGHT, Scheme
from app.kernel.errors import OutsideError

LARGE = QSize(1920, 1080)
TONES = ("accent", "money_in", "caution", "danger")
PINS = {"101": "739154", "102": "482963", "103": "615738", "104": "857296"}
"""The demo's people: Ana, Ben, Mia (billing manager) and Sam (administrator)."""


class Camera(Hands):
    """Hands that know the demo's people, and pictures in all looks.

    `pocket` is what really lies in the drawer, in minor units.
    """

    def __init__(self, application: Application, out: Path) -> None:
        super().__init__(application, out)
        self.pocket = 0
        self.look(Scheme.LIGHT, 100, DESIGNED)

    def look(self, scheme: Scheme, scale: int, size: QSize) -> None:
        self.application.theme.choose(scheme, scale)
        self.window.resize(size)

    def shoot(self, name: str) -> None:
        """Light at 1280×720, when everything has come to rest."""
        self.settle()
        self.picture(name)

    def shoot_all(self, name: str) -> None:
        """Light, dark, and light at 200 %."""
        self.shoot(f"{name}-light")
        self.look(Scheme.DARK, 100, DESIGNED)
        self.shoot(f"{name}-dark")
        self.look(Scheme.LIGHT, 200, LARGE)
        self.shoot(f"{name}-200")
        self.look(Scheme.LIGHT, 100, DESIGNED)
        self.settle()

    def come_in(self, number: str, picture: str = "") -> None:
        """Sign in; `picture` shows the page with the PIN typed."""
        self.until(lambda: bool(self.session.sign_in.wall.tiles), "the tiles")
        self.press(KEY.Key_Escape)
        self.type(number)
        self.press(KEY.Key_Return)
        self.type(PINS[number])
        if picture:
            self.picture(picture)
        self.press(KEY.Key_Return)
        self.until(lambda: self.window.page is self.session.frame, "the first screen")
        self.session.auto_lock.rest()  # a busy computer takes its time
        self.settle()

    def leave(self) -> None:
        """Make room for the next person."""
        self.press(KEY.Key_L, CTRL | SHIFT)
        self.until(lambda: self.window.page is self.session.sign_in, "the sign-in page")
        self.settle()

    def quiet(self) -> None:
        """Until no message covers a corner."""
        self.until(lambda: not self.session.desk.toasts.shown, "the end of the message")

    def keep_paper(self, name: str) -> None:
        """The newest paper of the shelf, alone, as a picture called `name`."""
        paper = self.session.frame.shelf.newest_paper
        if paper is None:
            raise OutsideError("No paper came out.")
        pdf, png = save_paper(paper, self.out)
        pdf.unlink()
        path = self.out / f"{name}.png"
        png.replace(path)
        self.files.append(path)


def make_small(path: Path) -> None:
    """Keep the 256 most used colors, and those that mean something however few dots have them: the
    window has hardly more, and the file halves.
    """
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    used = Counter(memoryview(image.constBits()).cast("B").cast("I"))
    tones = {QColor(getattr(one, tone)).rgb() for one in (LIGHT, DARK) for tone in TONES}
    kept = [color for color in tones if color in used]
    often = [color for color, _count in used.most_common(256) if color not in kept]
    table = [*kept, *often][:256]
    nearest = Qt.ImageConversionFlag.ThresholdDither
    few = image.convertToFormat(QImage.Format.Format_Indexed8, table, nearest)
    few.save(str(path), quality=0)  # 0 is the smallest file
