"""Who opens an account for which a payment lies parked is told, before it is taken twice."""

from __future__ import annotations

from tests.gui.counter.conftest import KEY, Bench


def test_a_parked_payment_is_remembered(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    bench.press(KEY.Key_Escape)
    bench.settle()
    bench.press(KEY.Key_Escape)
    bench.settle()
    bench.desk.toasts.clear()
    bench.open("Robert")
    assert not bench.desk.toasts.shown
    bench.open("Thị Hoa")
    assert [toast.words for toast in bench.desk.toasts.shown] == [
        "35.00 is parked for Nguyễn Thị Hoa"
    ]
    assert bench.view.panel.given.text() == ""
