"""What makes one long list: its columns, its questions and its words; a screen is made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.gui.tables.paged_model import ListColumn
from app.kernel.listing import Filter, Op, Sort

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Tick:
    """A choice above the list: with some ticked, only rows that fit one of each column's."""

    words: str
    column: str
    op: Op
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSpec(Generic[Row]):
    """`page`, `marks` and `totals` are queries of an area's `lists`; with `blind` they are told who
    asks. `totals_words` puts an answer of `totals` into pairs of a title and an amount; what is
    hidden is said in one pair without an amount.
    """

    name: str
    title: str
    columns: tuple[ListColumn[Row], ...]
    usual: Sort
    page: Callable[..., Any]
    marks: Callable[..., Any]
    totals: Callable[..., Any]
    count_words: Callable[[int], str]
    totals_words: Callable[[Any], tuple[tuple[str, str], ...]]
    find_words: str
    empty: str
    watched: frozenset[str]
    ticks: tuple[Tick, ...] = ()
    blind: bool = False
    open_words: str = ""
    always: tuple[Filter, ...] = field(default_factory=tuple)

    def filters(self, ticked: tuple[Tick, ...]) -> tuple[Filter, ...]:
        """The ticks as filters: values of one column are alternatives."""
        any_of: dict[str, tuple[str, ...]] = {}
        bounds = []
        for tick in ticked:
            if tick.op is Op.ANY_OF:
                any_of[tick.column] = (*any_of.get(tick.column, ()), *tick.values)
            else:
                bounds.append(Filter(tick.column, tick.op, tick.values))
        chosen = tuple(Filter(column, Op.ANY_OF, values) for column, values in any_of.items())
        return (*self.always, *chosen, *bounds)
