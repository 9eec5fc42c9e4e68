"""Lets go of other windows' old records once a day, in small steps, while all is quiet: those that
the practice does not want to keep here any longer and that a verified backup of the centre holds.

How old a record is the centre says, by its own clock and from when it received it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.areas.settings import queries as settings
from app.areas.settings.rules import KEEP_RECORDS_DAYS
from app.kernel.clock import instant_from, instant_text
from app.storage import letting_go
from app.storage.letting_go import Goes, Old
from app.storage.schema_let_go import let_go_run
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync.books import Books
from app.sync.line import Line
from app.sync.quiet import Quiet
from app.sync.rounds import Round

EVERY = timedelta(hours=20)
_LAST = Read(select(let_go_run.c.at))


@dataclass(frozen=True, slots=True)
class LetGo:
    """Records of one window; `until` is when it made the newest of them, by its own clock."""

    station_id: str
    code: str
    records: int
    characters: int
    until: datetime


def may_go(books: Books, line: Line) -> tuple[LetGo, ...]:
    """What can be let go now, window by window; an OutsideError when the centre is away."""
    old = _ask(books, line)
    codes = {str(one.station_id): one.code for one in books.ask(settings.stations).result()}
    found: dict[str, list[Goes]] = {}
    for one in books.ask(letting_go.may_go, old).result():
        found.setdefault(one.key[0], []).append(one)
    return tuple(
        LetGo(
            station,
            codes.get(station, ""),
            sum(each.records for each in streams),
            sum(each.characters for each in streams),
            instant_from(max(each.last for each in streams)),
        )
        for station, streams in sorted(found.items(), key=lambda pair: codes.get(pair[0], ""))
    )


def let_go(books: Books, line: Line, progress: Callable[[int], None] | None = None) -> int:
    """Let go of all that can go, in small transactions; how many records it were. Whatever
    `progress` raises breaks it off: it goes on another time.
    """
    gone = 0
    for one in _ask(books, line):
        while records := books.record(letting_go.let_go, one).result():
            gone += records
            if progress is not None:
                progress(gone)
    books.record(_note, None).result()
    return gone


class Retaining:
    """Use it from the thread that syncs, after each round."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._quiet = Quiet()
        self._left: list[Old] | None = None
        self._last: datetime | None = None

    def after(self, moved: Round, line: Line) -> bool:
        """Let go of some records if it is time to; whether the next ones wait already."""
        now = self._books.clock.now()
        if not self._quiet.lasts(moved, now) or not self._due(now):
            return False
        if self._left is None:
            self._last = now  # a centre that does not answer this is not asked again at once
            self._left = list(_ask(self._books, line))
        if self._left:
            if not self._books.record(letting_go.let_go, self._left[-1]).result():
                self._left.pop()
            return True
        self._books.record(_note, None).result()
        self._left = None
        return False

    def _due(self, now: datetime) -> bool:
        if self._left is None and (self._last is None or now - self._last > EVERY):
            self._last = self._books.ask(last_run).result()
        return self._left is not None or self._last is None or now - self._last > EVERY


def last_run(reader: Reader) -> datetime | None:
    """When all that could go was last let go of; None where it never was."""
    found = reader.scalar(_LAST)
    return instant_from(found) if found else None


def _ask(books: Books, line: Line) -> tuple[Old, ...]:
    days = books.ask(settings.whole_setting, KEEP_RECORDS_DAYS).result()
    with line.open() as central:
        return letting_go.streams_of(central.old_enough(days))


def _note(uow: UnitOfWork, _nothing: None) -> None:
    uow.put(let_go_run, {"one": 1, "at": instant_text(uow.now)})
