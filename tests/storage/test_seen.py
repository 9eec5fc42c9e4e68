"""A form saved in the moment in which somebody else's edit comes keeps what they changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.areas.parties import queries as parties
from app.areas.parties import service
from app.areas.parties.values import ChangePatient, Person
from app.kernel.ids import PatientId
from app.storage import seen
from app.storage.seen import EditedMeanwhile, Seen, knowing
from tests.building import Books, command_id


def test_what_others_changed_meanwhile_stays_or_is_typed_over_knowingly(books: Books) -> None:
    station, actors = books.station, books.actors
    patient = PatientId(books.register_patient("Okafor", "Ada", phone="1").patient_id)

    def now() -> Person:
        return station.ask(parties.person, patient).result()

    def save(person: Person, knows: Seen | None = None, **fields: Any) -> Person:
        command = ChangePatient(command_id(), patient, replace(person, **fields))
        action = knowing(service.change_patient, knows)
        station.act(actors.cashier, action, command).result()
        return now()

    shown = now()
    knows = Seen(frozenset({str(patient)}), station.ask(seen.position).result())
    save(shown, phone="2", email="ada@example.org", city="Lagos")
    both = save(shown, knows, mobile="7")
    assert (both.phone, both.email, both.mobile) == ("2", "ada@example.org", "7")
    with pytest.raises(EditedMeanwhile, match="phone") as refused:
        save(shown, knows, phone="3", mobile="8")
    assert now() == both, "all or nothing"
    agreed = replace(knows, agreed=refused.value.edits)
    mine = save(shown, agreed, phone="3", mobile="8")
    assert (mine.phone, mine.mobile, mine.email) == ("3", "8", "ada@example.org")
    save(mine, phone="4")
    with pytest.raises(EditedMeanwhile):
        save(shown, agreed, phone="5")
    named = save(now(), family_name="Nguyễn")
    old_name = Seen(knows.documents, station.ask(seen.position).result() - 1)
    told = save(replace(named, family_name=mine.family_name), old_name, city="Huế")
    assert (told.family_name, told.city) == ("Nguyễn", "Huế")
    assert [hit.name for hit in station.ask(parties.find, "nguyen").result()] == ["Ada Nguyễn"]
    fresh = Seen(knows.documents, station.ask(seen.position).result())
    assert save(now(), fresh, phone="6").phone == "6"
    assert save(shown, phone="9").email == "", "who says nothing of what they saw writes all of it"
