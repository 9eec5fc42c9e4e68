"""From the safe to the bank by keyboard: prepared, counted again, sealed, handed over, credited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.areas.deposits.values import DepositStage
from app.gui.screens.deposits.steps import SealStep
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
from tests.gui.deposits.steps import begin_count, count, counted, stands

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


def test_from_the_safe_to_the_bank(teller: Teller) -> None:
    teller.come(CASHIER)
    prepared_in_two_keys(teller)
    teller.change_to(OTHER)
    teller.photo("list-other")
    begin_count(teller)
    teller.photo("second")
    count(teller)
    counted(teller)
    teller.photo("counted")
    scan = teller.person.window.scan
    scan.scanned.emit("]C1BAG-4471")
    teller.until(lambda: step_of(teller).bag_number.text() == "BAG-4471")
    assert teller.person.session.frame.task == "deposits"
    teller.press(ENTER)
    stands(teller, DepositStage.SEALED)
    teller.photo("sealed")
    teller.go_on()
    stands(teller, DepositStage.SUBMITTED)
    teller.photo("submitted")
    teller.change_to(ACCOUNTING)
    teller.press(ENTER)
    credited(teller)
    teller.photo("cleared")
    teller.banking.verify()


def step_of(teller: Teller) -> SealStep:
    step = teller.bag.step
    assert isinstance(step, SealStep)
    return step


def prepared_in_two_keys(teller: Teller) -> None:
    """Besides what is typed of the count."""
    strip = teller.view.list.strip
    assert strip.words.text().startswith(
        "Ready for the bank: 124.00 cash from 2 shifts, 3 checks 185.00"
    )
    teller.photo("list-ready")
    teller.keys = 0
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    teller.count_cash(page.grid, 12400)
    assert page.total == usd(30900)
    assert page.amount.text() == "309.00"
    assert "Prepare deposit 309.00" in page.button.text()
    teller.photo("prepare")
    teller.press(ENTER, CTRL)
    assert teller.keys == 2
    stands(teller, DepositStage.PREPARED)
    assert "Somebody else counts it" in words_on(teller.bag)
    teller.photo("prepared")


def credited(teller: Teller) -> None:
    """What the statement says, from box to box."""
    stands(teller, DepositStage.SUBMITTED)
    teller.go_on()
    panel = teller.panel
    teller.type(teller.today)
    teller.press(ENTER)
    teller.photo("clear")
    teller.press(ENTER)
    teller.type("REF 88")
    teller.press(ENTER)
    stands(teller, DepositStage.CLEARED)
    assert panel is not teller.view.bags.panel
