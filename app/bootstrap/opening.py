"""Opening a data folder for work or for reading; an older one is backed up and upgraded first."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
from pathlib import Path

from app import areas
from app.areas.ledger import maintaining as reasons
from app.areas.ledger import queries as ledger
from app.areas.security import queries as users
from app.areas.security import service as security
from app.areas.stations import lives
from app.bootstrap.opening_news import Told, silent
from app.bootstrap.station import Station
from app.bootstrap.unlocking import Unlock, find_keys, refuse_nothing
from app.kernel.actor import SYSTEM
from app.kernel.clock import Clock, SystemClock
from app.kernel.translate import t
from app.storage import backup, brought, engine, receiving, search, upgrade
from app.storage.database import Database, WrongRevision, open_lock
from app.storage.keys import Keys
from app.storage.pace import Pace
from app.storage.still_coming import still_comes
from app.sync.inbox import project_waiting


@functools.cache
def load_schema() -> None:
    """Import every area's tables: what an open database is checked against, and migrations."""
    importlib.import_module("app.storage.schema")
    importlib.import_module("app.storage.schema_let_go")
    importlib.import_module("app.sync.schema")
    for found in pkgutil.iter_modules(areas.__path__):
        name = f"app.areas.{found.name}.schema"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)


def open_station(
    data: Path, unlock: Unlock | None = None, *, clock: Clock | None = None, told: Told = silent
) -> Station:
    """Open a data folder for work; an older database is backed up and upgraded first. `told(words,
    done, of)` hears how far slow work is; what it raises ends that.
    """
    load_schema()
    time = clock or SystemClock()
    found = find_keys(data, unlock or Unlock())
    try:
        return _caught_up(Database(data, found, time), time, told)
    except WrongRevision as wrong:
        if wrong.newer:
            raise
    _upgrade(data, found, time, told)
    return _caught_up(Database(data, found, time), time, told)


def _caught_up(database: Database, clock: Clock, told: Told) -> Station:
    """The station, after what a newer program brings along was added to the practice's lists. Asked
    at every opening, because whoever upgraded may have been killed before.
    """
    station = Station(database, clock)
    try:
        if database.read(users.untaught_roles):
            station.act(SYSTEM, security.teach_roles, None).result()
        if database.read(ledger.kinds_without_reasons):
            station.act(SYSTEM, reasons.seed_missing_reasons, None).result()
        if database.read(lives.life_unsaid):
            station.act(SYSTEM, lives.say_restored, None).result()
        if database.read(search.is_older) and not database.read(still_comes):
            from app.areas.health.indexing import index_again  # every area's, and only now

            words = t("Making the index that finds accounts afresh…")
            told(words, 0, 0)
            station.act(SYSTEM, index_again, lambda done, of: told(words, done, of)).result()
        elif database.read(search.is_unsaid):
            station.act(SYSTEM, search.begin_index, None).result()
        if database.read(brought.is_unnoted):
            station.act(SYSTEM, brought.note_all, None).result()
        if database.read(receiving.waiting) and not database.read(still_comes):
            station.act(SYSTEM, project_waiting, None).result()
    except BaseException:
        station.close()
        raise
    return station


def open_reading(
    data: Path, unlock: Unlock | None = None, *, clock: Clock | None = None
) -> Station:
    """Open a data folder only to read, beside an open window too."""
    load_schema()
    time = clock or SystemClock()
    refuse_nothing(data)
    found = find_keys(data, unlock or Unlock())
    return Station(Database(data, found, time, writing=False), time)


def _upgrade(data: Path, found: Keys, clock: Clock, told: Told) -> None:
    lock = open_lock(data)
    try:
        words = t("Making a backup before the books are brought to this version…")
        told(words, 0, 0)
        pace = Pace(told=lambda done, of: told(words, done, of))
        backup.back_up(data, found, clock, target=None, pace=pace)
        told(t("Bringing the books to this version…"), 0, 0)
        upgrade.upgrade_station(data / engine.DATABASE_NAME, found.database)
    finally:
        lock.release()
