"""The first step: what the file holds, which system it comes from, and the file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.imports.values import ImportChecked, ImportKind, ImportState
from app.gui.rescaling import sized
from app.gui.screens.imports.words import kind_hint, kind_words, rows_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.section_button import SectionButton
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t

ICONS: Final = {
    ImportKind.PATIENTS: "users",
    ImportKind.GUARANTORS: "identification-card",
    ImportKind.INVOICES: "file-text",
    ImportKind.BALANCES: "wallet",
    ImportKind.SERVICES: "package",
}
ORDER: Final = (
    ImportKind.PATIENTS,
    ImportKind.BALANCES,
    ImportKind.INVOICES,
    ImportKind.GUARANTORS,
    ImportKind.SERVICES,
)
ONE_OF: Final = frozenset({ImportKind.BALANCES, ImportKind.INVOICES})
"""What is owed comes in by one of these: by both it would be owed twice."""
KINDS_WIDTH: Final = 200
UNENDED_AT_MOST: Final = 3


class FileStep(QWidget):
    """`wanted` when the file should be looked at; `go_on` and `drop` with a run that was not
    ended.
    """

    wanted = Signal()
    go_on = Signal(object)
    drop = Signal(object)

    def __init__(self, kinds: tuple[ImportKind, ...]) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._folder = Path.home()
        px = current().px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole.addWidget(area)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        self._unended = QVBoxLayout()
        self._unended.setSpacing(px(8))
        column.addLayout(self._unended)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self._kind_card(kinds))
        row.addWidget(self._file_card(), 1)
        column.addLayout(row)
        column.addStretch(1)
        self.choose_kind(kinds[0])
        self._proposes = True

    @property
    def kind(self) -> ImportKind:
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def choose_kind(self, kind: ImportKind) -> None:
        self.kinds[kind].setChecked(True)

    def path(self) -> Path:
        """The file that was typed or chosen; a path pasted with quotes is meant without them."""
        return Path(self.file.text().strip().strip('"')).expanduser()

    def come_after(self, run: ImportChecked | None) -> None:
        """Be ready for another file. After one that is wholly in, a kind that is not in yet is
        proposed; rows with errors come again, mended. Who only went back finds the file named.
        """
        if run is not None:
            self.file.clear()
        self._proposes = run is not None and run.state is ImportState.APPLIED and not run.bad

    def show_known(self, sources: tuple[str, ...], brought: frozenset[ImportKind]) -> None:
        """What was named before, one system for whoever brings its next file; and the first kind
        that is not in yet, unless somebody chose one.
        """
        if not self.source.text() and len(sources) == 1:
            self.source.setText(sources[0])
        there = brought | ONE_OF if brought & ONE_OF else brought
        left = [kind for kind in self.kinds if kind not in there]
        if not self._proposes or not left or left[0] is self.kind:
            return
        here = self.kinds[self.kind].hasFocus()
        self.choose_kind(left[0])
        if here:
            self.begin()

    def show_unended(self, runs: tuple[ImportChecked, ...]) -> None:
        """Imports that stopped in the middle, each with how far it is."""
        while (item := self._unended.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for run in runs[:UNENDED_AT_MOST]:
            self._unended.addWidget(self._unended_card(run))

    def show_error(self, field: str, words: str) -> None:
        place = self.source_field if field == "source" else self.file_field
        place.show_error(words)
        place.focus_error()

    def begin(self) -> None:
        """The keyboard goes where the first thing is missing."""
        place = self.kinds[self.kind]
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kind_card(self, kinds: tuple[ImportKind, ...]) -> Card:
        card = Card(t("What is in the file"))
        sized(card, current().px, width=KINDS_WIDTH)
        card.body.setContentsMargins(current().px(8), current().px(8), current().px(8), 0)
        card.body.setSpacing(current().px(2))
        self.kinds: dict[ImportKind, SectionButton] = {}
        group = QButtonGroup(self)
        for kind in (each for each in ORDER if each in kinds):
            button = SectionButton(kind_words(kind), ICONS[kind])
            button.setCheckable(True)
            button.toggled.connect(lambda on, kind=kind: self._turned(kind) if on else None)
            button.entered.connect(self._to_source)
            group.addButton(button)
            self.kinds[kind] = button
            card.body.addWidget(button)
        card.body.addStretch(1)
        return card

    def _file_card(self) -> Card:
        card = Card(t("The file"))
        self.hint = PlainLabel("", tone="muted", wrap=True)
        card.body.addWidget(self.hint)
        self.source = QLineEdit()
        self.source.setMaxLength(60)
        self.source_field = Field(
            t("Which system it comes from"),
            self.source,
            hint=t("Its name, such as OpenEMR: its next file changes what this one brings."),
        )
        card.body.addWidget(self.source_field)
        self.file = QLineEdit()
        self.file.setMaxLength(4000)
        self.file_field = Field(
            t("CSV file"),
            self.file,
            hint=t("Save a workbook as CSV (UTF-8) first. You can drop a file here."),
        )
        self.file_button = Button(t("Choose the file…"), icon="file-text")
        self.file_button.clicked.connect(self.choose)
        self.look_button = Button(t("Look at the file"), kind="big")
        self.look_button.setAutoDefault(True)
        self.look_button.clicked.connect(self.wanted)
        self.source.returnPressed.connect(lambda: self.file.setFocus())
        self.file.returnPressed.connect(self.wanted)
        card.body.addWidget(self.file_field)
        line = QHBoxLayout()
        line.addWidget(self.file_button)
        line.addStretch(1)
        card.body.addLayout(line)
        card.body.addWidget(self.look_button)
        return card

    def _unended_card(self, run: ImportChecked) -> Card:
        card = Card(tint=True)
        line = QHBoxLayout()
        line.setSpacing(current().px(12))
        if run.state is ImportState.APPLYING:
            words = t(
                "{file} was stopped in the middle: {done} of {all} rows are in. It goes on where "
                "it stopped, and nothing comes in twice.",
                file=run.file_name,
                done=run.applied,
                all=run.new + run.changed,
            )
        else:
            words = t(
                "{file} is checked ({rows}) and nothing of it is in yet.",
                file=run.file_name,
                rows=rows_words(run.rows),
            )
        label = PlainLabel(f"{kind_words(run.kind)}: {words}", wrap=True)
        go_on, drop = Button(t("Go on"), kind="primary"), Button(t("Leave it"))
        go_on.clicked.connect(lambda: self.go_on.emit(run))
        drop.clicked.connect(lambda: self.drop.emit(run))
        line.addWidget(label, 1)
        line.addWidget(drop)
        line.addWidget(go_on)
        card.body.addLayout(line)
        return card

    def choose(self) -> None:
        """Let the person pick a file; what they chose is looked at once they say so."""
        if self.file.text():
            self._folder = self.path().parent
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            t("Choose the file"),
            str(self._folder),
            t("CSV files (*.csv *.txt *.tsv);;All files (*)"),
        )
        if chosen:
            self._folder = Path(chosen).parent
            self._take(chosen)

    def _take(self, path: str) -> None:
        with QSignalBlocker(self.file):
            self.file.setText(path)
        self.file_field.show_error("")
        place = self.look_button if self.source.text().strip() else self.source
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turned(self, kind: ImportKind) -> None:
        self._proposes = False
        self.hint.say(kind_hint(kind))

    def _to_source(self) -> None:
        place = self.file if self.source.text().strip() else self.source
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's own names from here on

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if found:
            self._take(found[0])
            event.acceptProposedAction()
