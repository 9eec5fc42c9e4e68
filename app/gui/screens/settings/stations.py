"""The stations of the practice: which there are, one more by a code, and one shut out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from app.areas.stations import maintaining
from app.areas.stations.values import RevokeStation
from app.devices.secrets import OsKeyring
from app.gui.desk import Desk
from app.gui.documents import documents
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.station_details import details_shown
from app.gui.screens.settings.station_form import StationForm
from app.gui.sync_words import station_name, window_words
from app.gui.tables.csv_export import write_file
from app.gui.tables.rows_model import ChipLook, Column
from app.gui.widgets.qr_picture import Modules, modules_of
from app.kernel.clock import SystemClock
from app.kernel.errors import UserError
from app.kernel.ids import StationId
from app.kernel.translate import t
from app.sync.codes import EnrolCode, make_code
from app.sync.heads import StationHead, SyncState, sync_state

KEY: Final = "settings.stations"
TABLES: Final = frozenset(
    {"station", "stream_head", "revocation", "central_state", "central_link", "site"}
    | {"detail_scope", "folded_entry"}
)
SOON_MS: Final = 200
FILE_NAME: Final = "counterfoil-code.txt"


class Stations(ListSection):
    """It reads for itself: how far each station is changes with every contact."""

    form: StationForm
    beside = (0, 2)
    narrow = (0, 2)

    def __init__(self, desk: Desk) -> None:
        self._state: SyncState | None = None
        super().__init__(
            desk,
            t("Stations"),
            t("The computers that work in this practice. Each has its own numbers and drawers."),
            self._columns(),
            StationForm(),
            t("Add a station"),
        )
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.read)
        desk.runner.changed.connect(self._changed)
        self.form.file_wanted.connect(self._ask_file)
        self.read()

    def read(self) -> None:
        self.desk.runner.ask(sync_state, done=self._show, key=KEY)
        done = self.form.details.show_details
        self.desk.runner.ask(details_shown, done=done, key=f"{KEY}.details")

    def rows(self, found: Found) -> tuple[StationHead, ...]:
        return self._state.stations if self._state is not None else ()

    def key_of(self, row: StationHead) -> object:
        return row.station_id

    def fill(self, row: StationHead | None) -> None:
        if row is None:
            self.form.show_new()
        else:
            self.form.show_station(row, self._words(row))

    def forget(self) -> None:
        super().forget()
        for key in (KEY, f"{KEY}.details"):
            self.desk.runner.forget(key)
        self.form.details.forget()
        self.form.forget_code()
        self._state = None

    def save(self) -> None:
        row = self.form.row
        if row is None:
            self._make_code()
            return
        self.form.accept_all()
        if row.here:
            self._keep_details()
        if row.here or row.shut_out or self.form.lacks("reason"):
            return
        command = RevokeStation(self.intent, StationId(row.station_id), self.form.reason.text())
        self.send(
            maintaining.revoke_station,
            command,
            lambda code: t("{code} is shut out as soon as the centre hears of it.", code=code),
        )

    def _keep_details(self) -> None:
        command = self.form.details.command(self.intent)
        if command is None:
            self.close_form()
            return
        kept = t("Kept. What is missing here is fetched while you work.")
        self.send(maintaining.keep_details, command, lambda _answer: kept)

    # ------------------------------------------------------------------------- the code

    def _make_code(self) -> None:
        form, actor, sitting = self.form, self.desk.actor, self._sitting
        months = form.months_chosen
        form.accept_all()
        form.busy(True)

        def make(station: Any) -> tuple[EnrolCode, Modules]:
            code = make_code(station, actor, OsKeyring(), months)
            return code, modules_of("".join(code.text.split()))

        def made(both: tuple[EnrolCode, Modules]) -> None:
            code, modules = both
            if sitting == self._sitting:
                form.show_code(code.text, code.expires_at, code.words, modules)

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                form.refuse("", error.text)

        self.desk.runner.work(
            make,
            done=made,
            refused=refused,
            always=lambda: form.busy(False),
        )

    def _ask_file(self, text: str) -> None:
        dialog = QFileDialog(self, t("Save the code"), str(documents() / FILE_NAME))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(lambda path: self.save_file(Path(path), text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_file(self, path: Path, text: str) -> None:
        """Write the code where the person said, to be carried to the other computer."""
        said = t("Saved. Delete the file when the station has joined.")
        self.desk.runner.run(
            lambda: write_file(path, lambda file: file.write(text + "\n")),
            done=lambda _count: self.desk.toasts.success(said, str(path)),
        )

    # ------------------------------------------------------------------------- what is shown

    def _changed(self, tables: object) -> None:
        watched = isinstance(tables, frozenset) and tables & TABLES
        if watched and self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _show(self, state: SyncState) -> None:
        before, self._state = self._state, state
        self.filter()
        if before is not None and self.form.has_code:
            known = {each.station_id for each in before.stations if each.code}
            new = [each for each in state.stations if each.code and each.station_id not in known]
            if new:
                self.form.forget_code(t("{name} has joined.", name=station_name(new[0])))

    def _words(self, row: StationHead) -> str:
        if self._state is None:
            return ""
        now = SystemClock().now()
        return window_words(row, self._state.standing, self.desk.practice, now)

    def _columns(self) -> tuple[Column[Any], ...]:
        return (
            Column(t("Station"), station_name, width=170, stretch=True),
            Column(t("How it stands"), self._words, width=300),
            Column(t("Status"), lambda row: "", chip=_state_look, width=130),
        )


def _state_look(row: StationHead) -> ChipLook:
    if row.shut_out:
        return ChipLook("prohibit", t("Shut out"), "danger")
    if row.here:
        return ChipLook("desktop", t("This one"), "accent")
    if row.to_come:
        return ChipLook("arrow-circle-down", t("Coming in"), "caution")
    return ChipLook("check-circle", t("In use"), "muted")
