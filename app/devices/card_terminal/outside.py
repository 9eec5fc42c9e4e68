"""Looks now and then what was done at a processor without this program: money given back in its own
pages, disputes, and charges that are in no books.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from app.areas.cards import outside_records, records, stepping
from app.areas.cards.outside_records import Outside, OutsideKind
from app.areas.cards.ports import (
    CardGateway,
    DisputeSeen,
    GatewayTrouble,
    Intent,
    IntentStatus,
    RefundSeen,
    Trouble,
)
from app.areas.refunds import outside
from app.devices.card_terminal.storing import Books
from app.devices.card_terminal.sweep import LOOKED_BACK
from app.kernel.ids import GatewayId
from app.storage.statements import Reader

_LOG = logging.getLogger("counterfoil.cards")
A = TypeVar("A")
ON_ITS_WAY = timedelta(minutes=30)
"""What another window did may still be on its way here."""
_SETTLED = frozenset({outside_records.LOST, "succeeded", "charged"})
_ENDED = _SETTLED | outside_records.WON | outside_records.NOT_GIVEN


def ours(reader: Reader, seen: tuple[RefundSeen, ...]) -> frozenset[str]:
    """Which of these refunds the books know."""
    return frozenset(one.ref for one in seen if outside.is_known(reader, one.ref, one.refund_id))


def in_no_books(reader: Reader, charged: tuple[Intent, ...]) -> frozenset[str]:
    """The attempts of these that nobody brought here."""
    return frozenset(
        one.attempt_id for one in charged if records.attempt(reader, one.attempt_id) is None
    )


class Elsewhere:
    """`look` is one look at one processor."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def look(self, gateway_id: GatewayId, gateway: CardGateway) -> int:
        """How many things are noted. A key that may not list something leaves that out."""
        now = self._books.clock.now()
        since = self._books.ask(outside_records.look_from, gateway_id).result()
        before = {
            one.ref: one for one in self._books.ask(outside_records.seen_at, gateway_id).result()
        }
        refunds = _allowed(lambda: gateway.refunds_since(since))
        disputes = _allowed(lambda: gateway.disputes_since(since))
        known = self._books.ask(ours, refunds or ()).result()
        found = [
            _refund(gateway_id, one, now)
            for one in refunds or ()
            if one.ref not in known and not (one.refund_id and _is_young(one.created_at, now))
        ]
        found += [_dispute(gateway_id, one, now) for one in disputes or ()]
        found += self._again(gateway_id, gateway, before, {one.ref for one in found}, now)
        found += self._charges(gateway_id, gateway, since, now)
        changed = tuple(one for one in found if _differs(before.get(one.ref), one))
        whole = refunds is not None and disputes is not None
        note = outside_records.NoteOutside(gateway_id, now if whole else None, changed)
        self._books.record(stepping.note_outside, note).result()
        return len(changed)

    def _again(
        self,
        gateway_id: GatewayId,
        gateway: CardGateway,
        before: dict[str, Outside],
        found: set[str],
        now: datetime,
    ) -> Iterator[Outside]:
        """What became of those that were not settled and are older than the lists go."""
        for one in before.values():
            if one.ref in found or one.status in _ENDED:
                continue
            try:
                if one.kind is OutsideKind.REFUND:
                    yield _refund(gateway_id, gateway.refund_seen(one.ref), now)
                elif one.kind is OutsideKind.DISPUTE:
                    yield _dispute(gateway_id, gateway.dispute_seen(one.ref), now)
            except GatewayTrouble as why:
                if why.trouble not in (Trouble.NOT_FOUND, Trouble.ACCESS):
                    raise
                _LOG.info("what was seen at the card service can't be seen again: %s", why.trouble)

    def _charges(
        self, gateway_id: GatewayId, gateway: CardGateway, since: datetime, now: datetime
    ) -> Iterator[Outside]:
        charged = tuple(
            one
            for one in gateway.intents_since(max(since, now - LOOKED_BACK))
            if one.status is IntentStatus.SUCCEEDED and not _is_young(one.created_at, now)
        )
        unknown = self._books.ask(in_no_books, charged).result()
        for intent in charged:
            if intent.attempt_id in unknown:
                yield _charge(gateway_id, gateway.intent(intent.ref))


def _allowed(listed: Callable[[], Iterable[A]]) -> tuple[A, ...] | None:
    """What a list brings; None where the key may not read it."""
    try:
        return tuple(listed())
    except GatewayTrouble as why:
        if why.trouble is not Trouble.ACCESS:
            raise
        _LOG.info("a list at the card service may not be read: %s", why.trouble)
        return None


def _is_young(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at < ON_ITS_WAY


def _differs(before: Outside | None, one: Outside) -> bool:
    return before is None or (before.status, before.amount) != (one.status, one.amount)


def _refund(gateway_id: GatewayId, one: RefundSeen, now: datetime) -> Outside:
    return Outside(
        one.ref,
        OutsideKind.REFUND,
        gateway_id,
        one.charge_ref,
        one.refund_id,
        one.amount,
        one.status.value,
        one.reason,
        one.created_at or now,
    )


def _dispute(gateway_id: GatewayId, one: DisputeSeen, now: datetime) -> Outside:
    return Outside(
        one.ref,
        OutsideKind.DISPUTE,
        gateway_id,
        one.charge_ref,
        "",
        one.amount,
        one.status,
        one.reason,
        one.created_at or now,
        one.answer_by,
    )


def _charge(gateway_id: GatewayId, intent: Intent) -> Outside:
    charge = intent.charge
    return Outside(
        charge.ref if charge else intent.ref,
        OutsideKind.CHARGE,
        gateway_id,
        charge.ref if charge else "",
        intent.attempt_id,
        charge.amount if charge else intent.amount,
        "charged",
        intent.ref,
        (charge.charged_at if charge else None) or intent.created_at,
    )
