"""The file is read or applied: how far it is, and one button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, in_the_middle
from app.kernel.i18n import format_count
from app.kernel.translate import t

WIDTH = 560


class ProgressStep(QWidget):
    """It says what is done and what happens when it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        card = Card()
        px = current().px
        self.title = PlainLabel("", role="heading", wrap=True)
        self.about = PlainLabel("", tone="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("How far it is"))
        self.words = PlainLabel("", tone="muted")
        self.stop = Button(t("Stop"))
        sized(self.stop, px, least_width=120)
        line = QHBoxLayout()
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        for each in (self.title, self.about, self.bar):
            card.body.addWidget(each)
        card.body.addLayout(line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        middle = QWidget()
        in_the_middle(middle, card, WIDTH)
        whole.addWidget(middle)

    def begin(self, title: str, about: str) -> None:
        self.title.say(title)
        self.about.say(about)
        self.words.say("")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_how_far(self, done: int, of: int) -> None:
        """Rows done, of how many, and the share of it."""
        share = done * 100 // of if of else 0
        self.bar.setRange(0, 100)
        self.bar.setValue(share)
        self.words.say(
            t(
                "{done} of {all} rows, {share} %",
                done=format_count(done),
                all=format_count(of),
                share=share,
            )
        )

    def say_stopping(self) -> None:
        self.stop.setEnabled(False)
        self.words.say(t("It stops after the rows it is at."))
