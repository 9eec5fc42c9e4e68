"""The two secrets that are shown once, and the sheet of paper or file they are kept on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.documents import documents
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.private import write_private


class KeysPage(Card):
    """The two secrets that are shown once; going on asks that they are written down."""

    save_wanted = Signal()
    print_wanted = Signal()
    done = Signal()

    def __init__(
        self, recovery_key: str, recovery_code: str, key_place: str, verb: str = ""
    ) -> None:
        super().__init__()
        verb = verb or t("Go to sign-in")
        self.body.addWidget(PlainLabel(t("Write these down now"), role="title"))
        words = t("They are shown once. Keep them in a safe, away from this computer.")
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        for head, secret, use in (
            (t("Recovery key"), recovery_key, t("Opens a backup on another computer.")),
            (t("Recovery code"), recovery_code, t("Gives the administrator a new PIN.")),
        ):
            lines = QVBoxLayout()
            lines.setSpacing(current().px(4))
            lines.addWidget(PlainLabel(head, role="caption", tone="muted"))
            label = PlainLabel(secret, role="heading", wrap=True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            lines.addWidget(label)
            lines.addWidget(PlainLabel(use, role="caption", tone="muted", wrap=True))
            self.body.addLayout(lines)
        if key_place:
            words = t("The key that opens the data is kept {place}.", place=key_place)
            self.body.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        row = QHBoxLayout()
        self.save = Button(t("Save as a file"), icon="floppy-disk")
        self.save.clicked.connect(self.save_wanted)
        self.print = Button(t("Print"), icon="printer")
        self.print.clicked.connect(self.print_wanted)
        row.addWidget(self.save)
        row.addWidget(self.print)
        row.addStretch(1)
        self.body.addLayout(row)
        self.tick = Tick(t("I have written down, saved or printed both"))
        self.body.addWidget(self.tick)
        self.hint = PlainLabel("", role="caption", tone="caution", wrap=True)
        self.hint.hide()
        self.body.addWidget(self.hint)
        self.button = Button(verb, kind="primary")
        self.button.setEnabled(False)
        self.button.setAutoDefault(True)
        self.tick.toggled.connect(self._ticked)
        self.button.clicked.connect(self.done)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)

    def go_on(self) -> None:
        """What Enter does: on, once both are said to be written down."""
        if self.button.isEnabled():
            self.button.click()
            return
        words = t("Write both down first. Space ticks the box, then Enter goes on.")
        self.hint.say(words, "caution")
        self.hint.show()
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_saved(self, path: Path) -> None:
        """The file is there; what is left is to say so."""
        words = t("Saved as {path}. Take the file away from this computer.", path=path)
        self.hint.say(words, "money_in")
        self.hint.show()
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self, on: bool) -> None:
        self.button.setEnabled(on)
        self.hint.hide()

    # Qt's own name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.go_on()
        else:
            super().keyPressEvent(event)


class KeysSheet:
    """The secrets as plain text; `save` asks for a file, `print` for a printer."""

    def __init__(self, recovery_key: str, recovery_code: str) -> None:
        self.text = "\n\n".join(
            (
                t("Counterfoil: keep this sheet in a safe, away from the computer."),
                t("Recovery key (opens a backup): {key}", key=recovery_key),
                t("Recovery code (administrator's PIN): {code}", code=recovery_code),
            )
        )

    def save(self, over: QWidget, run: Callable[[Callable[[], Path]], None]) -> None:
        """Ask where to, then write it there on a helper thread, whose answer is the file."""
        text = self.text
        dialog = QFileDialog(over, t("Save the sheet"), str(documents()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("counterfoil-recovery.txt")
        dialog.fileSelected.connect(lambda name: run(lambda: write_sheet(Path(name), text)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def print(self, over: QWidget) -> None:
        """Print it on a printer that the person chooses."""
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, over)
        document = QTextDocument(dialog)
        document.setPlainText(self.text)
        dialog.accepted.connect(lambda: document.print_(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)


def write_sheet(path: Path, text: str) -> Path:
    """Write the secrets where the person said; a UserError with another place to try."""
    try:
        write_private(path, text + "\n")
    except OSError as error:
        raise UserError(t("{path} can't be written. Choose another folder.", path=path)) from error
    return path
