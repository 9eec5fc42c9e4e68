"""Stripe as a till meets it, in one Python object: strict, stateful, the same for the same seed.

`StripeWorld` is the core. `front.StripeFront` puts it on a real socket for the real library;
`direct.DirectGateway` is the port over it without sockets, for thousands of attempts. Time comes
from the clock handed in, faults from `faults`, cards from the readers' customers.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from tests.stripe_stand_in.faults import Fault, Faults
from tests.stripe_stand_in.objects import Objects
from tests.stripe_stand_in.parameters import (
    PERMISSIONS,
    Refused,
    Told,
    checked,
    operation_of,
    refuse,
)

VERSION = "2026-10-28.endive"
KEY_LASTS = timedelta(hours=24)
TILL_KEY, OFFICE_KEY = "rk_test_standInTill0001", "rk_test_standInOffice0001"
TILL_MAY = (
    "payment_intent_write",
    "charge_read",
    "terminal_reader_write",
    "terminal_location_write",
    "balance_read",
)
OFFICE_MAY = ("refund_write", "dispute_read", "charge_read", "payment_intent_read", "balance_read")


class Way(StrEnum):
    """How a reply gets back to the till."""

    WHOLE = "whole"
    LOST = "lost"
    STALLED = "stalled"
    TRUNCATED = "truncated"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: Told
    way: Way = Way.WHOLE
    request_ref: str = ""
    replayed: bool = False


@dataclass(slots=True)
class Key:
    """What a key may; `may` None: everything, as a secret key."""

    may: tuple[str, ...] | None
    live: bool = False
    state: str = "good"
    """good, revoked, expired"""

    def allows(self, permission: str) -> bool:
        """Whoever may write may read."""
        if self.may is None:
            return True
        return permission in self.may or f"{permission.removesuffix('_read')}_write" in self.may


@dataclass(frozen=True, slots=True)
class Call:
    """One call that reached Stripe's door, for tests to look at."""

    operation: str
    ref: str
    asked: Told
    idem: str
    key: str = field(repr=False)
    fault: Fault | None


@dataclass(slots=True)
class _Kept:
    print: str
    status: int
    text: str
    at: datetime


def _system_now() -> datetime:
    return datetime.now(UTC)


class StripeWorld(Objects):
    """One Stripe account with its readers. `call` is its whole interface; the rest is for tests."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = _system_now,
        faults: Faults | None = None,
        country: str = "US",
        live: bool = False,
        keeps_calls: int = 100_000,
    ) -> None:
        super().__init__(now, country, live)
        self.faults = faults or Faults()
        self.keys: dict[str, Key] = {
            TILL_KEY: Key(TILL_MAY),
            OFFICE_KEY: Key(OFFICE_MAY),
        }
        self.calls: deque[Call] = deque(maxlen=keeps_calls)
        self._kept: dict[str, _Kept] = {}
        self._in_flight: set[str] = set()
        self.retry_after_s = 0
        """What its answers that ask to slow down say in their Retry-After, where they do."""
        self._requests = 0

    def call(
        self, method: str, path: str, asked: Mapping[str, Any], *, key: str, idem: str = ""
    ) -> Reply:
        """One request and what becomes of it."""
        with self.lock:
            self.tick()
            self._requests += 1
            request_ref = f"req_standIn{self._requests:06d}"
            fault: Fault | None = None
            try:
                name, ref, allowed, needed = operation_of(method, path)
                fault = self.faults.due(name)
                self.calls.append(Call(name, ref, dict(asked), idem, key, fault))
                if fault in (Fault.LOST_BEFORE, Fault.STALL_BEFORE, Fault.PORTAL):
                    return Reply(200, {}, _WAYS[fault], request_ref)
                _answer_for_others(fault, method)
                self._admit(name, key)
                reply = self._once(method, name, ref, asked, (allowed, needed), idem, fault)
            except Refused as refused:
                reply = Reply(refused.status, {"error": refused.error})
            way = Way.WHOLE if fault is None else _WAYS.get(fault, Way.WHOLE)
            return Reply(reply.status, reply.body, way, request_ref, reply.replayed)

    def made(self, operation: str) -> int:
        """How many calls of `operation` came."""
        return sum(call.operation == operation for call in self.calls)

    def refund_in_dashboard(self, charge_ref: str, amount: int, reason: str = "duplicate") -> Told:
        """Somebody gives money back in Stripe's own pages."""
        with self.lock:
            charge = self.kept[charge_ref]
            self._fits_refund(charge, amount)
            return self._refunded(charge, amount, {}, reason)

    def dispute(self, charge_ref: str, status: str = "needs_response") -> Told:
        """The card's holder tells the bank that it was not they."""
        with self.lock:
            charge = self.kept[charge_ref]
            return self._new(
                "dp",
                "dispute",
                amount=charge["amount"],
                currency=charge["currency"],
                charge=charge_ref,
                payment_intent=charge["payment_intent"],
                reason="fraudulent",
                status=status,
                evidence_details={"due_by": self._seconds() + 864_000},
            )

    # ------------------------------------------------------------------ inside

    def _admit(self, name: str, key: str) -> None:
        found = self.keys.get(key)
        if found is None or found.state == "revoked":
            raise refuse(f"Invalid API Key provided: {key[:8]}****{key[-4:]}", status=401)
        if found.state == "expired":
            raise refuse(f"Expired API Key provided: {key}", "api_key_expired", status=401)
        if name == "accounts.retrieve_current":
            if found.may is not None:
                raise self._forbidden(key, "accounts_kyc_basic_read")
        elif not found.allows(PERMISSIONS[name]):
            raise self._forbidden(key, PERMISSIONS[name])

    def _forbidden(self, key: str, permission: str) -> Refused:
        return refuse(
            f"The provided key '{key[:8]}*****{key[-4:]}' does not have the required permissions "
            f"for this endpoint on account '{self.account}'. Having the 'rak_{permission}' "
            "permission would allow this request to continue.",
            status=403,
        )

    def _once(
        self,
        method: str,
        name: str,
        ref: str,
        asked: Mapping[str, Any],
        shape: tuple[Told, tuple[str, ...]],
        idem: str,
        fault: Fault | None,
    ) -> Reply:
        """Run it, or tell again what was told for this idempotency key."""
        if method == "POST":
            if not idem or len(idem) > 255:
                raise refuse("An idempotency key has 1 to 255 characters.")
            told = self._again(idem, f"{name} {ref} {json.dumps(asked, sort_keys=True)}")
            if told is not None:
                return told
        params = checked(asked, *shape)
        status, body = self._run(name, ref, params, fault)
        if method == "POST":
            prints = f"{name} {ref} {json.dumps(asked, sort_keys=True)}"
            self._kept[idem] = _Kept(prints, status, json.dumps(body), self.now())
        return Reply(status, body)

    def _run(self, name: str, ref: str, params: Told, fault: Fault | None) -> tuple[int, Told]:
        broken = {"error": {"type": "api_error", "message": "Something went wrong on our side."}}
        if fault is Fault.SERVER_BEFORE:
            return 500, broken
        try:
            expand = params.pop("expand", [])
            body = self.do(name, ref, params, fault)
            body = self.expanded(body, expand, self._may_expand)
        except Refused as refused:
            return refused.status, {"error": refused.error}
        return (500, broken) if fault is Fault.SERVER_AFTER else (200, body)

    def _may_expand(self, prefix: str) -> None:
        key = self.keys[self.calls[-1].key]
        need = {"ch": "charge_read", "txn": "balance_read"}.get(prefix, "")
        if need and not key.allows(need):
            raise self._forbidden(self.calls[-1].key, need)

    def _again(self, idem: str, prints: str) -> Reply | None:
        kept = self._kept.get(idem)
        if kept is None or self.now() - kept.at >= KEY_LASTS:
            return None
        if kept.print != prints:
            raise refuse(
                "Keys for idempotent requests can only be used with the same parameters.",
                type="idempotency_error",
            )
        return Reply(kept.status, json.loads(kept.text), replayed=True)


_WAYS = {
    Fault.LOST_BEFORE: Way.LOST,
    Fault.LOST_AFTER: Way.LOST,
    Fault.STALL_BEFORE: Way.STALLED,
    Fault.STALL_AFTER: Way.STALLED,
    Fault.TRUNCATED: Way.TRUNCATED,
    Fault.PORTAL: Way.PORTAL,
}


def _answer_for_others(fault: Fault | None, method: str) -> None:
    """What is said at the door, before a key or an idempotency key is looked at."""
    if fault is Fault.RATE:
        raise refuse("Too many requests.", "rate_limit", status=429)
    if fault is Fault.LOCKED:
        raise refuse("Another request holds this object.", "lock_timeout", status=429)
    if fault is Fault.UNAVAILABLE:
        raise refuse("Service unavailable.", status=503, type="api_error")
    if fault is Fault.CONFLICT and method == "POST":
        raise refuse(
            "Another request with this key is in progress.",
            "idempotency_key_in_use",
            status=409,
            type="idempotency_error",
        )
