"""Rows of tables as text, in the very form in which they are handed out and kept: facts proven
against their hashes, documents as edits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Table

from app.storage.canonical import canonical_json, framed

Values = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class OddFact:
    """A fact whose text here would not be what its hash says: its record knows it."""

    table: str
    id: str
    hash: str


def typed_fact(table: Table, row: Values) -> dict[str, Any]:
    """A fact's text as a record tells it: its fields, without nulls."""
    names = table.info["content"]
    whole = dict(zip((c.name for c in table.columns), row, strict=True))
    fields = {name: as_value(table, name, whole[name]) for name in names if whole[name] is not None}
    return {"t": table.info["record_type"], "id": row[0], "h": row[1], "f": fields}


def odd_ones(table: Table, rows: Sequence[Values]) -> tuple[OddFact, ...]:
    """`canonical.content_hash` of many rows, from their text."""
    begin_with = framed((table.info["record_type"],))
    sha, odd = hashlib.sha256, []
    for row in rows:
        parts = [begin_with]
        for place, value in enumerate(row):
            if place == 1:
                continue
            if value is None:
                parts.append(b"\x00")
                continue
            data = value.encode()
            size = len(data)
            parts.append(_SIZES[size] if size < _SIZES_KEPT else _size(size))
            parts.append(data)
        if sha(b"".join(parts)).hexdigest() != row[1]:
            odd.append(OddFact(table.name, str(row[0]), str(row[1])))
    return tuple(odd)


def _size(size: int) -> bytes:
    return b"\x01" + size.to_bytes(8, "big")


_SIZES_KEPT = 4096
_SIZES = [_size(size) for size in range(_SIZES_KEPT)]


def without(rows: Sequence[Values], odd: Sequence[OddFact]) -> list[Values]:
    left_out = {(one.id, one.hash) for one in odd}
    return [row for row in rows if (row[0], row[1]) not in left_out]


@cache
def required(table: Table) -> Callable[[Values], tuple[str | None, ...]]:
    """The fields of a row that a document must have, and its clock."""
    places = [place for place, column in enumerate(table.columns) if not column.nullable]
    return cast(Callable[[Values], tuple[str | None, ...]], itemgetter(*places))


def is_complete(table: Table, row: Values) -> bool:
    return None not in required(table)(row)


def whole_document(row: Values) -> Values:
    """With `clocks` and `extra`, the last two columns, as they are kept here."""
    *fields, clocks, extra = row
    if clocks == "{}" and extra is None:
        return row
    return (
        *fields,
        canonical_json(json.loads(str(clocks))),
        None if extra is None else canonical_json(json.loads(extra)),
    )


def typed(table: Table, row: Values) -> dict[str, Any]:
    names = [c.name for c in table.columns]
    return {name: as_value(table, name, value) for name, value in zip(names, row, strict=True)}


def edits(table: Table, whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A document as the edits that its fields come from, the one that made it first."""
    clocks, made = json.loads(whole["clocks"]), [whole["stamp"], whole["edit_id"]]
    by_edit: dict[tuple[int, str], dict[str, Any]] = {}
    for name in table.info["content"]:
        if name in clocks or whole[name] is not None:
            stamp, edit = clocks.get(name, made)
            by_edit.setdefault((stamp, edit), {})[name] = [whole[name], None]
    for name, (value, stamp, edit) in json.loads(whole["extra"] or "{}").items():
        by_edit.setdefault((stamp, edit), {})[name] = [value, None]
    for (stamp, edit), fields in sorted(by_edit.items()):
        yield {"s": stamp, "e": edit, "d": fields}


def as_value(table: Table, name: str, value: str | None) -> Any:
    role = table.columns[name].info["role"]
    return int(value) if value is not None and role in ("whole", "yes_no") else value


@cache
def insert_sql(table: Table) -> str:
    """Numbers come as text and become numbers by their columns; blobs come as hex."""
    names = ", ".join(c.name for c in table.columns)
    places = ", ".join("unhex(?)" if c.info["role"] == "blob" else "?" for c in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({places})"
