"""A new station that people work at while the books still come: what is open came first, the rest
follows page by page.

Until all of it is here a balance is what the centre said at the beginning and what was done here
since; after that it is the sum of the lines, like everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from app.storage import taking_over
from app.storage.checking import Part, Recipe
from app.storage.following import Changes, follow
from app.storage.forward import LINE
from app.storage.schema import taken_table
from app.storage.schema import taking_over as taking_over_table
from app.storage.schema_folding import forward_zero
from app.storage.statements import Reader, ReadSql, upsert_sql
from app.storage.still_coming import BALANCES, OPENING, REST, TABLES
from app.storage.tables import Row, station
from app.storage.taking_over import OddFact, TablePage, Values
from app.storage.unit_of_work import UnitOfWork

_CHANGED = "taking_over"
"""Under this name it is noted that the centre was another one for a while."""
_AFTER = ReadSql("SELECT after_id, done FROM taken_table WHERE name = :name")
_NEXT = {TABLES: BALANCES, BALANCES: REST, REST: "done"}


@dataclass(frozen=True, slots=True)
class Range:
    """The balances of the next keys, to be made afresh; `most` of them at once."""

    recipe: Recipe
    most: int


def all_open_here(uow: UnitOfWork, view: str) -> None:
    """Everything that is open was brought; how far that came was noted under `view`, whose keys are
    gone through once more at the end.
    """
    note_place(uow, view, "", done=False)
    uow.update(taking_over_table, {"stage": OPENING}, one=1)


def go_on(uow: UnitOfWork, done: str) -> None:
    """The stage `done` is over."""
    uow.update(taking_over_table, {"stage": _NEXT[done]}, one=1)


def begin_again(uow: UnitOfWork, epoch: str) -> None:
    """The centre is another one now, or it was restarted: all that may have changed is looked
    through again. Nothing that is here goes, least of all what was done here; at the end it is
    asked whether something of it is here alone (`changed`).
    """
    uow.update(taking_over_table, {"stage": TABLES, "epoch": epoch}, one=1)
    for name in taking_over.copied(uow):
        anew: Row = {"after_id": "", "after_hash": "", "done": 0}
        uow.update(taken_table, anew, name=name)
    note_place(uow, _CHANGED, "", done=False)


def changed(reader: Reader) -> bool:
    """Whether the centre was another one for a while: it may have lost what was copied before."""
    return not taking_over.copied(reader).get(_CHANGED, (0, True))[1]


def note_compared(uow: UnitOfWork, _nothing: None) -> None:
    """What the centre lost and nobody told was said again."""
    note_place(uow, _CHANGED, "", done=True)


def take_open(uow: UnitOfWork, name: str, rows: Sequence[Values]) -> tuple[OddFact, ...]:
    """Write facts of what is open before the rest of their table comes; those left out as odd."""
    table = station.tables[name]
    odd = taking_over.odd_ones(table, rows)
    whole = taking_over.without(rows, odd) if odd else rows
    taking_over.settle_copies(uow, table, "", whole)
    new = taking_over.insert(uow, table, whole)
    taking_over.add_taken(uow, name, [str(row[1]) for row in new], done=False)
    return odd


def note_place(uow: UnitOfWork, name: str, after: str, *, done: bool) -> None:
    """How far something that is no table of facts was brought here."""
    row: Row = {"name": name, "after_id": after, "after_hash": "", "done": int(done)}
    uow.put(taken_table, {**row, "rows": 0, "tally": 0})


def place(reader: Reader, name: str) -> tuple[str, bool]:
    """The last key of it, and whether that was all."""
    row = reader.first(_AFTER, name=name)
    return ("", False) if row is None else (row[0], bool(row[1]))


def take_page(uow: UnitOfWork, page: TablePage, recipes: Iterable[Recipe]) -> tuple[OddFact, ...]:
    """The next page of a table, with the views that hang on it."""
    every = tuple(recipes)
    if station.tables[page.table].info["kind"] == "document":
        changes = taking_over.take_documents(uow, page.table, page.rows)
        last = str(page.rows[-1][0]) if page.rows else place(uow, page.table)[0]
        note_place(uow, page.table, last, done=page.last)
        follow(uow, changes, every)
        return ()
    changes = Changes()

    def written(table: Table, rows: Sequence[Values]) -> None:
        _tell(changes, table, rows, every)

    odd = taking_over.take_page(uow, page, written)
    follow(uow, changes, every)
    return odd


def _tell(
    changes: Changes, table: Table, rows: Sequence[Values], recipes: Iterable[Recipe]
) -> None:
    """The columns of the rows that any view hangs on."""
    wanted = {
        one.column
        for recipe in recipes
        for part in recipe.parts
        for one in part.follows
        if one.table is table
    }
    places = {c.name: at for at, c in enumerate(table.columns) if c.name in wanted}
    for row in rows if places else ():
        changes.add(table, {name: row[at] for name, at in places.items()})


def make_range(uow: UnitOfWork, wanted: Range) -> bool:
    """Make the balances of the next keys afresh from the lines; whether those were the last."""
    view, [part] = wanted.recipe.view, wanted.recipe.parts
    after, _ = place(uow, view.name)
    read = _keys_after(part, view)
    keys = [str(key) for (key,) in uow.fetch(read, after=after, most=wanted.most)]
    last = len(keys) < wanted.most
    if keys:
        rows = list(part.some(uow, taking_over.as_keys(keys)))
        gone = f"DELETE FROM {view.name} WHERE {part.key} > ? AND {part.key} <= ?"
        uow.derive_sql(view.name, gone, (after, keys[-1]))
        uow.write_many(view, upsert_sql(view)[0], rows)
    note_place(uow, view.name, keys[-1] if keys else after, done=last)
    return last


def _keys_after(part: Part, view: Table) -> ReadSql:
    """The next keys of what a view is made of, in sums too, and of the view itself."""
    [told] = part.follows
    in_sums = ((forward_zero.name, told.column),) if told.table.name == LINE else ()
    both = " UNION ".join(
        f"SELECT * FROM (SELECT DISTINCT {column} AS key FROM {table} WHERE {column} > :after "
        "ORDER BY 1 LIMIT :most)"
        for table, column in ((told.table.name, told.column), *in_sums, (view.name, part.key))
    )
    return ReadSql(f"{both} ORDER BY 1 LIMIT :most")
