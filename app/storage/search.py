"""Finding rows: folded names in a full-text index, numbers by prefix; both are views and can be
made afresh.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlcipher3 import dbapi2 as driver

from app.kernel.text import fold, plain_digits
from app.storage.schema import search_key, search_made, search_name
from app.storage.search_text import (
    LONGEST,
    NOTHING,
    begins_turned,
    indexed,
    match_of,
    name_in,
    tails_of,
    turns_of,
    words_match,
)
from app.storage.statements import Read, Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork

VERSION = 3
"""How the views that find are derived; with another number they are derived again at opening."""
_WITH_DAYS = 2
"""From here on days are keys of their own."""
DAY = "~"
CANDIDATES = 200
"""At most so many rows are looked at for one query; ordering a short prefix by name costs too
much.
"""

_NAME_ROW = Read(
    select(search_name.c.row, search_name.c.folded, search_name.c.filed).where(
        search_name.c.account_id == bindparam("account_id")
    )
)
_MADE = ReadSql("SELECT version FROM search_made WHERE name = 'accounts'")
_DERIVED = ReadSql(
    "SELECT EXISTS (SELECT 1 FROM search_name), "
    f"EXISTS (SELECT 1 FROM search_key WHERE key >= '{DAY}')"
)
_LAST_ROW = Read(select(func.max(search_name.c.row)))
_KEYS = Read(
    select(
        search_key.c.account_id,
        search_key.c.kind,
        search_key.c.shown,
        search_key.c.key,
        search_name.c.folded,
    )
    .outerjoin(search_name, search_name.c.account_id == search_key.c.account_id)
    .where(search_key.c.key >= bindparam("low"), search_key.c.key < bindparam("high"))
    .order_by(search_key.c.key)
    .limit(CANDIDATES)
)


ACCOUNTS_FOUND = (
    "SELECT n.account_id FROM search_word AS w JOIN search_name AS n ON n.row = w.rowid "
    "WHERE search_word MATCH :match UNION "
    "SELECT account_id FROM search_key WHERE key >= :low AND key < :high"
)
"""Accounts whose name or number begins so, all of them: the filter of a list, after which the list
sorts. With the values of `match_values`.
"""
ENTITIES_FOUND = (
    "SELECT entity_id FROM search_key WHERE key >= :low AND key < :high AND kind = :kind"
)
"""Invoices or receipts whose number begins so."""

_WORDS = ReadSql(
    "SELECT n.account_id, n.folded FROM search_word AS w JOIN search_name AS n "
    f"ON n.row = w.rowid WHERE search_word MATCH :match LIMIT {CANDIDATES}"
)
_NAMED = ReadSql(
    "SELECT account_id, folded FROM search_name WHERE filed IN (SELECT value FROM "
    f"json_each(:names)) LIMIT {CANDIDATES}"
)
_TURNS_AT_MOST = 6
"""Words of a question that are tried as a whole name, the family name in each place."""


def is_older(reader: Reader) -> bool:
    """Whether an earlier program derived what finds accounts here; not where a new station did, of
    what came from the others.
    """
    version = reader.scalar(_MADE)
    if version is not None:
        return bool(version != VERSION)
    names, days = reader.first(_DERIVED)
    return bool(names) and (not days or VERSION > _WITH_DAYS)


def is_unsaid(reader: Reader) -> bool:
    """Whether nothing finds accounts here yet, and nothing says how it will be derived."""
    return reader.scalar(_MADE) is None and not reader.first(_DERIVED)[0]


def begin_index(uow: UnitOfWork, _nothing: None) -> None:
    """All that will find accounts here is derived by this program."""
    say_made(uow)


def say_made(uow: UnitOfWork) -> None:
    """What finds accounts is as this program derives it."""
    uow.put(search_made, {"name": "accounts", "version": VERSION})


def read_anew(reader: Reader) -> None:
    """Let this connection see the index as it is now. The full-text engine keeps what it knew of
    its segments at the last question; a check of the pages after others merged them would find
    damage where there is none.
    """
    with suppress(driver.DatabaseError):  # real damage is what the check tells
        reader.first(_WORDS, match=NOTHING)


def index_name(
    uow: UnitOfWork, account_id: str, name: str, filed: str, phones: Iterable[str] = ()
) -> None:
    """Put an account's name into the index, in place of the one before, with the phones by whose
    last digits it is found; lists sort by `filed`.
    """
    _index(uow, account_id, indexed(name, phones), fold(filed))


def _index(uow: UnitOfWork, account_id: str, folded: str, under: str) -> None:
    known = uow.first(_NAME_ROW, account_id=account_id)
    if known is not None and tuple(known[1:]) == (folded, under):
        return
    row = known[0] if known else _next_row(uow)
    uow.derive(
        search_name, {"row": row, "account_id": account_id, "folded": folded, "filed": under}
    )
    verb = "INSERT OR REPLACE INTO" if known else "INSERT INTO"
    derive = uow.derive_last if uow.in_bulk else uow.derive_sql
    derive("search_word", f"{verb} search_word (rowid, folded) VALUES (?, ?)", (row, folded))


def _next_row(uow: UnitOfWork) -> int:
    """In bulk the index only grows, so its end is looked for once in a transaction."""
    if not uow.in_bulk:
        return int(uow.scalar(_LAST_ROW) or 0) + 1
    rows = uow.once("rows of names", (), lambda: count(int(uow.scalar(_LAST_ROW) or 0) + 1))
    return next(rows)


def put_names(uow: UnitOfWork, rows: Iterable[tuple[Any, ...]]) -> None:
    """Put names that are folded already into the index: (any number, account, folded, filed)."""
    for _, account_id, folded, filed in rows:
        _index(uow, account_id, folded, filed)


def index_key(
    uow: UnitOfWork, key: str, kind: str, entity_id: str, account_id: str, shown: str = ""
) -> None:
    """Let an account be found by a number, a phone or a day (as `day_key` writes it)."""
    if not key:
        return
    folded = key if key.startswith(DAY) else compact(key)
    if folded:
        uow.derive(
            search_key,
            {
                "key": folded,
                "kind": kind,
                "entity_id": entity_id,
                "account_id": account_id,
                "shown": shown or key,
            },
        )


def forget_keys(uow: UnitOfWork, account_id: str, kinds: tuple[str, ...]) -> None:
    """Let an account no longer be found by its keys of these kinds."""
    for kind in kinds:
        uow.drop(search_key, account_id=account_id, kind=kind)


def compact(key: str) -> str:
    """A number as people type it: folded, without spaces and signs between."""
    return fold(plain_digits(key)).replace(" ", "")


def compacted(*texts: str | None) -> dict[str, str]:
    """What numbers are found by, each with the last of those that are typed so."""
    keys = ((compact(text), text) for text in texts if text)
    return {key: text for key, text in keys if key}


def day_key(day: date) -> str:
    """The key of a day; no number begins so, or every number of a century would be a birth date."""
    return DAY + day.isoformat().replace("-", "")


def match_values(text: str) -> dict[str, str]:
    """The values of ACCOUNTS_FOUND for what somebody typed."""
    low, match = compact(text[:LONGEST]), match_of(text)
    # Without a sign that can be found nothing is; the empty prefix would be everything.
    return {"match": match, "low": low or "\U0010fffe", "high": low + "\U0010ffff"}


def accounts_by_words(reader: Reader, text: str) -> list[tuple[str, str]]:
    """(account id, folded name) of up to CANDIDATES accounts whose name has every word as a
    prefix; of unspaced scripts also with family and given names typed in one, whichever is first.
    """
    match = words_match(text)
    found = [] if match == NOTHING else _matching(reader, match)
    turns = turns_of(text)
    if turns:
        turned = _matching(reader, " OR ".join(turns))
        found += [one for one in turned if begins_turned(one[1], text) and one not in found]
    return found


def accounts_by_match(reader: Reader, match: str) -> list[tuple[str, str]]:
    """(account id, folded name) of up to CANDIDATES accounts that a full-text question finds."""
    return _matching(reader, match)


def accounts_by_tail(reader: Reader, text: str) -> list[tuple[str, str]]:
    """(account id, folded name) of accounts with a phone that ends so."""
    asked = tails_of(text[:LONGEST])
    return _matching(reader, " OR ".join(asked)) if asked else []


def accounts_named(reader: Reader, text: str) -> list[tuple[str, str]]:
    """(account id, folded name) of accounts whose whole name was typed, in whatever order of family
    and given names; found however many others begin so.
    """
    words = fold(text[:LONGEST]).split()
    if not 1 <= len(words) <= _TURNS_AT_MOST:
        return []
    turns = [" ".join((*words[at:], *words[:at])) for at in range(len(words))]
    found = reader.fetch(_NAMED, names=json.dumps(turns))
    return [(row[0], name_in(row[1])) for row in found]


def _matching(reader: Reader, match: str) -> list[tuple[str, str]]:
    return [(row[0], name_in(row[1])) for row in reader.fetch(_WORDS, match=match)]


def accounts_on(reader: Reader, day: date) -> list[tuple[str, str, str, bool, str]]:
    """What `accounts_by_key` says of the accounts of who was born on a day."""
    key = day_key(day)
    rows = reader.fetch(_KEYS, low=key, high=key + "\x00")
    return [(row[0], row[1], row[2], True, name_in(row[4] or "")) for row in rows]


def accounts_by_key(reader: Reader, text: str) -> list[tuple[str, str, str, bool, str]]:
    """(account id, kind, number as written, exact, folded name) of accounts with a number that
    begins so.
    """
    low = compact(text)
    if len(low) < 2:
        return []
    rows = reader.fetch(_KEYS, low=low, high=low + "\U0010ffff")
    return [(row[0], row[1], row[2], row[3] == low, name_in(row[4] or "")) for row in rows]
