"""Brings what a station keeps of the ledger in line with its scope: folds lines of other sites and
old months into sums, fetches those it should have again, in small steps while nothing else moves.

Folding is local. What is fetched must be what its hash says, so any copy will do; a step is one
transaction, so a kill or a centre that goes away costs at most one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.areas.payments import detail_records
from app.areas.payments.detail_records import Bounds
from app.areas.settings import queries as settings
from app.areas.stations import errors
from app.areas.stations import queries as stations
from app.areas.stations.maintaining import MOST_MONTHS
from app.areas.stations.values import DetailsKept
from app.kernel.clock import instant_text
from app.kernel.errors import OutsideError
from app.kernel.translate import t
from app.storage import folding, taking_over
from app.storage.aside import Told
from app.storage.forward import ENTRY, LINE
from app.storage.schema_folding import detail_scope
from app.storage.statements import Reader, ReadSql
from app.storage.still_coming import still_comes
from app.storage.tables import station
from app.storage.unit_of_work import UnitOfWork
from app.sync import inbox, outbox
from app.sync.books import Books
from app.sync.line import Line
from app.sync.rounds import Done, Round

MOST = 100
"""Entries of one step: a payment may have to wait for it."""
_FOLDED = ReadSql("SELECT EXISTS (SELECT 1 FROM folded_entry)")
_KEPT = ReadSql("SELECT account_id, until FROM detail_kept ORDER BY account_id")
_UNSENT = ReadSql(
    "SELECT min(at) FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq > :have"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What should be here line by line; `bounds` is None where everything is and nothing is
    folded. `wanted` entries are asked for by records that wait.
    """

    bounds: Bounds | None
    wanted: tuple[str, ...] = ()
    sign: str = ""
    """Another one whenever there may be something to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Entries that were folded, and whose lines were fetched."""

    folded: int = 0
    fetched: int = 0


def plan(reader: Reader, at: datetime | None = None) -> Plan:
    """What should be here now (or then), by the scope, the day and what somebody looks at."""
    kept = stations.details_kept(reader)
    if still_comes(reader) or (kept.everything and not reader.scalar(_FOLDED)):
        return Plan(None)
    today = settings.business_today(settings.practice(reader), at or reader.now)
    cuts = _cuts(reader, kept, today)
    position, mine = outbox.position(reader), outbox.here(reader)
    unsent = reader.scalar(_UNSENT, **mine.key, have=position.have)
    bounds = Bounds(
        cuts=json.dumps(cuts), today=today.isoformat(), before=unsent or "9999", most=MOST
    )
    looked_at = reader.fetch(_KEPT)
    return Plan(bounds, folding.wanted(reader), json.dumps([bounds.cuts, bounds.today, looked_at]))


def cuts_now(reader: Reader) -> str:
    """The days before which entries of each station are kept in sums, as JSON; empty for none."""
    kept = stations.details_kept(reader)
    if kept.everything:
        return ""
    today = settings.business_today(settings.practice(reader), reader.now)
    return json.dumps(_cuts(reader, kept, today))


def _cuts(reader: Reader, kept: DetailsKept, today: date) -> dict[str, str]:
    own, cuts = settings.practice(reader).site_id, dict[str, str]()
    for one in () if kept.everything else settings.stations(reader):
        near = one.site_id == own or one.site_id in kept.sites
        cuts[one.station_id] = months_before(today, kept.months if near else 0).isoformat()
    return cuts


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of `day`."""
    number = day.year * 12 + day.month - 1 - months
    return date(max(1, number // 12), number % 12 + 1, 1)


class Details:
    """Use it from the thread that syncs, after each round; one step at a time."""

    def __init__(self, books: Books, planned: Callable[[Reader], Plan] = plan) -> None:
        self._books, self._plan = books, planned
        self._sign, self._over = "", True
        self._at, self._from = "", ("", "")
        self._coming = True
        self._lacking = set[str]()

    def after(self, moved: Round, line: Line) -> bool:
        """Do one step if there is one; whether the next one waits already."""
        return moved.done is Done.DRAINED and self.step(line) is not None

    def step(self, line: Line) -> Moved | None:
        """One transaction of what is to do by now; None when nothing is left."""
        found = self._books.ask(self._plan).result()
        if found.bounds is None:
            return None
        wanted = [one for one in found.wanted if one not in self._lacking]
        if wanted:
            fetched = self._fetch(line, wanted[:MOST])
            self._books.record(inbox.project_waiting, None).result()
            return Moved(fetched=fetched)
        if found.sign != self._sign:  # another scope or another day: from the beginning
            self._sign, self._over = found.sign, False
            self._at, self._from, self._coming = "", ("", ""), True
        if self._over:
            return None
        if self._coming:
            ids = self._books.ask(detail_records.comes, found.bounds, self._at).result()
            if ids:
                fetched = self._fetch(line, ids)
                self._at = ids[-1]
                return Moved(fetched=fetched)
            self._coming = False
        rows = self._books.ask(detail_records.goes, found.bounds, self._from).result()
        if rows:
            ids = [entry_id for _, entry_id in rows]
            folded = self._books.record(folding.fold, ids).result()
            self._from = rows[-1]
            return Moved(folded=folded)
        self._books.record(folding.forget_past, found.bounds.today).result()
        self._over = True
        return None

    def all(self, line: Line, progress: Callable[[Moved], None] | None = None) -> Moved:
        """Everything that is to do now; `progress` hears after each step and may break it off."""
        folded = fetched = 0
        while (one := self.step(line)) is not None:
            folded, fetched = folded + one.folded, fetched + one.fetched
            if progress is not None:
                progress(Moved(folded, fetched))
        if self._lacking:
            raise OutsideError(
                t(
                    "The centre lacks details of {count} entries that are kept here in sums. "
                    "The sums are right; ask for help.",
                    count=len(self._lacking),
                )
            )
        return Moved(folded, fetched)

    def _fetch(self, line: Line, entry_ids: Sequence[str]) -> int:
        """How many came; what the centre does not have is asked for once."""
        known = self._books.ask(folding.folded, entry_ids).result()
        ids = sorted(one for keys in known.values() for one, _ in keys)
        with line.open() as centre:
            rows = centre.snapshot_some(LINE, ids) if ids else []
        whole: set[str] = self._books.record(_bring_back, rows).result()
        self._lacking |= set(entry_ids) - whole
        return len(whole)


def _bring_back(uow: UnitOfWork, rows: list[tuple[str | None, ...]]) -> set[str]:
    table = station.tables[LINE]
    told = [
        Told("", "", 0, number, taking_over.typed_fact(table, row))
        for number, row in enumerate(rows, 1)
    ]
    whole = folding.unfold(uow, told)
    uow.touched -= {LINE, ENTRY}
    return whole


def begin_with_less(uow: UnitOfWork, months: int) -> None:
    """A new station keeps so many months of its own site from the beginning."""
    if not 1 <= months <= MOST_MONTHS:
        raise errors.months_out_of_range(MOST_MONTHS)
    at = instant_text(uow.now)
    uow.put(detail_scope, {"one": 1, "sites": "[]", "months": months, "since": at})


def left_to_fetch(reader: Reader) -> int:
    """How many entries wait to be fetched."""
    found = plan(reader)
    if found.bounds is None:
        return 0
    return detail_records.left_to_come(reader, found.bounds) + len(found.wanted)
