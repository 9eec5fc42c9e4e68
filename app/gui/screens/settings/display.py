"""The patient display of this station: whether, where and in which language, beside a preview."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
)

from app.areas.displays import queries, rules, service
from app.areas.displays.rules import THANKS_AT_MOST, Here
from app.areas.displays.values import DisplaySettings, Moment, SaveDisplay, Showing
from app.areas.printing.design_values import ReceiptDesign
from app.areas.printing.papers import receipt_design
from app.devices.speech import has_voice
from app.gui.desk import Desk
from app.gui.rescaling import sized
from app.gui.screens.settings.two_cards import TwoCards
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.patient_canvas import PatientCanvas, draws
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.clock import SystemClock
from app.kernel.errors import UserError
from app.kernel.i18n import format_time
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t

KEY: Final = "settings.display"
TABLES: Final = frozenset({"patient_display", "receipt_design"})
BOTH_FROM: Final = 700
"""Designed pixels from which the preview stands beside the form."""


class DisplaySection(TwoCards):
    """The form at the left, what patients see at the right."""

    def __init__(self, desk: Desk) -> None:
        words = t(
            "A second screen at this station that shows patients what they pay: amounts, and never "
            "a name, a service or a reason. It is empty while nobody pays."
        )
        super().__init__(t("Patient display"), words, BOTH_FROM)
        self._desk = desk
        self._kept: DisplaySettings | None = None
        self._showing = True
        self.lay_out(self._form(), self._preview(), (2, 3))
        desk.runner.changed.connect(self._changed)
        self.read()

    def to_list(self) -> None:
        """Put the keyboard on the first box."""
        self.shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        self._desk.runner.ask(queries.patient_screen, done=self._show, key=KEY)
        self._desk.runner.ask(receipt_design, done=self._show_design, key=f"{KEY}.logo")

    def _show_design(self, design: ReceiptDesign) -> None:
        """The logo that stands on receipts stands on the display, and so in the preview."""
        self.canvas.show_logo(design.logo)

    # ------------------------------------------------------------------------------ the form

    def _form(self) -> Card:
        px = current().px
        card = Card()
        card.body.setSpacing(px(8))
        self.shown = Tick(t("Show patients what they pay"))
        self.screen_choice, self.language = Choice(), Choice()
        self.thanks = QLineEdit()
        self.thanks.setMaxLength(THANKS_AT_MOST)
        self.rates = Tick(t("Ask for one touch after a payment"))
        self.speaks = Tick(t("Say the change aloud"))
        for words in rules.languages():
            if draws(words.code):
                self.language.addItem(words.name, words.code)
        self.language.insertItem(0, t("The patient's, else the practice's"), "")
        self.screen_field = Field(t("Screen"), self.screen_choice)
        self.language_field = Field(t("Language"), self.language)
        self.thanks_field = Field(
            t("Words at the end"), self.thanks, optional=True, hint=t("Such as: See you soon.")
        )
        rated = t("1 to 5, kept without a name. Reports show it from five answers a day on.")
        voice = (
            t("With the voice of this computer. It says amounts, never a name.")
            if has_voice()
            else t("This computer has no voice that Counterfoil could use.")
        )
        self.save_button = Button(t("Save the display"), kind="primary")
        self.save_button.setAutoDefault(True)
        card.body.addWidget(self.shown)
        for field in (self.screen_field, self.language_field, self.thanks_field):
            card.body.addWidget(field)
        for tick, hint in ((self.rates, rated), (self.speaks, voice)):
            card.body.addWidget(tick)
            card.body.addWidget(PlainLabel(hint, role="caption", tone="muted", wrap=True))
        card.body.addWidget(self.save_button)
        card.body.addStretch(1)
        for box in (self.shown, self.rates, self.speaks):
            box.toggled.connect(self._draw)
        for choice in (self.screen_choice, self.language):
            choice.currentIndexChanged.connect(self._draw)
        self.thanks.textChanged.connect(self._draw)
        self.thanks.returnPressed.connect(self.save)
        self.save_button.clicked.connect(self.save)
        return card

    def _offer_screens(self, chosen: str) -> None:
        """The screens that are there now; a chosen one that is unplugged stays in the list."""
        mine = self.screen().name() if self.screen() is not None else ""
        self.screen_choice.clear()
        self.screen_choice.addItem(t("Any second screen"), "")
        names = [screen.name() for screen in QGuiApplication.screens()]
        for name in names:
            words = t("{screen} (the cashier's)", screen=name) if name == mine else name
            self.screen_choice.addItem(words, name)
        if chosen and chosen not in names:
            self.screen_choice.addItem(t("{screen} (not plugged in)", screen=chosen), chosen)
        self.screen_choice.setCurrentIndex(max(0, self.screen_choice.findData(chosen)))
        alone = t("There is one screen. The display is a window until a second one is plugged in.")
        self.screen_field.say_hint(alone if len(names) < 2 else "")

    def _show(self, kept: DisplaySettings) -> None:
        """Fill the boxes where something else is kept now: what is typed meanwhile stays."""
        if kept == self._kept:
            return
        self._kept = kept
        self._showing = True
        self.shown.setChecked(kept.shown)
        self._offer_screens(kept.screen)
        self.language.setCurrentIndex(max(0, self.language.findData(kept.language)))
        self.thanks.setText(kept.thanks)
        self.rates.setChecked(kept.rates)
        self.speaks.setChecked(kept.speaks)
        self._showing = False
        self._draw()

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self.read()

    def _wanted(self) -> SaveDisplay:
        return SaveDisplay(
            CommandId(new_id()),
            self.shown.isChecked(),
            str(self.screen_choice.currentData() or ""),
            str(self.language.currentData() or ""),
            self.thanks.text(),
            self.rates.isChecked(),
            self.speaks.isChecked(),
        )

    def save(self) -> None:
        """Keep it; the display follows at once."""

        def done(kept: DisplaySettings) -> None:
            words = t("The patient display is on.") if kept.shown else t("It is off.")
            self._desk.toasts.success(t("Patient display saved"), words)

        self._desk.runner.act(
            service.save_display, self._wanted(), done=done, refused=self._refused
        )

    def _refused(self, error: UserError) -> None:
        fields = {"screen": self.screen_field, "language": self.language_field}
        field = fields.get(error.field or "", self.thanks_field)
        field.show_error(error.text)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # --------------------------------------------------------------------------- the preview

    def _preview(self) -> Card:
        px = current().px
        card = Card(t("Preview"))
        row = QHBoxLayout()
        row.setSpacing(px(4))
        group = QButtonGroup(card)
        self.samples: dict[Showing, Button] = {}
        named = {
            Showing.NOTHING: t("Empty"),
            Showing.DUE: t("To pay"),
            Showing.CARD: t("Card"),
            Showing.CHANGE: t("Change"),
        }
        for showing, words in named.items():
            button = self.samples[showing] = Button(words, kind="choice")
            sized(button, px, least_width=64 + 8 * len(words))
            button.setCheckable(True)
            button.clicked.connect(self._draw)
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.samples[Showing.CHANGE].setChecked(True)
        card.body.addLayout(row)
        self.canvas = PatientCanvas()
        sized(self.canvas, px, least_height=270)
        card.body.addWidget(self.canvas)
        card.body.addStretch(1)
        return card

    def _draw(self) -> None:
        """The chosen moment as it would be, with what is set now."""
        if self._showing or not self.samples:
            return
        wanted, here = self._wanted(), self._desk.practice
        unit = 10 ** decimals_of(here.currency)
        due, given, change = (Money(each * unit, here.currency) for each in (35, 50, 15))
        showing = next(each for each, button in self.samples.items() if button.isChecked())
        moment = Moment(showing, due, given, change)
        display = DisplaySettings(
            wanted.shown, language=wanted.language, thanks=wanted.thanks, rates=wanted.rates
        )
        place = Here(here.organization_name, here.locale, draws)
        page = rules.page_of(moment, display, place, asks=wanted.rates)
        clock = format_time(SystemClock().now(), here.time_zone, here.locale)
        self.canvas.show_page(page, clock)
