"""What Stripe is asked, as its parameters: opaque ids alone, and no word about a patient."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from app.areas.cards.charge_amounts import charged_units, units_of
from app.areas.cards.ports import IntentWanted
from app.kernel.money import Money

ATTEMPT: Final = "attempt"
REFUND: Final = "refund"
SEEN: Final = ["latest_charge.balance_transaction"]
"""What an intent is read with, so that one answer holds all that a receipt needs."""
SEEN_WITHOUT_FEE: Final = ["latest_charge"]
PAGE: Final = 100

Params = dict[str, Any]


def intent_made(wanted: IntentWanted) -> Params:
    ids = {
        ATTEMPT: wanted.attempt_id,
        "payment": wanted.payment_id,
        "station": wanted.station_id,
    }
    types = ["card_present"]
    if wanted.amount.currency == "CAD":
        types.append("interac_present")
    return {
        "amount": charged_units(wanted.amount),
        "currency": wanted.amount.currency.lower(),
        "allowed_payment_method_types": types,
        "capture_method": "automatic",
        "description": wanted.attempt_id,
        "metadata": {name: value for name, value in ids.items() if value},
    }


def amount_changed(amount: Money) -> Params:
    return {"amount": charged_units(amount)}


def reader_armed(intent_ref: str) -> Params:
    return {
        "payment_intent": intent_ref,
        "process_config": {"enable_customer_cancellation": True, "skip_tipping": True},
    }


def intent_canceled() -> Params:
    return {"cancellation_reason": "abandoned"}


def listed_since(moment: datetime, expand: list[str]) -> Params:
    """A second earlier than asked: their clock counts whole seconds."""
    return {
        "created": {"gte": int(moment.timestamp()) - 1},
        "limit": PAGE,
        "expand": [f"data.{field}" for field in expand],
    }


def made_since(moment: datetime) -> Params:
    """As `listed_since`, where nothing has to be told whole."""
    return {"created": {"gte": int(moment.timestamp()) - 1}, "limit": PAGE}


def refund_made(charge_ref: str, amount: Money, refund_id: str) -> Params:
    return {
        "charge": charge_ref,
        "amount": units_of(amount),
        "reason": "requested_by_customer",
        "metadata": {REFUND: refund_id},
    }


def refund_armed(charge_ref: str, amount: Money, refund_id: str) -> Params:
    return {
        "charge": charge_ref,
        "amount": units_of(amount),
        "metadata": {REFUND: refund_id},
        "refund_payment_config": {"enable_customer_cancellation": True},
    }


def location_made(name: str, address: dict[str, str]) -> Params:
    return {"display_name": name, "address": address}


def reader_made(code: str, label: str, location_ref: str) -> Params:
    return {"registration_code": code, "label": label, "location": location_ref}
