"""A second station of a practice without any centre, and the records it could be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from app.areas.settings import service as settings
from app.areas.settings.values import AddStation
from app.bootstrap import Station, Unlock, keep_keys, load_schema
from app.bootstrap.unlocking import IDENTITY_NAME
from app.kernel.actor import SYSTEM
from app.kernel.clock import SystemClock
from app.kernel.ids import SiteId, StationId, new_id
from app.storage import engine, upgrade
from app.storage.database import Database
from app.storage.incarnation import Identity, begin_station
from app.storage.keys import Keys
from app.storage.private import private_file, private_folder, write_private
from app.storage.receiving import Received
from app.storage.schema import station_log
from app.storage.statements import Read, Reader
from app.storage.station_log import FIELDS, station_key
from app.sync import inbox
from tests.building import command_id

_LOG = Read(select(*(station_log.c[name] for name in FIELDS)).order_by(station_log.c.hlc))


@contextmanager
def beside(folder: Path, first: Station) -> Iterator[Database]:
    """The empty books of a station W2 of the same practice."""
    practice, database_id, station_id = first.practice, new_id(), new_id()
    found = Keys.of_station(station_key(first.database.keys.master, station_id))
    private_folder(folder)
    keep_keys(folder, found, database_id, Unlock(), demo=True)
    write_private(folder / IDENTITY_NAME, json.dumps({"v": 1, "database_id": database_id}))
    path = folder / engine.DATABASE_NAME
    private_file(path).close()
    upgrade.upgrade_station(path, found.database)
    where = (practice.organization_id, practice.site_id, station_id, "W2", database_id)
    connection = engine.connect(path, found.database)
    begin_station(connection.cursor(), Identity(*where, True, True), clock=SystemClock())
    connection.close()
    load_schema()
    database = Database(folder, found, SystemClock())
    try:
        yield database
    finally:
        database.close()


def sent(station: Station) -> list[Received]:
    """All records of a station as the centre would hand them on."""

    def read(reader: Reader) -> list[Received]:
        rows = reader.fetch(_LOG)
        return [Received(dict(zip(FIELDS, row, strict=True))) for row in rows]

    return station.ask(read).result()


def take(database: Database, page: Sequence[Received]) -> int:
    """Take one page in, as the puller does."""
    assert database.writer is not None
    return database.writer.submit(SYSTEM, inbox.take_page, tuple(page)).result().new


def settle(database: Database, first: Station) -> None:
    """The new station says who it is."""
    assert database.writer is not None
    station_id = StationId(database.writer.stream.station)
    add = AddStation(command_id(), SiteId(first.practice.site_id), station_id, "W2", "Window 2")
    database.writer.submit(SYSTEM, settings.add_station, add).result()
