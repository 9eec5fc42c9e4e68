"""Puts what the centre does not have yet into a file that another window can bring in."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, literal_column, select, tuple_

from app.areas.settings.values import Practice
from app.kernel.clock import instant_text
from app.kernel.errors import OutsideError, UserError
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage import keys, receiving
from app.storage.receiving import StreamKey
from app.storage.schema import orphan, station_log, stream, this_station
from app.storage.statements import Read, Reader
from app.storage.station_log import FIELDS
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox
from app.sync.books import Books
from app.sync.keeping.record_file import TRANSFER, Heading, Record, heading_of, write_all
from app.sync.looking import standing, standing_for
from app.sync.schema import neighbour_record, records_saved, stream_head

JUST_NOW = timedelta(minutes=2)
PAGE = 200
BYTES_AT_ONCE = 4_000_000
"""A page of the longest records fits into a frame of a file and of a neighbour's talk."""
_log = station_log.c
_LIVES = Read(
    select(stream.c.incarnation, stream.c.current, stream_head.c.have)
    .select_from(stream)
    .outerjoin(stream_head, stream_head.c.incarnation == stream.c.incarnation)
    .order_by(stream.c.ordinal)
)
_AFTER = Read(
    select(*(_log[name] for name in FIELDS))
    .where(
        _log.station == bindparam("station"),
        _log.incarnation == bindparam("incarnation"),
        _log.seq > bindparam("after"),
    )
    .order_by(_log.seq)
    .limit(PAGE)
)
_ORPHANS = Read(
    select(*(orphan.c[name] for name in FIELDS))
    .where(orphan.c.hash > bindparam("after"))
    .order_by(orphan.c.hash)
    .limit(PAGE)
)


_kept = neighbour_record.c
_PLACE = ("station", "incarnation", "seq", "hash")
_KEPT = Read(
    select(*(_kept[name] for name in FIELDS))
    .where(
        tuple_(*(_kept[name] for name in _PLACE)) > tuple_(*(bindparam(name) for name in _PLACE))
    )
    .order_by(*(_kept[name] for name in _PLACE))
    .limit(PAGE)
)
_LOST_THERE = Read(
    select(stream_head.c.station, stream_head.c.incarnation, stream_head.c.have)
    .where(
        stream_head.c.station != select(this_station.c.station_id).scalar_subquery(),
        select(literal_column("1"))
        .where(
            _log.station == stream_head.c.station,
            _log.incarnation == stream_head.c.incarnation,
            _log.seq > stream_head.c.have,
        )
        .exists(),
    )
    .order_by(stream_head.c.station, stream_head.c.incarnation)
)
_SAVED = Read(select(records_saved.c.digest, records_saved.c.hashes))


@dataclass(frozen=True, slots=True)
class Saved:
    """What is in the file, and how many of its records the centre is not known to have (`waits`,
    with their payments); the transfer key opens it and is shown once. No `amounts` while a drawer
    is open, because its count is blind. `others` are the records of other stations.
    """

    path: Path
    records: int
    waits: int
    payments: int
    amounts: tuple[Money, ...]
    transfer_key: str = field(repr=False)
    others: int = 0


def save_records(books: Books, path: Path) -> Saved:
    """Write every record that the centre may lack; an older file of this station is replaced."""
    here = books.practice
    _refuse_other_file(path, here.station_id)
    transfer_key, content_key = keys.new_recovery_key(), secrets.token_bytes(32)
    heading = Heading(
        here.organization_id,
        here.station_id,
        here.station_code,
        instant_text(books.clock.now()),
        TRANSFER,
        keys.wrap(keys.secret_of(transfer_key), content_key),
    )
    try:
        saved, hashes = books.ask(_save, path, heading, content_key, transfer_key).result()
        books.record(_note, (_digest(path), hashes)).result()
    except OSError as error:
        raise OutsideError(t("The file was not written: {error}.", error=error)) from error
    return saved


def saved_in(reader: Reader, path: Path) -> frozenset[str]:
    """The hashes of the records that were saved into this very file; none where it is another one
    or was changed since. An OSError where it can't be read.
    """
    row = reader.first(_SAVED)
    if row is None or row[0] != _digest(path):
        return frozenset()
    return frozenset(json.loads(row[1]))


def unsent(reader: Reader) -> Iterator[list[Record]]:
    """Pages of this station's records that the centre is not known to have, all its lives, and of
    what waits to be committed again.
    """
    for key, have in _lives(reader):
        yield from records_after(reader, *key, have)
    yield from _orphans(reader)


def others(reader: Reader) -> Iterator[list[Record]]:
    """Pages of other stations' records that the centre is not known to have: those that it had and
    lost, and those that neighbours could not send. Their authors may be gone.
    """
    for station, incarnation, have in reader.fetch(_LOST_THERE):
        yield from records_after(reader, station, incarnation, have)
    yield from _of_neighbours(reader)


def _of_neighbours(reader: Reader) -> Iterator[list[Record]]:
    last: dict[str, Any] = {"station": "", "incarnation": "", "seq": 0, "hash": ""}
    while rows := reader.fetch(_KEPT, **last):
        page = _fitting(rows)
        yield page
        last = {name: page[-1][name] for name in _PLACE}


def may_lack(reader: Reader) -> Iterator[list[Record]]:
    """The same and what is held of others; unless the centre answered just now, of every window
    what no verified backup of it holds: it may have been set back since, and only this computer
    know.
    """
    stands = standing(reader)
    spoke = stands.last_contact
    lately = stands.online and spoke is not None and reader.now - spoke < JUST_NOW
    if lately or not stands.joined:
        yield from unsent(reader)
        yield from others(reader)
        return
    safe = {key: head.safe for key, head in outbox.heads(reader).items()}
    own = dict(_lives(reader))
    for key in (*own, *(key for key in receiving.held(reader) if key not in own)):
        after = safe.get(key, 0)
        yield from records_after(reader, *key, min(after, own.get(key, after)))
    yield from _orphans(reader)
    yield from _of_neighbours(reader)


def _lives(reader: Reader) -> Iterator[tuple[StreamKey, int]]:
    """The streams of this station, and how far the centre is known to have each."""
    here = outbox.here(reader)
    have = outbox.position(reader).have
    for incarnation, current, seen in reader.fetch(_LIVES):
        yield (here.station, incarnation), have if current else int(seen or 0)


def _orphans(reader: Reader) -> Iterator[list[Record]]:
    last = ""
    while rows := reader.fetch(_ORPHANS, after=last):
        page = _fitting(rows)
        yield page
        last = page[-1]["hash"]


def records_after(
    reader: Reader, station: str, incarnation: str, after: int
) -> Iterator[list[Record]]:
    """Pages of one stream beyond a record."""
    while page := page_after(reader, station, incarnation, after):
        yield page
        after = page[-1]["seq"]


def page_after(reader: Reader, station: str, incarnation: str, after: int) -> list[Record]:
    """The next records of one stream beyond a record, at most PAGE and about BYTES_AT_ONCE."""
    rows = reader.fetch(_AFTER, station=station, incarnation=incarnation, after=after)
    return _fitting(rows)


def _fitting(rows: Iterable[tuple[Any, ...]]) -> list[Record]:
    """The first of these records that fit, one at least."""
    page: list[Record] = []
    size = 0
    for row in rows:
        record = dict(zip(FIELDS, row, strict=True))
        size += len(record["body"].encode())
        if page and size > BYTES_AT_ONCE:
            break
        page.append(record)
    return page


def _save(
    reader: Reader, path: Path, heading: Heading, content_key: bytes, transfer_key: str
) -> tuple[Saved, list[str]]:
    hashes: list[str] = []
    foreign = 0

    def counted() -> Iterator[list[Record]]:
        nonlocal foreign
        for page in may_lack(reader):
            hashes.extend(record["hash"] for record in page)
            foreign += sum(record["station"] != heading.station for record in page)
            yield page

    write_all(path, heading, content_key, counted())
    left = standing_for(reader, None)
    waits = sum(map(len, unsent(reader)))
    about = (len(hashes), waits, left.payments, left.amounts, transfer_key, foreign)
    return Saved(path, *about), hashes


def _note(uow: UnitOfWork, saved: tuple[str, list[str]]) -> None:
    digest, hashes = saved
    at = instant_text(uow.now)
    uow.put(records_saved, {"one": 1, "digest": digest, "hashes": json.dumps(hashes), "at": at})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_other_file(path: Path, station_id: str) -> None:
    """A UserError where something else would be lost."""
    if not path.exists():
        return
    try:
        ours = path.is_file() and heading_of(path).station == station_id
    except UserError:
        ours = False
    if not ours:
        raise UserError(
            t(
                "{path} is there already, and holds no records of this station. Choose another "
                "name.",
                path=path,
            ),
            field="file",
        )


def of_this_practice(heading: Heading, here: Practice) -> None:
    """A UserError for a file of another practice."""
    if heading.organization != here.organization_id:
        raise UserError(
            t("The file holds records of another practice. They can’t be brought in here."),
            field="file",
        )
