"""What a check of the books is: a promise, a look that names what breaks it, and what to do then.

A look reads in sets and names at most MOST cases; it never repairs anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice, pairwise, repeat
from operator import contains, itemgetter
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy import union_all as union
from sqlcipher3 import dbapi2 as driver

from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.money import CURRENCIES, Money
from app.kernel.translate import later, t
from app.storage.all_count import counting_all
from app.storage.schema_folding import folded_entry, forward_entry
from app.storage.statements import Read, Reader, ReadSql

MOST = 20
"""So many cases of one broken promise are named; the rest is only said to be there."""
_BUCKETS = 4096
_AT_ONCE = 4096
_ONE_LESS = "−1"
"""Goes with rows that hold −1: Python's hash of it is that of −2, and a cent would be missed."""
SOURCE = "source"
"""The key of agreements about what a source posted; it is never null."""
SLICE = 50_000
"""Journal entries whose sources are looked at together."""
_AFTER_ALL = "\U0010ffff"
_SOURCES = ReadSql("SELECT source_type, source_id FROM journal_entry ORDER BY source_id")

Rows = Callable[[], Iterable[tuple[Any, ...]]]
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Check:
    """`look` yields a sentence for each case where `promise` does not hold."""

    name: str
    promise: str
    look: Callable[[Reader], Iterator[str]]
    remedy: str = ""
    sliced: bool = False
    """It asks where sources begin and end, which those that ask in one snapshot share."""

    def findings(self, reader: Reader) -> tuple[tuple[str, str], ...]:
        """(what is wrong and where, what to do), at most MOST cases and a word about the rest."""
        found: list[str] = []
        remedy = self.remedy or ask_for_help()
        try:
            found.extend(islice(self.look(counting_all(reader)), MOST + 1))
        except driver.Error as error:
            found.append(t("This can't be read: {error}.", error=error))
            remedy = restore_backup()
        if len(found) > MOST:
            found[MOST:] = [t("There are more such cases.")]
        return tuple((words, remedy) for words in found)


def if_readable(ask: Callable[[], tuple[R, ...]]) -> tuple[R, ...]:
    """What `ask` finds; nothing of it in books so damaged that it can't be read."""
    try:
        return ask()
    except (driver.Error, UserError, ValueError, TypeError, KeyError):
        return ()


@dataclass(frozen=True, slots=True)
class Follow:
    """A view's keys follow from `column` of what was written to `table`; `through` looks them up
    where the row itself does not name them (it takes `keys`, a JSON list).
    """

    table: Table
    column: str
    through: ReadSql | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a view that are made afresh together: all with one value of its column `key`, within
    `where`. `some` gives them for a JSON list of keys. What only grows is dropped when facts stop
    counting alone; without a key the whole view is made afresh.
    """

    key: str
    follows: tuple[Follow, ...]
    some: Callable[[Reader, str], Iterable[tuple[Any, ...]]]
    where: str = ""
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a view is made afresh: `rows` gives its rows in the order of `columns`.

    The same recipe rebuilds the view, says what verify compares it with, and with its `parts`
    derives the rows again that hang on what came from other stations. `compared` leaves out
    columns that only number the rows; `unsaid` are not put into words, such as the cash that should
    be in a drawer, because whoever counts must not know it.
    """

    view: Table
    rows: Callable[[Reader], Iterable[tuple[Any, ...]]]
    compared: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.view.columns)


KEYS: Any = select(literal_column("value")).select_from(text("json_each(:keys)"))
"""The keys a part is asked for, as a subquery."""


def recipe_by(
    view: Table,
    statement: Select[Any],
    key: Any,
    *follows: Follow,
    unsaid: tuple[str, ...] = (),
    column: str = "",
) -> Recipe:
    """The recipe of one select, whose rows hang on the SQL expression `key`: the view's `column`,
    or the first of its key.
    """
    whole, some = Read(statement), Read(statement.where(key.in_(KEYS)))
    name = column or next(iter(view.primary_key.columns)).name
    part = Part(name, follows, lambda reader, keys: reader.each(some, keys=keys))
    return Recipe(view, lambda reader: reader.each(whole), unsaid=unsaid, parts=(part,))


def through(statement: Select[Any], given: Any) -> ReadSql:
    """The look-up of a Follow: what `statement` selects where `given` is one of the keys."""
    return Read(statement.where(given.in_(KEYS)))


def restore_backup() -> str:
    return t("Take no more money here. Restore the latest backup, and keep this report.")


def ask_for_help() -> str:
    return t("Change nothing. Make a backup, and ask for help with this report.")


def make_afresh() -> str:
    return t("Run “counterfoil rebuild”. The money itself is not affected.")


def amount(minor: int, currency: str) -> str:
    """An amount for a sentence, even where the currency itself is damaged."""
    if currency in CURRENCIES:
        return format_money(Money(minor, currency), code=True)
    return f"{minor} {currency}"


def rows_check(
    name: str,
    promise: str,
    broken: Select[Any],
    words: Callable[..., str],
    remedy: str = "",
) -> Check:
    """A check whose broken cases are the rows of one select; `words` takes its columns."""
    read = Read(broken.limit(MOST + 1))
    return Check(name, promise, lambda reader: (words(*row) for row in reader.fetch(read)), remedy)


def agreement(
    name: str,
    promise: str,
    keys: Sequence[str],
    expected: Sequence[Select[Any]],
    posted: Sequence[Select[Any]],
    words: Callable[..., str],
    of: Sequence[str] = (),
) -> Check:
    """A check that two ways to the same sums agree for every key.

    Each select has the columns `keys` and `minor`; `words` takes the keys, then both sums. Where
    the first key is SOURCE, `posted` holds only what sources of the types `of` posted; of any type
    where none is named.
    """
    parts = []
    for side, selects in (("wanted", expected), ("posted", posted)):
        for one in selects:
            sub = one.subquery()
            columns = [sub.c[key].label(key) for key in keys]
            within = _within(sub.c, keys[0], side)
            zero: Any = literal_column("0")
            here, there = sub.c.minor, zero
            pair = (here, there) if side == "wanted" else (there, here)
            one_side = select(*columns, pair[0].label("wanted"), pair[1].label("posted"))
            parts.append(one_side.where(*within))
    both = union(*parts).subquery()
    sums = (func.sum(both.c.wanted), func.sum(both.c.posted))
    broken = (
        select(*(both.c[key] for key in keys), *sums)
        .group_by(*(both.c[key] for key in keys))
        .having(sums[0] != sums[1], *_in_detail(both.c, keys[0]))
    )
    if keys[0] != SOURCE:
        return rows_check(name, promise, broken, words)
    read = Read(broken.limit(MOST + 1))

    def look(reader: Reader) -> Iterator[str]:
        for one in _slices(reader, of):
            for row in reader.fetch(read, **one):
                yield words(*row)

    return Check(name, promise, look, sliced=True)


def _within(columns: Any, key: str, side: str) -> tuple[Any, ...]:
    """Sources are looked at in slices: all at once they would be sorted in memory together."""
    if key != SOURCE:
        return ()
    return columns[key] >= bindparam(f"{side}_low"), columns[key] < bindparam(f"{side}_high")


def _slices(reader: Reader, of: Sequence[str]) -> Iterator[dict[str, str]]:
    """From where to where; together every source there is or could be, and every one of these types
    that posted.
    """
    known = reader.once("slices of sources", ("journal_entry",), lambda: _bounds(reader))
    mine = [known[one] for one in of or known if one in known]
    between = sorted({bound for one in mine for bound in one.between})
    first = min((one.first for one in mine), default=_AFTER_ALL)
    end = max((one.last for one in mine), default="") + _AFTER_ALL if mine else ""
    for low, high in pairwise(["", *between, _AFTER_ALL]):
        posted = {"posted_low": max(low, first), "posted_high": min(high, end)}
        yield {"wanted_low": low, "wanted_high": high, **posted}


@dataclass(slots=True)
class _Bounds:
    """The sources of one type: the first and last, and every SLICE-th."""

    first: str
    last: str
    count: int = 0
    between: list[str] = field(default_factory=list)


def _bounds(reader: Reader) -> dict[str, _Bounds]:
    found: dict[str, _Bounds] = {}
    for kind, source in reader.each(_SOURCES):
        one = found.get(kind)
        if one is None:
            one = found[kind] = _Bounds(source, source)
        one.last = source
        one.count += 1
        if not one.count % SLICE and source != one.first:
            one.between.append(source)
    return found


def _in_detail(both: Any, key: str) -> tuple[Any, ...]:
    """What a source posted is compared where its lines are here, and not their sums alone."""
    if key != SOURCE:
        return ()
    entry = table("journal_entry", column("id"), column("source_id")).alias("kept").c
    there: Any = literal_column("1")
    gone = entry.id.in_(select(folded_entry.c.entry_id)) | entry.id.in_(select(forward_entry.c.id))
    return (~select(there).where(entry.source_id == both[key], gone).exists(),)


def one_of(column: ColumnElement[Any] | Column[Any], *values: str) -> ColumnElement[bool]:
    """`column` is one of `values`; unlike in_() it compiles once."""
    return or_(*(column == value for value in values))


class Tally:
    """A collection without its order, as the sum of its hashes; equal ones hold the same.

    A hash is salted anew in every process where it is of text, so nobody can make two fit.
    """

    def __init__(self, total: int = 0) -> None:
        self.total = total

    def add(self, rows: Iterable[Any]) -> None:
        """Count every row in; rows are hashable, hold some text, and may repeat."""
        if isinstance(rows, list) and rows and not isinstance(rows[0], tuple):
            self.total += sum(map(hash, rows))
            return
        left = iter(rows)
        while some := list(islice(left, _AT_ONCE)):
            self.total += sum(map(hash, some))
            if isinstance(some[0], tuple):
                odd = compress(some, map(contains, some, repeat(-1)))
                self.total += sum(map(hash, zip(odd, repeat(_ONE_LESS), strict=False)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.total == other.total

    __hash__ = None  # type: ignore[assignment]


def differences(
    expected: Rows, found: Rows, most: int = MOST
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """(missing, extra) rows between two large collections, in little memory.

    Only where their sums differ are they summed by hash into buckets, and only buckets that differ
    are looked at row by row.
    """
    wanted, there = Tally(), Tally()
    wanted.add(expected())
    there.add(found())
    if wanted == there:
        return [], []
    sums = zip(_in_buckets(expected()), _in_buckets(found()), strict=True)
    odd = {n for n, (one, other) in enumerate(sums) if one != other}
    counts = Counter(row for row in expected() if _number_of(row) % _BUCKETS in odd)
    counts.subtract(row for row in found() if _number_of(row) % _BUCKETS in odd)
    missing = [row for row, count in counts.items() if count > 0]
    extra = [row for row, count in counts.items() if count < 0]
    return missing[: most + 1], extra[: most + 1]


def _number_of(row: tuple[Any, ...]) -> int:
    return hash((row, _ONE_LESS)) if -1 in row else hash(row)


def _in_buckets(rows: Iterable[Any]) -> list[int]:
    sums = [0] * _BUCKETS
    for row in rows:
        number = _number_of(row)
        sums[number % _BUCKETS] += number
    return sums


def recipe_check(recipe: Recipe, walked: Callable[[Reader], Tally] | None = None) -> Check:
    """That a view holds exactly what its recipe gives; where something else passed over all that
    anyway, `walked` gives the sum of the rows, and only where that differs are they made.
    """
    view = recipe.view
    names = recipe.compared or recipe.columns
    places = [recipe.columns.index(name) for name in names]
    some = recipe.compared and len(places) > 1
    compared: Callable[[Any], tuple[Any, ...]] = itemgetter(*places) if some else tuple
    stored = Read(select(*(view.c[name] for name in names)))

    def shown(row: Sequence[Any]) -> str:
        pairs = zip(names, row, strict=True)
        return ", ".join(f"{name} {value}" for name, value in pairs if name not in recipe.unsaid)

    def look(reader: Reader) -> Iterator[str]:
        if walked is not None:
            there = Tally()
            there.add(reader.each(stored))
            if walked(reader) == there:
                return
        missing, extra = differences(
            lambda: map(compared, recipe.rows(reader)), lambda: reader.each(stored)
        )
        for row in missing:
            yield t("{view} lacks {row}.", view=view.name, row=shown(row))
        for row in extra:
            yield t(
                "{view} has {row}, which the facts do not say.",
                view=view.name,
                row=shown(row),
            )

    promise = later("What was added up from the facts is what they add up to.")
    return Check(f"views.{view.name}", promise, look, make_afresh())
