"""Stripe behind the port: server-driven Terminal, automatic capture, the intent is the truth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol

from app.areas.cards.gateway_values import KeyPurpose
from app.areas.cards.ports import (
    AccountSeen,
    Charge,
    DisputeSeen,
    GatewayTrouble,
    Intent,
    IntentWanted,
    LocationSeen,
    ReaderSeen,
    RefundSeen,
    Trouble,
)
from app.devices.card_terminal import stripe_answers as answers
from app.devices.card_terminal import stripe_troubles as troubles
from app.devices.card_terminal import stripe_wants as wants
from app.kernel.money import Money

Told = Mapping[str, Any]
_FORBIDDEN: Final = "http_403"
_ACCOUNT: Final = re.compile(r"\bacct_\w+")
_NOBODY: Final = "none0000000000"
_NEEDS: Final = {
    KeyPurpose.TILL: (
        ("PaymentIntents: Write", "payment_intents.cancel", f"pi_{_NOBODY}"),
        ("Charges: Read", "charges.retrieve", f"ch_{_NOBODY}"),
        ("Terminal Readers: Write", "terminal.readers.cancel_action", f"tmr_{_NOBODY}"),
        ("Terminal Locations: Read", "terminal.locations.list", ""),
    ),
    KeyPurpose.OFFICE: (
        ("Refunds: Write", "refunds.cancel", f"re_{_NOBODY}"),
        ("Disputes: Read", "disputes.list", ""),
        ("Charges: Read", "charges.retrieve", f"ch_{_NOBODY}"),
    ),
}
"""What a key must be allowed, and a call about nobody that shows whether it is."""


class Line(Protocol):
    """One key's way to Stripe: an operation named as in its library, its answer as plain mappings.

    Raises GatewayTrouble; calls once, never again by itself.
    """

    test_mode: bool

    def call(
        self,
        operation: str,
        *,
        ref: str = "",
        params: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Told: ...


class StripeGateway:
    """A CardGateway; `office` is the line with the back office's key, for refunds."""

    def __init__(self, till: Line, office: Line | None = None) -> None:
        self._till, self._office = till, office or till
        self._seen = wants.SEEN

    def create_intent(self, key: str, wanted: IntentWanted) -> Intent:
        told = self._till.call("payment_intents.create", params=wants.intent_made(wanted), key=key)
        if not answers.takes_cards(told):
            raise troubles.not_card_present()
        return answers.intent_of(told)

    def change_amount(self, key: str, intent_ref: str, amount: Money) -> Intent:
        params = wants.amount_changed(amount)
        return answers.intent_of(
            self._till.call("payment_intents.update", ref=intent_ref, params=params, key=key)
        )

    def arm(self, key: str, reader_ref: str, intent_ref: str) -> ReaderSeen:
        told = self._till.call(
            "terminal.readers.process_payment_intent",
            ref=reader_ref,
            params=wants.reader_armed(intent_ref),
            key=key,
        )
        return answers.reader_of(told)

    def reader(self, reader_ref: str) -> ReaderSeen:
        return answers.reader_of(self._till.call("terminal.readers.retrieve", ref=reader_ref))

    def intent(self, intent_ref: str) -> Intent:
        """With its charge and, where the key may see it, the fee."""
        try:
            return answers.intent_of(self._intent(intent_ref))
        except GatewayTrouble as trouble:
            if self._seen is wants.SEEN_WITHOUT_FEE or trouble.code != _FORBIDDEN:
                raise
        self._seen = wants.SEEN_WITHOUT_FEE
        return answers.intent_of(self._intent(intent_ref))

    def cancel_action(self, reader_ref: str) -> ReaderSeen:
        return answers.reader_of(self._till.call("terminal.readers.cancel_action", ref=reader_ref))

    def cancel_intent(self, key: str, intent_ref: str) -> Intent:
        params = wants.intent_canceled()
        return answers.intent_of(
            self._till.call("payment_intents.cancel", ref=intent_ref, params=params, key=key)
        )

    def capture(self, key: str, intent_ref: str) -> Intent:
        self._till.call("payment_intents.capture", ref=intent_ref, key=key)
        return self.intent(intent_ref)

    def intents_since(self, moment: datetime) -> Iterator[Intent]:
        params = wants.listed_since(moment, wants.SEEN_WITHOUT_FEE)
        for told in _pages(self._till, "payment_intents.list", params):
            if answers.is_ours(told):
                yield answers.intent_of(told)

    def refund(self, key: str, charge_ref: str, amount: Money, refund_id: str) -> RefundSeen:
        params = wants.refund_made(charge_ref, amount, refund_id)
        return answers.refund_of(self._office.call("refunds.create", params=params, key=key))

    def refund_at_reader(
        self, key: str, reader_ref: str, charge_ref: str, amount: Money, refund_id: str
    ) -> ReaderSeen:
        told = self._till.call(
            "terminal.readers.refund_payment",
            ref=reader_ref,
            params=wants.refund_armed(charge_ref, amount, refund_id),
            key=key,
        )
        return answers.reader_of(told)

    def refund_seen(self, ref: str) -> RefundSeen:
        return answers.refund_of(self._office.call("refunds.retrieve", ref=ref))

    def refunds_of(self, charge_ref: str) -> Iterator[RefundSeen]:
        params = {"charge": charge_ref, "limit": wants.PAGE}
        for told in _pages(self._office, "refunds.list", params):
            yield answers.refund_of(told)

    def refunds_since(self, moment: datetime) -> Iterator[RefundSeen]:
        for told in _pages(self._office, "refunds.list", wants.made_since(moment)):
            if answers.in_known_money(told):
                yield answers.refund_of(told)

    def disputes_since(self, moment: datetime) -> Iterator[DisputeSeen]:
        for told in _pages(self._office, "disputes.list", wants.made_since(moment)):
            if answers.in_known_money(told):
                yield answers.dispute_of(told)

    def dispute_seen(self, ref: str) -> DisputeSeen:
        return answers.dispute_of(self._office.call("disputes.retrieve", ref=ref))

    def charge(self, charge_ref: str) -> Charge:
        return answers.charge_of(self._office.call("charges.retrieve", ref=charge_ref))

    def account(self) -> AccountSeen:
        seen = key_seen(self._till, KeyPurpose.TILL)
        if self._office is self._till:
            return seen
        lacks = key_seen(self._office, KeyPurpose.OFFICE).lacks
        return replace(seen, lacks=tuple(dict.fromkeys(seen.lacks + lacks)))

    def locations(self) -> Iterator[LocationSeen]:
        for told in _pages(self._till, "terminal.locations.list", {"limit": wants.PAGE}):
            yield answers.location_of(told)

    def add_location(self, key: str, name: str, address: dict[str, str]) -> LocationSeen:
        params = wants.location_made(name, address)
        return answers.location_of(
            self._till.call("terminal.locations.create", params=params, key=key)
        )

    def readers(self) -> Iterator[ReaderSeen]:
        for told in _pages(self._till, "terminal.readers.list", {"limit": wants.PAGE}):
            yield answers.reader_of(told)

    def add_reader(self, key: str, code: str, label: str, location_ref: str) -> ReaderSeen:
        params = wants.reader_made(code, label, location_ref)
        return answers.reader_of(self._till.call("terminal.readers.create", params=params, key=key))

    def _intent(self, intent_ref: str) -> Told:
        params = {"expand": list(self._seen)}
        return self._till.call("payment_intents.retrieve", ref=intent_ref, params=params)


def _pages(line: Line, operation: str, params: wants.Params) -> Iterator[Told]:
    """Every object of a list, a page at a time; a page that comes again is no answer."""
    seen: set[str] = set()
    while True:
        told = line.call(operation, params=params)
        page = answers.page_of(told)
        yield from page
        if not told.get("has_more") or not page:
            return
        after = page[-1]["id"]
        if after in seen:
            raise troubles.no_answer("not_an_answer")
        seen.add(after)
        params = params | {"starting_after": after}


def key_seen(line: Line, purpose: KeyPurpose) -> AccountSeen:
    """Whose account a key opens and what it lacks; moves nothing and leaves nothing behind.

    A restricted key may not read the account, but the refusal names it.
    """
    lacks = _lacking(line, _NEEDS[purpose])
    try:
        told = line.call("accounts.retrieve_current")
    except GatewayTrouble as trouble:
        if trouble.code != _FORBIDDEN:
            raise
        named = _ACCOUNT.search(trouble.message)
        return AccountSeen(named.group() if named else "", "", line.test_mode, "", lacks)
    return answers.account_of(told, line.test_mode, lacks)


def _lacking(line: Line, needs: tuple[tuple[str, str, str], ...]) -> tuple[str, ...]:
    lacks = []
    for words, operation, ref in needs:
        try:
            line.call(operation, ref=ref, params={} if ref else {"limit": 1})
        except GatewayTrouble as trouble:
            if trouble.code == _FORBIDDEN:
                lacks.append(words)
            elif trouble.trouble is not Trouble.NOT_FOUND:
                raise
    return tuple(lacks)
