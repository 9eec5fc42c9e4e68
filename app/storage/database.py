"""One open database: the writing thread, the reading connections, and who this station is."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlcipher3 import dbapi2 as driver

from app.kernel.clock import Clock
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import NewId, new_id
from app.kernel.translate import t
from app.storage import engine
from app.storage.connection import NoRoom, damaged, is_damage
from app.storage.disk_room import DiskRoom
from app.storage.giving_back import given_back
from app.storage.keys import Keys
from app.storage.location import refuse_unsafe_folder
from app.storage.lock import DatabaseLock
from app.storage.search import read_anew
from app.storage.statements import CursorReader, Reader, ReadSql
from app.storage.station_log import Stream, station_key
from app.storage.stopping import Stop
from app.storage.writer import Writer

A = TypeVar("A")
READERS = 3

_QUICK_CHECK = ReadSql("PRAGMA quick_check(1)")
_IDENTITY = "SELECT organization_id, station_id, station_code FROM this_station WHERE one = 1"
_ENROLLED = "SELECT 1 FROM enrolled"
_CURRENT = "SELECT incarnation, ordinal, prefix FROM stream WHERE current = 1"


class Database:
    """An open database; close it to let another process have it."""

    def __init__(
        self,
        folder: Path,
        keys: Keys,
        clock: Clock,
        *,
        writing: bool = True,
        ids: NewId = new_id,
        stream: Stream | None = None,
        cache_kib: int = engine.CACHE_KIB,
    ) -> None:
        self.folder = folder
        self.path = folder / engine.DATABASE_NAME
        self.keys = keys
        self.clock = clock
        self._lock = open_lock(folder) if writing else None
        self.writer: Writer | None = None
        try:
            self._pool = engine.reading_pool(self.path, keys.database, READERS, cache_kib)
            try:
                connection = fit_connection(self.path, keys)
            except NoRoom:  # what was begun before, and the drawer's close, are worth the reserve
                if not writing or not DiskRoom(folder).release("storage.open"):
                    raise
                connection = fit_connection(self.path, keys)
            try:
                if writing:
                    found = stream or read_stream(connection.cursor(), keys)
                    self.writer = Writer(connection, found, clock, ids=ids)
            finally:
                if self.writer is None:
                    connection.close()
        except driver.DatabaseError as error:
            self.close()
            raise (damaged() if is_damage(error) else error) from error
        except BaseException:
            self.close()
            raise
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._stops: WeakKeyDictionary[Future[Any], Stop] = WeakKeyDictionary()

    def read(self, query: Callable[..., A], *args: Any) -> A:
        """Run `query(reader, *args)` in one snapshot, on the calling thread."""
        return self._read(Stop(), query, args)

    def _read_large(self, stop: Stop, query: Callable[..., A], args: tuple[Any, ...]) -> A:
        with given_back():
            return self._read(stop, query, args)

    def _read(self, stop: Stop, query: Callable[..., A], args: tuple[Any, ...]) -> A:
        connection = self._pool.connect()
        try:
            cursor = connection.cursor()
            cursor.execute("BEGIN")
            try:
                with stop.holding(connection.driver_connection):
                    stop.check()
                    return query(CursorReader(cursor, self.clock.now(), stop.check), *args)
            finally:
                cursor.execute("ROLLBACK")
                cursor.close()
        except UnicodeEncodeError:  # half of a surrogate pair, from a broken shell or scanner
            raise UserError(t("The text is damaged. Type it again.")) from None
        except driver.DatabaseError as error:
            if is_damage(error):
                raise damaged() from error
            if stop.wanted:
                raise CancelledError from None
            if isinstance(error, driver.OperationalError):
                raise OutsideError(
                    t("The database can't be read: {error}.", error=str(error))
                ) from error
            raise
        finally:
            connection.close()

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]:
        """`read` on a reading thread; `give_up` ends it."""
        stop = Stop()
        future = self._threads.submit(self._read_large, stop, query, args)
        self._stops[future] = stop
        return future

    def give_up(self, asked: Future[Any]) -> None:
        """Nobody waits for this answer any more: the question ends cancelled, where it is."""
        stop = self._stops.get(asked)
        if stop is not None and not asked.cancel():
            stop.now()

    def quick_check(self) -> str:
        """Read the whole file for damage; empty when it is sound. Slow: never before the tiles."""

        def look(reader: Reader) -> Any:
            read_anew(reader)
            return reader.scalar(_QUICK_CHECK)

        found = self.read(look)
        return "" if found == "ok" else str(found)

    def close(self) -> None:
        """Finish queued actions, end questions, close every connection; harmless twice."""
        threads = getattr(self, "_threads", None)
        if threads is not None:
            for asked in tuple(self._stops):
                self.give_up(asked)
            threads.shutdown(wait=True)
        if self.writer is not None:
            self.writer.stop()
            self.writer.connection.close()
            self.writer = None
        if getattr(self, "_pool", None) is not None:
            self._pool.dispose()
        if self._lock is not None:
            self._lock.release()


def open_lock(folder: Path) -> DatabaseLock:
    """The lock of a data folder, after its place was found safe."""
    refuse_unsafe_folder(folder)
    if not os.path.lexists(folder / engine.DATABASE_NAME):
        raise UserError(
            t(
                "There is no practice in {folder}. Set one up with “counterfoil init”.",
                folder=folder,
            ),
            field="data",
        )
    return DatabaseLock(folder)


def fit_connection(path: Path, keys: Keys) -> Any:
    """A connection that may write, unless the database has another schema revision or lost its
    guards.
    """
    if path.is_file() and not path.stat().st_size:
        raise _empty(path)
    connection = engine.connect(path, keys.database)
    try:
        cursor = connection.cursor()
        revision = engine.schema_revision(cursor)
        if revision is None:
            raise _empty(path)
        if revision != engine.SCHEMA_REVISION:
            raise WrongRevision(revision)
        engine.refuse_missing_guards(cursor)
    except BaseException:
        connection.close()
        raise
    return connection


def _empty(path: Path) -> UserError:
    return UserError(
        t("{name} is empty: it holds no practice. Restore the latest backup.", name=path.name)
    )


class WrongRevision(UserError):
    """The database is older (upgrade it) or newer (upgrade the program) than this version."""

    def __init__(self, revision: str | None) -> None:
        self.revision = revision
        self.newer = revision is not None and revision > engine.SCHEMA_REVISION
        super().__init__(
            t("This data was written by a newer Counterfoil. Update the program to open it.")
            if self.newer
            else t(
                "This data needs an upgrade. Open it with the program, "
                "or run “counterfoil upgrade”."
            )
        )


def read_stream(cursor: Any, keys: Keys) -> Stream:
    """The stream this station writes now."""
    identity = cursor.execute(_IDENTITY).fetchone()
    current = cursor.execute(_CURRENT).fetchone()
    if identity is None or current is None:
        raise UserError(t("The set-up of this practice was not finished. Begin it again."))
    organization, station_id, _ = identity
    incarnation, ordinal, prefix = current
    return Stream(
        organization,
        station_id,
        incarnation,
        prefix,
        ordinal == 1 and cursor.execute(_ENROLLED).fetchone() is None,
        keys.own or station_key(keys.master, station_id),
    )
