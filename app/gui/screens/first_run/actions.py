"""Makes the demo or a practice on a helper thread and shows the two secrets once; draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.areas.security.rules import PRESETS
from app.areas.settings.values import SetUpPractice
from app.gui.background import Background
from app.gui.screens.first_run.joining import Joiner, Joining
from app.gui.screens.first_run.restoring import Restorer, Restoring
from app.gui.screens.first_run.view import (
    FirstRunView,
    KeysPage,
    PeoplePage,
    RestoredPage,
    SetUpPage,
)
from app.kernel.errors import UserError
from app.kernel.i18n import known_locale
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.imports.demo import DemoUser
    from app.bootstrap import EnrolledHere, Initialised, Restored


REQUIRED: Final = (
    "organization_name",
    "site_name",
    "currency",
    "time_zone",
    "name",
    "number",
    "pin",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for; the passphrase is empty where the computer has a keyring."""

    practice: SetUpPractice
    administrator_name: str
    administrator_number: str
    pin: str
    passphrase: str


class Maker(Joiner, Restorer, Protocol):
    """What makes a practice, joins one or gets one back; all block and run on a helper thread."""

    def make_practice(self, wanted: Wanted) -> Initialised: ...

    def make_demo(self, told: Callable[[int, int], None]) -> tuple[DemoUser, ...]: ...


class FirstRun(QObject):
    """`finished` comes with the passphrase (mostly empty) when there is a practice to open."""

    finished = Signal(str)
    _told = Signal(int, int)

    def __init__(
        self,
        view: FirstRunView,
        background: Background,
        maker: Maker,
        printed: Callable[[str], None],
    ) -> None:
        super().__init__(view)
        self._view, self._background, self._maker, self._print = view, background, maker, printed
        self._passphrase = ""
        self._made: Initialised | EnrolledHere | None = None
        self._wired = False
        self._stopped = Event()
        view.choice.demo_wanted.connect(self.make_demo)
        view.choice.set_up_wanted.connect(self.fill_in)
        self.joining = Joining(view, background, maker)
        self.joining.joined.connect(self._joined)
        view.choice.join_wanted.connect(self.joining.begin)
        self.restoring = Restoring(view, background, maker)
        self.restoring.restored.connect(self._restored)
        view.choice.restore_wanted.connect(self.restoring.begin)

    def make_demo(self) -> None:
        """Make the demo practice; it says how far it is."""
        page = self._view.show_busy(
            t("Making the demo practice"),
            t("Patients, invoices and a year of bookkeeping, by the program's own actions."),
        )
        page.stop.clicked.connect(self.stop)
        page.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._told.connect(page.say_how_far)
        self._stopped.clear()
        maker, stopped = self._maker, self._stopped

        def told(done: int, of: int) -> None:
            if stopped.is_set():
                raise UserError(t("The demo practice was not made."))
            self._told.emit(done, of)

        self._background.run(
            lambda: maker.make_demo(told),
            done=self._show_people,
            refused=lambda refused: self._view.show_choice(refused.text),
        )

    def stop(self) -> None:
        """Give the demo, the joining or the restoring up at its next step; what was made of it
        goes.
        """
        self._stopped.set()
        self.joining.stop()
        self.restoring.stop()

    def _show_people(self, users: tuple[DemoUser, ...]) -> None:
        role_of = {preset.key: preset.name for preset in PRESETS}
        people = tuple((u.name, t(role_of.get(u.role, u.role)), u.pin) for u in users)
        page = PeoplePage(people)
        page.done.connect(lambda: self.finished.emit(""))
        self._view.show_people(page)

    def fill_in(self) -> None:
        page = self._view.show_set_up()
        if not self._wired:
            self._wired = True
            page.submitted.connect(self.make_practice)
            page.back_wanted.connect(self._view.show_choice)

    def make_practice(self) -> None:
        """Check what only the form can see, then make everything or nothing."""
        page = self._view.set_up
        if page is None or not page.button.isEnabled():
            return
        page.accept_all()
        if page.lacks(*REQUIRED):
            return
        if page.differs("pin", t("The two PINs differ. Type the same one twice.")):
            return
        if page.passphrase_asked and page.differs(
            "passphrase", t("The two passphrases differ. Type the same one twice.")
        ):
            return
        wanted = _wanted(page.texts())
        self._passphrase = wanted.passphrase
        page.button.setEnabled(False)
        page.button.say(t("Setting up…"))
        maker = self._maker
        self._background.run(
            lambda: maker.make_practice(wanted),
            done=self._show_keys,
            refused=lambda refused: self._refused(page, refused),
            always=lambda: self._free(page),
        )

    def _free(self, page: SetUpPage) -> None:
        page.button.setEnabled(True)
        page.button.say(t("Set up the practice"))

    def _refused(self, page: SetUpPage, refused: UserError) -> None:
        page.refuse(refused.field or "", refused.text)

    def _joined(self, made: Initialised | EnrolledHere, passphrase: str) -> None:
        self._passphrase = passphrase
        self._show_keys(made)

    def _restored(self, made: Restored, passphrase: str) -> None:
        seen = made.seen
        page = RestoredPage(
            seen.practice or seen.station_code, seen.when, made.prefix, made.key_place
        )
        page.done.connect(lambda: self.finished.emit(passphrase))
        self._view.show_restored(page)

    def _show_keys(self, made: Initialised | EnrolledHere) -> None:
        self._made = made
        page = KeysPage(made.recovery_key, made.recovery_code, made.key_place)
        page.done.connect(lambda: self.finished.emit(self._passphrase))
        page.save_wanted.connect(self._ask_file)
        page.print_wanted.connect(lambda: self._print(self._sheet()))
        self._view.show_keys(page)

    def _sheet(self) -> str:
        if self._made is None:
            return ""
        return "\n\n".join(
            (
                t("Counterfoil: keep this sheet in a safe, away from the computer."),
                t("Recovery key (opens a backup): {key}", key=self._made.recovery_key),
                t("Recovery code (administrator's PIN): {code}", code=self._made.recovery_code),
            )
        )

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._view, t("Save the sheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("counterfoil-recovery.txt")
        dialog.fileSelected.connect(self._write_sheet)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write_sheet(self, name: str) -> None:
        text, path = self._sheet(), Path(name)
        self._background.run(lambda: write_sheet(path, text), done=lambda _nothing: None)


def write_sheet(path: Path, text: str) -> None:
    """Write the secrets where the person said; a UserError with another place to try."""
    try:
        path.write_text(text + "\n", encoding="utf-8")
        path.chmod(0o600)
    except OSError as error:
        raise UserError(t("{path} can't be written. Choose another folder.", path=path)) from error


def _wanted(texts: dict[str, str]) -> Wanted:
    try:
        locale = known_locale(QLocale.system().name())
    except UserError:
        locale = "en_US"
    practice = SetUpPractice(
        id=CommandId(new_id()),
        organization_id=OrganizationId(new_id()),
        site_id=SiteId(new_id()),
        station_id=StationId(new_id()),
        organization_name=texts["organization_name"],
        site_name=texts["site_name"],
        currency=texts["currency"].strip().upper(),
        locale=locale if "_" in locale else "en_US",
        time_zone=texts["time_zone"].strip(),
    )
    return Wanted(practice, texts["name"], texts["number"], texts["pin"], texts["passphrase"])
