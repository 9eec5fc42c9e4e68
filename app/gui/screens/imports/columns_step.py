"""The second step: how the file is written, which column is what, and its first rows as they will
be.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.imports.columns import NAMES
from app.areas.imports.looking import Looked
from app.areas.imports.reading import DELIMITERS, ENCODINGS, NO_QUOTE, QUOTES
from app.areas.imports.values import MONEY_KINDS, BringIn, DateOrder, NumberStyle
from app.gui.rescaling import sized
from app.gui.screens.imports.first_rows import FirstRows
from app.gui.screens.imports.words import (
    date_words,
    delimiter_words,
    encoding_words,
    field_words,
    likelier_words,
    needed_words,
    number_words,
    quote_words,
)
from app.gui.theme import current
from app.gui.widgets.choice import Choice
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.end_row import EndRow
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.notice import Notice
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t

MAPPING_WIDTH: Final = 460
NARROW: Final = 840
LEAST_HEIGHT: Final = 180
SAMPLE_WIDTH: Final = 110
ASKED: Final = ("date_format", "number_format", "encoding")
"""What a file may leave open."""
NOT_READ: Final = ""
REREAD_MS: Final = 250
"""So long after the last change the file is looked at again: arrow keys run through a list."""


class ColumnsStep(QWidget):
    """`changed` after something was chosen otherwise: `wanted()` says how the file should be read
    now. `check` when the whole file should be checked, `left` to go back.
    """

    changed = Signal()
    check = Signal()
    left = Signal()

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._told: BringIn | None = None
        self._looked: Looked | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(REREAD_MS)
        self._later.timeout.connect(self.changed)
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.question = Notice("warning")
        column.addWidget(self.question)
        self.likelier = Notice("warning")
        column.addWidget(self.likelier)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(12))
        inside.addLayout(self._formats(locale))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        inside.addLayout(self._sides, 1)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(px(16))
        self.mapping = self._mapping_card()
        self.rows = FirstRows(locale)
        for side in (self.mapping, self.rows):
            sized(side, px, least_height=LEAST_HEIGHT)
        self._sides.addWidget(self.mapping)
        self._sides.addWidget(self.rows, 1)
        around = QScrollArea()
        around.setWidgetResizable(True)
        around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.setWidget(inner)
        column.addWidget(around, 1)
        self.end = EndRow()
        self.end.button.say(t("Check the whole file"))
        self.end.left.connect(self.left)
        self.end.wanted.connect(self.check)
        column.addWidget(self.end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a choice goes on to the next one, and behind the last to the button."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        at = self.focusWidget()
        if enter and plain and at in [*self.columns.values()][-1:]:
            self.end.button.setFocus(Qt.FocusReason.TabFocusReason)
        elif enter and plain and isinstance(at, Choice):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def show_looked(self, told: BringIn, looked: Looked) -> None:
        """Show how the file is read now; whoever stands on a choice still does."""
        same = self._looked is not None and self._looked.file.header == looked.file.header
        self._told, self._looked = told, looked
        unclear = looked.question[0] == "encoding"
        self._choose(self.encoding, "" if unclear else looked.file.encoding)
        self._choose(self.delimiter, looked.file.delimiter)
        self._choose(self.quote, looked.file.quote or NO_QUOTE)
        self._choose(self.dates, str(looked.dates or ""))
        self._choose(self.numbers, str(looked.numbers or ""))
        money = told.kind in MONEY_KINDS
        self.as_of_field.setVisible(money)
        if money and not self.as_of.text():
            self.as_of.show_day(told.as_of or looked.today - timedelta(days=1))
        if not same:
            self._fill_mapping(looked)
        for label, sample in zip(self._samples, looked.samples, strict=True):
            label.say(sample)  # another file, or its letters read otherwise
        for name, choice in self.columns.items():
            field = next((f for f, c in looked.mapping.items() if c == name), NOT_READ)
            self._choose(choice, field)
        self._say_open(looked)
        self.rows.show_rows(looked)
        self.end.button.setEnabled(self._may_check(looked))

    def wanted(self) -> BringIn:
        """How the person wants the file read."""
        told, looked = self._told, self._looked
        if told is None or looked is None:
            raise LookupError
        chosen = {choice.currentData(): name for name, choice in self.columns.items()}
        chosen.pop(NOT_READ, None)
        left_out = {field: "" for field in looked.mapping if field not in chosen}
        return replace(
            told,
            mapping=tuple((chosen | left_out).items()),
            date_format=self.dates.currentData(),
            number_format=self.numbers.currentData(),
            encoding=self.encoding.currentData(),
            delimiter=self.delimiter.currentData(),
            quote=self.quote.currentData(),
            as_of=self.as_of.day() if told.kind in MONEY_KINDS else None,
        )

    def show_error(self, field: str, words: str) -> None:
        """What the check found open, beside where it is answered."""
        self.question.say(words)
        place: dict[str, QWidget] = {
            "date_format": self.dates,
            "number_format": self.numbers,
            "encoding": self.encoding,
            "as_of": self.as_of,
        }
        place.get(field, self.encoding).setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """The keyboard goes to what is open, else to the verb."""
        looked = self._looked
        if looked is not None and looked.question[0] in ASKED:
            self.show_error(*looked.question)
        elif looked is not None and looked.likelier is not None:
            self.end.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif looked is not None and looked.missing and self.columns:
            next(iter(self.columns.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.end.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------ how it is made

    def _formats(self, locale: str) -> QGridLayout:
        """How the file is written; in a narrow window in two rows."""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(current().px(12))
        self._grid.setVerticalSpacing(current().px(8))
        letters = [("", t("Say which")), *((name, encoding_words(name)) for name in ENCODINGS)]
        self.encoding = self._choice(letters)
        self.delimiter = self._choice([(sign, delimiter_words(sign)) for sign in DELIMITERS])
        signs = (*QUOTES, NO_QUOTE)
        self.quote = self._choice([(sign, quote_words(sign)) for sign in signs])
        unclear = ("", t("As written"))
        self.dates = self._choice([unclear, *((o.value, date_words(o)) for o in DateOrder)])
        self.numbers = self._choice([unclear, *((s.value, number_words(s)) for s in NumberStyle)])
        self.as_of = DayEdit(locale)
        self.as_of.editingFinished.connect(self._later.start)
        self.as_of_field = Field(t("The old books end on"), self.as_of)
        self.as_of.problem.connect(self.as_of_field.show_error)
        fields = (
            (t("Letters"), self.encoding),
            (t("Between columns"), self.delimiter),
            (t("Around texts"), self.quote),
            (t("Dates"), self.dates),
            (t("Amounts"), self.numbers),
        )
        self._fields = [*(Field(words, choice) for words, choice in fields), self.as_of_field]
        for _, choice in fields:
            choice.setMinimumContentsLength(8)
        self._lay_formats(6)
        return self._grid

    def _lay_formats(self, in_a_row: int) -> None:
        for field in self._fields:
            self._grid.removeWidget(field)
        for place, field in enumerate(self._fields):
            self._grid.addWidget(field, *divmod(place, in_a_row))
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column < in_a_row else 0)

    def _choice(self, options: list[tuple[str, str]]) -> Choice:
        choice = Choice()
        choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)  # at every text size
        for value, words in options:
            choice.addItem(words, value)
        choice.currentIndexChanged.connect(self._later.start)
        return choice

    def _mapping_card(self) -> Card:
        card = Card(t("What each column is"), flush=True)
        self.missing = PlainLabel("", tone="danger", wrap=True)
        sized(self.missing, current().px, margins=[12, 0, 12, 6])
        card.body.addWidget(self.missing)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.body.addWidget(self.area, 1)
        self.columns: dict[str, Choice] = {}
        return card

    def _fill_mapping(self, looked: Looked) -> None:
        """One line for each column: its name, its first cell, and what it is taken for."""
        px = current().px
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(px(12), px(4), px(12), px(8))
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        self.columns = {}
        self._samples: list[PlainLabel] = []
        fields = NAMES[self._told.kind] if self._told else {}
        for place, name in enumerate(looked.file.header):
            label = PlainLabel(name, elide=True)
            sample = PlainLabel("", tone="muted", elide=True)
            self._samples.append(sample)
            sized(sample, px, width=SAMPLE_WIDTH)
            grid.addWidget(label, place, 0)
            grid.addWidget(sample, place, 1)
            if name in looked.never_read:
                grid.addWidget(PlainLabel(t("Never brought in"), tone="muted"), place, 2)
                continue
            options = [(NOT_READ, t("Not brought in")), *((f, field_words(f)) for f in fields)]
            choice = self._choice(options)
            choice.setAccessibleName(t("What “{column}” is", column=name))
            choice.setMinimumContentsLength(17)
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.activated.connect(lambda _at, name=name: self._only_one(name))
            label.setBuddy(choice)
            self.columns[name] = choice
            grid.addWidget(choice, place, 2)
        grid.setRowStretch(len(looked.file.header), 1)
        self.area.setWidget(inner)

    def _only_one(self, chosen: str) -> None:
        """A field is read from one column: the column that had it before is not brought in."""
        field = self.columns[chosen].currentData()
        for name, choice in self.columns.items():
            if name != chosen and field != NOT_READ and choice.currentData() == field:
                self._choose(choice, NOT_READ)

    def _say_open(self, looked: Looked) -> None:
        self.question.say(looked.question[1])
        self.likelier.say(likelier_words(looked.likelier))
        words = [needed_words(fields) for fields in looked.missing]
        self.missing.say(
            t("Say which column is: {fields}.", fields="; ".join(words)) if words else ""
        )
        self.missing.setVisible(bool(words))

    def _may_check(self, looked: Looked) -> bool:
        return not looked.missing and not looked.question[1]

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both don't stand side by side, the rows come below the columns."""
        super().resizeEvent(event)
        px = current().px
        beside = self.width() >= px(NARROW)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)
        shown = [field.sizeHint().width() for field in self._fields if not field.isHidden()]
        wide = 6 * (max(shown) + px(12)) <= self.width()
        self._lay_formats(6 if beside and wide else 3)
        self.mapping.setMinimumWidth(px(MAPPING_WIDTH) if beside else 0)
        self.mapping.setMaximumWidth(px(MAPPING_WIDTH) if beside else 16_777_215)

    def _choose(self, choice: Choice, value: str) -> None:
        place = choice.findData(value)
        with QSignalBlocker(choice):
            choice.setCurrentIndex(max(place, 0))
