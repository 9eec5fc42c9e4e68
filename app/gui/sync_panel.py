"""How this window stands with the centre and the others, under the pill of the centre."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.corner_panel import CornerPanel
from app.gui.sync_words import Line, SyncWords
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t


class _Lines(QWidget):
    """Names at the left, words beside them; the same labels say other words next time."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[PlainLabel, PlainLabel]] = []

    def show_lines(self, lines: Sequence[Line], width: int) -> None:
        while len(self._rows) < len(lines):
            row = (PlainLabel(tone="muted", wrap=True), PlainLabel(wrap=True))
            for place, label in enumerate(row):
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                top = Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(label, len(self._rows), place, top)
            self._rows.append(row)
        for number, (name, words) in enumerate(self._rows):
            there = number < len(lines)
            name.setVisible(there)
            words.setVisible(there)
            if there:
                name.setFixedWidth(width)
                name.say(lines[number].name)
                words.say(lines[number].words, lines[number].tone)


class SyncPanel(CornerPanel):
    """`now_wanted` asks to send and take at once, `copied` for the words in the clipboard, `tasks`
    and `stations` for those pages, `join_wanted` to get its password anew.
    """

    WIDTH = 460
    now_wanted = Signal()
    copied = Signal(str)
    tasks_wanted = Signal()
    stations_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, "desktop", t("The centre and the other windows"))
        px = current().px
        self.state.setProperty("role", "strong")
        self.words: SyncWords | None = None
        self._joins = False
        self.cautions = PlainLabel(tone="caution", wrap=True)
        self.cautions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("How much has come"))
        self.far = PlainLabel(role="caption", tone="muted")
        self.facts, self.windows = _Lines(), _Lines()
        self._others = PlainLabel(t("Windows"), role="caption", tone="muted")
        column = QVBoxLayout()
        column.setSpacing(px(8))
        for part in (self.cautions, self.bar, self.far, self.facts, self._others, self.windows):
            column.addWidget(part)
        column.addStretch(1)
        self.body.addLayout(column)
        self.add_foot(self._foot())

    def show_words(self, words: SyncWords) -> None:
        """What there is to say now; the keyboard stays where it is."""
        if words == self.words:
            return
        self.words = words
        px = current().px
        self.glyph.show_icon(words.icon, words.tone)
        self.state.say(words.headline)
        self.cautions.say("\n\n".join(words.cautions), "muted" if words.alone else "caution")
        self.cautions.setVisible(bool(words.cautions))
        for part in (self.bar, self.far):
            part.setVisible(words.far is not None)
        if words.far is not None:
            self.bar.setRange(0, words.far[1])
            self.bar.setValue(words.far[0])
            self.far.say(words.far_words)
        self.facts.show_lines(words.facts, px(148))
        self.windows.show_lines(words.windows, px(148))
        self._others.setVisible(bool(words.windows))
        self._show_ways()
        if words.alone and self.isVisible() and not self.holds_focus():
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()

    def _show_ways(self) -> None:
        alone = self.words is not None and self.words.alone
        self.join_button.setVisible(self._joins)
        self.now_button.setVisible(not alone and not self._joins)

    def offer(self, *, tasks: bool, stations: bool) -> None:
        """Which ways on there are for this person."""
        self.tasks_button.setVisible(tasks)
        self.stations_button.setVisible(stations)

    def offer_joining(self, needed: bool) -> None:
        """Whether this window can't call the centre before it joined it again."""
        held = self.holds_focus()
        self._joins = needed
        self._show_ways()
        if held and self.isVisible():
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def trying(self, trying: bool) -> None:
        """Say that it is under way; the button keeps the keyboard."""
        self.now_button.say(t("Syncing…") if trying else t("Sync now"))

    def first(self) -> QWidget:
        if self._joins:
            return self.join_button
        alone = self.words is not None and self.words.alone
        return self.close_button if alone else self.now_button

    def height_wanted(self) -> int:
        if self.words is None or self.words.alone:
            return 300
        lines = 26 * len(self.words.facts) + 44 * len(self.words.windows)
        return min(560, 164 + lines + 60 * len(self.words.cautions))

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.now_button = Button(t("Sync now"), kind="primary", icon="arrow-clockwise")
        self.now_button.clicked.connect(self.now_wanted)
        self.join_button = Button(t("Join again…"), kind="primary")
        self.join_button.clicked.connect(self.join_wanted)
        self.join_button.hide()
        self.tasks_button = Button(t("Tasks"))
        self.tasks_button.clicked.connect(self.tasks_wanted)
        self.stations_button = Button(t("Stations"))
        self.stations_button.clicked.connect(self.stations_wanted)
        self.copy_button = Button(t("Copy"), icon="copy")
        self.copy_button.setToolTip(t("Everything here as text, to send to who helps"))
        self.copy_button.clicked.connect(
            lambda: self.copied.emit(self.words.as_text() if self.words else "")
        )
        ways = (self.now_button, self.join_button, self.tasks_button, self.stations_button)
        for button in ways:
            button.setAutoDefault(True)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        return foot
