"""Card payments that have not ended, of every window, each with one sentence and its verbs."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.cards.rules import RESTING
from app.areas.cards.values import AttemptState, CardVerb, OpenAttemptRow, Outcome
from app.areas.settings.values import Practice
from app.gui.cards_beside import Beside, BesideRow
from app.gui.corner_panel import CornerPanel
from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.kernel.clock import zone_named
from app.kernel.i18n import format_short_date, format_time
from app.kernel.ids import AttemptId
from app.kernel.translate import t, tn

IN_TRAY: Final = (CardVerb.CHECK_NOW, CardVerb.TAKE_OVER, CardVerb.ACCEPT)
"""Verbs of the tray; the others need the person who pays, and stand at the Counter."""
WITH_REASON: Final = frozenset({CardVerb.TAKE_OVER, CardVerb.ACCEPT})


def outcome_words(outcome: Outcome) -> str:
    """What an attempt comes to, in two words at most."""
    return {
        Outcome.CHARGED: t("Charged"),
        Outcome.NOT_CHARGED: t("Not charged"),
        Outcome.CHECKING: t("Being checked"),
    }[outcome]


def row_look(row: OpenAttemptRow) -> tuple[str, str]:
    """(icon, tone): red where nobody knows, and nobody may charge again."""
    if row.state is AttemptState.UNKNOWN:
        return "warning-circle", "danger"
    if row.outcome is Outcome.CHARGED:
        return "check-circle", "money_in"
    if row.outcome is Outcome.NOT_CHARGED:
        return "info", "caution"
    return "clock", "muted"


def state_words(rows: tuple[OpenAttemptRow, ...], others: tuple[Beside, ...] = ()) -> str:
    """The sentence over the list, which the pill says too."""
    strange = sum(each.waits for each in others)
    if strange and not any(row.state is AttemptState.UNKNOWN for row in rows):
        return tn(
            "{count} card charge is in no books.", "{count} card charges are in no books.", strange
        )
    if not rows and others:
        return tn(
            "{count} refund is on its way back to a card.",
            "{count} refunds are on their way back to cards.",
            len(others),
        )
    if not rows:
        return t("Every card payment has ended. Nothing is open.")
    unknown = sum(row.state is AttemptState.UNKNOWN for row in rows)
    if unknown:
        return tn(
            "{count} card payment is not decided. Do not charge it again: the program finds out.",
            "{count} card payments are not decided. Do not charge them again: the program finds "
            "out.",
            unknown,
        )
    waits = sum(row.state in RESTING for row in rows)
    if waits:
        return tn(
            "{count} card payment is not charged and waits for somebody to go on.",
            "{count} card payments are not charged and wait for somebody to go on.",
            waits,
        )
    return tn("{count} card payment goes on.", "{count} card payments go on.", len(rows))


class AttemptRow(QFrame):
    """One attempt. `wanted` comes with a CardVerb, or with None to open its account."""

    wanted = Signal(object)

    def __init__(self, row: OpenAttemptRow, here: Practice, today: date, *, opens: bool) -> None:
        super().__init__()
        self.row = row
        self.buttons: dict[CardVerb | None, Button] = {}
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(6), 0, px(8))
        column.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        icon, tone = row_look(row)
        head.addWidget(Glyph(icon, tone, 18))
        head.addWidget(
            PlainLabel(f"{row.name}  ·  {row.account_number}", role="strong", elide=True), 1
        )
        amount = AmountLabel(15, locale=here.locale, spoken="{amount}")
        amount.show_amount(row.amount)
        head.addWidget(amount)
        column.addLayout(head)
        said = outcome_words(row.outcome)
        words = row.words if said in row.words else f"{said}. {row.words}"
        tone = "danger" if tone == "danger" else "text"
        self.words = PlainLabel(words, tone=tone, wrap=True)
        column.addWidget(self.words)
        column.addWidget(
            PlainLabel(_about(row, here, today), role="caption", tone="muted", wrap=True)
        )
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        offered: list[tuple[CardVerb | None, str]] = [
            (verb, _verb_words(verb)) for verb in row.buttons if verb in IN_TRAY
        ]
        if opens:
            offered.append((None, t("Open the account")))
        for verb, each in offered:
            self.buttons[verb] = button = Button(each)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _on=False, verb=verb: self.wanted.emit(verb))
            verbs.addWidget(button)
        verbs.addStretch(1)
        column.addLayout(verbs)


def _verb_words(verb: CardVerb) -> str:
    return {
        CardVerb.CHECK_NOW: t("Check now"),
        CardVerb.TAKE_OVER: t("Find out here…"),
        CardVerb.ACCEPT: t("Let the shift close…"),
    }[verb]


def _about(row: OpenAttemptRow, here: Practice, today: date) -> str:
    """Where, who, since when, and which shift it belongs to."""
    day = row.since.astimezone(zone_named(here.time_zone)).date()
    since = format_time(row.since, here.time_zone, here.locale)
    if day != today:
        since = f"{format_short_date(day, here.locale)} {since}"
    window = t("This window") if row.here else t("Window {code}", code=row.window)
    parts = [window, row.by, t("since {time}", time=since)]
    if row.shift_number:
        parts.append(t("shift {number}", number=row.shift_number))
    if row.accepted:
        parts.append(t("a manager let the shift close"))
    return "  ·  ".join(part for part in parts if part)


class CardsPanel(CornerPanel):
    """`wanted` comes with the verb (None: open the account), the row, and the reason where one is
    needed; `reader_wanted` asks for the simulated reader, `look_wanted` comes with a Link.
    """

    WIDTH = 460
    wanted = Signal(object, object, str)
    reader_wanted = Signal()
    look_wanted = Signal(object)

    def __init__(self, over: QWidget, here: Practice) -> None:
        super().__init__(over, "credit-card", t("Card payments that have not ended"))
        self._here = here
        self._shown: tuple[object, ...] = ()
        self._asks: tuple[CardVerb, AttemptId] | None = None
        self.rows: tuple[AttemptRow, ...] = ()
        self.others: tuple[BesideRow, ...] = ()
        self.reason = QLineEdit()
        self.reason.setMaxLength(400)
        hint = t("It stays in the history of the practice.")
        self.reason_field = Field(t("Why"), self.reason, hint=hint)
        self.reason_button = Button(t("Say why"), kind="primary")
        self.reason_button.setAutoDefault(True)
        self.reason_button.clicked.connect(self._agree)
        self.reason_field.hide()
        self.reason_button.hide()
        self.body.addWidget(self.reason_field)
        self.body.addWidget(self.reason_button)
        self.body.addStretch(1)
        foot = QHBoxLayout()
        self.reader_button = Button(t("Simulated reader"), icon="credit-card")
        # The glyph fills its square: a narrow space keeps it off the word.
        self.reader_button.setText(f"\u2009{self.reader_button.text()}")
        self.reader_button.setAutoDefault(True)
        self.reader_button.clicked.connect(self.reader_wanted)
        foot.addWidget(self.reader_button)
        foot.addStretch(1)
        self.add_foot(foot)

    def show_rows(
        self,
        rows: tuple[OpenAttemptRow, ...],
        today: date,
        off: str,
        *,
        opens: bool,
        others: tuple[Beside, ...] = (),
    ) -> None:
        """What is open now, and why no card can be charged (`off`); the keyboard stays on the same
        verb of the same attempt.
        """
        if self._shown == (rows, today, off, opens, others):
            return
        self._shown = (rows, today, off, opens, others)
        tones = [row_look(row)[1] for row in rows]
        tone = "danger" if "danger" in tones else "caution" if rows or others else "money_in"
        self.glyph.show_icon("credit-card", tone)
        self.state.say("\n".join(each for each in (off, state_words(rows, others)) if each))
        had, kept = bool(self.rows) and self.holds_focus(), self._focused()
        typing = self.reason.hasFocus()
        before = self.rows
        for each in before:
            self.body.removeWidget(each)
        made = []
        for place, row in enumerate(rows):
            shown = AttemptRow(row, self._here, today, opens=opens)
            shown.wanted.connect(lambda verb, row=row: self._press(verb, row))
            self.body.insertWidget(place, shown)
            shown.show()
            made.append(shown)
            if kept is not None and kept[0] == row.attempt_id and kept[1] in shown.buttons:
                shown.buttons[kept[1]].setFocus(Qt.FocusReason.OtherFocusReason)
        self.rows = tuple(made)
        if self._asks is not None and self._asks[1] not in [row.attempt_id for row in rows]:
            self._ask_no_more()
        if (
            had
            and not typing
            and not any(row.isAncestorOf(self._focus()) for row in (*self.rows, *self.others))
        ):
            self.first().setFocus(Qt.FocusReason.OtherFocusReason)
        for each in before:
            each.hide()
            each.deleteLater()
        self.show_others(others)
        self.place()

    def refuse(self, words: str) -> None:
        """Say why a verb was refused."""
        if self._asks is not None:
            self.reason_field.show_error(words)
            self.reason_field.focus_error()

    def done_asking(self) -> None:
        """The reason was taken."""
        self._ask_no_more()
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_others(self, rows: tuple[Beside, ...]) -> None:
        """Card money that is no payment at a reader, under what is; the keyboard stays on it."""
        if [each.row for each in self.others] == list(rows):
            return
        had = next((each.row.go for each in self.others if each.button.hasFocus()), None)
        if had is not None:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        for each in self.others:
            self.body.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.others = tuple(BesideRow(row, self._here.locale) for row in rows)
        for place, each in enumerate(self.others, len(self.rows)):
            each.wanted.connect(self.look_wanted)
            self.body.insertWidget(place, each)
            each.show()
            if each.row.go == had:
                each.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()

    def first(self) -> QWidget:
        buttons = [b for row in self.rows for b in row.buttons.values()]
        buttons += [each.button for each in self.others]
        return buttons[0] if buttons else self.close_button

    def height_wanted(self) -> int:
        asks = 110 if self._asks is not None else 0
        return min(560, 170 + 112 * (len(self.rows) + len(self.others)) + asks)

    def _press(self, verb: CardVerb | None, row: OpenAttemptRow) -> None:
        if verb not in WITH_REASON:
            self.wanted.emit(verb, row, "")
            return
        self._asks = (verb, row.attempt_id)
        words = {
            CardVerb.TAKE_OVER: t("Find out here how it ended"),
            CardVerb.ACCEPT: t("Let the shift close without it"),
        }
        self.reason_button.say(words[verb])
        self.reason.clear()
        self.reason_field.show_error("")
        self.reason_field.show()
        self.reason_button.show()
        self.place()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self.reason_button)

    def _agree(self) -> None:
        if self._asks is None:
            return
        verb, attempt_id = self._asks
        row = next((r.row for r in self.rows if r.row.attempt_id == attempt_id), None)
        if not self.reason.text().strip():
            self.reason_field.show_error(t("Say why."))
            self.reason_field.focus_error()
        elif row is not None:
            self.wanted.emit(verb, row, self.reason.text())

    def _ask_no_more(self) -> None:
        self._asks = None
        self.reason.clear()
        self.reason_field.hide()
        self.reason_button.hide()
        self.place()

    def _focus(self) -> QWidget:
        return self.focus_now() or self

    def _focused(self) -> tuple[AttemptId, CardVerb | None] | None:
        focus = self.focus_now()
        for row in self.rows:
            for verb, button in row.buttons.items():
                if button is focus:
                    return row.row.attempt_id, verb
        return None

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the reason agrees, Esc puts it away first, the arrows walk the verbs."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            if not event.isAutoRepeat():
                self._agree()
        elif key == Qt.Key.Key_Escape and self._asks is not None:
            self.done_asking()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)
