"""Whether every document shows the newest edits that count, field by field, everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.storage.statements import ReadSql
from app.storage.tables import station as declared
from app.sync.simulator.records import Edited, Known
from app.sync.simulator.stations import SimStation

if TYPE_CHECKING:
    from app.sync.simulator.world import World

Values = dict[tuple[str, str, str], Edited]
"""The edit that holds, by (table, document, field)."""
_TABLES = [t for t in declared.tables.values() if t.info["kind"] == "document"]
_NEEDS = {t.name: {name for name in t.info["content"] if not t.c[name].nullable} for t in _TABLES}


def newest(known: Known, edits: set[str]) -> Values:
    """Of these edits the one with the highest (stamp, edit id) for each field."""
    found: Values = {}
    for edit in edits:
        for one in known.edits[edit]:
            place = (one.table, one.document, one.field)
            held = found.get(place)
            if held is None or one.clock > held.clock:
                found[place] = one
    return found


def begun(known: Known, edits: set[str], values: Values) -> Values:
    """What of it stations show: a document begins with an edit that tells all it must have. Where
    that one is lost for ever, the edits that rest on it wait.
    """
    shown: set[tuple[str, str]] = set()
    for edit in edits:
        told: dict[tuple[str, str], set[str]] = {}
        for one in known.edits[edit]:
            if one.value is not None:
                told.setdefault((one.table, one.document), set()).add(one.field)
        shown |= {place for place, fields in told.items() if _NEEDS[place[0]] <= fields}
    return {place: held for place, held in values.items() if place[:2] in shown}


def _wire(value: Any) -> Any:
    """A value of the centre as records write it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int | str) else str(value)


def documents_there(world: World, values: Values) -> Iterator[str]:
    """The centre's documents, each field with its clock; and nobody sees what was replaced."""
    shown: Values = dict(values)
    for table in _TABLES:
        names = table.info["content"]
        columns = ", ".join(f't."{n}", t."{n}__stamp", t."{n}__edit"::text' for n in names)
        for row in world.centre.rows(f"SELECT t.id::text, {columns} FROM public.{table.name} t"):
            for number, name in enumerate(names):
                value, stamp, edit = row[1 + 3 * number : 4 + 3 * number]
                held = shown.pop((table.name, row[0], name), None)
                if held is None:
                    if value is not None:
                        yield f"the centre’s {table.name}.{name} has a value nobody wrote"
                elif (held.value, held.clock) != (_wire(value), (stamp, edit)):
                    yield f"the centre’s {table.name}.{name} is not the newest edit"
    if shown:
        yield f"the centre lacks {len(shown)} fields of documents"
    standing = {held.clock[1] for held in values.values()}
    replaced = {
        (one.table, one.document, one.field, one.before)
        for edits in world.known.edits.values()
        for one in edits
        if one.before is not None and one.clock[1] in standing
    }
    for place, held in values.items():
        if place[2] in ("phone", "city", "email") and (*place, held.value) in replaced:
            yield f"{place[0]}.{place[2]} shows a value that somebody had already replaced"


def documents_at(station: SimStation, values: Values) -> Iterator[str]:
    """The station's documents have the same values, and edits that go on from the same clocks."""
    shown: Values = dict(values)
    for table in _TABLES:
        names = table.info["content"]
        read = ReadSql(f"SELECT id, clocks, stamp, edit_id, {', '.join(names)} FROM {table.name}")
        for row in station.database.read(lambda r, read=read: r.fetch(read)):
            clocks = json.loads(row[1])
            for name, value in zip(names, row[4:], strict=True):
                held = shown.pop((table.name, row[0], name), None)
                wanted = None if held is None else held.value
                if value != wanted:
                    yield f"{table.name}.{name} is {value!r}, the newest edit says {wanted!r}"
                elif held is not None and value is not None:
                    clock = tuple(clocks.get(name, (row[2], row[3])))
                    if clock != held.clock:
                        yield f"{table.name}.{name} has another clock than its edit"
    if shown:
        yield f"lacks {len(shown)} fields of documents"
