"""A new station takes over the books of the centre: whole tables first, then the records that came
after what a verified backup holds, then the views.

Each step is one transaction, so that it goes on where it was killed. What is here at the end is
what applying every record would have made (sync.md 8). Where that takes long, `open_early` brings
only what a cashier needs, and `arriving` the rest while people work.
"""

from __future__ import annotations

from collections.abc import Callable

from app.areas.health.checks import all_recipes
from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage import arriving, receiving, still_coming, taking_over
from app.storage.checking import Recipe
from app.storage.engine import SCHEMA_REVISION
from app.storage.receiving import Received, StreamKey, Taken
from app.storage.search_checks import rebuild_words
from app.storage.statements import insert_sql
from app.storage.tables import central, station
from app.storage.taking_over import Begin, TablePage
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox
from app.sync.books import Books
from app.sync.central import Central
from app.sync.central_tables import ROWS, Beginning
from app.sync.early import OPEN_ITEMS, take_open_items
from app.sync.line import Line
from app.sync.progress import Progress, Tell
from app.sync.recipes import recipes_without_lines
from app.sync.talk import Talk
from app.sync.witness import give_streams

ENOUGH = 20_000
"""With fewer records below what a verified backup holds, the records alone are as quick."""
RECORDS = 500
"""Records of one page while nobody works here yet."""

_FIRST = (
    ("organization", "site", "station", "setting", "role", "app_user", "user_person", "drawer"),
    ("reason", "tender_type", "tax_rate", "gl_account", "payer", "service", "bank_account"),
    ("account", "patient", "guarantor", "account_field", "account_field_value", "account_flag"),
    ("external_id", "invoice_draft", "invoice", "invoice_line", "invoice_cancellation"),
    ("allocation", "payment", "payment_void", "tender", "receipt"),
)
"""What a cashier needs comes first: people and settings, accounts, open items, payments."""
_LAST = ("journal_line", "journal_entry")
"""An entry goes in only where its lines are."""


class BeginAgain(OutsideError):
    """The centre was restarted or replaced meanwhile: what was copied may not be its books any
    more. The half-made database is thrown away, and the take-over begins from the start.
    """


def take_over(
    books: Books,
    connect: Callable[[], Central],
    progress: Tell | None = None,
    *,
    enough: int = ENOUGH,
    rows: int = ROWS,
) -> int:
    """Bring the centre's books into a database that has none; how many records it holds then.

    Whatever `progress` raises breaks it off; called again on the same database it goes on there. A
    BeginAgain means a fresh database.
    """
    line = Line(books, connect)
    try:
        return TakeOver(books, line, progress or (lambda _: None), enough, rows).run()
    finally:
        line.hang_up()


def open_early(
    books: Books,
    connect: Callable[[], Central],
    progress: Tell | None = None,
    *,
    enough: int = ENOUGH,
    rows: int = ROWS,
) -> int:
    """The same where there are few records, or no verified backup holds many of them. Of large
    books it brings what a cashier needs to take money: people, settings, accounts, what was done
    since that backup, and every open invoice with what is left to pay on it; `arriving.Arriving`
    brings the rest later.

    Whatever money may be taken on is in that backup or in a record that is held here, so no centre
    that falls over can lose it.
    """
    line = Line(books, connect)
    try:
        return TakeOver(books, line, progress or (lambda _: None), enough, rows).open()
    finally:
        line.hang_up()


class TakeOver:
    """One take-over; every step asks the database how far it is."""

    def __init__(self, books: Books, line: Line, tell: Tell, enough: int, rows: int) -> None:
        self._books, self._line, self._tell = books, line, tell
        self._enough, self._rows = enough, rows

    def run(self) -> int:
        """Everything, while nobody works here yet."""
        return self._whole(self._begin())

    def open(self) -> int:
        """As much as is needed to work here."""
        stage = self._begin(early=True)
        if stage == still_coming.FIRST:
            self._copy_tables(documents_in_order())
            take_open_items(self._books, self._line, self._tell, self._pull)
            self._take_records()
            self._books.record(arriving.all_open_here, OPEN_ITEMS).result()
            stage = still_coming.OPENING
        if stage == still_coming.OPENING:
            self._make_views(recipes_without_lines())
            self._books.record(taking_over.go_on, still_coming.TABLES).result()
            stage = still_coming.TABLES
        if stage in still_coming.STAGES:
            return self._books.ask(taking_over.records_held).result()
        return self._whole(stage)

    def _whole(self, stage: str) -> int:
        if stage == "tables":
            self._copy_tables(tables_in_order())
            self._books.record(taking_over.go_on, "records").result()
        self._take_records()
        self._books.record(taking_over.go_on, "views").result()
        self._make_views(all_recipes())
        self._books.record(taking_over.go_on, "done").result()
        return self._books.ask(taking_over.records_held).result()

    def _own(self) -> StreamKey:
        here = self._books.ask(outbox.here).result()
        return here.station, here.incarnation

    def _ask_beginning(self) -> Beginning:
        with self._line.open() as centre:
            return centre.snapshot_begin(self._own())

    def _begin(self, *, early: bool = False) -> str:
        """The stage to go on with."""
        known = self._books.ask(taking_over.state).result()
        if known.stage in still_coming.STAGES:
            return known.stage
        there = self._ask_beginning()
        if known.stage:
            self._refuse_other(known.epoch, there)
            return known.stage
        fits = there.schema == SCHEMA_REVISION
        tables = bool(there.begins) and there.below >= self._enough
        if early and fits and tables:
            first = Begin(there.epoch, there.begins, still_coming.FIRST)
            self._books.record(taking_over.begin, first).result()
            return still_coming.FIRST
        if not tables or not fits:
            self._books.record(taking_over.begin, Begin(there.epoch, {})).result()
            self._books.record(taking_over.go_on, "records").result()
            return "records"
        self._books.record(taking_over.begin, Begin(there.epoch, there.begins)).result()
        return "tables"

    def _refuse_other(self, epoch: str, there: Beginning) -> None:
        if epoch != there.epoch:
            self._give_back()
            raise BeginAgain(
                t("The centre was started again meanwhile. The books are taken over afresh.")
            )

    def _give_back(self) -> None:
        """What the centre lost goes back there before it is thrown away here: nobody else may have
        it.
        """
        stands = self._books.ask(outbox.stands).result()
        with self._line.open() as centre:
            while give_streams(self._books, centre, stands, set(stands.held), Talk()):
                pass

    # -------------------------------------------------------------------------------------- tables

    def _copy_tables(self, names: tuple[str, ...]) -> None:
        """Page by page; the next one is on its way while one is written."""
        there = self._ask_beginning()
        copied = self._books.ask(taking_over.copied).result()
        done = sum(rows for rows, _ in copied.values())
        of = max(done, sum(there.rows.get(name, 0) for name in names))
        for name in names:
            if copied.get(name, (0, False))[1]:
                continue
            self._tell(Progress(_words(name), done, of))
            after = self._books.ask(taking_over.key_after, name).result()
            page = self._fetch(name, after)
            while True:
                writing = self._books.record(taking_over.take_page, page)
                try:
                    ahead = None if page.last else self._fetch(name, key_of(page))
                finally:
                    odd = writing.result()
                if odd:
                    self._take_odd(page, odd)
                done += len(page.rows)
                self._tell(Progress(_words(name), done, max(of, done)))
                if ahead is None:
                    break
                page = ahead

    def _fetch(self, name: str, after: tuple[str, str]) -> TablePage:
        with self._line.open() as centre:
            rows = centre.snapshot_page(name, after, self._rows)
        return TablePage(name, rows, len(rows) < self._rows)

    def _take_odd(self, page: TablePage, odd: tuple[taking_over.OddFact, ...]) -> None:
        """Facts whose columns do not give back what was hashed come as their records tell them."""
        with self._line.open() as centre:
            told = [centre.told(one.table, one.id, one.hash) for one in odd]
        self._books.record(_take_told, (page, told)).result()

    # ------------------------------------------------------------------------------------- records

    def _take_records(self) -> None:
        """Everything beyond where streams begin, until nothing more comes in the same epoch."""
        self._pull()
        self._finish_documents()
        known = self._books.ask(taking_over.state).result()
        self._refuse_other(known.epoch, self._ask_beginning())

    def _pull(self) -> None:
        """Every record that the centre has by now."""
        taken, own = 0, self._own()
        while True:
            held = self._books.ask(receiving.held).result()
            with self._line.open() as centre:
                page = centre.pull(held, own, RECORDS)
            if not page.records:
                return
            came = self._books.record(_take_records, page.records).result()
            if came.damaged or came.replaced or not came.new:
                raise _not_readable(came)
            taken += came.new
            left = sum(head.seq - held.get(key, (0, ""))[0] for key, head in page.heads.items())
            words = t("Taking over what happened since the last backup.")
            self._tell(Progress(words, taken, taken + max(0, left - len(page.records))))

    def _finish_documents(self) -> None:
        """Documents of which the centre had only edits when their table was copied."""
        for name in tables_in_order():
            ids = self._books.ask(taking_over.incomplete, name).result()
            if ids:
                with self._line.open() as centre:
                    rows = centre.snapshot_some(name, ids)
                self._books.record(_take_documents, (name, rows)).result()

    # --------------------------------------------------------------------------------------- views

    def _make_views(self, recipes: tuple[Recipe, ...]) -> None:
        for number, recipe in enumerate(recipes):
            words = t("Adding up balances and making names findable.")
            self._tell(Progress(words, number, len(recipes) + 1))
            self._books.record(_make_view, recipe).result()
        self._books.record(_make_words, None).result()


def tables_in_order() -> tuple[str, ...]:
    """The tables that all stations share, what a cashier needs first."""
    first = [name for group in _FIRST for name in group if name in central.tables]
    rest = set(central.tables) - set(first) - set(_LAST)
    kinds = {name: station.tables[name].info["kind"] for name in rest}
    return (*first, *sorted(rest, key=lambda name: (kinds[name] != "document", name)), *_LAST)


def documents_in_order() -> tuple[str, ...]:
    """What is no fact: people, settings, accounts, patients."""
    return tuple(n for n in tables_in_order() if station.tables[n].info["kind"] == "document")


def key_of(page: TablePage) -> tuple[str, str]:
    """Where the page after it begins."""
    row = page.rows[-1]
    fact = station.tables[page.table].info["kind"] == "fact"
    return str(row[0]), str(row[1]) if fact else ""


def _words(name: str) -> str:
    place = next((n for n, group in enumerate(_FIRST) if name in group), len(_FIRST))
    return (
        t("Taking over people and settings."),
        t("Taking over people and settings."),
        t("Taking over accounts and patients."),
        t("Taking over invoices."),
        t("Taking over payments."),
        t("Taking over the rest of the books."),
    )[place]


def _take_records(uow: UnitOfWork, page: tuple[Received, ...]) -> Taken:
    """Views are made at the end, in one go."""
    return receiving.take_in(uow, page, ())


def _not_readable(came: Taken) -> UserError:
    words = [words for _, words in came.damaged]
    why = words[0] if words else t("its records do not go on from one another")
    return UserError(t("The centre’s books can’t be taken over: {why} Ask for help.", why=why))


def _take_told(uow: UnitOfWork, told: tuple[TablePage, list[dict[str, object]]]) -> None:
    taking_over.take_told(uow, *told)


def _take_documents(uow: UnitOfWork, documents: tuple[str, list[tuple[str | None, ...]]]) -> None:
    taking_over.take_documents(uow, documents[0], documents[1])


def _make_view(uow: UnitOfWork, recipe: Recipe) -> None:
    uow.drop(recipe.view)
    uow.write_all(recipe.view, insert_sql(recipe.view)[0], recipe.rows(uow))


def _make_words(uow: UnitOfWork, _nothing: None) -> None:
    rebuild_words(uow)
