"""Restores a backup on a helper thread, step by step and to be stopped; draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.gui.background import Background, in_words
from app.gui.screens.first_run.restore_page import FILE_STEP, KEY_STEP, LAST_STEP, RestorePage
from app.kernel.errors import UserError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.bootstrap import BackupSeen, Restored
    from app.gui.screens.first_run.view import FirstRunView


class Restorer(Protocol):
    """What reads and restores backups; all block and run on a helper thread."""

    def look_at_backup(self, path: Path, recovery_key: str) -> BackupSeen: ...

    def wants_passphrase(self) -> bool: ...

    def restore(
        self, path: Path, recovery_key: str, passphrase: str, told: Callable[[int, int], None]
    ) -> Restored: ...


class Restoring(QObject):
    """`restored` comes with what was restored, and the passphrase (mostly empty)."""

    restored = Signal(object, str)
    _told = Signal(str, int, int)

    def __init__(self, view: FirstRunView, background: Background, restorer: Restorer) -> None:
        super().__init__(view)
        self._view, self._background, self._restorer = view, background, restorer
        self._stopped = Event()
        self._wired = False
        self._path, self._key, self._seen_words = Path(), "", ""

    def begin(self) -> None:
        """Show the form."""
        page = self._view.show_restore()
        if not self._wired:
            self._wired = True
            page.submitted.connect(self.submit)
            page.back_wanted.connect(self._back)
            page.file_wanted.connect(self._ask_file)

    def stop(self) -> None:
        """Give it up at the next step; what was made of it goes."""
        self._stopped.set()

    def submit(self) -> None:
        """The next of the three steps."""
        page = self._view.restore
        if page is None or not page.button.isEnabled():
            return
        page.accept_all()
        if page.step == FILE_STEP and not page.lacks("file"):
            self._look(page)
        elif page.step == KEY_STEP and not page.lacks("recovery_key"):
            self._open(page)
        elif page.step == LAST_STEP:
            self._restore(page)

    def _back(self) -> None:
        page = self._view.restore
        if page is not None and page.step != FILE_STEP:
            page.accept_all()
            page.key_box.clear()
            page.show_step(FILE_STEP)
        else:
            self._view.show_choice()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._view, t("Choose the backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(t("Backups of Counterfoil (*.cfbackup)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, name: str) -> None:
        """Look at this file at once."""
        page = self._view.restore
        if page is not None:
            page.file_box.setText(name)
            self.submit()

    def _look(self, page: RestorePage) -> None:
        restorer = self._restorer
        path = self._path = Path(page.file_box.text().strip().strip('"')).expanduser()
        page.busy(t("Looking at the file…"))

        def seen(there: BackupSeen) -> None:
            self._seen_words = t(
                "Window {code}, backed up on {when} ({size} MB), up to step {seq} of its log.",
                code=there.station_code,
                when=there.when,
                size=f"{max(1, round(there.size / 1e6)):,}",
                seq=f"{there.log_seq:,}",
            )
            if there.newer:
                page.refuse(
                    "file",
                    t("This backup was made by a newer Counterfoil. Install that one first."),
                )
            else:
                page.show_step(KEY_STEP, self._seen_words)

        self._background.run(
            lambda: in_words(lambda: restorer.look_at_backup(path, "")),
            done=seen,
            refused=lambda refused: page.refuse("file", refused.text),
            always=lambda: page.busy(""),
        )

    def _open(self, page: RestorePage) -> None:
        restorer, path = self._restorer, self._path
        key = self._key = page.key_box.text().strip()
        page.busy(t("Trying the key…"))

        def work() -> tuple[BackupSeen, bool]:
            there = restorer.look_at_backup(path, key)
            return there, not there.demo and restorer.wants_passphrase()

        def opened(found: tuple[BackupSeen, bool]) -> None:
            there, passphrase = found
            whose = t("{practice}, {site}.", practice=there.practice, site=there.site)
            words = f"{whose} {self._seen_words}" if there.practice else self._seen_words
            page.key_box.clear()
            page.show_step(LAST_STEP, words, passphrase=passphrase)

        self._background.run(
            lambda: in_words(work),
            done=opened,
            refused=lambda refused: page.refuse("recovery_key", refused.text),
            always=lambda: page.busy(""),
        )

    def _restore(self, page: RestorePage) -> None:
        if page.passphrase_asked and page.differs(
            "passphrase", t("The two passphrases differ. Type the same one twice.")
        ):
            return
        passphrase = page.texts()["passphrase"] if page.passphrase_asked else ""
        busy = self._view.show_busy(
            t("Restoring the backup"),
            t("It is copied, checked page by page, and begins a new life on this computer."),
        )
        busy.stop.clicked.connect(self.stop)
        busy.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._told.connect(busy.say_step)
        self._stopped.clear()
        restorer, stopped, path, key = self._restorer, self._stopped, self._path, self._key

        def told(done: int, of: int) -> None:
            if stopped.is_set():
                raise UserError(t("Stopped: nothing was kept here. The backup is as it was."))
            parts = 1000  # a file may have more bytes than a signal's whole number can say
            self._told.emit(_how_far(done, of), parts * done // max(of, 1), parts)

        self._background.run(
            lambda: in_words(lambda: restorer.restore(path, key, passphrase, told)),
            done=lambda made: self.restored.emit(made, passphrase),
            refused=self._refused,
        )

    def _refused(self, refused: UserError) -> None:
        page = self._view.show_restore()
        page.refuse(refused.field or "", refused.text)


def _how_far(done: int, of: int) -> str:
    if done >= of:
        return t("Checking every page…")
    return t("{done} of {of} MB", done=f"{done // 1_000_000:,}", of=f"{of // 1_000_000:,}")
