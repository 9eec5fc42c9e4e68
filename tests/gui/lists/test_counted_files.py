"""A counted page that is saved from the window takes an audit number before it is drawn."""

from __future__ import annotations

from app.areas.printing import queries
from app.areas.printing.values import AuditedPaper, PaperHow
from app.areas.settings import queries as settings
from app.devices.documents.office_papers import OfficePaper
from app.gui.counted_papers import whole_to_save
from tests.building import Books
from tests.gui.lists.conftest import MakeLists, fill


def test_each_saved_page_has_a_number_of_its_own(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    clock = books.station.database.clock
    day = settings.business_today(books.station.practice, clock.now()).isoformat()
    kind, days = AuditedPaper.CASH_POSITION.value, f"{day} {day}"
    saved: list[OfficePaper] = []
    for _ in range(2):
        whole_to_save(there.desk.runner, kind, days, there.desk.actor, saved.append)
    there.wait(lambda: len(saved) == 2)
    marks = books.station.ask(queries.paper_marks, kind, days).result()
    assert [(mark.how, mark.copy_no) for mark in marks] == [
        (PaperHow.SAVED, 0),
        (PaperHow.SAVED, 1),
    ]
    assert all(paper.pdf.startswith(b"%PDF") for paper in saved)
    assert saved[0].pdf != saved[1].pdf


def test_who_may_not_see_it_gets_neither_paper_nor_number(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists(books.actors.cashier)
    saved: list[OfficePaper] = []
    kind, days = AuditedPaper.CASH_POSITION.value, "2026-01-05 2026-01-06"
    whole_to_save(there.desk.runner, kind, days, there.desk.actor, saved.append)
    there.wait(lambda: there.window.toasts.shown)
    assert "may not see this paper" in there.window.toasts.shown[0].words
    there.settle()
    assert saved == []
    assert books.station.ask(queries.paper_marks, kind, days).result() == ()
