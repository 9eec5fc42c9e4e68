"""Names as people write them, and checks of a person's fields."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from app.areas.parties import errors
from app.areas.parties.values import AccountFlag, FlagKind, Person
from app.kernel.text import clean, clean_required, refuse_card_number
from app.kernel.translate import t

_TEXTS = (
    "given_names",
    "prefix",
    "suffix",
    "preferred_name",
    "sex",
    "phone",
    "mobile",
    "email",
    "address_1",
    "address_2",
    "city",
    "region",
    "postal_code",
    "country",
    "language",
)
_PHONES = ("phone", "mobile")
_WHOLE_PHONE = re.compile(r"\+?1?[ .-]?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}")
OLDEST = date(1880, 1, 1)


def clean_person(person: Person, today: date) -> Person:
    """The person with every text cleaned; a UserError beside the first field that does not fit."""
    texts: dict[str, Any] = {name: clean(getattr(person, name), name, most=120) for name in _TEXTS}
    cleaned = replace(
        person,
        family_name=clean_required(person.family_name, "family_name", most=80),
        **texts,
    )
    if cleaned.name_order not in ("given_first", "family_first"):
        raise errors.name_order()
    for field in ("birth_date", "death_date"):
        when: date | None = getattr(cleaned, field)
        if when is not None and not OLDEST <= when <= today:
            raise errors.odd_date(when, field)
    if cleaned.birth_date and cleaned.death_date and cleaned.death_date < cleaned.birth_date:
        raise errors.died_before_birth()
    if cleaned.email and not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,190}", cleaned.email):
        raise errors.email_form()
    joined = [cleaned.family_name]
    for name in _TEXTS:
        text = getattr(cleaned, name)
        # Two whole phone numbers side by side pass for a card one time in ten.
        if text and not (name in _PHONES and _WHOLE_PHONE.fullmatch(text)):
            joined.append(text)
    refuse_card_number("\n".join(joined), "family_name")
    return cleaned


def display_name(
    family: str, given: str, order: str = "given_first", prefix: str = "", suffix: str = ""
) -> str:
    """A person's name in the order they use."""
    parts = [given, family] if order == "given_first" else [family, given]
    return " ".join(part for part in [prefix, *parts, suffix] if part)


_FLAG_WORDS = {
    FlagKind.NO_CHECKS: "no checks",
    FlagKind.CASH_ONLY: "cash only",
    FlagKind.CHECK_IDENTITY: "check identity",
    FlagKind.BAD_ADDRESS: "address is wrong",
}


def flag_words(kind: str, words: str = "") -> str:
    """What people read: the kind's own words, then what somebody added."""
    own = t(_FLAG_WORDS[FlagKind(kind)]) if kind in _FLAG_WORDS else ""
    if not own and kind != FlagKind.NOTE:
        own = kind.replace("_", " ")
    return ": ".join(part for part in (own, words) if part)


def split_flags(flags: str) -> tuple[AccountFlag, ...]:
    return tuple(AccountFlag(kind, flag_words(kind)) for kind in flags.split())
