"""One pass over the station log: whether it is one signed chain, and what it says of facts and
documents, of who edited them, and of records it carries.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Container, Iterator
from typing import Any

from sqlalchemy import select

from app.kernel.translate import t
from app.storage import carriers, edits, orphans, table_reads, taken_checks
from app.storage.canonical import canonical_json
from app.storage.checking import MOST, Tally
from app.storage.frames import HEADS, framed_bytes, framed_columns
from app.storage.holes import Holes
from app.storage.log_reading import Aside, Place, is_whole
from app.storage.schema import this_station
from app.storage.statements import Read, Reader, ReadSql
from app.storage.station_log import (
    CARRIED,
    CARRY,
    FIELDS,
    carried_in,
    rows_of,
    said_in,
    station_key,
)
from app.storage.station_log import record_hash as record_hash_of
from app.storage.table_reads import of_kind
from app.storage.taken_checks import Everything, Sums

# Text comes as its bytes: a changed byte may leave no text at all, and that too must be named.
_BEFORE_BODY = FIELDS[: FIELDS.index("body")]
_ROLES = {"organization": "id", "station": "id", "actor": "id", "at": "instant"}
_AS_BYTES = ("station", "incarnation", "action", "body", "prev_hash", "hash", "mac")
_LOG = ReadSql(
    f"SELECT {framed_columns([(name, _ROLES.get(name, '')) for name in _BEFORE_BODY])}, seq, "
    + ", ".join(f"CAST({name} AS BLOB)" for name in _AS_BYTES)
    + " FROM station_log ORDER BY station, incarnation, seq"
)
_STATION = Read(select(this_station.c.station_id))
# Inside a JSON text every quote is escaped, so these can only be the names of fields.
_DIGEST = b'"h":"'
_HAS_DOCUMENT = b'"d":{'
_DIGEST_FOLLOWS = (64).to_bytes(8, "big")
_CARRY, _CARRIED = CARRY.encode(), CARRIED.encode()
_TOGETHER = 4096
Key = tuple[str, str]


def station_here(reader: Reader) -> str:
    """The id of this station."""
    return str(reader.scalar(_STATION))


class Walk:
    """One pass over the log. Facts are tallied by their hash, which covers kind and id; documents
    by their last edits; the rows of the views of edits and of carried records as they must stand.

    What the centre keeps aside, and rows that stand in no table of their own, say nothing of facts
    and documents.
    """

    def __init__(self, reader: Reader, key: bytes, master: bytes) -> None:
        self.faults: list[str] = []
        self.facts, self.sums, self.rows = Tally(), Sums(), 0
        self._digests: list[bytes] = []
        self.anchors = taken_checks.anchors(reader)
        self.documents = Edits(Everything() if self.anchors else _edited(reader))
        self.edit_view, self.carried_view = Tally(), Tally()
        self._master = master
        self._keys: dict[bytes, bytes] = {station_here(reader).encode(): key}
        self._holes = Holes(reader)
        self._edits, self._carried = edits.LetGo(reader), carriers.LetGo(reader)
        self._aside = Aside(reader)
        self._some_aside = bool(self._aside)
        self._go(reader)
        self.edit_view.add(self._edits.left())
        self.carried_view.add(self._carried.left())
        self._digests += [digest.encode() for _, _, digest in orphans.facts_told(reader)]
        self._count()
        for told in orphans.documents_told(reader):
            if is_whole(told, "d"):
                self.documents.see(told)

    def _go(self, reader: Reader) -> None:
        life, expected, prev = (b"", b""), 0, b""
        for head, seq, station_id, incarnation, action, *told in reader.each(_LOG, heads=HEADS):
            body, before, record_hash, mac = told
            if (station_id, incarnation) != life:
                life = (station_id, incarnation)
                begin = self.anchors.get(life) or (0, _hex_of(framed_bytes(life)))
                expected, prev = begin[0] + 1, begin[1]
            place = (station_id, incarnation, seq)
            if seq != expected:
                self._skipped(place, expected, before)
            elif before != prev:
                self._fault(t("Log record {seq} does not follow the one before it.", seq=seq))
            self._look(place, head, body, before, record_hash, mac)
            expected, prev = seq + 1, record_hash
            self.rows += 1
            carries = _CARRIED in body
            said = self._aside.left(*place, body) if carries or self._some_aside else body
            if action == _CARRY:
                if said and not self._carries_well(body):
                    self._fault(t("What log record {seq} carries is no record of ours.", seq=seq))
                self._open(place, body)
            self._digests += [one[:64] for one in said.split(_DIGEST)[1:] if one[64:65] == b'"']
            if len(self._digests) >= _TOGETHER:
                self._count()
            if carries or _HAS_DOCUMENT in body:
                self._see(reader, place, body, said)

    def _open(self, place: Place, body: bytes) -> None:
        try:
            where = (place[0].decode(), place[1].decode(), place[2])
            self.carried_view.add(self._carried.of_record(where, body.decode()))
        except (ValueError, KeyError, TypeError):
            return

    def _see(self, reader: Reader, place: Place, body: bytes, said: bytes) -> None:
        """What a record says of documents; a damaged one says nothing, and the chain names it."""
        try:
            record = said_in(body.decode())
            where = (place[0].decode(), place[1].decode(), place[2])
            if not self._aside.has(place):
                self.edit_view.add(self._edits.of_record(reader, where, record))
            rows = record["rows"] if said is body else rows_of(said.decode()) if said else ()
        except (ValueError, KeyError, TypeError):
            return
        for row in rows:
            if is_whole(row, "d"):
                self.documents.see(row)

    def _count(self) -> None:
        self.facts.add(self._digests)
        if self.anchors:
            self.sums.add(self._digests)
        self._digests.clear()

    def _skipped(self, place: Place, expected: int, before: bytes) -> None:
        station_id, incarnation = (one.decode(errors="replace") for one in place[:2])
        last = place[2] - 1
        key = (station_id, incarnation)
        if not self._holes.spans(key, expected, last, before.decode(errors="replace")):
            self._fault(t("Log records {first} to {last} are missing.", first=expected, last=last))

    def _look(
        self, place: Place, head: bytes, body: bytes, before: bytes, record_hash: bytes, mac: bytes
    ) -> None:
        """`station_log.record_hash` over the bytes in the file, so that no damage is decoded
        away.
        """
        told = hashlib.sha256(body).hexdigest().encode()
        size = len(before).to_bytes(8, "big")
        if _hex_of(b"".join((head, _DIGEST_FOLLOWS, told, size, before))) != record_hash:
            self._fault(t("Log record {seq} was changed after it was written.", seq=place[2]))
        elif not self._is_signed(place[0], record_hash, mac):
            self._fault(t("Log record {seq} was not signed by its station.", seq=place[2]))

    def _is_signed(self, station_id: bytes, record_hash: bytes, mac: bytes) -> bool:
        key = self._key_of(station_id)
        return not key or hmac.digest(key, record_hash, "sha256").hex().encode() == mac

    def _carries_well(self, body: bytes) -> bool:
        """Whether the record inside is whole and its station's own."""
        try:
            inner = carried_in(body.decode())
            if inner is None:
                return False
            signed = inner["station"].encode(), inner["hash"].encode(), inner["mac"].encode()
            return record_hash_of(inner) == inner["hash"] and self._is_signed(*signed)
        except (ValueError, AttributeError, TypeError):
            return False

    def _key_of(self, station_id: bytes) -> bytes:
        """What a station signs with; empty where only the centre can tell."""
        if station_id not in self._keys:
            text = station_id.decode(errors="replace")
            self._keys[station_id] = station_key(self._master, text) if self._master else b""
        return self._keys[station_id]

    def _fault(self, words: str) -> None:
        if len(self.faults) <= MOST:
            self.faults.append(words)


class Edits:
    """The last logged edit of every field of every document, in one pass and little memory.

    A document that was never edited is tallied whole; only those that were are kept by field.
    """

    def __init__(self, edited: Container[Key]) -> None:
        self.edited = edited
        self.tally = Tally()
        self.unknown: set[Key] = set()
        self.latest: dict[Key, dict[str, tuple[int, str, Any]]] = {}

    def see(self, row: dict[str, Any]) -> None:
        key = (row["t"], row["id"])
        if key in self.edited:
            known = self.latest.setdefault(key, {})
            for name, (new, _) in row["d"].items():
                edit = (row["s"], row["e"], new)
                if name not in known or known[name][:2] < edit[:2]:
                    known[name] = edit
            return
        if any(old is not None for _, old in row["d"].values()):
            self.unknown.add(key)
        fields = {name: new for name, (new, _) in row["d"].items()}
        self.tally.add([(*key, canonical_json([row["s"], row["e"], fields]))])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The documents that were edited, as their last edits leave them."""
        for key, known in self.latest.items():
            yield *key, canonical_json(known)


def _hex_of(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _edited(reader: Reader) -> set[Key]:
    """The documents that say they were edited after they were made."""
    return {
        (table.info["record_type"], document_id)
        for table in of_kind("document")
        for (document_id,) in reader.each(table_reads.edited(table))
    }
