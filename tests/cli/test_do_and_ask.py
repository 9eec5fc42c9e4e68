"""Any action and any query by name and JSON, with the program's own refusals as exit codes."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_reading, open_station
from app.cli import finding
from app.kernel.ids import new_id
from tests.building import Template
from tests.cli.conftest import Run


def usd(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "USD"}


def patient(run: Run, **fields: Any) -> dict[str, Any]:
    account = new_id()
    words = {"account_id": account, "person": {"family_name": "Nguyễn", "given_names": "Hoa"}}
    said = run("do", "parties.register_patient", json.dumps(words | fields), user="20")
    assert said.code == 0, said.complaint
    answer: dict[str, Any] = said.out["answer"]
    return answer


def test_a_payment_from_the_shell(run: Run) -> None:
    account = patient(run)["account_id"]
    lines = [{"description": "Office visit", "unit_price": usd(3500)}]
    issue = {"account_id": account, "lines": lines}
    assert run("do", "invoices.issue_invoice", json.dumps(issue), user="30").code == 0
    drawer = run("ask", "drawers.drawer_rows").out[0]["drawer_id"]
    piles = {"drawer_id": drawer, "piles": [{"denomination": usd(2000), "quantity": 5}]}
    assert run("do", "drawers.open_shift", json.dumps(piles), user="20").code == 0
    pay = {
        "account_id": account,
        "tenders": [{"method": "cash", "amount": usd(4000), "given": usd(5000)}],
    }
    asked = run("do", "payments.take_payment", json.dumps(pay), user="20")
    assert asked.code == 1
    assert asked.err["error"] == "needs_confirmation"
    assert asked.err["key"] == "credit:500"
    pay["confirmations"] = [asked.err["key"]]
    taken = run("do", "payments.take_payment", json.dumps(pay), user="20").out
    assert taken["answer"]["change"] == usd(1000)
    assert taken["answer"]["to_credit"] == usd(500)
    again = run("do", "payments.take_payment", json.dumps(pay | {"id": taken["id"]}), user="20")
    assert again.out == taken, "the same id and content give the first answer"
    other = json.dumps(pay | {"id": taken["id"], "notes": "x"})
    assert run("do", "payments.take_payment", other, user="20").code == 1
    shown = run("ask", "payments.counter_account", json.dumps({"account_id": account})).out
    assert shown["owed"] == usd(0)
    assert shown["credit"] == usd(500)
    assert run("verify").code == 0


def test_what_is_refused_says_where(run: Run) -> None:
    said = run("do", "parties.register_patient", '{"account_id": "x"}', user="20")
    assert (said.code, said.err["error"], said.err["field"]) == (1, "refused", "person")
    said = run("do", "parties.register_patient", '{"person": 5, "account_id": "x"}', user="20")
    assert (said.code, said.err["field"]) == (1, "person")
    said = run("do", "parties.register_patient", '{"nothing": 5}', user="20")
    assert (said.code, said.err["field"]) == (1, "nothing")
    said = run("ask", "parties.find", '{"txt": "a"}')
    assert (said.code, said.err["field"]) == (1, "txt")
    said = run("ask", "parties.find", "{}")
    assert (said.code, said.err["field"]) == (1, "text")
    said = run("ask", "parties.find", '{"text": 5}')
    assert (said.code, said.err["field"]) == (1, "text")


def test_a_permission_is_asked_of_who_signed_in(run: Run) -> None:
    line = {"description": "x", "unit_price": usd(1)}
    issue = json.dumps({"account_id": new_id(), "lines": [line]})
    said = run("do", "invoices.issue_invoice", issue, user="20")
    assert (said.code, said.err["error"]) == (1, "refused")
    assert "Cho Cho Win may not issue invoices" in said.err["text"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("do", "parties.register_patient", "{}"), 2),  # nobody signs in
        (("do", "parties.register_patient", "[]", "--user", "20"), 2),
        (("do", "parties.register_patient", "{", "--user", "20"), 2),
        (("do", "--user", "20"), 2),
        (("do", "parties.nothing", "{}", "--user", "20"), 1),
        (("do", "ledger.post", "{}", "--user", "20"), 1),
        (("do", "security.seed_roles", "{}", "--user", "20"), 1),
        (("ask", "nothing"), 1),
        (("nothing",), 2),
        ((), 2),
        (("settings",), 2),
        (("settings", "get"), 2),
        (("import", "cars", "x.csv", "--source", "x"), 2),
    ],
)
def test_words_that_mean_nothing(run: Run, words: tuple[str, ...], code: int) -> None:
    said = run(*words)
    assert said.code == code
    assert said.err["text"]
    assert said.text == ""


@pytest.mark.parametrize(
    ("number", "pin", "words"),
    [("20", "111111", "not right"), ("99", "739154", "no user"), ("20", "", "not right")],
)
def test_nobody_gets_in_without_the_pin(run: Run, number: str, pin: str, words: str) -> None:
    said = run("do", "drawers.add_drawer", '{"name": "x"}', "--user", number, stdin=f"{pin}\n")
    assert said.code == 1
    assert words in said.err["text"]


def test_a_dead_pin_stays_dead_from_the_shell(
    run: Run, data: Path, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.areas.security.rules.DELAYS_S", (0,))
    for _ in range(10):
        run("do", "drawers.add_drawer", '{"name": "x"}', "--user", "20", stdin="111111\n")
    for word in ("do", "ask"):
        name = "drawers.add_drawer" if word == "do" else "parties.find"
        said = run(word, name, '{"name": "x"}' if word == "do" else '{"text": "x"}', user="20")
        assert said.code == 1
        assert said.err["field"] in ("pin", "user")


def test_secrets_have_words_of_their_own(run: Run) -> None:
    for name, instead in finding.OTHER_WORDS.items():
        if name != "health.verify":
            said = run("do", name, "{}", user="1")
            assert (said.code, instead in said.err["text"]) == (1, True)
    assert run("ask", "ledger.shift_holds", "{}").code == 1
    failed = json.dumps({"refund_id": new_id(), "paid": False})
    said = run("do", "refunds.end_card_refund", failed, user="40")
    assert (said.code, "not for the command line" in said.err["text"]) == (1, True)
    assert run("ask", "security.reader_by_number", '{"number": "1"}').code == 1
    listed = {verb["name"] for verb in run("do", "--list").out + run("ask", "--list").out}
    assert not listed & (set(finding.OTHER_WORDS) | finding.NEVER)


def test_no_sum_tells_what_should_be_in_ones_own_drawer(run: Run) -> None:
    """The count is blind: whoever has a drawer open sees no sum that holds its cash."""
    day = {"day": "2099-01-01", "currency": "USD"}
    asked = [
        ("ledger.gl_balance", json.dumps(day | {"code": "1015"})),
        ("ledger.trial_balance", json.dumps(day)),
    ]
    for name, words in asked:
        assert run("ask", name, words, user="30").code == 0
    drawer = run("ask", "drawers.drawer_rows").out[0]["drawer_id"]
    assert (
        run(
            "do", "drawers.open_shift", json.dumps({"drawer_id": drawer, "piles": []}), user="30"
        ).code
        == 0
    )
    for name, words in asked:
        said = run("ask", name, words, user="30")
        assert said.code == 1
        assert "drawer open" in said.err["text"]
        assert run("ask", name, words, user="50").code == 0


def test_who_asks_never_comes_out_of_the_json(run: Run) -> None:
    """A manager's X report with the cash in it does not show the cash to who holds the drawer."""
    drawer = run("ask", "drawers.drawer_rows").out[0]["drawer_id"]
    opened = run(
        "do", "drawers.open_shift", json.dumps({"drawer_id": drawer, "piles": []}), user="30"
    ).out["answer"]
    wanted = {"shift_id": opened["shift_id"], "with_cash": True}
    asked = run("do", "payments.run_report", json.dumps(wanted), user="30")
    assert (asked.code, asked.err["key"]) == (1, "x_with_cash")
    made = run("do", "payments.run_report", json.dumps(wanted), user="40").out["answer"]
    report = json.dumps({"report_id": made["report_id"]})
    assert run("ask", "payments.drawer_report", report, user="30").out["expected"] is None
    assert run("ask", "payments.drawer_report", report, user="40").out["expected"] is not None
    forged = json.dumps({"report_id": made["report_id"], "asker": opened["shift_id"]})
    said = run("ask", "payments.drawer_report", forged, user="30")
    assert (said.code, "There is no field asker" in said.err["text"]) == (1, True)
    listed = {verb["name"]: verb for verb in run("ask", "--list").out}
    assert list(listed["payments.drawer_report"]["fields"]) == ["report_id"]


def test_reports_are_for_those_who_may_see_them(run: Run) -> None:
    assert run("ask", "parties.find", '{"text": "x"}', user="30").code == 0
    said = run("ask", "parties.find", '{"text": "x"}', user="20")
    assert (said.code, "see reports" in said.err["text"]) == (1, True)


def test_a_real_practice_asks_who_asks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a demo answers anybody."""

    def not_a_demo(*words: Any, **options: Any) -> Any:
        from dataclasses import replace

        station = open_reading(*words, **options)
        station.practice = replace(station.practice, demo=False)
        return station

    monkeypatch.setattr("app.bootstrap.open_reading", not_a_demo)
    said = run("ask", "parties.find", '{"text": "x"}')
    assert (said.code, said.err["error"]) == (2, "usage")
    assert run("ask", "parties.find", '{"text": "x"}', user="30").code == 0


def test_reading_works_beside_an_open_window_and_doing_does_not(run: Run, data: Path) -> None:
    station = open_station(data)
    try:
        assert run("ask", "parties.find", '{"text": "x"}').code == 0
        assert run("ask", "parties.find", '{"text": "x"}', user="30").code == 0
        assert run("verify").code == 0
        assert run("settings", "list").code == 0
        said = run("do", "drawers.add_drawer", '{"name": "x"}', user="1")
        assert (said.code, said.err["error"]) == (1, "refused")
        assert "already open" in said.err["text"]
    finally:
        station.close()


def test_the_list_names_every_action_with_its_fields(run: Run) -> None:
    listed = {verb["name"]: verb for verb in run("do", "--list").out}
    taking = listed["payments.take_payment"]
    assert taking["needed"] == ["account_id", "tenders"]
    assert taking["fields"]["tenders"] == [
        {
            "method": "text",
            "amount": 'money {"minor": 3500, "currency": "USD"}',
            "given": {"optional": 'money {"minor": 3500, "currency": "USD"}'},
            **dict.fromkeys(
                ("reference", "bank", "check_number", "card_last4", "card_brand", "wallet"), "text"
            ),
        }
    ]
    assert "balance | copay" in taking["fields"]["purpose"]
    asked = {verb["name"]: verb for verb in run("ask", "--list").out}
    assert asked["parties.find"]["fields"] == {"text": "text", "most": "whole number"}
    assert asked["parties.find"]["needed"] == ["text"]
    assert all(
        verb["words"].endswith((".", ":")) or verb["words"] == ""
        for verb in [*listed.values(), *asked.values()]
    )


def test_every_public_action_with_an_id_is_found() -> None:
    names = set(finding.actions())
    assert {"payments.take_payment", "invoices.issue_invoice", "drawers.open_shift"} <= names
    assert "ledger.post" not in names, "only other areas post"
    assert all(inspect.isfunction(verb.function) for verb in finding.queries().values())
