"""A short form over the window, made from a list of what it asks for; it sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.enter_key import enter_presses
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t

LINES_HEIGHT: Final = 96


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: `kind` is text, lines, money, day or choice; `half` fields stand two in a row.

    `value` is text, Money, a date, or the chosen key; `choices` are (key, words). `empty` says in
    an empty box for a day which one that means.
    """

    name: str
    words: str
    kind: str = "text"
    value: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    half: bool = False
    hint: str = ""
    empty: str = ""


class _Choice(Choice):
    """A list that the mouse wheel does not turn while somebody scrolls past; `entered` comes on
    Enter in it, and never on the Enter that led to it.
    """

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FormFields(QWidget):
    """The fields of a form, two in a row where they are short; Enter walks from box to box.

    `finished` comes on Enter in the last one, `edited` on every change.
    """

    finished = Signal()
    edited = Signal()

    def __init__(self, asks: tuple[Ask, ...], practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self._asks = {ask.name: ask for ask in asks}
        self.boxes: dict[str, QWidget] = {}
        self.fields: dict[str, Field] = {}
        px = current().px
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(12))
        row, left = 0, True
        for ask in asks:
            box = self._box(ask)
            field = Field(ask.words, box, optional=ask.optional, hint=ask.hint)
            if isinstance(box, DayEdit):
                box.problem.connect(field.show_error)
            self.boxes[ask.name], self.fields[ask.name] = box, field
            if not ask.half and not left:
                row, left = row + 1, True
            where = Qt.AlignmentFlag.AlignTop
            grid.addWidget(field, row, 0 if left else 1, 1, 1 if ask.half else 2, where)
            if not ask.half or not left:
                row, left = row + 1, True
            else:
                left = False
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def value(self, name: str) -> Any:
        """What stands in a field, in the form of `Ask.value`; None for no amount or day."""
        box = self.boxes[name]
        if isinstance(box, MoneyEdit):
            return box.amount()
        if isinstance(box, DayEdit):
            return box.day()
        if isinstance(box, QPlainTextEdit):
            return box.toPlainText()
        if isinstance(box, Choice):
            return box.currentData() or ""
        return box.text() if isinstance(box, QLineEdit) else None

    def values(self) -> dict[str, Any]:
        return {name: self.value(name) for name in self.boxes}

    def texts(self) -> dict[str, str]:
        """Every box as it was typed, right or wrong; of a choice its key."""
        return {
            name: box.text() if isinstance(box, QLineEdit) else str(self.value(name))
            for name, box in self.boxes.items()
        }

    def show_texts(self, texts: dict[str, str]) -> None:
        """Fill the boxes with what `texts` said before."""
        for name, text in texts.items():
            box = self.boxes[name]
            if isinstance(box, QLineEdit):
                box.setText(text)
            elif isinstance(box, QPlainTextEdit):
                box.setPlainText(text)
            elif isinstance(box, Choice):
                box.setCurrentIndex(box.findData(text))

    def follow(self, asks: tuple[Ask, ...]) -> None:
        """What is edited was changed elsewhere meanwhile: an untouched box shows it; in the others
        what was typed stays, and beside it stands what it is now.
        """
        for ask in asks:
            before = self._asks.get(ask.name)
            if before is None or (before.value or "") == (ask.value or ""):
                continue
            self._asks[ask.name] = ask
            mine, field = self.value(ask.name) or "", self.fields[ask.name]
            if mine == (ask.value or ""):
                continue
            if mine == (before.value or "") and not self._spoilt(ask.name):
                self._fill(ask)
                field.say_note(t("Somebody changed this just now."))
                continue
            words = self._words_of(ask) or t("nothing")
            field.say_note(
                t(
                    "Meanwhile somebody changed this to {words}. What you typed is kept: saving "
                    "puts yours in its place.",
                    words=words,
                )
            )

    def _spoilt(self, name: str) -> bool:
        """Something was typed that is no value yet."""
        box = self.boxes[name]
        return isinstance(box, QLineEdit) and box.isModified() and self.value(name) is None

    def _fill(self, ask: Ask) -> None:
        box = self.boxes[ask.name]
        if isinstance(box, MoneyEdit):
            box.show_amount(ask.value)
        elif isinstance(box, DayEdit):
            box.show_day(ask.value)
        elif isinstance(box, Choice):
            box.setCurrentIndex(box.findData(ask.value))
        elif isinstance(box, QPlainTextEdit):
            box.setPlainText(ask.value or "")
        elif isinstance(box, QLineEdit):
            box.setText(ask.value or "")

    def _words_of(self, ask: Ask) -> str:
        if isinstance(ask.value, Money):
            return format_money(ask.value, self._practice.locale)
        if isinstance(ask.value, date):
            return format_date(ask.value, self._practice.locale)
        return dict(ask.choices).get(str(ask.value), str(ask.value or ""))

    def check(self) -> bool:
        """Say beside each field what can be seen to be wrong; True when nothing is."""
        good = True
        for name, ask in reversed(self._asks.items()):
            words = self._wrong(ask, self.boxes[name])
            self.fields[name].show_error(words)
            if words:
                good = False
                self.fields[name].focus_error()
        return good

    def refuse(self, name: str, words: str) -> bool:
        """Say a refusal beside its field; False when the form has no such field."""
        if name not in self.fields:
            return False
        self.fields[name].show_error(words)
        self.fields[name].focus_error()
        return True

    def begin(self, name: str = "") -> None:
        box = self.boxes[name or next(iter(self.boxes))]
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(box, QLineEdit):
            box.selectAll()

    def _wrong(self, ask: Ask, box: QWidget) -> str:
        if isinstance(box, MoneyEdit | DayEdit) and (words := box.error()):
            return words
        empty = self.value(ask.name) in (None, "") or not str(self.value(ask.name)).strip()
        if empty and not ask.optional:
            return t("Choose one.") if ask.kind == "choice" else t("This can't be empty.")
        return ""

    def _box(self, ask: Ask) -> QWidget:
        made = {
            "text": self._text,
            "lines": self._lines,
            "money": self._money,
            "day": self._day,
            "choice": self._choice,
        }[ask.kind]
        return made(ask)

    def _text(self, ask: Ask) -> QWidget:
        box = QLineEdit(ask.value or "")
        box.setMaxLength(400)
        self._walk(box)
        return box

    def _money(self, ask: Ask) -> QWidget:
        box = MoneyEdit(self._practice.currency, locale=self._practice.locale)
        if isinstance(ask.value, Money):
            box.show_amount(ask.value)
        self._walk(box)
        return box

    def _day(self, ask: Ask) -> QWidget:
        box = DayEdit(self._practice.locale)
        box.show_day(ask.value if isinstance(ask.value, date) else None)
        if ask.empty:
            box.setPlaceholderText(ask.empty)
        self._walk(box)
        return box

    def _lines(self, ask: Ask) -> QWidget:
        box = QPlainTextEdit(ask.value or "")
        box.setTabChangesFocus(True)
        box.setFixedHeight(current().px(LINES_HEIGHT))
        box.textChanged.connect(self.edited)
        return box

    def _choice(self, ask: Ask) -> QWidget:
        box = _Choice()
        box.setPlaceholderText(t("Choose"))
        for key, words in ask.choices:
            box.addItem(words, key)
        box.setCurrentIndex(box.findData(ask.value) if ask.value is not None else -1)
        box.currentIndexChanged.connect(lambda _index: self.edited.emit())
        box.entered.connect(lambda: self._on_from(box))
        return box

    def _walk(self, box: QLineEdit) -> None:
        box.returnPressed.connect(lambda: self._on_from(box))
        box.textEdited.connect(lambda _text: self.edited.emit())

    def _on_from(self, box: QWidget) -> None:
        order = [each for each in self.boxes.values() if each.isVisible()]
        following = order[order.index(box) + 1 :] if box in order else []
        if following:
            following[0].setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(following[0], QLineEdit):
                following[0].selectAll()
        else:
            self.finished.emit()


class FormPanel(Over):
    """`wanted` comes when it should be done; the panel stays until `leave` says it was."""

    wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        verb: str,
        asks: tuple[Ask, ...],
        practice: Practice,
        *,
        width: int = 520,
        about: str = "",
    ) -> None:
        super().__init__(parent, title, width)
        self.column.setSpacing(current().px(12))
        self.column.addWidget(PlainLabel(title, role="title", elide=True))
        if about:
            self.column.addWidget(PlainLabel(about, tone="muted", wrap=True))
        self.form = FormFields(asks, practice)
        self.column.addWidget(self._scrolled(parent), 1)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.button = Button(f"{verb}      {key_words('frame.primary')}", kind="primary")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.button)
        self.column.addLayout(row)
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        self.form.finished.connect(self.submit)
        bind(self, "frame.primary", self.submit)

    def begin(self, name: str = "") -> None:
        """Show it with the keyboard in its first box."""
        self.fit()
        self.show_over()
        self.form.begin(name)

    def submit(self) -> None:
        """Check what can be seen here, then ask for it."""
        if not self.button.isEnabled():
            return
        self.say_error("")
        if self.form.check():
            self.wanted.emit()

    def say_error(self, words: str, field: str = "") -> None:
        """A refusal, beside what it is about."""
        if words and field and self.form.refuse(field, words):
            return
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    def _scrolled(self, parent: QWidget) -> QWidget:
        """The fields; with a bar where the window is too low for all of them."""
        most = parent.window().height() - current().px(220)
        if self.form.sizeHint().height() <= most:
            return self.form
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        sized(area, current().px, least_height=200)
        area.setFixedHeight(max(most, current().px(200)))
        return area
