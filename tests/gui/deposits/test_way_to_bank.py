"""From the safe to the bank by keyboard: prepared, counted again, sealed, handed over, credited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.areas.deposits.values import DepositStage
from tests.gui.deposits.conftest import (
    ACCOUNTING,
    CASHIER,
    CTRL,
    ENTER,
    KEY,
    OTHER,
    usd,
    words_on,
)

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


def stage(teller: Teller) -> DepositStage:
    assert teller.bag.bag is not None
    return teller.bag.bag.view.stage


def test_from_the_safe_to_the_bank(teller: Teller) -> None:
    view = teller.come(CASHIER)
    strip = view.list.strip
    assert strip.words.text().startswith(
        "Ready for the bank: 124.00 cash from 2 shifts, 3 checks 185.00"
    )
    teller.photo("list-ready")
    teller.keys = 0
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    teller.photo("prepare-empty")
    teller.count_cash(page.grid, 12400)
    assert page.total == usd(30900)
    assert page.amount.text() == "309.00"
    assert "Prepare deposit 309.00" in page.button.text()
    teller.photo("prepare")
    teller.press(ENTER, CTRL)
    teller.until(lambda: teller.view.bag and teller.view.page is teller.view.bag)
    teller.settle()
    assert teller.keys == 2
    assert stage(teller) is DepositStage.PREPARED
    assert "Somebody else counts it" in words_on(teller.bag)
    teller.photo("prepared")

    view = teller.change_to(OTHER)
    teller.photo("list-other")
    teller.keys = 0
    teller.press(ENTER)
    assert stage(teller) is DepositStage.PREPARED
    teller.settle()
    teller.photo("to-count")
    teller.go_on()
    count = teller.counting
    teller.settle()
    teller.photo("second-empty")
    teller.count_cash(count.grid, 12400)
    assert count.table.hasFocus()
    for _ in count.checks:
        teller.press(KEY.Key_Space)
        teller.press(KEY.Key_Down)
    assert not count.unticked
    teller.photo("second")
    teller.press(ENTER, CTRL)
    teller.until(lambda: view.page is view.bag)
    teller.settle()
    assert stage(teller) is DepositStage.COUNTED
    teller.photo("counted")
    teller.type("BAG-4471")
    teller.press(ENTER)
    teller.until(lambda: stage(teller) is DepositStage.SEALED)
    teller.settle()
    teller.photo("sealed")

    teller.keys = 0
    teller.go_on()
    teller.until(lambda: stage(teller) is DepositStage.SUBMITTED)
    teller.settle()
    teller.photo("submitted")

    view = teller.change_to(ACCOUNTING)
    teller.press(ENTER)
    assert stage(teller) is DepositStage.SUBMITTED
    teller.settle()
    teller.go_on()
    panel = teller.panel
    teller.type("11/20/2026")
    teller.press(ENTER)
    teller.photo("clear")
    teller.press(ENTER)
    teller.type("REF 88")
    teller.press(ENTER)
    teller.until(lambda: stage(teller) is DepositStage.CLEARED)
    assert panel is not teller.view.bags.panel
    teller.settle()
    teller.photo("cleared")
    teller.banking.verify()
