"""What must hold of patients and accounts, and how the index that finds them is made afresh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal_column, or_, select

from app.areas.parties import schema
from app.areas.parties.rules import display_name
from app.kernel.text import fold
from app.kernel.translate import t
from app.storage.checking import KEYS, Check, Follow, Part, Recipe, rows_check, through
from app.storage.elsewhere import parted
from app.storage.schema import search_name
from app.storage.search import compact, compacted, day_key
from app.storage.search_text import indexed
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_m = counted(schema.account_merge).c
_a, _p, _g, _x = (
    schema.account.c,
    schema.patient.c,
    schema.guarantor.c,
    schema.external_id.c,
)
_people = (
    select(
        _a.id,
        _a.number,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _p.preferred_name,
        _p.phone,
        _p.mobile,
        _p.birth_date,
    )
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .order_by(_a.id)
)
_external_ids = (
    select(_a.id, _x.value)
    .select_from(schema.external_id)
    .join(schema.account, _a.patient_id == _x.entity_id)
    .where(_x.entity_kind == "patient", _x.active == 1)
    .order_by(_a.id, _x.system, _x.value)
)
_PEOPLE, _EXTERNAL = Read(_people), Read(_external_ids)
_THESE_PEOPLE = Read(_people.where(_a.id.in_(KEYS)))
_THESE_EXTERNAL = Read(_external_ids.where(_a.id.in_(KEYS)))
_OF_PATIENT = through(select(_a.id), _a.patient_id)
_FOLLOWS = (
    Follow(schema.account, "id"),
    Follow(schema.patient, "id", _OF_PATIENT),
)


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    there: Any = literal_column("1")
    astray = select(_a.number).where(
        or_(
            ~select(there).where(_p.id == _a.patient_id).exists(),
            _a.guarantor_id.is_not(None) & ~select(there).where(_g.id == _a.guarantor_id).exists(),
        )
    )
    twice = (
        select(_a.number, func.count())
        .where(~parted())
        .group_by(_a.number)
        .having(func.count() > 1)
    )
    return (
        rows_check(
            "parties.accounts",
            "Every account belongs to a patient who is there.",
            astray,
            lambda number: t(
                "Account {number} names a patient or guarantor who is not there.", number=number
            ),
        ),
        rows_check(
            "parties.merges",
            "Accounts that are one person's are there, and in one currency.",
            _odd_merges(),
            lambda merge_id: t("Merge {id} names accounts that don't go together.", id=merge_id),
        ),
        rows_check(
            "parties.numbers",
            "No two accounts have one number.",
            twice,
            lambda number, count: t(
                "{count} accounts have the number {number}.", count=count, number=number
            ),
        ),
    )


def _odd_merges() -> Select[Any]:
    one, other = schema.account.alias("one").c, schema.account.alias("other").c
    there: Any = literal_column("1")
    return select(_m.id).where(
        ~select(there)
        .where(one.id == _m.account_id, other.id == _m.into_id, one.currency == other.currency)
        .exists()
    )


def _names(people: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row_no, row in enumerate(people, 1):
        account_id, _, family, given, order, preferred = row[:6]
        shown = display_name(family, given, order)
        name = f"{shown} {preferred}" if preferred else shown
        yield row_no, account_id, indexed(name, row[6:8]), fold(f"{family} {given}")


def recipe() -> Recipe:
    """Folded names; which number a name has in the full-text index does not matter."""
    part = Part(
        "account_id",
        _FOLLOWS,
        lambda reader, keys: _names(reader.fetch(_THESE_PEOPLE, keys=keys)),
    )
    return Recipe(
        search_name,
        lambda reader: _names(reader.each(_PEOPLE)),
        compared=("account_id", "folded", "filed"),
        parts=(part,),
    )


def search_keys(reader: Reader) -> Iterator[tuple[Any, ...]]:
    """The rows of `search_key` of accounts: number, phones, birth date, other systems' ids."""
    return _keys(reader.each(_PEOPLE), reader.each(_EXTERNAL))


def search_part() -> Part:
    """The rows of `search_key` that hang on an account."""
    return Part(
        "account_id",
        (*_FOLLOWS, Follow(schema.external_id, "entity_id", _OF_PATIENT)),
        lambda reader, keys: _keys(
            reader.fetch(_THESE_PEOPLE, keys=keys), reader.fetch(_THESE_EXTERNAL, keys=keys)
        ),
        where="kind IN ('account', 'phone', 'birth_date', 'external')",
    )


def _keys(people: Iterable[Any], others: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row in people:
        account_id, number, phone, mobile, born = row[0], row[1], row[6], row[7], row[8]
        yield compact(number), "account", account_id, account_id, number
        for key, each in compacted(phone, mobile).items():
            yield key, "phone", account_id, account_id, each
        if born:
            day = day_key(date.fromisoformat(born))
            yield day, "birth_date", account_id, account_id, born
    seen: tuple[str, dict[str, str]] = ("", {})
    for account_id, value in others:
        if account_id != seen[0]:
            yield from _external(*seen)
            seen = (account_id, {})
        seen[1][compact(value)] = value
    yield from _external(*seen)


def _external(account_id: str, values: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    for key, value in values.items():
        if key:
            yield key, "external", account_id, account_id, value
