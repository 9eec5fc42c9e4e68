"""The panel while a card is charged: how much, where, what goes on, and what can be done; it sends
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.areas.cards.values import AttemptShown, AttemptState, CardVerb
from app.gui.accessible import announce
from app.gui.icons import Glyph
from app.gui.screens.counter.card_words import (
    NEVER_HERE,
    countdown_words,
    look_of,
    main_verb,
    verb_words,
)
from app.gui.screens.counter.person_title import say_person
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel, restyle
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.clock import SystemClock
from app.kernel.i18n import format_money
from app.kernel.translate import t

TICK_MS: Final = 500
FIGURES: Final = (48, 32, 20)


class CardPanel(Card):
    """`pressed` comes with a CardVerb, `other_amount` with the text of another amount, `let_go`
    when the button that has the keyboard goes away, `told` after it shows something else.
    """

    pressed = Signal(object)
    told = Signal()
    let_go = Signal()
    other_amount = Signal(str)

    def __init__(self, currency: str, locale: str) -> None:
        super().__init__(t("Card"))
        self._locale = locale
        self.now: Callable[[], datetime] = SystemClock().now
        self._shown: AttemptShown | None = None
        self._who: tuple[str, ...] = ()
        self._buttons: dict[CardVerb, Button] = {}
        px = current().px
        self.body.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        self.reader = PlainLabel("", tone="muted", elide=True)
        self.test = Chip("flask", t("Test"), "accent")
        head.addWidget(self.reader, 1)
        head.addWidget(self.test)
        self.body.addLayout(head)
        self.figure = AmountLabel(48, locale=locale, spoken=t("Card {amount}"))
        self.body.addWidget(self.figure)
        self.cash = PlainLabel("", tone="muted", wrap=True)
        self.cash.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.cash)
        self.body.addWidget(self._sentence())
        self.counting = PlainLabel("", tone="caution", wrap=True)
        self.body.addWidget(self.counting)
        self.amount = MoneyEdit(currency, locale=locale, name=t("Charge this instead"), size=20)
        self.amount_field = Field(t("Charge this instead, then Enter"), self.amount)
        self.amount.returnPressed.connect(self._charge_other)
        self.body.addWidget(self.amount_field)
        self.more = Button(t("Details"), kind="quiet", icon="caret-down")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._fold)
        self.details = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.details)
        self.body.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(px(8))
        self.body.addLayout(self._foot)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._count_down)

    def _sentence(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, current().px(8), 0, 0)
        row.setSpacing(current().px(8))
        self.glyph = Glyph("clock", "muted", 20)
        self.words = PlainLabel("", role="heading", wrap=True)
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        return holder

    @property
    def buttons(self) -> dict[CardVerb, Button]:
        """What can be pressed now."""
        return dict(self._buttons)

    def show_attempt(self, shown: AttemptShown, who: tuple[str, ...], *, can_change: bool) -> None:
        """An attempt as it is now, of `who` by name, year and number; `can_change` where its form
        is here, so that another amount can be charged.
        """
        before, self._shown = self._shown, shown
        if before is None or before.attempt_id != shown.attempt_id:
            self.more.setChecked(False)
            self._hide_amount()
        self._who = who
        say_person(self, *who)
        self.reader.say(shown.reader_label or shown.gateway_name)
        self.test.setVisible(shown.test_mode)
        self.figure.show_amount(shown.amount)
        self._fit_figure()
        cash = shown.cash_on_form
        self.cash.say(
            t("and {amount} in cash, already on the form", amount=format_money(cash, self._locale))
            if cash
            else ""
        )
        self.cash.setVisible(bool(cash))
        icon, tone = look_of(shown)
        self.glyph.show_icon(icon, tone)
        self.words.say(shown.words, "danger" if tone == "danger" else "text")
        self.setProperty("alarm", "true" if shown.state is AttemptState.UNKNOWN else "false")
        restyle(self)
        self.details.say(shown.details)
        self.more.setVisible(bool(shown.details))
        self._fold()
        self._show_buttons(shown, can_change=can_change)
        if CardVerb.OTHER_AMOUNT not in self._buttons:
            self._hide_amount()
        self._count_down()
        if before is None or before.words != shown.words:
            self.announce(shown.words)
        self.told.emit()

    def forget(self) -> None:
        """Another person or nobody: no name and no amount stays."""
        self._shown, self._who = None, ()
        self._tick.stop()
        self._hide_amount()
        self.say_title(t("Card"))
        for label in (self.words, self.details, self.cash, self.reader):
            label.say("")
        self.figure.show_amount(None)
        self.told.emit()

    def refuse_amount(self, words: str) -> None:
        self.amount_field.show_error(words)
        self.amount_field.focus_error()

    def ask_amount(self) -> None:
        """Show the box for another amount, with the keyboard in it."""
        self.amount_field.show()
        self.amount.clear()
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def asks_amount(self) -> bool:
        return self.amount_field.isVisibleTo(self)

    def put_amount_away(self) -> None:
        self._hide_amount()

    def _hide_amount(self) -> None:
        self.amount_field.show_error("")
        self.amount_field.hide()

    def _charge_other(self) -> None:
        if self.amount.text().strip() and not self.amount.error():
            self.other_amount.emit(self.amount.text())

    def _show_buttons(self, shown: AttemptShown, *, can_change: bool) -> None:
        """The likely one large and first; the same buttons stay while the verbs do."""
        wanted = [
            verb
            for verb in shown.buttons
            if verb not in NEVER_HERE and (can_change or verb is not CardVerb.OTHER_AMOUNT)
        ]
        main = main_verb(shown)
        if list(self._buttons) != wanted:
            if any(button.hasFocus() for button in self._buttons.values()):
                self.let_go.emit()
            for button in self._buttons.values():
                self._foot.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._buttons = {}
            for verb in wanted:
                button = Button("", kind="big" if verb is main else "plain")
                button.setAutoDefault(True)
                button.clicked.connect(lambda _on=False, verb=verb: self.pressed.emit(verb))
                self._foot.addWidget(button)
                self._buttons[verb] = button
        for verb, button in self._buttons.items():
            button.say(verb_words(verb, shown))

    def _fold(self) -> None:
        self.details.setVisible(self.more.isChecked() and bool(self.details.text()))

    def _count_down(self) -> None:
        shown = self._shown
        words = countdown_words(shown, self.now()) if shown is not None else ""
        self.counting.say(words)
        self.counting.setVisible(bool(words))
        if shown is None or shown.counts_down_to is None:
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()

    def announce(self, words: str) -> None:
        """Let a screen reader say it at once."""
        announce(self, words, at_once=True)

    def _fit_figure(self) -> None:
        room = self.width() - 2 * current().px(16) - 4
        for size in FIGURES:
            figures = QFontMetrics(current().font(size, strong=True))
            if figures.horizontalAdvance(self.figure.text()) <= room or size == FIGURES[-1]:
                if self.figure.property("figure") != str(size):
                    self.figure.setProperty("figure", str(size))
                    restyle(self.figure)
                return

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_figure()
        if self._who:
            say_person(self, *self._who)
