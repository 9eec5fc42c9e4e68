"""The day sheet and the activity in the window: days, ties, paper, CSV, narrowing, blind sums."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from app.areas.drawers import service as drawers
from app.areas.drawers.queries import open_shifts
from app.areas.drawers.values import MoveCash, MovementKind
from app.gui.asking import Question
from app.gui.dialogs.form_panel import FormPanel
from app.gui.screens.activity.view import View as Activity
from app.gui.screens.day_sheet.view import TIGHT_BELOW
from app.gui.screens.day_sheet.view import View as DaySheetView
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.kernel.actor import Actor, Permission
from app.kernel.csv_text import MARK
from tests.building import Books, command_id
from tests.gui.lists.conftest import MakeLists, fill

KEY, HELD = Qt.Key, Qt.KeyboardModifier


def reading(actor: Actor) -> Actor:
    """The same person in a role that may see reports."""
    more = frozenset({Permission.VIEW_REPORTS, Permission.VIEW_ACTIVITY})
    return replace(actor, permissions=actor.permissions | more)


def test_the_day_sheet_shows_the_day_and_that_it_ties(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("day_sheet", DaySheetView(there.desk))
    assert screen.total.text() == "Received 1,650.00 in 6 payments"
    assert [row.words for row in screen.tenders.model.rows] == ["Cash"]
    assert [row.name for row in screen.cashiers.model.rows] == ["Cho Cho Win"]
    assert all(row.ok for row in screen.ties.model.rows)
    assert [row.words for row in screen.bank.model.rows] == ["In the drawers, without float"]
    assert "Everything ties" in screen.verdict.findChildren(type(screen.day))[0].text()
    drop = MoveCash(command_id(), MovementKind.DROP, books.money(5000), reference="bag 1")
    books.station.act(books.actors.cashier, drawers.move_cash, drop).result()
    there.wait(lambda: screen.shifts.model.rows[0].moved.minor == -5000)


def test_a_narrow_day_sheet_keeps_the_words_of_its_state(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("day_sheet", DaySheetView(there.desk))
    screen.resize(960, 640)
    there.settle()
    assert screen.width() < current().px(TIGHT_BELOW)
    assert (screen.paper_button.text(), screen.paper_button.accessibleName()) == ("", "Paper")
    assert not screen.now.isVisible(), "today is shown"
    screen.step(-1)
    there.wait(screen.now.isVisible)


def test_page_up_and_page_down_walk_the_days(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("day_sheet", DaySheetView(there.desk))
    today = screen.sheet.day
    there.press(KEY.Key_PageDown)
    there.settle()
    assert screen.sheet.day == today
    there.press(KEY.Key_PageUp)
    there.wait(lambda: screen.sheet.day < today)
    assert screen.tenders.model.rows == ()
    there.press(KEY.Key_PageDown)
    there.wait(lambda: screen.sheet.day == today)


def test_the_sheet_goes_on_paper_and_into_a_file(
    lists: MakeLists, books: Books, tmp_path: Path
) -> None:
    fill(books)
    there = lists()
    screen = there.show("day_sheet", DaySheetView(there.desk))
    paper = there.desk.paper.widget
    there.press(KEY.Key_P, HELD.ControlModifier)
    there.wait(lambda: "Everything ties" in paper.accessibleDescription())
    words = paper.accessibleDescription()
    assert "1,650.00" in words
    assert "Audit W1-P-000001" in words
    there.press(KEY.Key_P, HELD.ControlModifier)
    there.wait(lambda: "Audit W1-P-000002" in paper.accessibleDescription())
    path = tmp_path / "day.csv"
    screen.ask_where = lambda _screen, _name: path
    screen.save()
    there.wait(path.exists)
    there.settle()
    rows = list(csv.reader(path.read_text(encoding="utf-8").removeprefix(MARK).splitlines()))
    assert ["Cash", "6", "1650.00"] in rows
    assert ["Cash", "Receipts", "1650.00", "Ledger, account 1015", "1650.00", "yes"] in rows


def test_a_manager_closes_the_day_and_opens_it_again(
    lists: MakeLists, books: Books, tmp_path: Path
) -> None:
    fill(books)
    shift = books.station.ask(open_shifts).result()[0]
    there = lists(books.actors.billing_manager)
    screen = there.show("day_sheet", DaySheetView(there.desk))
    there.wait(lambda: screen.close_button.isVisible())
    there.press(KEY.Key_E, HELD.ControlModifier)
    panel = screen.closing.panel
    assert f"is not closed: shift {shift.number}" in panel.findChildren(PlainLabel)[1].text()
    panel.submit()
    there.wait(lambda: "Close every drawer of the day" in panel.message.text())
    panel.leave()
    books.seal(shift.shift_id, *([2000] * 92), 1000)
    books.close_shift(shift.shift_id)
    there.wait(lambda: screen.sheet.shifts[0].state == "closed")
    there.press(KEY.Key_E, HELD.ControlModifier)
    assert "6 payments, 1,650.00." in screen.closing.panel.findChildren(PlainLabel)[1].text()
    screen.closing.panel.submit()
    there.wait(lambda: there.window.findChild(Question))
    asked = there.window.findChild(Question)
    assert asked is not None
    asked.agree()
    there.wait(lambda: screen.closed.isVisible())
    assert screen.closing.panel is None
    assert "Closed by Maria Manager at W1" in screen.closed_by.text()
    assert screen.close_button.text() == "Open again"
    books.open_shift()
    there.wait(lambda: screen.came.card.isVisible())
    assert [row.by for row in screen.came.model.rows] == ["Cho Cho Win"]
    path = tmp_path / "day.csv"
    screen.ask_where = lambda _screen, _name: path
    screen.save()
    there.wait(path.exists)
    there.settle()
    rows = list(csv.reader(path.read_text(encoding="utf-8").removeprefix(MARK).splitlines()))
    assert ["Drawer closed", shift.number] == next(r for r in rows if "Drawer closed" in r)[:2]
    screen.print_shown()
    paper = there.desk.paper.widget
    there.wait(lambda: "Came after the day was closed" in paper.accessibleDescription())
    screen.close_or_open()
    panel = now_shown(screen)
    panel.submit()
    assert fault(panel) == "This can't be empty."
    panel.form.boxes["reason"].setText("A receipt was forgotten")
    panel.submit()
    there.wait(lambda: "A receipt was forgotten" in screen.closed_by.text())
    assert not screen.closed.isVisible()


def now_shown(screen: DaySheetView) -> Any:
    """The panel that asks about the day."""
    return screen.closing.panel


def fault(panel: FormPanel) -> str:
    return panel.form.fields["reason"].message.text()


def test_who_has_the_drawer_open_sees_no_cash_on_the_sheet(
    lists: MakeLists, books: Books, tmp_path: Path
) -> None:
    fill(books)
    there = lists(reading(books.actors.cashier))
    screen = there.show("day_sheet", DaySheetView(there.desk))
    there.wait(lambda: screen.sheet)
    assert screen.total.text() == "Received: hidden while your drawer is open, 6"
    shown = [
        section.model.index(row, column).data()
        for section in (screen.tenders, screen.cashiers, screen.shifts, screen.ties)
        for row in range(section.model.rowCount())
        for column in range(section.model.columnCount())
    ]
    assert "hidden" in shown
    assert not {"1,650.00", "1,850.00"} & set(shown)
    screen.print_shown()
    paper = there.desk.paper.widget
    there.wait(lambda: "Day sheet" in paper.accessibleName())
    assert "1,650.00" not in paper.accessibleDescription()


def test_the_activity_is_narrowed_by_person_and_by_day(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("activity", Activity(there.desk))
    everything = screen.model.rowCount()
    screen.person.setCurrentIndex(screen.person.findText("Ben Clerk"))
    there.wait(lambda: screen.model.rowCount() == 8)
    there.settle()
    assert {row.name for row in screen.model.rows} == {"Ben Clerk"}
    screen.table.setFocus()
    there.press(KEY.Key_Escape)
    there.wait(lambda: screen.model.rowCount() == everything)
    screen.day_button.click()
    there.settle()
    screen.day.setDate(screen.day.date().addDays(-9))
    there.wait(lambda: screen.model.rowCount() == 0)
    assert "Esc shows everything" in screen.table.empty_words
    screen.day_button.click()
    there.wait(lambda: screen.model.rowCount() == everything)


def test_boxes_without_room_stand_below_the_find_box(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("activity", Activity(there.desk))
    assert screen.person.y() < screen.head.search.geometry().bottom()
    screen.resize(575, 360)
    there.wait(lambda: screen.person.y() > screen.head.search.geometry().bottom())
    assert screen.person.x() < screen.deed.x() < screen.day_button.x()
    screen.resize(1280, 720)
    there.wait(lambda: screen.person.y() < screen.head.search.geometry().bottom())
    assert screen.head.search.x() < screen.person.x() < screen.deed.x() < screen.day_button.x()


def test_the_marked_deed_tells_what_it_changed(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("activity", Activity(there.desk))
    there.type("registered")
    there.settle()
    screen.head.search.clear()
    there.settle()
    place = next(n for n, row in enumerate(screen.model.rows) if row.changes)
    screen.table.selectRow(place)
    there.press(KEY.Key_Tab)
    assert screen.changes.rowCount() > 3
    fields = [row.field for row in screen.changes.rows]
    assert "birth date" in fields
    assert not any("id" in field.split() for field in fields)


def test_amounts_of_the_activity_wait_for_the_drawer(
    lists: MakeLists, books: Books, tmp_path: Path
) -> None:
    from app.areas.drawers import queries

    fill(books)
    there = lists(reading(books.actors.cashier))
    mine = books.station.ask(queries.my_shift, books.actors.cashier.user_id).result()
    there.desk.seat.hold_shift(mine)
    screen = there.show("activity", Activity(there.desk))
    path = tmp_path / "activity.csv"
    screen.ask_where = lambda _screen, _name: path
    screen.save()
    there.settle()
    assert not path.exists()
    assert "Close your drawer first" in there.window.toasts.shown[-1].words
