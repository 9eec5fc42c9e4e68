"""What of this station's log the centre does not have yet, and what of it is money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.kernel.clock import instant_from
from app.kernel.money import Money
from app.storage import receiving
from app.storage.canonical import hash_of
from app.storage.receiving import StreamKey
from app.storage.schema import orphan, record_verdict, station_log, stream, this_station
from app.storage.statements import Read, Reader
from app.storage.station_log import CARRY, FIELDS, rows_of
from app.sync import schema
from app.sync.central import AT_ONCE, Head

BYTES_AT_ONCE = 1_000_000
"""A push stays small enough for a slow line; one record is at most a quarter of it."""
MOST_ADDED = 5_000
"""Waiting records whose money is added up; further ones are counted."""

_SENT = tuple(name for name in FIELDS if name not in ("organization", "station", "incarnation"))
_log, _state, _link = station_log.c, schema.central_state.c, schema.central_link.c
_HERE = Read(
    select(this_station.c.station_id, stream.c.incarnation)
    .select_from(this_station)
    .join(stream, stream.c.current == 1)
)
_mine = (_log.station == bindparam("station")) & (_log.incarnation == bindparam("incarnation"))
_AFTER = Read(
    select(*(_log[name] for name in _SENT))
    .where(_mine, _log.seq > bindparam("have"))
    .order_by(_log.seq)
    .limit(AT_ONCE)
)
_HEAD = Read(select(_log.seq, _log.hash).where(_mine).order_by(_log.seq.desc()).limit(1))
_COUNT = Read(select(func.count(), func.min(_log.at)).where(_mine, _log.seq > bindparam("have")))
_PAYMENTS = Read(
    select(_log.seq, _log.at)
    .where(
        _mine,
        _log.seq > bindparam("have"),
        or_(_log.action == "payments.take_payment", _log.action == CARRY),
    )
    .order_by(_log.seq)
    .limit(MOST_ADDED)
)
_BODY = Read(select(_log.body).where(_mine, _log.seq == bindparam("seq")))
_POSITION = Read(
    select(
        _state.incarnation,
        _state.have,
        _state.hash,
        _state.epoch,
        _state.last_contact,
        _state.clock_off_ms,
        _state.trouble,
        _state.trouble_side,
        _state.trouble_since,
    )
)
_JOINED = Read(select(_link.address, _link.role, _link.secret))
_AUTHORITY = Read(select(schema.central_trust.c.ca))
_there = schema.stream_head.c
_HEADS = Read(select(_there.station, _there.incarnation, _there.have, _there.hash, _there.safe))
_LEFT_LIVES = Read(
    select(stream.c.incarnation, func.coalesce(_there.have, literal_column("0")))
    .select_from(stream)
    .outerjoin(schema.stream_head, _there.incarnation == stream.c.incarnation)
    .where(stream.c.current == 0)
)
_ORPHANS = Read(
    select(orphan.c.body, orphan.c.at)
    .where(orphan.c.station == bindparam("station"))
    .limit(MOST_ADDED)
)
_REFUSED = Read(
    select(func.count())
    .select_from(record_verdict)
    .join(this_station, this_station.c.station_id == record_verdict.c.station)
)


@dataclass(frozen=True, slots=True)
class Here:
    """The current stream of this station."""

    station: str
    incarnation: str

    @property
    def key(self) -> dict[str, str]:
        return {"station": self.station, "incarnation": self.incarnation}

    @property
    def first_hash(self) -> str:
        """What stands before the first record."""
        return hash_of(self.station, self.incarnation)


@dataclass(frozen=True, slots=True)
class Position:
    """How far the centre has the current stream, and since when it is away."""

    have: int
    hash: str
    epoch: str = ""
    last_contact: datetime | None = None
    clock_off_ms: int = 0
    trouble: str = ""
    trouble_side: str = ""
    trouble_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CentralLink:
    """Where the centre is and as whom this station signs in; no secret where a keyring has it."""

    address: str
    role: str
    secret: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the centre does not have yet: records, and of these the payments with their money."""

    records: int
    payments: int
    amounts: tuple[Money, ...]
    oldest: datetime | None


def link(reader: Reader) -> CentralLink | None:
    """The centre this station was joined to; None when it works alone."""
    row = reader.first(_JOINED)
    return None if row is None else CentralLink(*row)


def authority(reader: Reader) -> str:
    """Whose certificates the centre must show: PEM, “system”, or empty for what libpq finds."""
    return str(reader.scalar(_AUTHORITY) or "")


def here(reader: Reader) -> Here:
    """The stream this station writes now."""
    return Here(*reader.first(_HERE))


def position(reader: Reader) -> Position:
    """How far the centre has this stream; at its beginning for a new life."""
    mine, row = here(reader), reader.first(_POSITION)
    if row is None:
        return Position(0, mine.first_hash)
    incarnation, have, digest, epoch, contact, off, trouble, side, since = row
    same = incarnation == mine.incarnation
    return Position(
        have=have if same else 0,
        hash=digest if same else mine.first_hash,
        epoch=epoch,
        last_contact=instant_from(contact) if contact else None,
        clock_off_ms=off,
        trouble=trouble,
        trouble_side=side,
        trouble_since=instant_from(since) if since else None,
    )


def head(reader: Reader) -> tuple[int, str]:
    """The last record of the stream, or what stands before its first."""
    mine = here(reader)
    row = reader.first(_HEAD, **mine.key)
    return (0, mine.first_hash) if row is None else (row[0], row[1])


@dataclass(frozen=True, slots=True)
class Stands:
    """The stream this station writes, and how far every stream is held, that one too."""

    here: Here
    held: dict[StreamKey, tuple[int, str]]

    @property
    def own(self) -> StreamKey:
        return self.here.station, self.here.incarnation

    @property
    def head(self) -> tuple[int, str]:
        return self.held.get(self.own) or (0, self.here.first_hash)


def stands(reader: Reader) -> Stands:
    """All that a talk with the centre begins with, from one snapshot."""
    return Stands(here(reader), receiving.held(reader))


def hash_at(reader: Reader, seq: int) -> str | None:
    """The hash of a record of the stream; None where there is none."""
    mine = here(reader)
    return receiving.hash_at(reader, (mine.station, mine.incarnation), seq)


def records_after(
    reader: Reader, have: int, key: StreamKey | None = None
) -> tuple[dict[str, Any], ...]:
    """The next records of this station's stream to send, or of another one, in order: at most
    AT_ONCE, and about BYTES_AT_ONCE.
    """
    where = here(reader).key if key is None else {"station": key[0], "incarnation": key[1]}
    rows = reader.fetch(_AFTER, **where, have=have)
    chosen: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        record = dict(zip(_SENT, row, strict=True))
        size += len(record["body"])
        if chosen and size > BYTES_AT_ONCE:
            break
        chosen.append(record)
    return tuple(chosen)


def waiting(reader: Reader) -> Waiting:
    """What the centre does not have yet; asked after every commit, so each payment is read once."""
    mine = here(reader)
    lives = [(mine, position(reader).have)]
    lives += [(Here(mine.station, life), have) for life, have in reader.fetch(_LEFT_LIVES)]
    records, moments = 0, []
    paid: list[tuple[str, int]] = []
    for life, have in lives:
        where: dict[str, Any] = {**life.key, "have": have}
        records += int(reader.scalar(_COUNT, **where))
        for seq, at in reader.fetch(_PAYMENTS, **where):
            moments.append(at)
            paid += _money_of(reader, life, seq, at)
    for body, at in reader.fetch(_ORPHANS, station=mine.station):
        records += 1
        if money := _money_in(body):
            moments.append(at)
            paid += money
    sums: dict[str, int] = {}
    for currency, minor in paid:
        sums[currency] = sums.get(currency, 0) + minor
    return Waiting(
        records,
        len(paid),
        tuple(Money(minor, currency) for currency, minor in sorted(sums.items())),
        instant_from(min(moments)) if moments else None,
    )


_MONEY: dict[tuple[str, int, str], tuple[tuple[str, int], ...]] = {}
"""(currency, minor units) of the payments of a record, which never changes; the moment is in the
key because a copied folder goes on under the same incarnation for a while.
"""


def _money_of(reader: Reader, mine: Here, seq: int, at: str) -> tuple[tuple[str, int], ...]:
    key = (mine.incarnation, seq, at)
    if key not in _MONEY:
        if len(_MONEY) > 2 * MOST_ADDED:
            _MONEY.clear()
        _MONEY[key] = _money_in(reader.scalar(_BODY, **mine.key, seq=seq))
    return _MONEY[key]


def _money_in(body: str) -> tuple[tuple[str, int], ...]:
    said = (row["f"] for row in rows_of(body) if row["t"].startswith("payment.v"))
    return tuple((fields["currency"], fields["amount_minor"]) for fields in said)


def payments_in(body: str) -> tuple[Money, ...]:
    """What each payment of a record came to."""
    return tuple(Money(minor, currency) for currency, minor in _money_in(body))


def quarantined(reader: Reader) -> int:
    """How many of this station's records the centre keeps without applying them."""
    return int(reader.scalar(_REFUSED))


def heads(reader: Reader) -> dict[StreamKey, Head]:
    """How far the centre has every stream, as it said last."""
    return {(row[0], row[1]): Head(row[2], row[3], row[4]) for row in reader.fetch(_HEADS)}
