"""The long lists at the keyboard: typing filters, Enter opens, columns and CSV, and blind sums."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from app.areas.drawers import queries as drawers
from app.bootstrap import Station
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import Paper
from app.gui.counted_papers import to_save
from app.gui.screens.accounts.view import View as Accounts
from app.gui.screens.invoices.view import View as Invoices
from app.gui.screens.payments.view import View as Payments
from app.gui.screens.shifts.view import View as Shifts
from app.kernel.csv_text import MARK
from tests.building import Books
from tests.gui.lists.conftest import PEOPLE, MakeLists, Opened, fill

if TYPE_CHECKING:
    from app.gui.tables.list_screen import ListScreen

KEY, HELD = Qt.Key, Qt.KeyboardModifier
TIP = Qt.ItemDataRole.ToolTipRole
SCREENS: dict[str, Any] = {
    "accounts": Accounts,
    "invoices": Invoices,
    "payments": Payments,
    "shifts": Shifts,
}


def names(screen: ListScreen[Any], column: int = 1) -> list[str]:
    model = screen.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("task", SCREENS)
def test_every_list_fills_sorts_and_keeps_qt_content(
    lists: MakeLists, books: Books, task: str
) -> None:
    fill(books)
    there = lists()
    screen = SCREENS[task](there.desk)
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(screen.model, mode)
    there.show(task, screen)
    header = screen.table.horizontalHeader()
    assert screen.table.hasFocus()
    assert screen.table.currentIndex().row() == 0
    for column in range(len(screen.spec.columns)):
        for _ in range(2):
            header.sectionClicked.emit(column)
            there.settle()
            assert screen.model.wanted.sort is not None
            assert screen.model.wanted.sort.column == screen.spec.columns[column].name
            assert screen.model.rowCount()
    there.press(KEY.Key_F5)
    there.settle()
    del tester


def test_typing_filters_and_esc_shows_all_again(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    assert len(names(screen)) == len(PEOPLE)
    there.type("nguyen")
    there.wait(lambda: names(screen) == ["Nguyễn Thị Hoa"])
    there.settle()
    assert screen.foot.count.text() == "1 account"
    there.press(KEY.Key_Return)
    assert screen.table.hasFocus()
    there.press(KEY.Key_F, HELD.ControlModifier)
    assert there.focus is screen.head.search
    there.type("qqq")
    there.wait(lambda: not names(screen))
    assert "Esc shows everything" in screen.table.empty_words
    there.press(KEY.Key_Escape)
    there.wait(lambda: len(names(screen)) == len(PEOPLE))
    assert screen.table.hasFocus()


def test_a_name_that_is_markup_is_only_letters_under_the_pointer(
    lists: MakeLists, books: Books
) -> None:
    """Qt would take a tip that looks like markup for markup, and fetch its picture."""
    name = r"<img src=file://\\host\share\x> <b>Ann</b>"
    account = books.register_patient(name, "").account_id
    books.issue_invoice(account, 500)
    there = lists()
    for task in ("accounts", "invoices"):
        screen = there.show(task, SCREENS[task](there.desk))
        there.settle()
        tips = [
            (screen.model.index(0, n).data(), screen.model.index(0, n).data(TIP))
            for n in range(screen.model.columnCount())
        ]
        assert "<img" in " ".join(shown for shown, _ in tips)
        assert not [tip for _, tip in tips if "<img" in tip]
        assert [html.unescape(tip[6:-7]) for _, tip in tips if tip] == [s for s, _ in tips if s]


def test_ticks_leave_what_fits(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    there.bot.keyClick(screen.head.tick_buttons[0], KEY.Key_Space)
    there.wait(lambda: len(names(screen)) == 4)
    there.settle()
    assert "Owed 1,236,417.89" in screen.foot.sums.text()
    screen.table.setFocus()
    there.press(KEY.Key_Escape)
    there.wait(lambda: len(names(screen)) == len(PEOPLE))


def test_enter_opens_the_account(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    row = screen.table.current_row()
    there.press(KEY.Key_Return)
    account = there.frame.screen_of("account")
    assert isinstance(account, Opened)
    assert account.subjects == [row.account_id]
    assert there.frame.task == "account"


def test_enter_on_a_payment_lays_its_receipt_on_the_paper(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("payments", Payments(there.desk))
    number = screen.table.current_row().number
    there.press(KEY.Key_Return)
    tray = there.desk.paper.widget
    there.wait(lambda: number in tray.accessibleName())


def test_columns_and_sort_are_kept_for_each_person(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    menu = screen.head.columns_button.menu()
    phone = next(action for action in menu.actions() if action.text() == "Phone")
    assert phone.isChecked()
    phone.trigger()
    there.settle()
    screen.table.horizontalHeader().sectionClicked.emit(0)
    there.settle()
    assert screen.table.isColumnHidden(3)
    again = lists()
    mine = again.show("accounts", Accounts(again.desk))
    assert mine.table.isColumnHidden(3)
    assert mine.model.wanted.sort is not None
    assert mine.model.wanted.sort.column == "number"
    other = lists(books.actors.cashier)
    theirs = other.show("accounts", Accounts(other.desk))
    assert not theirs.table.isColumnHidden(3)


def test_the_file_holds_what_is_shown_and_no_formula(
    lists: MakeLists, books: Books, tmp_path: Path
) -> None:
    fill(books)
    books.register_patient("=cmd|'/c calc'!A1", "@SUM(A1)")
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    path = tmp_path / "accounts.csv"
    screen.ask_where = lambda _screen, _name: path
    there.press(KEY.Key_S, HELD.ControlModifier | HELD.ShiftModifier)
    there.wait(path.exists)
    there.settle()
    text = path.read_text(encoding="utf-8")
    assert text.startswith(MARK)
    rows = list(csv.reader(text.removeprefix(MARK).splitlines()))
    assert rows[0] == ["Number", "Name", "Born", "Phone", "Status", "Credit", "Owes"]
    assert len(rows) == len(PEOPLE) + 2
    by_number = {row[0]: row for row in rows}
    assert by_number["A-000007"][-1] == "1235392.89"
    assert by_number["A-000001"][2] == "1950-01-03"
    assert by_number["A-000008"][1].startswith("'=cmd")
    assert not any(re.match(r"\s*[=@+]", cell) for row in rows for cell in row)
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_a_cashier_sees_no_sum_of_an_open_drawer(
    lists: MakeLists, books: Books, tmp_path: Path
) -> None:
    fill(books)
    there = lists(books.actors.cashier)
    screen = there.show("payments", Payments(there.desk))
    assert screen.foot.count.text() == "6 payments"
    assert not any(letter.isdigit() for letter in screen.foot.sums.text())
    path = tmp_path / "payments.csv"
    screen.ask_where = lambda _screen, _name: path
    screen.save()
    there.wait(path.exists)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert all(row[-1] == "" for row in rows[1:])
    manager = lists()
    theirs = manager.show("payments", Payments(manager.desk))
    assert "Received 1,650.00" in theirs.foot.sums.text()


@pytest.mark.parametrize(
    ("task", "view", "without"),
    [("accounts", Accounts, ["Credit", "Owes"]), ("invoices", Invoices, ["Total", "To pay"])],
)
def test_what_people_owe_is_not_added_up_for_who_has_a_drawer_open(
    lists: MakeLists,
    books: Books,
    station: Station,
    tmp_path: Path,
    task: str,
    view: Any,
    without: list[str],
) -> None:
    """What was paid on today's invoices is what a drawer took, but for the other tenders."""
    fill(books)
    there = lists(books.actors.cashier)
    mine = station.ask(drawers.my_shift, books.actors.cashier.user_id).result()
    there.desk.seat.hold_shift(mine)
    screen = there.show(task, view(there.desk))
    there.wait(lambda: "when your drawer is closed" in screen.foot.sums.text())
    path = tmp_path / f"{task}.csv"
    screen.ask_where = lambda _screen, _name: path
    screen.save()
    there.wait(path.exists)
    there.settle()
    head = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert not set(head) & set(without)
    there.desk.seat.hold_shift(None)
    there.wait(lambda: any(letter.isdigit() for letter in screen.foot.sums.text()))


def test_a_new_payment_comes_in_and_one_still_stands_where_one_stood(
    lists: MakeLists, books: Books
) -> None:
    fill(books)
    there = lists()
    screen = there.show("payments", Payments(there.desk))
    screen.table.selectRow(2)
    stood = screen.table.current_row().number
    books.take_cash(books.register_patient("New").account_id, 900)
    there.wait(lambda: screen.model.rowCount() == 7)
    there.settle()
    there.wait(lambda: screen.table.current_row().number == stood)
    assert screen.table.currentIndex().row() == 3


def test_an_empty_list_says_why_and_what_next(lists: MakeLists) -> None:
    there = lists()
    screen = there.show("payments", Payments(there.desk))
    assert "Take the first one on the Counter" in screen.table.empty_words
    assert screen.foot.count.text() == "0 payments"


def test_the_menu_of_a_row_has_its_verbs(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("payments", Payments(there.desk))
    place = screen.mapToGlobal(screen.rect().center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, screen.rect().center(), place)
    QApplication.sendEvent(screen, event)
    menu = screen.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert words[0].startswith("Show the receipt")
    assert any("Ctrl+Shift+S" in each for each in words)
    menu.close()
    there.settle()
    screen.table.setFocus()
    there.press(KEY.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    again = QApplication.activePopupWidget()
    assert isinstance(again, QMenu), "many keyboards have no menu key"
    assert again.actions()[0].text() == words[0]
    again.close()


def test_nothing_stays_when_the_person_leaves(lists: MakeLists, books: Books) -> None:
    fill(books)
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    there.type("w")
    there.settle()
    there.frame.forget()
    assert screen.model.rowCount() == 0
    assert screen.head.search.text() == ""
    assert screen.foot.sums.text() == ""


def test_a_list_of_many_pages_is_counted_and_walked_to_its_end(
    lists: MakeLists, books: Books
) -> None:
    for n in range(230):
        books.register_patient(f"Family{n:03}", "Person")
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    there.wait(lambda: screen.foot.count.text() == "230 accounts")
    assert screen.model.rowCount() == 230
    there.press(KEY.Key_End, HELD.ControlModifier)
    there.wait(lambda: screen.table.current_row() is not None)
    assert screen.table.current_row().name == "Family229, Person"
    assert screen.table.currentIndex().row() == 229
    books.register_patient("Aaa", "First")
    there.wait(lambda: screen.foot.count.text() == "231 accounts")
    there.wait(lambda: screen.table.currentIndex().row() == 230)
    assert screen.table.current_row().name == "Family229, Person"
    there.press(KEY.Key_Home, HELD.ControlModifier)
    there.wait(lambda: screen.table.current_row() is not None)
    assert screen.table.current_row().name == "Aaa, First"


def test_enter_on_a_shift_shows_its_z_or_says_why_not(lists: MakeLists, books: Books) -> None:
    closed = books.open_shift().shift_id
    books.seal(closed, *[2000] * 10)
    books.close_shift(closed)
    books.open_shift()
    there = lists()
    screen = there.show("shifts", Shifts(there.desk))
    there.press(KEY.Key_Return)
    assert "is not closed yet" in there.window.toasts.shown[0].words
    assert not there.frame.shelf.isVisible()
    there.press(KEY.Key_Down)
    assert screen.table.current_row().shift_id == closed
    there.press(KEY.Key_Return)
    there.settle()
    there.wait(lambda: there.frame.shelf.isVisible())
    shown = there.frame.shelf.newest_paper
    assert shown is not None
    assert "Audit W1-P-000002" in as_text(shown.lines, shown.columns)
    saved: list[Paper] = []
    to_save(there.desk.runner, shown, saved.append)
    there.wait(lambda: saved)
    said = as_text(saved[0].lines, saved[0].columns)
    assert "Audit W1-P-000003" in said
    assert "COPY 1" in said


def test_enter_on_ones_own_open_shift_leads_to_the_drawer(lists: MakeLists, books: Books) -> None:
    books.open_shift()
    there = lists(books.actors.cashier)
    there.frame.add_screen("drawer", Opened())
    there.show("shifts", Shifts(there.desk))
    there.press(KEY.Key_Return)
    assert there.frame.task == "drawer"


def _broken(*_args: object) -> None:
    raise RuntimeError("the disk is gone")


def test_a_list_that_cannot_be_read_says_so(lists: MakeLists, books: Books) -> None:
    there = lists()
    screen = Shifts(there.desk)
    right, screen.spec = screen.spec, replace(screen.spec, page=_broken)
    there.show("shifts", screen)
    there.wait(lambda: screen.foot.count.text() == "The list could not be read. F5 tries again.")
    screen.spec = right
    there.press(KEY.Key_F5)
    there.wait(lambda: screen.foot.count.text() == "0 shifts")
    there.settle()


@pytest.mark.parametrize("descending", [True, False])
def test_the_arrow_points_down_for_newest_first(
    lists: MakeLists, books: Books, descending: bool
) -> None:
    """A down arrow is wider at its top."""
    there = lists()
    screen = there.show("shifts", Shifts(there.desk))
    header = screen.table.horizontalHeader()
    column = header.sortIndicatorSection()

    def picture(*, shown: bool) -> QImage:
        header.setSortIndicatorShown(shown)
        left, width = header.sectionViewportPosition(column), header.sectionSize(column)
        return header.viewport().grab(QRect(left, 0, width, header.height())).toImage()

    screen.table.show_sorted(column, descending=descending)
    bare, arrow = picture(shown=False), picture(shown=True)
    rows = [
        sum(bare.pixel(x, y) != arrow.pixel(x, y) for x in range(arrow.width()))
        for y in range(arrow.height())
    ]
    drawn = [each for each in rows if each]
    assert drawn
    assert (drawn[0] > drawn[-1]) is descending
