"""How each kind of number is written, with the next one as it would look."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from app.areas.settings import queries, rules, service
from app.areas.settings.rules import NUMBERS
from app.areas.settings.values import ChangeSetting, NextNumber, SettingChanged
from app.gui.desk import Desk
from app.gui.screens.settings.edit_form import EditForm
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.words import number_words
from app.gui.tables.rows_model import Column
from app.gui.theme import current
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import UserError
from app.kernel.ids import CommandId
from app.kernel.text import clean
from app.kernel.translate import t
from app.storage.numbering import PATTERNS

PREVIEW_KEY = "settings.next_number"


class NumberForm(EditForm):
    """One pattern; `typed` comes with a pattern that can be used, to show its next number."""

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.row: NextNumber | None = None
        self.pattern = QLineEdit()
        self.add("value", Field(t("Pattern"), self.pattern))
        self.body.addWidget(PlainLabel(t("The next number"), role="caption", tone="muted"))
        self.example = PlainLabel("", role="title")
        self.body.addWidget(self.example)
        self.again = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.body.addWidget(self.again)
        advice = QVBoxLayout()
        advice.setSpacing(current().px(2))
        for words in _explained():
            advice.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        self.body.addLayout(advice)
        self.pattern.textEdited.connect(self._look)

    def show_number(self, row: NextNumber) -> None:
        """How one kind is written now."""
        self.row = row
        self.pattern.setText(row.pattern)
        self.pattern.setPlaceholderText(PATTERNS[row.kind])
        self.begin(number_words(row.kind), t("Save the pattern"), known=True)
        self.show_next(row)

    def show_next(self, row: NextNumber) -> None:
        """What the next number would look like."""
        self.example.say(row.example, "text")
        self.again.say(
            t("It begins again at 1 every year.")
            if row.begins_again_yearly
            else t("It goes on for ever.")
        )

    def command(self, intent: CommandId) -> ChangeSetting | None:
        """What the form says; None after saying beside the box why it is no pattern."""
        self.accept_all()
        if self.row is None:
            return None
        text = self.pattern.text().strip()
        try:
            rules.pattern(clean(text or PATTERNS[self.row.kind], "value", most=400))
        except UserError as wrong:
            self.refuse("value", wrong.text)
            return None
        usual = text == PATTERNS[self.row.kind]
        return ChangeSetting(intent, f"{NUMBERS}{self.row.kind}", "" if usual else text)

    def _look(self, text: str) -> None:
        if self.row is None:
            return
        wanted = text.strip() or PATTERNS[self.row.kind]
        try:
            rules.pattern(wanted)
        except UserError:
            # Half a pattern is no error yet: what is wrong is said when it is saved.
            self.example.say("—", "muted")
            self.again.say("")
            return
        self.typed.emit(wanted)


class Numbers(ListSection):
    """Every kind of number with its pattern."""

    form: NumberForm
    beside = (0, 1)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            t("Numbers"),
            t("How numbers are written from the next one on. Numbers given already stay."),
            _columns(),
            NumberForm(),
        )
        self.form.typed.connect(self._preview)

    def rows(self, found: Found) -> tuple[NextNumber, ...]:
        return found.numbers

    def key_of(self, row: NextNumber) -> object:
        return row.kind

    def fill(self, row: NextNumber | None) -> None:
        if row is not None:
            self.form.show_number(row)

    def save(self) -> None:
        command = self.form.command(self.intent)
        if command is not None:
            self.send(service.change_setting, command, self._said)

    def forget(self) -> None:
        self.desk.runner.forget(PREVIEW_KEY)
        super().forget()

    def _said(self, _changed: SettingChanged) -> str:
        return t("The pattern is saved. The next number follows it.")

    def _preview(self, pattern: str) -> None:
        kind = self.form.row.kind if self.form.row else ""

        def show(row: NextNumber) -> None:
            now = self.form.pattern.text().strip() or PATTERNS[kind]
            if self.form.row is not None and (row.kind, row.pattern) == (self.form.row.kind, now):
                self.form.show_next(row)

        self.desk.runner.ask(queries.next_number, kind, pattern, done=show, key=PREVIEW_KEY)


def _explained() -> tuple[str, ...]:
    number, year, month, station = "{n:05}", "{year}", "{month}", "{station}"
    return (
        t("{number} is the number with at least five digits.", number=number),
        t("{year}, {month} and {station} are filled in.", year=year, month=month, station=station),
        t("With {year} it begins again at 1 every year.", year=year),
        t("A pattern that was never used begins at 1."),
    )


def _columns() -> tuple[Column[Any], ...]:
    return (
        Column(t("Numbers of"), lambda row: number_words(row.kind), width=150),
        Column(t("Pattern"), lambda row: row.pattern, width=170, stretch=True),
        Column(t("The next number"), lambda row: row.example, width=170),
        Column(
            t("Begins again"),
            lambda row: t("Every year") if row.begins_again_yearly else t("Never"),
        ),
    )
