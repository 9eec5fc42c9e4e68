"""Undoing a payment from a shell: the same sentences, the same single effect, whatever is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.kernel.ids import derived_id, new_id
from tests.cli.conftest import Run

CASHIER, OTHER, MANAGER, ADMINISTRATOR = "20", "21", "40", "1"


def usd(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "USD"}


def reason(kind: str, digit: int = 1) -> str:
    return derived_id("reason", kind, str(digit))


@pytest.fixture
def taken(run: Run) -> dict[str, Any]:
    """A payment of 25.00 in cash that the cashier took a moment ago."""
    person = {"account_id": new_id(), "person": {"family_name": "Win"}}
    account = good(run, "parties.register_patient", person)["account_id"]
    drawer = run("ask", "drawers.drawer_rows").out[0]["drawer_id"]
    piles = [{"denomination": usd(2000), "quantity": 10}]
    good(run, "drawers.open_shift", {"drawer_id": drawer, "piles": piles})
    tender = {"method": "cash", "amount": usd(2500), "given": usd(3000)}
    command = {"account_id": account, "tenders": [tender], "purpose": "prepayment"}
    return good(run, "payments.take_payment", command)


def good(run: Run, action: str, command: dict[str, Any], user: str = CASHIER) -> dict[str, Any]:
    said = run("do", action, json.dumps(command), user=user)
    assert said.code == 0, said.complaint
    answer: dict[str, Any] = said.out["answer"]
    return answer


def refused(run: Run, action: str, command: dict[str, Any], user: str = CASHIER) -> dict[str, Any]:
    said = run("do", action, json.dumps(command), user=user)
    assert said.code == 1, said.text
    complaint: dict[str, Any] = said.err
    return complaint


def view(run: Run, taken: dict[str, Any], user: str = "") -> dict[str, Any]:
    words = json.dumps({"payment_id": taken["payment_id"]})
    said = run("ask", "payments.payment_view", words, user=user)
    assert said.code == 0, said.complaint
    found: dict[str, Any] = said.out
    return found


def test_a_void_sent_twice_and_sent_anew(run: Run, taken: dict[str, Any]) -> None:
    void = {"id": new_id(), "payment_id": taken["payment_id"], "reason_id": reason("void")}
    first = good(run, "payments.void_payment", void)
    assert first["words"] == "Give back 25.00 USD in cash."
    assert good(run, "payments.void_payment", void) == first
    other = refused(run, "payments.void_payment", {**void, "note": "again"})
    assert other["text"].startswith("This form was already used for something else")
    anew = refused(run, "payments.void_payment", {**void, "id": new_id()})
    assert "was voided by Cho Cho Win" in json.dumps(anew)
    assert run("verify").code == 0


def test_verbs_are_those_of_whoever_asks(run: Run, taken: dict[str, Any]) -> None:
    """A demo answers anybody, as to whoever has the money; nobody asks in another's name."""
    owner = {verb["verb"]: verb for verb in view(run, taken)["verbs"]}
    manager = {verb["verb"]: verb for verb in view(run, taken, MANAGER)["verbs"]}
    assert owner["void"]["allowed"]
    assert not manager["void"]["allowed"]
    assert "Cho Cho Win's drawer" in manager["void"]["why"]
    spoofed = json.dumps({"payment_id": taken["payment_id"], "asker": new_id()})
    assert run("ask", "payments.payment_view", spoofed, user=MANAGER).code == 1


def test_twenty_ways_to_go_wrong(run: Run, taken: dict[str, Any]) -> None:
    """Each is refused with a sentence, and the payment stands as it was."""
    payment, tender = taken["payment_id"], view(run, taken)["tenders"][0]["tender_id"]
    void = {"payment_id": payment, "reason_id": reason("void")}
    right = {
        "payment_id": payment,
        "tender_id": tender,
        "method": "check",
        "bank": "Chase",
        "check_number": "17",
        "reason_id": reason("correction"),
    }
    move = {"payment_id": payment, "allocations": [], "reason_id": reason("reallocate")}
    bad: list[tuple[str, dict[str, Any], str]] = [
        ("void_payment", {**void, "payment_id": new_id()}, CASHIER),
        ("void_payment", {**void, "payment_id": "1 OR 1=1"}, CASHIER),
        ("void_payment", {**void, "reason_id": reason("correction")}, CASHIER),
        ("void_payment", {**void, "note": "4111111111111111"}, CASHIER),
        ("void_payment", {**void, "note": "x" * 2000}, CASHIER),
        ("void_payment", {**void, "note": "\ud800"}, CASHIER),
        ("void_payment", {**void, "amount": usd(1)}, CASHIER),
        ("void_payment", void, OTHER),
        ("void_payment", void, MANAGER),
        ("void_payment", void, ADMINISTRATOR),
        ("correct_tender", {**right, "tender_id": payment}, CASHIER),
        ("correct_tender", {**right, "method": "Cash "}, CASHIER),
        ("correct_tender", {**right, "method": "cash", "bank": "", "check_number": ""}, CASHIER),
        ("correct_tender", {**right, "check_number": ""}, CASHIER),
        ("correct_tender", {**right, "given": usd(2600)}, CASHIER),
        ("correct_tender", {**right, "method": "cash", "given": usd(-1)}, CASHIER),
        ("correct_tender", {**right, "given": {"minor": 25.0, "currency": "USD"}}, CASHIER),
        ("correct_tender", right, MANAGER),
        ("reallocate", move, CASHIER),
        (
            "reallocate",
            {**move, "allocations": [{"invoice_id": payment, "amount": usd(5)}]},
            CASHIER,
        ),
        (
            "reallocate",
            {**move, "allocations": [{"invoice_id": new_id(), "amount": usd(-5)}]},
            CASHIER,
        ),
    ]
    before = view(run, taken)
    for action, command, user in bad:
        text = refused(run, f"payments.{action}", command, user)["text"]
        assert text.endswith((".", "?")), text
        assert "4111" not in text
    assert view(run, taken) == before
    assert run("verify").code == 0
