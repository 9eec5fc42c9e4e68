"""Keeps the tray of card payments true, its pill and its notices, and carries out what is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.areas.cards import gateways, queries, service
from app.areas.cards.gateway_values import Provider
from app.areas.cards.rules import RESTING
from app.areas.cards.values import (
    AcceptUnknown,
    AttemptState,
    CardNotice,
    CardVerb,
    DismissNotice,
    OpenAttemptRow,
    Outcome,
    TakeOverAttempt,
)
from app.areas.tasks.values import Link
from app.gui.cards_beside import Beside, beside, may_see
from app.gui.cards_panel import CardsPanel, state_words
from app.gui.desk import Desk
from app.gui.frame import Frame
from app.gui.shortcuts import bind
from app.gui.simulated_reader import SimulatedReader
from app.gui.widgets.pill import Pill
from app.kernel.clock import SystemClock, business_date, zone_named
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import AttemptId, CommandId, new_id
from app.kernel.translate import t, tn
from app.storage.reading import Reader

KEY: Final = "cards.tray"
TABLES: Final = frozenset(
    {"card_attempt", "card_attempt_state", "card_attempt_end", "card_attempt_step"}
    | {"card_working", "card_notice", "shift_hold"}
    | {"gateway", "gateway_standing", "window_reader", "card_reader"}
    | {"card_outside", "task_answer", "refund_state"}
)
SOON_MS: Final = 100
"""An attempt is noted twice a second while a card is waited for."""


@dataclass(frozen=True, slots=True)
class Found:
    """`off` is why this window can't charge cards now; empty where it can, or never does.
    `simulated` where its reader is the one on the screen.
    """

    rows: tuple[OpenAttemptRow, ...]
    notices: tuple[CardNotice, ...]
    off: str
    simulated: bool
    others: tuple[Beside, ...]


def tray(reader: Reader) -> Found:
    """All of it in one snapshot."""
    charging = [way for way in gateways.ways(reader) if way.charges]
    off = next((way.trouble for way in charging if way.trouble), "")
    simulated = any(way.gateway.provider is Provider.SIMULATED for way in charging)
    rows, notices = queries.open_attempts(reader), queries.card_notices(reader)
    return Found(rows, notices, off, simulated, beside(reader))


class CardsDesk(QObject):
    """One for each window; `allowed` says which screens the person may open."""

    def __init__(
        self, over: QWidget, pill: Pill, desk: Desk, allowed: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(over)
        self._pill, self._desk, self._allowed = pill, desk, allowed
        self._rows: tuple[OpenAttemptRow, ...] = ()
        self._off, self._simulated = "", False
        self._others: tuple[Beside, ...] = ()
        self._said: dict[AttemptId, str] = {}
        self.panel = CardsPanel(over, desk.practice)
        self.reader = SimulatedReader(over, desk)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.read)
        pill.pressed.connect(self.press)
        self.panel.wanted.connect(self._do)
        self.panel.reader_wanted.connect(self._to_reader)
        self.panel.look_wanted.connect(self._to_other)
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_in.connect(lambda _actor: self.read())
        desk.seat.signed_out.connect(self._forget)
        pill.hide()

    def press(self) -> None:
        """The pill or its key: open it, or put it away."""
        if self.panel.isVisible():
            self.panel.leave()
        else:
            self.open()

    def open(self) -> None:
        """Show what has not ended."""
        self._refresh()
        self.panel.reader_button.setVisible(self._simulated)
        self.panel.open()
        self.read()

    def read(self) -> None:
        """Ask what is open."""
        if self._desk.seat.actor is not None:
            self._desk.runner.ask(tray, done=self._show, key=KEY)

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and not self._soon.isActive():
            self._soon.start()

    def _forget(self) -> None:
        self._soon.stop()
        self._desk.runner.forget(KEY)
        self._rows, self._off, self._said = (), "", {}
        self._others = ()
        self.panel.hide()
        self._pill.hide()

    def _show(self, found: Found) -> None:
        self._rows, self._off = found.rows, found.off
        self._simulated = found.simulated
        actor = self._desk.seat.actor
        may = actor.permissions if actor is not None else frozenset()
        self._others = tuple(one for one in found.others if may_see(one, may, self._allowed()))
        self._show_pill()
        if self.panel.isVisible():
            self.panel.reader_button.setVisible(self._simulated)
            self._refresh()
        for notice in reversed(found.notices):
            self._tell(notice)

    def _show_pill(self) -> None:
        rows = self._rows
        strange = sum(each.waits for each in self._others)
        self._pill.setVisible(bool(rows or strange or self._off))
        if not rows and not strange:
            words = t("{why} All other ways to pay work.", why=self._off)
            self._pill.show_state("credit-card", t("Cards off"), words, "caution")
            return
        unknown = any(row.state is AttemptState.UNKNOWN for row in rows)
        words = tn("{count} card", "{count} cards", len(rows) + strange)
        waits = strange or any(row.state in RESTING for row in rows)
        tone = "danger" if unknown else "caution" if waits else "accent"
        said = state_words(rows, self._others)
        self._pill.show_state("credit-card", words, said, tone)

    def _refresh(self) -> None:
        practice = self._desk.practice
        cutoff = time.fromisoformat(practice.cutoff)
        today = business_date(SystemClock().now(), zone_named(practice.time_zone), cutoff)
        opens = "counter" in self._allowed()
        self.panel.show_rows(self._rows, today, self._off, opens=opens, others=self._others)

    def _tell(self, notice: CardNotice) -> None:
        """What was found out late stays on the screen until somebody says that they read it."""
        if notice.attempt_id in self._said:
            return
        amount = format_money(notice.amount, self._desk.practice.locale)
        if notice.outcome is Outcome.CHARGED:
            words = t("{name}: {amount} was charged after all", name=notice.name, amount=amount)
            detail = t(
                "The payment is in the books, receipt {number}. {words}",
                number=notice.receipt_number,
                words=notice.words,
            )
        else:
            words = t("{name}: {amount} was not charged", name=notice.name, amount=amount)
            detail = t("{words} The bill can be paid.", words=notice.words)
        self._said[notice.attempt_id] = words

        def seen() -> None:
            command = DismissNotice(CommandId(new_id()), notice.attempt_id)
            self._desk.runner.act(
                service.dismiss_notice, command, done=lambda _moved: None, refused=_nothing
            )

        self._desk.toasts.notice(words, detail, verb=t("I have seen it"), act=seen)

    # --------------------------------------------------------------------- what is wanted

    def _do(self, verb: object, row: object, reason: str) -> None:
        if not isinstance(row, OpenAttemptRow):
            return
        new = CommandId(new_id())
        if verb is None:
            self.panel.hide()
            self._desk.go("counter", row.account_id)
        elif verb is CardVerb.CHECK_NOW and self._desk.cards is not None:
            self._desk.cards.check_now(row.attempt_id)
            self._desk.toasts.success(t("Asking the card service now."))
        elif verb is CardVerb.TAKE_OVER:
            self._act(service.take_over_attempt, TakeOverAttempt(new, row.attempt_id, reason))
        elif verb is CardVerb.ACCEPT:
            self._act(service.accept_unknown, AcceptUnknown(new, row.attempt_id, reason))

    def _act(self, action: Callable[..., Any], command: Any) -> None:
        def done(_moved: object) -> None:
            self.panel.done_asking()

        def refused(error: UserError) -> None:
            self.panel.refuse(error.text)

        self._desk.runner.act(action, command, done=done, refused=refused)

    def _to_other(self, where: object) -> None:
        if isinstance(where, Link):
            self.panel.hide()
            self._desk.go(where.task, where.key)

    def _to_reader(self) -> None:
        self.panel.leave()
        self.reader.press()


def _nothing(_refused: UserError) -> None:
    """Somebody else dismissed it first."""


def cards_desk(frame: Frame, desk: Desk) -> CardsDesk:
    """The one of this window, tied to its pill and its keys."""
    over = frame.shelf.parentWidget() or frame
    made = CardsDesk(over, frame.top_bar.cards, desk, lambda: frame.allowed)
    desk.show_cards = made.open
    bind(frame, "frame.cards", made.press)
    bind(frame, "frame.reader", made.reader.press)
    return made
