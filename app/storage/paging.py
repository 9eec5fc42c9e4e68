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

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, or_, select, tuple_

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
    """What a column sorts and filters by, never null; `key` breaks ties and is unique.

    Where the sort value and its key stand in one table's index, a page needs no sorting; `source`
    is the list's source beginning with that table, where another one leads the list.
    """

    by: Place
    key: Place
    whole: bool = False
    source: FromClause | None = None


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


SHORTEST_RARE = 3
"""Letters from which a text leaves few enough rows to sort them."""


class _Text(Enum):
    """Whether somebody typed something, and whether it leaves few rows."""

    NONE = 0
    SHORT = 1
    LONG = 2


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
    read = _page_read(listing, sort, _shape(listing, wanted), _text(wanted), bool(mark))
    values |= _values(listing, wanted) | mark
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


def mark_parts(mark: str) -> tuple[Any, str]:
    """A mark's sort value and key, which compare as the database compares them."""
    value, key = json.loads(mark)
    return value, key


@lru_cache(maxsize=512)
def _page_read(listing: Listing, sort: Sort, shape: _Shape, text: _Text, mark: bool) -> Read:
    column = listing.columns[sort.column]
    source = _source(listing, column, text)
    statement = select(column.by, column.key, *listing.shown).select_from(source)
    statement = statement.where(*_where(listing, shape, text))
    if mark:
        here, there = tuple_(column.by, column.key), tuple_(bindparam("mark"), bindparam("key"))
        statement = statement.where(here < there if sort.descending else here > there)
    return Read(statement.order_by(*_order(column, sort)).limit(bindparam("most")))


@lru_cache(maxsize=256)
def _sums_read(listing: Listing, shape: _Shape, text: _Text) -> Read:
    if listing.everything is not None and not shape and text is _Text.NONE:
        return Read(listing.everything)
    added = (func.coalesce(func.sum(each), 0) for each in listing.sums)
    statement = select(func.count(), *added).select_from(listing.source)
    return Read(statement.where(*_where(listing, shape, text)))


@lru_cache(maxsize=256)
def _marks_read(listing: Listing, sort: Sort, shape: _Shape, text: _Text) -> Read:
    column = listing.columns[sort.column]
    place = func.row_number().over(order_by=_order(column, sort))
    source = _source(listing, column, text)
    rows = (
        select(column.by.label("mark"), column.key.label("key"), place.label("place"))
        .select_from(source)
        .where(*_where(listing, shape, text))
        .subquery()
    )
    wanted = select(rows.c.mark, rows.c.key).where(rows.c.place % bindparam("every") == 0)
    return Read(wanted.order_by(rows.c.place))


def _source(listing: Listing, column: ListColumn, text: _Text) -> FromClause:
    """Where a text leaves few rows, sorting them is less work than walking an index."""
    if text is _Text.LONG or column.source is None:
        return listing.source
    return column.source


def _text(wanted: ListWanted) -> _Text:
    typed = compact(wanted.text)
    if not typed:
        return _Text.SHORT if wanted.text.strip() else _Text.NONE
    return _Text.SHORT if len(typed) < SHORTEST_RARE else _Text.LONG


def _order(column: ListColumn, sort: Sort) -> list[Any]:
    return [each.desc() if sort.descending else each for each in (column.by, column.key)]


def _where(listing: Listing, shape: _Shape, text: _Text) -> list[ColumnElement[bool]]:
    clauses = [] if listing.where is None else [listing.where]
    for number, (name, op, size) in enumerate(shape):
        by = listing.columns[name].by
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
    if type(value) is not kind or not isinstance(key, str):
        raise UserError(t("This page can't be found. Begin with the first one."), field="after")
    return {"mark": value, "key": key}
