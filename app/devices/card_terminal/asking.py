"""Asks a gateway about one attempt and believes its answer only where it is about that attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.areas.cards.ports import (
    CardGateway,
    GatewayTrouble,
    Intent,
    IntentStatus,
    IntentWanted,
    ReaderSeen,
    Trouble,
)
from app.areas.cards.records import Attempt, Working
from app.kernel.translate import t

_EARLIER = timedelta(hours=48)
"""So far this computer's clock may be off; a list that is too long harms nobody."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The calls of one attempt; each raises GatewayTrouble where nothing is to go on with."""

    gateway: Callable[[], CardGateway]
    made: Attempt
    row: Working

    def create(self) -> Intent:
        made = self.made
        wanted = IntentWanted(made.amount, made.attempt_id, made.payment_id, made.station_id)
        found = self.gateway().create_intent(self.row.create_key, wanted)
        same = (found.attempt_id, found.amount) == (made.attempt_id, made.amount)
        if not same or found.test_mode != made.test_mode:
            raise _of_another(Trouble.REFUSED)
        return found

    def arm(self) -> ReaderSeen:
        return self.gateway().arm(self.row.arm_key, self.row.reader_ref, self.row.intent_ref)

    def reader(self) -> ReaderSeen:
        return self.gateway().reader(self.row.reader_ref)

    def cancel_action(self) -> ReaderSeen:
        return self.gateway().cancel_action(self.row.reader_ref)

    def intent(self) -> Intent:
        return self._ours(self.gateway().intent(self.row.intent_ref))

    def capture(self) -> Intent:
        return self._ours(self.gateway().capture(self.row.cancel_key, self.row.intent_ref))

    def cancel(self) -> Intent:
        return self._ours(self.gateway().cancel_intent(self.row.cancel_key, self.row.intent_ref))

    def change_amount(self) -> Intent:
        row = self.row
        return self._ours(
            self.gateway().change_amount(row.cancel_key, row.intent_ref, self.made.amount)
        )

    def find(self, now: datetime) -> Intent | None:
        """The attempt's intent among all that were made since, if there is one."""
        return find(self.gateway(), self.made, now)

    def _ours(self, found: Intent) -> Intent:
        """An answer about another intent, or one without its charge, is no answer."""
        made = self.made
        same = found.ref == self.row.intent_ref and found.attempt_id == made.attempt_id
        if not same or found.test_mode != made.test_mode:
            raise _of_another(Trouble.UNKNOWN)
        if found.status is IntentStatus.SUCCEEDED and not _says_what(found, made):
            raise _of_another(Trouble.UNKNOWN)
        return found


def _says_what(found: Intent, made: Attempt) -> bool:
    """Whether what was charged can stand in the books."""
    charge = found.charge
    if charge is None or charge.amount.minor <= 0:
        return False
    return charge.amount.currency == made.amount.currency


def find(gateway: CardGateway, made: Attempt, now: datetime) -> Intent | None:
    """The intent of an attempt by what its metadata says: of several, the one that charged."""
    since = min(made.at, now) - _EARLIER
    found = [each for each in gateway.intents_since(since) if each.attempt_id == made.attempt_id]
    charged = [each for each in found if each.status is IntentStatus.SUCCEEDED]
    alive = [each for each in found if each.status is not IntentStatus.CANCELED]
    return next(iter(charged or alive or found), None)


def _of_another(trouble: Trouble) -> GatewayTrouble:
    words = t("The card service answered for another payment. Ask for help.")
    return GatewayTrouble(words, trouble, code="wrong_answer")
