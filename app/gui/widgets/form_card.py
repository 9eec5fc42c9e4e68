"""A form as a card: labels above boxes, errors beside them, Enter walks on; it sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.text import fold
from app.kernel.translate import t


class FormCard(Card):
    """`texts` gives what was typed, by the name of the command's field. Each form adds its fields,
    then `finish` the buttons. `skipped` comes where a form may be passed over; Esc goes back.
    """

    submitted = Signal()
    back_wanted = Signal()
    skipped = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = PlainLabel(title, role="title", wrap=True)
        self.body.addWidget(self.heading)
        self.fields: dict[str, Field] = {}
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self._chords: list[QShortcut] = []
        self._checks: dict[str, Callable[[str], object]] = {}

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
        """Say the error beside its field; over the buttons what belongs to none that is shown."""
        field = self.fields.get(name)
        if name == "passphrase" and field is not None:
            self.ask_passphrase(True)
        if field is None or field.isHidden():
            self.message.say(words)
            self.message.show()
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self.message, lambda: _bring_into_view(self.message))
            return
        field.show_error(words)
        field.focus_error()
        QTimer.singleShot(0, field, lambda: _bring_into_view(field))

    def accept_all(self) -> None:
        """Take every error away, before everything is checked again."""
        self.message.hide()
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

    def check_early(self, name: str, check: Callable[[str], object]) -> None:
        """Let Enter leave a box only when `check` takes what stands in it: a UserError stays."""
        self._checks[name] = check

    def add(
        self, name: str, label: str, control: QWidget, *, hint: str = "", optional: bool = False
    ) -> Field:
        """One more field under the others."""
        field = self._field(name, label, control, hint, optional=optional)
        self.body.addWidget(field)
        return field

    def add_row(self, *fields: tuple[str, str, QWidget], wide: int = 0) -> None:
        """Short fields beside one another, none of them needed; the one at `wide` gets the room."""
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        for place, (name, label, control) in enumerate(fields):
            field = self._field(name, label, control, "", optional=True)
            row.addWidget(field, 2 if place == wide else 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _field(
        self, name: str, label: str, control: QWidget, hint: str, *, optional: bool
    ) -> Field:
        field = self.fields[name] = Field(label, control, hint=hint, optional=optional)
        if isinstance(control, FormChoice):
            control.entered.connect(lambda: self._walk(name))
            control.currentTextChanged.connect(lambda _text: field.show_error(""))
        elif isinstance(control, QLineEdit):
            control.returnPressed.connect(lambda: self._walk(name))
        return field

    def stand(self) -> None:
        """Put the keyboard into the first field that is empty, else into the first."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        empty = [field for field in shown if not _text(field.control).strip()]
        for field in (empty or shown)[:1]:
            field.focus_error()

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

    def finish(self, verb: str, skip: str = "") -> None:
        """The buttons, and over them what is wrong with the whole."""
        self.body.addWidget(self.message)
        row = QHBoxLayout()
        self.back = Button(t("Go back"))
        self.back.clicked.connect(self.back_wanted)
        self.back.setAutoDefault(True)
        self.skip = Button(skip, kind="quiet")
        self.skip.clicked.connect(self.skipped)
        self.skip.setAutoDefault(True)
        if not skip:
            self.skip.hide()  # shown without a parent it would be a window of its own for a moment
        self.button = Button(verb, kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.submitted)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.skip)
        row.addWidget(self.button)
        self.verbs = row
        self.body.addLayout(row)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            chord = QShortcut(QKeySequence(key), self)
            chord.activated.connect(self.submitted)
            self._chords.append(chord)

    def leave_chord_to_frame(self) -> None:
        """Inside the frame Ctrl+Enter is the frame's, and two of the same would both do nothing."""
        for chord in self._chords:
            chord.setEnabled(False)

    def _walk(self, name: str) -> None:
        """Enter goes to the next field, and from the last one submits."""
        if not self._fits(name):
            return
        names = [each for each, field in self.fields.items() if not field.isHidden()]
        place = names.index(name) + 1
        if place == len(names):
            self.submitted.emit()
        else:
            self.fields[names[place]].control.setFocus(Qt.FocusReason.TabFocusReason)

    def _fits(self, name: str) -> bool:
        try:
            self._checks.get(name, str)(_text(self.fields[name].control))
        except UserError as wrong:
            self.refuse(name, wrong.text)
            return False
        self.fields[name].show_error("")
        return True

    # Qt's own name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)


class FormChoice(Choice):
    """A list in a form: Enter walks on and a turning wheel changes nothing by the way.

    What is shown and what is kept may differ: `offer` takes pairs of both.
    """

    entered = Signal()

    def offer(self, items: Sequence[tuple[str, str]], chosen: str) -> None:
        """Words and what they stand for; the one kept as `chosen` is shown, none without it."""
        self.clear()
        for words, value in items:
            self.addItem(words, value)
        self.setCurrentIndex(self.findData(chosen))

    def kept(self) -> str:
        """What the chosen or typed words stand for; a part is enough where only one has it. Typed
        words themselves where they stand for nothing.
        """
        place = self._place()
        return str(self.itemData(place)) if place >= 0 else self.currentText().strip()

    def _place(self) -> int:
        if not self.isEditable():
            return self.currentIndex()
        typed = self.currentText().strip()
        place = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if place >= 0 or not typed:
            return place
        with_it = [each for each in range(self.count()) if fold(typed) in fold(self.itemText(each))]
        return with_it[0] if len(with_it) == 1 else -1

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (place := self._place()) >= 0:
                self.setCurrentIndex(place)
            if (
                not event.isAutoRepeat()
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def secret_box() -> QLineEdit:
    box = QLineEdit()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    return box


def choice_box(items: Sequence[tuple[str, str]], chosen: str) -> FormChoice:
    """A list to type into, of words and what they stand for: a part is enough, `chicago` offers
    America/Chicago.
    """
    box = FormChoice()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.offer(items, chosen)
    finder = QCompleter([words for words, _value in items], box)
    finder.setFilterMode(Qt.MatchFlag.MatchContains)
    finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(finder)
    box.setMinimumContentsLength(8)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def pick_box(items: Sequence[tuple[str, str]], chosen: str) -> FormChoice:
    """A short list to choose from, of words and what they stand for."""
    box = FormChoice()
    box.offer(items, chosen)
    return box


def text_box(text: str = "") -> QLineEdit:
    return QLineEdit(text)


def _bring_into_view(field: QWidget) -> None:
    above = field.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(field)


def _text(control: QWidget) -> str:
    if isinstance(control, FormChoice):
        return control.kept()
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    return control.text() if isinstance(control, QLineEdit) else ""
