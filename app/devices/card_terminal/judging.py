"""Steps that ask the intent, the only one that knows whether money moved."""

from __future__ import annotations

import logging

from app.areas.cards import rules
from app.areas.cards.ports import GatewayTrouble, Intent, Trouble
from app.areas.cards.rules import Event
from app.devices.card_terminal.asking import Asking
from app.devices.card_terminal.storing import SETTLES, Pace, Storing, declined_as

_LOG = logging.getLogger("counterfoil.cards")


class Judging(Storing):
    """What an intent says is stored, whatever its reader says."""

    def _verify(self, ask: Asking, pace: Pace) -> float | None:
        row = ask.row
        try:
            intent = ask.intent()
        except GatewayTrouble as why:
            return self._unread(ask, pace, why)
        pace.heard = self._ticks()
        judged = rules.intent_says(intent, row.code)
        if judged is Event.TO_CAPTURE and row.wants_void:
            return self._note(row, Event.LEAVE)
        if judged is Event.PROCESSING:
            if row.code != "processing":
                self._note(row, judged, code="processing")
            return rules.PROCESSING_POLL_S
        if judged in SETTLES:
            return self._settle(ask, intent, judged)
        if row.wants_void:
            return self._note(row, Event.LEAVE)
        return self._not_charged(ask, pace, intent, judged)

    def _not_charged(self, ask: Asking, pace: Pace, intent: Intent, judged: Event) -> float | None:
        """The intent says so; but a reader that still waits for a card may charge it yet."""
        row = ask.row
        try:
            says = rules.action_says(ask.reader().action, row.intent_ref)
        except GatewayTrouble as why:
            over = self._ticks() - pace.entered > rules.UNREAD.total_seconds()
            if why.trouble is not Trouble.NOT_FOUND and not over:
                return pace.pause()
            says = Event.READER_IDLE
        if says is Event.READER_WAITS:
            return self._note(row, says, code="")
        if judged is Event.CARD_DECLINED and intent.declined is not None:
            return self._note(row, judged, **declined_as(intent.declined, row))
        return self._note(row, judged)

    def _capture(self, ask: Asking, pace: Pace) -> float | None:
        row = ask.row
        if row.wants_void:
            return self._note(row, Event.LEAVE)
        try:
            intent = ask.capture()
        except GatewayTrouble as why:
            again = why.trouble is not Trouble.INTENT_STATE
            event = Event.NO_ANSWER if again else Event.INTENT_STATE
            self._note(row, event, new_cancel_key=why.trouble is Trouble.SERVER)
            return pace.pause()
        judged = rules.intent_says(intent, "")
        if judged in (Event.CHARGED, Event.CANCELED):
            return self._settle(ask, intent, judged)
        self._note(row, Event.NO_ANSWER)
        return pace.pause()

    def _fence(self, ask: Asking, pace: Pace) -> float | None:
        """Nothing can be charged on an intent that is cancelled; until that is read, everything."""
        row = ask.row
        try:
            intent = ask.cancel()
        except GatewayTrouble as refused:
            try:
                intent = ask.intent()
            except GatewayTrouble:
                if row.armed_at is None:
                    self._end(row, rules.end_code(row.code, swept=row.swept))
                    return None
                return self._unread(ask, pace, refused)
        pace.heard = self._ticks()
        judged = rules.intent_says(intent, "left")
        if judged is Event.PROCESSING:
            self._note(row, judged, code="processing")
            return rules.PROCESSING_POLL_S
        if judged in (Event.CHARGED, Event.CANCELED):
            self._settle(ask, intent, judged)
            self._clear_reader(ask)
            return None
        self._note(row, Event.NOT_CHARGED, new_cancel_key=True)
        return pace.pause()

    def _clear_reader(self, ask: Asking) -> None:
        """The prompt of an intent that can't be charged any more; nothing hangs on it."""
        if ask.row.armed_at is None or not ask.row.reader_ref:
            return
        try:
            says = rules.action_says(ask.reader().action, ask.row.intent_ref)
            if says is Event.READER_WAITS:
                ask.cancel_action()
        except GatewayTrouble as why:
            _LOG.info("the reader keeps its prompt: %s", why.trouble)

    def _rest(self, ask: Asking, _pace: Pace) -> float | None:
        """A person chooses what comes next; a card may be read late all the same."""
        row = ask.row
        if row.wants_void:
            return self._note(row, Event.LEAVE)
        if row.armed_at is None:
            return rules.RESTING_POLL_S
        try:
            intent = ask.intent()
        except GatewayTrouble:
            return rules.RESTING_POLL_S
        judged = rules.intent_says(intent, row.code)
        if judged is Event.PROCESSING:
            return self._note(row, judged, code="processing")
        if judged in SETTLES:
            return self._settle(ask, intent, judged)
        return rules.RESTING_POLL_S
