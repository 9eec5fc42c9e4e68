"""Finding people by what is typed or scanned: right ones first, and never an error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.health.indexing import index_again
from app.areas.parties import lists, queries
from app.areas.parties import service as parties
from app.areas.parties.values import ExternalId, Person, RegisterPatient
from app.areas.payments.values import TakePayment, TenderGiven
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, new_id
from app.kernel.listing import ListWanted
from app.storage import search
from app.storage.schema import search_made
from app.storage.search_checks import rebuild_words
from app.storage.statements import ReadSql
from app.storage.unit_of_work import UnitOfWork
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
        ("Crumb", "Ada", {"phone": "+44 (0)20 7946 0018".replace("(0)", "")}),
        ("王", "小明", {"name_order": "family_first"}),
        ("သိန်း", "ဒေါ်အောင်ဆန်း", {"name_order": "family_first"}),
        ("X", "", {}),
        ("Kaʻahumanu", "ʿAli", {}),
        ("O‘Hara", "Scarlett", {}),
        ("Robert'); DROP TABLE payment;--", "", {}),
    ):
        books.register_patient(family, given_names, **fields)
    return station


TYPED: tuple[tuple[str, list[str]], ...] = (
    ("hoa", ["Thị Hoa Nguyễn"]),
    ("NGUYỄN", ["Thị Hoa Nguyễn", "Van Nguyen"]),
    ("nguyen hoa", ["Thị Hoa Nguyễn"]),
    ("hoa nguyen", ["Thị Hoa Nguyễn"]),
    ("dang", ["Đặng O'Neil"]),
    ("oneil", ["Đặng O'Neil"]),
    ("o'neil", ["Đặng O'Neil"]),
    ("kaahumanu", ["ʿAli Kaʻahumanu"]),
    ("Ka'ahumanu ali", ["ʿAli Kaʻahumanu"]),
    ("ohara", ["Scarlett O‘Hara"]),
    ("O’HARA", ["Scarlett O‘Hara"]),
    ("O′Hara", ["Scarlett O‘Hara"]),
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
    ("3125550102", ["Van Nguyen"]),
    ("+1 312-555-0102", ["Van Nguyen"]),
    ("001 312 555 0102", ["Van Nguyen"]),
    ("0102", ["Van Nguyen"]),
    ("555.0102", ["Van Nguyen"]),
    ("၅၅၅၀၁၀၂", ["Van Nguyen"]),
    ("020 7946 0018", ["Ada Crumb"]),
    ("7946 0018", ["Ada Crumb"]),
    ("0044 20 7946 0018", ["Ada Crumb"]),
    ("0018", ["Ada Crumb"]),
)


def test_what_people_type(people: Station) -> None:
    for text, names in TYPED:
        assert find(people, text) == names, text


def test_a_word_of_another_script_is_found_by_any_part(people: Station) -> None:
    """Scripts without spaces between words: any letters of the name, and their vowels count."""
    assert find(people, "မောင်") == find(people, "မော") == ["လှ မောင်"]
    assert find(people, "သန်း") == []
    assert find(people, "အောင်ဆန်း") == find(people, "ဆန်း") == ["သိန်း ဒေါ်အောင်ဆန်း"]
    for text in ("王", "小明", "明", "王小明", "王 小明"):
        assert find(people, text) == ["王 小明"], text
    assert find(people, "明王") == []


def test_names_without_spaces_are_found_in_either_order(people: Station, books: Books) -> None:
    books.register_patient("李", "小龙")
    books.register_patient("မောင်", "အောင်အောင်")
    for text in ("李小龙", "李小", "小龙李", "小龙 李", "龙李"):
        assert find(people, text) == ["小龙 李"], text
    assert find(people, "小明王") == ["王 小明"]
    for text in ("မောင်အောင်", "မောင်အောင်အောင်", "အောင်အောင်မောင်"):
        assert find(people, text) == ["အောင်အောင် မောင်"], text
    assert find(people, "အောင်အောင်") == ["အောင်အောင် မောင်"]
    assert find(people, "明王") == find(people, "龙小") == []
    wanted = ListWanted(text="李小龙")
    shown = people.ask(lists.accounts, wanted).result().rows
    assert [row.name for row in shown] == ["李, 小龙"]


MISSPELLED: tuple[tuple[str, list[str]], ...] = (
    ("nguyem", ["Thị Hoa Nguyễn", "Van Nguyen"]),
    ("hoa ngyuen", ["Thị Hoa Nguyễn"]),
    ("straus", []),
    ("strouss", ["Jörg Strauß"]),
    ("o niel", []),
    ("dang o neil", ["Đặng O'Neil"]),
    ("xy", []),
    ("555 0102", []),
    ("nul'; --", []),
    ("'" * 500, []),
)


def test_a_misspelled_name_finds_those_written_nearly_so(people: Station) -> None:
    for text, names in MISSPELLED:
        found = people.ask(queries.find_similar, text).result()
        assert [one.name for one in found] == names, text
        assert all(one.similar and one.matched == "similar" and not one.exact for one in found)


def test_a_name_that_came_meanwhile_is_compared_too(people: Station, books: Books) -> None:
    def similar(text: str) -> list[str]:
        return [found.name for found in people.ask(queries.find_similar, text).result()]

    assert similar("kristnia") == []
    books.register_patient("Kristina", "Eva")
    assert similar("kristnia") == ["Eva Kristina"]


def test_a_whole_name_is_found_however_many_begin_so(station: Station, books: Books) -> None:
    for number in range(12):
        books.register_patient("Garcia", f"Maria{number}")
    books.register_patient("Maria", "Garcia")
    with pytest.MonkeyPatch.context() as few:
        few.setattr(search, "_WORDS", ReadSql(search._WORDS.compiled[0].replace("200", "5")))
        found = station.ask(queries.find, "maria garcia").result()
    assert found[0].name == "Garcia Maria"
    assert found[0].exact


def test_a_day_beside_a_name_finds_that_person(station: Station, books: Books) -> None:
    for given_names in ("Ada", "Bo"):
        books.register_patient("Twin", given_names)
    assert find(station, "bo tw 3/14/1984") == ["Bo Twin"]
    assert find(station, "cy 3/14/1984") == []
    assert find(station, "1984") == [], "a year alone says nobody's birth date"


def test_a_check_finds_who_wrote_it(station: Station, books: Books) -> None:
    hoa = books.register_patient("Nguyễn", "Thị Hoa")
    books.issue_invoice(hoa.account_id, 500)
    books.open_shift()
    check = TenderGiven("check", books.money(500), bank="First Bank", check_number="1042")
    books.take(TakePayment(command_id(), hoa.account_id, (check,)))
    (found,) = station.ask(queries.find, "1042").result()
    assert (found.account_id, found.matched, found.exact) == (hoa.account_id, "check 1042", True)


def test_books_that_an_earlier_program_indexed_are_indexed_again(
    station: Station, books: Books
) -> None:
    books.register_patient("Win", "Cho", phone="312 555 0199")
    assert not station.ask(search.is_older).result(), "books of today are not made again"

    def as_before(uow: UnitOfWork, _nothing: None) -> None:
        uow.derive_sql("search_name", "UPDATE search_name SET folded = 'cho win'")
        uow.derive_sql("search_key", "DELETE FROM search_key")
        uow.drop(search_made)
        rebuild_words(uow)

    station.act(SYSTEM, as_before, None).result()
    assert station.ask(search.is_older).result()
    assert find(station, "0199") == []
    station.act(SYSTEM, index_again, lambda *_: None).result()
    assert not station.ask(search.is_older).result()
    assert find(station, "0199") == find(station, "3/14/1984") == ["Cho Win"]


def test_a_birth_date_in_any_usual_form(station: Station, books: Books) -> None:
    books.register_patient()
    for text in ("3/14/1984", "14.3.1984", "1984-03-14", "03-14-1984", "14 Mar 1984"):
        (found,) = station.ask(queries.find, text).result()
        assert found.exact, text
        assert found.matched == "born Mar 14, 1984"


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


def test_no_text_makes_finding_fail(people: Station) -> None:
    for text in (
        *(*TEXTS, "a " * 50_000, '"', "*", "a*", "NEAR(a b)", "a AND", "-a", "3/4/19905551234"),
        *("\ue000", "\ue00110", "~19840314", "OR", "(", "0" * 300, "+" * 90, "1" * 300),
    ):
        find(people, text)
        people.ask(queries.find_similar, text).result()


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
