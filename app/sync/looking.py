"""How things stand: what a station knows of the centre, and what the centre knows of everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.areas.drawers import queries as drawers
from app.kernel.i18n import format_money
from app.kernel.ids import UserId
from app.kernel.money import Money
from app.kernel.translate import t, tn
from app.storage import still_coming
from app.storage.statements import Reader
from app.sync import outbox
from app.sync.cautions import cautions
from app.sync.outbox import Waiting
from app.sync.setting_up import administrator


@dataclass(frozen=True, slots=True)
class Standing:
    """What the status strip says. `joined` False: this station works alone."""

    joined: bool
    online: bool
    words: str
    last_contact: datetime | None
    trouble: str
    trouble_since: datetime | None
    records: int
    payments: int
    amounts: tuple[Money, ...]
    oldest: datetime | None
    quarantined: int
    clock_off_ms: int
    cautions: tuple[str, ...] = ()
    history: int | None = None
    """How many percent of the older history are here, while it still comes."""


@dataclass(frozen=True, slots=True)
class LifeThere:
    """How far the centre has one life of a station; `safe` is what a verified backup holds."""

    incarnation: str
    have: int
    safe: int


@dataclass(frozen=True, slots=True)
class CodeThere:
    """A code that lets one computer in and is not over yet; `made_by` is a station's code."""

    made_by: str
    expires_at: datetime
    used: bool


@dataclass(frozen=True, slots=True)
class StationThere:
    """A station as the centre knows it."""

    code: str
    station_id: str
    revoked: bool
    app_version: str
    last_seen: datetime | None
    clock_off_ms: int
    records: int
    quarantined: int
    lives: tuple[LifeThere, ...] = ()


@dataclass(frozen=True, slots=True)
class CentreStatus:
    organization: str
    revision: str
    stations: tuple[StationThere, ...]
    clashes: int
    unprojected: int
    codes: tuple[CodeThere, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise of the centre that does not hold."""

    promise: str
    what: str


def standing(reader: Reader) -> Standing:
    """How this station stands with the centre, in numbers and one sentence."""
    where = outbox.position(reader)
    joined = outbox.link(reader) is not None
    left = outbox.waiting(reader)
    online = joined and not where.trouble and where.last_contact is not None
    return Standing(
        joined=joined,
        online=online,
        words=_words(joined, online, left),
        last_contact=where.last_contact,
        trouble=where.trouble,
        trouble_since=where.trouble_since,
        records=left.records,
        payments=left.payments,
        amounts=left.amounts,
        oldest=left.oldest,
        quarantined=outbox.quarantined(reader),
        clock_off_ms=where.clock_off_ms,
        cautions=cautions(reader),
        history=still_coming.percent_here(reader),
    )


def standing_for(reader: Reader, asker: UserId | None) -> Standing:
    """The same as one person may read it: who still has a drawer to count gets no sum of what was
    taken, because the count is blind; nobody does who is not signed in while any drawer is open.
    """
    stands = standing(reader)
    if asker is None:
        blind = bool(drawers.open_shifts(reader))
    else:
        blind = drawers.has_open_drawer(reader, asker)
    if not blind or not stands.amounts:
        return stands
    left = Waiting(stands.records, stands.payments, (), stands.oldest)
    return replace(stands, amounts=(), words=_words(stands.joined, stands.online, left))


def _words(joined: bool, online: bool, left: Waiting) -> str:
    if not joined:
        return t("This station works alone: everything works but other windows do not see it.")
    if online and not left.records:
        return t("Everything is at the centre.")
    if online:
        return tn(
            "Online. One step is being sent.",
            "Online. {count} steps are being sent.",
            left.records,
        )
    if not left.payments:
        return t("Offline: cash and checks work, no payment waits to be sent.")
    if not left.amounts:
        return tn(
            "Offline: cash and checks work, {count} payment waits.",
            "Offline: cash and checks work, {count} payments wait.",
            left.payments,
        )
    money = " + ".join(format_money(amount) for amount in left.amounts)
    if left.payments == 1:
        return t("Offline: cash and checks work, 1 payment ({money}) waits.", money=money)
    return t(
        "Offline: cash and checks work, {count} payments ({money}) wait.",
        count=left.payments,
        money=money,
    )


def centre_status(dsn: str) -> CentreStatus:
    """What the centre knows of everybody who sends there; `dsn` is an administrator's."""
    with administrator(dsn) as connection:
        one = connection.execute(
            "SELECT coalesce((SELECT name FROM sync.organization LIMIT 1), ''), schema_revision, "
            "(SELECT count(*) FROM sync.clash), (SELECT count(*) FROM sync.unprojected) "
            "FROM sync.version"
        ).fetchone()
        rows = connection.execute(
            "SELECT s.code, s.station_id::text, s.revoked_at IS NOT NULL, s.app_version, "
            "s.last_seen, s.clock_off_ms, coalesce((SELECT sum(t.have) FROM sync.stream t "
            "WHERE t.organization_id = s.organization_id AND t.station = s.station_id), 0)::bigint,"
            " (SELECT count(*) FROM sync.record r WHERE r.organization_id = s.organization_id "
            "AND r.station = s.station_id AND r.status = 'quarantined') "
            "FROM sync.station s ORDER BY s.code"
        ).fetchall()
        lives: dict[str, list[LifeThere]] = {}
        for station_id, *life in connection.execute(
            "SELECT t.station::text, t.incarnation, t.have, t.safe FROM sync.stream t "
            "ORDER BY t.station, t.have DESC"
        ):
            lives.setdefault(station_id, []).append(LifeThere(*life))
        codes = connection.execute(
            "SELECT coalesce(s.code, ''), i.expires_at, i.used_by IS NOT NULL "
            "FROM sync.invitation i LEFT JOIN sync.station s "
            "ON s.organization_id = i.organization_id AND s.station_id = i.made_by "
            "WHERE i.expires_at > clock_timestamp() ORDER BY i.expires_at"
        ).fetchall()
    return CentreStatus(
        one[0],
        one[1],
        tuple(replace(StationThere(*row), lives=tuple(lives.get(row[1], ()))) for row in rows),
        one[2],
        one[3],
        tuple(CodeThere(*row) for row in codes),
    )


def broken_promises(dsn: str) -> tuple[Broken, ...]:
    """What does not hold at the centre; nothing when its books are sound."""
    with administrator(dsn) as connection:
        found = connection.execute("SELECT promise, what FROM sync.verify()").fetchall()
    return tuple(Broken(*row) for row in found)
