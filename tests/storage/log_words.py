"""The station log's record as sync.md 1 says it, built once more from its words alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

IN_ORDER = (
    *("v", "organization", "station", "incarnation", "seq", "hlc", "at", "actor", "action"),
    *("body", "prev_hash", "hash", "mac"),
)


def hashed(*fields: Any) -> str:
    """SHA-256 over the fields, each as UTF-8 behind its length as 8 bytes big-endian."""
    whole = hashlib.sha256()
    for field in fields:
        data = str(field).encode("utf-8")
        whole.update(len(data).to_bytes(8, byteorder="big", signed=False))
        whole.update(data)
    return whole.hexdigest()


def hash_of_record(record: dict[str, Any]) -> str:
    """Over every field before the hash, the body by its own hash."""
    body = hashlib.sha256(record["body"].encode()).hexdigest()
    return hashed(*[body if name == "body" else record[name] for name in IN_ORDER[:-2]])


def records(connection: Any) -> list[dict[str, Any]]:
    """The whole log in the order of its streams."""
    rows = connection.execute(
        f"SELECT {', '.join(IN_ORDER)} FROM station_log ORDER BY station, incarnation, seq"
    )
    return [dict(zip(IN_ORDER, row, strict=True)) for row in rows]


def wrong(found: list[dict[str, Any]], master: bytes) -> Iterator[str]:
    """What is not as the words say, stream by stream."""
    stream, seq, prev, clock = ("", ""), 0, "", 0
    for record in found:
        if (record["station"], record["incarnation"]) != stream:
            stream = (record["station"], record["incarnation"])
            seq, prev, clock = 0, hashed(*stream), 0
            if len(bytes.fromhex(record["incarnation"])) != 16:
                yield f"{stream}: an incarnation is 128 bits"
        seq += 1
        if record["seq"] != seq:
            yield f"{seq}: the number is {record['seq']}"
        if record["prev_hash"] != prev:
            yield f"{seq}: does not follow"
        if record["hash"] != hash_of_record(record):
            yield f"{seq}: the hash is another"
        key = hmac.new(master, record["station"].encode(), hashlib.sha256).digest()
        if record["mac"] != hmac.new(key, record["hash"].encode(), hashlib.sha256).hexdigest():
            yield f"{seq}: the mac is another"
        if record["hlc"] <= clock:
            yield f"{seq}: the clock went back"
        seq, prev, clock = record["seq"], record["hash"], record["hlc"]
