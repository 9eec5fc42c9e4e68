"""What the file adds up to, beside what the old system's own report says, and the difference."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit

from app.areas.imports.values import ImportChecked, ImportState, SayOldTotals, Tally
from app.areas.settings.values import Practice
from app.gui.rescaling import sized
from app.gui.screens.imports.words import rows_words
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_count, format_money
from app.kernel.money import Money
from app.kernel.translate import t

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TieCard(Card):
    """`said` comes with what was typed of the old system, when a box is left."""

    said = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__(t("Does it tie to the old system?"))
        self._locale, self._currency = practice.locale, practice.currency
        self._run = ""
        self._shown: ImportChecked | None = None
        px = current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(4, 1)
        heads = ("", t("The old report says"), t("The file says"), t("Difference"))
        for place, words in enumerate(heads):
            head = PlainLabel(words, role="caption", tone="muted")
            head.setAlignment(RIGHT)
            grid.addWidget(head, 0, place)
        self.count = QLineEdit()
        self.count.setMaxLength(12)
        self.count.setAlignment(RIGHT)
        self.owed, self.credit = (MoneyEdit(self._currency, locale=self._locale) for _ in range(2))
        self.lines: dict[str, tuple[PlainLabel, QLineEdit, PlainLabel, PlainLabel]] = {}
        for place, (name, words, box) in enumerate(
            (
                ("count", t("Rows"), self.count),
                ("owed", t("Owed by patients"), self.owed),
                ("credit", t("Credits of patients"), self.credit),
            ),
            1,
        ):
            label, says, differs = PlainLabel(words), PlainLabel(""), PlainLabel("", role="strong")
            label.setBuddy(box)
            box.setAccessibleName(t("The old report says: {what}", what=words))
            sized(box, px, width=140)
            box.editingFinished.connect(self._tell)
            says.setAlignment(RIGHT)
            differs.setAlignment(RIGHT)
            sized(says, px, least_width=120)
            sized(differs, px, least_width=120)
            for column, widget in enumerate((label, box, says, differs)):
                grid.addWidget(widget, place, column)
            self.lines[name] = (label, box, says, differs)
        self.body.addLayout(grid)
        self.note = PlainLabel("", tone="muted", wrap=True)
        self.body.addWidget(self.note)

    def show_run(self, run: ImportChecked) -> None:
        """The sums of a run; what was typed stays."""
        self._shown = run
        if run.run_id != self._run:
            self._run = run.run_id
            self._fill(run)
        self._say_count(run)
        tally = run.tally
        for name in ("owed", "credit"):
            for widget in self.lines[name]:
                widget.setVisible(tally is not None)
        if tally is not None:
            self._say_money("owed", tally.owed, tally.difference)
            self._say_money("credit", tally.credit, tally.credit_difference)
        self.note.say(_note(run, tally, self._locale))
        self.note.setVisible(bool(self.note.text()))

    def _fill(self, run: ImportChecked) -> None:
        tally = run.tally
        self.count.setText("" if run.old_count is None else str(run.old_count))
        for box, amount in (
            (self.owed, tally.old_owed if tally else None),
            (self.credit, tally.old_credit if tally else None),
        ):
            box.setText("" if amount is None else format_money(amount, self._locale))

    def _say_count(self, run: ImportChecked) -> None:
        _, _, says, differs = self.lines["count"]
        good = run.rows - run.bad
        says.say(format_count(good, self._locale))
        if run.old_count is None:
            differs.say("")
            return
        left = run.old_count - good
        differs.say(format_count(left, self._locale), "danger" if left else "money_in")

    def _say_money(self, name: str, amount: Money, difference: Money | None) -> None:
        _, _, says, differs = self.lines[name]
        says.say(format_money(amount, self._locale))
        if difference is None:
            differs.say("")
        else:
            tone = "danger" if difference.minor else "money_in"
            differs.say(format_money(difference, self._locale), tone)

    def _tell(self) -> None:
        if not self._run or self.owed.error() or self.credit.error():
            return
        digits = "".join(letter for letter in self.count.text() if letter.isdecimal())
        told = SayOldTotals(
            self._run,
            int(digits) if digits else None,
            self.owed.amount(),
            self.credit.amount(),
        )
        shown = self._shown
        tally = shown.tally if shown else None
        before = (
            shown.old_count if shown else None,
            tally.old_owed if tally else None,
            tally.old_credit if tally else None,
        )
        if before != (told.count, told.owed, told.credit):
            self.said.emit(told)


def _note(run: ImportChecked, tally: Tally | None, locale: str) -> str:
    """What explains a difference, and what is in by now."""
    said = []
    if tally is not None and run.bad:
        said.append(
            t(
                "Rows with errors hold {owed} owed and {credit} credit.",
                owed=format_money(tally.bad_owed, locale),
                credit=format_money(tally.bad_credit, locale),
            )
        )
    if tally is not None and tally.bad_unread:
        rows = rows_words(tally.bad_unread)
        said.append(t("The amounts of {rows} can't be read.", rows=rows))
    if tally is not None and run.state is ImportState.APPLIED:
        said.append(
            t(
                "Imported now: {owed} owed, {credit} credit.",
                owed=format_money(tally.applied_owed, locale),
                credit=format_money(tally.applied_credit, locale),
            )
        )
    return " ".join(said)
