"""Stripe's objects and what each operation does to them, without doors, keys and faults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.stripe_stand_in.cards import BY_AMOUNT, Card, details
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.parameters import Refused, Told, refuse
from tests.stripe_stand_in.readers import StandInReader
from tests.stripe_stand_in.store import Store, pages

_LEAST = {"usd": 50, "cad": 50, "eur": 50, "gbp": 30, "jpy": 50}
_OPEN = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
_FEE_PART, _FEE_FIXED = 27, 5


_PREFIX = {
    "payment_intents": "pi",
    "charges": "ch",
    "refunds": "re",
    "disputes": "dp",
    "locations": "tml",
}


class Objects(Store):
    """Intents, charges, refunds, readers and locations of one account, by id and in order."""

    def __init__(self, now: Callable[[], datetime], country: str, live: bool) -> None:
        super().__init__(now, live)
        self.country = country
        self.card_present = True
        """Whether the account may take cards at readers at all."""
        self.declines_by_amount = True
        self.refunds_stay_pending = False
        self.processing = False
        """Banks take their time: an intent stays processing until `settle_intent`."""
        self.machines: dict[str, StandInReader] = {}
        self._processes: Told = {}
        self.location: str = self._new("tml", "terminal.location", display_name="Main", address={})[
            "id"
        ]

    # ------------------------------------------------------------------ for tests

    def add_reader(self, label: str = "Front desk 1") -> StandInReader:
        """A reader that is registered already."""
        with self.lock:
            ref = self._ref("tmr")
            machine = StandInReader(self, ref, label, self.location, f"SN-{ref[-6:]}")  # type: ignore[arg-type]
            self.machines[ref] = machine
            return machine

    def tick(self) -> None:
        """Let what is due by the clock happen."""
        now = self.now()
        for machine in self.machines.values():
            machine.tick(now)

    def charged(self, attempt_id: str = "") -> list[Told]:
        """Charges that moved money, of one attempt or of all."""
        charges = [each for each in self.all("ch") if each["status"] == "succeeded"]
        return [
            charge
            for charge in charges
            if charge["captured"]
            and (not attempt_id or charge["metadata"].get("attempt") == attempt_id)
        ]

    def settle_refund(self, ref: str, status: str = "succeeded", why: str = "") -> None:
        """Days later the bank says so."""
        with self.lock:
            refund = self.kept[ref]
            gone = refund["status"] in ("failed", "canceled")
            refund["status"], refund["failure_reason"] = status, why or None
            if status in ("failed", "canceled") and not gone:
                self.kept[refund["charge"]]["amount_refunded"] -= refund["amount"]
                self.kept[refund["charge"]]["refunded"] = False

    def settle_intent(self, ref: str) -> None:
        """What stayed processing succeeds."""
        with self.lock:
            intent = self.kept[ref]
            self._paid(intent, *self._processes.pop(ref))

    # ------------------------------------------------------------------ operations

    def do(self, name: str, ref: str, params: Told, fault: Fault | None) -> Told:
        kind, verb = name.removeprefix("terminal.").split(".")
        if verb == "list":
            return self._list(kind, params)
        if kind == "readers":
            return self._reader(verb, ref, params, fault)
        if kind == "payment_intents":
            return self._intent(verb, ref, params)
        if name == "refunds.create":
            return self._refund(params)
        if name == "refunds.cancel":
            raise self._missing(ref)
        if name == "terminal.locations.create":
            return self._new("tml", "terminal.location", **params)
        if name == "accounts.retrieve_current":
            return {
                "id": self.account,
                "object": "account",
                "country": self.country,
                "default_currency": "cad" if self.country == "CA" else "usd",
                "business_profile": {"name": "Stand-in Clinic"},
                "settings": {"dashboard": {"display_name": "Stand-in Clinic"}},
            }
        if name == "balance.retrieve":
            return {"object": "balance", "livemode": self.live, "available": [], "pending": []}
        return self._found(ref)

    def _intent(self, verb: str, ref: str, params: Told) -> Told:
        if verb == "create":
            return self._intent_made(params)
        intent = self._found(ref)
        if verb == "retrieve":
            return intent
        self._unlocked(ref)
        status = intent["status"]
        if verb == "update":
            if status != "requires_payment_method":
                raise self._state(intent, "updated")
            if "amount" in params:
                self._fits(params["amount"], intent["currency"])
            intent |= params
        elif verb == "cancel":
            if status not in _OPEN:
                raise self._state(intent, "canceled")
            intent |= {"status": "canceled", "canceled_at": self._seconds(), **params}
        elif status != "requires_capture":
            raise self._state(intent, "captured")
        else:
            self._captured(intent)
        return intent

    def _intent_made(self, params: Told) -> Told:
        self._fits(params["amount"], params["currency"])
        wanted = params.pop("allowed_payment_method_types", ["card"])
        able = {"card", "card_present"} if self.card_present else {"card"}
        able |= {"interac_present"} if self.country == "CA" else set()
        types = [each for each in wanted if each in able] or ["card"]
        return self._new(
            "pi",
            "payment_intent",
            **{"capture_method": "automatic_async", "metadata": {}, "description": None, **params},
            amount_received=0,
            status="requires_payment_method",
            payment_method_types=types,
            latest_charge=None,
            last_payment_error=None,
        )

    def _reader(self, verb: str, ref: str, params: Told, fault: Fault | None) -> Told:
        if verb == "create":
            if params["registration_code"] == "wrong":
                raise refuse("No such registration code.", "resource_missing", "registration_code")
            return self.add_reader(str(params.get("label") or params["registration_code"])).told()
        if ref not in self.machines:
            raise self._missing(ref)
        machine = self.machines[ref]
        if verb == "retrieve":
            return machine.told()
        if verb == "cancel_action":
            _reader_fault(fault)
            if fault is Fault.READER_TIMEOUT_DELIVERED:
                machine.cancel()
                raise refuse("The reader timed out.", "terminal_reader_timeout")
            machine.cancel()
            return machine.told()
        kind = verb
        told = self._processed(params) if verb == "process_payment_intent" else self._given(params)
        _reader_fault(fault)
        if fault is Fault.READER_TIMEOUT_DELIVERED:
            machine.begin_unheard(kind, told)
            raise refuse("The reader timed out.", "terminal_reader_timeout")
        machine.begin(kind, told)
        return machine.told()

    def _processed(self, params: Told) -> Told:
        intent = self._found(params["payment_intent"])
        self._unlocked(intent["id"])
        if intent["status"] != "requires_payment_method":
            raise refuse(
                f"This PaymentIntent is {intent['status']}.",
                "intent_invalid_state",
                "payment_intent",
            )
        if "card_present" not in intent["payment_method_types"]:
            raise refuse("The PaymentIntent takes no card_present.", param="payment_intent")
        config = params.get("process_config", {})
        return {"payment_intent": intent["id"], "process_config": config}

    def _given(self, params: Told) -> Told:
        charge = self._charge_asked(params)
        if charge["payment_method_details"]["type"] != "interac_present":
            raise refuse("Only Interac charges are refunded at a reader.", param="charge")
        amount = params.get("amount", charge["amount"] - charge["amount_refunded"])
        self._fits_refund(charge, amount)
        return {
            "charge": charge["id"],
            "payment_intent": charge["payment_intent"],
            "amount": amount,
            "metadata": params.get("metadata", {}),
            "refund": None,
        }

    def _refund(self, params: Told) -> Told:
        charge = self._charge_asked(params)
        if charge["payment_method_details"]["type"] == "interac_present":
            raise refuse("Interac charges are refunded at a reader.", param="charge")
        amount = params.get("amount", charge["amount"] - charge["amount_refunded"])
        self._fits_refund(charge, amount)
        return self._refunded(charge, amount, params.get("metadata", {}), params.get("reason"))

    def _list(self, kind: str, params: Told) -> Told:
        if kind == "readers":
            told = [machine.told() for machine in self.machines.values()]
        else:
            prefix = _PREFIX
            told = self.all(prefix[kind])
        for name in ("charge", "payment_intent", "location", "status"):
            if name in params:
                told = [each for each in told if each.get(name) == params[name]]
        since = params.get("created", {})
        told = [each for each in told if each.get("created", 0) >= since.get("gte", 0)]
        page, more = pages(told[::-1], params)
        path = f"/v1/terminal/{kind}" if kind in ("readers", "locations") else f"/v1/{kind}"
        return {"object": "list", "url": path, "has_more": more, "data": page}

    # ------------------------------------------------------------------ money

    def authorize(self, machine: StandInReader, action: Told, card: Card) -> Told | None:
        """A card was shown: money moves, or the error says why not."""
        if action["type"] == "refund_payment":
            wanted = action["refund_payment"]
            charge = self.kept[wanted["charge"]]
            last4 = charge["payment_method_details"]["interac_present"]["last4"]
            if card.decline or not card.interac or card.last4 != last4:
                return _declined(card.decline or "invalid_account", card.code)
            refund = self._refunded(charge, wanted["amount"], wanted["metadata"], None)
            wanted["refund"] = refund["id"]
            return None
        intent = self.kept[action["process_payment_intent"]["payment_intent"]]
        if intent["status"] != "requires_payment_method":
            return {"type": "invalid_request_error", "code": "intent_invalid_state", "message": "—"}
        by_amount = BY_AMOUNT.get(intent["amount"] % 100, "") if self.declines_by_amount else ""
        decline = card.decline or by_amount
        if decline:
            error = _declined(decline, card.code)
            charge = self._charge(intent, machine, card, status="failed", captured=False)
            intent |= {"last_payment_error": error, "latest_charge": charge["id"]}
            return error
        if self.processing:
            intent["status"] = "processing"
            self._processes[intent["id"]] = (machine, card)
            return None
        self._paid(intent, machine, card)
        return None

    def _paid(self, intent: Told, machine: StandInReader, card: Card) -> None:
        manual = intent["capture_method"] == "manual"
        charge = self._charge(intent, machine, card, status="succeeded", captured=not manual)
        intent |= {"latest_charge": charge["id"], "last_payment_error": None}
        if manual:
            intent["status"] = "requires_capture"
        else:
            self._captured(intent)

    def _captured(self, intent: Told) -> None:
        charge = self.kept[intent["latest_charge"]]
        fee = charge["amount"] * _FEE_PART // 1000 + _FEE_FIXED
        settled = self._new(
            "txn",
            "balance_transaction",
            amount=charge["amount"],
            currency=charge["currency"],
            fee=fee,
            net=charge["amount"] - fee,
            type="charge",
            source=charge["id"],
        )
        charge |= {"captured": True, "amount_captured": charge["amount"]}
        charge["balance_transaction"] = settled["id"]
        intent |= {"status": "succeeded", "amount_received": charge["amount"]}

    def _charge(self, intent: Told, machine: StandInReader, card: Card, **more: Any) -> Told:
        return self._new(
            "ch",
            "charge",
            amount=intent["amount"],
            amount_captured=0,
            amount_refunded=0,
            refunded=False,
            currency=intent["currency"],
            payment_intent=intent["id"],
            metadata=dict(intent["metadata"]),
            balance_transaction=None,
            billing_details={"email": None, "name": None},
            payment_method_details=details(card, machine.ref, machine.location, intent["amount"]),
            **more,
        )

    def _refunded(self, charge: Told, amount: int, metadata: Told, reason: str | None) -> Told:
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        return self._new(
            "re",
            "refund",
            amount=amount,
            currency=charge["currency"],
            charge=charge["id"],
            payment_intent=charge["payment_intent"],
            metadata=metadata,
            reason=reason,
            failure_reason=None,
            status="pending" if self.refunds_stay_pending else "succeeded",
        )

    # ------------------------------------------------------------------ small things

    def _fits(self, amount: int, currency: str) -> None:
        if currency != currency.lower() or len(currency) != 3:
            raise refuse(f"Invalid currency: {currency}.", param="currency")
        if amount < _LEAST.get(currency, 1):
            raise refuse("Amount is too small.", "amount_too_small", "amount")
        if amount > 99_999_999:
            raise refuse("Amount is too large.", "amount_too_large", "amount")

    def _fits_refund(self, charge: Told, amount: int) -> None:
        left = charge["amount_captured"] - charge["amount_refunded"]
        if not left:
            raise refuse("Charge has already been refunded.", "charge_already_refunded")
        if not 0 < amount <= left:
            raise refuse("Refund amount is greater than unrefunded amount.", param="amount")

    def _charge_asked(self, params: Told) -> Told:
        ref = params.get("charge") or self._found(params.get("payment_intent", ""))["latest_charge"]
        charge = self._found(ref or "")
        if charge["status"] != "succeeded" or not charge["captured"]:
            raise refuse("This charge moved no money.", "charge_not_refundable")
        return charge

    def _unlocked(self, ref: str) -> None:
        for machine in self.machines.values():
            action = machine.action or {}
            if (
                machine.shown
                and action.get("process_payment_intent", {}).get("payment_intent") == ref
            ):
                raise refuse("This object is in use.", "lock_timeout", status=429)

    def _state(self, intent: Told, verb: str) -> Refused:
        return refuse(
            f"This PaymentIntent can't be {verb}: it is {intent['status']}.",
            "payment_intent_unexpected_state",
        )


def _declined(decline: str, code: str) -> Told:
    return {
        "type": "card_error",
        "code": code,
        "decline_code": decline,
        "message": f"Your card was declined ({decline}).",
    }


def _reader_fault(fault: Fault | None) -> None:
    codes = {
        Fault.READER_TIMEOUT_LOST: "terminal_reader_timeout",
        Fault.READER_OFFLINE: "terminal_reader_offline",
        Fault.READER_BUSY: "terminal_reader_busy",
        Fault.READER_FAULT: "terminal_reader_hardware_fault",
    }
    if fault is not None and fault in codes:
        raise refuse(f"The reader: {fault}.", codes[fault])
