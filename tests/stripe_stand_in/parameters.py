"""What each call of Stripe's may be asked: unknown and missing parameters are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Told = dict[str, Any]
LIST: Told = {"limit": int, "starting_after": str, "ending_before": str, "expand": [str]}
MOMENT: Told = {"gt": int, "gte": int, "lt": int, "lte": int}
META: Told = {"metadata": {"*": str}}
SEEN: Told = {"expand": [str]}

OPERATIONS: dict[tuple[str, str], tuple[str, Told, tuple[str, ...]]] = {
    ("POST", "/v1/payment_intents"): (
        "payment_intents.create",
        {
            "amount": int,
            "currency": str,
            "allowed_payment_method_types": [str],
            "capture_method": str,
            "description": str,
            **META,
            **SEEN,
        },
        ("amount", "currency"),
    ),
    ("GET", "/v1/payment_intents"): ("payment_intents.list", {**LIST, "created": MOMENT}, ()),
    ("GET", "/v1/payment_intents/{}"): ("payment_intents.retrieve", SEEN, ()),
    ("POST", "/v1/payment_intents/{}"): (
        "payment_intents.update",
        {"amount": int, "currency": str, "description": str, **META, **SEEN},
        (),
    ),
    ("POST", "/v1/payment_intents/{}/cancel"): (
        "payment_intents.cancel",
        {"cancellation_reason": str, **SEEN},
        (),
    ),
    ("POST", "/v1/payment_intents/{}/capture"): (
        "payment_intents.capture",
        {"amount_to_capture": int, **META, **SEEN},
        (),
    ),
    ("GET", "/v1/charges"): (
        "charges.list",
        {**LIST, "created": MOMENT, "payment_intent": str},
        (),
    ),
    ("GET", "/v1/charges/{}"): ("charges.retrieve", SEEN, ()),
    ("POST", "/v1/refunds"): (
        "refunds.create",
        {"charge": str, "payment_intent": str, "amount": int, "reason": str, **META, **SEEN},
        (),
    ),
    ("GET", "/v1/refunds"): (
        "refunds.list",
        {**LIST, "charge": str, "payment_intent": str, "created": MOMENT},
        (),
    ),
    ("GET", "/v1/refunds/{}"): ("refunds.retrieve", SEEN, ()),
    ("GET", "/v1/disputes"): (
        "disputes.list",
        {**LIST, "charge": str, "payment_intent": str, "created": MOMENT},
        (),
    ),
    ("GET", "/v1/disputes/{}"): ("disputes.retrieve", SEEN, ()),
    ("POST", "/v1/refunds/{}/cancel"): ("refunds.cancel", SEEN, ()),
    ("GET", "/v1/terminal/locations"): ("terminal.locations.list", LIST, ()),
    ("POST", "/v1/terminal/locations"): (
        "terminal.locations.create",
        {
            "display_name": str,
            "address": {
                "line1": str,
                "line2": str,
                "city": str,
                "state": str,
                "country": str,
                "postal_code": str,
            },
            **META,
            **SEEN,
        },
        ("display_name", "address"),
    ),
    ("GET", "/v1/terminal/readers"): (
        "terminal.readers.list",
        {**LIST, "location": str, "status": str},
        (),
    ),
    ("POST", "/v1/terminal/readers"): (
        "terminal.readers.create",
        {"registration_code": str, "label": str, "location": str, **META, **SEEN},
        ("registration_code",),
    ),
    ("GET", "/v1/terminal/readers/{}"): ("terminal.readers.retrieve", SEEN, ()),
    ("POST", "/v1/terminal/readers/{}/process_payment_intent"): (
        "terminal.readers.process_payment_intent",
        {
            "payment_intent": str,
            "process_config": {"enable_customer_cancellation": bool, "skip_tipping": bool},
            **SEEN,
        },
        ("payment_intent",),
    ),
    ("POST", "/v1/terminal/readers/{}/cancel_action"): ("terminal.readers.cancel_action", SEEN, ()),
    ("POST", "/v1/terminal/readers/{}/refund_payment"): (
        "terminal.readers.refund_payment",
        {
            "charge": str,
            "payment_intent": str,
            "amount": int,
            "refund_payment_config": {"enable_customer_cancellation": bool},
            **META,
            **SEEN,
        },
        (),
    ),
    ("GET", "/v1/account"): ("accounts.retrieve_current", SEEN, ()),
    ("GET", "/v1/balance"): ("balance.retrieve", SEEN, ()),
}

PERMISSIONS: dict[str, str] = {
    "payment_intents.create": "payment_intent_write",
    "payment_intents.update": "payment_intent_write",
    "payment_intents.cancel": "payment_intent_write",
    "payment_intents.capture": "payment_intent_write",
    "payment_intents.list": "payment_intent_read",
    "payment_intents.retrieve": "payment_intent_read",
    "charges.list": "charge_read",
    "charges.retrieve": "charge_read",
    "refunds.create": "refund_write",
    "refunds.cancel": "refund_write",
    "refunds.list": "refund_read",
    "refunds.retrieve": "refund_read",
    "disputes.list": "dispute_read",
    "disputes.retrieve": "dispute_read",
    "terminal.locations.list": "terminal_location_read",
    "terminal.locations.create": "terminal_location_write",
    "terminal.readers.list": "terminal_reader_read",
    "terminal.readers.retrieve": "terminal_reader_read",
    "terminal.readers.create": "terminal_reader_write",
    "terminal.readers.process_payment_intent": "terminal_reader_write",
    "terminal.readers.cancel_action": "terminal_reader_write",
    "terminal.readers.refund_payment": "terminal_reader_write",
    "balance.retrieve": "balance_read",
}


class Refused(Exception):
    """An answer with an error in it."""

    def __init__(self, status: int, error: Told) -> None:
        super().__init__(status, error)
        self.status, self.error = status, error


def refuse(
    message: str, code: str = "", param: str = "", status: int = 400, **more: Any
) -> Refused:
    error: Told = {"type": "invalid_request_error", "message": message, **more}
    error |= {name: value for name, value in (("code", code), ("param", param)) if value}
    return Refused(status, error)


def operation_of(method: str, path: str) -> tuple[str, str, Told, tuple[str, ...]]:
    """The operation's name, the id in its path, what it may be asked and what it must be."""
    parts = path.strip("/").split("/")
    for (verb, route), (name, allowed, needed) in OPERATIONS.items():
        steps = route.strip("/").split("/")
        if verb != method or len(steps) != len(parts):
            continue
        if all(step in ("{}", part) for step, part in zip(steps, parts, strict=True)):
            found = [part for step, part in zip(steps, parts, strict=True) if step == "{}"]
            return name, (found or [""])[0], allowed, needed
    raise refuse(f"Unrecognized request URL ({method}: {path}).", status=404)


def checked(asked: Mapping[str, Any], allowed: Told, needed: tuple[str, ...]) -> Told:
    """The parameters with their types, from a form or from Python; else Refused."""
    if "payment_method_types" in asked:
        raise refuse(
            "payment_method_types is no longer supported.",
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        )
    for name in needed:
        if name not in asked:
            raise refuse(f"Missing required param: {name}.", "parameter_missing", name)
    return {name: _typed(name, value, allowed) for name, value in asked.items()}


def _typed(name: str, value: Any, allowed: Told, where: str = "") -> Any:
    full = f"{where}[{name}]" if where else name
    kind = allowed.get(name, allowed.get("*"))
    if kind is None:
        raise refuse(f"Received unknown parameter: {full}", "parameter_unknown", full)
    if isinstance(kind, dict):
        if not isinstance(value, Mapping):
            raise refuse(f"Invalid object: {full}", param=full)
        return {part: _typed(part, inner, kind, full) for part, inner in value.items()}
    if isinstance(kind, list):
        items = list(value.values()) if isinstance(value, Mapping) else value
        if not isinstance(items, list) or not items:
            raise refuse(f"Invalid array: {full}", param=full)
        return [_plain(full, item, kind[0]) for item in items]
    return _plain(full, value, kind)


def _plain(name: str, value: Any, kind: type) -> Any:
    if kind is bool and value in (True, False, "true", "false"):
        return value in (True, "true")
    if kind is int and not isinstance(value, bool):
        text = str(value)
        if text.removeprefix("-").isdigit():
            return int(text)
    if kind is str and isinstance(value, str):
        if not value:
            raise refuse(
                f"You passed an empty string for '{name}'.", "parameter_invalid_empty", name
            )
        if name.startswith("metadata[") and (len(value) > 500 or len(name) > 50):
            raise refuse(f"Metadata is too long: {name}", param=name)
        return value
    code = "parameter_invalid_integer" if kind is int else ""
    raise refuse(f"Invalid {kind.__name__}: {name}", code, name)
