"""A form as a card: labels above boxes, errors beside them, Enter walks on; it sends nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t


class FormCard(Card):
    """`texts` gives what was typed, by the name of the command's field. Each form adds its fields,
    then `finish` the buttons.
    """

    submitted = Signal()
    back_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = PlainLabel(title, role="title", wrap=True)
        self.body.addWidget(self.heading)
        self.fields: dict[str, Field] = {}

    @property
    def passphrase_asked(self) -> bool:
        """Only a computer without a keyring needs one."""
        return not self.fields["passphrase"].isHidden()

    def ask_passphrase(self, asked: bool) -> None:
        for name in ("passphrase", "passphrase_again"):
            self.fields[name].setVisible(asked)

    def texts(self) -> dict[str, str]:
        return {name: _text(field.control) for name, field in self.fields.items()}

    def refuse(self, name: str, words: str) -> None:
        """Say the error beside its field; the first field takes what belongs to none."""
        first = next(field for field in self.fields.values() if not field.isHidden())
        field = self.fields.get(name, first)
        if name == "passphrase":
            self.ask_passphrase(True)
        field.show_error(words)
        field.focus_error()
        QTimer.singleShot(0, field, lambda: _bring_into_view(field))

    def accept_all(self) -> None:
        """Take every error away, before everything is checked again."""
        for field in self.fields.values():
            field.show_error("")

    def lacks(self, *names: str) -> bool:
        """Whether one of these boxes is empty, after saying so beside it."""
        texts = self.texts()
        for name in names:
            if not texts[name].strip():
                self.refuse(name, t("This can't be empty."))
                return True
        return False

    def differs(self, secret: str, words: str) -> bool:
        """Whether a secret was typed otherwise the second time, after saying `words` there."""
        texts = self.texts()
        if texts[secret] == texts[f"{secret}_again"]:
            return False
        self.refuse(f"{secret}_again", words)
        return True

    def add(self, name: str, label: str, control: QWidget, *, hint: str = "") -> None:
        self.fields[name] = Field(label, control, hint=hint)
        self.body.addWidget(self.fields[name])
        if isinstance(control, QLineEdit):
            control.returnPressed.connect(lambda: self._walk(name))

    def add_passphrase(self) -> None:
        """Two boxes that stay hidden until the computer turns out to have no keyring."""
        self.add(
            "passphrase",
            t("Passphrase for the data on this computer"),
            secret_box(),
            hint=t("Asked at every start, because this computer has no keyring."),
        )
        self.add("passphrase_again", t("The passphrase again"), secret_box())
        self.ask_passphrase(False)

    def finish(self, verb: str) -> None:
        row = QHBoxLayout()
        self.back = Button(t("Go back"))
        self.back.clicked.connect(self.back_wanted)
        self.button = Button(verb, kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.submitted)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addLayout(row)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.submitted)

    def _walk(self, name: str) -> None:
        """Enter goes to the next field, and from the last one submits."""
        names = [each for each, field in self.fields.items() if not field.isHidden()]
        place = names.index(name) + 1
        if place == len(names):
            self.submitted.emit()
        else:
            self.fields[names[place]].control.setFocus(Qt.FocusReason.TabFocusReason)


def secret_box() -> QLineEdit:
    box = QLineEdit()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    return box


def choice_box(values: list[str], chosen: str) -> Choice:
    """A list to type into: a part is enough, `chicago` offers America/Chicago."""
    box = Choice()
    box.addItems(values)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    finder = QCompleter(values, box)
    finder.setFilterMode(Qt.MatchFlag.MatchContains)
    finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(finder)
    box.setCurrentIndex(values.index(chosen) if chosen in values else -1)
    return box


def _bring_into_view(field: Field) -> None:
    above = field.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(field)


def _text(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    return control.text() if isinstance(control, QLineEdit) else ""
