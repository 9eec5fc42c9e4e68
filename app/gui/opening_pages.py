"""Pages before there is a station: the passphrase, and why the data can't be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, in_the_middle
from app.kernel.translate import t


class _Page(QWidget):
    """One card in the middle of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = Card()
        in_the_middle(self, self.card, 440)


class PassphrasePage(_Page):
    """`entered` comes with the passphrase; a wrong one brings a new page with the reason."""

    entered = Signal(str)

    def __init__(self, words: str, *, wrong: bool = False) -> None:
        super().__init__()
        body = self.card.body
        body.addWidget(PlainLabel(t("Unlock this practice"), role="title"))
        body.addWidget(PlainLabel(words, tone="danger" if wrong else "muted", wrap=True))
        self.box = QLineEdit()
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.returnPressed.connect(self._enter)
        body.addWidget(Field(t("Passphrase"), self.box))
        self.button = Button(t("Unlock"), kind="primary")
        self.button.clicked.connect(self._enter)
        body.addWidget(self.button)

    def ask(self) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def free(self) -> None:
        """The answer has come: the passphrase can be sent again."""
        self.box.setReadOnly(False)
        self.button.setEnabled(True)
        self.button.say(t("Unlock"))

    def _enter(self) -> None:
        if self.box.text() and self.button.isEnabled():
            self.button.setEnabled(False)
            self.button.say(t("Unlocking…"))
            self.box.setReadOnly(True)
            self.entered.emit(self.box.text())


class OpeningPage(_Page):
    """What must be done before the practice opens, and how far it is."""

    def __init__(self) -> None:
        super().__init__()
        body = self.card.body
        body.addWidget(PlainLabel(t("Getting the books ready"), role="title"))
        self.words = PlainLabel("", wrap=True)
        body.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        body.addWidget(self.bar)
        self.hint = PlainLabel(
            t(
                "This is done once after an update. You can close the window: it begins again at "
                "the next start, and nothing is lost."
            ),
            tone="muted",
            wrap=True,
        )
        body.addWidget(self.hint)

    def tell(self, words: str, done: int, of: int) -> None:
        """`of` is 0 where nobody can say how much it is; the bar moves then all the same."""
        shown = t("{words} {percent} %", words=words, percent=done * 100 // of) if of else words
        self.words.say(shown)
        self.bar.setAccessibleName(shown)
        self.bar.setRange(0, 1000 if of else 0)
        self.bar.setValue(done * 1000 // of if of else 0)


class ProblemPage(_Page):
    """Why the data can't be opened, and what can be done."""

    retry_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        body = self.card.body
        body.addWidget(PlainLabel(t("This practice can't be opened"), role="title"))
        body.addWidget(PlainLabel(words, wrap=True))
        row = QHBoxLayout()
        self.close_button = Button(t("Close Counterfoil"))
        self.close_button.clicked.connect(self.quit_wanted)
        self.retry = Button(t("Try again"), kind="primary")
        self.retry.clicked.connect(self.retry_wanted)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.retry)
        body.addLayout(row)
