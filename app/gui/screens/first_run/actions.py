"""Makes the demo or a practice on a helper thread and shows the two secrets once; draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from app.areas.security.rules import PRESETS
from app.areas.settings.values import SetUpPractice
from app.bootstrap.setup_draft import SetUpDraft
from app.gui.background import Background, in_words
from app.gui.keys_page import KeysPage, KeysSheet
from app.gui.offers import locale_of
from app.gui.screens.first_run.joining import Joiner, Joining
from app.gui.screens.first_run.restoring import Restorer, Restoring
from app.gui.screens.first_run.view import (
    FirstRunView,
    PeoplePage,
    RestoredPage,
)
from app.gui.screens.first_run.wizard_pages import SECRETS
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId, UserId, new_id
from app.kernel.translate import t, use_language

if TYPE_CHECKING:
    from app.areas.imports.demo import DemoUser
    from app.bootstrap import EnrolledHere, Initialised, Restored


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

    def kept_draft(self) -> SetUpDraft | None: ...

    def keep_draft(self, draft: SetUpDraft) -> None: ...

    def make_demo(self, told: Callable[[int, int], None]) -> tuple[DemoUser, ...]: ...


class FirstRun(QObject):
    """`finished` comes with the passphrase (mostly empty) when there is a practice to open.
    `newcomer` is who set it up just now, with the PIN, so that nobody types it twice in a minute.
    """

    finished = Signal(str)
    _told = Signal(int, int)

    def __init__(
        self,
        view: FirstRunView,
        background: Background,
        maker: Maker,
    ) -> None:
        super().__init__(view)
        self._view, self._background, self._maker = view, background, maker
        self._passphrase = ""
        self._wired = False
        self._draft: SetUpDraft | None = None
        self.newcomer: tuple[UserId, str] | None = None
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
        """Show the pages of a new practice, where they were left."""
        if not self._wired and self._draft and (spoken := self._draft.answers.get("language")):
            use_language(locale_of(spoken, self._draft.answers.get("country", "")))
        page = self._view.show_set_up(self._draft)
        if not self._wired:
            self._wired = True
            page.submitted.connect(self.make_practice)
            page.back_wanted.connect(self._view.show_choice)
            page.kept.connect(self._keep)
            page.language_chosen.connect(self._speak)

    def go_on(self) -> None:
        """Where somebody was in the middle of the pages, show them there. A folder in which no
        practice can be made is told before anything is filled in.
        """

        def found(draft: SetUpDraft | None) -> None:
            if draft is None:
                return
            self._draft = draft
            if "language" in draft.answers:
                self._speak(draft.answers["language"])
            self.fill_in()

        self._background.run(
            self._maker.kept_draft,
            done=found,
            refused=lambda unfit: self._view.show_choice(
                t(
                    "{why} Close this window and name a folder with --data when you start "
                    "Counterfoil again.",
                    why=unfit.text,
                ),
                stuck=True,
            ),
        )

    def _keep(self, draft: object) -> None:
        if isinstance(draft, SetUpDraft):
            maker = self._maker
            self._background.run(lambda: maker.keep_draft(draft), done=lambda _nothing: None)

    def _speak(self, spoken: str) -> None:
        answers = self._view.set_up.answers if self._view.set_up else {}
        use_language(locale_of(spoken, answers.get("country", "")))

    def make_practice(self) -> None:
        """Make everything or nothing of what the pages say."""
        page = self._view.set_up
        if page is None or not page.button.isEnabled():
            return
        wanted = wanted_by(page.texts())
        self._passphrase, pin = wanted.passphrase, wanted.pin
        page.busy(t("Setting up…"))
        maker = self._maker

        def made(initialised: Initialised) -> None:
            self.newcomer = (initialised.administrator, pin)
            self._show_keys(initialised, guided=True)

        def refused(wrong: UserError) -> None:
            page.busy("")
            page.refuse(wrong.field or "", wrong.text)

        self._background.run(
            lambda: in_words(lambda: maker.make_practice(wanted)),
            done=made,
            refused=refused,
            always=lambda: page.busy(""),
        )

    def _joined(self, made: Initialised | EnrolledHere, passphrase: str) -> None:
        self._passphrase = passphrase
        self._show_keys(made)

    def _restored(self, made: Restored, passphrase: str) -> None:
        seen = made.seen
        page = RestoredPage(
            seen.practice or seen.station_code,
            seen.when,
            made.prefix,
            made.key_place,
            made.centre,
        )
        page.done.connect(lambda: self.finished.emit(passphrase))
        self._view.show_restored(page)

    def _show_keys(self, made: Initialised | EnrolledHere, *, guided: bool = False) -> None:
        verb = t("Go on") if guided else ""
        page = KeysPage(made.recovery_key, made.recovery_code, made.key_place, verb)
        page.done.connect(lambda: self.finished.emit(self._passphrase))
        sheet, background = KeysSheet(made.recovery_key, made.recovery_code), self._background
        page.save_wanted.connect(
            lambda: sheet.save(self._view, lambda write: background.run(write, done=page.say_saved))
        )
        page.print_wanted.connect(lambda: sheet.print(self._view))
        self._view.show_keys(page, guided=guided)


def wanted_by(texts: dict[str, str]) -> Wanted:
    """The practice that the answers describe, with new ids."""
    said = {name: text.strip() for name, text in texts.items() if name not in SECRETS}
    practice = SetUpPractice(
        id=CommandId(new_id()),
        organization_id=OrganizationId(new_id()),
        site_id=SiteId(new_id()),
        station_id=StationId(new_id()),
        organization_name=said["organization_name"],
        site_name=said["site_name"],
        currency=said["currency"].upper(),
        locale=locale_of(said["language"], said["country"]),
        time_zone=said["time_zone"],
        cutoff=said["cutoff"],
        station_code=said["station_code"].upper(),
        tax_id=said.get("tax_id", ""),
        address_1=said.get("address_1", ""),
        city=said.get("city", ""),
        region=said.get("region", ""),
        postal_code=said.get("postal_code", ""),
        country=said["country"],
        phone=said.get("phone", ""),
        station_name=said["station_name"],
    )
    return Wanted(practice, said["name"], said["number"], texts["pin"], texts["passphrase"])
