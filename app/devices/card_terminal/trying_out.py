"""A payment that only tries a reader out, in test mode: nothing of it is posted anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.areas.cards.ports import (
    ActionStatus,
    CardGateway,
    GatewayTrouble,
    Intent,
    IntentStatus,
    IntentWanted,
    ReaderSeen,
)
from app.kernel.i18n import format_money
from app.kernel.ids import new_id
from app.kernel.money import Money
from app.kernel.translate import t

LOOKS_AT_MOST: Final = 120
EVERY_S: Final = 1
_FINAL: Final = frozenset({IntentStatus.SUCCEEDED, IntentStatus.CANCELED})


@dataclass(frozen=True, slots=True)
class Tried:
    """How the try ended, in words."""

    worked: bool
    words: str


def try_payment(
    gateway: CardGateway,
    reader_ref: str,
    amount: Money,
    told: Callable[[str], None],
    stopped: Callable[[int], bool],
) -> Tried:
    """Charge a test card on a reader; blocks until it ends. `told` hears each step in words;
    `stopped(seconds)` waits and says whether the person wants to end it.

    Whatever happens, no intent is left behind on which a card could still be charged.
    """
    told(t("Calling the gateway…"))
    wanted = IntentWanted(amount, new_id(), new_id(), "")
    intent = gateway.create_intent(new_id(), wanted)
    try:
        seen = gateway.arm(new_id(), reader_ref, intent.ref)
        told(t("Tap, insert or swipe a test card. {amount}", amount=format_money(amount)))
        for _ in range(LOOKS_AT_MOST):
            intent = gateway.intent(intent.ref)
            if intent.status in _FINAL or _failed(seen, intent) or stopped(EVERY_S):
                break
            seen = gateway.reader(reader_ref)
        else:
            told(t("Nobody showed a card. Cancelling…"))
        return _ended(gateway, reader_ref, intent, seen)
    finally:
        _clear(gateway, reader_ref, intent)


def _failed(seen: ReaderSeen, intent: Intent) -> bool:
    action = seen.action
    return (
        action is not None
        and action.intent_ref == intent.ref
        and action.status is ActionStatus.FAILED
    )


def _ended(gateway: CardGateway, reader_ref: str, intent: Intent, seen: ReaderSeen) -> Tried:
    """What to say; the intent decides, not the reader."""
    intent = gateway.intent(intent.ref)
    if intent.status is IntentStatus.SUCCEEDED:
        charge = intent.charge
        card = f"{charge.brand} •••• {charge.last4}".strip() if charge is not None else ""
        return Tried(True, t("It works: {card} was charged in test mode.", card=card))
    declined = intent.declined or (seen.action.declined if seen.action is not None else None)
    if declined is not None:
        why = declined.message or declined.code
        return Tried(False, t("The reader works. The test card was declined: {why}", why=why))
    if _failed(seen, intent) and seen.action is not None:
        code = seen.action.failure_code
        return Tried(False, t("The reader gave up ({code}). Try again.", code=code))
    return Tried(False, t("Cancelled. Nothing was charged."))


def _clear(gateway: CardGateway, reader_ref: str, intent: Intent) -> None:
    """Free the reader and void the intent as far as the gateway lets us; nothing is said of it."""
    if intent.status in _FINAL:
        return
    try:
        action = gateway.reader(reader_ref).action
        mine = action is not None and action.intent_ref == intent.ref
        if mine and action is not None and action.status is ActionStatus.IN_PROGRESS:
            gateway.cancel_action(reader_ref)
    except GatewayTrouble:
        pass
    try:
        gateway.cancel_intent(new_id(), intent.ref)
    except GatewayTrouble:
        return
