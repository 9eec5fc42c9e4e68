"""Made-up cards and phones for the simulated reader, and what a charge on each looks like."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Told = dict[str, Any]


class Button(StrEnum):
    """What a person can do at the simulated reader: show a card, refuse, or make it misbehave."""

    TAP_CREDIT = "tap_credit"
    TAP_DEBIT = "tap_debit"
    TAP_PREPAID = "tap_prepaid"
    APPLE_PAY = "apple_pay"
    GOOGLE_PAY = "google_pay"
    INSERT = "insert"
    SWIPE = "swipe"
    INTERAC = "interac"
    DECLINE = "decline"
    CANCEL = "cancel"
    DIES = "dies"
    LOST = "lost"
    FOUND = "found"
    TIME_OUT = "time_out"
    OFFLINE = "offline"
    ONLINE = "online"
    BUSY = "busy"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Card:
    """What a made-up card or phone tells."""

    brand: str
    funding: str
    last4: str
    entry: str = "contactless_emv"
    wallet: str = ""
    application: str = "VISA CREDIT"
    aid: str = "A0000000031010"

    @property
    def kind(self) -> str:
        return "interac_present" if self.brand == "interac" else "card_present"


_MASTERCARD: Final = "A0000000041010"
CARDS: Final[dict[Button, Card]] = {
    Button.TAP_CREDIT: Card("visa", "credit", "4242"),
    Button.TAP_DEBIT: Card(
        "mastercard", "debit", "8210", application="Debit Mastercard", aid=_MASTERCARD
    ),
    Button.TAP_PREPAID: Card(
        "mastercard", "prepaid", "5100", application="Mastercard Prepaid", aid=_MASTERCARD
    ),
    Button.APPLE_PAY: Card("visa", "credit", "8431", wallet="apple_pay"),
    Button.GOOGLE_PAY: Card(
        "mastercard",
        "debit",
        "1117",
        wallet="google_pay",
        application="Debit Mastercard",
        aid=_MASTERCARD,
    ),
    Button.INSERT: Card("visa", "credit", "4242", "contact_emv"),
    Button.SWIPE: Card("visa", "credit", "4242", "magnetic_stripe_fallback", "", "", ""),
    Button.INTERAC: Card(
        "interac", "debit", "1933", "contact_emv", application="Interac", aid="A0000002771010"
    ),
    Button.DIES: Card("visa", "credit", "4242"),
    Button.LOST: Card("visa", "credit", "4242"),
}


def charged(intent: Told, card: Card, new_ref: Callable[[str], str], at: int) -> Told:
    """The charge of `card` for an intent, as Stripe would tell it."""
    ref = new_ref("ch")
    code = int(hashlib.sha256(ref.encode()).hexdigest(), 16) % 1_000_000
    receipt: Told = {
        "application_preferred_name": card.application,
        "dedicated_file_name": card.aid,
        "authorization_code": f"{code:06d}",
        "authorization_response_code": "3030",
        "cardholder_verification_method": "online_pin" if card.brand == "interac" else "approval",
        "terminal_verification_results": "0000000000",
        "transaction_status_information": "E800",
        "account_type": "checking" if card.funding == "debit" else card.funding,
    }
    shown: Told = {
        "brand": card.brand,
        "funding": card.funding,
        "last4": card.last4,
        "network": card.brand,
        "read_method": card.entry,
        "wallet": {"type": card.wallet} if card.wallet else None,
        "receipt": receipt if card.aid else {"authorization_code": f"{code:06d}"},
    }
    return {
        "id": ref,
        "object": "charge",
        "status": "succeeded",
        "captured": True,
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "currency": intent["currency"],
        "created": at,
        "payment_intent": intent["id"],
        "balance_transaction": None,
        "payment_method_details": {"type": card.kind, card.kind: shown},
    }
