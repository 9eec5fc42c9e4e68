"""Cards that a stand-in's reader is shown, and what Stripe tells of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Card:
    """One card or phone; `decline` is the issuer's reason, and amounts decide too in test mode."""

    brand: str = "visa"
    funding: str = "credit"
    last4: str = "4242"
    wallet: str = ""
    interac: bool = False
    read_method: str = "contactless_emv"
    application: str = "VISA CREDIT"
    aid: str = "A0000000031010"
    decline: str = ""
    code: str = "card_declined"
    name: str = "DOE/JANE"
    """Told by Stripe, wanted by nobody here."""

    def declining(self, decline: str, code: str = "card_declined") -> Card:
        return replace(self, decline=decline, code=code)

    def inserted(self) -> Card:
        return replace(self, read_method="contact_emv")

    def swiped(self) -> Card:
        """An old stripe: no chip, so nothing of EMV on the receipt."""
        return replace(self, read_method="magnetic_stripe_fallback", application="", aid="")


_MASTERCARD = "A0000000041010"
VISA = Card()
MASTERCARD_DEBIT = Card(
    "mastercard", "debit", "4444", application="Mastercard", aid="A0000000041010"
)
PREPAID = Card("mastercard", "prepaid", "5100", application="Mastercard", aid=_MASTERCARD)
APPLE_PAY = Card(wallet="apple_pay", last4="8431")
GOOGLE_PAY = Card("mastercard", "debit", "1117", wallet="google_pay", aid=_MASTERCARD)
INTERAC = Card(
    "interac",
    "debit",
    "1933",
    interac=True,
    read_method="contact_emv",
    application="Interac",
    aid="A0000002771010",
)

BY_AMOUNT = {
    1: "call_issuer",
    5: "generic_decline",
    55: "incorrect_pin",
    65: "withdrawal_count_limit_exceeded",
    75: "pin_try_exceeded",
}
"""What the last two digits of an amount do to a test card."""


def details(card: Card, reader: str, location: str, units: int) -> dict[str, Any]:
    """`payment_method_details` of a charge, with much that must never be kept."""
    chip = bool(card.aid)
    receipt = {
        "account_type": "checking" if card.funding == "debit" else card.funding,
        "application_cryptogram": "AD21C8E1F3B29C07",
        "application_preferred_name": card.application,
        "authorization_code": "123456",
        "authorization_response_code": "3030",
        "cardholder_verification_method": "online_pin" if card.interac else "approval",
        "dedicated_file_name": card.aid,
        "terminal_verification_results": "0000000000",
        "transaction_status_information": "0000",
    }
    kind = "interac_present" if card.interac else "card_present"
    told: dict[str, Any] = {
        "brand": card.brand,
        "cardholder_name": card.name,
        "country": "CA" if card.interac else "US",
        "exp_month": 12,
        "exp_year": 2031,
        "fingerprint": "FpStandInOnly000",
        "funding": card.funding,
        "last4": card.last4,
        "location": location,
        "network": card.brand,
        "read_method": card.read_method,
        "reader": reader,
        "receipt": receipt if chip else None,
    }
    if not card.interac:
        told |= {
            "amount_authorized": units,
            "wallet": {"type": card.wallet} if card.wallet else None,
        }
    return {"type": kind, kind: told}
