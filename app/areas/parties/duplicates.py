"""Who may be there twice: read stretch by stretch, so that a million accounts hold nobody up; and
what was merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from sqlalchemy import func, select

from app.areas.ledger import queries as ledger
from app.areas.parties import merging_records, queries, schema
from app.areas.parties.merging_records import Stored
from app.areas.parties.merging_values import Alike, AlikePage, Merge, Twin
from app.areas.parties.rules import likeness
from app.areas.security import queries as security
from app.kernel.i18n import format_date
from app.kernel.ids import AccountId
from app.kernel.translate import t
from app.storage.search import DAY
from app.storage.search_text import name_in
from app.storage.statements import Read, Reader, ReadSql

STRETCH = 8_000
"""So many people are compared in one question."""
_LIKELY, _SAME_PHONE = 72, 82
"""How alike names must be beside the same birth date, and beside the same phone: families share
one.
"""
_TOGETHER_AT_MOST = 400
"""People of one birth date or phone that are compared with each other; more of them share a day
that stands for none, such as 1 January 1900.
"""
_KEYS = ReadSql(
    "SELECT k.key, k.account_id, n.folded, k.shown FROM search_key AS k "
    "JOIN search_name AS n ON n.account_id = k.account_id "
    "WHERE k.key > :after AND k.key < :end AND k.kind = :kind ORDER BY k.key LIMIT :most"
)
_a, _x = schema.account.c, schema.external_id.c
_TWICE = Read(
    select(_x.system, _x.value, func.group_concat(_a.id))
    .select_from(schema.external_id)
    .join(schema.account, _a.patient_id == _x.entity_id)
    .where(_x.entity_kind == "patient", _x.active == 1)
    .group_by(_x.system, _x.value)
    .having(func.count(func.distinct(_a.id)) > 1)
    .limit(500)
)
_BIRTHS, _PHONES = (DAY, DAY + "\U0010ffff"), ("/", ":")


def alike(reader: Reader, after: str = "") -> AlikePage:
    """Accounts that may be one person's in the next stretch of the books: with one number of
    another system, then with one birth date, then with one phone; without those that are merged or
    that somebody kept apart.
    """
    if not after:
        return AlikePage(_of_numbers(reader), "birth_date:", 0)
    kind, _, key = after.partition(":")
    low, end = _BIRTHS if kind == "birth_date" else _PHONES
    rows = reader.fetch(_KEYS, after=key or low, end=end, kind=kind, most=STRETCH)
    last = str(rows[-1][0]) if len(rows) == STRETCH else ""
    whole = [row for row in rows if row[0] != last]
    if last and not whole:  # more people on one day than a stretch holds
        return AlikePage((), f"{kind}:{last}", _percent(kind, last))
    pairs = tuple(_new(reader, _pairs(kind, whole)))
    if last:
        before = str(whole[-1][0])
        return AlikePage(pairs, f"{kind}:{before}", _percent(kind, before))
    return AlikePage(
        pairs, "phone:" if kind == "birth_date" else "", 50 if kind != "phone" else 100
    )


def _percent(kind: str, key: str) -> int:
    """How far along the keys are: birth dates by their year, phones by their first two digits."""
    if kind == "birth_date":
        return min(49, max(0, (int(key[1:5]) - 1900) * 50 // 130))
    digits = "".join(letter for letter in key[:2] if letter.isdigit()).ljust(2, "0")
    return 50 + int(digits) // 2


def _pairs(kind: str, rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Alike]:
    """Those who share a key and have names alike; only names that share a word or a beginning are
    compared, or it would be everybody with everybody.
    """
    people: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for key, account_id, folded, shown in rows:
        people[key][account_id] = (name_in(folded), shown)
    least = _LIKELY if kind == "birth_date" else _SAME_PHONE
    for group in people.values():
        if not 1 < len(group) <= _TOGETHER_AT_MOST:
            continue
        near: dict[str, list[str]] = defaultdict(list)
        for account_id, (name, _) in group.items():
            for word in {word[:4] for word in name.split()}:
                near[word].append(account_id)
        met = {pair for ids in near.values() for pair in combinations(sorted(set(ids)), 2)}
        for one, other in sorted(met):
            like = likeness(group[one][0], group[other][0])
            if like >= least:
                yield _alike(kind, one, other, like, group[one][1])


def _alike(kind: str, one: str, other: str, like: int, shown: str) -> Alike:
    said = t("the same name") if like == 100 else t("a similar name")
    if kind == "birth_date":
        also = t("born {date}", date=format_date(date.fromisoformat(shown)))
    else:
        also = t("the phone {phone}", phone=shown)
    return Alike(AccountId(one), AccountId(other), f"{said}, {also}", like)


def _of_numbers(reader: Reader) -> tuple[Alike, ...]:
    found = []
    for system, value, accounts in reader.fetch(_TWICE):
        why = t("both are {system} {value}", system=system, value=value)
        for one, other in combinations(sorted(set(accounts.split(",")))[:5], 2):
            found.append(Alike(AccountId(one), AccountId(other), why, 100))
    return tuple(_new(reader, found))


def _new(reader: Reader, pairs: Iterable[Alike]) -> Iterator[Alike]:
    """Without those that somebody decided about already."""
    for pair in pairs:
        one = merging_records.stands_for(reader, pair.one_id)
        other = merging_records.stands_for(reader, pair.other_id)
        if one != other and not merging_records.are_apart(reader, pair.one_id, pair.other_id):
            yield pair


def twin(reader: Reader, account_id: AccountId) -> Twin:
    """All that tells whether this account and another are one person's."""
    details = queries.account_details(reader, account_id)
    header, person = details.header, details.person
    balance = ledger.balance_together(reader, account_id, header.currency)
    town = " ".join(part for part in (person.postal_code, person.city) if part)
    where = (person.address_1, person.address_2, town)
    merged = merging_records.merged_into(reader, account_id)
    return Twin(
        account_id=account_id,
        number=header.account_number,
        name=header.name,
        birth_date=header.birth_date,
        phones=tuple(dict.fromkeys(each for each in (person.phone, person.mobile) if each)),
        address=", ".join(part for part in where if part),
        email=person.email,
        guarantor=header.guarantor,
        external_ids=tuple(f"{one.system} {one.value}" for one in details.external_ids),
        owed=balance.owed,
        credit=balance.credit,
        registered_on=details.registered_on,
        stands_for=tuple(queries.account_header(reader, one).account_number for one in merged),
    )


def merges(reader: Reader, account_id: AccountId) -> tuple[Merge, ...]:
    """The merges that stand for one person, the oldest first; nothing for most accounts."""
    stands = merging_records.stands_for(reader, account_id)
    members = (stands, *merging_records.merged_into(reader, stands))
    if len(members) == 1:
        return ()
    return tuple(_merge(reader, row) for row in merging_records.merges_of(reader, members))


def latest_merges(reader: Reader, most: int = 50) -> tuple[Merge, ...]:
    """The latest merges that stand, the newest first."""
    rows = merging_records.latest(reader, max(0, most))
    return tuple(_merge(reader, row) for row in rows)


def _merge(reader: Reader, row: Stored) -> Merge:
    merge_id, merged, into, reason, by, at = row
    header = queries.account_header(reader, merged)
    who = security.user_name(reader, by)
    return Merge(merge_id, merged, header.account_number, header.name, into, reason, who, at)
