"""Keeping an account: status, limit, flags, other numbers, own fields, guarantor, and history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.areas.health import queries as health
from app.areas.parties import histories, maintaining, queries, service
from app.areas.parties.values import (
    AccountStatus,
    AddExternalId,
    ChangeAccount,
    ChangeGuarantor,
    ChangePatient,
    FieldKind,
    FieldTyped,
    FillFields,
    FlagAccount,
    FlagKind,
    Person,
    RegisterPatient,
    Relationship,
    RemoveExternalId,
    SaveField,
    SetGuarantor,
    UnflagAccount,
    WriteNotes,
)
from app.kernel.actor import Actor
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.ids import AccountId, PatientId, new_id
from app.kernel.money import Money
from tests.building import Books, command_id


@pytest.fixture
def act(books: Books) -> Any:
    def run(action: Any, command: Any, actor: Actor | None = None) -> Any:
        return books.station.act(actor or books.actors.billing_manager, action, command).result()

    return run


@pytest.fixture
def ask(books: Books) -> Any:
    return lambda query, *args: books.station.ask(query, *args).result()


def rule(account_id: AccountId, status: str, limit: Money | None = None) -> ChangeAccount:
    return ChangeAccount(command_id(), account_id, AccountStatus(status), limit)


def test_status_moves_by_the_rules(books: Books, act: Any, ask: Any) -> None:
    account = books.register_patient().account_id
    with pytest.raises(NotAllowed):
        act(maintaining.change_account, rule(account, "suspended"), books.actors.cashier)
    with pytest.raises(UserError, match="nothing to collect"):
        act(maintaining.change_account, rule(account, "collections"))
    books.issue_invoice(account, 3500)
    act(maintaining.change_account, rule(account, "collections"))
    details = ask(queries.account_details, account)
    assert details.header.status is AccountStatus.COLLECTIONS
    assert details.sent_to_collections_on is not None
    with pytest.raises(UserError, match=r"still owes .*35\.00"):
        act(maintaining.change_account, rule(account, "closed"))
    books.open_shift()
    books.take_cash(account, 3500)
    act(maintaining.change_account, rule(account, "closed"))
    assert ask(queries.account_details, account).sent_to_collections_on is None
    with pytest.raises(UserError, match=r"is closed\. Make it active"):
        act(maintaining.change_account, rule(account, "suspended"))
    act(maintaining.change_account, rule(account, "active"))
    books.take_cash(account, 200)
    with pytest.raises(UserError, match=r"still holds .*2\.00"):
        act(maintaining.change_account, rule(account, "closed"))


def test_a_date_of_death_marks_the_account(books: Books, act: Any, ask: Any) -> None:
    made = books.register_patient()
    person = ask(queries.person, made.patient_id)

    def change(died: date | None) -> AccountStatus:
        wanted = replace(person, death_date=died)
        act(service.change_patient, ChangePatient(command_id(), made.patient_id, wanted))
        return ask(queries.account_header, made.account_id).status

    assert change(date(2026, 1, 2)) is AccountStatus.DECEASED
    with pytest.raises(UserError, match="date of death is written"):
        act(maintaining.change_account, rule(made.account_id, "active"))
    assert change(None) is AccountStatus.ACTIVE


def test_flags_stand_on_the_header(books: Books, act: Any, ask: Any) -> None:
    account = books.register_patient().account_id
    act(maintaining.flag_account, FlagAccount(command_id(), account, FlagKind.NOTE, "Deaf, write"))
    no_checks = FlagAccount(command_id(), account, FlagKind.NO_CHECKS, "two came back")
    act(maintaining.flag_account, no_checks, books.actors.cashier)
    header = ask(queries.account_header, account)
    assert [flag.words for flag in header.flags] == ["no checks: two came back", "Deaf, write"]
    assert header.has_flag("no_checks")
    with pytest.raises(UserError, match="stands there already"):
        act(maintaining.flag_account, replace(no_checks, id=command_id()))
    with pytest.raises(UserError, match="Write what everybody should know"):
        act(maintaining.flag_account, FlagAccount(command_id(), account, FlagKind.NOTE))
    gone = header.flags[0].flag_id
    off = UnflagAccount(command_id(), account, gone)
    with pytest.raises(NotAllowed, match="Only a manager takes “no checks: two came back” off"):
        act(maintaining.unflag_account, off, books.actors.cashier)
    act(maintaining.unflag_account, UnflagAccount(command_id(), account, gone))
    assert not ask(queries.account_header, account).has_flag("no_checks")
    with pytest.raises(UserError, match="gone already"):
        act(maintaining.unflag_account, UnflagAccount(command_id(), account, gone))
    act(maintaining.flag_account, replace(no_checks, id=command_id()))
    assert ask(queries.account_header, account).has_flag("no_checks")


def test_found_by_another_systems_number(books: Books, act: Any, ask: Any) -> None:
    hoa, win = books.register_patient(), books.register_patient("Win", "Cho")
    add = AddExternalId(command_id(), hoa.patient_id, "Laboratory", "L-0099")
    act(maintaining.add_external_id, add, books.actors.cashier)
    assert [one.account_id for one in ask(queries.find, "l-0099")] == [hoa.account_id]
    with pytest.raises(UserError, match="belongs to Thị Hoa Nguyễn"):
        act(maintaining.add_external_id, replace(add, id=command_id(), patient_id=win.patient_id))
    gone = RemoveExternalId(command_id(), hoa.patient_id, "Laboratory", "L-0099")
    act(maintaining.remove_external_id, gone)
    assert ask(queries.find, "l-0099") == ()
    assert ask(queries.account_details, hoa.account_id).external_ids == ()
    act(maintaining.add_external_id, replace(add, id=command_id()))
    assert len(ask(queries.find, "l-0099")) == 1
    assert books.station.database.read(health.verify, books.station.database.keys.master).sound


def test_fields_of_the_practices_own(books: Books, act: Any, ask: Any) -> None:
    account = books.register_patient().account_id

    def field(name: str, kind: FieldKind, *choices: str, **more: Any) -> str:
        return act(
            maintaining.save_field, SaveField(command_id(), name, kind, choices=choices, **more)
        )

    doctor = field("Doctor", FieldKind.TEXT)
    visits = field("Visits", FieldKind.NUMBER, position=1)
    since = field("Member since", FieldKind.DATE, position=2)
    contact = field("Contact", FieldKind.CHOICE, "mail", "phone", position=3)
    typed = {doctor: "Dr. Novak", visits: "12.5", since: "2024-02-29", contact: "phone"}
    values = tuple(FieldTyped(key, text) for key, text in typed.items())
    act(maintaining.fill_fields, FillFields(command_id(), account, values), books.actors.cashier)
    shown = ask(queries.account_details, account).fields
    assert {row.field_id: row.value for row in shown} == typed
    for key, text, said in (
        (visits, "many", "takes a number"),
        (since, "29.2.2024", "takes a date"),
        (contact, "fax", "takes one of mail, phone"),
        (new_id(), "x", "no such field"),
    ):
        wrong = FillFields(command_id(), account, (FieldTyped(key, text),))
        with pytest.raises(UserError, match=said):
            act(maintaining.fill_fields, wrong)
    with pytest.raises(UserError, match="There is a field “doctor” already"):
        field("doctor", FieldKind.TEXT)
    with pytest.raises(UserError, match="keeps its kind"):
        field("Doctor", FieldKind.NUMBER, field_id=doctor)
    field("Doctor", FieldKind.TEXT, field_id=doctor, active=False)
    assert ask(queries.account_details, account).fields[0].name == "Visits"


def test_a_new_patient_with_somebody_who_pays(books: Books, act: Any, ask: Any) -> None:
    command = RegisterPatient(
        command_id(),
        AccountId(new_id()),
        Person("Win", "Su", birth_date=date(2019, 5, 1)),
        guarantor=Person("Win", "Aung", phone="555-0102"),
        guarantor_relationship=Relationship.PARENT,
    )
    made = act(service.register_patient, command, books.actors.cashier)
    details = ask(queries.account_details, made.account_id)
    assert details.header.guarantor == "Aung Win"
    assert details.guarantor.relationship is Relationship.PARENT
    person = replace(details.guarantor.person, mobile="555-0199")
    change = ChangeGuarantor(command_id(), details.guarantor.guarantor_id, person)
    act(maintaining.change_guarantor, change, books.actors.cashier)
    assert ask(queries.account_details, made.account_id).guarantor.person.mobile == "555-0199"
    act(maintaining.set_guarantor, SetGuarantor(command_id(), made.account_id))
    assert ask(queries.account_details, made.account_id).guarantor is None


@pytest.mark.parametrize(
    ("person", "asks"),
    [
        (Person("Nguyen", "Thi Hoa", birth_date=date(1984, 3, 14)), True),
        (Person("Nguyễn", "Hoa Thị", birth_date=date(1984, 3, 14)), True),
        (Person("Nguyen", "Thi Hao", birth_date=date(1984, 3, 14)), True),
        (Person("Nguyen", "Thi Hoa", birth_date=date(1984, 3, 15)), True),
        (Person("Nguyen", "Thi Hoa"), True),
        (Person("Ngyen", "Thi Hoa", phone="555-0101"), True),
        (Person("Nguyen", "Thi Hoa", birth_date=date(1951, 7, 9)), False),
        (Person("Novak", "Olga", birth_date=date(1984, 3, 14)), False),
        (Person("Nguyen", "Van Minh", phone="555-0101"), False),
    ],
)
def test_who_looks_known(books: Books, act: Any, person: Person, asks: bool) -> None:
    known = books.register_patient(phone="555-0101")
    command = RegisterPatient(command_id(), AccountId(new_id()), person)
    if not asks:
        act(service.register_patient, command)
        return
    with pytest.raises(NeedsConfirmation) as asked:
        act(service.register_patient, command)
    assert (asked.value.key, asked.value.about) == ("duplicate_patient", known.account_id)
    act(service.register_patient, replace(command, confirmations=frozenset({asked.value.key})))


def test_a_limit_is_set_by_who_rules_accounts_at_the_start_too(books: Books, act: Any) -> None:
    person = Person("Novak", "Petra", birth_date=date(1990, 1, 2))
    command = RegisterPatient(
        command_id(), AccountId(new_id()), person, credit_limit=Money(10_000, "USD")
    )
    with pytest.raises(NotAllowed):
        act(service.register_patient, command, books.actors.cashier)
    act(service.register_patient, command)


def test_who_changed_what_and_when(books: Books, act: Any, ask: Any) -> None:
    made = books.register_patient(phone="555-0101")
    person = ask(queries.person, PatientId(made.patient_id))
    moved = replace(person, phone="555-0188", city="Riverside")
    cashier = books.actors.cashier
    act(service.change_patient, ChangePatient(command_id(), made.patient_id, moved), cashier)
    act(maintaining.change_account, rule(made.account_id, "suspended", Money(50_000, "USD")))
    act(maintaining.write_notes, WriteNotes(command_id(), made.account_id, "pays monthly"))
    act(maintaining.flag_account, FlagAccount(command_id(), made.account_id, FlagKind.CASH_ONLY))
    told = [
        (one.who, one.field, one.old, one.new)
        for one in ask(histories.account_history, made.account_id)
    ]
    assert told[-1] == ("Cho Cho Win", "account", "", made.account_number)
    assert told[0] == ("Maria Manager", "flag", "", "cash only")
    assert set(told[1:-1]) == {
        ("Maria Manager", "notes", "", "pays monthly"),
        ("Maria Manager", "status", "active", "suspended"),
        ("Maria Manager", "credit limit", "", "500.00"),
        ("Cho Cho Win", "phone", "555-0101", "555-0188"),
        ("Cho Cho Win", "city", "", "Riverside"),
    }
    other = books.register_patient("Win", "Cho")
    assert len(ask(histories.account_history, other.account_id)) == 1
