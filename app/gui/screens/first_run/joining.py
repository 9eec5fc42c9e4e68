"""Joins a practice by a code on a helper thread, step by step and to be stopped; draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.gui.background import Background, in_words
from app.gui.screens.first_run.join_page import JoinPage
from app.kernel.errors import UserError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.first_run.view import FirstRunView

LONGEST_FILE: Final = 64_000
BOXES: Final = {"station_code": "code"}
"""Refusals whose field is called otherwise here."""


@dataclass(frozen=True, slots=True)
class WantedStation:
    """What the form asks for."""

    code_text: str = field(repr=False)
    site: str
    code: str
    name: str
    administrator: str
    pin: str = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose code it is, where a station may stand, and how many months of the ledger it keeps line
    by line, 0 for all.
    """

    practice: str
    sites: tuple[str, ...]
    months: int = 0


class Joiner(Protocol):
    """What makes this computer a station; both block and run on a helper thread."""

    def look_behind(self, code_text: str) -> Invited: ...

    def join(self, wanted: WantedStation, told: Callable[[str, int, int], None]) -> Any: ...


class Joining(QObject):
    """`joined` comes with what is shown once, and the passphrase (mostly empty)."""

    joined = Signal(object, str)
    _told = Signal(str, int, int)

    def __init__(self, view: FirstRunView, background: Background, joiner: Joiner) -> None:
        super().__init__(view)
        self._view, self._background, self._joiner = view, background, joiner
        self._stopped = Event()
        self._wired = False

    def begin(self) -> None:
        """Show the form."""
        page = self._view.show_join()
        if not self._wired:
            self._wired = True
            page.submitted.connect(self.submit)
            page.back_wanted.connect(self._back)
            page.file_wanted.connect(self._ask_file)

    def stop(self) -> None:
        """Give it up at the next step; what was made of it goes."""
        self._stopped.set()

    def submit(self) -> None:
        """Look whose code it is; after that join."""
        page = self._page
        if page is None or not page.button.isEnabled():
            return
        page.accept_all()
        if page.known:
            self._join(page)
        elif not page.lacks("code_text"):
            self._look(page)

    @property
    def _page(self) -> JoinPage | None:
        return self._view.join

    def _back(self) -> None:
        """To the code, which may be of another practice; from there to the first choice."""
        page = self._page
        if page is not None and page.known:
            page.show_unknown()
            page.stand()
        else:
            self._view.show_choice()

    def _look(self, page: JoinPage) -> None:
        text, joiner = page.code_box.toPlainText(), self._joiner
        page.busy(t("Looking at the code…"))

        def known(invited: Invited) -> None:
            page.show_practice(invited.practice, invited.sites, invited.months)

        self._background.run(
            lambda: in_words(lambda: joiner.look_behind(text)),
            done=known,
            refused=lambda refused: page.refuse("code_text", refused.text),
            always=lambda: page.busy(""),
        )

    def _join(self, page: JoinPage) -> None:
        if page.lacks("code", "administrator", "pin"):
            return
        if page.differs("pin", t("The two PINs differ. Type the same one twice.")):
            return
        if page.passphrase_asked and page.differs(
            "passphrase", t("The two passphrases differ. Type the same one twice.")
        ):
            return
        texts = {name: text.strip() for name, text in page.texts().items()}
        wanted = WantedStation(
            texts["code_text"],
            texts["site"],
            texts["code"],
            texts["name"],
            texts["administrator"],
            texts["pin"],
            page.texts()["passphrase"],
        )
        busy = self._view.show_busy(
            t("Joining the practice"),
            t("Patients, invoices and payments of all windows come here. It may take a minute."),
        )
        busy.stop.clicked.connect(self.stop)
        busy.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._told.connect(busy.say_step)
        self._stopped.clear()
        joiner, stopped = self._joiner, self._stopped

        def told(words: str, done: int, of: int) -> None:
            if stopped.is_set():
                raise UserError(
                    t("Stopped: nothing was kept here. The same code can be used again.")
                )
            self._told.emit(words, done, of)

        self._background.run(
            lambda: in_words(lambda: joiner.join(wanted, told)),
            done=lambda made: self.joined.emit(made, wanted.passphrase),
            refused=self._refused,
        )

    def _refused(self, refused: UserError) -> None:
        page = self._view.show_join()
        name = refused.field or ""
        page.refuse(BOXES.get(name, name), refused.text)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._view, t("Open the file with the code"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Put the text of a file into the box, as if it was pasted."""
        page = self._page
        if page is None:
            return
        self._background.run(
            lambda: _text_of(path),
            done=page.code_box.setPlainText,
            refused=lambda refused: page.refuse("code_text", refused.text),
        )


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST_FILE).strip()
    except OSError as error:
        raise UserError(t("{path} can’t be read: {why}.", path=path, why=error.strerror)) from error
