"""What a check of the books is: a promise, a look that names what breaks it, and what to do then.

A look reads in sets and names at most MOST cases; it never repairs anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress, islice, repeat, zip_longest
from operator import contains, itemgetter
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    UnaryExpression,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.sql.operators import custom_op
from sqlcipher3 import dbapi2 as driver

from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.money import CURRENCIES, Money
from app.kernel.translate import later, t
from app.storage.all_count import counting_all
from app.storage.slices import HIGH, LOW, TURN, Look, in_slices, slices
from app.storage.statements import Read, Reader, ReadSql

MOST = 20
"""So many cases of one broken promise are named; the rest is only said to be there."""
_BUCKETS = 4096
_AT_ONCE = 4096
_ONE_LESS = "−1"
"""Goes with rows that hold −1: Python's hash of it is that of −2, and a cent would be missed."""
_UNARY_PLUS: Any = custom_op("+")

Rows = Callable[[], Iterable[tuple[Any, ...]]]
R = TypeVar("R")


Findings = tuple[tuple[str, str], ...]
"""(what is wrong and where, what to do), of one check."""


@dataclass(frozen=True, slots=True)
class Check:
    """`look` yields a sentence for each case where `promise` does not hold, and where it is
    `sliced` a TURN after each slice of the books.
    """

    name: str
    promise: str
    look: Callable[[Reader], Look]
    remedy: str = ""
    sliced: bool = False

    def findings(self, reader: Reader) -> Findings:
        """At most MOST cases, and a word about the rest."""
        return look_together((self,), reader)[0]


def look_together(
    checks: Sequence[Check], reader: Reader, turn: Callable[[int], None] = lambda _: None
) -> list[Findings]:
    """What each finds; those that look slice by slice look at a slice one after another.
    `turn(number)` is told before each.
    """
    every = [_Looking(check, reader) for check in checks]
    going, number = every, 0
    while going:
        turn(number)
        going, number = [one for one in going if one.go_on()], number + 1
    return [one.findings() for one in every]


class _Looking:
    """A check on its way, and what it found so far."""

    def __init__(self, check: Check, reader: Reader) -> None:
        self._check, self._reader = check, reader
        self._remedy = check.remedy or ask_for_help()
        self._found: list[str] = []
        self._look: Look | None = None

    def go_on(self) -> bool:
        """Whether there is more to look at after this slice."""
        try:
            if self._look is None:
                self._look = self._check.look(counting_all(self._reader))
            for said in self._look:
                if said is TURN:
                    return True
                self._found.append(said)
                if len(self._found) > MOST:
                    self._found[MOST:] = [t("There are more such cases.")]
                    return False
        except driver.Error as error:
            self._found.append(t("This can't be read: {error}.", error=error))
            self._remedy = restore_backup()
        return False

    def findings(self) -> Findings:
        return tuple((words, self._remedy) for words in self._found)


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
    turns: Callable[[Reader], Iterable[Iterable[tuple[Any, ...]]]] | None = None
    """`rows` slice by slice, about in the order of the view's column `key`, an id."""
    key: str = ""

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
    sliced: bool = False,
) -> Recipe:
    """The recipe of one select, whose rows hang on the SQL expression `key`: the view's `column`,
    or the first of its key. Where it is `sliced`, that is an id by which an index leads to them.
    """
    whole, some = Read(statement), Read(statement.where(key.in_(KEYS)))
    name = column or next(iter(view.primary_key.columns)).name
    part = Part(name, follows, lambda reader, keys: reader.each(some, keys=keys))
    recipe = Recipe(view, lambda reader: reader.each(whole), unsaid=unsaid, parts=(part,))
    if not sliced:
        return recipe
    of_slice = Read(statement.where(key >= LOW, key < HIGH))
    return replace(
        recipe,
        key=name,
        turns=lambda reader: (
            reader.each(of_slice, low=low, high=high) for low, high in slices(reader)
        ),
    )


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
    by: Any = None,
) -> Check:
    """A check whose broken cases are the rows of one select; `words` takes its columns. It is
    looked at in slices where the select goes through rows with the id `by`, each by itself.
    """
    if by is not None:
        broken = broken.where(by >= LOW, by < HIGH)
    read = Read(broken.limit(MOST + 1))

    def look(reader: Reader) -> Look:
        for low, high in slices(reader):
            yield from (words(*row) for row in reader.fetch(read, low=low, high=high))
            yield TURN

    if by is not None:
        return Check(name, promise, look, remedy, sliced=True)
    return Check(name, promise, lambda reader: (words(*row) for row in reader.fetch(read)), remedy)


def one_of(column: ColumnElement[Any] | Column[Any], *values: str) -> ColumnElement[bool]:
    """`column` is one of `values`; unlike in_() it compiles once."""
    return or_(*(column == value for value in values))


def unindexed(values: ColumnElement[Any] | Column[Any]) -> Any:
    """The same values; no index over them is used (https://sqlite.org/optoverview.html), where
    its order leads from page to page.
    """
    return UnaryExpression(values, operator=_UNARY_PLUS)


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

    def look(reader: Reader) -> Look:
        wanted, there, same = Tally(), Tally(), False
        if walked is not None:
            there.add(reader.each(stored))
            same = walked(reader) == there
        elif recipe.turns is not None:
            kept = in_slices(reader, reader.each(stored), names.index(recipe.key))
            for made, held in zip_longest(recipe.turns(reader), kept, fillvalue=()):
                wanted.add(map(compared, made))
                there.add(held)
                yield TURN
            same = wanted == there
        if same:
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
    sliced = recipe.turns is not None
    return Check(f"views.{view.name}", promise, look, make_afresh(), sliced=sliced)
