"""Where a receipt lies over the Counter at the size it was designed for, and when it leaves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.gui.counter.conftest import KEY, Bench
from tests.gui.counter.test_tenders import digit

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_paper_covers_no_invoice_and_leaves_at_the_next_key(bench: Bench) -> None:
    bench.find("nguyen")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    shelf, invoices = bench.frame.shelf, bench.view.invoices_card
    assert shelf.isVisible()
    assert not shelf.docked
    top = shelf.mapTo(bench.frame, shelf.rect().topLeft()).y()
    assert top >= invoices.mapTo(bench.frame, invoices.rect().bottomLeft()).y()
    bench.press(KEY.Key_Shift)
    assert shelf.isVisible(), "a key that only holds is no next key"
    bench.press(KEY.Key_Down)
    assert not shelf.isVisible()
    bench.press(KEY.Key_F12)
    bench.settle()
    assert shelf.isVisible(), "F12 brings it back"


def test_the_paper_leaves_when_the_receipts_under_it_are_wanted(bench: Bench) -> None:
    bench.find("nguyen")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.frame.shelf.isVisible()
    bench.press(KEY.Key_R, CTRL)
    assert not bench.frame.shelf.isVisible()


@pytest.mark.parametrize("more", [3, 10])
def test_after_a_void_the_paper_keeps_clear_of_the_list_that_grew(bench: Bench, more: int) -> None:
    for number in range(more):
        bench.books.bring_forward("Thị Hoa", 1234 + number, 50 + number, "Office visit")
    bench.find("nguyen")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_Delete)
    bench.settle()
    digit(bench, KEY.Key_1)
    shelf, invoices = bench.frame.shelf, bench.view.invoices_card
    bench.wait(shelf.isVisible)
    foot = invoices.mapTo(bench.frame, invoices.rect().bottomLeft()).y()
    bench.wait(lambda: shelf.mapTo(bench.frame, shelf.rect().topLeft()).y() >= foot)
