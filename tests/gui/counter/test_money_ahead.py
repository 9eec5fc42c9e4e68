"""Money taken ahead, by keyboard alone, over a real station."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from tests.gui.counter.conftest import KEY, Bench


@pytest.mark.parametrize("steps", [("20",), ("20", KEY.Key_F6, "50")], ids=["exact", "with change"])
def test_where_nothing_is_owed_a_tender_asks_how_much(
    bench: Bench, steps: tuple[str | Qt.Key, ...]
) -> None:
    bench.books.register("Nobody", "Owing")
    bench.open("Nobody")
    bench.press(KEY.Key_F6)
    assert bench.focus is bench.view.panel.to_pay
    for step in steps:
        bench.type(step) if isinstance(step, str) else bench.press(step)
    assert bench.view.panel.take_button.text().startswith("Take 20.00 as credit")
    bench.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert paid.amount == Money(2000, "USD")


def test_a_charge_after_a_payment_is_paid_by_a_form_of_its_own(bench: Bench) -> None:
    """What is written now can be ticked and typed for: the payment before is over."""
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.view.panel.take_button.text().startswith("Taken")

    def write(account_id: AccountId, draft_id: InvoiceId | None = None) -> None:
        if account_id and draft_id is None:
            bench.books.draft("Thị Hoa", 1200)

    bench.desk.write_charge = write
    bench.press(KEY.Key_I, Qt.KeyboardModifier.ControlModifier)
    bench.wait(lambda: bench.view.panel.to_pay.amount() == Money(1200, "USD"))
    assert bench.view.panel.take_button.text().startswith("Take 12.00")
