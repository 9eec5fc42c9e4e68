"""The scanner of this station: how it is told from typing, and a trial that proposes how."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit

from app.areas.scans import queries, rules, service
from app.areas.scans.values import (
    LEAST_AT_LEAST,
    LEAST_AT_MOST,
    MARK_AT_MOST,
    QUICKEST_GAP_MS,
    SLOWEST_GAP_MS,
    Junk,
    SaveScanner,
    ScannerSettings,
    ScanTrial,
)
from app.gui.desk import Desk
from app.gui.main_window import MainWindow
from app.gui.rescaling import sized
from app.gui.screens.settings.two_cards import TwoCards
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.text import shown
from app.kernel.translate import t

KEY: Final = "settings.scanner"
TABLE: Final = "scanner"
FORM_WIDTH: Final = 300
BOTH_FROM: Final = 560
"""Designed pixels from which the trial stands beside the boxes."""
NEVER: Final = -1
"""What is no number in a box: the action says which there may be."""


class ScannerSection(TwoCards):
    """The form at the left, the trial at the right."""

    def __init__(self, desk: Desk) -> None:
        words = t(
            "What a scanner types never lands in a box: it opens the receipt, invoice, account, "
            "refund or deposit of that number. It is told from hands by how quick its keys come."
        )
        super().__init__(t("Scanner"), words, BOTH_FROM)
        self._desk = desk
        self._kept = ScannerSettings()
        self._known = False
        self.lay_out(self._form(), self._trial_card(), (0, 1))
        desk.runner.changed.connect(self._changed)
        self.read()

    def to_list(self) -> None:
        """Put the keyboard on the first box."""
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        self._desk.runner.ask(queries.scanner, done=self._show, key=KEY)

    # ------------------------------------------------------------------------------ the form

    def _form(self) -> Card:
        card = Card()
        sized(card, current().px, width=FORM_WIDTH)
        card.body.setSpacing(current().px(12))
        self.on = Tick(t("Tell a scanner from typing"))
        self.gap, self.least, self.prefix, self.suffix = (QLineEdit() for _ in range(4))
        for box in (self.prefix, self.suffix):
            box.setMaxLength(MARK_AT_MOST)
        for box in (self.gap, self.least):
            box.setMaxLength(3)
        gaps = t("{least} to {most}; 30 fits most.", least=QUICKEST_GAP_MS, most=SLOWEST_GAP_MS)
        most = t("{least} to {most}.", least=LEAST_AT_LEAST, most=LEAST_AT_MOST)
        marks = t("Such as ~, where the scanner is set so.")
        self.fields = {
            "gap_ms": Field(t("Longest gap (milliseconds)"), self.gap, hint=gaps),
            "least": Field(t("Fewest letters of a code"), self.least, hint=most),
            "prefix": Field(t("Before every code"), self.prefix, optional=True, hint=marks),
            "suffix": Field(t("After every code"), self.suffix, optional=True),
        }
        off = t("Off, what it scans is typed into whatever box has the keyboard.")
        card.body.addWidget(self.on)
        card.body.addWidget(PlainLabel(off, role="caption", tone="muted", wrap=True))
        for field in self.fields.values():
            card.body.addWidget(field)
        self.save_button = Button(t("Save the scanner"), kind="primary")
        self.save_button.setAutoDefault(True)
        self.save_button.clicked.connect(self.save)
        card.body.addWidget(self.save_button)
        card.body.addStretch(1)
        for box in (self.gap, self.least, self.prefix, self.suffix):
            box.returnPressed.connect(self.save)
        return card

    def _show(self, kept: ScannerSettings) -> None:
        """Fill the boxes where something else is kept now: what is typed meanwhile stays."""
        if self._known and kept == self._kept:
            return
        self._kept, self._known = kept, True
        self._fill(kept)

    def _fill(self, settings: ScannerSettings) -> None:
        self.on.setChecked(settings.on)
        self.gap.setText(str(settings.gap_ms))
        self.least.setText(str(settings.least))
        self.prefix.setText(settings.prefix)
        self.suffix.setText(settings.suffix)
        for field in self.fields.values():
            field.show_error("")

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and TABLE in tables and self.isVisible():
            self.read()

    def save(self) -> None:
        """Keep it; the next scan is known by it."""
        for field in self.fields.values():
            field.show_error("")
        command = SaveScanner(
            CommandId(new_id()),
            self.on.isChecked(),
            _number(self.gap.text()),
            _number(self.least.text()),
            self.prefix.text(),
            self.suffix.text(),
        )

        def done(kept: ScannerSettings) -> None:
            words = t("It is told from typing.") if kept.on else t("It is not told from typing.")
            self._desk.toasts.success(t("Scanner saved"), words)

        self._desk.runner.act(service.save_scanner, command, done=done, refused=self._refused)

    def _refused(self, error: UserError) -> None:
        field = self.fields.get(error.field or "", self.fields["gap_ms"])
        field.show_error(error.text)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # ----------------------------------------------------------------------------- the trial

    def _trial_card(self) -> Card:
        card = Card(t("Try it"))
        card.body.setSpacing(current().px(12))
        self.try_button = Button(t("Scan something now"))
        self.try_button.setAutoDefault(True)
        self.try_button.clicked.connect(self.begin_trial)
        self.said = PlainLabel(
            t("See what the scanner types and how quick it is. Nothing is opened by that scan."),
            tone="muted",
            wrap=True,
        )
        self.detail = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.said)
        card.body.addWidget(self.try_button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.detail)
        card.body.addStretch(1)
        return card

    def begin_trial(self) -> None:
        """The next code comes here."""
        window = self.window()
        if isinstance(window, MainWindow):
            self.said.say(t("Scan any code now."))
            self.detail.say("")
            window.scan.try_out(self.tried)

    def tried(self, trial: ScanTrial) -> None:
        """Say what came and fill the boxes with what would know it; nothing is saved by that."""
        card = rules.code_of(trial.text).junk is Junk.CARD
        code = t("a card number, which is not shown") if card else shown(trial.text)
        self.said.say(t("It typed: {code}", code=code))
        ended = (
            t("It ends with Enter or Tab.")
            if trial.ended
            else t("It sends neither Enter nor Tab: set one, or a mark after every code.")
        )
        pace = t(
            "{count} letters, at most {gap} milliseconds apart.",
            count=len(trial.text),
            gap=trial.slowest_ms,
        )
        self._fill(rules.proposed(trial, self._kept))
        self.detail.say(" ".join((pace, ended, t("The boxes hold what fits it: save them."))))
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt's own name

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        window = self.window()
        if isinstance(window, MainWindow):
            window.scan.try_out(None)


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() else NEVER
