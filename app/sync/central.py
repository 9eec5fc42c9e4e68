"""The one place that knows the centre's SQL functions: a station's side of the conversation.

Nothing here decides anything; who speaks is known to the centre by the role that is signed in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import Any

from app.kernel.clock import instant_from
from app.storage.aside import Place
from app.storage.receiving import Received, StreamKey
from app.storage.station_log import ENVELOPE_VERSION, FIELDS
from app.storage.verdicts import Verdict as Ruling
from app.sync.calling import call
from app.sync.central_tables import TableCalls
from app.sync.troubles import Revoked as Revoked
from app.sync.troubles import Unable as Unable
from app.sync.troubles import outside as outside
from app.sync.troubles import understood
from app.sync.waking import Bell

AT_ONCE = 60
"""Records of one push: more hold readers up longer (sync.md 10)."""
PAGE = 300
"""Records of one page: they are one transaction here, which a payment may have to wait for."""
CHANNEL = "counterfoil"
"""Where the centre calls when it has taken something."""


Held = Mapping[StreamKey, tuple[int, str]]


class Said(StrEnum):
    """The centre's word about one record."""

    APPLIED = "applied"
    QUARANTINED = "quarantined"
    GAP = "GAP"
    FORK = "FORK"
    BADHASH = "BADHASH"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`at` is the last common record of a fork, `have` where a gap begins."""

    seq: int
    said: Said
    why: str = ""
    have: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the centre answers to hello: how far it has this stream, its clock (UTC, ms), its epoch.

    `clock_off_ms` is this station's clock less the centre's.
    """

    have: int
    hash: str
    now_ms: int
    clock_off_ms: int
    epoch: str
    schema: str
    min_version: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far the centre has a stream; `safe` is what a verified backup of it holds."""

    seq: int
    hash: str
    safe: int


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the centre keeps aside, and what of it counts after all."""

    aside: tuple[Ruling, ...]
    applied: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class Pulled:
    """A page, and the heads of all streams that differ from what was held, from one snapshot.

    `aside` is another word whenever other records are kept aside; `have` and `hash` are how far the
    caller's own stream is there (of a poll).
    """

    records: tuple[Received, ...]
    heads: dict[StreamKey, Head]
    aside: str = ""
    have: int = 0
    hash: str = ""
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A number that runs through the whole practice."""

    number: str
    series: str
    value: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The centre's word to a computer that calls in with a code: `said` is let_in, expired, used,
    taken, revoked or none; the rest is empty unless it fits.
    """

    said: str
    organization_id: str = ""
    name: str = ""
    demo: bool = False
    sites: tuple[tuple[str, str], ...] = ()
    role: str = ""
    key: bytes = field(repr=False, default=b"")


@understood
class Central(TableCalls):
    """One connection to the centre; made again by whoever uses it when it breaks."""

    def __init__(self, dsn: str) -> None:
        with outside(dsn):
            self._connection = call(dsn)
        self._address = self._connection.info.dsn
        self.called = False
        self._listening: bool | None = None
        self._news = False

    def hello(
        self, incarnation: str, app_version: str, schema: str, last: tuple[int, str], now_ms: int
    ) -> Greeting:
        """Say who this is and how far its log goes; learn how far the centre has it."""
        words = "SELECT sync.hello(%s, %s, %s, %s, %s, %s, %s)"
        told = self._one(words, ENVELOPE_VERSION, incarnation, app_version, schema, *last, now_ms)
        return Greeting(
            have=told["have"],
            hash=told["hash"],
            now_ms=told["now_ms"],
            clock_off_ms=told["clock_off_ms"],
            epoch=told["epoch"],
            schema=told["schema"],
            min_version=told["min_version"],
        )

    def push(
        self, station: str, incarnation: str, records: Sequence[dict[str, Any]]
    ) -> tuple[Verdict, ...]:
        """Send records of one stream in order; the centre stops at the first it can't take."""
        told = self._one(
            "SELECT sync.push(%s, %s, %s::jsonb)", station, incarnation, json.dumps(records)
        )
        return tuple(
            Verdict(
                seq=one["seq"],
                said=Said(one["said"]),
                why=one.get("why", ""),
                have=one.get("have", 0),
                at=one.get("at", 0),
            )
            for one in told
        )

    def pull(self, held: Held, own: StreamKey, limit: int = PAGE) -> Pulled:
        """The next records beyond what is held, of every stream but this station's `own` one."""
        vector = {f"{station}/{life}": list(head) for (station, life), head in held.items()}
        told = self._one(
            "SELECT sync.pull(%s::jsonb, %s, %s)", json.dumps(vector), "/".join(own), limit
        )
        return _pulled(told)

    def poll(self, held: Held, own: StreamKey, limit: int = PAGE) -> Pulled:
        """The same, and how far the centre has the `own` stream: all that an idle station asks."""
        vector = {
            f"{station}/{life}": list(head)
            for (station, life), head in held.items()
            if (station, life) != own
        }
        told = self._one("SELECT sync.poll(%s, %s::jsonb, %s)", own[1], json.dumps(vector), limit)
        return _pulled(told)

    def heads(self) -> dict[StreamKey, Head]:
        """How far the centre has every stream."""
        return _heads(self._one("SELECT sync.heads()"))

    def verdicts(self, known: Sequence[Place]) -> Rulings:
        """Every record that is kept aside, and which of those that were known as such count now."""
        told = self._one("SELECT sync.verdicts(%s::jsonb)", json.dumps(known))
        return Rulings(
            tuple(((one[0], one[1], one[2]), one[3], one[4]) for one in told["aside"]),
            tuple(((one[0], one[1], one[2]), one[3]) for one in told["applied"]),
        )

    def hash_at(self, station: str, incarnation: str, seq: int) -> str | None:
        """The hash of a record the centre holds; None where it has none."""
        found: str | None = self._one("SELECT sync.hash_at(%s, %s, %s)", station, incarnation, seq)
        return found

    def old_enough(self, days: int) -> dict[StreamKey, tuple[int, str]]:
        """The last record, (seq, hash), of each other station's stream that a verified backup holds
        and that the centre received more than so many days ago, by its own clock.
        """
        told = self._one("SELECT sync.old_enough(%s)", days)
        return {
            (name.partition("/")[0], name.partition("/")[2]): (seq, digest)
            for name, (seq, digest) in told.items()
        }

    def wait(self, timeout_s: float, bell: Bell) -> None:
        """Until the centre calls because another station sent something, the bell rings, or the
        time is over. `called` says afterwards whether the centre's calls come through here.
        """
        with outside():
            if self._listening is None:
                self._listening = self._listen()
            if not self._listening:
                bell.wait(timeout_s)
                return
            until = monotonic() + timeout_s
            while not self._news and (left := until - monotonic()) > 0:
                if not bell.wait(left, self._connection.fileno()):
                    return
                self._connection.pgconn.consume_input()
                while (call := self._connection.pgconn.notifies()) is not None:
                    self._hear(call.be_pid)
            self._news = False

    def _listen(self) -> bool:
        """Ask to be called. Behind a pooler the session is another one each time: no calls then."""
        session = self._one("SELECT pg_backend_pid()")
        if session != self._connection.info.backend_pid:
            return False
        self._connection.add_notify_handler(lambda call: self._hear(call.pid))
        self._connection.execute(f"LISTEN {CHANNEL}")
        return True

    def _hear(self, session: int) -> None:
        """What this station sent itself is no news, and shows that calls come through."""
        self.called = True
        if session != self._connection.info.backend_pid:
            self._news = True

    def next_number(self, kind: str, series: str, width: int, document_id: str) -> Given | None:
        """The number of an issued document, the same at every asking; None while the centre does
        not know of one without a number.
        """
        words = "SELECT sync.next_number(%s, %s, %s, %s)"
        told = self._one(words, kind, series, width, document_id)
        return None if told is None else Given(told["number"], told["series"], told["value"])

    def make_code(self, code_id: str, proof: str, verifier: str) -> datetime:
        """Open the door for one new station; until when it stays open, by the centre's clock."""
        told = self._one("SELECT sync.make_code(%s, %s, %s)", code_id, proof, verifier)
        return instant_from(told["expires_at"])

    def ask_in(self, proof: str) -> Asked:
        """Whose books these are, for a computer that holds a code."""
        return _asked(self._one("SELECT sync.ask_in(%s)", proof))

    def call_in(self, proof: str, station: str, code: str, verifier: str) -> Asked:
        """Become a station of the practice; the same station may ask again while the code lasts."""
        return _asked(
            self._one("SELECT sync.call_in(%s, %s, %s, %s)", proof, station, code, verifier)
        )

    def close(self) -> None:
        self._connection.close()

    def _one(self, sql: str, *values: Any) -> Any:
        with outside(self._address):
            row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]


def _asked(told: dict[str, Any]) -> Asked:
    sites = tuple((one["id"], one["name"]) for one in told.get("sites", ()))
    return Asked(
        said=told["said"],
        organization_id=told.get("organization", ""),
        name=told.get("name", ""),
        demo=told.get("demo", False),
        sites=sites,
        role=told.get("role", ""),
        key=bytes.fromhex(told.get("key", "")),
    )


def _heads(told: dict[str, Any]) -> dict[StreamKey, Head]:
    heads: dict[StreamKey, Head] = {}
    for name, (seq, digest, safe) in told.items():
        station, _, life = name.partition("/")
        heads[station, life] = Head(seq, digest, safe)
    return heads


def _pulled(told: dict[str, Any]) -> Pulled:
    return Pulled(
        tuple(map(_received, told["records"])),
        _heads(told["heads"]),
        told["aside"],
        told.get("have", 0),
        told.get("hash", ""),
        told.get("epoch", ""),
    )


def _received(told: dict[str, Any]) -> Received:
    record = {name: told[name] for name in FIELDS}
    return Received(record, told["status"] != Said.APPLIED, told["why"])
