"""From the safe to the bank by keyboard: prepared, counted again, sealed, handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.areas.deposits.values import DepositStage
from tests.gui.deposits.conftest import CASHIER, CTRL, ENTER, KEY, OTHER, usd

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


def test_from_the_safe_to_the_bank(teller: Teller) -> None:
    view = teller.come(CASHIER)
    strip = view.list.strip
    assert strip.words.text().startswith(
        "Ready for the bank: 124.00 cash from 2 shifts, 3 checks 185.00"
    )
    teller.photo("list-ready")
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    teller.photo("prepare-empty")
    teller.count_cash(page.grid, 12400)
    assert page.total == usd(30900)
    teller.photo("prepare")
    teller.press(ENTER, CTRL)
    bag = teller.bag
    teller.settle()
    assert bag.bag is not None
    assert bag.bag.view.stage is DepositStage.PREPARED
    teller.photo("prepared")
    teller.change_to(OTHER)
    teller.settle()
    teller.photo("list-other")
