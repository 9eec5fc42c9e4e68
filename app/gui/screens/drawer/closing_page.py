"""Counting a drawer at the end of its shift, blind: nothing here says what should be in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.cards.values import OpenAttemptRow
from app.areas.drawers.closing_values import CheckTaken, ShiftScreen
from app.areas.drawers.values import Denomination
from app.areas.payments.values import ParkedForm
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.tables.staying import show_staying
from app.gui.theme import current
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.end_row import EndRow
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_money
from app.kernel.money import Money, total
from app.kernel.translate import t, tn

NAMES_SHOWN = 4
BOTH_FROM = 1000
"""Designed pixels from which cash and checks stand side by side."""


class ClosingPage(QScrollArea):
    """`sealed` comes when the count should be sealed, `left` on going back to the shift."""

    sealed = Signal()
    left = Signal()

    def __init__(self, practice: Practice, denominations: tuple[Denomination, ...]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self._checks: tuple[CheckTaken, ...] = ()
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        self.title = PlainLabel("", role="title")
        self.hint = PlainLabel("", tone="muted", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        self._both = QHBoxLayout()
        self._both.setSpacing(px(16))
        self._both.addWidget(self._cash_card(denominations), 3)
        side = QVBoxLayout()
        side.setSpacing(px(12))
        side.addWidget(self._checks_card())
        side.addWidget(self._cards_card())
        side.addWidget(self._parked_card())
        side.addStretch(1)
        self._both.addLayout(side, 2)
        column.addLayout(self._both, 1)
        self.setWidget(inner)
        self.grid.changed.connect(lambda _sum: self._say_sum())
        self.grid.finished.connect(self._after_cash)
        self.model.ticked.connect(self._ticked)
        self._say_sum()

    def show_shift(
        self,
        screen: ShiftScreen,
        checks: tuple[CheckTaken, ...],
        parked: tuple[ParkedForm, ...],
        *,
        own: bool,
    ) -> None:
        """Whose drawer it is, which checks should lie in it, and what stays with the site."""
        again = bool(screen.counts)
        number, name = screen.row.number, screen.row.user_name
        title = t("Count the drawer of shift {number}", number=number)
        if again:
            title = t("Count once more, shift {number}", number=number)
        self.title.say(title)
        hint = t(
            "Count all notes and coins that are in it now. Sealing ends the shift's payments; what "
            "was booked wrong can still be put right before it is closed."
        )
        if again:
            hint = t("The first count is kept as it is. Both are kept, and this one counts.")
        elif not own:
            hint = t(
                "You close the drawer of {name}. Count all notes and coins that are in it now.",
                name=name,
            )
        self.hint.say(hint)
        if checks != self._checks:
            self.unticked.hide()
        self._checks = checks
        show_staying(self.table, self.model, checks)
        self.table.setFixedHeight(self.table.wanted_height(min(5, len(checks))) + 2)
        for part in (self.table, self.check_fields):
            part.setVisible(bool(checks))
        self.no_checks.setVisible(not checks)
        self.parked.setVisible(bool(parked))
        self.parked_words.say(_parked_words(parked))

    def show_cards(self, rows: tuple[OpenAttemptRow, ...]) -> None:
        """Card payments that keep the shift from being closed; it can be counted all the same."""
        self.cards.setVisible(bool(rows))
        words = tn("{count} card is not decided", "{count} cards are not decided", len(rows))
        self.cards_words.say(_named(words, [row.name for row in rows]))

    def clear(self) -> None:
        """The next count starts from nought."""
        self.grid.clear()
        self.model.tick(())
        self.check_count.clear()
        self.check_total.clear()
        self.unticked.hide()
        self.say_error("")

    def take_focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def checks_counted(self) -> tuple[int, Money | None]:
        """How many checks and what they make; None when they were left uncounted."""
        if not self._checks:
            return 0, Money.zero(self._practice.currency)
        typed = self.check_count.text().strip()
        if not typed and not self.check_total.text().strip():
            return 0, None
        return int(typed or "0"), self.check_total.amount()

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        if self.check_total.error():
            self.check_total.tell_problem()
            self.total_field.focus_error()
            return
        doubt = "" if self.unticked.isVisibleTo(self) else self._doubt()
        if doubt:
            self._ask_again(doubt)
            return
        self.sealed.emit()

    def say_error(self, words: str) -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def _not_ticked(self) -> tuple[CheckTaken, ...]:
        """Listed checks that were not found; none where number and total were typed to match."""
        worth = total((each.amount for each in self._checks), self._practice.currency)
        if self.checks_counted() == (len(self._checks), worth):
            return ()
        ticked = self.model.ticked_keys
        return tuple(c for c in self._checks if (c.payment_id, c.check_number) not in ticked)

    def _doubt(self) -> str:
        """What of the checks is likely a slip: some not ticked, or other figures than the ticks."""
        missing, (count, typed) = self._not_ticked(), self.checks_counted()
        if missing:
            worth = total((each.amount for each in missing), self._practice.currency)
            return tn(
                "{count} check of {amount} is not ticked. Tick it, or press Enter again to seal.",
                "{count} checks of {amount} are not ticked. Tick them, or press Enter again to "
                "seal.",
                len(missing),
                amount=format_money(worth, self._practice.locale),
            )
        ticked = len(self._checks)
        worth = total((each.amount for each in self._checks), self._practice.currency)
        if not self.model.ticked_keys or (count, typed) == (ticked, worth):
            return ""
        return t(
            "Ticked: {ticked}, {worth}. Typed: {count}, {typed}. Put it right, or press Enter "
            "again to seal what is typed.",
            ticked=ticked,
            worth=format_money(worth, self._practice.locale),
            count=count,
            typed="" if typed is None else format_money(typed, self._practice.locale),
        )

    def _ask_again(self, words: str) -> None:
        """Beside the button, which has the keyboard: pressing it again seals all the same."""
        self.unticked.say(words)
        self.unticked.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._show_seal)

    def _show_seal(self) -> None:
        """In the next turn of the event loop, when the new line has its place."""
        self.ensureWidgetVisible(self.unticked)
        self.ensureWidgetVisible(self.button)

    # ------------------------------------------------------------------------- how it is made

    def _cash_card(self, denominations: tuple[Denomination, ...]) -> Card:
        card = Card()
        sized(card, current().px, most_width=760)
        self.grid = DenominationGrid(
            denominations,
            self._practice.currency,
            locale=self._practice.locale,
            sum_words=t("Counted"),
        )
        card.body.addWidget(self.grid)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        self.unticked = PlainLabel("", tone="caution", wrap=True)
        self.unticked.hide()
        card.body.addWidget(self.unticked)
        end = EndRow()
        end.left.connect(self.left)
        end.wanted.connect(self.submit)
        self.back_button, self.button = end.back_button, end.button
        card.body.addWidget(end)
        return card

    def _checks_card(self) -> Card:
        card = Card(t("Checks"))
        practice = self._practice
        self.no_checks = PlainLabel(t("No checks were taken in this shift."), tone="muted")
        card.body.addWidget(self.no_checks)
        self.model = RowsModel(
            _check_columns(practice), ticks=True, key=lambda row: (row.payment_id, row.check_number)
        )
        self.table = DataTable(self.model, name=t("Checks to tick off"), compact=True)
        card.body.addWidget(self.table)
        self.check_fields = QWidget()
        fields = QHBoxLayout(self.check_fields)
        fields.setContentsMargins(0, 0, 0, 0)
        self.check_count = QLineEdit()
        self.check_count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.check_count.setMaxLength(4)
        self.check_count.textEdited.connect(self._only_digits)
        self.check_total = MoneyEdit(practice.currency, locale=practice.locale)
        top = Qt.AlignmentFlag.AlignTop
        fields.addWidget(Field(t("How many checks"), self.check_count), 2, top)
        self.total_field = Field(t("Their total"), self.check_total)
        fields.addWidget(self.total_field, 3, top)
        card.body.addWidget(self.check_fields)
        return card

    def _cards_card(self) -> Card:
        self.cards = Card(t("Cards that are not decided"))
        self.cards_words = PlainLabel("", tone="caution", wrap=True)
        stays = t(
            "Nobody knows yet whether they were charged, so the shift can’t be closed. Count the "
            "drawer meanwhile, and see to them with {key}.",
            key=key_words("frame.cards"),
        )
        self.cards.body.addWidget(self.cards_words)
        self.cards.body.addWidget(PlainLabel(stays, role="caption", tone="muted", wrap=True))
        self.cards.hide()
        return self.cards

    def _parked_card(self) -> Card:
        self.parked = Card(t("Parked payments"))
        self.parked_words = PlainLabel("", wrap=True)
        stays = t("They stay with the site. Anybody can finish them on the Counter.")
        self.parked.body.addWidget(self.parked_words)
        self.parked.body.addWidget(PlainLabel(stays, role="caption", tone="muted", wrap=True))
        return self.parked

    def _say_sum(self) -> None:
        self.say_error("")
        amount = format_money(self.grid.total(), self._practice.locale)
        key = key_words("frame.primary")
        self.button.say(t("Seal the count of {amount}      {key}", amount=amount, key=key))

    def _after_cash(self) -> None:
        following = self.table if self._checks else self.button
        following.setFocus(Qt.FocusReason.TabFocusReason)
        if self._checks:
            self.table.mark_first()
        self.ensureWidgetVisible(following)

    def _ticked(self, keys: object) -> None:
        self.unticked.hide()
        chosen = keys if isinstance(keys, tuple) else ()
        ticked = [each for each in self._checks if (each.payment_id, each.check_number) in chosen]
        self.check_count.setText(str(len(ticked)) if ticked else "")
        amount = total((each.amount for each in ticked), self._practice.currency)
        self.check_total.show_amount(amount if ticked else None)

    def _only_digits(self, text: str) -> None:
        self.check_count.setText("".join(c for c in text if c in "0123456789"))

    # Qt's own names from here on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(BOTH_FROM)
        way = QBoxLayout.Direction
        self._both.setDirection(way.TopToBottom if narrow else way.LeftToRight)


def _check_columns(practice: Practice) -> tuple[Column[CheckTaken], ...]:
    return (
        Column(t("Receipt"), lambda row: row.receipt_number),
        Column(t("Bank"), lambda row: row.bank, stretch=True),
        Column(t("Check"), lambda row: row.check_number),
        Column(t("Amount"), lambda row: format_money(row.amount, practice.locale), right=True),
    )


def _parked_words(parked: tuple[ParkedForm, ...]) -> str:
    words = tn("{count} payment is parked", "{count} payments are parked", len(parked))
    return _named(words, [form.name for form in parked])


def _named(words: str, of: list[str]) -> str:
    names = list(dict.fromkeys(of))
    shown = ", ".join(names[:NAMES_SHOWN])
    if len(names) > NAMES_SHOWN:
        return t("{words}: {names} and more.", words=words, names=shown)
    return t("{words}: {names}.", words=words, names=shown)
