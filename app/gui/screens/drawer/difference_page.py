"""What should have been in the drawer, what was counted, and why they may differ."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.drawers.closing_values import Cause, CauseKind, Difference, ShiftScreen
from app.areas.ledger.values import Reason
from app.areas.settings.values import Practice
from app.gui.dialogs.reason_picks import ReasonPicks
from app.gui.icons import Glyph
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.i18n import format_money
from app.kernel.ids import ReasonId
from app.kernel.money import Money
from app.kernel.translate import t, tn

CAUSES_SHOWN = 4
"""As many as have a key; the list is ranked, and what comes after is a guess."""


class CauseRow(QWidget):
    """One possible cause as a sentence, with its key and a button that opens what it names."""

    def __init__(self, number: int, cause: Cause, opens: str) -> None:
        super().__init__()
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(4), 0, px(4))
        row.setSpacing(px(12))
        row.addWidget(Glyph("lightbulb", "caution" if number == 0 else "muted", 18))
        self.words = PlainLabel(cause.words, wrap=True)
        row.addWidget(self.words, 1)
        key = key_words(f"closing.cause_{number + 1}")
        self.button = Button(f"{opens}      {key}")
        self.button.setAccessibleName(t("{verb}: {cause}", verb=opens, cause=cause.words))
        self.button.setAutoDefault(True)
        sized(self.button, px, least_width=190)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.button.setVisible(bool(opens))


class DifferencePage(QScrollArea):
    """`closed` asks for the close, with the reason that was picked; `opened` comes with a Cause."""

    closed = Signal()
    opened = Signal(object)
    hand_over = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self._causes: tuple[Cause, ...] = ()
        self.rows: list[CauseRow] = []
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(self._head())
        column.addWidget(self._sums())
        both = QHBoxLayout()
        both.setSpacing(px(16))
        both.addWidget(self._why(), 3)
        both.addWidget(self._end(), 2)
        column.addLayout(both, 1)
        self.setWidget(inner)
        for number in range(CAUSES_SHOWN):
            bind(self, f"closing.cause_{number + 1}", partial(self._open, number))

    @property
    def reason_id(self) -> ReasonId | None:
        return self.picks.reason_id if self.picks.isVisibleTo(self) else None

    def show_difference(
        self, screen: ShiftScreen, found: Difference, reasons: tuple[Reason, ...], *, own: bool
    ) -> None:
        """The three figures, and below them what may have happened."""
        gap = found.difference
        self.title.say(t("Shift {number}", number=found.number))
        look = ("check-circle", t("It agrees"), "money_in")
        if gap.minor:
            look = ("warning", t("Over") if gap.minor > 0 else t("Short"), "caution")
        elif not found.checks_agree:
            look = ("warning", t("Checks differ"), "caution")
        self.chip.show_status(*look)
        self.expected.show_amount(found.expected)
        self.counted.show_amount(found.counted)
        tone = "money_in" if not gap.minor else "caution"
        self.difference.show_amount(gap, tone)
        self.difference_words.say(_gap_words(gap))
        self._say_counts(screen, found)
        differs = bool(gap.minor) or not found.checks_agree
        self._show_causes(found.causes if differs else (), own=own)
        self._show_end(found, reasons, own=own)

    def keep_clear(self) -> int:
        """The card that closes the shift is not covered by messages."""
        return self._close_card.width() + current().px(24)

    def take_focus(self) -> None:
        first = self.picks if self.picks.isVisibleTo(self) else self.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        if self.picks.isVisibleTo(self) and self.picks.reason is None:
            self.picks.ask_again()
        else:
            self.closed.emit()

    def say_error(self, words: str, field: str = "") -> None:
        if field == "reason_id" and words:
            self.picks.show()
            self.picks.say_error(words)
            self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.picks.setEnabled(not busy)
        if not busy and self.isVisible():
            # What is disabled loses the keyboard, to the hand-over of all things.
            self.take_focus()

    # ------------------------------------------------------------------------- how it is made

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self.title = PlainLabel("", role="title")
        self.chip = Chip("check-circle", "", "money_in")
        row.addWidget(self.title)
        row.addWidget(self.chip)
        row.addStretch(1)
        return row

    def _sums(self) -> Card:
        px = current().px
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(32))
        grid.setVerticalSpacing(px(2))
        locale = self._practice.locale
        self.expected = AmountLabel(32, locale=locale, spoken=t("Expected {amount}"))
        self.counted = AmountLabel(32, locale=locale, spoken=t("Counted {amount}"))
        self.difference = AmountLabel(48, locale=locale, spoken=t("Difference {amount}"))
        self.difference_words = PlainLabel("", role="caption", tone="muted")
        heads = (t("Should be there"), t("Counted"), t("Difference"))
        figures = (self.expected, self.counted, self.difference)
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
        for place, (words, figure) in enumerate(zip(heads, figures, strict=True)):
            head = PlainLabel(words, tone="muted")
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, place)
            figure.setAlignment(bottom)
            grid.addWidget(figure, 1, place)
            grid.setColumnStretch(place, 1)
        self.difference_words.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.difference_words, 2, 2)
        card.body.addLayout(grid)
        self.counts = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.counts)
        return card

    def _why(self) -> Card:
        self.why = Card(t("What may have happened"))
        self.nothing = PlainLabel("", tone="muted", wrap=True)
        self.why.body.addWidget(self.nothing)
        self._cause_rows = QVBoxLayout()
        self._cause_rows.setSpacing(0)
        self.why.body.addLayout(self._cause_rows)
        self.why.body.addStretch(1)
        return self.why

    def _end(self) -> Card:
        card = self._close_card = Card(t("Close it"))
        self.picks = ReasonPicks(t("Why does it differ? The digit closes the shift."))
        self.picks.picked.connect(self.submit)
        card.body.addWidget(self.picks)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        self.button = Button("", kind="big")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.submit)
        card.body.addWidget(self.button)
        self.safe_words = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.safe_words)
        self.hand_over_button = Button(t("Let the next person take over…"))
        self.hand_over_button.setAutoDefault(True)
        self.hand_over_button.clicked.connect(self.hand_over)
        card.body.addWidget(self.hand_over_button)
        card.body.addStretch(1)
        return card

    # ------------------------------------------------------------------------- what it says

    def _say_counts(self, screen: ShiftScreen, found: Difference) -> None:
        said = []
        if found.first_counted is not None and len(screen.counts) > 1:
            first = format_money(found.first_counted, self._practice.locale)
            said.append(t("First count {amount}, kept beside the second.", amount=first))
        if found.checks_counted is not None and found.checks_expected_count:
            words = t("The checks agree.")
            if not found.checks_agree:
                words = t(
                    "Checks: {counted} counted, {amount}; {expected} taken, {total}.",
                    counted=found.checks_counted_count,
                    amount=format_money(found.checks_counted, self._practice.locale),
                    expected=found.checks_expected_count,
                    total=format_money(found.checks_expected, self._practice.locale),
                )
            said.append(words)
        elif found.checks_expected_count:
            said.append(
                tn(
                    "{count} check was not counted.",
                    "{count} checks were not counted.",
                    found.checks_expected_count,
                )
            )
        self.counts.say(" ".join(said))
        self.counts.setVisible(bool(said))

    def _show_causes(self, causes: tuple[Cause, ...], *, own: bool) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self._causes = causes[:CAUSES_SHOWN]
        self.rows = []
        for number, cause in enumerate(self._causes):
            row = CauseRow(number, cause, _opens(cause, own=own))
            row.button.clicked.connect(lambda _on=False, n=number: self._open(n))
            self._cause_rows.addWidget(row)
            self.rows.append(row)

    def _show_end(self, found: Difference, reasons: tuple[Reason, ...], *, own: bool) -> None:
        agrees = not found.difference.minor and found.checks_agree
        words = t("Nothing to explain: the count is what was booked.")
        if not agrees and not self._causes:
            words = t("Nothing in this shift explains it. Choose the reason that fits best.")
        self.nothing.say(words)
        self.nothing.setVisible(agrees or not self._causes)
        if self.picks.reason is None or self.picks.isVisibleTo(self) is agrees:
            self.picks.show_reasons(reasons)
        self.picks.setVisible(not agrees)
        key = t("Enter")
        self.button.say(t("Close shift {number}      {key}", number=found.number, key=key))
        amount = format_money(found.counted, self._practice.locale)
        self.safe_words.say(t("{amount} in cash goes into the safe.", amount=amount))
        self.hand_over_button.setVisible(own)
        self.say_error("")

    def _open(self, number: int) -> None:
        if number < len(self._causes):
            self.opened.emit(self._causes[number])


def _gap_words(gap: Money) -> str:
    if not gap.minor:
        return t("exactly right")
    return t("too much") if gap.minor > 0 else t("missing")


def _opens(cause: Cause, *, own: bool) -> str:
    """What the button of a cause says; empty when there is nothing to open."""
    if cause.target_kind == "receipt":
        return t("Open the receipt")
    if not own:
        return ""
    if cause.kind is CauseKind.MISSING:
        return t("Type it now")
    if cause.target_kind == "movement":
        return t("Show the movement")
    return t("Show the shift")
