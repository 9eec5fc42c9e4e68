"""A practice writes its numbers its own way, and `verify` still counts them without gaps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.areas.health.queries import verify_beside
from app.areas.settings import queries, service
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books, command_id


def write(station: Station, kind: str, pattern: str) -> None:
    command = ChangeSetting(command_id(), f"numbers.{kind}", pattern)
    station.act(SYSTEM, service.change_setting, command).result()


def sound(station: Station) -> bool:
    return verify_beside(station.ask, station.database.keys.master, lambda *_: None).sound


def test_a_new_pattern_holds_from_the_next_number_on(station: Station, books: Books) -> None:
    account = books.register_patient().account_id
    assert books.issue_invoice(account).number == "W1-000001"
    write(station, "invoice", "INV-{n:05}")
    assert books.issue_invoice(account).number == "INV-00001"
    write(station, "invoice", "INV-{n:03}")
    assert books.issue_invoice(account).number == "INV-002"
    write(station, "invoice", "")
    assert books.issue_invoice(account).number == "W1-000002"
    write(station, "invoice", "INV-{n:05}")
    assert books.issue_invoice(account).number == "INV-00003"
    assert sound(station)


def test_the_next_number_is_shown_before_it_is_taken(station: Station, books: Books) -> None:
    books.register_patient()
    shown = {row.kind: row for row in station.ask(queries.next_numbers).result()}
    assert shown["account"].example == "A-000002"
    assert not shown["account"].begins_again_yearly
    wanted = station.ask(queries.next_number, "receipt", "R{year}-{n:04}").result()
    year = station.database.clock.now().year
    assert wanted.example == f"R{year}-0001"
    assert wanted.begins_again_yearly
    assert books.register_patient("Win").account_number == "A-000002"


def test_a_yearly_series_begins_again_with_the_year_of_the_document(station: Station) -> None:
    write(station, "invoice", "{year}/{n:03}")

    def take(uow: UnitOfWork, _command: object) -> list[str]:
        days = [datetime(year, 12, 31, tzinfo=UTC).date() for year in (2026, 2027, 2026)]
        return [uow.number("invoice", day).text for day in days]

    take.__module__ = "tests.areas.service"
    assert station.act(SYSTEM, take, None).result() == ["2026/001", "2027/001", "2026/002"]


def test_an_imported_account_can_not_take_a_number_of_the_pattern_in_force(
    station: Station, books: Books
) -> None:
    write(station, "account", "P{year}-{n:04}")
    books.register_patient(given="Other way")
    with pytest.raises(UserError, match="looks like a number this program gives"):
        station.act(SYSTEM, *_imported("P2031-0007")).result()
    station.act(SYSTEM, *_imported("A-000009")).result()


def test_a_number_an_import_brought_is_not_given_again(station: Station, books: Books) -> None:
    station.act(SYSTEM, *_imported("OLD-1")).result()
    write(station, "account", "OLD-{n}")
    with pytest.raises(UserError, match="write account numbers another way"):
        books.register_patient()


def _imported(number: str):
    from app.areas.parties.service import register_patient
    from app.areas.parties.values import Person, RegisterPatient
    from app.kernel.ids import AccountId, new_id

    command = RegisterPatient(
        command_id(), AccountId(new_id()), Person("Old"), account_number=number
    )
    return register_patient, command


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("INV", "The number itself is missing"),
        ("W1{n}", "could not be told from it"),
        ("{day}-{n}", r"Nothing is called \{day\}"),
        ("{month}-{n}", "needs its year"),
    ],
)
def test_a_bad_pattern_is_refused_in_words(station: Station, pattern: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        write(station, "invoice", pattern)
    with pytest.raises(UserError, match=words):
        station.ask(queries.next_number, "invoice", pattern).result()


def test_a_pattern_survives_a_rebuild(station: Station, books: Books) -> None:
    from app.areas.health.service import rebuild
    from app.areas.health.values import Rebuild

    write(station, "invoice", "INV-{n:05}")
    station.act(SYSTEM, rebuild, Rebuild(command_id())).result()
    assert books.issue_invoice(books.register_patient().account_id).number == "INV-00001"
    assert sound(station)
