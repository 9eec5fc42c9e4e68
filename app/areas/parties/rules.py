"""Names as people write them, and checks of a person's fields."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any

from app.areas.parties import errors
from app.areas.parties.values import (
    AccountFlag,
    AccountStatus,
    FieldKind,
    FieldRow,
    FlagKind,
    Person,
)
from app.kernel.errors import UserError
from app.kernel.money import Money
from app.kernel.text import clean, clean_required, refuse_card_number
from app.kernel.translate import later, t

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
_NAMES = ("family_name", *_TEXTS)
_TEXTS_OF = attrgetter(*_NAMES)
_PHONES = (_NAMES.index("phone"), _NAMES.index("mobile"))
_FAMILY_AT_MOST = 80
_WORDS = re.compile(r"[!-~]+(?:[ \n][!-~]+)*+")
_WHOLE_PHONE = re.compile(r"\+?1?[ .-]?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}")
OLDEST = date(1880, 1, 1)


def clean_person(person: Person, today: date) -> Person:
    """The person with every text cleaned; a UserError beside the first field that does not fit."""
    cleaned = person if _is_clean(person) else _cleaned(person)
    _refuse_cards(cleaned)
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
    return cleaned


def _is_clean(person: Person) -> bool:
    """Whether all is short ASCII words with one space between, as most of a checked file is."""
    texts = [text for text in _TEXTS_OF(person) if text]
    together = "\n".join(texts)
    return (
        bool(person.family_name)
        and max(map(len, texts)) <= _FAMILY_AT_MOST
        and together.count("\n") == len(texts) - 1
        and _WORDS.fullmatch(together) is not None
    )


def _cleaned(person: Person) -> Person:
    told: dict[str, Any] = {
        "family_name": clean_required(person.family_name, "family_name", most=_FAMILY_AT_MOST)
    }
    for name in _TEXTS:
        text = getattr(person, name)
        if text:
            told[name] = clean(text, name, most=120)
    return replace(person, **told)


def _refuse_cards(person: Person) -> None:
    """No card number in any field, nor cut over several."""
    texts = list(_TEXTS_OF(person))
    for place in _PHONES:
        # Two whole phone numbers side by side pass for a card one time in ten.
        if texts[place] and _WHOLE_PHONE.fullmatch(texts[place]):
            texts[place] = ""
    try:
        refuse_card_number("\n".join(filter(None, texts)), "family_name")
    except UserError:
        for name, text in zip(_NAMES, texts, strict=True):
            refuse_card_number(text, name)
        raise


def display_name(
    family: str, given: str, order: str = "given_first", prefix: str = "", suffix: str = ""
) -> str:
    """A person's name in the order they use."""
    parts = [given, family] if order == "given_first" else [family, given]
    return " ".join(part for part in [prefix, *parts, suffix] if part)


def filed_name(family: str, given: str, order: str) -> str:
    """A person's name as lists sort it: `Win, Cho Cho`, and `Nguyễn Thị Hoa` as she writes it."""
    if order == "family_first" or not given:
        return " ".join(part for part in (family, given) if part)
    return f"{family}, {given}"


_FLAG_WORDS = {
    FlagKind.NO_CHECKS: later("no checks"),
    FlagKind.CASH_ONLY: later("cash only"),
    FlagKind.CHECK_IDENTITY: later("check identity"),
    FlagKind.BAD_ADDRESS: later("address is wrong"),
}


def flag_words(kind: str, words: str = "") -> str:
    """What people read: the kind's own words, then what somebody added."""
    own = t(_FLAG_WORDS[FlagKind(kind)]) if kind in _FLAG_WORDS else ""
    if not own and kind != FlagKind.NOTE:
        own = kind.replace("_", " ")
    return ": ".join(part for part in (own, words) if part)


def flags_from(text: str) -> list[tuple[str, str]]:
    """(kind, words) of flags as an old system writes them; what is no kind of ours is a note."""
    told = text.split()
    known = [word for word in told if word in _FLAG_WORDS]
    note = " ".join(word for word in told if word not in _FLAG_WORDS)
    flags = [(kind, "") for kind in dict.fromkeys(known)]
    return [*flags, (FlagKind.NOTE, note)] if note else flags


def flags_of(joined: str | None) -> tuple[AccountFlag, ...]:
    """Flags out of one text: id, kind and words apart by the unit separator, flags by the record
    separator.
    """
    flags = []
    for one in joined.split("\x1e") if joined else ():
        flag_id, kind, words = one.split("\x1f")
        flags.append(AccountFlag(kind, flag_words(kind, words), flag_id))
    return tuple(sorted(flags, key=lambda flag: (flag.kind == FlagKind.NOTE, flag.words)))


_S = AccountStatus
STATUS_MOVES: frozenset[tuple[AccountStatus, AccountStatus]] = frozenset(
    {
        (_S.ACTIVE, _S.SUSPENDED),
        (_S.ACTIVE, _S.COLLECTIONS),
        (_S.ACTIVE, _S.CLOSED),
        (_S.ACTIVE, _S.DECEASED),
        (_S.SUSPENDED, _S.ACTIVE),
        (_S.SUSPENDED, _S.COLLECTIONS),
        (_S.SUSPENDED, _S.CLOSED),
        (_S.SUSPENDED, _S.DECEASED),
        (_S.COLLECTIONS, _S.ACTIVE),
        (_S.COLLECTIONS, _S.SUSPENDED),
        (_S.COLLECTIONS, _S.CLOSED),
        (_S.COLLECTIONS, _S.DECEASED),
        (_S.DECEASED, _S.ACTIVE),
        (_S.DECEASED, _S.COLLECTIONS),
        (_S.DECEASED, _S.CLOSED),
        (_S.CLOSED, _S.ACTIVE),
    }
)
"""From which status an account may go to which; a closed one is opened again first."""


def refuse_status(
    before: AccountStatus, after: AccountStatus, owed: Money, credit: Money, *, died: bool
) -> None:
    """A UserError for a status the account can't take now; the same one is no change."""
    if before is after:
        return
    if (before, after) not in STATUS_MOVES:
        raise errors.status_out_of_reach(status_words(before), status_words(after))
    if after is AccountStatus.CLOSED and (owed or credit):
        raise errors.close_with_balance(owed, credit)
    if after is AccountStatus.COLLECTIONS and owed.minor <= 0:
        raise errors.nothing_to_collect()
    if before is AccountStatus.DECEASED and after is AccountStatus.ACTIVE and died:
        raise errors.death_is_written()


_STATUS_WORDS = {
    _S.ACTIVE: later("active"),
    _S.SUSPENDED: later("suspended"),
    _S.COLLECTIONS: later("in collections"),
    _S.CLOSED: later("closed"),
    _S.DECEASED: later("deceased"),
}


def status_words(status: AccountStatus) -> str:
    return t(_STATUS_WORDS[status])


def status_after(before: AccountStatus, old: Person, new: Person) -> AccountStatus:
    """A date of death marks the account; taking it out again takes the mark off."""
    living = (AccountStatus.ACTIVE, AccountStatus.SUSPENDED)
    if new.death_date and not old.death_date and before in living:
        return AccountStatus.DECEASED
    if old.death_date and not new.death_date and before is AccountStatus.DECEASED:
        return AccountStatus.ACTIVE
    return before


_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


def field_text(field: FieldRow, text: str) -> str:
    """What was typed into a practice's own field as it is stored; empty takes it out."""
    value = clean(text, field.name, most=200)
    if not value:
        return ""
    if field.kind is FieldKind.NUMBER and not _NUMBER.fullmatch(value):
        raise errors.not_a_number(field.name)
    if field.kind is FieldKind.DATE:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise errors.not_a_date(field.name) from None
    if field.kind is FieldKind.CHOICE and value not in field.choices:
        raise errors.not_a_choice(field.name, field.choices)
    return value


def likeness(one: str, other: str) -> int:
    """How alike two folded names are, 0 to 100, whatever the order of their words."""
    left, right = sorted(one.split()), sorted(other.split())
    if left == right:
        return 100
    matcher = SequenceMatcher(None, " ".join(left), " ".join(right), autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    length = sum(map(len, left)) + len(left) - 1 + sum(map(len, right)) + len(right) - 1
    return 200 * same // length if length else 0


def days_alike(day: date | None) -> tuple[date, ...]:
    """A birth date, and the same with day and month exchanged."""
    if day is None:
        return ()
    return (day,) if day.day > 12 else (day, date(day.year, day.day, day.month))


def dates_alike(one: date, other: date) -> bool:
    """The same day with one digit wrong, or with day and month exchanged."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    pairs = zip(one.isoformat(), other.isoformat(), strict=True)
    return sum(left != right for left, right in pairs) == 1
