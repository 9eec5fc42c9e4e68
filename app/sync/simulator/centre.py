"""The centre of the simulator: a real one in a database of its own, which can be set back to a
copy, and whose answers can get lost on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from psycopg.pq import TransactionStatus

from app.kernel.errors import ensure
from app.sync import central
from app.sync.central import Central
from app.sync.setting_up import STATEMENTS as SHIPPED

STATEMENTS = Path(__file__).with_name("centre.sql")
RETENTION = "28_retention.sql"
_NOW = "clock_timestamp()"
LOCK_MS = 8
_OPTIONS = "-c synchronous_commit=off -c client_min_messages=error"


def aged(text: str) -> str:
    """The shipped question how old records are, years later."""
    ensure(text.count(_NOW) == 1, "how old records are is asked in one place")
    return text.replace(_NOW, f"{_NOW} + interval '900 days'")


class Break(StrEnum):
    """What happens to a request on its way."""

    LOST_REQUEST = "lost_request"
    LOST_REPLY = "lost_reply"
    CRASH = "crash_before_commit"
    TWICE = "sent_twice"
    STALL = "stall"


@dataclass(frozen=True, slots=True)
class Copy:
    """What the centre can be set back to."""

    name: str


BASE, REPLICA, BACKUP = Copy("base"), Copy("replica"), Copy("backup")


class SimCentre:
    """The administrator's side, and the connections that stations borrow."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.admin = psycopg.connect(dsn, autocommit=True, options=_OPTIONS)
        self.stalled: list[tuple[psycopg.Connection[Any], str]] = []
        self.moved = False
        self.refusing = False
        self._idle: dict[str, list[psycopg.Connection[Any]]] = {}
        self.epochs = 0

    def prepare(self) -> None:
        """Make places for copies, once the centre itself was set up."""
        self.admin.execute(STATEMENTS.read_text(encoding="utf-8"))
        self.admin.execute(aged((SHIPPED / RETENTION).read_text(encoding="utf-8")))

    def one(self, sql: str, *values: Any) -> Any:
        row = self.admin.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.admin.execute(sql, values).fetchall()

    def save(self, copy: Copy) -> None:
        """Let a copy be what the centre is now; a backup is verified and marks what is safe."""
        if copy is BACKUP:
            self.one("SELECT sim.mark_safe()")
        self.one(f"SELECT sim.save_{copy.name}()")

    def set_back(self, copy: Copy) -> None:
        """The centre is what the copy was: all that came since is gone, also what still runs."""
        self.drop_stalled()
        self.deploy(broken=False)
        self.refuse(refusing=False)
        with self.admin.transaction():
            # Guards against changing facts are no obstacle to a restore.
            self.admin.execute("SET LOCAL session_replication_role = replica")
            self.one(f"SELECT sim.load_{copy.name}()")
            self.epochs += 1
            self.one("SELECT sim.new_epoch(%s)", f"sim-{self.epochs}")

    def sweep(self) -> None:
        """Free the room of what was set back, now and then."""
        self.admin.execute("VACUUM")

    def deploy(self, *, broken: bool) -> None:
        """A deployment that forgot what puts payments into their table, and the one that mends it.

        Functions, because requests that hang would hold a table.
        """
        if broken == self.moved:
            return
        for name in ("put_payment", "put_all_payment"):
            old, new = (name, f"{name}_gone") if broken else (f"{name}_gone", name)
            self.admin.execute(f"ALTER FUNCTION sync.{old} RENAME TO {new}")
        self.moved = broken

    def refuse(self, *, refusing: bool) -> None:
        """Rules that keep every payment aside for a while, and the end of them."""
        if refusing != self.refusing:
            self.one("SELECT sim.set_refusing(%s)", refusing)
            self.refusing = refusing

    def borrow(self, role: str) -> psycopg.Connection[Any]:
        """A connection on which `role` is signed in."""
        if self._idle.get(role):
            return self._idle[role].pop()
        options = f"{_OPTIONS} -c lock_timeout={LOCK_MS}"
        made = psycopg.connect(self.dsn, autocommit=True, options=options)
        made.execute(f'SET SESSION AUTHORIZATION "{role}"')
        return made

    def give_back(self, connection: psycopg.Connection[Any], role: str) -> None:
        if connection.info.transaction_status is not TransactionStatus.IDLE:
            connection.execute("ROLLBACK")
        self._idle.setdefault(role, []).append(connection)

    def finish(self, place: int) -> None:
        """A request that hung goes through after all."""
        connection, role = self.stalled.pop(place)
        try:
            connection.execute("COMMIT")
        finally:
            self.give_back(connection, role)

    def drop_stalled(self) -> None:
        while self.stalled:
            self.give_back(*self.stalled.pop())

    def close(self) -> None:
        self.drop_stalled()
        for connection in (self.admin, *(one for some in self._idle.values() for one in some)):
            connection.close()
        self._idle.clear()


class SimCentral(Central):
    """A station's line: the real conversation, through a network that can break once."""

    def __init__(self, network: Network) -> None:
        with patch.object(central, "call", lambda _address: network):
            super().__init__("host=simulated")


@dataclass(frozen=True, slots=True)
class _Info:
    """What `psycopg.Connection.info` says that is asked for."""

    dsn: str = "host=simulated"
    backend_pid: int = 0


class Network:
    """Stands in for a station's connection: each call runs as the station's own role.

    `break_next(how, on)` lets the next call of the function `on` go wrong; `broke` counts them.
    """

    def __init__(self, centre: SimCentre, role: str) -> None:
        self.role = role
        self.info = _Info()
        self._centre = centre
        self._how: Break | None = None
        self._on = ""

    def break_next(self, how: Break, on: str) -> None:
        self._how, self._on = how, f"sync.{on}("

    def heal(self) -> None:
        self._how = None

    @property
    def whole(self) -> bool:
        """Whether what was to break broke."""
        return self._how is None

    @property
    def stalls(self) -> bool:
        """Whether a request of this station still runs at the centre."""
        return any(role == self.role for _, role in self._centre.stalled)

    def execute(self, sql: str, values: Sequence[Any]) -> psycopg.Cursor[Any]:
        """One call, as the station's connection makes it."""
        how = None
        if self._how is not None and self._on in sql:
            how, self._how = self._how, None
        if how is Break.LOST_REQUEST:
            raise _lost()
        connection = self._centre.borrow(self.role)
        kept = False
        try:
            if how in (Break.CRASH, Break.STALL):
                connection.execute("BEGIN")
            answer = connection.execute(sql, values)
            if how is Break.STALL:
                self._centre.stalled.append((connection, self.role))
                kept = True
            elif how is Break.TWICE:
                answer = connection.execute(sql, values)
        finally:
            if not kept:
                self._centre.give_back(connection, self.role)
        if how in (Break.CRASH, Break.STALL, Break.LOST_REPLY):
            raise _lost()
        return answer

    def close(self) -> None:
        """Nothing to do: the connection belongs to the centre."""


def _lost() -> psycopg.OperationalError:
    return psycopg.OperationalError("the network broke")
