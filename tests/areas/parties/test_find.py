"""Finding people by what is typed or scanned: right ones first, and never an error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.parties import queries
from app.areas.parties import service as parties
from app.areas.parties.values import ExternalId, Person, RegisterPatient
from app.bootstrap import Station
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, new_id
from tests.areas.test_bad_inputs import TEXTS
from tests.building import Books, command_id


def find(station: Station, text: str) -> list[str]:
    return [found.name for found in station.ask(queries.find, text).result()]


@pytest.fixture
def people(station: Station, books: Books) -> Station:
    for family, given_names, fields in (
        ("Nguyễn", "Thị Hoa", {"phone": "555-0101"}),
        ("Nguyen", "Van", {"mobile": "(312) 555 0102"}),
        ("O'Neil", "Đặng", {}),
        ("လှ", "မောင်", {"name_order": "family_first"}),
        ("Strauß", "Jörg", {"preferred_name": "Jo"}),
        ("Null", "", {}),
        ("X", "", {}),
        ("Robert'); DROP TABLE payment;--", "", {}),
    ):
        books.register_patient(family, given_names, **fields)
    return station


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("hoa", ["Thị Hoa Nguyễn"]),
        ("NGUYỄN", ["Thị Hoa Nguyễn", "Van Nguyen"]),
        ("nguyen hoa", ["Thị Hoa Nguyễn"]),
        ("hoa nguyen", ["Thị Hoa Nguyễn"]),
        ("dang", ["Đặng O'Neil"]),
        ("oneil", ["Đặng O'Neil"]),
        ("o'neil", ["Đặng O'Neil"]),
        ("strauss", ["Jörg Strauß"]),
        ("jo", ["Jörg Strauß"]),
        ("null", ["Null"]),
        ("x", ["X"]),
        ("drop", ["Robert'); DROP TABLE payment;--"]),
        ("5550101", ["Thị Hoa Nguyễn"]),
        ("555-01", ["Thị Hoa Nguyễn"]),
        ("312 555 0102", ["Van Nguyen"]),
        ("A-000003", ["Đặng O'Neil"]),
        ("a000003", ["Đặng O'Neil"]),
        ("nobody", []),
        ("", []),
        ("hoa nobody", []),
    ],
)
def test_what_people_type(people: Station, text: str, names: list[str]) -> None:
    assert find(people, text) == names


def test_a_word_of_another_script_is_found_whole(people: Station) -> None:
    assert find(people, "မောင်") == ["လှ မောင်"]
    assert find(people, "သန်း") == []


@pytest.mark.parametrize("text", ["3/14/1984", "14.3.1984", "1984-03-14", "03-14-1984"])
def test_a_birth_date_in_any_usual_form(station: Station, books: Books, text: str) -> None:
    books.register_patient()
    (found,) = station.ask(queries.find, text).result()
    assert found.exact
    assert found.matched == "born 1984-03-14"


def test_numbers_of_receipts_invoices_and_the_old_system(station: Station, books: Books) -> None:
    command = RegisterPatient(
        command_id(),
        AccountId(new_id()),
        Person("Win"),
        external_ids=(ExternalId("old", "00123"),),
        account_number="OLD 77/5",
    )
    made = station.act(books.actors.cashier, parties.register_patient, command).result()
    invoice = books.issue_invoice(made.account_id, 500)
    books.open_shift()
    receipt = books.take_cash(made.account_id, 500)
    for text in (invoice.number, receipt.receipt_number, "00123", "old 77/5", "old775"):
        found = station.ask(queries.find, text).result()
        assert [one.account_id for one in found] == [made.account_id], text
        assert found[0].exact


def test_the_same_account_number_is_refused(station: Station, books: Books) -> None:
    def register(number: str) -> Any:
        command = RegisterPatient(
            command_id(), AccountId(new_id()), Person("Win"), account_number=number
        )
        return station.act(books.actors.cashier, parties.register_patient, command).result()

    register("7")
    with pytest.raises(UserError, match="belongs to another account"):
        register("7")


@pytest.mark.parametrize(
    "text",
    [*TEXTS, "a " * 50_000, '"', "*", "a*", "NEAR(a b)", "a AND", "-a", "3/4/19905551234"],
)
def test_no_text_makes_finding_fail(people: Station, text: str) -> None:
    find(people, text)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=40))
def test_any_text_is_a_question(people: Station, text: str) -> None:
    find(people, text)


def test_two_people_of_one_name_are_told_apart(station: Station, books: Books) -> None:
    twins = [books.register_patient("Twin", "A"), books.register_patient("Twin", "A")]
    found = station.ask(queries.find, "twin").result()
    assert [one.account_number for one in found] == [one.account_number for one in twins]
    assert found[0].exact == found[1].exact
