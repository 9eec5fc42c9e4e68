"""What must hold between the station log and the rows it tells of; the log is walked once."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Container, Iterable, Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Table, select

from app.kernel.translate import t
from app.storage import folding, orphans, table_reads, taken_checks
from app.storage.canonical import canonical_json
from app.storage.checking import MOST, Check, Tally, differences, restore_backup
from app.storage.forward import LINE
from app.storage.holes import Holes
from app.storage.log_reading import Aside, is_whole, logged_rows, rows_in
from app.storage.schema import this_station
from app.storage.statements import Read, Reader, ReadSql
from app.storage.station_log import CARRY, FIELDS, carried_in, station_key
from app.storage.station_log import record_hash as record_hash_of
from app.storage.tables import station
from app.storage.taken_checks import Everything, Sums

# Text comes as its bytes: a changed byte may leave no text at all, and that too must be named.
_LOG = ReadSql(
    "SELECT "
    + ", ".join(name if name in ("v", "seq", "hlc") else f"CAST({name} AS BLOB)" for name in FIELDS)
    + " FROM station_log ORDER BY station, incarnation, seq"
)
_STATION = Read(select(this_station.c.station_id))
# Inside a JSON text every quote is escaped, so these can only be the names of fields.
_DIGEST = re.compile(rb'"h":"([0-9a-f]{64})"')
_HAS_DOCUMENT = b'"d":{'
_ACTION = FIELDS.index("action")
_PLACES = tuple(FIELDS.index(name) for name in ("station", "incarnation", "seq", "body", "hash"))
Key = tuple[str, str]


def of_kind(kind: str) -> tuple[Table, ...]:
    """The tables of one kind, by name."""
    tables = (table for table in station.tables.values() if table.info["kind"] == kind)
    return tuple(sorted(tables, key=lambda table: table.name))


def books_are_told(reader: Reader) -> bool:
    """Whether the log is one chain, and facts and documents are what it and tables that were taken
    over say.
    """
    walk = _Walk(reader, b"", b"")
    odd = chain(walk.faults, _facts_logged(reader, walk), _documents_logged(reader, walk))
    return next(odd, None) is None


def station_here(reader: Reader) -> str:
    """The id of this station."""
    return str(reader.scalar(_STATION))


def log_checks(key: bytes, master: bytes = b"") -> tuple[Check, ...]:
    """The log's own chain, and that facts and documents are what it says.

    `key` signs this station's records; `master`, where this station has it, makes everybody's keys.
    """
    walks: list[_Walk] = []

    def walk(reader: Reader) -> _Walk:
        if not walks:
            walks.append(_Walk(reader, key, master))
        return walks[0]

    return (
        Check(
            "storage.log",
            "The station log is one unbroken, signed chain.",
            lambda reader: iter(walk(reader).faults),
            restore_backup(),
        ),
        Check(
            "storage.facts_logged",
            "Every fact stands in the log exactly once, and the log has no other.",
            lambda reader: _facts_logged(reader, walk(reader)),
            restore_backup(),
        ),
        Check(
            "storage.documents_logged",
            "Every document is what its logged edits made of it.",
            lambda reader: _documents_logged(reader, walk(reader)),
            restore_backup(),
        ),
    )


class _Walk:
    """One pass over the log: what is wrong with its chain, and what it says of facts and documents.

    Facts are tallied by their hash, which covers kind and id; documents by their last edits. What
    the centre keeps aside, and rows that stand in no table of their own, say nothing.
    """

    def __init__(self, reader: Reader, key: bytes, master: bytes) -> None:
        self.faults: list[str] = []
        self.facts, self.sums = Tally(), Sums()
        self.anchors = taken_checks.anchors(reader)
        self.documents = _Edits(Everything() if self.anchors else _edited(reader))
        ours = station_here(reader)
        self._ours, self._master = ours.encode(), master
        self._keys: dict[bytes, bytes] = {self._ours: key}
        aside, self._holes = Aside(reader), Holes(reader)
        life, expected, prev = (b"", b""), 0, b""
        for row in reader.each(_LOG):
            station_id, incarnation, seq, body, record_hash = (row[n] for n in _PLACES)
            if (station_id, incarnation) != life:
                life = (station_id, incarnation)
                begin = self.anchors.get(life) or (0, _hex(hashlib.sha256(_framed(life))))
                expected, prev = begin[0] + 1, begin[1]
            self._look(row, expected, prev)
            expected, prev = seq + 1, record_hash
            said = aside.left(station_id, incarnation, seq, body)
            if said and row[_ACTION] == CARRY.encode() and not self._carries_well(body):
                self._fault(t("What log record {seq} carries is no record of ours.", seq=seq))
            self._count(_DIGEST.findall(said))
            if _HAS_DOCUMENT in said:
                for logged in rows_in(said, "d"):
                    self.documents.see(logged)
        self._count([digest.encode() for _, _, digest in orphans.facts_told(reader)])
        for told in orphans.documents_told(reader):
            if is_whole(told, "d"):
                self.documents.see(told)

    def _count(self, digests: list[bytes]) -> None:
        self.facts.add(digests)
        if self.anchors:
            self.sums.add(digests)

    def _look(self, row: tuple[Any, ...], expected: int, prev: bytes) -> None:
        *fields, body, before, record_hash, mac = row
        seq = row[_PLACES[2]]
        if seq != expected:
            key = tuple(row[n].decode(errors="replace") for n in _PLACES[:2])
            if not self._holes.spans(key, expected, seq - 1, before.decode(errors="replace")):
                self._fault(
                    t("Log records {first} to {last} are missing.", first=expected, last=seq - 1)
                )
        elif before != prev:
            self._fault(t("Log record {seq} does not follow the one before it.", seq=seq))
        content = _hex(hashlib.sha256(body))
        if _hex(hashlib.sha256(_framed((*fields, content, before)))) != record_hash:
            self._fault(t("Log record {seq} was changed after it was written.", seq=seq))
            return
        if not self._is_signed(row[_PLACES[0]], record_hash, mac):
            self._fault(t("Log record {seq} was not signed by its station.", seq=seq))

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


def _framed(values: Iterable[bytes | int]) -> bytes:
    """`canonical.framed` over the bytes in the file, so that no damage is decoded away."""
    parts: list[bytes] = []
    for value in values:
        data = b"%d" % value if isinstance(value, int) else value
        parts += (len(data).to_bytes(8, "big"), data)
    return b"".join(parts)


def _hex(digest: Any) -> bytes:
    text: str = digest.hexdigest()
    return text.encode()


def _facts_logged(reader: Reader, walk: _Walk) -> Iterator[str]:
    found, sums = Tally(), Sums()
    for table in of_kind("fact"):
        digests = reader.each(table_reads.digests(table))
        if walk.anchors:
            sums.add(digest.hex() for (digest,) in digests)
        else:
            found.add(digest.hex().encode() for (digest,) in digests)
    in_sums = [digest for _, _, digest in folding.folded_lines(reader)]
    found.add(digest.encode() for digest in in_sums)
    sums.add(in_sums)
    if walk.anchors and sums.less(walk.sums) == taken_checks.taken(reader):
        return
    if not walk.anchors and found == walk.facts:
        return
    names = {table.info["record_type"]: table.name for table in of_kind("fact")}

    def logged() -> Iterator[tuple[Any, ...]]:
        for row in logged_rows(reader, "h"):
            yield row["t"], row["id"], row["h"]

    def stored() -> Iterator[tuple[Any, ...]]:
        for table in of_kind("fact"):
            kind = table.info["record_type"]
            for fact_id, digest in reader.each(table_reads.facts(table)):
                yield kind, fact_id, digest.hex()
        line = station.tables[LINE].info["record_type"]
        for _, fact_id, hash_of in folding.folded_lines(reader):
            yield line, fact_id, hash_of

    missing, extra = differences(logged, stored)
    for kind, fact_id, _ in missing:
        yield t(
            "{table} {id} stands in the log, and the fact itself is gone or another.",
            table=names.get(kind, kind),
            id=fact_id,
        )
    if walk.anchors:
        yield from taken_checks.facts_unexplained(sums, walk.sums, taken_checks.taken(reader))
        return
    for kind, fact_id, _ in extra:
        yield t("{table} {id} is not in the log.", table=names.get(kind, kind), id=fact_id)


class _Edits:
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


def _documents_logged(reader: Reader, walk: _Walk) -> Iterator[str]:
    edits = walk.documents
    if walk.anchors:
        yield from map(_wrong_document, taken_checks.documents_behind(reader, edits.latest))
        return
    logged, found = Tally(edits.tally.sums), Tally()
    logged.add(edits.rows())
    for table in of_kind("document"):
        found.add(_as_logged(reader, table, edits.edited))
    wrong = dict.fromkeys(sorted(edits.unknown))
    if logged != found:
        wrong |= dict.fromkeys(_wrong_documents(reader, edits))
    yield from map(_wrong_document, wrong)


def _wrong_document(key: Key) -> str:
    names = {table.info["record_type"]: table.name for table in of_kind("document")}
    return t(
        "{table} {id} is not what its logged edits made of it.",
        table=names.get(key[0], key[0]),
        id=key[1],
    )


def _wrong_documents(reader: Reader, edits: _Edits) -> Iterator[Key]:
    def logged() -> Iterator[tuple[Any, ...]]:
        for row in logged_rows(reader, "d"):
            key = (row["t"], row["id"])
            if key not in edits.edited:
                fields = {name: new for name, (new, _) in row["d"].items()}
                yield *key, canonical_json([row["s"], row["e"], fields])
        yield from edits.rows()

    def stored() -> Iterator[tuple[Any, ...]]:
        for table in of_kind("document"):
            yield from _as_logged(reader, table, edits.edited)

    missing, extra = differences(logged, stored)
    for kind, document_id, _ in (*extra, *missing):
        yield kind, document_id


def _edited(reader: Reader) -> set[Key]:
    """The documents that say they were edited after they were made."""
    return {
        (table.info["record_type"], document_id)
        for table in of_kind("document")
        for (document_id,) in reader.each(table_reads.edited(table))
    }


def _as_logged(reader: Reader, table: Table, edited: Container[Key]) -> Iterator[tuple[Any, ...]]:
    content = table.info["content"]
    kind = table.info["record_type"]
    for row in reader.each(table_reads.documents(table)):
        document_id, stamp, edit, clocks, extra = row[:5]
        values = dict(zip(content, row[5:], strict=True))
        fields = {n: v for n, v in values.items() if v is not None}
        if (kind, document_id) not in edited:
            fields |= {name: edit[2] for name, edit in _unknown(extra).items()}
            yield kind, document_id, canonical_json([stamp, edit, fields])
            continue
        made = {name: [stamp, edit, value] for name, value in fields.items()}
        edits = _clocks(clocks)
        edits = {name: [*clock, values.get(name)] for name, clock in edits.items()}
        edits |= _unknown(extra)
        yield kind, document_id, canonical_json(made | edits)


def _unknown(extra: str | None) -> dict[str, list[Any]]:
    """The fields of newer programs, as edits."""
    if extra is None:
        return {}
    try:
        fields = json.loads(extra).items()
        kept = {name: [stamp, edit, value] for name, (value, stamp, edit) in fields}
    except (ValueError, AttributeError, TypeError, RecursionError):
        kept = {}
    return kept or {"extra": [0, "", extra]}


def _clocks(text: str) -> dict[str, list[Any]]:
    """The clocks of a document's fields; what can't be read is a field that no log knows."""
    try:
        clocks = json.loads(text)
        if all(isinstance(clock, list) for clock in clocks.values()):
            return dict(clocks)
    except (ValueError, AttributeError, RecursionError):
        pass
    return {"clocks": [text]}
