"""Further copies of what is not at the centre yet: second journal, file to carry, neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.areas.settings.queries import stations
from app.areas.settings.values import StationNamed
from app.gui.desk import Desk
from app.gui.screens.settings.copies_cards import NeighbourCard, SecretShown
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.translate import t
from app.storage.statements import Reader
from app.sync.keeping import pairing, second_journal
from app.sync.keeping.bringing import Brought
from app.sync.keeping.pairing import Neighbour
from app.sync.keeping.record_file import SUFFIX
from app.sync.keeping.saving import Saved, save_records
from app.sync.keeping.second_journal import JournalStanding

KEY: Final = "settings.copies"
TABLES: Final = frozenset({"journal_copy", "neighbour", "listening", "neighbour_record"})


@dataclass(frozen=True, slots=True)
class Found:
    """What the section shows."""

    journal: JournalStanding | None
    neighbours: tuple[Neighbour, ...]
    port: int
    stations: tuple[StationNamed, ...]


def found(reader: Reader) -> Found:
    """How the further copies of this window stand."""
    return Found(
        second_journal.standing(reader),
        pairing.neighbours(reader),
        pairing.port(reader),
        stations(reader),
    )


class Copies(QWidget):
    """`left` comes on Esc."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(PlainLabel(t("Further copies"), role="heading"))
        words = t(
            "What this window did not send to the centre yet lies on this computer alone. Here it "
            "gets a second place, or goes to the centre another way."
        )
        column.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        cards = QWidget()
        stack = QVBoxLayout(cards)
        stack.setContentsMargins(0, px(4), 0, 0)
        stack.setSpacing(px(12))
        stack.addWidget(self._journal_card())
        stack.addWidget(self._file_card())
        self.neighbours = NeighbourCard(desk)
        stack.addWidget(self.neighbours)
        stack.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(cards)
        column.addWidget(area, 1)
        desk.runner.changed.connect(self._changed)
        self.read()

    @property
    def is_open(self) -> bool:
        return False

    def to_list(self) -> None:
        """Put the keyboard on the folder of the second journal."""
        self.read()
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        self.left.emit()

    def read(self) -> None:
        self._desk.runner.ask(found, done=self._show, key=KEY)

    # ---------------------------------------------------------------------------- the cards

    def _journal_card(self) -> Card:
        card = Card(t("Second journal"))
        card.body.addWidget(
            PlainLabel(
                t("Every step is written once more, encrypted, to another disk or a share."),
                tone="muted",
                wrap=True,
            )
        )
        self.folder = QLineEdit()
        self.folder_field = Field(t("Folder"), self.folder)
        self.folder.returnPressed.connect(self.save_folder)
        self.choose = Button(t("Choose…"))
        self.choose.clicked.connect(self._choose_folder)
        self.write = Button(t("Write it there"), kind="primary")
        self.write.clicked.connect(self.save_folder)
        self.end = Button(t("Write it no more"))
        self.end.clicked.connect(lambda: self._keep(""))
        card.body.addWidget(self.folder_field)
        card.body.addLayout(_row(self.write, self.choose, self.end))
        self.journal_words = PlainLabel("", wrap=True)
        card.body.addWidget(self.journal_words)
        return card

    def _file_card(self) -> Card:
        card = Card(t("A file to carry"))
        card.body.addWidget(
            PlainLabel(
                t(
                    "Where the network is dead, carry what waits to a window that has it. The file "
                    "opens only with the key that is shown when it is made."
                ),
                tone="muted",
                wrap=True,
            )
        )
        self.save_file = Button(t("Save what waits…"), kind="primary")
        self.save_file.clicked.connect(self._choose_target)
        self.bring_file = Button(t("Bring a file in…"))
        self.bring_file.clicked.connect(self._choose_source)
        card.body.addLayout(_row(self.save_file, self.bring_file))
        self.key = QLineEdit()
        self.key_field = Field(t("Key of the file"), self.key)
        self.key.returnPressed.connect(self.bring)
        self.bring_button = Button(t("Bring it in"), kind="primary")
        self.bring_button.clicked.connect(self.bring)
        self.file_words = PlainLabel("", wrap=True)
        self.secret = SecretShown()
        for widget in (self.key_field, self.bring_button, self.file_words, self.secret):
            card.body.addWidget(widget)
            widget.hide()
        self._source: Path | None = None
        return card

    # ------------------------------------------------------------------------------ showing

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self.read()

    def _show(self, now: Found) -> None:
        if not self.folder.hasFocus() or not self.folder.text():
            self.folder.setText(now.journal.folder if now.journal else "")
        self.end.setVisible(now.journal is not None)
        if now.journal is None:
            self.journal_words.say(t("There is no second journal."), "muted")
        elif now.journal.trouble:
            self.journal_words.say(now.journal.trouble, "caution")
        else:
            self.journal_words.say(t("It is written."), "money_in")
        self.neighbours.show_found(now.neighbours, now.port, now.stations)

    # ------------------------------------------------------------------------------- acting

    def _choose_folder(self) -> None:
        self._ask_path(
            t("Folder of the second journal"), self._take_folder, QFileDialog.FileMode.Directory
        )

    def _take_folder(self, path: str) -> None:
        self.folder.setText(path)
        self.save_folder()

    def save_folder(self) -> None:
        """Write the second journal there from now on."""
        text = self.folder.text().strip()
        if text:
            self._keep(text)
        else:
            self.folder_field.show_error(t("Say where: a folder on another disk or share."))

    def _keep(self, text: str) -> None:
        def kept(_none: None) -> None:
            self.folder_field.show_error("")
            self.folder.setText(text)
            self.read()

        runner = self._desk.runner
        if not text:
            runner.act(second_journal.keep_journal, "", done=kept)
            return
        runner.work(
            lambda station: second_journal.refuse_unfit(Path(text), station.folder),
            done=lambda _none: runner.act(second_journal.keep_journal, text, done=kept),
            refused=lambda error: self.folder_field.show_error(error.text),
        )

    def _choose_target(self) -> None:
        name = f"{self._desk.practice.station_code}{SUFFIX}"
        self._ask_path(t("Save what waits in"), self.save, None, name)

    def save(self, path: str) -> None:
        """Write what waits into a file, and show its key."""
        self._desk.runner.work(
            lambda station: save_records(station, Path(path)),
            done=self._saved,
            refused=self._file_refused,
        )

    def _saved(self, saved: Saved) -> None:
        money = " + ".join(format_money(amount) for amount in saved.amounts)
        words = t("{count} steps are in {path}.", count=saved.waits, path=saved.path)
        if saved.amounts:  # none while a drawer is open, because its count is blind
            words = t(
                "{count} steps are in {path}, {payments} payments among them ({money}).",
                count=saved.waits,
                path=saved.path,
                payments=saved.payments,
                money=money,
            )
        if more := saved.records - saved.waits:
            words = t(
                "{words} With them are {more} that the centre had or that are of other windows, "
                "in case nobody else has them.",
                words=words,
                more=more,
            )
        self.file_words.say(words, "")
        self.file_words.show()
        self.secret.show_secret(
            t("The key of the file. It is shown only now: write it down, apart from the file."),
            saved.transfer_key,
        )
        self._offer_bringing(None)

    def _choose_source(self) -> None:
        self._ask_path(
            t("Bring a file in"),
            lambda path: self._offer_bringing(Path(path)),
            QFileDialog.FileMode.ExistingFile,
        )

    def _offer_bringing(self, path: Path | None) -> None:
        self._source = path
        for widget in (self.key_field, self.bring_button):
            widget.setVisible(path is not None)
        if path is None:
            return
        self.secret.hide()
        self.file_words.say(
            t("{name}: type its key. A journal of this very window needs none.", name=path.name),
            "",
        )
        self.file_words.show()
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring(self) -> None:
        """Bring the chosen file home."""
        path, key = self._source, self.key.text().strip()
        if path is None:
            return
        self._desk.runner.work(
            lambda station: station.bring_records(path, key),
            done=self._brought,
            refused=self._key_refused,
        )

    def _brought(self, brought: Brought) -> None:
        self._offer_bringing(None)
        self.key.clear()
        self.file_words.say(
            t(
                "{records} steps were in the file: {taken} are home, {known} were known, {again} "
                "are written again after the next contact.",
                records=brought.records,
                taken=brought.taken,
                known=brought.known,
                again=brought.again,
            ),
            "",
        )

    def _key_refused(self, error: UserError) -> None:
        self.key_field.show_error(error.text)
        self.key_field.focus_error()

    def _file_refused(self, error: UserError) -> None:
        self.secret.hide()
        self.file_words.say(error.text, "danger")
        self.file_words.show()

    def _ask_path(
        self,
        title: str,
        chosen: Callable[[str], None],
        mode: QFileDialog.FileMode | None,
        name: str = "",
    ) -> None:
        """Ask for a path without holding the window up; without a mode for a new file."""
        dialog = QFileDialog(self, title, name)
        if mode is None:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(name)
        else:
            dialog.setFileMode(mode)
        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current().px(8))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
