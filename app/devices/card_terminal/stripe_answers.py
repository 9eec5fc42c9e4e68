"""What Stripe answers as the values of the port; what it leaves out is empty, never an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from app.areas.cards.charge_amounts import money_of
from app.areas.cards.ports import (
    AccountSeen,
    ActionStatus,
    Charge,
    Declined,
    DisputeSeen,
    GatewayTrouble,
    Intent,
    IntentStatus,
    LocationSeen,
    ReaderAction,
    ReaderSeen,
    RefundSeen,
    RefundStatus,
)
from app.devices.card_terminal.stripe_troubles import no_answer
from app.devices.card_terminal.stripe_wants import ATTEMPT, REFUND
from app.kernel.errors import UserError
from app.kernel.money import CURRENCIES, Money

Told = Mapping[str, Any]
"""An object of theirs as plain mappings and lists."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_AT_READER: Final = ("card_present", "interac_present")
_MISSHAPEN: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, UserError)
A = TypeVar("A")


def _whole(read: Callable[..., A]) -> Callable[..., A]:
    """What lacks what it must have is no answer: nothing is known yet, and it is asked again."""

    @wraps(read)
    def careful(told: Told, *more: Any) -> A:
        try:
            return read(told, *more)
        except GatewayTrouble:
            raise
        except _MISSHAPEN:
            raise no_answer("not_an_answer") from None

    return careful


@_whole
def intent_of(told: Told) -> Intent:
    charge = told.get("latest_charge")
    status = _status(told.get("status"))
    charged = charge_of(charge) if isinstance(charge, Mapping) and _is_money(charge) else None
    return Intent(
        ref=told["id"],
        status=status,
        amount=money_of(told["amount"], told["currency"]),
        attempt_id=_meta(told, ATTEMPT),
        created_at=_moment(told.get("created")) or _EPOCH,
        charge=charged,
        declined=declined_of(told.get("last_payment_error")),
        test_mode=told.get("livemode") is not True,
    )


@_whole
def charge_of(told: Told) -> Charge:
    """Money that moved, with what its receipt needs."""
    currency = told["currency"]
    kind = next((kind for kind in _AT_READER if _part(told, "payment_method_details", kind)), "")
    card = _part(told, "payment_method_details", kind) if kind else {}
    receipt = _part(card, "receipt")
    settled = told.get("balance_transaction")
    captured = told.get("amount_captured")
    return Charge(
        ref=told["id"],
        amount=money_of(captured if captured is not None else told["amount"], currency),
        refunded=money_of(told.get("amount_refunded") or 0, currency),
        brand=_text(card, "brand"),
        last4=_text(card, "last4")[-4:],
        funding=_text(card, "funding"),
        wallet=_text(_part(card, "wallet"), "type"),
        entry_method=_text(card, "read_method"),
        network=_text(card, "network"),
        application_name=_text(receipt, "application_preferred_name"),
        aid=_text(receipt, "dedicated_file_name"),
        authorization_code=_text(receipt, "authorization_code"),
        authorization_response=_text(receipt, "authorization_response_code"),
        verification=_text(receipt, "cardholder_verification_method"),
        verification_results=_text(receipt, "terminal_verification_results"),
        status_information=_text(receipt, "transaction_status_information"),
        account_type=_text(receipt, "account_type"),
        balance_ref=_ref(settled),
        fee=_fee(settled),
        charged_at=_moment(told.get("created")),
        interac=kind == "interac_present",
    )


def declined_of(told: Any) -> Declined | None:
    if not isinstance(told, Mapping):
        return None
    return Declined(_text(told, "code"), _text(told, "decline_code"), _text(told, "message"))


@_whole
def reader_of(told: Told) -> ReaderSeen:
    online = told.get("status")
    return ReaderSeen(
        ref=told["id"],
        label=_text(told, "label"),
        online=None if online is None else online == "online",
        location_ref=_ref(told.get("location")),
        device_type=_text(told, "device_type"),
        serial_number=_text(told, "serial_number"),
        software=_text(told, "device_sw_version"),
        last_seen_at=_moment(told.get("last_seen_at"), per_second=1000),
        action=_action(told.get("action")),
    )


@_whole
def refund_of(told: Told) -> RefundSeen:
    try:
        status = RefundStatus(_text(told, "status"))
    except ValueError:
        status = RefundStatus.PENDING
    return RefundSeen(
        ref=told["id"],
        status=status,
        amount=money_of(told["amount"], told["currency"]),
        refund_id=_meta(told, REFUND),
        failure_code=_text(told, "failure_reason"),
        created_at=_moment(told.get("created")),
        charge_ref=_ref(told.get("charge")),
        reason=_text(told, "reason"),
    )


@_whole
def dispute_of(told: Told) -> DisputeSeen:
    return DisputeSeen(
        ref=told["id"],
        charge_ref=_ref(told.get("charge")),
        amount=money_of(told["amount"], told["currency"]),
        status=_text(told, "status"),
        reason=_text(told, "reason"),
        created_at=_moment(told.get("created")),
        answer_by=_moment(_part(told, "evidence_details").get("due_by")),
    )


def in_known_money(told: Told) -> bool:
    """Whether its currency is one the program knows; an account may sell in any."""
    return _text(told, "currency").upper() in CURRENCIES


@_whole
def location_of(told: Told) -> LocationSeen:
    return LocationSeen(told["id"], _text(told, "display_name"))


@_whole
def account_of(told: Told, test_mode: bool, lacks: tuple[str, ...] = ()) -> AccountSeen:
    name = _text(_part(told, "settings", "dashboard"), "display_name")
    name = name or _text(_part(told, "business_profile"), "name")
    return AccountSeen(told["id"], name, test_mode, _text(told, "default_currency").upper(), lacks)


@_whole
def page_of(told: Told) -> list[Told]:
    """The objects of one page of a list, each with an id."""
    page = told["data"]
    if not isinstance(page, list) or not all(isinstance(each["id"], str) for each in page):
        raise no_answer("not_an_answer")
    return page


def is_ours(told: Told) -> bool:
    """Whether it was made for an attempt; what else an account sells may be in any currency."""
    return bool(_meta(told, ATTEMPT))


@_whole
def takes_cards(told: Told) -> bool:
    """Whether a reader may take a card for this intent; a type the account lacks is left out."""
    return "card_present" in (told.get("payment_method_types") or ())


def _action(told: Any) -> ReaderAction | None:
    if not isinstance(told, Mapping):
        return None
    try:
        status = ActionStatus(_text(told, "status"))
    except ValueError:
        return None
    charging, giving_back = _part(told, "process_payment_intent"), _part(told, "refund_payment")
    declined = declined_of(told.get("api_error"))
    if declined is None and told.get("failure_message"):
        declined = Declined(_text(told, "failure_code"), "", _text(told, "failure_message"))
    return ReaderAction(
        status=status,
        intent_ref=_ref(charging.get("payment_intent")),
        refund_ref=_ref(giving_back.get("refund")),
        failure_code=_text(told, "failure_code"),
        declined=declined,
        refund_id=_meta(giving_back, REFUND),
    )


def _status(told: Any) -> IntentStatus:
    try:
        return IntentStatus(told)
    except ValueError:
        return IntentStatus.OTHER


def _is_money(charge: Told) -> bool:
    """A charge that failed stays on the intent as its latest."""
    return charge.get("status") == "succeeded" and charge.get("captured") is not False


def _fee(settled: Any) -> Money | None:
    if not isinstance(settled, Mapping) or not isinstance(settled.get("fee"), int):
        return None
    currency = _text(settled, "currency").upper()
    return money_of(settled["fee"], currency) if currency in CURRENCIES else None


def _part(told: Told, *names: str) -> Told:
    part: Any = told
    for name in names:
        part = part.get(name) if isinstance(part, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _text(told: Told, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _meta(told: Told, name: str) -> str:
    return _text(_part(told, "metadata"), name)


def _ref(told: Any) -> str:
    """The id of an object that is named or told whole."""
    if isinstance(told, Mapping):
        return _text(told, "id")
    return told if isinstance(told, str) else ""


def _moment(told: Any, per_second: int = 1) -> datetime | None:
    if not isinstance(told, int) or isinstance(told, bool):
        return None
    return _EPOCH + timedelta(milliseconds=told * 1000 // per_second)
