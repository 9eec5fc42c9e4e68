"""The model of long lists: Qt's own tester, pages in any order, a question overtaken by another."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.gui.tables.paged_model import KEPT, PAGE, ListColumn, PagedModel
from app.gui.tables.rows_model import CELL_ROLE, Column
from app.gui.theme import Theme
from app.kernel.listing import ListWanted, Page, Sort


@dataclass
class Numbers:
    """A list of numbers that answers when it is told to, as a database does."""

    model: PagedModel[int]
    count: int
    asked: list[tuple[int, int, ListWanted]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model.page_wanted.connect(
            lambda number, wanted: self.asked.append((self.model.question, number, wanted))
        )

    def ordered(self, wanted: ListWanted) -> list[int]:
        down = wanted.sort is not None and wanted.sort.descending
        return sorted(range(self.count), reverse=down)

    @staticmethod
    def mark(number: int) -> str:
        return json.dumps([number, f"{number:09}"])

    def answer(self, place: int = 0) -> None:
        question, number, wanted = self.asked.pop(place)
        rows = self.ordered(wanted)
        begin = rows.index(json.loads(wanted.after)[0]) + 1 if wanted.after else 0
        part = rows[begin : begin + wanted.most]
        marks = tuple(self.mark(row) for row in part)
        page = Page(tuple(part), marks, begin + wanted.most < len(rows))
        self.model.take_page(question, number, page)

    def count_them(self) -> None:
        rows = self.ordered(self.model.wanted)
        marks = tuple(self.mark(row) for row in rows[PAGE - 1 :: PAGE])
        self.model.take_marks(self.model.question, self.count, marks)


@pytest.fixture
def numbers(theme: Theme) -> Numbers:
    columns: tuple[ListColumn[int], ...] = (
        ListColumn("n", Column("Number", str, right=True, width=80), lambda row: row),
        ListColumn("w", Column("Word", lambda row: f"word {row}", width=80), lambda row: row),
    )
    return Numbers(PagedModel(columns), 10 * PAGE + 7)


def watched(numbers: Numbers) -> QAbstractItemModelTester:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    return QAbstractItemModelTester(numbers.model, mode)


def shown(numbers: Numbers, row: int) -> object:
    return numbers.model.data(numbers.model.index(row, 0), Qt.ItemDataRole.DisplayRole)


def test_qt_finds_nothing_wrong_while_pages_come_and_go(numbers: Numbers) -> None:
    tester = watched(numbers)
    model = numbers.model
    model.begin(ListWanted())
    assert model.rowCount() == 0
    numbers.answer()
    assert model.rowCount() == PAGE
    assert model.canFetchMore()
    model.fetchMore()
    numbers.answer()
    assert model.rowCount() == 2 * PAGE
    numbers.count_them()
    assert model.rowCount() == numbers.count
    assert not model.canFetchMore()
    assert shown(numbers, 950) is None
    assert model.data(model.index(950, 0), CELL_ROLE) is None
    while numbers.asked:
        numbers.answer()
    assert shown(numbers, 950) == "950"
    model.begin(ListWanted(sort=Sort("n", descending=True)))
    while numbers.asked:
        numbers.answer()
    assert shown(numbers, 0) == str(numbers.count - 1)
    model.forget()
    assert model.rowCount() == 0
    del tester


def test_rows_are_fetched_where_one_looks_and_nowhere_else(numbers: Numbers) -> None:
    model = numbers.model
    model.begin(ListWanted())
    numbers.answer()
    numbers.count_them()
    for row in (905, 901, 905, 950):
        shown(numbers, row)
    assert [number for _, number, _ in numbers.asked] == [9]
    shown(numbers, 300)
    numbers.answer(1)
    assert shown(numbers, 300) == "300"
    assert shown(numbers, 905) is None


def test_an_answer_to_an_earlier_question_is_dropped(numbers: Numbers) -> None:
    model = numbers.model
    model.begin(ListWanted())
    model.begin(ListWanted(sort=Sort("n", descending=True)))
    numbers.answer(1)
    numbers.answer(0)
    assert shown(numbers, 0) == str(numbers.count - 1)
    old = model.question - 1
    model.take_marks(old, 3, ())
    assert model.rowCount() == PAGE


def test_the_page_of_a_row_is_found_by_its_mark(numbers: Numbers) -> None:
    for descending in (False, True):
        model = numbers.model
        model.begin(ListWanted(sort=Sort("n", descending)))
        numbers.answer()
        numbers.count_them()
        rows = numbers.ordered(model.wanted)
        for place in (0, PAGE - 1, PAGE, 5 * PAGE + 3, len(rows) - 1):
            mark = Numbers.mark(rows[place])
            if model.place_of(mark) is None:
                numbers.answer()
            assert model.place_of(mark) == place


def test_only_so_many_pages_stay_in_memory(numbers: Numbers) -> None:
    numbers.count = (KEPT + 20) * PAGE
    model = numbers.model
    model.begin(ListWanted())
    numbers.answer()
    numbers.count_them()
    for row in range(0, numbers.count, PAGE):
        shown(numbers, row)
        while numbers.asked:
            numbers.answer()
    assert len(model.rows) == KEPT * PAGE
    shown(numbers, 0)
    numbers.answer()
    assert shown(numbers, 0) == "0"


def test_rows_that_went_are_taken_away(numbers: Numbers) -> None:
    tester = watched(numbers)
    model = numbers.model
    model.begin(ListWanted())
    numbers.answer()
    model.take_marks(model.question, PAGE - 5, ())
    assert model.rowCount() == PAGE - 5
    assert not model.index(PAGE - 1, 0).isValid()
    del tester
