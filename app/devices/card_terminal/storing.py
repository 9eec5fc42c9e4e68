"""What a step of an attempt stores, and what the program remembers between two steps."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from app.areas.cards import gateways, maintaining, rules, stepping
from app.areas.cards.gateway_values import NoteStanding
from app.areas.cards.ports import (
    ActionStatus,
    CardGateway,
    Declined,
    GatewayTrouble,
    Intent,
    ReaderAction,
    Trouble,
)
from app.areas.cards.posting import post_charge
from app.areas.cards.records import Working
from app.areas.cards.rules import Event
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import EndUncharged, NoteStep, PostCharge
from app.devices.card_terminal.asking import Asking
from app.kernel.clock import Clock
from app.kernel.errors import Bug, UserError
from app.kernel.ids import AttemptId, CommandId, GatewayId, new_id

_LEFT_ALONE = frozenset({Trouble.RATE, Trouble.SERVER})
_LOG = logging.getLogger("counterfoil.cards")
AT_ONCE = 0.0
SETTLES = frozenset({Event.CHARGED, Event.CANCELED, Event.TO_CAPTURE, Event.PROCESSING})
A = TypeVar("A")


class Books(Protocol):
    """The station as the runner sees it; every call waits for its answer on other threads."""

    clock: Clock

    def record(self, action: Callable[..., A], command: Any) -> Future[A]: ...

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]: ...


class Heeding:
    """A gateway whose troubles are told to `heard` before anybody else hears of them."""

    def __init__(self, gateway: CardGateway, heard: Callable[[GatewayTrouble], None]) -> None:
        self._gateway, self._heard = gateway, heard

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._gateway, name)

        def heeded(*given: Any) -> Any:
            try:
                return call(*given)
            except GatewayTrouble as why:
                self._heard(why)
                raise

        return heeded


class Manners:
    """How long a processor is left alone that asked to slow down or has trouble of its own; never
    for two windows alike, or they would all come back together.
    """

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._asked_s = 0.0

    def heard(self, why: GatewayTrouble) -> None:
        if why.trouble in _LEFT_ALONE:
            self._asked_s = max(self._asked_s, why.retry_after_s, rules.POLL_S)

    def wait(self, wait_s: float) -> float:
        """The seconds to wait instead; what was asked for is forgotten with that."""
        asked_s, self._asked_s = self._asked_s, 0.0
        if not asked_s:
            return wait_s
        longest_s = max(wait_s, asked_s)
        return longest_s + self._chance() * longest_s / 2


@dataclass(slots=True)
class Pace:
    """What is remembered of an attempt between two steps; a start forgets it harmlessly.

    Moments are of a clock that nobody sets; `heard` is the last answer about the intent.
    """

    state: S
    arm_no: int
    entered: float
    heard: float
    polls: int = 0
    back_off: float = 0.0
    server_errors: int = 0
    called: bool = False
    cancel_after: float = 0.0

    def pause(self) -> float:
        """Seconds until the next try; longer each time."""
        self.back_off = min(rules.SLOWEST_POLL_S, max(rules.POLL_S, self.back_off * 2))
        return self.back_off


class Storing:
    """Stores what was learned, each time in one action before the next call."""

    def __init__(self, books: Books, ticks: Callable[[], float]) -> None:
        self._books, self._ticks = books, ticks
        self._paces: dict[AttemptId, Pace] = {}

    def _pace(self, row: Working) -> Pace:
        now = self._ticks()
        pace = self._paces.get(row.attempt_id)
        if pace is None:
            pace = self._paces[row.attempt_id] = Pace(row.state, row.arm_no, now, now)
        elif (pace.state, pace.arm_no) != (row.state, row.arm_no):
            pace.state, pace.arm_no, pace.entered = row.state, row.arm_no, now
            pace.polls, pace.back_off, pace.server_errors = 0, 0.0, 0
        return pace

    def _note(self, row: Working, event: Event, **learned: Any) -> float:
        step = NoteStep(row.attempt_id, row.state, rules.after(row.state, event), **learned)
        self._books.record(stepping.note_step, step).result()
        return AT_ONCE

    def _troubled(self, row: Working, event: Event, why: GatewayTrouble, **more: Any) -> float:
        told = {"code": why.code or why.trouble.value, "decline_code": why.decline_code}
        said = {"message": why.message or why.text, "request_ref": why.request_ref}
        return self._note(row, event, **{**told, **said, **more})

    def _end(self, row: Working, code: str, why: GatewayTrouble | None = None) -> None:
        told = EndUncharged(
            row.attempt_id,
            code,
            row.decline_code if why is None else why.decline_code,
            row.message if why is None else why.message or why.text,
            row.request_ref if why is None else why.request_ref,
            row.swept,
            row.state,
        )
        self._books.record(stepping.end_uncharged, told).result()
        self._paces.pop(row.attempt_id, None)

    def _post(self, ask: Asking, intent: Intent) -> None:
        """What was charged into the books. What can't be written there is told and tried again by
        the sweep; a disk that is full only lets it wait.
        """
        row = ask.row
        try:
            done = PostCharge(row.attempt_id, intent, row.swept)
            self._books.record(post_charge, done).result()
        except (Bug, UserError):
            _LOG.exception("a card was charged, and it can't be posted")
            said = NoteStep(row.attempt_id, row.state, S.UNKNOWN, code=rules.NOT_POSTED, swept=True)
            self._books.record(stepping.note_step, said).result()
        self._paces.pop(row.attempt_id, None)

    def stands(self, gateway_id: GatewayId, trouble: str) -> None:
        """Note once that cards are off here and why, or that they are back."""
        for each in self._books.ask(gateways.standings).result():
            if each.gateway_id == gateway_id and each.key_kept and each.trouble != trouble:
                note = NoteStanding(CommandId(new_id()), gateway_id, each.key_kept, trouble)
                self._books.record(maintaining.note_standing, note).result()

    def _settle(self, ask: Asking, intent: Intent, judged: Event) -> float | None:
        row = ask.row
        if judged is Event.CHARGED:
            self._post(ask, intent)
            return None
        if judged is Event.CANCELED:
            self._end(row, rules.end_code(row.code, swept=row.swept))
            return None
        return self._note(row, judged)

    def _unread(self, ask: Asking, pace: Pace, why: GatewayTrouble) -> float | None:
        """Nothing is known yet; after a minute the person is sent on and the sweep takes over."""
        if self._ticks() - pace.heard > rules.UNREAD.total_seconds():
            self._troubled(ask.row, Event.TOO_LONG, why, code=ask.row.code, swept=True)
            return None
        return pace.pause()


def why_failed(action: ReaderAction | None) -> str:
    """Why a reader's action failed; empty for one that did not, “lost” for what says nothing."""
    if action is None or action.status is not ActionStatus.FAILED:
        return ""
    if action.failure_code in rules.DECLINES or action.failure_code in rules.NOT_CHARGED_AS:
        return action.failure_code
    declined = action.declined
    if declined is None or action.failure_code == "connection_error":
        return "lost"
    return declined.code if declined.code in rules.DECLINES else "card_declined"


def learned(action: ReaderAction | None, says: Event = Event.READER_DONE) -> dict[str, str]:
    """What a reader's end says, for the sentence; never whether money moved."""
    if says is Event.OTHER_TILL:
        return {"code": "taken_over"}
    if action is None or says is Event.READER_IDLE:
        return {"code": "reader_idle"}
    declined = action.declined or Declined("")
    return {
        "code": why_failed(action),
        "decline_code": declined.decline_code,
        "message": declined.message,
    }


def declined_as(declined: Declined, row: Working) -> dict[str, str]:
    code = row.code if row.code in rules.DECLINES else declined.code
    return {
        "code": code if code in rules.DECLINES else "card_declined",
        "decline_code": declined.decline_code or row.decline_code,
        "message": declined.message or row.message,
    }
