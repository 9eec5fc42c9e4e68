"""Who a station is, and the lives it has: set up once, begun again after every restore or fork."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from app.kernel.clock import Clock, instant_text
from app.storage.numbering import prefix_of
from app.storage.schema import number_series, print_job, stream
from app.storage.statements import ReadSql
from app.storage.unit_of_work import UnitOfWork

_CODE = ReadSql("SELECT station_code FROM this_station WHERE one = 1")
_AT = ReadSql(
    "SELECT at FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_LIVES = ReadSql("SELECT prefix FROM stream")
_WAITING = (
    "WHERE state IN ('queued', 'checking', 'sending', 'wait_printer', 'submitted', 'attention', "
    "'withdrawing')"
)
_NO_PAPER = "AND doc_kind IN ('drawer_kick', 'test_page', 'office_test_page')"
_PAPER_AFTER_A_RESTORE = (
    f"UPDATE print_job SET state = 'put_away', error = 'restored' {_WAITING} {_NO_PAPER}",
    f"UPDATE print_job SET state = 'unsure', error = 'restored' {_WAITING}",
)
"""What waited for paper in a backup may have been printed since: a person must look."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a database knows of the station it belongs to."""

    organization_id: str
    site_id: str
    station_id: str
    station_code: str
    database_id: str
    demo: bool
    enrolled: bool = False
    """Whether the practice had a station before this one."""


def begin_station(cursor: Any, here: Identity, *, clock: Clock) -> None:
    """Write who this station is into a fresh database, and begin its first life."""
    cursor.execute(
        "INSERT INTO this_station (one, organization_id, site_id, station_id, station_code, "
        "database_id, demo) VALUES (1, ?, ?, ?, ?, ?, ?)",
        (
            here.organization_id,
            here.site_id,
            here.station_id,
            here.station_code,
            here.database_id,
            int(here.demo),
        ),
    )
    if here.enrolled:
        cursor.execute("INSERT INTO enrolled (one, at) VALUES (1, ?)", (instant_text(clock.now()),))
    begin_incarnation(cursor, here.station_code, why="set up", clock=clock)


def begin_incarnation(cursor: Any, station_code: str, *, why: str, clock: Clock) -> None:
    """Start a new life of this station: fresh random stream, fresh number prefix. Own
    transaction.
    """
    cursor.execute("BEGIN IMMEDIATE")
    ordinal = cursor.execute("SELECT coalesce(max(ordinal), 0) + 1 FROM stream").fetchone()[0]
    known = {prefix for (prefix,) in cursor.execute("SELECT prefix FROM stream").fetchall()}
    life, prefix = _new_life(station_code, ordinal, known)
    cursor.execute("UPDATE stream SET current = 0")
    cursor.execute(
        "INSERT INTO stream (incarnation, ordinal, prefix, started_at, why, current) "
        "VALUES (?, ?, ?, ?, ?, 1)",
        (life, ordinal, prefix, instant_text(clock.now()), why),
    )
    for sql in _PAPER_AFTER_A_RESTORE:
        cursor.execute(sql)
    cursor.execute("COMMIT")


def begin_next_life(uow: UnitOfWork, common: int) -> None:
    """Go on in a new stream from here, within this transaction and without a restart. The copy that
    lives elsewhere may have printed what waited when both had the same records.
    """
    old = uow.stream
    at = uow.scalar(_AT, station=old.station, incarnation=old.incarnation, seq=common) or ""
    lives = uow.fetch(_LIVES)
    ordinal = len(lives) + 1
    life, prefix = _new_life(str(uow.scalar(_CODE)), ordinal, {row[0] for row in lives})
    uow.update(stream, {"current": 0}, incarnation=old.incarnation)
    uow.put(
        stream,
        {
            "incarnation": life,
            "ordinal": ordinal,
            "prefix": prefix,
            "started_at": instant_text(uow.now),
            "why": "forked",
            "current": 1,
        },
    )
    uow.drop(number_series)
    for sql in _PAPER_AFTER_A_RESTORE:
        uow.write_many(print_job, f"{sql} AND at <= ?", [(at,)])
    uow.stream = replace(old, incarnation=life, prefix=prefix, first_life=False)


def _new_life(station_code: str, ordinal: int, known: set[str]) -> tuple[str, str]:
    """(incarnation, prefix). The series of the last life are over: each prefix counts its own, and
    another copy of this station may go on with the old ones.
    """
    while True:
        life = secrets.token_hex(16)
        prefix = prefix_of(station_code, ordinal, life)
        if prefix not in known:
            return life, prefix
