"""Rows of facts as records tell them, in the form of their tables."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table

from app.storage.aside import Told
from app.storage.canonical import content_hash
from app.storage.tables import Row, Wire


@cache
def _blobs(table: Table) -> frozenset[str]:
    """The fields that travel as hex."""
    return frozenset(c.name for c in table.columns if c.info["role"] == "blob")


def wire(table: Table, name: str, value: Any) -> Wire:
    """A field of a record as its column holds it."""
    blob = value is not None and name in _blobs(table)
    found: Wire = bytes.fromhex(value) if blob else value
    return found


def fact_row(table: Table, one: Told) -> Row | None:
    """The fact as a row; None where its content is not what it hashes to, because a newer program
    wrote it or somebody forged it.
    """
    fields, names = one.row["f"], table.info["content"]
    full: Row = dict(zip(names, map(fields.get, names), strict=True))
    for name in _blobs(table).intersection(fields):
        full[name] = wire(table, name, fields[name])
    full["id"] = one.row["id"]
    digest = content_hash(table.info["record_type"], ("id", *names), full)
    if digest.hex() != one.row["h"]:
        return None
    full["content_hash"] = digest
    return full
