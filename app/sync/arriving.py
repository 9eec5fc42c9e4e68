"""Brings the rest of large books to a new station at which people work already: a page in one step,
between what is sent.

Order saves from half a truth: what ends or undoes something comes before it, and an invoice after
the lines that say what is left to pay on it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage import arriving, receiving, taking_over
from app.storage.engine import SCHEMA_REVISION
from app.storage.following import follow
from app.storage.forward import LINE
from app.storage.receiving import Received, StreamKey, Taken
from app.storage.statements import ReadSql
from app.storage.still_coming import BALANCES, REST, TABLES, still_comes
from app.storage.still_coming import stage as stage_now
from app.storage.tables import station
from app.storage.taking_over import OddFact, TablePage
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox, schema
from app.sync.arriving_sums import held_page, lines_page
from app.sync.books import Books
from app.sync.central import PAGE, Central
from app.sync.central_tables import Beginning
from app.sync.line import Line
from app.sync.positions import Side
from app.sync.puller import Puller
from app.sync.recipes import ledger_recipes, recipes_now, recipes_without_lines
from app.sync.rounds import Done
from app.sync.saying_again import say_again
from app.sync.snapshot import documents_in_order, tables_in_order
from app.sync.talk import Talk

_LOG = logging.getLogger("counterfoil.sync")
ROWS: Final = 500
"""Rows of one page: they are one transaction, which a payment may have to wait for."""
KEYS: Final = 300
"""Balances made afresh in one transaction."""
_LAST: Final = (
    ("payment_void", "receipt_revision", "returned_check", "allocation", "tender", "receipt"),
    ("payment", "journal_line", "journal_entry"),
    ("invoice_cancellation", "invoice_numbering", "invoice_line", "invoice"),
)
_PERCENT = ReadSql("SELECT percent FROM arrival WHERE one = 1")


@dataclass(frozen=True, slots=True)
class _Step:
    """A page, and how far everything is with it."""

    page: TablePage
    percent: int


class Arriving:
    """One station's taking in of what is missing; use it from the thread that syncs."""

    def __init__(self, books: Books, line: Line, talk: Talk, records: int = PAGE) -> None:
        self._books, self._line = books, line
        self._puller = Puller(books, line, records, talk, _take_records)
        self._talk = talk
        self._there: Beginning | None = None
        self._over = False

    def comes(self) -> bool:
        """Whether anything is still on its way."""
        if not self._over:
            self._over = not self._books.ask(still_comes).result()
        return not self._over

    def doubt(self) -> None:
        """The line broke: whether the centre is the same is asked before anything else."""
        self._there = None

    def step(self, central: Central) -> Done:
        """One page, or what follows when there are none left; DRAINED once all of it is here."""
        stage = self._books.ask(stage_now).result()
        if not stage:
            self._over = True
            return Done.DRAINED
        if self._there is None and not self._same_centre(central):
            return Done.MORE
        if stage == TABLES and self._other_version():
            return Done.STOPPED
        if stage == TABLES:
            over = self._next_page(central)
        elif stage == BALANCES:
            over = self._next_range()
        else:
            done = self._next_records(central)
            if done is not Done.DRAINED:
                return done
            over = True
        if over and (stage != REST or self._nothing_lost(central)):
            self._books.record(arriving.go_on, stage).result()
        return Done.MORE

    def _nothing_lost(self, central: Central) -> bool:
        """Whether the centre is the one that all came from, and has all of it. What it lost and no
        record tells any more is told by this station.
        """
        if not self._same_centre(central):
            return False
        if not self._books.ask(arriving.changed).result():
            return True
        try:
            if say_again(self._books, self._line):
                return False
        except UserError as unsound:
            _LOG.error("nothing is said again: %s", unsound)
        self._books.record(arriving.note_compared, None).result()
        return True

    def _same_centre(self, central: Central) -> bool:
        """Whether it is as it was at the beginning; if not, all is looked through again."""
        self._there = central.snapshot_begin(self._own())
        epoch = self._there.epoch
        if self._books.ask(taking_over.state).result().epoch == epoch:
            return True
        self._books.record(_begin_again, epoch).result()
        return False

    def _other_version(self) -> bool:
        """Whether the centre's tables have another form by now; then they wait for this program."""
        if self._there is None or self._there.schema == SCHEMA_REVISION:
            return False
        words = t(
            "The centre was upgraded while older history was on its way here. The rest comes when "
            "this computer has the same version of Counterfoil. Payments go on."
        )
        if self._books.ask(outbox.position).result().trouble != words:
            self._line.note(Side.PULL, words)
        self._there = None
        return True

    def _own(self) -> StreamKey:
        here = self._books.ask(outbox.here).result()
        return here.station, here.incarnation

    # -------------------------------------------------------------------------------------- tables

    def _next_page(self, central: Central) -> bool:
        """Whether no table is left."""
        copied = self._books.ask(taking_over.copied).result()
        left = (name for name in arriving_order() if not copied.get(name, (0, False))[1])
        name = next(left, None)
        if name is None:
            return True
        page = self._page(central, name)
        if page is None:
            return False
        come = sum(rows for rows, _ in copied.values()) + len(page.rows)
        over = sum(done for _, done in copied.values())
        step = _Step(page, self._percent(come, 0) or over * 99 // len(arriving_order()))
        odd = self._books.record(_take_page, step).result()
        if odd:
            told = [central.told(one.table, one.id, one.hash) for one in odd]
            self._books.record(_take_told, (page, told)).result()
        return False

    def _page(self, central: Central, name: str) -> TablePage | None:
        """The next one; None where something else had to come first, and did."""
        if name == LINE:
            return lines_page(self._books, central)
        after = self._books.ask(taking_over.key_after, name).result()
        rows = held_page(self._books, central, name, after, ROWS)
        return TablePage(name, rows, len(rows) < ROWS)

    def _percent(self, rows: int, records: int) -> int:
        """About, of tables and records; 0 where the centre has no idea how many rows it has."""
        there = self._there
        if there is None:
            return 0
        shared = set(tables_in_order())
        of_rows = sum(count for name, count in there.rows.items() if name in shared)
        of_records = max(0, there.records - there.below)
        if there.below and of_rows < rows:
            return 0
        of = (of_rows if there.below else rows) + max(of_records, records)
        return min(99, (rows + records) * 100 // of) if of else 0

    # ------------------------------------------------------------------------------------ balances

    def _next_range(self) -> bool:
        """Whether every balance was made afresh."""
        for recipe in ledger_recipes():
            if not self._books.ask(arriving.place, recipe.view.name).result()[1]:
                self._books.record(arriving.make_range, arriving.Range(recipe, KEYS)).result()
                return False
        return True

    # ------------------------------------------------------------------------------------- records

    def _next_records(self, central: Central) -> Done:
        """MORE while any come; STOPPED where nothing of them can be taken in."""
        stands = self._books.ask(outbox.stands).result()
        come = self._puller.pull(central, stands)
        page = self._puller.page
        if come.done is Done.MORE or page is None:
            if page is not None and page.records:
                self._note_records()
            return Done.MORE
        if come.done is Done.STOPPED and not self._talk.stuck:
            return Done.STOPPED
        for name in documents_in_order():
            if ids := self._books.ask(taking_over.incomplete, name).result():
                whole = central.snapshot_some(name, ids)
                self._books.record(_take_documents, (name, whole)).result()
        return Done.DRAINED

    def _note_records(self) -> None:
        held = self._books.ask(receiving.held).result()
        begins = self._books.ask(receiving.anchors).result()
        records = sum(seq - begins.get(key, (0, ""))[0] for key, (seq, _) in held.items())
        rows = sum(rows for rows, _ in self._books.ask(taking_over.copied).result().values())
        self._books.record(_note_percent, self._percent(rows if begins else 0, records)).result()


def arriving_order() -> tuple[str, ...]:
    """The tables in the order in which they come while people work: the end of an attempt to charge
    a card before the attempt, the close of a shift before the shift, as their names say.
    """
    late = tuple(name for group in _LAST for name in group)
    facts = (n for n in tables_in_order() if station.tables[n].info["kind"] == "fact")
    early = sorted((name for name in facts if name not in late), reverse=True)
    # An attempt that is open anywhere blocks its invoice, so that nobody pays it twice.
    early.sort(key=lambda name: not name.startswith("card_"))
    return (*documents_in_order(), *early, *late)


def _take_page(uow: UnitOfWork, step: _Step) -> tuple[OddFact, ...]:
    _note_percent(uow, step.percent)
    return arriving.take_page(uow, step.page, recipes_without_lines())


def _take_told(uow: UnitOfWork, told: tuple[TablePage, list[dict[str, object]]]) -> None:
    """Facts whose columns do not give back what was hashed come as their records tell them."""
    follow(uow, taking_over.take_told(uow, *told), recipes_without_lines())


def _take_records(uow: UnitOfWork, page: tuple[Received, ...]) -> Taken:
    return receiving.take_in(uow, page, recipes_now(uow))


def _take_documents(uow: UnitOfWork, told: tuple[str, list[tuple[str | None, ...]]]) -> None:
    changes = taking_over.take_documents(uow, *told)
    follow(uow, changes, recipes_now(uow))


def _begin_again(uow: UnitOfWork, epoch: str) -> None:
    arriving.begin_again(uow, epoch)
    uow.drop(schema.arrival)


def _note_percent(uow: UnitOfWork, percent: int) -> None:
    """Only what is new is told: the window looks at every change."""
    if percent > int(uow.scalar(_PERCENT) or 0):
        uow.put(schema.arrival, {"one": 1, "percent": percent})
