"""Tables over frozen rows: Qt's own model tester, ticks, sorting, letters left to the finder."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu, QWidget

from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import ChipLook, Column, RowsModel
from app.gui.theme import Theme
from app.gui.widgets.menu import Menu
from app.kernel.i18n import format_money
from app.kernel.money import Money

LONG = "Maximiliana Konstantina von Hohenzollern-Sigmaringen zu Berg"


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    name: str
    owed: Money


ROWS = (
    Line("W1-000311", "Nguyễn Thị Hoa", Money(3500, "USD")),
    Line("W1-000287", "မမခင်ဇော်ဝင်း", Money(15000, "USD")),
    Line("W1-000200", LONG, Money(123456789, "USD")),
)


def model() -> RowsModel[Line]:
    return RowsModel(
        (
            Column("Number", lambda row: row.number),
            Column("Name", lambda row: row.name, stretch=True),
            Column(
                "Owed",
                lambda row: format_money(row.owed),
                right=True,
                sort_by=lambda row: row.owed.minor,
            ),
            Column("Status", lambda row: "", chip=lambda row: ChipLook("check", "Open")),
        ),
        ticks=True,
        key=lambda row: row.number,
    )


@pytest.fixture
def rows_model(theme: Theme) -> RowsModel[Line]:
    made = model()
    made.show_rows(ROWS)
    return made


def test_qt_finds_nothing_wrong_with_the_model(rows_model: RowsModel[Line]) -> None:
    tester = QAbstractItemModelTester(
        rows_model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    rows_model.tick(("W1-000311",))
    rows_model.sort(2, Qt.SortOrder.DescendingOrder)
    rows_model.show_rows(ROWS[:1])
    rows_model.show_rows(())
    rows_model.show_rows(ROWS)
    del tester


def test_ticks_keep_their_order_and_forget_rows_that_went(rows_model: RowsModel[Line]) -> None:
    heard: list[object] = []
    rows_model.ticked.connect(heard.append)
    rows_model.toggle(rows_model.index(1, 0))
    rows_model.toggle(rows_model.index(0, 0))
    assert rows_model.ticked_keys == ("W1-000287", "W1-000311")
    rows_model.show_rows(ROWS[:1])
    assert len(rows_model.ticked_keys) == 1
    assert heard == [("W1-000287",), ("W1-000287", "W1-000311")]


def test_amounts_sort_as_amounts(rows_model: RowsModel[Line]) -> None:
    rows_model.sort(2, Qt.SortOrder.DescendingOrder)
    assert [row.owed.minor for row in rows_model.rows] == [123456789, 15000, 3500]


def test_space_ticks_and_enter_opens(rows_model: RowsModel[Line], qtbot) -> None:
    table = DataTable(rows_model, name="Open invoices")
    qtbot.addWidget(table)
    table.show()
    table.mark_first()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert rows_model.ticked_keys == ("W1-000311",)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ROWS[0]]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_row() == ROWS[1]


def test_letters_are_left_to_the_window(rows_model: RowsModel[Line], qtbot) -> None:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    table = DataTable(rows_model)
    qtbot.addWidget(table)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, "n")
    QApplication.sendEvent(table, event)
    assert not event.isAccepted()


def test_amounts_are_never_cut(rows_model: RowsModel[Line], qtbot) -> None:
    table = DataTable(rows_model)
    qtbot.addWidget(table)
    table.resize(560, 200)
    table.show()
    room = table.columnWidth(2) - 24
    assert table.fontMetrics().horizontalAdvance("1,234,567.89") <= room


def differing(one: QImage, other: QImage) -> tuple[int, int]:
    """How wide and how high the part is in which two pictures differ."""
    spots = [
        (x, y)
        for x in range(one.width())
        for y in range(one.height())
        if one.pixel(x, y) != other.pixel(x, y)
    ]
    across, down = {x for x, _ in spots}, {y for _, y in spots}
    return max(across) - min(across) + 1, max(down) - min(down) + 1


@pytest.mark.parametrize("column", [0, 2])
def test_the_arrow_of_a_sorted_list_grows_with_the_text(
    qtbot, theme: Theme, rows_model: RowsModel[Line], column: int
) -> None:
    table = DataTable(rows_model)
    qtbot.addWidget(table)
    seen = {}
    for scale in (100, 200):
        theme.choose(scale=scale)
        table.resize(1200, 300)
        table.horizontalHeader().setSortIndicatorShown(False)
        plain = table.horizontalHeader().grab().toImage()
        table.show_sorted(column, descending=True)
        seen[scale] = differing(plain, table.horizontalHeader().grab().toImage())
    theme.choose(scale=100)
    assert seen[100][0] >= 7
    assert seen[200][0] >= 2 * seen[100][0] - 2


def test_the_tick_of_a_menu_grows_with_the_text(qtbot, theme: Theme) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    menu: QMenu = Menu(over)
    action = menu.addAction("Light")
    action.setCheckable(True)
    seen = {}
    for scale in (100, 200):
        theme.choose(scale=scale)
        menu.adjustSize()
        action.setChecked(False)
        plain = menu.grab().toImage()
        action.setChecked(True)
        seen[scale] = differing(plain, menu.grab().toImage())
    theme.choose(scale=100)
    assert seen[100][0] >= 9
    assert seen[200][0] >= 2 * seen[100][0] - 2
