"""What must hold between the station log and the rows it tells of; the log is walked once."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Table

from app.kernel.translate import t
from app.storage import carriers, edits, folding, table_reads, taken_checks
from app.storage.canonical import canonical_json
from app.storage.checking import Check, Tally, differences, recipe_check, restore_backup
from app.storage.fact_walk import FactWalk
from app.storage.forward import LINE
from app.storage.log_reading import logged_rows
from app.storage.log_walk import Edits, Key, Walk
from app.storage.schema import carried_record, document_edit
from app.storage.statements import Reader
from app.storage.table_reads import of_kind
from app.storage.tables import station

WALKED = (document_edit.name, carried_record.name)
"""The views that are held to the log while it is walked."""


def books_are_told(reader: Reader) -> bool:
    """Whether the log is one chain, and facts and documents are what it and tables that were taken
    over say.
    """
    walk = Walk(reader, b"", b"")
    facts = FactWalk(reader, summed=bool(walk.anchors))
    odd = chain(walk.faults, _facts_logged(reader, walk, facts), _documents_logged(reader, walk))
    return next(odd, None) is None


def log_checks(key: bytes, master: bytes = b"") -> tuple[Check, ...]:
    """The log's own chain, each fact's own hash, and that facts, documents and the views made of
    the log are what it says. Both are passed over once, at the first check that asks.

    `key` signs this station's records; `master`, where this station has it, makes everybody's keys.
    """
    walks: list[Walk] = []
    fact_walks: list[FactWalk] = []

    def walk(reader: Reader) -> Walk:
        if not walks:
            walks.append(Walk(reader, key, master))
            _walked(reader)["log"] = walks[0].rows
        return walks[0]

    def facts(reader: Reader) -> FactWalk:
        if not fact_walks:
            fact_walks.append(FactWalk(reader, summed=bool(taken_checks.anchors(reader))))
            _walked(reader)["facts"] = fact_walks[0].rows
        return fact_walks[0]

    return (
        Check(
            "storage.log",
            "The station log is one unbroken, signed chain.",
            lambda reader: iter(walk(reader).faults),
            restore_backup(),
        ),
        Check(
            "storage.content",
            "Every fact is what it was when it was posted.",
            lambda reader: iter(facts(reader).faults),
            restore_backup(),
        ),
        Check(
            "storage.facts_logged",
            "Every fact stands in the log exactly once, and the log has no other.",
            lambda reader: _facts_logged(reader, walk(reader), facts(reader)),
            restore_backup(),
        ),
        Check(
            "storage.documents_logged",
            "Every document is what its logged edits made of it.",
            lambda reader: _documents_logged(reader, walk(reader)),
            restore_backup(),
        ),
        recipe_check(edits.recipe(), lambda reader: walk(reader).edit_view),
        recipe_check(carriers.recipe(), lambda reader: walk(reader).carried_view),
    )


def _walked(reader: Reader) -> dict[str, int]:
    return reader.once("how many rows were walked", (), dict)


def rows_walked(reader: Reader) -> int:
    """How many records and facts the checks of the log passed over in this snapshot."""
    return sum(_walked(reader).values())


def _facts_logged(reader: Reader, walk: Walk, facts: FactWalk) -> Iterator[str]:
    if walk.anchors and facts.sums.less(walk.sums) == taken_checks.taken(reader):
        return
    if not walk.anchors and facts.tally == walk.facts:
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
        yield from taken_checks.facts_unexplained(facts.sums, walk.sums, taken_checks.taken(reader))
        return
    for kind, fact_id, _ in extra:
        yield t("{table} {id} is not in the log.", table=names.get(kind, kind), id=fact_id)


def _documents_logged(reader: Reader, walk: Walk) -> Iterator[str]:
    told = walk.documents
    if walk.anchors:
        yield from map(_wrong_document, taken_checks.documents_behind(reader, told.latest))
        return
    logged, found = Tally(told.tally.total), Tally()
    logged.add(told.rows())
    for table in of_kind("document"):
        found.add(_as_logged(reader, table, told.edited))
    wrong = dict.fromkeys(sorted(told.unknown))
    if logged != found:
        wrong |= dict.fromkeys(_wrong_documents(reader, told))
    yield from map(_wrong_document, wrong)


def _wrong_document(key: Key) -> str:
    names = {table.info["record_type"]: table.name for table in of_kind("document")}
    return t(
        "{table} {id} is not what its logged edits made of it.",
        table=names.get(key[0], key[0]),
        id=key[1],
    )


def _wrong_documents(reader: Reader, told: Edits) -> Iterator[Key]:
    def logged() -> Iterator[tuple[Any, ...]]:
        for row in logged_rows(reader, "d"):
            key = (row["t"], row["id"])
            if key not in told.edited:
                fields = {name: new for name, (new, _) in row["d"].items()}
                yield *key, canonical_json([row["s"], row["e"], fields])
        yield from told.rows()

    def stored() -> Iterator[tuple[Any, ...]]:
        for table in of_kind("document"):
            yield from _as_logged(reader, table, told.edited)

    missing, extra = differences(logged, stored)
    for kind, document_id, _ in (*extra, *missing):
        yield kind, document_id


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
