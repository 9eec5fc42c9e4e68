"""Counts of a list end when nobody waits for them any more."""

from __future__ import annotations

from dataclasses import replace

from app.gui.screens.shifts.view import View as Shifts
from app.kernel.listing import ListWanted
from app.storage.reading import Reader, ReadSql
from tests.building import Books
from tests.gui.lists.conftest import MakeLists, Opened


def test_counts_that_nobody_waits_for_end(lists: MakeLists, books: Books) -> None:
    """A count that never comes to its end: another filter or leaving the list ends it."""
    endless = ReadSql(
        "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) SELECT count(*) FROM n"
    )
    asked: list[str] = []

    def never(reader: Reader, wanted: ListWanted, *_asker: object) -> object:
        asked.append(wanted.text)
        return reader.scalar(endless)

    there = lists()
    screen = Shifts(there.desk)
    screen.spec = replace(screen.spec, totals=never)
    there.frame.add_screen("shifts", screen)
    there.frame.go("shifts")
    there.wait(lambda: asked == [""])
    there.type("x")
    there.wait(lambda: asked[-1] == "x")
    there.wait(lambda: there.desk.runner.waiting == 1)
    there.frame.add_screen("drawer", Opened())
    there.frame.go("drawer")
    there.settle()
