"""Keeps what the pretended processor and its reader remember, by name."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.cards import schema
from app.storage.canonical import canonical_json
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork

_t = schema.simulated_terminal.c
_ONE = Read(select(_t.told).where(_t.name == bindparam("name")))
_SOME = Read(select(_t.told).where(_t.name >= bindparam("first"), _t.name < bindparam("end")))


def kept(reader: Reader, name: str) -> dict[str, Any] | None:
    told = reader.scalar(_ONE, name=name)
    found: dict[str, Any] | None = None if told is None else json.loads(told)
    return found


def all_kept(reader: Reader, beginning: str) -> list[dict[str, Any]]:
    """Everything whose name begins so."""
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return [json.loads(row[0]) for row in reader.fetch(_SOME, first=beginning, end=end)]


def keep(uow: UnitOfWork, name: str, told: dict[str, Any]) -> None:
    uow.put(schema.simulated_terminal, {"name": name, "told": canonical_json(told)})
