"""Who a station is, and the lives it has: set up once, begun again after every restore or fork."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from app.kernel.clock import Clock, instant_text
from app.storage.numbering import prefix_of

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
    ordinal = cursor.execute("SELECT coalesce(max(ordinal), 0) + 1 FROM stream").fetchone()[0]
    incarnation = secrets.token_hex(16)
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("UPDATE stream SET current = 0")
    cursor.execute(
        "INSERT INTO stream (incarnation, ordinal, prefix, started_at, why, current) "
        "VALUES (?, ?, ?, ?, ?, 1)",
        (
            incarnation,
            ordinal,
            prefix_of(station_code, ordinal, incarnation),
            instant_text(clock.now()),
            why,
        ),
    )
    for sql in _PAPER_AFTER_A_RESTORE:
        cursor.execute(sql)
    cursor.execute("COMMIT")
