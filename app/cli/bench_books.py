"""Big books for benches, written straight into a scratch file: SQL multiplies a few names."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from app import bootstrap
from app.areas.settings.values import SetUpPractice
from app.cli.bench import say
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId, new_id
from app.storage.search_text import TAIL
from app.storage.tables import station as declared

SEED = 20261120
NAMES = 997
"""A prime, so that family and given names meet in ever new pairs."""
_REVERSED = " || ".join(f"substr(phone, {at}, 1)" for at in range(12, 0, -1))
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwyz", "aeiou"


def make_practice(folder: Path) -> Path:
    """An empty practice whose key lies beside it."""
    practice = SetUpPractice(
        CommandId(new_id()),
        OrganizationId(new_id()),
        SiteId(new_id()),
        StationId(new_id()),
        "Bench clinic",
        "Main",
        demo=True,
    )
    bootstrap.init_station(folder, practice, bootstrap.FirstAdministrator("Bench", "1", "739154"))
    return folder


def names(seed: int, count: int = NAMES) -> list[str]:
    """So many different made-up names, the same ones for the same seed."""
    made = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        size = made.choice((2, 2, 3, 3, 4))
        word = "".join(made.choice(_CONSONANTS) + made.choice(_VOWELS) for _ in range(size))
        found[word.capitalize()] = None
    return list(found)


def add_accounts(
    station: bootstrap.Station, rows: int, families: int = NAMES, given: int = NAMES
) -> None:
    """Accounts with patients, names, numbers, phones, birth dates and balances, all findable; of
    so many different family and given names.
    """
    cursor = writing_cursor(station)
    say(f"making {rows} accounts")
    cursor.execute("CREATE TEMP TABLE fam (i INTEGER PRIMARY KEY, name TEXT)")
    cursor.execute("CREATE TEMP TABLE giv (i INTEGER PRIMARY KEY, name TEXT)")
    for table, seed, count in (("fam", SEED, families), ("giv", SEED + 1, given)):
        cursor.executemany(f"INSERT INTO {table} VALUES (?, ?)", enumerate(names(seed, count)))
    cursor.execute(
        "CREATE TEMP TABLE person AS WITH RECURSIVE turn(k) AS (SELECT 1 UNION ALL "
        "SELECT k + 1 FROM turn WHERE k < :rows) SELECT k, f.name AS family, g.name AS given, "
        "printf('%d-%02d-%02d', 1925 + k * 31 % 99, 1 + k * 7 % 12, 1 + k * 13 % 28) AS born, "
        "printf('312555%06d', k * 7919 % 1000000) AS phone, "
        "printf('01900000-0000-7000-8000-%012x', k) AS patient_id, "
        "printf('01900000-0000-7000-9000-%012x', k) AS account_id, printf('A-%06d', k) AS number "
        "FROM turn CROSS JOIN fam AS f ON f.i = k % :families "
        f"CROSS JOIN giv AS g ON g.i = ({_given_of(families)}) % :given",
        {"rows": rows, "families": families, "given": given},
    )
    _fill_parties(cursor)
    _fill_indexes(cursor)
    say("indexing their names")
    cursor.execute("INSERT INTO search_word (rowid, folded) SELECT row, folded FROM search_name")
    cursor.execute("DROP TABLE temp.person")
    settle(cursor)


def _given_of(families: int) -> str:
    """Which given name account `k` has: each with every family name, or all of many."""
    return "k / :families" if families == NAMES else "k * 31"


def _fill_parties(cursor: Any) -> None:
    fill(
        cursor,
        "patient",
        "person",
        {
            "id": "patient_id",
            "family_name": "family",
            "given_names": "given",
            "birth_date": "born",
            "phone": "phone",
            "name_order": "'given_first'",
        },
    )
    fill(
        cursor,
        "account",
        "person",
        {
            "id": "account_id",
            "number": "number",
            "number_series": "'A-{n}'",
            "number_value": "k",
            "patient_id": "patient_id",
            "currency": "'USD'",
            "guarantor_relationship": "'self'",
            "status": "CASE k % 50 WHEN 7 THEN 'closed' WHEN 9 THEN 'suspended' ELSE 'active' END",
        },
    )
    fill(
        cursor,
        "search_name",
        "person",
        {
            "row": "k",
            "account_id": "account_id",
            "folded": f"lower(given || ' ' || family) || ' ' || '{TAIL}' || {_REVERSED}",
            "filed": "lower(family || ' ' || given)",
        },
    )
    fill(
        cursor,
        "account_balance",
        "person",
        {
            "account_id": "account_id",
            "currency": "'USD'",
            "patient_minor": "max(0, k * 7919 % 90000 - 60000)",
            "credit_minor": "CASE k % 97 WHEN 0 THEN 500 ELSE 0 END",
        },
    )


def _fill_indexes(cursor: Any) -> None:
    for key, kind, shown in (
        ("'a' || substr(number, 3)", "account", "number"),
        ("phone", "phone", "phone"),
        ("'~' || replace(born, '-', '')", "birth_date", "born"),
    ):
        fill(
            cursor,
            "search_key",
            "person",
            {
                "key": key,
                "kind": f"'{kind}'",
                "entity_id": "account_id",
                "account_id": "account_id",
                "shown": shown,
            },
        )


def writing_cursor(station: bootstrap.Station) -> Any:
    """A cursor for filling a scratch file quickly; `settle` makes it an ordinary file again."""
    writer = station.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    cursor = writer.connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.execute("BEGIN IMMEDIATE")
    return cursor


def settle(cursor: Any) -> None:
    """Write everything out, as an ordinary day would have left it."""
    cursor.execute("COMMIT")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def fill(cursor: Any, name: str, source: str, given: dict[str, str]) -> None:
    """A row of `name` for each of `source`; what is not given is empty, nought or null.

    Indexes are made afterwards: each in one sort instead of a million single steps.
    """
    table = declared.tables[name]
    plain = {
        "text": "''",
        "whole": "0",
        "yes_no": "1",
        "id": "''",
        "day": "'2026-11-20'",
        "instant": "'2026-11-20T15:00:00.000000Z'",
        "blob": "randomblob(32)",
    }
    values = []
    for column in table.columns:
        role = str(column.info["role"])
        empty = "NULL" if column.nullable else plain[role]
        values.append(given.get(column.name, "'{}'" if column.name == "clocks" else empty))
    indexes = cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? "
        "AND sql IS NOT NULL",
        (name,),
    ).fetchall()
    looks = cursor.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? "
        "AND sql LIKE '%AFTER INSERT%'",
        (name,),
    ).fetchone()
    if looks:  # a trigger that looks each new row up needs them
        indexes = []
    for index, _ in indexes:
        cursor.execute(f"DROP INDEX {index}")
    columns = ", ".join(column.name for column in table.columns)
    cursor.execute(f"INSERT INTO {name} ({columns}) SELECT {', '.join(values)} FROM {source}")
    for _, sql in indexes:
        cursor.execute(sql)


def chosen(args: list[str], name: str, usual: int) -> int:
    """A number given to a bench, such as `--rows 1000`."""
    return int(args[args.index(name) + 1]) if name in args else usual
