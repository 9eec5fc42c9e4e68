"""Asks what a long list shows: few pages at a time, and nothing that nobody waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from app.gui.action_runner import ActionRunner
from app.gui.tables.list_spec import ListSpec
from app.gui.tables.paged_model import PAGE, PagedModel
from app.kernel.listing import ListWanted, Page

Row = TypeVar("Row")

AT_ONCE: Final = 4
"""Pages on their way: whoever drags the scroll bar through a million rows wants the last ones."""


class ListAsking(Generic[Row]):
    """The questions of one list; another one, or leaving the list, ends those of the one before."""

    def __init__(self, runner: ActionRunner, name: str, model: PagedModel[Row]) -> None:
        self._runner, self._name, self._model = runner, name, model
        self._pages: dict[int, None] = {}
        self._surveys: set[str] = set()

    @property
    def surveying(self) -> bool:
        """Whether counts and sums are on their way."""
        return bool(self._surveys)

    def page(
        self,
        spec: ListSpec[Row],
        number: int,
        wanted: ListWanted,
        *asker: object,
        done: Callable[[Page[Row]], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """A page of the list; the first one begins a new question."""
        if number == 0:
            self.end()
        self._pages[number] = None
        while len(self._pages) > AT_ONCE:
            self._give_up(next(iter(self._pages)))

        def taken(page: Page[Row]) -> None:
            self._pages.pop(number, None)
            done(page)

        def broke(error: BaseException) -> None:
            self._pages.pop(number, None)
            failed(error)

        ask = self._runner.ask
        ask(spec.page, wanted, *asker, done=taken, failed=broke, key=self._key(number))

    def survey(
        self,
        spec: ListSpec[Row],
        wanted: ListWanted,
        *asker: object,
        counted: Callable[[Any], None],
        marked: Callable[[tuple[Any, tuple[str, ...]]], None] | None,
    ) -> None:
        """Sums and, where `marked` waits for it, where the pages begin."""

        def places(reader: Any, wanted: ListWanted, *asker: object) -> Any:
            """Count and marks of one moment, so that the one fits the other."""
            marks = spec.marks(reader, wanted, PAGE, *asker)
            return spec.totals(reader, wanted, *asker), marks

        self._survey("totals", spec.totals, wanted, asker, counted)
        if marked is not None:
            self._survey("marks", places, wanted, asker, marked)

    def _survey(
        self,
        what: str,
        query: Callable[..., Any],
        wanted: ListWanted,
        asker: tuple[object, ...],
        done: Callable[[Any], None],
    ) -> None:
        key = f"{self._name}.{what}"
        self._surveys.add(key)

        def arrived(answer: Any) -> None:
            self._surveys.discard(key)
            done(answer)

        def failed(_error: BaseException) -> None:
            self._surveys.discard(key)

        self._runner.ask(query, wanted, *asker, done=arrived, failed=failed, key=key)

    def end(self) -> None:
        """Nobody looks at the list any more, or it is another one now."""
        for number in tuple(self._pages):
            self._give_up(number)
        for key in self._surveys:
            self._runner.forget(key)
        self._surveys.clear()

    def _give_up(self, number: int) -> None:
        del self._pages[number]
        self._runner.forget(self._key(number))
        self._model.give_up(number)

    def _key(self, number: int) -> str:
        return f"{self._name}.page.{number}"
