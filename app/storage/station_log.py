"""The station log: builds one hash-chained, authenticated record a commit.

Built as sync.md 1 says: hash over every field before it, in order, framed; the body enters as its
own
hash; the first prev_hash is the hash of (station, incarnation); mac = HMAC(station key, hash).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.kernel.clock import instant_text
from app.storage.canonical import canonical_json, hash_of, mac_of

ENVELOPE_VERSION = 1
BODY_LIMIT = 256_000
CARRIER_LIMIT = 600_000
"""A record of another stream is carried whole, and its quotes are escaped once more."""
CARRY = "sync.carry"
"""The action of a record that carries another one."""
CARRIED = "carried.v1"
LATEST_CLOCK = 2**52
"""No clock of a record is followed beyond this: somebody else must still find a later one."""

FIELDS = (
    "v",
    "organization",
    "station",
    "incarnation",
    "seq",
    "hlc",
    "at",
    "actor",
    "action",
    "body",
    "prev_hash",
    "hash",
    "mac",
)
_INSERT = (
    f"INSERT INTO station_log ({', '.join(FIELDS)}) "
    f"VALUES ({', '.join(':' + name for name in FIELDS)})"
)
_HEAD = (
    "SELECT seq, hash, hlc FROM station_log WHERE station = ? AND incarnation = ? "
    "ORDER BY seq DESC LIMIT 1"
)


_LAST_LIVES = f"SELECT coalesce(max(hlc), 0) FROM station_log WHERE hlc < {LATEST_CLOCK}"
_HEARD = "SELECT hlc FROM heard_clock WHERE one = 1"


@dataclass(frozen=True, slots=True)
class Stream:
    """The stream this station writes to, and the key that signs its records."""

    organization: str
    station: str
    incarnation: str
    prefix: str
    first_life: bool
    key: bytes = field(repr=False)

    @property
    def first_prev_hash(self) -> str:
        return hash_of(self.station, self.incarnation)


@dataclass(frozen=True, slots=True)
class Head:
    seq: int
    hash: str
    hlc: int


def station_key(organization_master: bytes, station_id: str) -> bytes:
    """HMAC(organization master, station id): all a station ever holds to sign with."""
    return bytes.fromhex(mac_of(organization_master, station_id))


def head(cursor: Any, stream: Stream) -> Head:
    """The last record of the stream, or what stands before its first.

    The logical clock goes on from whatever this station holds, also when the computer's clock fell.
    """
    row = cursor.execute(_HEAD, (stream.station, stream.incarnation)).fetchone()
    if not row:
        row = (0, stream.first_prev_hash, cursor.execute(_LAST_LIVES).fetchone()[0])
    heard = cursor.execute(_HEARD).fetchone()
    return Head(*row) if heard is None else Head(row[0], row[1], max(row[2], heard[0]))


def record_hash(record: dict[str, Any]) -> str:
    """The hash a record must carry."""
    body = hashlib.sha256(record["body"].encode()).hexdigest()
    fields = [body if name == "body" else record[name] for name in FIELDS[:-2]]
    return hash_of(*fields)


def append(
    cursor: Any,
    stream: Stream,
    *,
    now: datetime,
    actor: str,
    action: str,
    body: str,
    at: str = "",
) -> Head:
    """Write the next record of the stream inside the caller's transaction; `at` is when what it
    says was done, where that was not now.
    """
    last = head(cursor, stream)
    record: dict[str, Any] = {
        "v": ENVELOPE_VERSION,
        "organization": stream.organization,
        "station": stream.station,
        "incarnation": stream.incarnation,
        "seq": last.seq + 1,
        "hlc": max(int(now.timestamp() * 1000), last.hlc + 1),
        "at": at or instant_text(now),
        "actor": actor,
        "action": action,
        "body": body,
        "prev_hash": last.hash,
    }
    record["hash"] = record_hash(record)
    record["mac"] = mac_of(stream.key, record["hash"])
    cursor.execute(_INSERT, record)
    return Head(record["seq"], record["hash"], record["hlc"])


def rows_of(body: str) -> list[dict[str, Any]]:
    """The rows a record says; of one that carries another, what that one says. A ValueError,
    KeyError or TypeError where it says none.
    """
    rows: list[dict[str, Any]] = said_in(body)["rows"]
    if not isinstance(rows, list):
        raise ValueError("no rows")
    return rows


def said_in(body: str) -> dict[str, Any]:
    """A record's body as it counts: of one that carries another, the other's."""
    said: dict[str, Any] = _read(body)
    inner = _carried(said)
    if inner is None:
        return said
    opened: dict[str, Any] = _read(inner["body"])
    return opened


def are_edits(fields: dict[str, Any]) -> bool:
    """Whether each field of a row has what it is now and what it was; asked of millions."""
    wrong = [edit for edit in fields.values() if not isinstance(edit, list) or len(edit) != 2]
    return not wrong


def carried_in(body: str) -> dict[str, Any] | None:
    """The record that this one carries (FIELDS); None for all others, and for what is no JSON."""
    if f'"t":"{CARRIED}"' not in body:
        return None
    try:
        return _carried(_read(body))
    except ValueError:
        return None


def carrier_body(record: Mapping[str, Any]) -> str:
    """The body of a record that carries `record`."""
    whole = {name: record[name] for name in FIELDS}
    return canonical_json({"rows": [{"t": CARRIED, "id": record["hash"], "r": whole}]})


def _read(body: str) -> Any:
    """A ValueError for whatever can't be read, however it is nested."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _carried(said: Any) -> dict[str, Any] | None:
    """Nothing where it is not put as a carrier is; the centre keeps such a record aside."""
    rows = said.get("rows") if isinstance(said, dict) else None
    row = rows[0] if isinstance(rows, list) and len(rows) == 1 else None
    if not isinstance(row, dict) or row.get("t") != CARRIED:
        return None
    inner = row.get("r")
    if not isinstance(inner, dict) or not inner.keys() >= set(FIELDS):
        return None
    return inner if isinstance(inner["body"], str) and isinstance(inner["hash"], str) else None
