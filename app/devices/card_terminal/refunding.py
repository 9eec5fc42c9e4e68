"""Gives refunds back to cards beside the window: looked for before anything is asked twice, and
ended by what the processor says, days later too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from app.areas.cards import gateways, rules
from app.areas.cards.ports import (
    ActionStatus,
    CardGateway,
    GatewayTrouble,
    RefundSeen,
    RefundStatus,
    Trouble,
)
from app.areas.refunds import doubled_records, doubling, queries, returning
from app.areas.refunds.card_values import (
    CardRefundAt,
    CardRefundState,
    EndCardRefund,
    NoteCardRefund,
    StopWatching,
)
from app.devices.card_terminal.storing import Books, Manners
from app.kernel.errors import CounterfoilError
from app.kernel.ids import CommandId, GatewayId, RefundId, new_id
from app.kernel.translate import t

_LOG = logging.getLogger("counterfoil.cards")
_WORKED_ON = frozenset({"refund_working", "refund_step"})
S = CardRefundState
WATCHED_FOR = timedelta(days=30)
AT_READER_FOR = timedelta(seconds=120)
SOON, LATER, DAILY = timedelta(seconds=2), timedelta(minutes=15), timedelta(days=1)
_SLOWEST_S = 300.0
_SERVER_TRIES = 3
"""A server's error is told again under its key for a day: then the list says what was done."""
_REFUSED = frozenset(
    {
        Trouble.ALREADY_REFUNDED,
        Trouble.AMOUNT,
        Trouble.NOT_FOUND,
        Trouble.REFUSED,
        Trouble.KEY_REUSED,
        Trouble.DECLINED,
        Trouble.INTENT_STATE,
        Trouble.READER_OFFLINE,
        Trouble.READER_BUSY,
        Trouble.READER_FAULT,
    }
)
"""Answers that say nothing was given back; all others leave it open."""


_HEALS: tuple[tuple[Callable[..., Any], Callable[..., int]], ...] = (
    (doubled_records.booked_twice, doubling.take_back_agreed_twice),
    (doubled_records.doubled, doubling.take_back_doubled),
    (doubled_records.recorded_twice, doubling.take_back_recorded_twice),
)
"""What two windows may have done twice, and how the one that has to takes its own back."""


class CardRefunds:
    """One round after another over the refunds this window is at. `start` works beside the window;
    `round` is one turn, for tests and for a shell.
    """

    def __init__(self, books: Books, gateway_of: Callable[[GatewayId], CardGateway]) -> None:
        self._books, self._gateway_of = books, gateway_of
        self._wake, self._stop = Event(), Event()
        self._wanted: set[RefundId] = set()
        self._manners = Manners()
        self._thread = Thread(target=self._serve, name="card refunds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_s: float = 2.0) -> None:
        """End soon: what was asked and not heard is looked for at the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; comes on the writing thread and only rings."""
        if tables & _WORKED_ON:
            self._wake.set()

    def look_now(self, refund_id: RefundId) -> None:
        """Somebody wants to know now; it only rings."""
        self._wanted.add(refund_id)
        self._wake.set()

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            wait_s: float | None = 30.0
            try:
                wait_s = self.round()
            except CounterfoilError as error:
                _LOG.warning("card refunds wait: %s", error)
            except Exception:  # noqa: BLE001 the next round must not suffer from this one
                _LOG.exception("card refunds failed")
            self._wake.wait(wait_s)

    def round(self) -> float | None:
        """Every refund that is due, once; the seconds until the next one, None when none is."""
        waits: list[float] = []
        wanted, self._wanted = self._wanted, set()
        for found, take_back in _HEALS:
            while self._books.ask(found).result():
                if not self._books.record(take_back, None).result():
                    break
        for at in self._books.ask(queries.card_refunds_here).result():
            if self._stop.is_set():
                return None
            now = self._books.clock.now()
            if _due(at, now) <= now or at.refund_id in wanted:
                self.step(at.refund_id)
            left = self._at(at.refund_id)
            if left is not None:
                due = _due(left, now)
                waits.append(max(0.0, (due - now).total_seconds()))
        return min(min(waits), _SLOWEST_S) if waits else None

    # ----------------------------------------------------------------------------- one refund

    def step(self, refund_id: RefundId) -> None:
        """Ask, or look; what is learned is stored before anything else is asked."""
        at = self._at(refund_id)
        if at is None:
            return
        try:
            gateway = self._gateway_of(at.gateway_id)
            if at.state is S.SETTLING:
                self._watch(gateway, at)
            elif at.gateway_ref:
                self._judge(at, gateway.refund_seen(at.gateway_ref))
            elif at.state is S.ASKING:
                self._ask(gateway, at)
            else:
                self._look(gateway, at)
        except GatewayTrouble as why:
            self._troubled(at, why)

    def _ask(self, gateway: CardGateway, at: CardRefundAt) -> None:
        """Nothing was sent under this key: first it is stored that it may have been. An earlier
        try that was given up may have gone through after all.
        """
        if at.reader_id is not None:
            self._note(at, S.AT_READER, "", self._soon())
            reader = self._books.ask(gateways.card_reader, at.reader_id).result()
            gateway.refund_at_reader(
                at.key, reader.reader_ref, at.charge_ref, at.amount, at.refund_id
            )
            return
        found = self._ours(gateway, at)
        self._note(at, S.UNKNOWN, "", self._soon())
        told = found or gateway.refund(at.key, at.charge_ref, at.amount, at.refund_id)
        self._judge(at, told)

    def _look(self, gateway: CardGateway, at: CardRefundAt) -> None:
        """It may have been sent: it is looked for before it is sent again, under the same key."""
        found = self._ours(gateway, at)
        if found is not None:
            self._judge(at, found)
        elif at.state is S.AT_READER:
            self._at_reader(gateway, at)
        elif self._age(at) > rules.KEY_LIVES:
            self._end(at, paid=False, code="not_sent")
        elif rules.key_is_old(self._age(at)):
            self._note(at, S.UNKNOWN, _clock_set_back(), self._books.clock.now() + LATER)
        else:
            self._judge(at, gateway.refund(at.key, at.charge_ref, at.amount, at.refund_id))

    def _at_reader(self, gateway: CardGateway, at: CardRefundAt) -> None:
        """The card is wanted at the reader; it says whether it was held there."""
        if at.reader_id is None:
            return
        reader = self._books.ask(gateways.card_reader, at.reader_id).result()
        action = gateway.reader(reader.reader_ref).action
        mine = action if action is not None and action.refund_id == at.refund_id else None
        late = self._age(at) > AT_READER_FOR
        if mine is not None and mine.refund_ref:
            self._judge(at, gateway.refund_seen(mine.refund_ref))
        elif mine is not None and mine.status is ActionStatus.FAILED:
            self._not_held(gateway, at, mine.failure_code or "not_presented")
        elif late and mine is not None and mine.status is ActionStatus.IN_PROGRESS:
            gateway.cancel_action(reader.reader_ref)
            self._note(at, at.state, "", self._soon())
        elif late:
            self._not_held(gateway, at, "not_presented")
        else:
            self._note(at, at.state, "", self._soon())

    def _not_held(self, gateway: CardGateway, at: CardRefundAt, code: str) -> None:
        """The reader's word; the list has the last one."""
        found = self._ours(gateway, at)
        if found is not None:
            self._judge(at, found)
        else:
            self._end(at, paid=False, code=code)

    def _judge(self, at: CardRefundAt, seen: RefundSeen) -> None:
        """What the processor says of it; an answer about something else is none."""
        if seen.refund_id != at.refund_id or seen.amount != at.amount:
            _LOG.warning("the processor answered for another refund")
            words = t("The card service answered for another refund. Ask for help.")
            self._note(at, S.UNKNOWN, words, self._books.clock.now() + LATER)
        elif seen.status is RefundStatus.SUCCEEDED:
            self._end(at, paid=True, ref=seen.ref)
        elif seen.status in (RefundStatus.FAILED, RefundStatus.CANCELED):
            self._end(at, paid=False, ref=seen.ref, code=seen.failure_code or seen.status.value)
        else:
            again = self._books.clock.now() + min(LATER, SOON * (2 ** min(at.tries, 9)))
            self._note(at, S.PENDING, "", again, ref=seen.ref)

    def _watch(self, gateway: CardGateway, at: CardRefundAt) -> None:
        """Given back by the processor's word; for some weeks a bank may send it back."""
        seen = gateway.refund_seen(at.gateway_ref)
        if seen.status in (RefundStatus.FAILED, RefundStatus.CANCELED):
            code = seen.failure_code or seen.status.value
            self._end(at, paid=False, ref=at.gateway_ref, code=code, swept=True)
        elif self._age(at) > WATCHED_FOR:
            stop = StopWatching(CommandId(new_id()), at.refund_id)
            self._books.record(returning.stop_watching, stop).result()
        else:
            self._note(at, S.SETTLING, "", self._books.clock.now() + DAILY)

    # ------------------------------------------------------------------------- what is stored

    def _troubled(self, at: CardRefundAt, why: GatewayTrouble) -> None:
        """A plain refusal ends it; what may have been done stays open and is looked for again."""
        now = self._at(at.refund_id) or at
        never_sent = now.state is S.ASKING
        refused = why.trouble in _REFUSED and now.state not in (S.SETTLING, S.PENDING)
        if refused and (now.tries <= 1 or never_sent):
            self._end(now, paid=False, code=why.code or why.trouble.value, ref="", why=why)
        elif never_sent and why.trouble is Trouble.ACCESS:
            self._end(now, paid=False, code="access", why=why, words=_no_key_for_it())
        elif refused or (why.trouble is Trouble.SERVER and now.tries >= _SERVER_TRIES):
            self._look_once_more(now, why)
        else:
            usual_s = min(LATER, SOON * (2 ** min(now.tries, 9))).total_seconds()
            self._manners.heard(why)
            wait = timedelta(seconds=self._manners.wait(usual_s))
            self._note(now, now.state, why.text, self._books.clock.now() + wait)

    def _look_once_more(self, at: CardRefundAt, why: GatewayTrouble) -> None:
        """Refused at a later try: the first one may have gone through all the same."""
        try:
            found = self._ours(self._gateway_of(at.gateway_id), at)
        except GatewayTrouble:
            self._note(at, S.UNKNOWN, why.text, self._books.clock.now() + LATER)
            return
        if found is not None:
            self._judge(at, found)
        else:
            self._end(at, paid=False, code=why.code or why.trouble.value, why=why)

    def _end(
        self,
        at: CardRefundAt,
        *,
        paid: bool,
        ref: str = "",
        code: str = "",
        swept: bool = False,
        why: GatewayTrouble | None = None,
        words: str = "",
    ) -> None:
        told = EndCardRefund(
            CommandId(new_id()),
            at.refund_id,
            paid,
            ref or at.gateway_ref,
            at.amount,
            code[:120],
            "" if why is None else why.request_ref[:120],
            swept or at.tries > 1,
            words or ("" if why is None else why.text),
        )
        self._books.record(returning.end_card_refund, told).result()

    def _note(
        self,
        at: CardRefundAt,
        state: CardRefundState,
        trouble: str,
        next_at: datetime | None,
        ref: str = "",
    ) -> None:
        told = NoteCardRefund(
            CommandId(new_id()), at.refund_id, state, ref or at.gateway_ref, trouble, next_at
        )
        self._books.record(returning.note_card_refund, told).result()

    def _at(self, refund_id: RefundId) -> CardRefundAt | None:
        found: Any = self._books.ask(queries.card_refunds_here).result()
        return next((at for at in found if at.refund_id == refund_id), None)

    def _ours(self, gateway: CardGateway, at: CardRefundAt) -> RefundSeen | None:
        """The refund at the processor that carries this one's id; one that failed before is not
        meant, and of several the one that counts.
        """
        before = self._books.ask(queries.failed_refs, at.refund_id).result()
        found = [
            one
            for one in gateway.refunds_of(at.charge_ref)
            if one.refund_id == at.refund_id and one.ref not in before
        ]
        dead = (RefundStatus.FAILED, RefundStatus.CANCELED)
        alive = [one for one in found if one.status not in dead]
        return next(iter(alive or found), None)

    def _age(self, at: CardRefundAt) -> timedelta:
        return self._books.clock.now() - at.key_at

    def _soon(self) -> datetime:
        return self._books.clock.now() + SOON


def _due(at: CardRefundAt, now: datetime) -> datetime:
    """When it is looked at again; at once where the clock was set back since that was decided."""
    longest = 2 * (DAILY if at.state is S.SETTLING else LATER)
    return now if at.next_at is None or at.next_at > now + longest else at.next_at


def _clock_set_back() -> str:
    return t(
        "This computer’s clock was set back, so this can’t be sent again yet. Set the clock to the "
        "right time; until then it is looked for."
    )


def _no_key_for_it() -> str:
    return t(
        "This window has no key that may give money back to cards. Ask an administrator to keep a "
        "key for refunds here: Settings, Card gateways."
    )
