"""Hostile words on the command line: each is refused in a sentence, none is a fault of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.kernel.ids import new_id
from tests.cli.conftest import Run

DEEP = "[" * 20_000 + "]" * 20_000
TWICE = '{"minor":100,"minor":99900,"currency":"USD"}'


@pytest.mark.parametrize(
    "given",
    [
        '{"text":' + DEEP + "}",
        '{"text":' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}",
        '{"text":"a","text":"b"}',
        '{"text":1' + "0" * 5_000 + "}",
        '{"text":"a"',
        '{"text":NaN}',
        '{"text":"a","most":1e3}',
        '{"text":"a","most":true}',
        '{"text":["a"]}',
        '{"text":null}',
        '{"text":"a","":1}',
        '{"text":"a","__class__":1}',
        "[]",
        "null",
        '"text"',
        "\ufeff{}",
        "",
        "\x00",
        "\udcff",
    ],
)
def test_what_is_no_question_is_refused(run: Run, given: str) -> None:
    said = run("ask", "parties.find", given)
    assert said.code in (1, 2), said.complaint
    assert said.err["text"]
    assert not said.text


@pytest.mark.parametrize("text", ["\ud800", "a\u0000b", "\u202e", "%_'\"*", "x" * 100_000])
def test_what_is_odd_finds_nobody_or_is_refused(run: Run, text: str) -> None:
    for query, field in (("parties.find", "text"), ("settings.setting", "key")):
        said = run("ask", query, json.dumps({field: text}))
        assert said.code in (0, 1, 2), said.complaint


@pytest.mark.parametrize(
    "tender",
    [
        {"method": "cash", "amount": {"minor": 10**30, "currency": "USD"}},
        {"method": "cash", "amount": {"minor": 2**63, "currency": "USD"}},
        {"method": "cash", "amount": {"minor": -(2**63), "currency": "USD"}},
        {"method": "cash", "amount": {"minor": 1.0, "currency": "USD"}},
        {"method": "cash", "amount": {"minor": True, "currency": "USD"}},
        {"method": "cash", "amount": {"minor": "100", "currency": "USD"}},
        {"method": "cash", "amount": {"minor": 100, "currency": "usd"}},
        {"method": "cash", "amount": {"minor": 100, "currency": "US\u0000"}},
        {"method": "cash", "amount": {"minor": 100, "currency": "JPY"}},
        {"method": "cash", "amount": {"minor": 100, "currency": "USD", "x": 1}},
        {"method": "cash\u0000", "amount": {"minor": 100, "currency": "USD"}},
        {"method": "\ud800", "amount": {"minor": 100, "currency": "USD"}},
        {"method": "card", "amount": {"minor": 100, "currency": "USD"}},
        {"method": "cash", "amount": {"minor": 100, "currency": "USD"}, "given": 5},
        {"method": "cash", "amount": {"minor": 100, "currency": "USD"}, "reference": "\ud800"},
        {
            "method": "cash",
            "amount": {"minor": 100, "currency": "USD"},
            "reference": "4111 1111 1111 1111",
        },
    ],
)
def test_no_odd_tender_is_taken(run: Run, tender: object) -> None:
    account = new_id()
    fields = {"id": account, "account_id": account, "person": {"family_name": "Win"}}
    made = run("do", "parties.register_patient", json.dumps(fields), user="20")
    assert made.code == 0, made.complaint
    drawer = run("ask", "drawers.drawer_rows", "{}").out[0]["drawer_id"]
    opened = run(
        "do", "drawers.open_shift", json.dumps({"drawer_id": drawer, "piles": []}), user="20"
    )
    assert opened.code == 0, opened.complaint
    payment = {"account_id": account, "tenders": [tender], "confirmations": ["credit:100"]}
    said = run("do", "payments.take_payment", json.dumps(payment), user="20")
    assert said.code == 1, said.complaint
    assert "4111" not in said.complaint


def test_money_named_twice_is_not_guessed(run: Run) -> None:
    tender = '{"method":"cash","amount":' + TWICE + "}"
    fields = f'{{"account_id":"{new_id()}","tenders":[{tender}]}}'
    said = run("do", "payments.take_payment", fields, user="20")
    assert said.code == 2
    assert said.err["text"] == "minor is given twice."


@pytest.mark.parametrize("descriptor", ["-1", "1", "2", "9999", str(2**31), str(2**70), "x", ""])
def test_no_odd_descriptor_is_read(run: Run, descriptor: str) -> None:
    said = run(f"--passphrase-fd={descriptor}", "settings", "list")
    assert said.code == 2
    assert said.err["error"] == "usage"


@pytest.mark.parametrize("pin", ["\udcff\udcfe", "7391\u0000", "٧٣٩١٥٤", "x" * 100_000, " 739154"])
def test_an_odd_pin_is_a_wrong_pin(run: Run, pin: str, data: Path) -> None:
    assert data.exists()
    for words in (
        ("do", "parties.register_patient", '{"account_id":"%s","person":{"family_name":"W"}}'),
        ("ask", "parties.find", '{"text":"a"}'),
    ):
        said = run(*words[:2], words[2].replace("%s", new_id()), user="30", stdin=f"{pin}\n")
        assert said.code == 1, said.complaint
        assert "not right" in said.err["text"]


def test_an_odd_user_is_nobody(run: Run) -> None:
    for number in ("\udcff", "\u0000", "' OR 1=1 --", "x" * 10_000):
        said = run("ask", "parties.find", '{"text":"a"}', user=number)
        assert said.code == 1, said.complaint


def test_without_a_word_it_says_what_there_is_and_how_the_window_opens(run: Run) -> None:
    said = run()
    assert (said.code, said.err["error"]) == (2, "usage")
    for words in ("counterfoil --help", "packaging/start.py"):
        assert words in said.err["text"]
