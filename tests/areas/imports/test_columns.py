"""Columns found by name, overruled by a person; secrets of people are never among them."""

from __future__ import annotations

import random

import pytest

from app.areas.imports.columns import (
    NAMES,
    choose_mapping,
    guess_mapping,
    key_of,
    likelier_kind,
)
from app.areas.imports.values import ImportKind
from app.kernel.errors import UserError
from tests.areas.imports.files import BILLS, LEGACY, SYNTHEA

PATIENTS, INVOICES = ImportKind.PATIENTS, ImportKind.INVOICES


def test_synthea_is_understood_without_a_word() -> None:
    found = guess_mapping(PATIENTS, SYNTHEA)
    assert found == {
        "external_id": "Id",
        "family_name": "LAST",
        "given_names": "FIRST",
        "middle_names": "MIDDLE",
        "prefix": "PREFIX",
        "suffix": "SUFFIX",
        "birth_date": "BIRTHDATE",
        "death_date": "DEATHDATE",
        "sex": "GENDER",
        "address_1": "ADDRESS",
        "city": "CITY",
        "region": "STATE",
        "postal_code": "ZIP",
    }


def test_a_legacy_export_is_understood_in_any_order() -> None:
    for seed in range(20):
        header = random.Random(seed).sample(LEGACY, len(LEGACY))
        found = guess_mapping(PATIENTS, header)
        assert found["account_number"] == "Account No"
        assert found["family_name"] == "Last Name"
        assert found["birth_date"] == "DOB"
        assert found["email"] == "E-mail"
    found = guess_mapping(INVOICES, BILLS)
    assert (found["open_amount"], found["total_amount"]) == ("Balance", "Amount")


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("acct_no", "account_number"),
        ("Account #", "account_number"),
        ("PATIENT LAST NAME", "family_name"),
        ("apellidos", "family_name"),
        ("Date Of Birth", "birth_date"),
        ("Phone (Home)", "phone"),
        ("home-phone", "phone"),
        ("e_mail", "email"),
        ("Zip Code", "postal_code"),
        ("SSN", None),
        ("Patient's Soc. Sec. #", None),
        ("Credit Card No.", None),
        ("Discharge", None),
    ],
)
def test_one_name(column: str, field: str | None) -> None:
    found = {c: f for f, c in guess_mapping(PATIENTS, [column]).items()}
    assert found.get(column) == field


def test_no_column_is_read_twice_and_no_synonym_stands_for_two_fields() -> None:
    for kind, names in NAMES.items():
        seen: dict[str, str] = {}
        for field, words in names.items():
            for word in words:
                assert seen.setdefault(word, field) == field, (kind, word)


def test_what_a_person_says_overrules_what_is_found() -> None:
    header = ["Nr", "Last Name", "First Name", "DOB", "Date"]
    with pytest.raises(UserError, match="external_id=column"):
        choose_mapping(PATIENTS, header, {}, ())
    told = (("account_number", "Nr"), ("birth_date", ""))
    mapping = choose_mapping(PATIENTS, header, {}, told)
    assert mapping["account_number"] == "Nr"
    assert "birth_date" not in mapping
    again = choose_mapping(PATIENTS, header, dict(told), (("birth_date", "Date"),))
    assert (again["account_number"], again["birth_date"]) == ("Nr", "Date")


def test_a_remembered_column_that_is_gone_is_found_anew() -> None:
    mapping = choose_mapping(PATIENTS, LEGACY, {"account_number": "Nr"}, ())
    assert mapping["account_number"] == "Account No"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("blood_type", "DOB"), "no field blood_type"),
        (("birth_date", "Born"), "no column “Born”"),
        (("notes", "SSN"), "never brought in"),
        (("external_id", "Driver's License #"), "never brought in"),
    ],
)
def test_what_can_not_be_mapped_is_refused(told: tuple[str, str], words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        choose_mapping(PATIENTS, [*LEGACY, "SSN", "Driver's License #"], {}, (told,))
    assert refused.value.field == "mapping"


def test_a_total_is_not_taken_for_what_is_owed() -> None:
    header = ["Invoice No", "Account No", "Invoice Date", "Amount"]
    with pytest.raises(UserError, match="open_amount=Amount"):
        choose_mapping(INVOICES, header, {}, ())
    assert choose_mapping(INVOICES, header, {}, (("open_amount", "Amount"),))


@pytest.mark.parametrize(
    ("kind", "header", "fields"),
    [
        (
            PATIENTS,
            (
                "pid,pubpid,fname,lname,mname,DOB,ss,sex,street,city,state,postal_code,phone_home,"
                "phone_cell,email"
            ),
            (
                "external_id . given_names family_name middle_names birth_date . sex address_1 "
                "city region postal_code phone mobile email"
            ),
        ),
        (
            PATIENTS,
            "PAT_MRN_ID,PAT_NAME,BIRTH_DATE,SEX,ADD_LINE_1,ADD_LINE_2,CITY,STATE,ZIP,HOME_PHONE",
            (
                "external_id full_name birth_date sex address_1 address_2 city region postal_code "
                "phone"
            ),
        ),
        (
            PATIENTS,
            (
                "Patient Acct No,Patient Last Name,PtFirstName,Patient DOB,Patient Gender,"
                "Patient Address Line 1,Patient ZIP Code,Patient Cell Phone,Patient E-mail"
            ),
            (
                "account_number family_name given_names birth_date sex address_1 postal_code "
                "mobile email"
            ),
        ),
        (
            ImportKind.GUARANTORS,
            (
                "Patient Acct No,Patient Last Name,Guar ID,GuarantorLastName,Guarantor First Name,"
                "Guarantor Phone,Relationship"
            ),
            "account_key . external_id family_name given_names phone guarantor_relationship",
        ),
        (
            ImportKind.BALANCES,
            "MRN,Pt Name,Last DOS,Patient Balance,Unapplied Credit",
            "account_key . balance_date balance credit",
        ),
        (ImportKind.BALANCES, "Acct #,A/R Balance", "account_key balance"),
        (
            INVOICES,
            "Inv #,MRN,Inv Dt,Amt Due",
            "invoice_number account_key invoice_date open_amount",
        ),
    ],
)
def test_headings_of_real_systems_are_understood(
    kind: ImportKind, header: str, fields: str
) -> None:
    columns = header.split(",")
    found = {column: field for field, column in guess_mapping(kind, columns).items()}
    assert [found.get(column, ".") for column in columns] == fields.split()


def test_the_columns_of_a_file_are_known_again_in_any_order() -> None:
    assert key_of(LEGACY) == key_of(LEGACY[::-1]) == key_of(["Line", "Problem", *LEGACY])
    assert key_of(LEGACY) != key_of(LEGACY[1:])


def test_a_file_of_another_kind_is_known_by_its_columns() -> None:
    """By more columns than the chosen kind knows; a list of patients with what they owe may well be
    both.
    """
    bills = ("Patient ID", "Patient Name", "Invoice No", "Date", "Amount", "Balance")
    people = ("MRN", "Last", "First", "DOB", "Phone", "Balance")
    for kind in ImportKind:
        assert likelier_kind(kind, bills) == (None if kind is INVOICES else INVOICES)
        found = likelier_kind(kind, people)
        assert found == (None if kind in (PATIENTS, ImportKind.GUARANTORS) else PATIENTS)
        assert likelier_kind(kind, ("Account", "Name", "Balance")) is None or (
            kind is ImportKind.SERVICES
        )
        assert likelier_kind(kind, ("what", "is", "this")) is None
