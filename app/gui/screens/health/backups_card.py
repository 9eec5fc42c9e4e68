"""The backups of this window: the last, the next, the second place, and one at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from app.areas.health.backup_values import (
    BackupState,
    KeptBackup,
    Place,
    SaveSecondPlace,
    SecondPlaceSaved,
)
from app.areas.health.maintaining import save_second_place
from app.areas.health.rules import next_due
from app.devices.backups.places import refuse_unfit
from app.gui.desk import Desk
from app.gui.screens.health.lines import Lines, UnderWay
from app.gui.tables import cells
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.surfaces import Card
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t, tn
from app.storage.pace import GivenUp

OLD: Final = timedelta(days=2)


class BackupsCard(Card):
    """`asked` says that what it shows may be other by now."""

    asked = Signal()
    _told = Signal(str, int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("Backups"))
        self._desk = desk
        self._stopped = Event()
        self.lines = Lines()
        self.body.addWidget(self.lines)
        self.now_button = Button(t("Back up now"), kind="primary", icon="floppy-disk")
        self.now_button.setAutoDefault(True)
        self.now_button.clicked.connect(self.back_up)
        row = QHBoxLayout()
        row.addWidget(self.now_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.under_way = UnderWay()
        self.under_way.stop.clicked.connect(self.stop)
        self._told.connect(self.under_way.tell)
        self.body.addWidget(self.under_way)
        self.folder = QLineEdit()
        hint = t("A folder on another disk or share. Every backup is brought there too.")
        self.folder_field = Field(t("Second place"), self.folder, optional=True, hint=hint)
        self.folder.returnPressed.connect(self.save_folder)
        self.choose, self.save = Button(t("Choose…")), Button(t("Save the second place"))
        self.choose.clicked.connect(self._choose)
        self.save.clicked.connect(self.save_folder)
        self.body.addWidget(self.folder_field)
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(self.save)
        row.addWidget(self.choose)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_state(self, now: BackupState) -> None:
        """How the backups stand; a folder that is being typed stays."""
        if not self.folder.hasFocus():
            self.folder.setText(now.keeping.second_folder)
        self.lines.show_lines(_lines(now, self._desk))

    def stop(self) -> None:
        self._stopped.set()
        self.under_way.stopping()

    def back_up(self) -> None:
        """Make one at once, beside all work."""
        if self.under_way.isVisibleTo(self):
            return
        self._stopped.clear()
        stopped, told = self._stopped.is_set, self._told
        self.under_way.begin(t("The books are copied…"))
        self.under_way.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.now_button.setEnabled(False)

        def tell(done: int, of: int) -> None:
            if done >= of:
                told.emit(t("The copy is checked…"), 1000, 1000)
            else:
                told.emit(t("The books are copied…"), 1000 * done // max(of, 1), 1000)

        self._desk.runner.work(
            lambda station: _in_words(lambda: station.back_up_now(tell, stopped)),
            done=self._made,
            refused=lambda refused: self._desk.toasts.caution(refused.text),
            always=self._free,
        )

    def _made(self, made: KeptBackup | None) -> None:
        if made is None:
            self._desk.toasts.caution(t("The backup was stopped. The earlier ones are whole."))
        else:
            self._desk.toasts.success(t("The backup {name} is made.", name=made.name))

    def _free(self) -> None:
        self.now_button.setEnabled(True)
        if self.under_way.stop.hasFocus():
            self.now_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.under_way.hide()
        self.asked.emit()

    def _choose(self) -> None:
        dialog = QFileDialog(self, t("Second place for backups"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.take_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_folder(self, path: str) -> None:
        self.folder.setText(path)
        self.save_folder()

    def save_folder(self) -> None:
        """Bring every backup there from now on; empty: no more."""
        text, runner = self.folder.text().strip(), self._desk.runner
        command = SaveSecondPlace(CommandId(new_id()), text)

        def kept(saved: SecondPlaceSaved) -> None:
            self.folder_field.show_error("")
            said = t("Backups go to {folder} too.", folder=saved.folder)
            self._desk.toasts.success(said if saved.folder else t("There is no second place now."))
            self.asked.emit()

        def refused(error: UserError) -> None:
            self.folder_field.show_error(error.text)
            self.folder_field.focus_error()

        def save(_nothing: object = None) -> None:
            runner.act(save_second_place, command, done=kept, refused=refused)

        if not text:
            save()
            return
        runner.work(
            lambda station: refuse_unfit(Path(text), station.folder), done=save, refused=refused
        )


def _in_words(work: object) -> KeptBackup | None:
    """What was made; None where it was stopped. What goes wrong outside needs no second try: the
    next backup is one.
    """
    try:
        return work()  # type: ignore[operator,no-any-return]
    except GivenUp:
        return None
    except OutsideError as outside:
        raise UserError(outside.text) from outside


Line = tuple[str, str, str, str]


def _lines(now: BackupState, desk: Desk) -> list[Line]:
    return [*_last(now, desk), *_proven(now, desk), *_second(now, desk), _kept(now)]


def _last(now: BackupState, desk: Desk) -> list[Line]:
    newest, keeping = now.newest, now.keeping
    lines: list[Line] = []
    if newest is None:
        words = t("There is none yet. The first is made by itself within minutes.")
        lines.append(("look", t("Last"), words, ""))
    else:
        words = t(
            "{when}, {size} MB, in {folder}. Every page of it was checked.",
            when=cells.moment(newest.made_at, desk.practice),
            size=f"{max(1, round(newest.size / 1e6)):,}",
            folder=t("the folder “backups” of the data"),
        )
        old = datetime.now(UTC) - newest.made_at > OLD and newest.log_seq != now.head_seq
        lines.append(("look" if old else "ok", t("Last"), words, ""))
    if keeping.trouble:
        since = cells.moment(keeping.trouble_since, desk.practice)
        todo = t("Since {since}. It is tried again every few minutes.", since=since)
        lines.append(("wrong", t("Next"), keeping.trouble, todo))
    elif (soon := next_due(now)) is not None:
        when = cells.moment(max(soon, datetime.now(UTC)), desk.practice)
        lines.append(("", t("Next"), t("{when}, or when a drawer is closed.", when=when), ""))
    elif newest is not None:
        lines.append(("", t("Next"), t("When something is done: all is in the last one."), ""))
    return lines


def _proven(now: BackupState, desk: Desk) -> list[Line]:
    looked = [one for one in now.at(Place.HOME) if one.proven_at is not None]
    latest = max(looked, key=lambda one: one.made_at, default=None)
    about = t("Opened and proven")
    if latest is None:
        return [("look", about, t("None was looked through wholly yet. It is done daily."), "")]
    when = cells.moment(latest.proven_at, desk.practice)
    if latest.findings:
        words = tn(
            "{when}: {count} thing in it is wrong.",
            "{when}: {count} things in it are wrong.",
            latest.findings,
            when=when,
        )
        todo = t("Use “Verify now” to read what. No older backup goes until one is sound.")
        return [("wrong", about, words, todo)]
    return [("ok", about, t("{when}: everything in it adds up.", when=when), "")]


def _second(now: BackupState, desk: Desk) -> list[Line]:
    keeping = now.keeping
    if not keeping.second_folder:
        words = t("There is none. If this computer is lost, so are its backups.")
        return [("look", t("Second place"), words, t("Choose one below."))]
    if keeping.second_trouble:
        since = cells.moment(keeping.second_since, desk.practice)
        return [("wrong", t("Second place"), keeping.second_trouble, t("Since {at}.", at=since))]
    copies = now.at(Place.SECOND)
    if not copies:
        return [("", t("Second place"), t("The next backup is brought there."), "")]
    when = cells.moment(copies[0].made_at, desk.practice)
    words = t("The one of {when} is in {folder}.", when=when, folder=keeping.second_folder)
    return [("ok", t("Second place"), words, "")]


def _kept(now: BackupState) -> Line:
    home = now.at(Place.HOME)
    size = sum(one.size for one in home)
    words = t(
        "{count} here, {size} MB together: {hours} hours, {days} days and {months} months of "
        "which there is one. Settings, Practice changes that.",
        count=len(home),
        size=f"{round(size / 1e6):,}",
        hours=now.rule.hours,
        days=now.rule.days,
        months=now.rule.months,
    )
    return ("", t("Kept"), words, "")
