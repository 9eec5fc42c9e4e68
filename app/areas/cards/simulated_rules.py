"""The pretended card processor and its reader: what is asked, what is pressed, what follows.

It speaks as Stripe does, in plain mappings, so that the same adapter talks to it: the demo and a
training show what a real reader shows, with made-up money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.areas.cards.gateway_values import SIMULATED_READER_REF
from app.areas.cards.simulated_cards import CARDS, Button, Card, Told, charged

READER: Final = "reader"
NO_ANSWER: Final = 0
"""The status of a call whose answer never came."""
_LABEL: Final = "Simulated reader"
_PLACE: Final = "simulated-place"


_SWITCHES: Final = {
    Button.TIME_OUT: ("time_out", None),
    Button.OFFLINE: ("offline", True),
    Button.ONLINE: ("offline", False),
    Button.BUSY: ("busy", True),
    Button.FREE: ("busy", False),
    Button.FOUND: ("lost", False),
}
_FAILS: Final = {
    "offline": ("terminal_reader_offline", "The reader is offline."),
    "busy": ("terminal_reader_busy", "The reader is busy."),
}


class Wrong(Exception):
    """An answer with an error in it."""

    def __init__(self, status: int, error: Told) -> None:
        super().__init__(status)
        self.status, self.error = status, error


@dataclass(slots=True)
class Terminal:
    """The processor with one reader; `read` finds what is kept by name, `kept` lists by the
    beginning of names, and `changed` is what has to be kept when all is done.
    """

    read: Callable[[str], Told | None]
    kept: Callable[[str], Iterable[Told]]
    now: datetime
    new_ref: Callable[[str], str]
    changed: dict[str, Told] = field(default_factory=dict)

    # ------------------------------------------------------------------ what a till asks

    def call(self, operation: str, ref: str, params: Told, key: str) -> Told:
        """One call as the adapter makes it; Wrong where Stripe would refuse."""
        acts = _OPERATIONS.get(operation)
        if acts is None:
            raise _wrong("", f"{operation} is not simulated.")
        if self.state.get("lost") and not operation.startswith("terminal."):
            raise Wrong(NO_ANSWER, {"type": "api_connection_error", "message": "No answer."})
        return acts(self, ref, params, key)

    def create(self, _: str, params: Told, key: str) -> Told:
        known = self.read(_by_key(key))
        if known is not None:
            return self._found(known["ref"])
        intent: Told = {
            "id": self.new_ref("pi"),
            "object": "payment_intent",
            "amount": params["amount"],
            "currency": params["currency"],
            "created": self._seconds(),
            "livemode": False,
            "metadata": params["metadata"],
            "payment_method_types": params["allowed_payment_method_types"],
            "status": "requires_payment_method",
            "latest_charge": None,
            "last_payment_error": None,
        }
        self.changed[_by_key(key)] = {"ref": intent["id"]}
        return self._keep(intent)

    def update(self, ref: str, params: Told, _: str) -> Told:
        intent = self._open_intent(ref, "payment_intent_unexpected_state")
        return self._keep(intent | params)

    def cancel(self, ref: str, params: Told, _: str) -> Told:
        intent = self._found(ref)
        if intent["status"] == "canceled":
            return intent
        intent = self._open_intent(ref, "payment_intent_unexpected_state")
        return self._keep(intent | {"status": "canceled"} | params)

    def arm(self, _: str, params: Told, key: str) -> Told:
        if self.read(_by_key(key)) is not None:
            return self.reader("", {}, "")
        self._open_intent(params["payment_intent"], "intent_invalid_state")
        return self._begin("process_payment_intent", params, key)

    def refund_at_reader(self, _: str, params: Told, key: str) -> Told:
        if self.read(_by_key(key)) is not None:
            return self.reader("", {}, "")
        self._refundable(params["charge"], params["amount"])
        return self._begin("refund_payment", params | {"refund": None}, key)

    def cancel_action(self, *_: Any) -> Told:
        self._must_hear()
        self._set_reader(action=None)
        return self.reader("", {}, "")

    def reader(self, *_: Any) -> Told:
        state = self.state
        return {
            "id": SIMULATED_READER_REF,
            "object": "terminal.reader",
            "label": _LABEL,
            "status": "offline" if state["offline"] else "online",
            "device_type": "simulated",
            "serial_number": "SIMULATED",
            "location": _PLACE,
            "last_seen_at": int(self.now.timestamp() * 1000),
            "action": state["action"],
        }

    def refund(self, _: str, params: Told, key: str) -> Told:
        known = self.read(_by_key(key))
        if known is not None:
            return self._found(known["ref"])
        refund = self._give_back(params["charge"], params["amount"], params["metadata"])
        self.changed[_by_key(key)] = {"ref": refund["id"]}
        return refund

    def found(self, ref: str, *_: Any) -> Told:
        return self._found(ref)

    def listed(self, prefix: str, params: Told) -> Told:
        since = params.get("created", {}).get("gte", 0)
        charge = params.get("charge")
        found = [
            each
            for each in self.kept(f"{prefix}_")
            if each["created"] >= since and charge in (None, each.get("charge"))
        ]
        found.sort(key=lambda each: each["created"], reverse=True)
        return {"object": "list", "has_more": False, "data": found}

    # ------------------------------------------------------------------ what a person presses

    def press(self, button: Button, code: str = "") -> None:
        """Nothing happens where the reader shows no such button now."""
        if button in _SWITCHES:
            name, on = _SWITCHES[button]
            self._set_reader(**{name: (not self.state[name]) if on is None else on})
            return
        action = self.state["action"]
        if self.state["offline"] or action is None or action["status"] != "in_progress":
            return
        if button is Button.CANCEL:
            self._fail("customer_canceled", None)
        elif button is Button.DECLINE:
            self._decline(action, code or "generic_decline")
        elif action["type"] == "refund_payment":
            self._refund_shown(action, CARDS[button])
        else:
            self._charge_shown(action, button)

    @property
    def state(self) -> Told:
        """The reader as it stands."""
        fresh: Told = dict.fromkeys(("offline", "busy", "time_out", "lost"), False)
        fresh["action"] = None
        return self.changed.get(READER) or self.read(READER) or fresh

    # ------------------------------------------------------------------ inside

    def _begin(self, kind: str, params: Told, key: str) -> Told:
        self._must_hear()
        action = {"type": kind, "status": "in_progress", kind: params}
        self._set_reader(action=action)
        self.changed[_by_key(key)] = {"ref": READER}
        if self.state["time_out"]:
            raise _wrong("terminal_reader_timeout", "The reader did not answer in time.")
        return self.reader()

    def _must_hear(self) -> None:
        for name, (code, message) in _FAILS.items():
            if self.state[name]:
                raise _wrong(code, message)

    def _charge_shown(self, action: Told, button: Button) -> None:
        card, wanted = CARDS[button], action["process_payment_intent"]
        intent = self._found(wanted["payment_intent"])
        if intent["status"] != "requires_payment_method":
            self._fail("intent_invalid_state", None)
            return
        if card.kind not in intent["payment_method_types"]:
            self._decline(action, "card_not_supported")
            return
        charge = self._keep(charged(intent, card, self.new_ref, self._seconds()))
        paid = {"status": "succeeded", "latest_charge": charge["id"], "last_payment_error": None}
        self._keep(intent | paid)
        if button is Button.DIES:
            self._set_reader(offline=True)
        else:
            self._set_reader(action=action | {"status": "succeeded"}, lost=button is Button.LOST)

    def _refund_shown(self, action: Told, card: Card) -> None:
        wanted = action["refund_payment"]
        if card.brand != "interac":
            self._decline(action, "invalid_account")
            return
        refund = self._give_back(wanted["charge"], wanted["amount"], wanted["metadata"])
        done = wanted | {"refund": refund["id"]}
        self._set_reader(action=action | {"status": "succeeded", "refund_payment": done})

    def _decline(self, action: Told, code: str) -> None:
        error: Told = {
            "type": "card_error",
            "code": "expired_card" if code == "expired_card" else "card_declined",
            "decline_code": code,
            "message": "",
        }
        if action["type"] == "process_payment_intent":
            intent = self._found(action["process_payment_intent"]["payment_intent"])
            self._keep(intent | {"last_payment_error": error})
        self._fail(error["code"], error)

    def _fail(self, code: str, error: Told | None) -> None:
        failed = {"status": "failed", "failure_code": code, "api_error": error}
        self._set_reader(action=self.state["action"] | failed)

    def _give_back(self, charge_ref: str, amount: int, metadata: Told) -> Told:
        charge = self._refundable(charge_ref, amount)
        self._keep(charge | {"amount_refunded": charge["amount_refunded"] + amount})
        return self._keep(
            {
                "id": self.new_ref("re"),
                "object": "refund",
                "charge": charge_ref,
                "amount": amount,
                "currency": charge["currency"],
                "created": self._seconds(),
                "metadata": metadata,
                "status": "succeeded",
            }
        )

    def _refundable(self, charge_ref: str, amount: int) -> Told:
        charge = self._found(charge_ref)
        if not 0 < amount <= charge["amount"] - charge["amount_refunded"]:
            raise _wrong("charge_already_refunded", "More than is left of the charge.")
        return charge

    def _open_intent(self, ref: str, code: str) -> Told:
        intent = self._found(ref)
        if intent["status"] != "requires_payment_method":
            raise _wrong(code, f"The payment is {intent['status']}.")
        return intent

    def _found(self, ref: str) -> Told:
        told = self.changed.get(ref) or self.read(ref)
        if told is None:
            raise _wrong("resource_missing", f"There is no {ref} here.", 404)
        charge = told.get("latest_charge")
        return told | {"latest_charge": self._found(charge)} if isinstance(charge, str) else told

    def _keep(self, told: Told) -> Told:
        charge = told.get("latest_charge")
        kept = told | {"latest_charge": charge["id"]} if isinstance(charge, dict) else told
        self.changed[told["id"]] = kept
        return told

    def _set_reader(self, **fields: Any) -> None:
        self.changed[READER] = self.state | fields

    def _seconds(self) -> int:
        return int(self.now.timestamp())


def _wrong(code: str, message: str, status: int = 400) -> Wrong:
    return Wrong(status, {"type": "invalid_request_error", "code": code, "message": message})


def _by_key(key: str) -> str:
    return f"key {key}"


def _account(_: Terminal, *__: Any) -> Told:
    return {"id": "simulated", "object": "account", "business_profile": {"name": _LABEL}}


def _places(_: Terminal, *__: Any) -> Told:
    return {"object": "list", "data": [{"id": _PLACE, "display_name": _LABEL}]}


_OPERATIONS: Final[dict[str, Callable[[Terminal, str, Told, str], Told]]] = {
    "payment_intents.create": Terminal.create,
    "payment_intents.update": Terminal.update,
    "payment_intents.cancel": Terminal.cancel,
    "payment_intents.retrieve": Terminal.found,
    "payment_intents.list": lambda terminal, _, params, __: terminal.listed("pi", params),
    "charges.retrieve": Terminal.found,
    "refunds.create": Terminal.refund,
    "refunds.retrieve": Terminal.found,
    "refunds.list": lambda terminal, _, params, __: terminal.listed("re", params),
    "terminal.readers.process_payment_intent": Terminal.arm,
    "terminal.readers.refund_payment": Terminal.refund_at_reader,
    "terminal.readers.cancel_action": Terminal.cancel_action,
    "terminal.readers.retrieve": Terminal.reader,
    "terminal.readers.list": lambda terminal, *_: {"object": "list", "data": [terminal.reader()]},
    "disputes.list": lambda *_: {"object": "list", "data": [], "has_more": False},
    "terminal.locations.list": _places,
    "accounts.retrieve_current": _account,
}
READS: Final = frozenset(
    name for name in _OPERATIONS if name.split(".")[-1] in ("list", "retrieve")
)
