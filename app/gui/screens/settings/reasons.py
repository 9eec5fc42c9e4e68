"""The reasons a practice offers, list by list, each picked by its digit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.areas.ledger import maintaining
from app.areas.ledger.values import Reason, ReasonKind, SaveReason
from app.gui.desk import Desk
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.words import account_words, reason_list_words, state_look
from app.gui.tables.rows_model import Column
from app.gui.widgets.field import Field
from app.gui.widgets.tick import Tick
from app.kernel.ids import CommandId
from app.kernel.text import fold
from app.kernel.translate import t

BOOKED = (ReasonKind.PAID_IN, ReasonKind.PAID_OUT)
"""The lists whose reasons say where cash is booked."""


class ReasonForm(EditForm):
    """The list it stands in, its digit, its words, and where cash paid in or out is booked."""

    def __init__(self) -> None:
        super().__init__()
        self.row: Reason | None = None
        self._found: Found | None = None
        self.kind, self.account = Pick(), Pick()
        self.words, self.digit = QLineEdit(), QLineEdit()
        self.add("kind", Field(t("List"), self.kind))
        self.add("words", Field(t("Reason"), self.words))
        self.add("digit", Field(t("Key"), self.digit, hint=t("A digit from 1 to 9.")))
        self.add("gl_code", Field(t("Cash is booked to"), self.account))
        self.active = Tick(t("In use"))
        self.body.addWidget(self.active)
        self.kind.currentIndexChanged.connect(self._follow)

    def needs(self, name: str) -> bool:
        return name in ("words", "digit")

    def show_reason(self, row: Reason | None, kind: ReasonKind, found: Found) -> None:
        """A reason as it is stored, or an empty form for a new one of `kind`."""
        self.row, self._found = row, found
        accounts = [(account_words(a.code, found.chart), a.code) for a in found.reason_accounts]
        self.account.offer(accounts, row.gl_code if row else None)
        kinds = [(reason_list_words(each), each.value) for each in ReasonKind]
        self.kind.offer(kinds, kind.value)
        self.kind.setEnabled(row is None)
        self.words.setText(row.words if row else "")
        if row is not None:
            self.digit.setText(str(row.digit))
        self.active.setChecked(row is None or row.active)
        self._follow()
        if row is None:
            self.begin(t("New reason"), t("Add the reason"), known=False)
        else:
            self.begin(row.words, t("Save changes"), known=True, at="words")

    def command(self, intent: CommandId) -> SaveReason | None:
        """What the form says; None after saying beside a box what is missing."""
        self.accept_all()
        kind = ReasonKind(self.kind.currentData())
        booked = kind in BOOKED
        if self.lacks("words", "digit", *(("gl_code",) if booked else ())):
            return None
        digit = self.digit.text().strip()
        number = int(digit) if digit.isascii() and digit.isdecimal() and len(digit) == 1 else 0
        code = str(self.account.currentData()) if booked else ""
        return SaveReason(
            intent,
            self.row.reason_id if self.row else None,
            kind,
            number,
            self.words.text(),
            code,
            self.active.isChecked(),
        )

    def _follow(self) -> None:
        """Only cash paid in or out is booked; a new reason gets the first digit nobody has."""
        if self._found is None or self.kind.currentData() is None:
            return
        kind = ReasonKind(self.kind.currentData())
        self.fields["gl_code"].setVisible(kind in BOOKED)
        if self.row is None:
            taken = {r.digit for r in self._found.reasons if r.kind is kind and r.active}
            free = next((digit for digit in range(1, 10) if digit not in taken), None)
            self.digit.setText("" if free is None else str(free))


class Reasons(ListSection):
    """All lists one below the other, or one of them."""

    form: ReasonForm
    beside = (1, 2, 4)
    narrow = (0, 1, 2, 4)

    def __init__(self, desk: Desk) -> None:
        self.kinds = Pick()
        self.kinds.setAccessibleName(t("Show the reasons of"))
        super().__init__(
            desk,
            t("Reasons"),
            t(
                "Picked by their digit wherever a reason is asked for. "
                "What was explained with one keeps its words."
            ),
            self._columns(),
            ReasonForm(),
            t("New reason"),
        )
        items = [(reason_list_words(kind), kind.value) for kind in ReasonKind]
        self.kinds.offer([(t("Every list"), ""), *items], "")
        beside = self.head.second
        beside.insertWidget(beside.indexOf(self.search), self.kinds)
        self.filters = (self.kinds,)
        self.kinds.currentIndexChanged.connect(self._turned)

    def rows(self, found: Found) -> tuple[Reason, ...]:
        kind = self.kinds.currentData()
        return tuple(row for row in found.reasons if not kind or row.kind.value == kind)

    def key_of(self, row: Reason) -> object:
        return row.reason_id

    def fill(self, row: Reason | None) -> None:
        if self.found is None:
            return
        marked = self.table.current_row()
        chosen = self.kinds.currentData()
        kind = ReasonKind(chosen) if chosen else ReasonKind.PAID_OUT
        if row is not None:
            kind = row.kind
        elif not chosen and isinstance(marked, Reason):
            kind = marked.kind
        self.form.show_reason(row, kind, self.found)

    def save(self) -> None:
        command = self.form.command(self.intent)
        if command is None:
            return
        words = " ".join(command.words.split())
        said = t("“{words}” is saved.", words=words)
        self.send(maintaining.save_reason, command, lambda _id: said, mark=lambda made: made)

    def _turned(self) -> None:
        self.filter()

    def _columns(self) -> tuple[Column[Any], ...]:
        def tone(row: Reason) -> str:
            return "text" if row.active else "muted"

        def column(title: str, text: Any, **more: Any) -> Column[Reason]:
            return Column(title, text, tone=tone, **more)

        return (
            column(t("List"), lambda row: reason_list_words(row.kind), width=165),
            column(t("Key"), lambda row: str(row.digit)),
            column(
                t("Reason"),
                lambda row: row.words,
                width=160,
                stretch=True,
                sort_by=lambda row: fold(row.words),
            ),
            column(t("Booked to"), self._account, width=190),
            Column(
                t("Status"),
                lambda row: state_look(active=row.active).words,
                chip=lambda row: state_look(active=row.active),
            ),
        )

    def _account(self, row: Reason) -> str:
        return account_words(row.gl_code, self.found.chart if self.found else {})
