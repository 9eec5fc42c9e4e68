"""What is asked of a long list and what comes back: one page by its key, never by its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

Row = TypeVar("Row")

MOST = 10_000
"""Rows of one page at most. Where no index helps, a page sorts all rows there are, so a file of a
million is made of few.
"""


class Op(StrEnum):
    """How a filter compares: one of its values, or the first value as a bound that is included."""

    ANY_OF = "any_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Sort:
    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Only rows whose column compares so; amounts are minor units, days YYYY-MM-DD, as text."""

    column: str
    op: Op
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListWanted:
    """One page of a list. `after` is the mark of the row before it, empty for the first page.

    `text` is what somebody typed to find rows by; the sort of the list itself is used without one.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    after: str = ""
    most: int = 100

    def from_mark(self, mark: str, most: int) -> ListWanted:
        """The same list from another row on."""
        return replace(self, after=mark, most=most)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows with the mark of each; `more` when others follow the last."""

    rows: tuple[Row, ...]
    marks: tuple[str, ...]
    more: bool
