"""Pages of long lists by keyset, with sort and filter in SQL; counts, sums and marks apart.

A page begins behind a mark, the sort value and the key of the row before it, so a page of a million
rows costs as much as one of a hundred. Never an OFFSET.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from app.kernel.errors import UserError
from app.kernel.listing import MOST, Filter, ListWanted, Op, Page, Sort
from app.kernel.translate import t
from app.storage.search import compact, match_values
from app.storage.statements import Read, Reader

R = TypeVar("R")
Place = ColumnElement[Any]
Nowhere: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """What a column sorts and filters by, never null; `key` breaks ties and is unique, text or the
    number of the row.

    Where the sort value and its key stand in one table's index, a page needs no sorting; `source`
    is the list's source beginning with that table, where another one leads the list. A key of
    another table is looked up for each value as far as a page goes: `walked` are the two of them.
    """

    by: Place
    key: Place
    whole: bool = False
    source: FromClause | None = None
    walked: FromClause | None = None


@dataclass(frozen=True, eq=False)
class Listing:
    """A list: where its rows come from, what is shown of each, its columns and how text finds rows.

    `text` gives the clause with the places `match`, `low` and `high` (storage.search); `sums` are
    what the footer adds up; `everything` counts and adds up the whole list faster than row by row.
    """

    source: FromClause
    shown: Sequence[Place]
    columns: Mapping[str, ListColumn]
    usual: Sort
    text: Callable[[], ColumnElement[bool]]
    sums: Sequence[Place] = field(default_factory=tuple)
    where: ColumnElement[bool] | None = None
    everything: Select[Any] | None = None


WALK = 4_000
"""So many rows of an index are looked at for a page before all that filters leave are."""
SHORTEST_RARE = 3
"""Letters from which a text leaves few enough rows to sort them."""


class _Text(Enum):
    """Whether somebody typed something, and whether it leaves few rows."""

    NONE = 0
    SHORT = 1
    LONG = 2


_PLUS: Any = custom_op("+")
_Shape = tuple[tuple[str, Op, int], ...]


def page(
    reader: Reader,
    listing: Listing,
    wanted: ListWanted,
    row_of: Callable[[Any], R],
    **values: Any,
) -> Page[R]:
    """The rows behind `wanted.after`; `row_of` makes one of a tuple of `listing.shown`."""
    sort = _sort(listing, wanted)
    most = max(1, min(wanted.most, MOST))
    mark = _mark(listing, sort, wanted.after)
    shape, typed = _shape(listing, wanted), _text(wanted)
    values |= _values(listing, wanted) | mark
    found = None
    if shape and typed is _Text.NONE and listing.columns[sort.column].source is not None:
        found = _walked(reader, listing, sort, shape, most + 1, values)
    if found is None:
        read = _page_read(listing, sort, shape, typed, bool(mark))
        found = reader.fetch(read, most=most + 1, **values)
    kept = found[:most]
    return Page(
        rows=tuple(row_of(row[2:]) for row in kept),
        marks=tuple(json.dumps(row[:2], ensure_ascii=False) for row in kept),
        more=len(found) > most,
    )


def sums(reader: Reader, listing: Listing, wanted: ListWanted, **values: Any) -> tuple[int, ...]:
    """How many rows there are, then the sums of the listing."""
    read = _sums_read(listing, _shape(listing, wanted), _text(wanted))
    return tuple(reader.first(read, **values | _values(listing, wanted)))


def marks(
    reader: Reader, listing: Listing, wanted: ListWanted, every: int, **values: Any
) -> tuple[str, ...]:
    """The mark of every so-manieth row: where pages begin, for a scroll bar over all rows."""
    sort = _sort(listing, wanted)
    read = _marks_read(listing, sort, _shape(listing, wanted), _text(wanted))
    values |= _values(listing, wanted)
    found = reader.fetch(read, every=max(1, every), **values)
    return tuple(json.dumps(row, ensure_ascii=False) for row in found)


def mark_parts(mark: str) -> tuple[Any, Any]:
    """A mark's sort value and key, which compare as the database compares them."""
    value, key = json.loads(mark)
    return value, key


def _walked(
    reader: Reader, listing: Listing, sort: Sort, shape: _Shape, most: int, values: dict[str, Any]
) -> list[Any] | None:
    """The page where its rows stand close together along the index; None where a filter leaves so
    few that all of them are looked up with less work.
    """
    last = reader.first(_reach_read(listing, sort, "mark" in values), **values)
    if last is None:
        return None
    read = _walk_read(listing, sort, shape, "mark" in values)
    found = reader.fetch(read, most=most, last=last[0], last_key=last[1], **values)
    return found if len(found) == most else None


@lru_cache(maxsize=512)
def _reach_read(listing: Listing, sort: Sort, mark: bool) -> Read:
    """The row of the index up to which a page is looked for first."""
    column = listing.columns[sort.column]
    statement = select(column.by, column.key).where(*_behind(column, sort, mark))
    far = WALK
    if column.walked is not None:  # a row of another table is looked up for each
        statement, far = statement.select_from(column.walked), WALK // 8
    return Read(statement.order_by(*_order(column, sort)).limit(1).offset(far))


@lru_cache(maxsize=512)
def _walk_read(listing: Listing, sort: Sort, shape: _Shape, mark: bool) -> Read:
    column = listing.columns[sort.column]
    here, last = tuple_(column.by, column.key), tuple_(bindparam("last"), bindparam("last_key"))
    statement = select(column.by, column.key, *listing.shown).select_from(_led_by(listing, column))
    statement = statement.where(
        *_behind(column, sort, mark),
        here > last if sort.descending else here < last,
        *_where(listing, shape, _Text.NONE, held=True),
    )
    return Read(statement.order_by(*_order(column, sort)).limit(bindparam("most")))


@lru_cache(maxsize=512)
def _page_read(listing: Listing, sort: Sort, shape: _Shape, text: _Text, mark: bool) -> Read:
    """Which rows, and then what is shown of them: what a row says besides is looked up for a page,
    not for all that are sorted.
    """
    column = listing.columns[sort.column]
    source = _source(listing, column, shape, text)
    statement = select(column.by, column.key, *listing.shown).select_from(source)
    order, behind = _order(column, sort), _behind(column, sort, mark)
    most: Any = bindparam("most")
    if source is not listing.source:
        kept = _kept(listing, column, shape, text)
        if text is not _Text.NONE:
            kept = _where(listing, shape, text, held=True)
        return Read(statement.where(*behind, *kept).order_by(*order).limit(most))
    kept = _where(listing, shape, text)
    wanted = select(column.key).select_from(source).where(*behind, *kept)
    chosen = column.key.in_(wanted.order_by(*order).limit(most))
    return Read(statement.where(chosen).order_by(*order))


@lru_cache(maxsize=256)
def _sums_read(listing: Listing, shape: _Shape, text: _Text) -> Read:
    if listing.everything is not None and not shape and text is _Text.NONE:
        return Read(listing.everything)
    each = [part.label(f"sum_{number}") for number, part in enumerate(listing.sums)]
    one: Any = literal_column("1").label("one")
    rows: Any = select(one, *each).select_from(listing.source)
    # A limit keeps it a question of its own, and only there SQLite leaves out tables nobody needs.
    inner = rows.where(*_where(listing, shape, text)).limit(literal_column("-1")).subquery()
    added = (func.coalesce(func.sum(inner.c[part.name]), 0) for part in each)
    return Read(select(func.count(), *added).select_from(inner))


@lru_cache(maxsize=256)
def _marks_read(listing: Listing, sort: Sort, shape: _Shape, text: _Text) -> Read:
    column = listing.columns[sort.column]
    place = func.row_number().over(order_by=_order(column, sort))
    columns = (column.by.label("mark"), column.key.label("key"), place.label("place"))
    if column.source is None or column.walked is not None:
        rows = select(*columns).select_from(listing.source).where(*_where(listing, shape, text))
    else:
        rows = select(*columns).where(*_kept(listing, column, shape, text))
    each = rows.subquery()
    wanted = select(each.c.mark, each.c.key).where(each.c.place % bindparam("every") == 0)
    return Read(wanted.order_by(each.c.place))


def leading(place: Place) -> Place:
    """What others are joined to, and is never itself looked up by them: its table comes first."""
    return UnaryExpression(place, operator=_PLUS)


def _behind(column: ListColumn, sort: Sort, mark: bool) -> list[ColumnElement[bool]]:
    if not mark:
        return []
    here, there = tuple_(column.by, column.key), tuple_(bindparam("mark"), bindparam("key"))
    return [here < there if sort.descending else here > there]


def _kept(
    listing: Listing, column: ListColumn, shape: _Shape, text: _Text
) -> list[ColumnElement[bool]]:
    """What filters leave, as the keys of it: they are held in memory while the index is walked,
    where looking each row up would read the file from end to end and back.
    """
    clauses = _where(listing, shape, text)
    if not clauses:
        return []
    key = next(each.key for each in listing.columns.values() if each.source is None)
    # The plus keeps SQLite from looking each of them up and then sorting them all.
    ours: Any = (
        column.key if text is not _Text.NONE else UnaryExpression(column.key, operator=_PLUS)
    )
    return [ours.in_(select(key).select_from(listing.source).where(*clauses))]


def _led_by(listing: Listing, column: ListColumn) -> FromClause:
    return listing.source if column.source is None else column.source


def _source(listing: Listing, column: ListColumn, shape: _Shape, text: _Text) -> FromClause:
    """Where a text leaves few rows, sorting them is less work than walking an index; and of two
    tables where a filter leaves few, which `_walked` found out.
    """
    some = column.walked is not None and (shape or text is not _Text.NONE)
    if text is _Text.LONG or column.source is None or some:
        return listing.source
    return column.source


def _text(wanted: ListWanted) -> _Text:
    typed = compact(wanted.text)
    if not typed:
        return _Text.SHORT if wanted.text.strip() else _Text.NONE
    return _Text.SHORT if len(typed) < SHORTEST_RARE else _Text.LONG


def _order(column: ListColumn, sort: Sort) -> list[Any]:
    return [each.desc() if sort.descending else each for each in (column.by, column.key)]


def _where(
    listing: Listing, shape: _Shape, text: _Text, *, held: bool = False
) -> list[ColumnElement[bool]]:
    """The filters; `held` where SQLite must not begin with the table that one of them is of."""
    clauses = [] if listing.where is None else [listing.where]
    for number, (name, op, size) in enumerate(shape):
        by = listing.columns[name].by
        if held:
            by = func.coalesce(by, literal_column("0" if listing.columns[name].whole else "''"))
        first: Any = bindparam(f"f{number}_0")
        if op is Op.AT_LEAST:
            clauses.append(by >= first)
        elif op is Op.AT_MOST:
            clauses.append(by <= first)
        else:
            clauses.append(or_(*(by == bindparam(f"f{number}_{n}") for n in range(size))))
    return clauses if text is _Text.NONE else [*clauses, listing.text()]


def _sort(listing: Listing, wanted: ListWanted) -> Sort:
    sort = wanted.sort or listing.usual
    _column(listing, sort.column)
    return sort


def _column(listing: Listing, name: str) -> ListColumn:
    if name not in listing.columns:
        raise UserError(
            t(
                "This list has no column {name}. It has {columns}.",
                name=name[:40],
                columns=", ".join(listing.columns),
            ),
            field="column",
        )
    return listing.columns[name]


def _shape(listing: Listing, wanted: ListWanted) -> _Shape:
    for each in wanted.filters:
        _column(listing, each.column)
        if not each.values:
            raise UserError(t("A filter needs a value."), field="values")
    return tuple((each.column, each.op, len(each.values)) for each in wanted.filters)


def _values(listing: Listing, wanted: ListWanted) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, each in enumerate(wanted.filters):
        whole = listing.columns[each.column].whole
        for place, value in enumerate(each.values):
            values[f"f{number}_{place}"] = _whole(value, each) if whole else value
    return values | (match_values(wanted.text) if wanted.text.strip() else {})


def _whole(text: str, wanted: Filter) -> int:
    if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > 17:
        raise UserError(
            t("The filter of {column} needs a whole number.", column=wanted.column), field="values"
        )
    return int(text)


def _mark(listing: Listing, sort: Sort, mark: str) -> dict[str, Any]:
    if not mark:
        return {}
    try:
        value, key = json.loads(mark)
    except (ValueError, TypeError):
        value, key = None, None
    kind = int if listing.columns[sort.column].whole else str
    if type(value) is not kind or type(key) not in (str, int):
        raise UserError(t("This page can't be found. Begin with the first one."), field="after")
    return {"mark": value, "key": key}
