"""Nothing on a sheet leaves the paper that can be printed on, whatever the letters measure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.devices.printing.paper_lines import Pair
from app.devices.printing.receipt_layout import PAPER_MM, receipt_lines
from app.devices.printing.sheet import POINTS_PER_MM, PlacedBox, PlacedText, place
from tests.devices.bars import read_bars
from tests.devices.receipts import ALL, ENGLISH


@pytest.mark.parametrize("letter_width", [0.4, 0.572, 1.1])
@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("name", ALL)
def test_ink_stays_on_the_paper(name, columns, letter_width):
    def measure(text, size, bold):
        return len(text) * size * letter_width

    sheet = place(receipt_lines(ALL[name], columns), columns, measure)
    paper, room = (mm * POINTS_PER_MM for mm in PAPER_MM[columns])
    left, right = (paper - room) / 2, (paper + room) / 2
    assert sheet.width == pytest.approx(paper)
    for item in sheet.items:
        width = measure(item.text, item.size, True) if isinstance(item, PlacedText) else item.width
        assert item.x >= left - 0.5
        assert item.x + width <= right + 0.5
        assert 0 < item.y < sheet.height


def bars_of(sheet):
    """Widths in modules of the bars and spaces, from the boxes between rules and marks."""
    boxes = [x for x in sheet.items if isinstance(x, PlacedBox) and x.width < 10]
    module = min(box.width for box in boxes)
    widths = []
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        widths.append(round(box.width / module))
        if following:
            widths.append(round((following.x - box.x - box.width) / module))
    return widths


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("number", ["W1-000123", "7", "REC/2026/000123"])
def test_the_bars_read_as_the_number(number, columns):
    receipt = replace(ENGLISH, number=number)
    sheet = place(receipt_lines(receipt, columns), columns, lambda text, size, bold: size)
    assert read_bars(bars_of(sheet)) == number
    assert isinstance(sheet.items[-1], PlacedText)
    assert sheet.items[-1].text == number


def test_a_value_wider_than_its_cells_is_not_drawn_over_its_label() -> None:
    """Letters that no font has become their numbers, far wider than the letters are."""

    def wide(text: str, size: float, bold: bool) -> float:
        return size * len(text) * (6 if "\U0001f600" in text else 0.572)

    line = Pair("Cashier", "Ana \U0001f600\U0001f600 Lopez")
    value, label = place((line,), 32, wide).items
    assert isinstance(value, PlacedText)
    assert isinstance(label, PlacedText)
    assert label.x + wide(label.text, label.size, label.bold) < value.x
    assert value.x + wide(value.text, value.size, value.bold) < place((line,), 32, wide).width
