"""Account numbers: ours in a row, an old system's as they are, never one that could come twice."""

from __future__ import annotations

import pytest

from app.areas.parties import service
from app.areas.parties.values import PatientRegistered, Person, RegisterPatient
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, new_id
from tests.building import Books, command_id


def register(books: Books, number: str) -> PatientRegistered:
    person = Person("Nguyễn", "Thị Hoa")
    command = RegisterPatient(
        command_id(),
        AccountId(new_id()),
        person,
        account_number=number,
        confirmations=frozenset({"duplicate_patient"}),
    )
    return books.station.act(books.actors.cashier, service.register_patient, command).result()


def test_an_old_number_stays_as_it_is(books: Books) -> None:
    assert register(books, "00123").account_number == "00123"
    assert register(books, "").account_number == "A-000001"


@pytest.mark.parametrize("number", ["A-000007", "W1-A-000007", "W1K7Q-A-1234567"])
def test_an_old_number_that_looks_like_ours_is_refused(books: Books, number: str) -> None:
    with pytest.raises(UserError, match="gives itself"):
        register(books, number)
