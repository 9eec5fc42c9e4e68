"""The Reports screen by keyboard: which report, which days, chart, tables, paper, PDF and CSV."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.areas.printing import queries as printing
from app.areas.printing.values import PaperHow
from app.areas.reports.money_values import ReportName, Span
from app.gui.screens.reports import periods
from app.gui.screens.reports.periods import Period
from app.gui.screens.reports.tables import CHIP
from app.gui.screens.reports.view import View
from app.gui.tables.data_table import PADDING
from app.kernel.csv_text import MARK
from app.kernel.i18n import typed_date
from tests.areas.deposits.banking import Banking, cash, check
from tests.building import Books
from tests.gui.lists.conftest import Lists, MakeLists, Opened
from tests.gui.lists.test_reports import reading

KEY, HELD = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = HELD.ControlModifier, HELD.ShiftModifier


@pytest.fixture
def banking(books: Books) -> Banking:
    """Two shifts, one of them short, a check by mail; the first shift's money is at the bank."""
    books.count_safe()
    made = Banking(books)
    made.shift(12_000, check(4_500, "101"))
    made.cleared()
    made.shift(8_000, leave=-1_500)
    made.mail(check(7_700, "103"))
    return made


def come(lists: MakeLists, books: Books, **fields: object) -> tuple[Lists, View]:
    there = lists(fields.get("actor", books.actors.cfo))
    screen = there.show("reports", View(there.desk))
    there.settle()
    return there, screen


def span(screen: View) -> Span:
    assert screen.sheet is not None
    return screen.sheet.span


def shown(screen: View) -> list[list[str]]:
    model = screen.tables.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_reports_are_walked_and_each_has_its_days(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    there, screen = come(lists, books)
    assert there.focus is screen.buttons[ReportName.DEPOSITS]
    assert screen.days.period.currentText() == "Last 7 days"
    in_cash, checks, together = shown(screen)
    today = f"{banking.today():%-m/%-d/%y}"
    assert in_cash[:4] == [today, "Cash", "200.00", "−15.00"]
    assert checks[:3] == [today, "Checks", "122.00"]
    assert together[:4] == ["Total", "", "322.00", "−15.00"]
    assert "Everything ties" in screen.verdict.findChildren(type(screen.note))[0].text()
    seen = []
    for _ in ReportName:
        there.press(KEY.Key_PageDown, CTRL)
        there.settle()
        seen.append((screen.name, screen.days.period.currentText()))
    assert [name for name, _ in seen] == [*list(ReportName)[1:], ReportName.DEPOSITS]
    assert dict(seen)[ReportName.OVER_SHORT] == "Last 12 months"


def test_on_a_low_page_the_figures_have_the_room_of_the_chart(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    there, screen = come(lists, books)
    assert screen.chart.isVisible()
    assert not screen.tables.table.horizontalScrollBar().maximum(), "all of it is seen at once"
    screen.resize(575, 312)
    there.wait(lambda: not screen.chart.isVisible())
    for box in (screen.days.period, screen.days.first, screen.days.later):
        assert box.height() >= box.minimumSizeHint().height()
    screen.resize(1080, 660)
    there.wait(screen.chart.isVisible)


def test_the_days_are_typed_walked_and_never_guessed(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    there, screen = come(lists, books)
    today = banking.today()
    there.press(KEY.Key_PageUp, SHIFT)
    there.settle()
    earlier = span(screen)
    assert (earlier.day_from, earlier.day_to) == (today - timedelta(13), today - timedelta(7))
    assert screen.days.period.currentText() == "Own days"
    assert screen.tables.table.empty_words == "No cash and no checks were taken in these days."
    there.press(KEY.Key_PageDown, SHIFT)
    there.press(KEY.Key_PageDown, SHIFT)
    there.settle()
    assert span(screen).day_to == today, "there is no report of days to come"
    before = screen.sheet
    screen.days.first.setFocus()
    screen.days.first.selectAll()
    there.type("2/30/2026")
    there.press(KEY.Key_Return)
    there.settle()
    assert screen.sheet is before
    assert "2/30/2026" in screen.days.message.text()
    screen.days.first.selectAll()
    there.type(typed_date(today, "en_US"))
    there.press(KEY.Key_Return)
    there.settle()
    assert span(screen).day_from == today
    assert screen.days.message.text() == ""
    assert screen.days.period.currentText() == "Today"


def test_the_chart_is_read_with_the_arrow_keys(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    there, screen = come(lists, books)
    screen.buttons[ReportName.CASH_POSITION].setChecked(True)
    there.settle()
    chart = screen.chart
    chart.setFocus()
    last = chart.accessibleDescription()
    assert last.endswith("Checks 77.00, Safe 1,065.00")
    there.press(KEY.Key_Left)
    assert chart.accessibleDescription().endswith("Checks 0.00, Safe 0.00")
    assert chart.accessibleDescription() != last
    there.press(KEY.Key_Home)
    assert chart.place == 0
    there.press(KEY.Key_Left)
    there.press(KEY.Key_End)
    assert chart.accessibleDescription() == last
    assert chart.accessibleName() == "Not in the bank yet, at the end of each day"


def test_the_tables_of_a_report_are_turned_and_keep_their_sum_below(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    there, screen = come(lists, books)
    screen.buttons[ReportName.OVER_SHORT].setChecked(True)
    there.settle()
    people = [row[0] for row in shown(screen)]
    assert people == ["Cho Cho Win", "Olga Novak", "Total"]
    for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        screen.tables.model.sort(0, order)
        assert shown(screen)[-1][0] == "Total"
    titles = []
    for _ in screen.tables.buttons:
        there.press(KEY.Key_T, CTRL)
        titles.append(screen.tables.table.accessibleName())
    assert titles == ["By month", "Each difference", "Does it tie?", "By person"]
    there.press(KEY.Key_T, CTRL)
    screen.tables.turn(2)
    table = screen.tables.table
    room = table.columnWidth(5) - 2 * PADDING - CHIP
    assert room >= table.fontMetrics().horizontalAdvance("Yes"), "the word stands beside the icon"


def test_enter_lays_the_z_on_the_paper(lists: MakeLists, books: Books, banking: Banking) -> None:
    there, screen = come(lists, books)
    for _ in range(3):
        there.press(KEY.Key_PageDown, CTRL)
    there.settle()
    there.press(KEY.Key_Return)
    assert screen.tables.table.hasFocus()
    there.press(KEY.Key_Return)
    there.settle()
    assert "W1-Z-00001" in there.desk.paper.widget.accessibleDescription()
    there.press(KEY.Key_Escape)
    assert screen.buttons[ReportName.Z_LIST].hasFocus()


def test_enter_opens_the_deposit_and_where_the_money_of_a_shift_is(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    there, screen = come(lists, books)
    opened = {task: Opened() for task in ("deposits", "money")}
    for task, stands_for in opened.items():
        there.frame.add_screen(task, stands_for)
    for report, turns, task in (
        (ReportName.DEPOSITS, 2, "deposits"),
        (ReportName.OVER_SHORT, 2, "money"),
    ):
        there.frame.go("reports")
        screen.buttons[report].setChecked(True)
        there.settle()
        for _ in range(turns):
            there.press(KEY.Key_T, CTRL)
        screen.tables.take_focus()
        there.press(KEY.Key_Return)
        assert there.frame.task == task
    (shift,) = opened["money"].subjects
    assert shift.startswith("shift:")
    assert opened["deposits"].subjects == [str(banking.rows()[0].deposit_id)]


def test_it_is_looked_at_and_saved_as_pdf(
    lists: MakeLists, books: Books, banking: Banking, tmp_path: Path
) -> None:
    there, screen = come(lists, books)
    there.press(KEY.Key_P, CTRL)
    there.wait(lambda: screen.paper.preview is not None and screen.paper.preview.pages)
    panel = screen.paper.preview
    assert panel is not None
    path = tmp_path / "report.pdf"
    panel.ask_where = lambda _panel, _name: path
    there.press(KEY.Key_S, CTRL | SHIFT)
    there.wait(path.exists)
    there.settle()
    assert path.read_bytes().startswith(b"%PDF")
    days = f"{span(screen).day_from} {span(screen).day_to}"
    marks = books.station.ask(printing.paper_marks, "report:deposits", days).result()
    assert {mark.how for mark in marks} == {PaperHow.PREVIEWED, PaperHow.SAVED}
    there.press(KEY.Key_Escape)
    there.wait(lambda: screen.paper.preview is None)


def test_all_tables_go_into_one_file(
    lists: MakeLists, books: Books, banking: Banking, tmp_path: Path
) -> None:
    there, screen = come(lists, books)
    path = tmp_path / "report.csv"
    names: list[str] = []

    def asked(_screen: object, name: str) -> Path:
        names.append(name)
        return path

    screen.ask_where = asked
    there.press(KEY.Key_S, CTRL | SHIFT)
    there.wait(path.exists)
    there.settle()
    rows = list(csv.reader(path.read_text(encoding="utf-8").removeprefix(MARK).splitlines()))
    today = banking.today().isoformat()
    assert [today, "200.00", "122.00", "322.00"] in rows
    assert any(row[:3] == ["Checks on their way", *row[1:2], "122.00"] for row in rows)
    assert names == [f"deposits-{span(screen).day_from}-{today}.csv"]


def test_who_has_a_drawer_open_sees_that_cash_is_left_out(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    books.open_shift()
    banking.mending().take(banking.account(), cash(3_333))
    _there, screen = come(lists, books, actor=reading(books.actors.cashier))
    text = " ".join(cell for row in shown(screen) for cell in row)
    assert "hidden" in text
    assert "33.33" not in text
    assert "a drawer is open" in screen.note.text()
    assert "hidden" in screen.foot.sums.text()


def test_nothing_stays_when_somebody_else_sits_down(
    lists: MakeLists, books: Books, banking: Banking
) -> None:
    _there, screen = come(lists, books)
    screen.forget()
    assert screen.sheet is None
    assert screen.chart.accessibleDescription() == ""
    assert shown(screen) == []
    assert screen.foot.sums.text() == ""


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (Period.TODAY, ((2026, 3, 2), (2026, 3, 2))),
        (Period.WEEK, ((2026, 2, 24), (2026, 3, 2))),
        (Period.MONTH, ((2026, 3, 1), (2026, 3, 2))),
        (Period.LAST_MONTH, ((2026, 2, 1), (2026, 2, 28))),
        (Period.YEAR, ((2025, 4, 1), (2026, 3, 2))),
    ],
)
def test_periods_end_when_they_should(
    period: Period, days: tuple[tuple[int, int, int], ...]
) -> None:
    today = date(2026, 3, 2)
    assert periods.days_of(period, today) == tuple(date(*day) for day in days)


def test_whole_months_are_walked_as_months() -> None:
    today = date(2026, 3, 20)
    january = (date(2026, 1, 1), date(2026, 1, 31))
    february = (date(2026, 2, 1), date(2026, 2, 28))
    assert periods.moved(february, -1, today) == january
    assert periods.moved(january, 1, today) == february
    assert periods.moved(february, 1, today) == (date(2026, 3, 1), today)
    assert periods.moved((date(2026, 3, 1), today), 1, today) == (date(2026, 3, 1), today)
