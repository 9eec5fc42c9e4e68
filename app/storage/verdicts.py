"""What the centre says of records that are held: which count nowhere, and which count after all.

What takes something back counts only while that counts (sync.md 4). The centre alone rules so, of
a whole record (`packaging/central/24_reversals.sql`), and that verdict is followed like any other:
so it is the same at every station, in what is made afresh, in digests and for a new station.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.storage import aside, counting
from app.storage.aside import HERE, Place
from app.storage.checking import Recipe
from app.storage.following import Changes, follow
from app.storage.receiving import write_said
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork

_BODY = ReadSql(
    "SELECT hash, body FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_VERDICT = ReadSql(
    "SELECT applied, why FROM record_verdict WHERE station = :station "
    "AND incarnation = :incarnation AND seq = :seq"
)
_JUDGED = ReadSql(
    f"SELECT station, incarnation, seq FROM record_verdict WHERE why NOT LIKE '{HERE}%'"
)
Verdict = tuple[Place, str, str]
"""(place, hash, why)."""


def judged(reader: Reader) -> tuple[Place, ...]:
    """The records that the centre keeps aside, as far as is known here."""
    return tuple((row[0], row[1], row[2]) for row in reader.fetch(_JUDGED))


def put_aside(uow: UnitOfWork, verdicts: Iterable[Verdict], recipes: Iterable[Recipe]) -> int:
    """The centre keeps these records aside: their facts count nowhere from now on, also where their
    author wrote them. Documents keep what was typed here. How many were news.
    """
    changes, news = Changes(), 0
    for place, digest, why in verdicts:
        key = {"station": place[0], "incarnation": place[1], "seq": place[2]}
        row, known = uow.first(_BODY, **key), uow.first(_VERDICT, **key)
        if row is None or row[0] != digest:
            continue
        if known is not None:
            if known[1] != why and not known[1].startswith(HERE):
                aside.judge(uow, place, why, applied=bool(known[0]))
            continue
        aside.judge(uow, place, why, applied=True)
        counting.uncount(uow, aside.told(place, row[1]), changes)
        news += 1
    follow(uow, changes, recipes)
    return news


def let_count(
    uow: UnitOfWork, applied: Iterable[tuple[Place, str]], recipes: Iterable[Recipe]
) -> int:
    """The centre applied these records after all; how many count from now on."""
    every, changes, done = tuple(recipes), Changes(), 0
    for place, digest in applied:
        key = {"station": place[0], "incarnation": place[1], "seq": place[2]}
        row, verdict = uow.first(_BODY, **key), uow.first(_VERDICT, **key)
        if row is None or row[0] != digest or verdict is None:
            continue
        aside.drop_verdict(uow, place)
        if verdict[0]:
            counting.count_again(uow, aside.told(place, row[1]), changes)
        else:
            write_said(uow, {place: row[1]}, every)
        done += 1
    follow(uow, changes, every)
    return done
