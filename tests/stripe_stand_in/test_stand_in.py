"""The stand-in is as strict as Stripe: else the tests above it would prove nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.stripe_stand_in.cards import INTERAC, VISA
from tests.stripe_stand_in.faults import Fault, Faults
from tests.stripe_stand_in.front import decoded
from tests.stripe_stand_in.parameters import OPERATIONS
from tests.stripe_stand_in.readers import Customer
from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY, Reply, StripeWorld

SUBSET = Path(__file__).parents[3] / "shared" / "stripe" / "terminal-subset.json"
PI = "/v1/payment_intents"
WHOLE: dict[str, Any] = {
    "amount": 12000,
    "currency": "usd",
    "allowed_payment_method_types": ["card_present"],
}


class Account:
    """A world and its till, with a clock that stands still."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.at = datetime(2026, 11, 20, 12, tzinfo=UTC)
        self.world = StripeWorld(now=lambda: self.at, faults=faults)
        self.reader = self.world.add_reader()
        self._own = 0

    def post(self, path: str, key: str = TILL_KEY, idem: str = "", **asked: Any) -> Reply:
        self._own += 1
        return self.world.call("POST", path, asked, key=key, idem=idem or f"own {self._own}")

    def get(self, path: str, **asked: Any) -> Reply:
        return self.world.call("GET", path, asked, key=TILL_KEY)

    def intent(self) -> str:
        return str(self.post(PI, **WHOLE).body["id"])

    def arm(self, intent: str, idem: str = "") -> Reply:
        path = f"/v1/terminal/readers/{self.reader.ref}/process_payment_intent"
        return self.post(path, idem=idem, payment_intent=intent)


def code(reply: Reply) -> str:
    return str(reply.body["error"].get("code", reply.body["error"].get("param", "")))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"payment_method_types": ["card_present"]}, "payment_method_types_no_longer_supported"),
        ({"amonut": 1}, "parameter_unknown"),
        ({"amount": "12.00"}, "parameter_invalid_integer"),
        ({"amount": 49}, "amount_too_small"),
        ({"amount": 100_000_000}, "amount_too_large"),
        ({"currency": "USD"}, "currency"),
        ({"metadata": {"note": "x" * 501}}, "metadata[note]"),
        ({"metadata": {"note": ""}}, "parameter_invalid_empty"),
        ({"allowed_payment_method_types": []}, "allowed_payment_method_types"),
        ({"expand": ["customer_name"]}, "expand"),
    ],
)
def test_what_it_is_asked_wrongly_is_refused(asked: dict[str, Any], why: str) -> None:
    account = Account()
    assert code(account.post(PI, **(WHOLE | asked))) == why
    assert code(account.post(PI, amount=500)) == "parameter_missing"
    assert account.get("/v1/nowhere").status == 404


def test_types_the_account_lacks_are_left_out_without_a_word() -> None:
    account = Account()
    account.world.card_present = False
    assert account.post(PI, **WHOLE).body["payment_method_types"] == ["card"]


def test_a_key_answers_again_for_a_day_errors_too() -> None:
    account = Account()
    account.world.faults.next("payment_intents.create", Fault.SERVER_AFTER)
    assert account.post(PI, idem="k", **WHOLE).status == 500
    again = account.post(PI, idem="k", **WHOLE)
    assert (again.status, again.replayed, len(account.world.all("pi"))) == (500, True, 1)
    other = account.post(PI, idem="k", **(WHOLE | {"amount": 500}))
    assert other.body["error"]["type"] == "idempotency_error"
    account.at += timedelta(hours=24)
    assert account.post(PI, idem="k", **WHOLE).status == 200
    assert len(account.world.all("pi")) == 2, "an old key makes a second one"
    account.reader.offline = True
    assert code(account.arm(account.intent(), "arm")) == "terminal_reader_offline"
    account.reader.offline = False
    assert code(account.arm("pi_standIn000003", "arm")) == "terminal_reader_offline"
    assert account.post(PI, idem="wrong", amount=1).status == 400
    assert account.post(PI, idem="wrong", **WHOLE).status == 200, "what is refused is not kept"


def test_an_old_key_lights_no_reader() -> None:
    account = Account()
    intent = account.intent()
    account.arm(intent, "arm 1")
    account.reader.press_cancel()
    assert account.arm(intent, "arm 1").body["action"]["status"] == "in_progress"
    assert (account.reader.armed, account.reader.waiting) == (1, False)
    account.arm(intent, "arm 2")
    assert account.reader.waiting


def test_another_till_takes_the_reader_while_no_card_was_shown() -> None:
    account = Account()
    mine, theirs = account.intent(), account.intent()
    account.arm(mine)
    account.arm(theirs)
    told = account.get(f"/v1/terminal/readers/{account.reader.ref}").body["action"]
    assert told["process_payment_intent"]["payment_intent"] == theirs
    account.reader.authorize_s = 3
    account.reader.present(VISA)
    assert code(account.arm(mine)) == "terminal_reader_busy"
    cancel = f"/v1/terminal/readers/{account.reader.ref}/cancel_action"
    assert code(account.post(cancel)) == "terminal_reader_busy"
    assert code(account.post(f"{PI}/{theirs}/cancel")) == "lock_timeout"
    account.at += timedelta(seconds=3)
    assert account.get(f"{PI}/{theirs}").body["status"] == "succeeded"
    assert code(account.post(f"{PI}/{theirs}/cancel")) == "payment_intent_unexpected_state"


@pytest.mark.parametrize(
    ("customer", "status", "failure", "charged"),
    [
        (Customer(2), "succeeded", None, 1),
        (Customer(2, dies=True), "in_progress", None, 1),
        (Customer(2, loses_connection="after"), "failed", "connection_error", 1),
        (Customer(2, loses_connection="before"), "failed", "connection_error", 0),
        (Customer(2, VISA.declining("lost_card")), "failed", "card_declined", 0),
        (Customer(2, cancels=True), "failed", "customer_canceled", 0),
        (Customer(2, None), "in_progress", None, 0),
    ],
)
def test_what_people_do_at_the_reader(
    customer: Customer, status: str, failure: str | None, charged: int
) -> None:
    account = Account()
    account.reader.customer = lambda _: customer
    intent = account.intent()
    account.arm(intent)
    assert not account.world.charged()
    account.at += timedelta(seconds=2)
    action = account.get(f"/v1/terminal/readers/{account.reader.ref}").body["action"]
    assert (action["status"], action["failure_code"]) == (status, failure)
    assert len(account.world.charged()) == charged


@pytest.mark.parametrize(("cents", "decline"), [(1, "call_issuer"), (55, "incorrect_pin")])
def test_amounts_decide_in_test_mode(cents: int, decline: str) -> None:
    account = Account()
    intent = account.post(PI, **(WHOLE | {"amount": 1000 + cents})).body["id"]
    account.arm(intent)
    account.reader.present()
    error = account.get(f"{PI}/{intent}").body["last_payment_error"]
    assert error["decline_code"] == decline


def test_a_refund_can_fail_days_later() -> None:
    account = Account()
    account.arm(account.intent())
    account.reader.present()
    charge = account.world.charged()[0]
    account.world.refunds_stay_pending = True
    refund = account.post("/v1/refunds", OFFICE_KEY, charge=charge["id"], amount=2000).body
    assert (refund["status"], charge["amount_refunded"]) == ("pending", 2000)
    account.world.settle_refund(refund["id"], "failed", "lost_or_stolen_card")
    assert charge["amount_refunded"] == 0
    account.world.processing = True
    slow = account.intent()
    account.arm(slow)
    account.reader.present()
    assert account.get(f"{PI}/{slow}").body["status"] == "processing"
    account.world.settle_intent(slow)
    assert account.get(f"{PI}/{slow}").body["status"] == "succeeded"


def test_a_seed_repeats_its_faults() -> None:
    def run() -> list[Fault | None]:
        account = Account(Faults.seeded(7, 0.3))
        for _ in range(60):
            account.post(PI, **WHOLE)
        return [call.fault for call in account.world.calls]

    first = run()
    assert first == run()
    assert 8 < sum(fault is not None for fault in first) < 30


def test_forms_become_what_was_meant() -> None:
    form = "amount=5&metadata[a]=x%20y&types[0]=p&types[1]=q&expand[]=z&created[gte]=7"
    assert decoded(form) == {
        "amount": "5",
        "metadata": {"a": "x y"},
        "types": {"0": "p", "1": "q"},
        "expand": {"0": "z"},
        "created": {"gte": "7"},
    }


class Known:
    """What is written down of Stripe's parameters and answers."""

    def __init__(self) -> None:
        self.all = json.loads(SUBSET.read_text(encoding="utf-8"))
        self._schemas = self.all["components"]["schemas"]

    def named(self, name: str) -> dict[str, Any]:
        return dict(self._schemas[name])

    def properties(self, told: dict[str, Any]) -> dict[str, Any]:
        """The properties of an object, whichever of its forms they belong to."""
        while "$ref" in told:
            told = self._schemas[told["$ref"].rsplit("/", 1)[-1]]
        found = dict(told.get("properties", {}))
        for part in (*told.get("anyOf", ()), *told.get("allOf", ()), *told.get("oneOf", ())):
            found |= self.properties(part)
        return found


@pytest.fixture(scope="module")
def known() -> Known:
    if not SUBSET.is_file():
        pytest.skip("the list of Stripe's parameters is not here")
    return Known()


def test_it_takes_no_parameter_that_stripe_does_not(known: Known) -> None:
    def check(told: dict[str, Any], allowed: dict[str, Any], where: str) -> None:
        properties = known.properties(told)
        assert set(allowed) <= set(properties), (where, set(allowed) - set(properties))
        for name, kind in allowed.items():
            if isinstance(kind, dict) and "*" not in kind:
                check(properties[name], kind, f"{where}.{name}")

    for (method, route), (name, allowed, _) in OPERATIONS.items():
        paths = [path for path in known.all["paths"] if _like(path) == route]
        assert len(paths) == 1, route
        asked = known.all["paths"][paths[0]][method.lower()]
        form = "application/x-www-form-urlencoded"
        schema = asked.get("x-query-schema") or asked["requestBody"]["content"][form]["schema"]
        check(schema, allowed, name)


def test_it_tells_nothing_that_stripe_does_not(known: Known) -> None:
    kinds = {
        "payment_intent": "PaymentIntent",
        "charge": "Charge",
        "refund": "Refund",
        "balance_transaction": "BalanceTransaction",
        "terminal.location": "terminal_Location",
        "terminal.reader": "terminal_Reader",
    }

    def check(schema: dict[str, Any], told: dict[str, Any], where: str) -> None:
        properties = known.properties(schema)
        if not properties:
            return
        assert set(told) <= set(properties), (where, set(told) - set(properties))
        for name, value in told.items():
            if isinstance(value, dict) and name != "metadata":
                check(properties[name], value, f"{where}.{name}")

    account = Account()
    for card in (VISA, VISA.declining("lost_card"), INTERAC):
        account.arm(account.intent())
        account.reader.present(card)
        action = account.get(f"/v1/terminal/readers/{account.reader.ref}").body
        check(known.named(kinds["terminal.reader"]), action, "reader")
    charge = account.world.charged()[0]["id"]
    account.post("/v1/refunds", OFFICE_KEY, charge=charge, amount=100)
    refund = f"/v1/terminal/readers/{account.reader.ref}/refund_payment"
    interac = account.world.charged()[1]["id"]
    told = account.post(refund, charge=interac, amount=100, metadata={"refund": "r"}).body
    check(known.named(kinds["terminal.reader"]), told, "reader")
    seen = {told["object"] for told in account.world.kept.values()}
    assert seen == set(kinds) - {"terminal.reader"}
    for told in account.world.kept.values():
        check(known.named(kinds[told["object"]]), told, told["object"])


def _like(path: str) -> str:
    return "/".join("{}" if step.startswith("{") else step for step in path.split("/"))
