"""Finds out later what could not be found out at once, and leaves nothing behind at the processor.

It lists what was made there and never searches, and sends no idempotency key that may be forgotten.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import timedelta

from app.areas.cards import doubling, records, rules, stepping
from app.areas.cards.ports import CardGateway, GatewayTrouble, Intent, IntentStatus
from app.areas.cards.posting import post_charge
from app.areas.cards.records import Attempt, Working
from app.areas.cards.rules import Event
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import Outcome, PostCharge
from app.devices.card_terminal.asking import Asking
from app.devices.card_terminal.attempts import look
from app.devices.card_terminal.storing import Books, Manners, Storing
from app.kernel.errors import CounterfoilError
from app.kernel.ids import AttemptId, GatewayId, new_id
from app.kernel.log_lines import Count

_LOG = logging.getLogger("counterfoil.cards")
LEFT_OPEN = timedelta(hours=4)
"""So long a person may leave an attempt that was not charged; then its intent is cancelled."""
LOOKED_BACK = timedelta(hours=48)
"""So far back the list is held against the books."""
SETTLED_IN = timedelta(minutes=5)
"""A window that is believed dead may still be making the intent of an attempt so young."""
_OPEN = frozenset({IntentStatus.REQUIRES_METHOD, IntentStatus.REQUIRES_CAPTURE})


class Sweep(Storing):
    """`sweep` asks about every attempt whose outcome is not known; `tidy` compares lists."""

    def __init__(
        self,
        books: Books,
        gateway_of: Callable[[GatewayId], CardGateway],
        ticks: Callable[[], float],
    ) -> None:
        super().__init__(books, ticks)
        self._gateway_of = gateway_of
        self._manners, self._quiet_until = Manners(), -math.inf

    def recover(self, before: frozenset[AttemptId] | None = None) -> int:
        """After a start: what was not ended is found out about; how many attempts."""
        count: int = self._books.record(stepping.recover, before).result()
        if count:
            _LOG.info("%s card payments were interrupted; checking", Count(count))
        return count

    def sweep(self) -> int:
        """One round, unless the processor wants to be left alone; how many attempts are still not
        decided.
        """
        left = 0
        if self._ticks() < self._quiet_until:
            return left
        for row in self._books.ask(records.all_working).result():
            if row.state in rules.SWEPT:
                left += not self._decided(row.attempt_id)
            elif row.state in rules.RESTING and self._is_old(row):
                self._note(row, Event.LEAVE, wants_void=True, swept=True)
        return left

    def _is_old(self, row: Working) -> bool:
        return self._books.clock.now() - row.state_since > LEFT_OPEN

    def _decided(self, attempt_id: AttemptId) -> bool:
        made, row, here = self._books.ask(look, attempt_id).result()
        if made is None or row is None or row.state not in rules.SWEPT:
            return True
        if not made.open or made.owner != here:
            self._books.record(stepping.let_go, attempt_id).result()
            return True
        try:
            return self._ask(Asking(lambda: self._gateway_of(made.gateway_id), made, row))
        except GatewayTrouble as why:
            _LOG.info("a card payment is not decided yet: %s", why.trouble)
            self._manners.heard(why)
            self._quiet_until = self._ticks() + self._manners.wait(0.0)
            return False

    def _ask(self, ask: Asking) -> bool:
        if ask.row.state is S.CREATE_UNKNOWN:
            return self._created(ask)
        intent = ask.intent() if ask.row.intent_ref else self._found(ask)
        return intent is None or self._judge(ask, intent)

    def _created(self, ask: Asking) -> bool:
        """No reader was ever told: whatever is found is cancelled."""
        try:
            found = ask.find(self._books.clock.now())
        except GatewayTrouble:
            if not ask.row.wants_void:
                raise
            found = None
        if found is None:
            self._end(ask.row, "left" if ask.row.wants_void else "create_unknown")
        else:
            self._note(ask.row, Event.FOUND, intent_ref=found.ref, wants_void=True)
        return True

    def _found(self, ask: Asking) -> Intent | None:
        """The intent of an attempt whose window did not say which one it was."""
        made, row = ask.made, ask.row
        found = ask.find(self._books.clock.now())
        if found is not None:
            self._note(row, Event.FOUND, intent_ref=found.ref)
            fresh = self._books.ask(records.working, made.attempt_id).result()
            return None if fresh is None else Asking(ask.gateway, made, fresh).intent()
        if self._books.clock.now() - made.at > SETTLED_IN:
            self._end(row, "interrupted")
        return None

    def _judge(self, ask: Asking, intent: Intent) -> bool:
        row = self._books.ask(records.working, ask.made.attempt_id).result()
        if row is None or row.state is not S.UNKNOWN:
            return True
        judged = rules.intent_says(intent, "")
        if judged in (Event.CHARGED, Event.CANCELED):
            self._settle(Asking(ask.gateway, ask.made, row), intent, judged)
            return True
        if judged is Event.PROCESSING:
            return False
        if judged is Event.TO_CAPTURE:
            self._note(row, judged, new_cancel_key=True)
        else:
            self._note(row, Event.NOT_CHARGED, wants_void=True, new_cancel_key=True)
        return True

    # ------------------------------------------------------------------------- what was left behind

    def tidy(self, gateway_id: GatewayId) -> None:
        """Hold what was made at the processor against the books: what was charged is posted, what
        can still be charged for an attempt that has ended is cancelled.
        """
        self._take_back_doubled()
        gateway = self._gateway_of(gateway_id)
        for intent in gateway.intents_since(self._books.clock.now() - LOOKED_BACK):
            if not intent.attempt_id:
                continue
            made, row, here = self._books.ask(look, AttemptId(intent.attempt_id)).result()
            if made is None or made.owner != here or made.gateway_id != gateway_id:
                continue
            if made.test_mode is not intent.test_mode:
                continue
            try:
                self._tidied(gateway, intent, made, row)
            except CounterfoilError as why:
                _LOG.info("an intent is left for the next time: %s", why)

    def _take_back_doubled(self) -> None:
        """What can't be taken back must keep nothing else from being found."""
        if not self._books.ask(records.doubled).result():
            return
        try:
            while self._books.record(doubling.take_back_doubled, None).result():
                pass
        except CounterfoilError as why:
            _LOG.warning("a card charge stays in the books twice: %s", why)

    def _tidied(
        self, gateway: CardGateway, intent: Intent, made: Attempt, row: Working | None
    ) -> None:
        if intent.status is IntentStatus.SUCCEEDED:
            if row is None and made.status != Outcome.CHARGED.value:
                self._post_forgotten(made, gateway.intent(intent.ref))
        elif intent.status in _OPEN and (row is None or row.intent_ref not in ("", intent.ref)):
            gateway.cancel_intent(new_id(), intent.ref)

    def _post_forgotten(self, made: Attempt, intent: Intent) -> None:
        charge = intent.charge
        if charge is None or charge.amount.currency != made.amount.currency:
            return
        if self._books.ask(records.payment_of_charge, charge.ref).result() is None:
            _LOG.warning("a card payment that had ended was charged all the same; it is posted")
            self._books.record(post_charge, PostCharge(made.attempt_id, intent, True)).result()
