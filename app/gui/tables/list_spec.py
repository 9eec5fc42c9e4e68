"""What makes one long list: its columns, its questions and its words; a screen is made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.gui.tables.paged_model import ListColumn
from app.kernel.errors import CounterfoilError
from app.kernel.listing import Filter, Op, Sort
from app.kernel.translate import t

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
    hidden is said in one pair without an amount. What is taken at the counter moves the `moving`
    columns: who has a drawer open gets no sums of such a list, and no file with those columns.
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
    moving: tuple[str, ...] = ()
    open_words: str = ""
    always: tuple[Filter, ...] = field(default_factory=tuple)

    def hides(self, holding: bool) -> bool:
        """Whether sums of this list would tell somebody what the drawer they hold took."""
        return holding and bool(self.moving)

    def sums(self, totals: Any, holding: bool) -> tuple[tuple[str, str], ...]:
        """The words of the footer, for somebody who has a drawer open or not."""
        if self.hides(holding):
            return ((t("The sums are shown when your drawer is closed"), ""),)
        return self.totals_words(totals)

    def with_room(self, names: tuple[str, ...], room: int) -> tuple[str, ...]:
        """Those of the columns that so many designed pixels have room for."""
        shown = [column for column in self.columns if column.name in names]
        leaving = sorted((c for c in shown if c.leaves), key=lambda c: c.leaves)
        while leaving and sum(column.look.width or 100 for column in shown) > room:
            shown.remove(leaving.pop())
        return tuple(column.name for column in shown)

    def file_columns(self, names: tuple[str, ...], holding: bool) -> tuple[str, ...]:
        """Those of the columns that go into a file."""
        return tuple(name for name in names if not (self.hides(holding) and name in self.moving))

    def saved_words(self, count: int, holding: bool) -> str:
        """What is said when so many rows are in a file."""
        words = self.count_words(count)
        if self.hides(holding):
            return t("Saved without amounts, as your drawer is open: {words}.", words=words)
        return t("Saved: {words}.", words=words)

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


def failed_words(error: BaseException) -> str:
    """What a list says instead of its rows when it could not be read."""
    if isinstance(error, CounterfoilError):
        return t("The list could not be read: {why} F5 tries again.", why=error.text)
    return t("The list could not be read. F5 tries again.")
