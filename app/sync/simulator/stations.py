"""A station of the simulator: its real database and sync, opened, killed, copied and put back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from app.areas.settings import queries as settings
from app.areas.settings.values import Practice
from app.kernel.actor import SYSTEM, Actor
from app.kernel.clock import Clock
from app.kernel.errors import OutsideError, ensure
from app.storage.connection import DATABASE_NAME
from app.storage.database import Database
from app.storage.keys import Keys
from app.storage.statements import ReadSql
from app.storage.still_coming import refuse_too_early
from app.storage.unit_of_work import UnitOfWork
from app.storage.writer import Writer
from app.sync.exchange import Exchange, Round
from app.sync.line import Line
from app.sync.simulator.centre import Network, SimCentral
from app.sync.simulator.chance import Chance

A = TypeVar("A")
C = TypeVar("C")

_FILES = (DATABASE_NAME, f"{DATABASE_NAME}-wal")
_HELD = ReadSql("SELECT hash FROM station_log UNION SELECT hash FROM orphan")
_BODY = ReadSql(
    "SELECT body, action FROM station_log WHERE hash = :hash "
    "UNION ALL SELECT body, action FROM orphan WHERE hash = :hash"
)


class Killed(BaseException):
    """The program ended here, wherever that was."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at a station: its id and code, its role at the centre, the person there, and the one
    who counts everybody's bags a second time.
    """

    station_id: str
    code: str
    role: str
    actor: Actor
    second: Actor
    keys: Keys


class KillingCursor:
    """The writing cursor of a program that is killed at its n-th statement or commit."""

    def __init__(self, cursor: Any, place: int, at: str, image: Callable[[], None]) -> None:
        self._cursor = cursor
        self._left = place
        self._at = at
        self._image = image

    def execute(self, sql: str, *values: Any) -> Any:
        mine = self._at == "statement" or sql == "COMMIT"
        self._left -= mine
        if self._left == 0 and mine and self._at != "after":
            self._die()
        answer = self._cursor.execute(sql, *values)
        if self._left == 0 and mine:
            self._die()
        return answer

    def _die(self) -> None:
        self._left = -1
        self._image()
        raise Killed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class SimStation:
    """The station's books as sync sees them, on the caller's own thread."""

    def __init__(self, name: str, folder: Path, seat: Seat, chance: Chance, net: Network) -> None:
        self.name = name
        self.folder = folder
        self.seat = seat
        self.sim_clock = chance.clock()
        self.clock: Clock = self.sim_clock
        self.net = net
        self.page = 9
        self.away_until = 0
        self.by_tables = False
        self.opens_early = False
        self.settled = False
        self._chance = chance
        self._known: tuple[str, str] = ("", "")
        self.open()

    def open(self) -> None:
        """Start the program."""
        self.database = Database(self.folder, self.seat.keys, self.clock, ids=self._chance.new_id)
        self.writer.vouch = _as_at_a_window
        self.line = Line(self, lambda: SimCentral(self.net))
        self.exchange = Exchange(self, self.line, limit=self.page)

    def close(self) -> None:
        self.line.hang_up()
        self.database.close()

    @property
    def writer(self) -> Writer:
        writer = self.database.writer
        ensure(writer is not None, "a simulated station is open for writing")
        return writer  # type: ignore[return-value]

    @cached_property
    def practice(self) -> Practice:
        return self.database.read(settings.practice)

    def act(self, action: Callable[[Any, C], A], command: C) -> A:
        """One action of the person who sits here."""
        return self.writer.transact(self.seat.actor, action, command)

    def record(self, action: Callable[[Any, C], A], command: C) -> Future[A]:
        done: Future[A] = Future()
        done.set_result(self.writer.transact(SYSTEM, action, command))
        return done

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]:
        done: Future[A] = Future()
        done.set_result(self.database.read(query, *args))
        return done

    def talk(self) -> Round | None:
        """One round with the centre; None when it was away."""
        try:
            return self.exchange.round()
        except OutsideError:
            return None

    # ---------------------------------------------------------------------------- what is on disk

    def held(self) -> list[str]:
        """The hashes of all records that are on this disk."""
        return [row[0] for row in self.database.read(lambda reader: reader.fetch(_HELD))]

    def body(self, digest: str) -> tuple[str, str]:
        """(body, action) of a record."""
        found: tuple[str, str] = self.database.read(lambda r: r.first(_BODY, hash=digest))
        return found

    def copy_to(self, folder: Path) -> Path:
        """What a copy of the files taken just now has."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            (folder / name).unlink(missing_ok=True)
            if (self.folder / name).exists():
                shutil.copyfile(self.folder / name, folder / name)
        return folder

    def put_back(self, folder: Path) -> None:
        """End the program, put these files in place of its own, and start again."""
        self.close()
        for name in (*_FILES, f"{DATABASE_NAME}-shm"):
            (self.folder / name).unlink(missing_ok=True)
        for name in _FILES:
            if (folder / name).exists():
                shutil.copyfile(folder / name, self.folder / name)
        self.open()

    def dying(self, place: int, at: str, work: Callable[[], object]) -> bool:
        """Do some work and be killed at its n-th `statement`, `before` or `after` its n-th commit;
        then start again from what the disk has. Whether it came to that.
        """
        image = self.folder.with_name(f"{self.folder.name}.image")
        writer = self.writer
        plain = writer.cursor
        writer.cursor = KillingCursor(plain, place, at, lambda: void(self.copy_to(image)))
        try:
            work()
        except Killed:
            self.put_back(image)
            return True
        finally:
            writer.cursor = plain
        return False


def _as_at_a_window(uow: UnitOfWork) -> Actor:
    """What needs all of the books waits for them."""
    refuse_too_early(uow, uow.action)
    return uow.actor


def void(_result: object) -> None:
    """Leave a result alone."""
