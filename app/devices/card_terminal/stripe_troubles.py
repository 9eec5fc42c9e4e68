"""What went wrong at Stripe as a GatewayTrouble: told by status and codes, never by a message.

A message is kept for details alone, without anything that looks like a key or a long number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.areas.cards.ports import GatewayTrouble, Trouble
from app.kernel.translate import t

_KEY: Final = re.compile(
    r"\b(?:[a-z]{1,6}_)?(?:live|test)_[\w*.…-]*|\b(?:rk|sk|pk|whsec)_[\w*.…-]*"
)
_LONG: Final = re.compile(r"\d(?:[ -]?\d){9,}")
_BY_CODE: Final[dict[str, Trouble]] = {
    "idempotency_key_in_use": Trouble.IN_USE,
    "lock_timeout": Trouble.IN_USE,
    "rate_limit": Trouble.RATE,
    "terminal_reader_timeout": Trouble.READER_TIMEOUT,
    "terminal_reader_offline": Trouble.READER_OFFLINE,
    "terminal_reader_busy": Trouble.READER_BUSY,
    "terminal_reader_hardware_fault": Trouble.READER_FAULT,
    "intent_invalid_state": Trouble.INTENT_STATE,
    "payment_intent_unexpected_state": Trouble.INTENT_STATE,
    "charge_already_refunded": Trouble.ALREADY_REFUNDED,
    "charge_not_refundable": Trouble.ALREADY_REFUNDED,
    "amount_too_small": Trouble.AMOUNT,
    "amount_too_large": Trouble.AMOUNT,
    "invalid_charge_amount": Trouble.AMOUNT,
    "charge_exceeds_transaction_limit": Trouble.AMOUNT,
    "resource_missing": Trouble.NOT_FOUND,
    "api_key_expired": Trouble.ACCESS,
    "platform_api_key_expired": Trouble.ACCESS,
    "secret_key_required": Trouble.ACCESS,
    "livemode_mismatch": Trouble.ACCESS,
    "testmode_charges_only": Trouble.ACCESS,
    "payment_method_unactivated": Trouble.NOT_CARD_PRESENT,
    "capability_not_active": Trouble.NOT_CARD_PRESENT,
}
_BY_STATUS: Final[dict[int, Trouble]] = {
    401: Trouble.ACCESS,
    402: Trouble.DECLINED,
    403: Trouble.ACCESS,
    404: Trouble.NOT_FOUND,
    409: Trouble.IN_USE,
    429: Trouble.RATE,
}
_WORDS: Final[dict[Trouble, Callable[[], str]]] = {
    Trouble.UNKNOWN: lambda: t("The card service did not answer. Nothing is known yet."),
    Trouble.SERVER: lambda: t("The card service has trouble of its own. Nothing is known yet."),
    Trouble.IN_USE: lambda: t("The card service is still busy with this. Wait a moment."),
    Trouble.RATE: lambda: t("The card service asks us to slow down. Wait a moment."),
    Trouble.KEY_REUSED: lambda: t(
        "The card service refused the request because of a mistake in this program."
    ),
    Trouble.ACCESS: lambda: t("Card payments are not set up – ask an administrator."),
    Trouble.NOT_CARD_PRESENT: lambda: t(
        "This account can't take cards at a reader. An administrator can turn that on at Stripe."
    ),
    Trouble.READER_TIMEOUT: lambda: t("The reader did not answer in time. It may have heard us."),
    Trouble.READER_OFFLINE: lambda: t("The reader is offline: check its power and its Wi-Fi."),
    Trouble.READER_BUSY: lambda: t(
        "The reader is busy: it is updating, holds a card, or takes another payment."
    ),
    Trouble.READER_FAULT: lambda: t("The reader has a fault. Restart it or use another one."),
    Trouble.INTENT_STATE: lambda: t("This card payment has moved on already. Look at it again."),
    Trouble.DECLINED: lambda: t("The card was declined. Ask for another card."),
    Trouble.ALREADY_REFUNDED: lambda: t("That much of this card payment can't be given back."),
    Trouble.AMOUNT: lambda: t("This amount can't be charged to a card. Take it another way."),
    Trouble.NOT_FOUND: lambda: t(
        "The card service does not know this. It may be in another account."
    ),
    Trouble.REFUSED: lambda: t("The card service refused the request."),
}
LONGEST_WAIT_S: Final = 60
"""A header that wants more waiting than a person at the counter has is not believed."""
_LOCAL_ACCESS: Final = "no_key"


def trouble_of(
    status: int | None,
    error: Mapping[str, Any],
    request_ref: str = "",
    *,
    about: str = "",
    retry_after: str = "",
) -> GatewayTrouble:
    """The trouble of an answer with `status` (None: there was none) and the `error` in it; `about`
    says what was asked where that decides: refund; `retry_after` is the header of that name.
    """
    code = _text(error, "code")
    return GatewayTrouble(
        words_of(kind := _kind(status, error, code, about)),
        kind,
        code=code or ("" if status is None else f"http_{status}"),
        decline_code=_text(error, "decline_code"),
        message=plain(_text(error, "message")),
        request_ref=request_ref,
        retry_after_s=min(int(retry_after), LONGEST_WAIT_S) if retry_after.isdecimal() else 0,
    )


def no_answer(code: str = "no_answer") -> GatewayTrouble:
    """Nothing came back, or nothing that could be read."""
    return GatewayTrouble(words_of(Trouble.UNKNOWN), Trouble.UNKNOWN, code=code)


def not_safe() -> GatewayTrouble:
    """Somebody in between shows a certificate that is not Stripe's."""
    return GatewayTrouble(
        t(
            "The connection to the card service is not safe: something in between shows a wrong "
            "certificate. Ask whoever looks after the network."
        ),
        Trouble.UNKNOWN,
        code="not_safe",
    )


def no_key() -> GatewayTrouble:
    return GatewayTrouble(words_of(Trouble.ACCESS), Trouble.ACCESS, code=_LOCAL_ACCESS)


def not_card_present(request_ref: str = "") -> GatewayTrouble:
    kind = Trouble.NOT_CARD_PRESENT
    return GatewayTrouble(
        words_of(kind), kind, code="card_present_missing", request_ref=request_ref
    )


def words_of(kind: Trouble) -> str:
    return _WORDS[kind]()


def plain(message: str) -> str:
    """A processor's message without keys and long numbers, on one line."""
    text = _LONG.sub("…", _KEY.sub("…", message))
    return " ".join(text.split())[:300]


def _kind(status: int | None, error: Mapping[str, Any], code: str, about: str) -> Trouble:
    if status is None:
        return Trouble.UNKNOWN
    if code in _BY_CODE:
        return _BY_CODE[code]
    if error.get("type") == "idempotency_error":
        return Trouble.KEY_REUSED if status in (400, 422) else Trouble.IN_USE
    if status >= 500:
        return Trouble.SERVER
    if status < 400:
        return Trouble.UNKNOWN
    if status == 400 and error.get("param") == "amount":
        return Trouble.ALREADY_REFUNDED if about == "refund" else Trouble.AMOUNT
    if status == 400 and error.get("param") == "currency":
        return Trouble.AMOUNT
    return _BY_STATUS.get(status, Trouble.REFUSED)


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
