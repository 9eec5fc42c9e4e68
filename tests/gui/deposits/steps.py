"""Steps on the way of a bag by keyboard, for the tests of the Deposits screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.areas.deposits.values import DepositStage, DepositView
from tests.gui.deposits.conftest import CTRL, ENTER, KEY

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


def bag_of(teller: Teller) -> DepositView:
    found = teller.bag.bag
    assert found is not None
    return found.view


def stands(teller: Teller, stage: DepositStage) -> None:
    """Wait until the bag shown is there."""
    teller.until(lambda: bag_of(teller).stage is stage)
    teller.settle()


def prepare(teller: Teller, cash: int = 12400) -> None:
    """Everything that lies ready, its cash typed."""
    teller.press(KEY.Key_N, CTRL)
    page = teller.preparing
    teller.settle()
    teller.count_cash(page.grid, cash)
    teller.press(ENTER, CTRL)


def prepared(teller: Teller) -> None:
    prepare(teller)
    teller.until(lambda: teller.view.page is teller.view.bag)
    stands(teller, DepositStage.PREPARED)


def begin_count(teller: Teller) -> None:
    """From the list into the blind count of its first bag."""
    teller.press(ENTER)
    teller.until(lambda: teller.view.page is teller.view.bag)
    teller.settle()
    teller.go_on()
    assert teller.counting.grid.isAncestorOf(teller.person.focus)


def count(teller: Teller, cash: int = 12400, checks: int | None = None) -> None:
    """Type the cash and tick so many checks from the top; all of them where nothing is said."""
    page = teller.counting
    teller.count_cash(page.grid, cash)
    for _ in range(len(page.checks) if checks is None else checks):
        teller.press(KEY.Key_Space)
        teller.press(KEY.Key_Down)
    teller.press(ENTER, CTRL)
    if checks is not None and checks < len(page.checks):
        teller.until(lambda: page.missing.isVisible())
        teller.press(ENTER)


def counted(teller: Teller) -> None:
    teller.until(lambda: teller.view.page is teller.view.bag)
    stands(teller, DepositStage.COUNTED)
