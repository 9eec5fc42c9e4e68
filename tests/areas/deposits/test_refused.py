"""Every way preparing, counting and sealing a bag is refused, in the words a person reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.deposits import service
from app.areas.deposits.values import (
    CountDeposit,
    PrepareDeposit,
    Reserve,
    SealDeposit,
    TakeOutCheck,
)
from app.areas.drawers.values import Pile
from app.areas.security import service as security
from app.areas.security.values import SaySamePerson
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, NeedsConfirmation
from app.kernel.ids import BankAccountId, DepositId, DepositItemId, new_id
from app.kernel.money import Money
from tests.areas.deposits.banking import Banking, check, refused, usd
from tests.building import PIN, command_id


def preparing_refused(banking: Banking, command: PrepareDeposit) -> str:
    return refused(banking, banking.books.actors.cashier, service.prepare_deposit, command)


# --------------------------------------------------------------------------------------- preparing


def test_what_goes_into_a_bag_is_there_and_goes_once(banking: Banking) -> None:
    banking.shift(3_500)
    good = banking.preparing()
    assert preparing_refused(banking, replace(good, sources=())) == "Choose what goes to the bank."
    twice = replace(good, sources=good.sources * 2)
    assert preparing_refused(banking, twice) == "The same thing is chosen twice."
    unknown = replace(good, sources=(new_id(),))
    assert preparing_refused(banking, unknown) == (
        "Something you chose can't go to the bank any more. Look at the list again."
    )
    assert "is not an id" in preparing_refused(banking, replace(good, sources=("x",)))
    number = banking.prepare().number
    assert (
        preparing_refused(banking, good) == f"Something you chose is in deposit {number} already."
    )


def test_a_bag_has_a_bank_account_of_its_currency(banking: Banking) -> None:
    banking.shift(3_500)
    good = banking.preparing()
    assert preparing_refused(banking, replace(good, bank_account_id=BankAccountId(new_id())))
    euros = banking.bank_account(
        name="Euros", gl_code="1010", account_number="2222", currency="EUR", is_default=False
    )
    assert preparing_refused(banking, replace(good, bank_account_id=euros)) == (
        "Euros is kept in EUR. Choose another bank account."
    )
    old = banking.bank_account(
        name="Old", gl_code="1020", account_number="3333", active=False, is_default=False
    )
    assert preparing_refused(banking, replace(good, bank_account_id=old)) == (
        "Old is not in use any more. Choose another bank account."
    )


def test_a_first_count_that_differs_is_asked_about(banking: Banking) -> None:
    banking.shift(3_500)
    short = banking.preparing(counted=3_400)
    cashier = banking.books.actors.cashier
    with pytest.raises(NeedsConfirmation) as asked:
        banking.books.station.act(cashier, service.prepare_deposit, short).result()
    assert (asked.value.key, asked.value.text, asked.value.verb) == (
        "differs:-100",
        "You counted 1.00 less than there should be. Count again?",
        "Keep the count, 1.00 short",
    )
    over = banking.preparing(counted=3_501)
    assert preparing_refused(banking, over) == (
        "You counted 0.01 more than there should be. Count again?"
    )
    prepared = banking.prepare(counted=3_400)
    assert prepared.difference == usd(-100)
    view = banking.view(prepared.deposit_id, cashier.user_id)
    assert (view.cash, view.difference) == (usd(3_500), usd(-100))
    strange = replace(short, piles=(Pile(usd(3), 1),))
    assert preparing_refused(banking, strange)


def test_the_reserve_has_a_reason_and_is_there(banking: Banking) -> None:
    banking.shift(3_500)

    def said(amount: Money, why: str = "change") -> str:
        return preparing_refused(banking, banking.preparing(reserve=Reserve(amount, why)))

    assert said(usd(100_001)) == "Only 1,000.00 of the safe's own money lies there now."
    assert said(usd(0)) == "Type how much of the safe's own money goes along, or stays."
    assert said(usd(100), "  ") == "This can't be empty."
    assert said(Money(100, "EUR")) == "The cash here is in USD."
    assert said(usd(-3_501)).startswith("These shifts took 0.01 more out of the safe")
    assert said(usd(-3_500)) == "Choose what goes to the bank."
    banking.books.open_shift(50)
    assert said(usd(1)) == "No money of the safe's own lies there now."


# ------------------------------------------------------------------------------------ second count


def count_refused(banking: Banking, command: CountDeposit, actor: Actor | None = None) -> str:
    who = actor or banking.books.actors.other_cashier
    return refused(banking, who, service.count_deposit, command)


def test_nobody_counts_what_they_prepared(banking: Banking, prepared: DepositId) -> None:
    actors = banking.books.actors
    good = banking.counting(prepared)
    assert count_refused(banking, good, actors.cashier) == (
        "You prepared this deposit. Somebody else counts it a second time."
    )
    same = SaySamePerson(command_id(), actors.other_cashier.user_id, actors.cashier.user_id)
    banking.act(actors.administrator, security.say_same_person, same)
    assert count_refused(banking, good) == (
        "You prepared this deposit as Cho Cho Win. Somebody else counts it a second time."
    )
    why = {
        verb.name: verb.why for verb in banking.view(prepared, actors.other_cashier.user_id).verbs
    }
    assert why["count"] == count_refused(banking, good)
    assert banking.count(prepared, actor=actors.billing_manager).agrees


def test_two_accounts_that_turn_out_to_be_one_person_seal_nothing(
    banking: Banking, prepared: DepositId
) -> None:
    actors = banking.books.actors
    banking.count(prepared)
    same = SaySamePerson(command_id(), actors.other_cashier.user_id, actors.cashier.user_id)
    banking.act(actors.administrator, security.say_same_person, same)
    assert seal_refused(banking, banking.sealing(prepared)) == (
        "Cho Cho Win and Olga Novak are one person. Void the deposit, and let two people count it."
    )
    banking.void(prepared)
    banking.verify()


def test_a_practice_of_one_person_counts_twice_and_says_so(
    banking: Banking, prepared: DepositId
) -> None:
    cashier = banking.books.actors.cashier
    banking.mending().set_to("deposits.second_count", "single_person")
    assert banking.count(prepared, actor=cashier).agrees
    banking.mending().set_to("deposits.second_count", "required")
    assert seal_refused(banking, banking.sealing(prepared), cashier) == (
        "Cho Cho Win prepared and counted this bag. Void the deposit, and let two people count it."
    )
    banking.mending().set_to("deposits.second_count", "single_person")
    banking.seal(prepared, actor=cashier)
    assert banking.view(prepared).single_person
    banking.verify()


def test_a_bag_is_counted_twice_at_most(banking: Banking, prepared: DepositId) -> None:
    first = banking.count(prepared, 3_400, missing=("2001", "3001"))
    assert (first.agrees, first.may_count_again) == (False, True)
    assert first.missing == ("Check 2001", "Check 3001")
    assert seal_refused(banking, banking.sealing(prepared)) == (
        "Checks 2001, 3001 were not found. Take them out of the deposit, or void the deposit."
    )
    banking.take_out(prepared, "2001")
    assert seal_refused(banking, banking.sealing(prepared)) == (
        "Check 3001 was not found. Take it out of the deposit, or void the deposit."
    )
    banking.take_out(prepared, "3001")
    assert seal_refused(banking, banking.sealing(prepared)) == (
        "The cash differs. Count it once more, then seal."
    )
    assert not banking.count(prepared, 3_400).may_count_again
    assert count_refused(banking, banking.counting(prepared)) == (
        "The bag was counted twice. Seal it with its difference, or void the deposit."
    )
    banking.seal(prepared)
    assert count_refused(banking, banking.counting(prepared)).startswith(
        "Deposit W1-D-00001 is sealed in bag"
    )
    banking.verify()


def test_a_count_that_agrees_is_the_last(banking: Banking, prepared: DepositId) -> None:
    good = banking.counting(prepared)
    stranger = replace(good, checks_seen=(DepositItemId(new_id()),))
    assert count_refused(banking, stranger) == "There is no such check in this bag."
    twice = replace(good, checks_seen=good.checks_seen[:1] * 2)
    assert count_refused(banking, twice) == "The same check is ticked twice."
    gone = replace(good, deposit_id=DepositId(new_id()))
    assert count_refused(banking, gone) == "There is no such deposit."
    banking.count(prepared)
    assert count_refused(banking, good) == ("The second count agrees. Olga Novak can seal the bag.")


def test_only_checks_are_taken_out_and_once(banking: Banking, prepared: DepositId) -> None:
    cashier = banking.books.actors.cashier
    items = {item.check_number: item.item_id for item in banking.view(prepared).items}

    def said(item_id: DepositItemId, reason: str = "gone") -> str:
        command = TakeOutCheck(command_id(), item_id, reason)
        return refused(banking, cashier, service.take_out_check, command)

    assert said(items[""]) == (
        "Only checks are taken out. To change the cash, void the deposit and prepare another."
    )
    assert said(DepositItemId(new_id())) == "There is no such check in this bag."
    assert said(items["2001"], " ") == "This can't be empty."
    banking.take_out(prepared, "2001")
    assert said(items["2001"]) == "This check was taken out already."
    banking.take_out(prepared, "3001")
    assert said(items["3001"]) == "There is no check in this bag."
    banking.count(prepared)
    banking.seal(prepared)
    assert "is sealed in bag" in said(items["3001"])


# --------------------------------------------------------------------------------------- the seal


def seal_refused(banking: Banking, command: SealDeposit, actor: Actor | None = None) -> str:
    who = actor or banking.books.actors.other_cashier
    return refused(banking, who, service.seal_deposit, command)


def test_who_counted_seals_in_a_new_bag(banking: Banking, prepared: DepositId) -> None:
    actors = banking.books.actors
    assert seal_refused(banking, banking.sealing(prepared)) == (
        "Somebody counts the bag a second time first."
    )
    banking.count(prepared)
    good = banking.sealing(prepared, "AB-12 34")
    assert seal_refused(banking, good, actors.billing_manager) == (
        "Olga Novak counted this bag a second time and seals it."
    )
    assert seal_refused(banking, replace(good, bag_number=" ")) == "This can't be empty."
    assert seal_refused(banking, replace(good, bag_number="---")) == (
        "Type the number that stands on the bag."
    )
    banking.seal(prepared, "AB-12 34")
    assert "is sealed in bag AB-12 34" in seal_refused(banking, good)
    banking.void(prepared)
    again = banking.prepare().deposit_id
    banking.count(again)
    assert seal_refused(banking, banking.sealing(again, "ab 1234")) == (
        "Bag ab 1234 was used for deposit W1-D-00001. Take another bag."
    )


def test_an_empty_bag_is_not_sealed(banking: Banking) -> None:
    banking.mail(check(9_900, "3001"))
    deposit_id = banking.prepare().deposit_id
    banking.take_out(deposit_id, "3001")
    banking.count(deposit_id)
    assert seal_refused(banking, banking.sealing(deposit_id)) == (
        "Nothing is left in this bag. Void the deposit."
    )
    banking.void(deposit_id)
    banking.verify()


def test_a_difference_has_a_reason_and_a_large_one_a_third_person(banking: Banking) -> None:
    actors = banking.books.actors
    banking.shift(30_000)
    deposit_id = banking.prepare().deposit_id
    banking.count(deposit_id, 20_000)
    banking.count(deposit_id, 20_000)
    good = banking.sealing(deposit_id)
    assert seal_refused(banking, replace(good, reason_id=None))
    with pytest.raises(NeedsApproval) as asked:
        banking.books.station.act(actors.other_cashier, service.seal_deposit, good).result()
    assert asked.value.text == (
        "Deposit W1-D-00001 is 100.00 short, counted by Cho Cho Win and Olga Novak."
    )
    same = SaySamePerson(command_id(), actors.billing_manager.user_id, actors.cashier.user_id)
    banking.act(actors.administrator, security.say_same_person, same)
    key, text, by = asked.value.key, asked.value.text, actors.other_cashier.user_id
    grant = GrantApproval(command_id(), good.id, key, by, text)
    banking.books.station.approve(actors.numbers["billing_manager"], PIN, grant)
    assert seal_refused(banking, good) == (
        "Maria Manager counted this bag. Somebody else has to approve."
    )
    banking.seal(deposit_id)
    assert banking.view(deposit_id).difference == usd(-10_000)
    banking.verify()
