"""How this window looks and moves, chosen at once; nothing is saved for the practice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui import motion
from app.gui.desk import Desk
from app.gui.key_map import key_words
from app.gui.languages import native_name, offered, window_language
from app.gui.motion import Motion
from app.gui.rescaling import sized
from app.gui.theme import SCALES, Scheme, current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t, words_language


class WindowLook(QWidget):
    """`left` comes on Esc."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(PlainLabel(t("This window"), role="heading"))
        words = t("Only for this station. Colors and text size stand in the menu under a name too.")
        column.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        column.addSpacing(px(4))
        card = Card()
        self.schemes = {
            Scheme.SYSTEM: _choice(t("As the system"), 128),
            Scheme.LIGHT: _choice(t("Light"), 80),
            Scheme.DARK: _choice(t("Dark"), 80),
        }
        self.scales = {scale: _choice(t("{percent} %", percent=scale), 76) for scale in SCALES}
        self._row(card, t("Colors"), tuple(self.schemes.values()), "")
        keys = t(
            "{larger} and {smaller} do the same anywhere.",
            larger=key_words("frame.larger"),
            smaller=key_words("frame.smaller"),
        )
        self._row(card, t("Text size"), tuple(self.scales.values()), keys)
        self._offer_languages(card)
        self._offer_motion(card)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(card)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        column.addWidget(area, 1)
        for scheme, button in self.schemes.items():
            button.clicked.connect(self._chooser(scheme=scheme))
        for scale, button in self.scales.items():
            button.clicked.connect(self._chooser(scale=scale))
        current().changed.connect(self._show)
        self._show()

    @property
    def is_open(self) -> bool:
        return False

    def to_list(self) -> None:
        """Put the keyboard on the colors in use."""
        self.schemes[current().scheme].setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        self.left.emit()

    def _chooser(
        self, scheme: Scheme | None = None, scale: int | None = None
    ) -> Callable[[], None]:
        def choose() -> None:
            current().choose(scheme, scale)
            self._desk.keep_look()

        return choose

    def _offer_languages(self, card: Card) -> None:
        card.body.addWidget(PlainLabel(t("Language"), role="caption", tone="muted"))
        self.language = Choice()
        self.language.setAccessibleName(t("Language"))
        for name, language in offered():
            self.language.addItem(name, language)
        self.language.setCurrentIndex(max(0, self.language.findData(window_language().chosen)))
        self.language.activated.connect(self._speak)
        row = QHBoxLayout()
        row.addWidget(self.language)
        row.addStretch(1)
        card.body.addLayout(row)
        self.language_note = PlainLabel(
            t(
                "Receipts and reports keep the language of the practice and the patient. What you "
                "choose here is spoken from the next start on."
            ),
            role="caption",
            tone="muted",
            wrap=True,
        )
        card.body.addWidget(self.language_note)
        self.next_start = PlainLabel("", tone="caution", wrap=True)
        self.next_start.hide()
        card.body.addWidget(self.next_start)
        self._say_next_start()

    def _speak(self) -> None:
        window_language().choose(str(self.language.currentData()))
        self._say_next_start()

    def _say_next_start(self) -> None:
        """Where another language was chosen than this window speaks, how one gets it now."""
        chosen = str(self.language.currentData()) or self._desk.practice.locale
        differs = chosen.partition("_")[0] != words_language().partition("_")[0]
        if differs:
            self.next_start.say(
                t(
                    "{language} is spoken from the next start on. To have it now, close this "
                    "window and open Counterfoil again.",
                    language=native_name(chosen.partition("_")[0]),
                )
            )
        self.next_start.setVisible(differs)

    def _offer_motion(self, card: Card) -> None:
        self.motions = {
            Motion.SYSTEM: _choice(t("As the system"), 128),
            Motion.NONE: _choice(t("Nothing moves"), 128),
        }
        self._row(card, t("Motion"), tuple(self.motions.values()), "")
        for wanted, button in self.motions.items():
            button.clicked.connect(self._mover(wanted))

    def _mover(self, wanted: Motion) -> Callable[[], None]:
        def choose() -> None:
            motion.choose(wanted)
            self._desk.keep_look()

        return choose

    def _row(self, card: Card, words: str, buttons: tuple[Button, ...], more: str) -> None:
        card.body.addWidget(PlainLabel(words, role="caption", tone="muted"))
        group = QButtonGroup(card)
        for button in buttons:
            group.addButton(button)
        lines = Flow()
        card.body.addWidget(lines)  # before it is shown: without a parent it would be a window
        lines.put(list(buttons))
        if more:
            card.body.addWidget(PlainLabel(more, role="caption", tone="muted", wrap=True))

    def _show(self) -> None:
        """Keys and the menu change the look too."""
        theme = current()
        self.schemes[theme.scheme].setChecked(True)
        self.motions[motion.chosen()].setChecked(True)
        if theme.scale in self.scales:
            self.scales[theme.scale].setChecked(True)


def _choice(words: str, width: int) -> Button:
    button = Button(words, kind="choice")
    # The words grow bold when chosen.
    sized(button, current().px, least_width=width)
    button.setCheckable(True)
    return button
