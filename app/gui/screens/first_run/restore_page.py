"""The page on which a new computer gets a practice back: the file, what is in it, the key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.form_card import FormCard
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t

FILE_STEP, KEY_STEP, LAST_STEP = 1, 2, 3


class RestorePage(FormCard):
    """`file_wanted` asks for a file. Three steps, each once the one before it is sure: the file,
    its recovery key, and the word to begin.
    """

    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(t("Restore a backup"))
        self.step = FILE_STEP
        self.words = PlainLabel("", tone="muted", wrap=True)
        self.body.addWidget(self.words)
        self.seen = PlainLabel("", role="strong", wrap=True)
        self.body.addWidget(self.seen)
        self.file_box, self.key_box = QLineEdit(), QLineEdit()
        hint = t("It ends in .cfbackup. Take the newest one there is.")
        self.add("file", t("The backup file"), self.file_box, hint=hint)
        self.choose = Button(t("Choose…"))
        self.choose.setAutoDefault(True)
        self.choose.clicked.connect(self.file_wanted)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        self.body.addLayout(row)
        hint = t("Nine groups of four letters and digits, written down when the practice was made.")
        self.add("recovery_key", t("Recovery key"), self.key_box, hint=hint)
        self.add_passphrase()
        self.finish("")
        self.file_box.textEdited.connect(lambda _text: self.fields["file"].show_error(""))
        self.show_step(FILE_STEP)

    def show_step(self, step: int, seen: str = "", *, passphrase: bool = False) -> None:
        """Ask for what this step needs; `seen` says what the file is."""
        self.step = step
        self.seen.say(seen)
        self.seen.setVisible(bool(seen))
        self.words.say(
            {
                FILE_STEP: t(
                    "This computer becomes the window that made the backup. The file lies in the "
                    "folder “backups” of the old computer’s data, or in the second place for "
                    "backups."
                ),
                KEY_STEP: t("The key shows that the backup is yours, and opens it."),
                LAST_STEP: t(
                    "New receipts get a new prefix, so that no number is given twice. Where the "
                    "practice has a centre, what was done after the backup comes from there by "
                    "itself. The old computer must not work as this window any more."
                ),
            }[step],
            "muted",
        )
        self.fields["file"].setVisible(step == FILE_STEP)
        self.choose.setVisible(step == FILE_STEP)
        self.fields["recovery_key"].setVisible(step == KEY_STEP)
        self.ask_passphrase(step == LAST_STEP and passphrase)
        self.busy("")
        self.stand()

    def stand(self) -> None:
        """Put the keyboard where work goes on."""
        places: dict[int, QWidget] = {FILE_STEP: self.file_box, KEY_STEP: self.key_box}
        last = self.fields["passphrase"].control if self.passphrase_asked else self.button
        places.get(self.step, last).setFocus(Qt.FocusReason.OtherFocusReason)

    def busy(self, words: str) -> None:
        """While it is looked at nothing is sent twice; without words it is free again."""
        self.button.setEnabled(not words)
        verbs = {
            FILE_STEP: t("Look at the file"),
            KEY_STEP: t("Go on"),
            LAST_STEP: t("Restore it"),
        }
        self.button.say(words or verbs[self.step])
