"""The card of a bank account that says how its slips go onto paper the bank printed."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.areas.deposits.bank_rules import PAPERS, paper_of, tenths_of
from app.areas.deposits.bank_values import SlipLayout, SlipOverlay
from app.devices.documents.slip_overlay import tenths_words
from app.gui.screens.settings.bank_words import layout_words
from app.gui.screens.settings.edit_form import Pick
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.errors import UserError
from app.kernel.paper_size import NAMED, sides_of
from app.kernel.translate import t

MEASURED: Final = "measured"


def tenths_of_paper(paper: str) -> tuple[int, int]:
    """The sides of a paper; of a name nobody knows, Letter's."""
    return sides_of(paper) or NAMED["letter"]


class OverlayCard(Card):
    """`save_wanted` comes with Enter and the button, `look_wanted` with the page to lay over it."""

    save_wanted = Signal()
    look_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(t("The bank’s own slips"))
        self._shown: SlipOverlay | None = None
        px = current().px
        self.body.setSpacing(px(12))
        explained = t(
            "Where the bank gives you printed slips, put one into the printer, on top of its "
            "paper. Only the figures are printed onto it."
        )
        self.body.addWidget(PlainLabel(explained, role="caption", tone="muted", wrap=True))
        self.used = Tick(t("Print onto the bank’s own slips"))
        self.codes = Tick(t("Fill in the account’s numbers too"))
        self.layout_pick, self.paper = Pick(), Pick()
        self.wide, self.high = QLineEdit(), QLineEdit()
        self.right, self.down = QLineEdit(), QLineEdit()
        self.fields = {
            "layout": Field(t("Figures stand as on slips of"), self.layout_pick),
            "paper": Field(t("Paper of the bank’s slips"), self.paper),
            "wide": Field(t("Its width, in mm"), self.wide),
            "high": Field(t("Its height, in mm"), self.high),
            "right": Field(t("Move right, in mm"), self.right, hint=t("-1.5 moves left.")),
            "down": Field(t("Move down, in mm"), self.down, hint=t("-1.5 moves up.")),
        }
        self.body.addWidget(self.used)
        for name in ("layout", "paper"):
            self.body.addWidget(self.fields[name])
        for names in (("wide", "high"), ("right", "down")):
            both = QHBoxLayout()
            both.setSpacing(px(12))
            for name in names:
                both.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(both)
        self.paper.currentIndexChanged.connect(self._other_paper)
        self.body.addWidget(self.codes)
        self.message = PlainLabel("", role="caption", tone="danger", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)
        self.look_button = Button(t("Save, and see the page to lay over it"))
        self.save_button = Button(t("Save how slips are printed"))
        for button in (self.look_button, self.save_button):
            button.setAutoDefault(True)
            self.body.addWidget(button)
        self.save_button.clicked.connect(self.save_wanted)
        self.look_button.clicked.connect(self.look_wanted)

    def show_overlay(self, overlay: SlipOverlay) -> None:
        self._shown = overlay
        self._accept()
        self._fill(overlay)

    def follow(self, overlay: SlipOverlay) -> None:
        """What another window changed meanwhile; what was typed here and not saved stays."""
        shown, typed = self._shown, self._typed()
        if shown is None or typed is None or overlay == shown:
            return
        mine = {
            each.name: getattr(typed, each.name)
            for each in fields(SlipOverlay)
            if getattr(typed, each.name) != getattr(shown, each.name)
        }
        self._shown = overlay
        self._fill(replace(overlay, **mine))

    def _fill(self, overlay: SlipOverlay) -> None:
        layouts = [(layout_words(layout), layout.value) for layout in SlipLayout]
        self.layout_pick.offer(layouts, overlay.layout.value)
        sizes = {"letter": t("Letter"), "a4": t("A4")}
        offered = [*((sizes[paper], paper) for paper in PAPERS), (t("Another size"), MEASURED)]
        self.paper.offer(offered, overlay.paper if overlay.paper in PAPERS else MEASURED)
        for box, tenths in zip((self.wide, self.high), tenths_of_paper(overlay.paper), strict=True):
            box.setText(tenths_words(tenths))
        self._other_paper()
        self.right.setText(tenths_words(overlay.right_tenths))
        self.down.setText(tenths_words(overlay.down_tenths))
        self.used.setChecked(overlay.used)
        self.codes.setChecked(overlay.codes)

    def _other_paper(self) -> None:
        """The two boxes of a size stand there only where one is to be measured."""
        for name in ("wide", "high"):
            self.fields[name].setVisible(self.paper.currentData() == MEASURED)

    def overlay(self) -> SlipOverlay | None:
        """What the card says; None after saying beside a box what is wrong."""
        self._accept()
        try:
            return self._read()
        except UserError as error:
            self.refuse(error.field or "", error.text)
            return None

    def _typed(self) -> SlipOverlay | None:
        try:
            return self._read()
        except UserError:
            return None

    def _read(self) -> SlipOverlay:
        paper = str(self.paper.currentData())
        if paper == MEASURED:
            paper = paper_of(self.wide.text(), self.high.text())
        return SlipOverlay(
            SlipLayout(self.layout_pick.currentData()),
            paper,
            self.used.isChecked(),
            self.codes.isChecked(),
            tenths_of(self.right.text(), "right"),
            tenths_of(self.down.text(), "down"),
        )

    def refuse(self, name: str, words: str) -> bool:
        """Say an error beside its box, another one under all while the keyboard is here; whether it
        was said.
        """
        if name in ("right", "down", "paper"):
            self.fields[name].show_error(words)
            self.fields[name].focus_error()
            if name == "paper" and self.paper.currentData() == MEASURED:
                self.high.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if self.isAncestorOf(self.window().focusWidget()):
            self.message.say(words, "danger")
            self.message.show()
            return True
        return False

    def busy(self, busy: bool) -> None:
        for button in (self.save_button, self.look_button):
            button.setEnabled(not busy)

    def _accept(self) -> None:
        self.message.hide()
        for field in self.fields.values():
            field.show_error("")
