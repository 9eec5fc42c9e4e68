"""What the simulator knows of every record that was ever made: its facts and its edits, by hash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.storage.tables import station as declared

Target = tuple[str, str]
"""A fact that something takes back: (table, id)."""
Op = tuple[str, str, str]
"""A fact as (type, id, content hash), or one edit of a document as ("edit", edit id, "")."""
CARRIED = "carried.v1"
SET_ASIDE = "record_set_aside.v1"


def rows_in(body: str) -> Iterator[dict[str, Any]]:
    """The rows of a record, those of records it carries included."""
    for row in json.loads(body)["rows"]:
        if row["t"] == CARRIED:
            yield from rows_in(row["r"]["body"])
        else:
            yield row


def originals(body: str) -> list[str]:
    """The hashes of the records that a record carries."""
    return [row["id"] for row in json.loads(body)["rows"] if row["t"] == CARRIED]


def targets(body: str) -> frozenset[Target]:
    """What a record takes back of others, as the tables declare it."""
    own, found = set[Target](), set[Target]()
    for row in rows_in(body):
        name = row["t"].partition(".")[0]
        own.add((name, row["id"]))
        for column in declared.tables[name].columns if "h" in row else ():
            target = column.info.get("takes_back")
            if target and row["f"].get(column.name) is not None:
                found.add((target, row["f"][column.name]))
    return frozenset(found - own)


@dataclass(frozen=True, slots=True)
class Edited:
    """One field as an edit left it; `before` is what the person saw."""

    table: str
    document: str
    field: str
    clock: tuple[int, str]
    value: Any
    before: Any


@dataclass(slots=True)
class Known:
    """Every record by its hash; `truth` is all that was ever made, `gone` what is on no disk.
    `takes_back` are the facts of others that a record undoes; `numbered` says in which epoch of the
    centre a number was kept with an invoice; `set_aside` are the records, by hash, that managers
    said to keep aside, also where no disk has that word any more.
    """

    ops: dict[str, frozenset[Op]] = field(default_factory=dict)
    carries: dict[str, list[str]] = field(default_factory=dict)
    takes_back: dict[str, frozenset[Target]] = field(default_factory=dict)
    edits: dict[str, list[Edited]] = field(default_factory=dict)
    truth: set[Op] = field(default_factory=set)
    gone: set[Op] = field(default_factory=set)
    poisoned: set[Op] = field(default_factory=set)
    numbered: dict[tuple[str, str], int] = field(default_factory=dict)
    set_aside: set[str] = field(default_factory=set)

    def copy(self) -> Known:
        """To go on from with another seed."""
        return Known(
            dict(self.ops),
            dict(self.carries),
            dict(self.takes_back),
            dict(self.edits),
            set(self.truth),
            set(self.gone),
            set(self.poisoned),
            dict(self.numbered),
            set(self.set_aside),
        )

    def learn(self, digest: str, body: str) -> frozenset[Op]:
        """Take a record apart; its ops."""
        if digest in self.ops:
            return self.ops[digest]
        found: set[Op] = set()
        for row in rows_in(body):
            if "h" in row:
                found.add((row["t"], row["id"], row["h"]))
                if row["t"] == SET_ASIDE:
                    self.set_aside.add(row["f"]["record_hash"])
                continue
            found.add(("edit", row["e"], ""))
            table = row["t"].partition(".")[0]
            clock = (row["s"], row["e"])
            self.edits.setdefault(row["e"], [])
            if not self.edits[row["e"]]:
                self.edits[row["e"]] = [
                    Edited(table, row["id"], name, clock, new, old)
                    for name, (new, old) in row["d"].items()
                ]
        self.ops[digest] = frozenset(found)
        self.carries[digest] = originals(body)
        self.takes_back[digest] = targets(body)
        return self.ops[digest]

    def made(self, digest: str, body: str, action: str, epoch: int = 0) -> None:
        """A station committed this record, while the centre was in this epoch. What one carries was
        made before.
        """
        if action.endswith(".keep_number") and digest not in self.ops:
            for row in rows_in(body):
                self.numbered.setdefault((row["f"]["number"], row["id"]), epoch)
        ops = self.learn(digest, body)
        if action != "sync.carry":
            self.truth |= ops
        if action.endswith("._to_no_day"):
            self.poisoned |= ops

    def of(self, hashes: Iterable[str]) -> set[Op]:
        """All that these records say."""
        found: set[Op] = set()
        for digest in hashes:
            found |= self.ops.get(digest, frozenset())
        return found
