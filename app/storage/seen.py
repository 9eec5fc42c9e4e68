"""What a form showed when it was typed over: what others changed since then stays, unless it was
typed over knowingly.

A page follows what other windows do within a moment; this decides about the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.reading import Reader, ReadSql
from app.storage.station_log import rows_of
from app.storage.tables import Row, Wire

if TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

A = TypeVar("A")
C = TypeVar("C")
_POSITION = ReadSql("SELECT coalesce(max(rowid), 0) FROM station_log")
_SINCE = ReadSql(
    "SELECT l.body FROM document_edit AS e JOIN station_log AS l ON l.station = e.station "
    "AND l.incarnation = e.incarnation AND l.seq = e.seq "
    "WHERE e.document_id = :id AND l.rowid > :position ORDER BY l.rowid"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The documents a form is about, as they stood at a `position` of the log; `agreed` names edits
    of others that may be typed over, `unasked` fields that nobody types.
    """

    documents: frozenset[str]
    position: int
    agreed: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()


class EditedMeanwhile(UserError):
    """Somebody changed the same since the form showed it; `edits` are to be agreed to."""

    def __init__(self, names: list[str], edits: frozenset[str]) -> None:
        what = ", ".join(name.removesuffix("_minor").replace("_", " ") for name in names)
        words = t(
            "Somebody changed the same a moment ago: {what}. Look at it; saving once more puts "
            "yours in its place.",
            what=what,
        )
        super().__init__(words)
        self.edits = edits


def position(reader: Reader) -> int:
    """How far the log stands that a page shows."""
    return int(reader.scalar(_POSITION))


def knowing(
    action: Callable[[UnitOfWork, C], A], seen: Seen | None
) -> Callable[[UnitOfWork, C], A]:
    """The action for somebody who typed over what a form showed."""
    if seen is None:
        return action

    @wraps(action)
    def careful(uow: UnitOfWork, command: C) -> A:
        uow.seen = seen
        return action(uow, command)

    return careful


def not_overwriting(
    reader: Reader,
    seen: Seen,
    document_id: str,
    wanted: Mapping[str, Wire],
    clocks: Mapping[str, list[Any]],
    as_json: Callable[[Wire], Wire],
) -> Row:
    """Of the fields to write those that the person typed; what others changed meanwhile and the
    person left as the form showed it stays. EditedMeanwhile where both changed one.
    """
    before: dict[str, list[Any]] = {}
    edits: set[str] = set()
    for (body,) in reader.fetch(_SINCE, id=document_id, position=seen.position):
        for row in rows_of(body):
            if row.get("id") == document_id and "d" in row:
                edits.add(str(row["e"]))
                for name, (_, old) in row["d"].items():
                    before.setdefault(name, []).append(old)
    typed = wanted.keys() - seen.unasked
    moved = {name for name in typed if str(clocks.get(name, ["", ""])[1]) in edits}
    left = {name for name in moved if as_json(wanted[name]) in before.get(name, [])}
    both = {name: f"{name} {clocks[name][1]}" for name in sorted(moved - left)}
    asked = frozenset(both.values()) - seen.agreed
    if asked:
        raise EditedMeanwhile(list(both), asked)
    return {name: value for name, value in wanted.items() if name not in left}
