"""Who somebody is, cleaned: short plain words at once, everything else text by text, all alike."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.parties.rules import clean_person
from app.areas.parties.values import Person
from app.kernel.errors import UserError
from app.kernel.text import clean

TODAY = date(2026, 11, 20)
TEXTS = tuple(
    field.name
    for field in fields(Person)
    if field.name not in ("name_order", "birth_date", "death_date", "email", "family_name")
)
WORDS = st.text(st.sampled_from("ab1 \n\t\u200bé"), max_size=6)


@given(WORDS, st.dictionaries(st.sampled_from(TEXTS), WORDS))
def test_every_text_is_cleaned_as_it_would_be_alone(family: str, texts: dict[str, Any]) -> None:
    person = clean_person(Person(f"x{family}x", **texts), TODAY)
    assert person.family_name == clean(f"x{family}x", "family_name", most=80)
    for name, text in texts.items():
        assert getattr(person, name) == clean(text, name, most=120)


@pytest.mark.parametrize("field", ["family_name", "city", "mobile", "postal_code"])
def test_a_card_number_is_refused_beside_its_field(field: str) -> None:
    told: dict[str, Any] = {"family_name": "Nguyen", "city": "Ulm"} | {field: "4111 1111 1111 1111"}
    with pytest.raises(UserError, match="card number") as refused:
        clean_person(Person(**told), TODAY)
    assert refused.value.field == field


def test_a_card_number_cut_over_fields_is_refused() -> None:
    with pytest.raises(UserError, match="card number"):
        clean_person(Person("Nguyen", address_1="4111 1111", address_2="1111 1111"), TODAY)


def test_two_phones_are_no_card() -> None:
    person = Person("Nguyen", phone="411 111 1111", mobile="111 111 1111")
    assert clean_person(person, TODAY) is person


@pytest.mark.parametrize("most", [80, 120])
def test_a_text_that_is_too_long_is_refused(most: int) -> None:
    told: dict[str, Any] = {"family_name": "x"} | {
        "family_name" if most == 80 else "city": "y" * most
    }
    assert clean_person(Person(**told), TODAY) == Person(**told)
    longer: dict[str, Any] = {name: text + "y" * most for name, text in told.items()}
    with pytest.raises(UserError, match="too long"):
        clean_person(Person(**longer), TODAY)
