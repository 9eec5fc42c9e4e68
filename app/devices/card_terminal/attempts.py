"""Works on an attempt step by step: reads where it is, asks the gateway, stores what was learned
before the next call.

Only the intent says whether money moved; a reader's word only says when to ask.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from typing import Any

from app.areas.cards import records, rules, stepping
from app.areas.cards.ports import CardGateway, GatewayTrouble, Intent, Trouble
from app.areas.cards.records import Attempt, Working
from app.areas.cards.rules import Event
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import NoteStep
from app.devices.card_terminal.asking import Asking
from app.devices.card_terminal.judging import Judging
from app.devices.card_terminal.storing import (
    AT_ONCE,
    SETTLES,
    Books,
    Heeding,
    Manners,
    Pace,
    learned,
    why_failed,
)
from app.kernel.ids import AttemptId, GatewayId
from app.kernel.log_lines import Reference
from app.storage.statements import Reader

_LOG = logging.getLogger("counterfoil.cards")


def look(reader: Reader, attempt_id: AttemptId) -> tuple[Attempt | None, Working | None, str]:
    """The attempt, how this window works on it, and which station this is."""
    here = records.here(reader)
    return records.attempt(reader, attempt_id), records.working(reader, attempt_id), here


def is_late(reader: Reader, row: Working) -> bool:
    """Whether the attempt gives way: two windows began while neither knew of the other."""
    return not row.wants_void and records.has_rival(reader, row.attempt_id)


class Attempts(Judging):
    """`step` does the next thing for an attempt and says in how many seconds to come again; None
    where there is nothing to do. `ticks` are seconds that only grow.
    """

    def __init__(
        self,
        books: Books,
        gateway_of: Callable[[GatewayId], CardGateway],
        ticks: Callable[[], float],
        chance: Callable[[], float] = random.random,
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(books, ticks)
        self._gateway_of, self._chance, self._has_room = gateway_of, chance, has_room
        self._doing = {
            S.CREATING: self._create,
            S.CREATE_UNKNOWN: self._give_up,
            S.ARMING: self._arm,
            S.ARM_UNKNOWN: self._armed,
            S.WAITING_CARD: self._wait,
            S.CANCELING: self._cancel,
            S.VERIFYING: self._verify,
            S.CAPTURING: self._capture,
            S.AMENDING: self._amend,
            S.FENCING: self._fence,
            **dict.fromkeys(rules.RESTING, self._rest),
        }

    def step(self, attempt_id: AttemptId) -> float | None:
        made, row, here = self._books.ask(look, attempt_id).result()
        if made is None or row is None:
            self._paces.pop(attempt_id, None)
            return None
        if not made.open or made.owner != here:
            self._books.record(stepping.let_go, attempt_id).result()
            return None
        doing = self._doing.get(row.state)
        if doing is None:
            return None
        if self._books.ask(is_late, row).result():
            way = NoteStep(attempt_id, row.state, row.state, wants_void=True, code=rules.RIVAL_CODE)
            self._books.record(stepping.note_step, way).result()
            return AT_ONCE
        pace = self._pace(row)
        manners = Manners(self._chance)

        def gateway() -> CardGateway:
            heeding: Any = Heeding(self._gateway_of(made.gateway_id), manners.heard)
            opened: CardGateway = heeding
            return opened

        wait_s = doing(Asking(gateway, made, row), pace)
        return None if wait_s is None else manners.wait(wait_s)

    # ------------------------------------------------------------------------- the intent

    def _create(self, ask: Asking, pace: Pace) -> float | None:
        row = ask.row
        if row.wants_void and not pace.called:
            self._end(row, rules.end_code(row.code, swept=row.swept))
            return None
        if rules.key_is_old(self._books.clock.now() - ask.made.at):
            self._end(row, "create_unknown")
            return None
        pace.called = True
        try:
            intent = ask.create()
        except GatewayTrouble as why:
            return self._not_created(ask, pace, why)
        pace.heard = self._ticks()
        self.stands(ask.made.gateway_id, "")
        return self._note(row, Event.CREATED, intent_ref=intent.ref, code="", new_arm_key=True)

    def _not_created(self, ask: Asking, pace: Pace, why: GatewayTrouble) -> float | None:
        """No reader was told of anything: whatever was made there charges nobody."""
        row = ask.row
        tries = row.tries + 1
        pace.server_errors += why.trouble is Trouble.SERVER
        event = rules.create_failed(why.trouble, tries, pace.server_errors)
        if why.trouble is Trouble.KEY_REUSED:
            _LOG.error("an idempotency key was used for two things: %s", Reference(why.request_ref))
        if why.trouble is Trouble.ACCESS:
            self.stands(ask.made.gateway_id, why.text)
        if event is Event.REFUSED or row.wants_void:
            self._end(row, "left" if row.wants_void else _setup_code(why), why)
            return None
        self._troubled(row, event, why, tries=tries)
        return rules.CREATE_BACK_OFF_S[tries - 1] if event is Event.NO_ANSWER else None

    def _give_up(self, ask: Asking, _pace: Pace) -> float | None:
        """The person wants out, and no reader was told of anything: what may have been made is
        cleared away later.
        """
        if ask.row.wants_void and not ask.row.swept:
            self._end(ask.row, "left")
        return None

    def _amend(self, ask: Asking, pace: Pace) -> float | None:
        row = ask.row
        if row.wants_void:
            return self._note(row, Event.LEAVE)
        try:
            intent = ask.change_amount()
        except GatewayTrouble as why:
            tries = row.tries + 1
            pace.server_errors += why.trouble is Trouble.SERVER
            if why.trouble is Trouble.INTENT_STATE:
                return self._troubled(row, Event.INTENT_STATE, why)
            event = rules.create_failed(why.trouble, tries, pace.server_errors)
            if event is Event.NO_ANSWER:
                self._troubled(row, event, why, tries=tries)
                return rules.CREATE_BACK_OFF_S[tries - 1]
            return self._troubled(row, event, why, wants_void=True, new_cancel_key=True)
        pace.heard = self._ticks()
        if intent.amount != ask.made.amount:
            return self._note(row, Event.REFUSED, wants_void=True, code="amount")
        keys = {"new_arm_key": True, "new_cancel_key": True}
        return self._note(row, Event.AMENDED, tries=0, code="", **keys)

    # ------------------------------------------------------------------------- the reader

    def _arm(self, ask: Asking, pace: Pace) -> float | None:
        row = ask.row
        if row.wants_void or rules.key_is_old(self._books.clock.now() - row.state_since):
            return self._note(row, Event.LEAVE, wants_void=True)
        if not self._has_room():
            return self._note(row, Event.LEAVE, wants_void=True, code=rules.NO_ROOM_CODE)
        try:
            if row.code == rules.RESET_CODE:
                self._reset(ask)
            seen = ask.arm()
        except GatewayTrouble as why:
            event = rules.arm_failed(why.trouble)
            if event is Event.REFUSED:
                code = _setup_code(why)
                return self._troubled(row, event, why, code=code, wants_void=True)
            reached = event in (Event.NO_ANSWER, Event.INTENT_STATE)
            code = why.trouble.value if event is not Event.INTENT_STATE else ""
            return self._troubled(row, event, why, code=code, reached=reached)
        says = rules.action_says(seen.action, row.intent_ref)
        if says in (Event.READER_WAITS, Event.READER_DONE):
            return self._note(row, says, code=why_failed(seen.action), reached=True, tries=0)
        return self._note(row, Event.NO_ANSWER, code="", reached=True)

    def _reset(self, ask: Asking) -> None:
        """End what this window left behind on the reader; never what another one does."""
        seen = ask.reader()
        action = seen.action
        if action is None or rules.is_free(action):
            return
        own = action.intent_ref == ask.row.intent_ref
        if own or self._books.ask(records.left_behind, action.intent_ref).result():
            ask.cancel_action()

    def _armed(self, ask: Asking, pace: Pace) -> float | None:
        """Did the reader hear? It says so itself, or the intent was not touched."""
        row = ask.row
        try:
            seen = ask.reader()
            says = rules.action_says(seen.action, row.intent_ref)
            if says in (Event.READER_WAITS, Event.READER_DONE):
                return self._note(row, says, **learned(seen.action))
            intent = ask.intent()
        except GatewayTrouble as why:
            return self._unread(ask, pace, why)
        pace.heard = self._ticks()
        code = "" if rules.is_free(seen.action) else "taken_over"
        judged = rules.intent_says(intent, code)
        if judged in SETTLES:
            return self._settle(ask, intent, judged)
        if row.wants_void:
            return self._note(row, Event.LEAVE)
        if judged is Event.OTHER_TILL:
            return self._note(row, judged, code=code)
        if row.tries + 1 < rules.ARMS_AT_MOST:
            return self._note(row, Event.TRY_AGAIN, tries=row.tries + 1, new_arm_key=True)
        return self._note(row, Event.GIVEN_UP, code="reader_timeout")

    def _wait(self, ask: Asking, pace: Pace) -> float | None:
        row, now = ask.row, self._ticks()
        if row.wants_void and now >= pace.cancel_after:
            return self._note(row, Event.LEAVE)
        if now - pace.entered > rules.SILENCE.total_seconds():
            return self._note(row, Event.SILENCE, code="no_card")
        try:
            seen = ask.reader()
            pace.polls += 1
            says = rules.action_says(seen.action, row.intent_ref)
            waits = says is Event.READER_WAITS
            intent = None
            if not waits or pace.polls % rules.INTENT_EVERY == 0:
                intent = self._intent_now(ask, waits=waits)
        except GatewayTrouble as why:
            return self._lost(row, pace, why)
        if row.code == rules.LOST_CODE:
            self._note(row, Event.READER_WAITS, code="")
        pace.back_off = 0.0
        if intent is not None:
            pace.heard = self._ticks()
            judged = rules.intent_says(intent, "")
            if judged in SETTLES:
                return self._settle(ask, intent, judged)
        if not waits:
            return self._note(row, says, **learned(seen.action, says))
        young = now - pace.entered < rules.FAST_FOR.total_seconds()
        return rules.FAST_POLL_S if young else rules.POLL_S

    def _intent_now(self, ask: Asking, *, waits: bool) -> Intent | None:
        try:
            return ask.intent()
        except GatewayTrouble:
            if waits:
                raise
            return None

    def _lost(self, row: Working, pace: Pace, why: GatewayTrouble) -> float:
        """The network is down: the reader has its own, so nothing changes but the sentence."""
        pause = pace.pause()
        if row.code not in (rules.LOST_CODE, rules.BUSY_CODE):
            self._troubled(row, Event.NO_ANSWER, why, code=rules.LOST_CODE)
        return pause

    def _cancel(self, ask: Asking, pace: Pace) -> float | None:
        """Only what is ours and goes on is cancelled; whatever comes of it, the intent is read."""
        row = ask.row
        try:
            seen = ask.reader()
            says = rules.action_says(seen.action, row.intent_ref)
            if says is not Event.READER_WAITS:
                keeps = row.code in ("no_card", rules.RIVAL_CODE, rules.NO_ROOM_CODE)
                told = {} if keeps else learned(seen.action, says)
                return self._note(row, Event.READER_IDLE, **told)
            ask.cancel_action()
        except GatewayTrouble as why:
            if why.trouble is Trouble.READER_BUSY:
                pace.cancel_after = self._ticks() + rules.BUSY_CANCEL.total_seconds()
                return self._note(row, Event.READER_BUSY, code=rules.BUSY_CODE)
            return self._note(row, Event.NO_ANSWER)
        return self._note(row, Event.ACTION_CANCELED)


def _setup_code(why: GatewayTrouble) -> str:
    return "wrong_answer" if why.code == "wrong_answer" else why.trouble.value
