"""Pictures of a practice's first morning: an empty folder, two files, and the first payment.

Run it alone from the root of the repository: python -m resources.screenshots.first_start [folder]
It is played by keys alone, and says how many there were and how long the computer worked.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.__main__ import open_ahead, opener
from app.gui.application import Application
from app.gui.collecting import collecting_here
from app.gui.demo_hands import CTRL, KEY, NONE
from app.gui.keys_page import KeysPage
from app.gui.screens.first_run.view import FirstRunView
from app.gui.screens.first_run.wizard import SetUpWizard
from app.gui.screens.imports.page import ImportPage
from app.gui.screens.setting_up.pages import AroundPage, ReadyPage
from app.gui.screens.setting_up.view import View
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import OutsideError
from resources.screenshots.camera import Camera, make_small

HERE = Path(__file__).resolve().parent
WALK = "resources/demo/walk"
"""From the root of the repository, so that no picture shows a folder of this computer."""
ENTER = KEY.Key_Return
PASSPHRASE = "four plain words here"
CASHIER = ("Mia Tran", "314159")


class Newcomer(Camera):
    """Somebody who has never seen the program; `pressed` counts the keys."""

    def __init__(self, application: Application, out: Path, folder: str) -> None:
        super().__init__(application, out)
        self.pressed, self.folder = 0, folder

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.pressed += 1
        super().press(key, held)

    def type(self, text: str) -> None:
        self.pressed += len(text)
        super().type(text)

    def settle(self) -> None:
        """Before there is a session nothing runs but what is waited for by name."""
        if self.application.session is not None:
            super().settle()

    def enter(self, *texts: str) -> None:
        """Type into one box after another, Enter after each; nothing for what stands there."""
        for text in texts:
            self.type(text)
            self.press(ENTER)

    def to_button(self, button: QWidget) -> None:
        """Tab to a button, as a person does, and press it."""
        for _step in range(60):
            if button.hasFocus():
                self.press(ENTER)
                return
            self.press(KEY.Key_Tab)
        raise OutsideError("Tab does not come to the button.")


def pictures(out: Path = HERE) -> Newcomer:
    """Play the morning in a new folder and write its pictures to `out`."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "practice"
        application = Application(data, lambda said: opener(data, said), open_ahead(data))
        application.window.show()
        application.window.activateWindow()
        camera = Newcomer(application, out, str(data))
        camera.until(lambda: application.window.page is not None, "the first page")
        try:
            with collecting_here():
                _before(camera)
                _after(camera)
                _pay(camera)
        finally:
            application.window.close()
    for path in camera.files:
        make_small(path)
    return camera


def _before(camera: Newcomer) -> None:
    """The pages that are asked before there is a practice."""
    view = camera.window.page
    if not isinstance(view, FirstRunView):
        raise OutsideError("This folder has a practice.")
    for label in view.choice.findChildren(PlainLabel):
        label.say(label.text().replace(camera.folder, "/home/ana/Counterfoil"))
    camera.shoot_all("first-welcome")
    camera.to_button(view.choice.set_up)
    wizard = view.set_up
    if wizard is None:
        raise OutsideError("The pages of a new practice did not come.")
    camera.enter("Riverside Clinic", "(555) 010-2300", "12-3456789", "12 River Street")
    camera.enter("Huron", "SD", "57350")
    camera.shoot_all("first-practice")
    camera.press(ENTER)
    _site(camera, wizard)
    for step in ("station", "money"):
        camera.shoot_all(f"first-{step}")
        camera.press(ENTER, CTRL)
    camera.enter("Ana Lwin", "", "271828", "271828")
    camera.until(lambda: wizard.page.button.isEnabled(), "the practice")
    if wizard.page.passphrase_asked:
        camera.enter(PASSPHRASE)
        camera.type(PASSPHRASE)
        camera.shoot_all("first-administrator")
        camera.press(ENTER)
    camera.until(lambda: bool(_keys(camera)), "the recovery keys")
    camera.press(KEY.Key_Space)
    camera.shoot_all("first-keys")
    camera.to_button(_keys(camera)[0].button)


def _site(camera: Newcomer, wizard: SetUpWizard) -> None:
    if not wizard.page.texts()["time_zone"]:
        camera.enter("chicago")
        camera.window.activateWindow()
    camera.shoot_all("first-site")
    camera.press(ENTER, CTRL)
    camera.until(lambda: wizard.step == "station", "the next page")


def _keys(camera: Newcomer) -> list[KeysPage]:
    return [page for page in camera.window.findChildren(KeysPage) if page.isVisible()]


def _after(camera: Newcomer) -> None:
    """People, printer, bank and the two files, in the practice."""
    camera.until(lambda: camera.application.session is not None, "the practice to open")
    frame = camera.session.frame
    camera.until(lambda: frame.task == "setting_up", "the steps")
    view = frame.screen_of("setting_up")
    if not isinstance(view, View):
        raise OutsideError("The steps did not come.")
    _at(camera, view, "people")
    name, pin = CASHIER
    camera.enter(name, "", "", pin)
    camera.type(pin)
    camera.shoot_all("first-people")
    camera.press(ENTER)
    camera.until(lambda: "people" in view.stand.done, "the cashier")
    camera.settle()
    camera.press(ENTER)
    _at(camera, view, "printer")
    camera.shoot_all("first-printer")
    camera.to_button(_around(view).skip)
    _at(camera, view, "bank")
    camera.enter("First National Bank", "123456789", "021000021")
    camera.shoot_all("first-bank")
    camera.press(ENTER)
    _at(camera, view, "import")
    _files(camera, view)
    camera.to_button(_around(view).go_on)
    camera.until(lambda: isinstance(view.page, ReadyPage), "the end")
    camera.quiet()
    camera.shoot_all("first-ready")
    camera.press(ENTER)
    camera.until(lambda: camera.window.page is camera.session.sign_in, "the sign-in page")
    camera.settle()


def _files(camera: Newcomer, view: View) -> None:
    """Patients, then what they owe, each looked at before it is brought in."""
    (page,) = view.findChildren(ImportPage)
    for file, name in (("patients.csv", "patients"), ("open_balances.csv", "balances")):
        if name == "balances":
            camera.press(KEY.Key_Down)
        camera.press(ENTER)
        if not page.file.source.text():
            camera.enter("Old system")
        camera.type(f"{WALK}/{file}")
        camera.press(ENTER)
        camera.until(lambda: page.stack.currentWidget() is page.columns, "the columns")
        camera.until(page.columns.end.button.hasFocus, "the columns as found")
        camera.shoot_all(f"first-{name}-columns")
        camera.press(ENTER)
        camera.until(lambda: page.stack.currentWidget() is page.checked, "the check")
        camera.settle()
        if name == "balances":
            camera.type("11109.99")
            camera.press(KEY.Key_Tab)
            camera.type("260")
            camera.settle()
        camera.shoot_all(f"first-{name}-checked")
        camera.press(ENTER, CTRL)
        camera.until(lambda: not page.busy and page.notice.isHidden(), "the file in the books")
        camera.settle()
        camera.quiet()
        camera.shoot_all(f"first-{name}-in")
        if name == "patients":
            camera.press(ENTER, CTRL)
            camera.until(lambda: page.stack.currentWidget() is page.file, "the next file")
            camera.settle()


def _pay(camera: Newcomer) -> None:
    """The cashier counts an empty drawer, finds a patient and takes the first payment."""
    name, pin = CASHIER
    camera.press(KEY.Key_Escape)
    camera.type("2")
    camera.press(ENTER)
    camera.type(pin)
    camera.press(ENTER)
    camera.until(lambda: camera.window.page is camera.session.frame, "the first screen")
    camera.settle()
    camera.shoot_all("first-float")
    camera.press(ENTER, CTRL)
    seat = camera.session.desk.seat
    camera.until(lambda: seat.shift is not None, f"the open drawer of {name}")
    camera.settle()
    camera.quiet()
    camera.open_account("garcia", picture="first-found")
    camera.press(KEY.Key_F6)
    camera.settle()
    camera.shoot_all("first-payment")
    camera.press(ENTER)
    camera.settle()
    camera.shoot_all("first-receipt")


def _at(camera: Newcomer, view: View, step: str) -> None:
    camera.until(lambda: view.step == step and view.page is not None, step)
    camera.settle()


def _around(view: View) -> AroundPage:
    if not isinstance(view.page, AroundPage):
        raise OutsideError("Another page stands there.")
    return view.page


if __name__ == "__main__":
    _app = QApplication.instance() or QApplication(["counterfoil"])
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    begun = time.monotonic()
    walked = pictures(where)
    seconds = round(time.monotonic() - begun)
    sys.stdout.write(f"{walked.pressed} keys, {seconds} s with the pictures\n")
