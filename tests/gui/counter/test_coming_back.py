"""Where the Counter stands after another screen, and after a receipt was mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.gui.counter.conftest import KEY, Bench
from tests.gui.counter.test_tenders import digit

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_text_that_finds_is_gone_after_another_screen(bench: Bench) -> None:
    bench.type("ngu")
    bench.settle()
    bench.press(KEY.Key_5, CTRL)
    assert bench.frame.task == "drawer"
    assert bench.desk.find.text() == ""
    bench.press(KEY.Key_1, CTRL)
    bench.settle()
    assert bench.frame.task == "counter"
    assert not bench.view.found.isVisible()
    assert bench.focus is bench.desk.find


def test_typed_money_stays_after_another_screen(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    bench.press(KEY.Key_5, CTRL)
    bench.settle()
    bench.press(KEY.Key_1, CTRL)
    bench.settle()
    assert bench.view.panel.given.text() == "50"
    assert bench.view.panel.take_button.isEnabled()


@pytest.mark.parametrize(("scale", "size"), [(100, (1280, 720)), (200, (1920, 1080))])
def test_after_a_correction_the_keyboard_is_on_the_receipts(
    make_bench: Callable[..., Bench], theme, scale: int, size
) -> None:
    theme.choose(scale=scale)
    bench = make_bench(size=size)
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    bench.press(KEY.Key_R, CTRL)
    bench.press(KEY.Key_F2)
    bench.settle()
    digit(bench, KEY.Key_1)
    dialog = bench.view.acts.receipts.dialog
    assert dialog is not None
    bench.wait(lambda: dialog.isAncestorOf(bench.focus))
    bench.type("1182")
    bench.press(KEY.Key_Tab)
    bench.type("First")
    bench.press(KEY.Key_Return)
    digit(bench, KEY.Key_1)
    assert bench.view.latest.rows[0].tender == "Check"
    assert bench.focus is bench.view.latest_table
