"""The form beside a list of the settings: labels, errors and Enter; what it edits others say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.gui.key_map import key_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.translate import t


class Pick(Choice):
    """A list that the mouse wheel does not turn while a form scrolls; Enter is the form's."""

    def offer(self, items: Sequence[tuple[str, object]], chosen: object = None) -> None:
        """Other items; the one with the value `chosen` is shown, none where there is no such."""
        self.clear()
        for words, value in items:
            self.addItem(words, value)
        self.choose(chosen)

    def choose(self, value: object) -> None:
        self.setCurrentIndex(self.findData(value))

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class EditForm(QScrollArea):
    """`save_wanted` comes with Enter in a known record, after the last box of a new one, and with
    the button; `closed` when the person closes the form.
    """

    save_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields: dict[str, Field] = {}
        self.known = False
        self._busy = False
        px = current().px
        card = Card()
        card.body.setSpacing(px(12))
        head = QHBoxLayout()
        self.title = PlainLabel("", role="heading", wrap=True)
        self.close_button = Button(t("Close Esc"), kind="quiet")
        self.close_button.setAutoDefault(True)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        card.body.addLayout(self.body)
        self.message = PlainLabel("", tone="danger", wrap=True)
        card.body.addWidget(self.message)
        self.button = Button("", kind="primary")
        self.button.setAutoDefault(True)
        card.body.addWidget(self.button)
        inner = QWidget()
        self.cards = QVBoxLayout(inner)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(px(12))
        self.cards.addWidget(card)
        self.cards.addStretch(1)
        self.setWidget(inner)
        self.close_button.clicked.connect(self.closed)
        self.button.clicked.connect(self.save_wanted)

    def add(self, name: str, field: Field) -> Field:
        """The next field, under the name by which refusals call it."""
        self.fields[name] = field
        self.body.addWidget(field)
        control = field.control
        if isinstance(control, QLineEdit):
            control.editingFinished.connect(lambda: self._left(name))
        elif isinstance(control, Pick):
            control.currentIndexChanged.connect(lambda _row: field.show_error(""))
        return field

    def begin(self, title: str, verb: str, *, known: bool, at: str = "") -> None:
        """Show a record: its name, what the button does, and the field to begin in."""
        self.known = known
        self.accept_all()
        self.title.say(title)
        self.setAccessibleName(title)
        self.button.say(f"{verb}      {key_words('frame.primary')}")
        self.verticalScrollBar().setValue(0)
        first = self.fields[at] if at else next(iter(self.fields.values()))
        for field in self.fields.values():
            if isinstance(field.control, QLineEdit):
                field.control.setModified(False)
        first.focus_error()

    def refuse(self, name: str, words: str) -> None:
        """Say an error beside its field, what belongs to no field above the button."""
        field = self.fields.get(name)
        if field is not None and field.isVisibleTo(self):
            field.show_error(words)
            field.focus_error()
            self._bring(field)
        else:
            self.message.say(words, "danger")
            self.message.show()
            self._bring(self.message)

    def say_note(self, words: str) -> None:
        """Something to know that is no error; it goes when the form is checked again, and takes no
        error's place.
        """
        if self.message.isVisibleTo(self):
            return
        self.message.say(words, "caution")
        self.message.show()
        self._bring(self.message)

    def accept_all(self) -> None:
        """Take every error away, before everything is checked again."""
        for field in self.fields.values():
            field.show_error("")
        self.message.hide()

    def lacks(self, *names: str) -> bool:
        """Whether one of these boxes is empty, after saying so beside it."""
        empty = [name for name in names if not _said(self.fields[name].control)]
        for name in reversed(empty):
            picks = isinstance(self.fields[name].control, Pick)
            self.refuse(name, t("Choose one.") if picks else t("This can't be empty."))
        return bool(empty)

    def busy(self, busy: bool) -> None:
        """While the program works nothing is sent twice."""
        self._busy = busy
        self.button.setEnabled(not busy)

    @property
    def is_busy(self) -> bool:
        return self._busy

    def _left(self, name: str) -> None:
        """A box that was cleared and left says so; an untouched one waits for the verb."""
        field = self.fields[name]
        box = field.control
        if isinstance(box, QLineEdit) and self.needs(name) and box.isModified():
            field.show_error("" if box.text().strip() else t("This can't be empty."))

    def needs(self, name: str) -> bool:
        """Whether this box may not be left empty."""
        return False

    def _bring(self, part: QWidget) -> None:
        """Scroll to `part` once its new height is laid out."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(part))

    def _walk(self) -> None:
        """Enter in a new record goes on to the next box; after the last one it saves."""
        controls = [
            field.control
            for field in self.fields.values()
            if field.isVisibleTo(self) and field.control.isEnabled()
        ]
        here = next((n for n, one in enumerate(controls) if one.hasFocus()), None)
        if here is None or here + 1 >= len(controls):
            self.save_wanted.emit()
        else:
            controls[here + 1].setFocus(Qt.FocusReason.TabFocusReason)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        box = self.focusWidget()
        if not (plain and enter) or isinstance(box, QPushButton):
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            return
        elif self.known or isinstance(box, Tick):
            self.save_wanted.emit()
        else:
            self._walk()


def _said(control: QWidget) -> bool:
    if isinstance(control, QLineEdit):
        return bool(control.text().strip())
    return not isinstance(control, Pick) or control.currentIndex() >= 0
