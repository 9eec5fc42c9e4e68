"""The chain of every cent: from each paper to the bank, at every stage and undone in every way."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.deposits import explaining
from app.areas.deposits.chain_values import Chain, Place, Step, Thread
from app.areas.deposits.returning import return_check, take_back_return
from app.areas.deposits.returning_values import BankReason, ReturnCheck, TakeBackReturn
from app.areas.deposits.values import ItemKind, Reserve
from app.areas.drawers import service as drawers
from app.areas.drawers.values import ReverseMovement
from app.kernel.actor import Actor
from app.kernel.errors import UserError
from app.kernel.ids import DepositId, InvoiceId, PaymentId, ShiftId, TenderId
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.payments.mending import card, wire
from tests.building import command_id


class Chains:
    """Asks for chains; the actor is somebody who reads reports and prepared nothing."""

    def __init__(self, banking: Banking) -> None:
        self.banking, self.books = banking, banking.books
        self.manager = self.books.actors.billing_manager

    def _ask(self, query: Any, some_id: Any, by: Actor | None) -> Chain:
        who = by or self.manager
        found: Chain = self.books.station.ask(query, some_id, who.user_id).result()
        return found

    def payment(self, payment_id: str, by: Actor | None = None) -> Chain:
        return self._ask(explaining.chain_of_payment, PaymentId(payment_id), by)

    def invoice(self, invoice_id: str, by: Actor | None = None) -> Chain:
        return self._ask(explaining.chain_of_invoice, InvoiceId(invoice_id), by)

    def shift(self, shift_id: str, by: Actor | None = None) -> Chain:
        return self._ask(explaining.chain_of_shift, ShiftId(shift_id), by)

    def deposit(self, deposit_id: str, by: Actor | None = None) -> Chain:
        return self._ask(explaining.chain_of_deposit, DepositId(deposit_id), by)

    def take(self, *tenders: Any, **fields: Any) -> Any:
        return self.banking.mending().take(self.banking.account(), *tenders, **fields)

    def close(self, shift_id: Any, minor: int) -> None:
        self.banking.close(shift_id, minor)

    def tender_of(self, payment_id: str) -> TenderId:
        view = self.banking.mending().view(PaymentId(payment_id))
        return next(tender.tender_id for tender in view.tenders if tender.live)


@pytest.fixture
def chains(banking: Banking) -> Chains:
    return Chains(banking)


def way(thread: Thread) -> list[Place]:
    return [step.place for step in thread.steps if step.done]


def minor(shown: Thread | Step) -> int:
    assert shown.amount is not None
    return shown.amount.minor


def only(chain: Chain) -> Thread:
    assert len(chain.threads) == 1
    return chain.threads[0]


P = Place


def test_cash_is_followed_to_the_bank_and_says_each_time_what_comes_next(
    chains: Chains, banking: Banking
) -> None:
    shift = chains.books.open_shift()
    taken = chains.take(cash(3_500))
    found = only(chains.payment(taken.payment_id))
    assert (found.place, found.next_step) == (P.DRAWER, "Count and close the drawer")
    assert minor(found) == 3_500
    chains.close(shift.shift_id, 23_500)
    found = only(chains.payment(taken.payment_id))
    assert (found.place, found.next_step) == (P.SAFE, "Put it into a deposit")
    deposit_id = banking.prepare().deposit_id
    found = only(chains.payment(taken.payment_id))
    assert (found.place, found.next_step) == (P.BAG, "Somebody else counts the bag")
    banking.count(deposit_id)
    assert only(chains.payment(taken.payment_id)).next_step == "Seal the bag"
    banking.seal(deposit_id, "BAG-7")
    found = only(chains.payment(taken.payment_id))
    assert (found.place, found.next_step) == (P.SEALED, "Bring the bag to the bank")
    banking.submit(deposit_id)
    found = only(chains.payment(taken.payment_id))
    assert found.next_step == "Enter the credit when the bank shows it"
    banking.clear(deposit_id)
    chain = chains.payment(taken.payment_id)
    found = only(chain)
    assert (found.place, found.next_step) == (P.BANK, "")
    assert way(found) == [P.DRAWER, P.SAFE, P.BAG, P.BAG, P.SEALED, P.TRANSIT, P.BANK]
    assert chain.title == f"Receipt {taken.receipt_number}, 35.00"
    names = [step.who for step in found.steps]
    assert names == ["Cho Cho Win"] * 3 + ["Olga Novak"] * 2 + ["Cho Cho Win", "Abdul Account"]
    bag = next(step for step in found.steps if step.place is P.SEALED)
    assert "BAG-7" in bag.words
    assert (bag.link.task, bag.link.subject_id) == ("deposits", deposit_id)
    last = found.steps[-1]
    assert last.day == banking.today()
    assert minor(last) == 3_500


def test_cash_may_be_in_a_drop_that_came_later_or_in_what_was_left(
    chains: Chains, banking: Banking
) -> None:
    shift = chains.books.open_shift()
    early = chains.take(cash(30_000))
    drop = banking.drop(25_000)
    late = chains.take(cash(1_100))
    chains.close(shift.shift_id, 26_100)
    items = {item.kind: item for item in banking.proposal().items}
    deposit_id = banking.cleared(items[ItemKind.DROP])
    first, dropped, rest = chains.payment(early.payment_id).threads
    assert (first.place, dropped.place, rest.place) == (P.SAFE, P.BANK, P.SAFE)
    assert drop.number in dropped.words
    assert "2 parts" in first.next_step
    assert only(chains.payment(late.payment_id)).place is P.SAFE, "the drop was before it came"
    assert only(chains.deposit(deposit_id)).place is P.BANK
    banking.cleared(items[ItemKind.SHIFT])
    assert {part.place for part in chains.payment(early.payment_id).threads} == {P.BANK}


def test_a_drop_taken_back_is_cash_of_the_drawer_again(chains: Chains, banking: Banking) -> None:
    shift = chains.books.open_shift()
    taken = chains.take(cash(9_000))
    drop = banking.drop(5_000)
    cashier = chains.books.actors.cashier
    banking.act(
        cashier, drawers.reverse_movement, ReverseMovement(command_id(), drop.movement_id, "")
    )
    assert only(chains.payment(taken.payment_id)).place is P.DRAWER
    back, rest = chains.shift(shift.shift_id).threads
    assert (back.place, way(back)) == (P.DRAWER, [P.SAFE, P.DRAWER])
    assert rest.place is P.DRAWER


def test_checks_follow_themselves(chains: Chains, banking: Banking) -> None:
    shift = chains.books.open_shift()
    taken = chains.take(check(7_000, "1203", "First Bank"))
    found = only(chains.payment(taken.payment_id))
    assert (found.words, found.place) == ("Check 1203, First Bank", P.DRAWER)
    mail = chains.take(
        check(8_800, "77"), channel="mail", actor=chains.books.actors.billing_manager
    )
    assert only(chains.payment(mail.payment_id)).place is P.SAFE, "mail has no drawer"
    chains.close(shift.shift_id, 20_000)
    assert only(chains.payment(taken.payment_id)).place is P.SAFE
    picked = next(item for item in banking.proposal().items if item.check_number == "77")
    deposit_id = banking.prepare(picked).deposit_id
    assert only(chains.payment(mail.payment_id)).place is P.BAG
    assert only(chains.payment(taken.payment_id)).place is P.SAFE
    banking.count(deposit_id)
    banking.seal(deposit_id)
    assert only(chains.payment(mail.payment_id)).place is P.SEALED


def test_a_check_taken_out_of_a_bag_lies_in_the_safe(chains: Chains, banking: Banking) -> None:
    banking.shift(1_000, check(7_000, "1203"))
    deposit_id = banking.prepare().deposit_id
    banking.take_out(deposit_id, "1203")
    found = next(x for x in chains.deposit(deposit_id).threads if "1203" in x.words)
    assert found.place is P.SAFE
    assert way(found)[-2:] == [P.BAG, P.SAFE]
    assert "not there" in [step for step in found.steps if step.done][-1].words
    banking.count(deposit_id)
    banking.seal(deposit_id)
    again = next(x for x in chains.deposit(deposit_id).threads if "1203" in x.words)
    assert way(again) == way(found), "what the bag went through without it is not told of it"
    other = banking.sealed()
    found = next(x for x in chains.deposit(other).threads)
    assert (found.place, way(found)[-5:]) == (P.SEALED, [P.BAG, P.SAFE, P.BAG, P.BAG, P.SEALED])


def test_a_void_deposit_gives_back_what_was_in_it(chains: Chains, banking: Banking) -> None:
    shift = banking.shift(4_000)
    deposit_id = banking.sealed()
    banking.void(deposit_id)
    found = only(chains.shift(shift.shift_id))
    assert (found.place, found.next_step) == (P.SAFE, "Put it into a deposit")
    assert way(found)[-4:] == [P.BAG, P.BAG, P.SEALED, P.SAFE]
    assert only(chains.deposit(deposit_id)).place is P.SAFE
    second = banking.cleared()
    assert only(chains.shift(shift.shift_id)).place is P.BANK
    assert only(chains.deposit(deposit_id)).place is P.BANK, "it went with another deposit"
    assert chains.deposit(second).title.startswith("Deposit W1-D-00002, bag")


def test_a_credit_typed_wrong_is_taken_back(chains: Chains, banking: Banking) -> None:
    shift = banking.shift(4_000)
    deposit_id = banking.cleared()
    banking.take_back(deposit_id)
    found = only(chains.shift(shift.shift_id))
    assert (found.place, way(found)[-3:]) == (P.TRANSIT, [P.TRANSIT, P.BANK, P.TRANSIT])


@pytest.mark.parametrize("stage", ["safe", "bag", "sealed", "transit", "bank"])
def test_a_returned_check_is_returned_wherever_it_stood(
    chains: Chains, banking: Banking, stage: str
) -> None:
    banking.shift(2_000)
    mail = banking.mail(check(8_800, "77"))
    if stage != "safe":
        deposit_id = banking.prepare().deposit_id
        if stage != "bag":
            banking.count(deposit_id)
            banking.seal(deposit_id)
        if stage in ("transit", "bank"):
            banking.submit(deposit_id)
        if stage == "bank":
            banking.clear(deposit_id)
    tender_id = chains.tender_of(mail.payment_id)
    before = only(chains.payment(mail.payment_id)).place
    day, why = banking.today(), BankReason.ACCOUNT_CLOSED
    banking.act(chains.manager, return_check, ReturnCheck(command_id(), tender_id, day, why))
    found = only(chains.payment(mail.payment_id))
    assert (found.place, found.next_step) == (P.RETURNED, "What it paid is owed again.")
    assert "closed" in [step for step in found.steps if step.done][-1].words
    banking.act(chains.manager, take_back_return, TakeBackReturn(command_id(), tender_id))
    found = only(chains.payment(mail.payment_id))
    assert found.place is before
    assert "after all" in [step for step in found.steps if step.done][-1].words
    banking.verify()


def test_what_is_voided_was_given_back(chains: Chains, banking: Banking) -> None:
    chains.books.open_shift()
    taken = chains.take(cash(3_500), check(1_000))
    banking.mending().void(taken.payment_id)
    by_cash, by_check = chains.payment(taken.payment_id).threads
    for found, words in ((by_cash, "cash was given back"), (by_check, "check was given back")):
        assert (found.place, found.next_step) == (P.GIVEN_BACK, "")
        assert words in found.steps[-1].words


def test_a_corrected_tender_is_what_it_is_now(chains: Chains, banking: Banking) -> None:
    chains.books.open_shift()
    taken = chains.take(cash(3_500))
    banking.mending().correct(taken.payment_id, "check", bank="Chase", check_number="88")
    found = only(chains.payment(taken.payment_id))
    assert (found.words, found.place) == ("Check 88, Chase", P.DRAWER)
    assert found.steps[1].words.startswith("Corrected from Cash to Check 88, Chase: ")


def test_cards_and_transfers_never_go_into_a_bag(chains: Chains) -> None:
    shift = chains.books.open_shift()
    taken = chains.take(card(5_000), wire(1_200))
    by_card, by_wire = chains.payment(taken.payment_id).threads
    assert (by_card.place, by_wire.place) == (P.CARD, P.ELSEWHERE)
    assert "never goes into a bag" in by_card.next_step
    assert "1000" in by_wire.next_step
    chains.take(card(700))
    sums = {one.place: one for one in chains.shift(shift.shift_id).threads}
    assert minor(sums[P.CARD]) == 5_700
    assert "2 payments" in sums[P.CARD].words


def test_an_invoice_is_followed_through_its_payments(chains: Chains, banking: Banking) -> None:
    account_id = banking.account()
    invoice = chains.books.issue_invoice(account_id, 10_000)
    shift = chains.books.open_shift()
    mending = banking.mending()
    mending.take(account_id, cash(4_000))
    other = mending.take(account_id, check(6_000, "5"))
    assert chains.invoice(invoice.invoice_id).title == f"Invoice {invoice.number}"
    by_cash, by_check = chains.invoice(invoice.invoice_id).threads
    assert "which pays 40.00 of it" in by_cash.words
    assert by_check.place is P.DRAWER
    mending.void(other.payment_id)
    chains.close(shift.shift_id, 24_000)
    by_cash, by_check = chains.invoice(invoice.invoice_id).threads
    assert (by_cash.place, by_check.place) == (P.SAFE, P.GIVEN_BACK)
    unpaid = chains.books.issue_invoice(account_id, 500)
    assert chains.invoice(unpaid.invoice_id).threads == ()


def test_a_shift_that_brought_back_its_float_alone_has_nothing_for_the_bank(
    chains: Chains, banking: Banking
) -> None:
    shift = banking.shift()
    found = only(chains.shift(shift.shift_id))
    assert (found.place, minor(found)) == (P.SAFE, 0)
    assert found.next_step == "It brought back what it took out of the safe."


def test_what_is_not_there_is_said_so(chains: Chains) -> None:
    nowhere = command_id()
    for ask in (chains.payment, chains.invoice, chains.shift, chains.deposit):
        with pytest.raises(UserError, match="There is no such"):
            ask(nowhere)


# ------------------------------------------------------------------------------ who counts blind


def test_a_chain_tells_no_cash_of_an_open_drawer_to_who_may_count_it(
    chains: Chains, banking: Banking
) -> None:
    shift = chains.books.open_shift()
    taken = chains.take(cash(33_333))
    actors = chains.books.actors
    assert "53333" in str(chains.shift(shift.shift_id))
    for by in (actors.cashier, actors.other_cashier):
        hidden = only(chains.shift(shift.shift_id, by))
        assert hidden.amount is None
        assert "33333" not in str(hidden)
        assert minor(only(chains.payment(taken.payment_id, by))) == 33_333, "a receipt is known"
    nobody = chains.books.station.ask(explaining.chain_of_shift, shift.shift_id).result()
    assert "33333" not in str(nobody)


def test_a_chain_tells_no_cash_of_a_bag_before_its_second_count(
    chains: Chains, banking: Banking
) -> None:
    shift = banking.shift(41_300, check(7_000, "9"))
    deposit_id = banking.prepare(reserve=Reserve(usd(700), "more")).deposit_id
    actors = chains.books.actors
    first = [part.amount for part in chains.deposit(deposit_id, actors.cashier).threads]
    assert first == [usd(41_300), usd(7_000), usd(700)]
    for by in (actors.other_cashier, actors.cfo):
        for chain in (chains.deposit(deposit_id, by), chains.shift(shift.shift_id, by)):
            for secret in (41_300, 42_000, 49_000, 48_300, 700):
                assert f"minor={secret}," not in str(chain)
    banking.count(deposit_id)
    assert usd(41_300) in [part.amount for part in chains.deposit(deposit_id).threads]
