"""The second count by keyboard: blind, by another person, and nothing of the first leaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.areas.deposits.values import DepositStage
from app.areas.security import service as security
from app.areas.security.values import SaySamePerson
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.kernel.ids import UserId
from tests.building import PIN, Actors, command_id
from tests.gui.deposits.conftest import (
    CASHIER,
    CTRL,
    ENTER,
    ESC,
    KEY,
    MANAGER,
    OTHER,
    SHIFT,
    usd,
    words_on,
)
from tests.gui.deposits.steps import bag_of, begin_count, count, counted, prepared, stands

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller

SECRETS = ("124.00", "309.00", "74.00")


@pytest.fixture
def bag(teller: Teller) -> Teller:
    """The cashier has prepared everything: 124.00 in cash, checks of 185.00."""
    teller.come(CASHIER)
    prepared(teller)
    return teller


def test_it_is_another_person_who_counts_and_nothing_of_the_first_count_is_seen(
    bag: Teller,
) -> None:
    step = bag.bag.step
    assert step is not None
    assert "You prepared this deposit. Somebody else counts it a second time." in step.words.text()
    bag.go_on()
    bag.until(lambda: bag.person.window.page is bag.person.session.sign_in)
    bag.come(OTHER)

    def leaks() -> list[str]:
        said = words_on(bag.person.window)
        return [secret for secret in SECRETS if secret in said]

    assert not leaks(), "in the list"
    bag.press(ENTER)
    stands(bag, DepositStage.PREPARED)
    assert not leaks(), "on the page of the bag"
    bag.go_on()
    page = bag.counting
    bag.settle()
    assert not leaks(), "beside the empty grid"
    assert "185.00" not in words_on(page), "checks are seen one by one, never their sum"
    assert page.grid.total() == usd(0)
    same_person(bag, actors_of(bag).cashier.user_id)
    bag.press(ESC)
    bag.until(lambda: bag.view.page is bag.view.bag)
    bag.settle()
    step = bag.bag.step
    assert step is not None
    assert "Cho Cho Win" in step.words.text(), "the other account of who prepared it"
    assert "Let another person count" in step.button.text()
    bag.photo("same-person")


def test_what_was_counted_survives_esc_the_lock_and_another_screen(bag: Teller) -> None:
    bag.change_to(OTHER)
    begin_count(bag)
    page = bag.counting
    bag.count_cash(page.grid, 12000)
    bag.press(KEY.Key_Space)
    bag.press(ESC)
    bag.until(lambda: bag.view.page is bag.view.bag)
    bag.settle()
    bag.press(ESC)
    bag.until(lambda: bag.view.page is bag.view.list)
    bag.press(KEY.Key_5, CTRL)
    bag.settle()
    bag.press(KEY.Key_6, CTRL)
    bag.settle()
    begin_count(bag)
    assert bag.counting is page
    assert page.grid.total() == usd(12000)
    assert len(page.unticked) == 2
    bag.press(KEY.Key_L, CTRL)
    bag.until(lambda: bag.person.window.page is bag.person.session.sign_in)
    bag.type(PIN)
    bag.press(ENTER)
    bag.until(lambda: bag.person.window.page is bag.person.session.frame)
    bag.settle()
    assert bag.counting is page
    assert page.grid.total() == usd(12000)
    bag.press(KEY.Key_L, CTRL | SHIFT)
    bag.until(lambda: bag.person.window.page is bag.person.session.sign_in)
    bag.come(MANAGER)
    begin_count(bag)
    assert bag.counting is not page
    assert bag.counting.grid.total() == usd(0), "the next person counts blind too"


def test_one_recount_then_a_reason_by_its_digit_and_an_approval(bag: Teller) -> None:
    bag.change_to(OTHER)
    begin_count(bag)
    count(bag, 10400)
    counted(bag)
    step = bag.bag.step
    assert step is not None
    assert "The cash differs." in words_on(step)
    assert "20.00" not in words_on(step), "the recount is blind too"
    assert "Count once more" in step.button.text()
    bag.photo("differs")
    bag.go_on()
    page = bag.counting
    bag.settle()
    assert page.grid.total() == usd(0), "nobody leans on the first"
    assert "once more" in page.title.text()
    count(bag, 10400)
    counted(bag)
    assert "The cash is 20.00 short." in words_on(step)
    assert "Seal deposit 289.00" in step.button.text()
    bag.photo("differs-twice")
    bag.type("B-2")
    bag.press(ENTER)
    bag.settle()
    assert "Press the digit of the reason." in words_on(step)
    bag.digit("1")
    failures = bag.person.session.failures
    bag.until(lambda: failures.approval or bag_of(bag).stage is DepositStage.SEALED)
    if failures.approval is not None:
        bag.photo("differs-approval")
        bag.type(MANAGER)
        bag.press(ENTER)
        bag.type(PIN)
        bag.press(ENTER)
    stands(bag, DepositStage.SEALED)
    assert bag_of(bag).total == usd(28900)
    assert bag_of(bag).difference == usd(-2000)


def test_a_missing_check_is_taken_out_and_a_bag_number_is_used_once_for_ever(bag: Teller) -> None:
    bag.change_to(OTHER)
    begin_count(bag)
    count(bag, checks=2)
    counted(bag)
    step = bag.bag.step
    assert step is not None
    assert "77" in words_on(step)
    bag.photo("check-missing")
    table = bag.bag.table
    table.setFocus()
    for row, item in enumerate(bag.bag.model.rows):
        if item.check_number == "77":
            table.selectRow(row)
    bag.press(KEY.Key_Delete)
    panel = bag.panel
    assert "Check 77" in panel.windowTitle()
    bag.type("not in the bag")
    bag.photo("take-out")
    bag.press(ENTER)
    bag.until(lambda: bag.view.bags.panel is None)
    bag.settle()
    assert bag_of(bag).check_count == 2
    assert "Seal deposit 284.00" in step.button.text()
    bag.photo("taken-out")
    bag.bag.take_focus()
    bag.press(ENTER)
    bag.settle()
    assert "Type the number that stands on the bag." in words_on(step)
    bag.type("B-1")
    bag.go_on()
    stands(bag, DepositStage.SEALED)
    view = bag_of(bag)
    assert (view.prepared_by, view.verified_by) == ("Cho Cho Win", "Olga Novak")
    bag.banking.void(bag_of(bag).deposit_id)
    stands(bag, DepositStage.VOID)
    bag.press(ESC)
    bag.settle()
    second = bag.banking.prepare()
    bag.banking.count(second.deposit_id)
    bag.view.bags.open(second.deposit_id)
    counted(bag)
    bag.type("b-1")
    bag.go_on()
    bag.settle()
    assert bag.bag.step is not None
    assert "W1-D-00001" in words_on(bag.bag.step)
    assert bag_of(bag).stage is DepositStage.COUNTED
    bag.photo("bag-number-used")


def test_where_one_person_works_alone_it_is_recorded(bag: Teller) -> None:
    books = bag.banking.books
    alone = ChangeSetting(
        command_id(), "deposits.second_count", "single_person", "only one works here"
    )
    books.station.act(books.actors.administrator, settings.change_setting, alone).result()
    bag.press(KEY.Key_F5)
    bag.settle()
    bag.go_on()
    count(bag)
    counted(bag)
    bag.type("B-3")
    bag.go_on()
    stands(bag, DepositStage.SEALED)
    assert bag.bag.single.isVisible()
    bag.photo("single-person")


def actors_of(bag: Teller) -> Actors:
    actors: Actors = bag.banking.books.actors
    return actors


def same_person(bag: Teller, user_id: UserId) -> None:
    """The administrator finds out that the other cashier is the same human being."""
    actors = actors_of(bag)
    same = SaySamePerson(command_id(), actors.other_cashier.user_id, user_id)
    bag.banking.books.station.act(actors.administrator, security.say_same_person, same).result()
