"""Accounts of one person: what was posted to either counts, both numbers find them, and every
window says the same.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.health.queries import verify_beside
from app.areas.invoices.histories import account_lines
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.parties import duplicates, merging, queries
from app.areas.parties.lists import accounts
from app.areas.parties.merging_rules import standing
from app.areas.parties.merging_values import KeepApart, MergeAccounts, PartAccounts
from app.areas.parties.service import register_patient
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments import crediting
from app.areas.payments import queries as payments
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.refunds import queries as refunds
from app.areas.refunds.service import request_refund
from app.areas.refunds.values import RequestRefund
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.ids import AccountId, new_id
from app.kernel.listing import ListWanted
from tests.building import Books, command_id

names = st.sampled_from("ABCDEF")


@given(st.lists(st.tuples(names, names), max_size=12))
def test_whoever_merges_what_no_ring_arises(merges: list[tuple[str, str]]) -> None:
    stands = standing(merges)
    joined: list[set[str]] = [{one} for one in "ABCDEF"]
    for one, other in merges:
        left = next(group for group in joined if one in group)
        right = next(group for group in joined if other in group)
        if left is not right:
            joined.remove(left)
            right |= left
    for group in joined:
        tops = {stands.get(one, one) for one in group}
        assert len(tops) == 1
        assert tops <= group
        assert not tops & stands.keys()


def test_opposite_merges_and_chains_end_the_same() -> None:
    """The order is that of the facts' ids, so a window that hears of them otherwise agrees."""
    assert standing([("A", "B"), ("B", "A")]) == {"A": "B"}
    assert standing([("A", "B"), ("B", "C")]) == {"A": "C", "B": "C"}
    assert standing([("B", "C"), ("A", "B")]) == {"A": "C", "B": "C"}
    assert standing([("A", "B"), ("C", "D"), ("B", "C"), ("D", "A")]) == {
        "A": "D",
        "B": "D",
        "C": "D",
    }
    for order in permutations([("A", "B"), ("B", "C"), ("C", "A")]):
        assert len(standing(order)) == 2


class Clinic:
    """Two accounts of one person, each with something owed and something in credit."""

    def __init__(self, books: Books) -> None:
        self.books, self.station = books, books.station
        books.open_shift()
        self.one = books.register_patient("Nguyễn", "Thị Hoa", phone="312 555 0101")
        self.other = books.register_patient("Nguyen", "Hoa Thi", phone="312 555 0101")
        self.first = books.issue_invoice(self.one.account_id, 3000)
        self.second = books.issue_invoice(self.other.account_id, 5000)

    def act(self, action: Any, command: Any, who: str = "billing_manager") -> Any:
        actor = getattr(self.books.actors, who)
        return self.station.act(actor, action, command).result()

    def ask(self, query: Any, *args: Any) -> Any:
        return self.station.ask(query, *args).result()

    def merge(self, account: AccountId, into: AccountId, **more: Any) -> Any:
        return self.act(
            merging.merge_accounts, MergeAccounts(command_id(), account, into, "Twice", **more)
        )

    def sound(self) -> bool:
        verdict = verify_beside(
            self.station.ask, self.station.database.keys.master, lambda *_: None
        )
        return not verdict.findings


@pytest.fixture
def clinic(books: Books) -> Clinic:
    return Clinic(books)


def test_what_was_posted_to_either_is_shown_paid_and_credited_together(clinic: Clinic) -> None:
    books, one, other = clinic.books, clinic.one.account_id, clinic.other.account_id
    merged = clinic.merge(other, one)
    assert merged.stands == one
    for text in (clinic.other.account_number, clinic.one.account_number, clinic.second.number):
        (found,) = clinic.ask(queries.find, text)
        assert (found.account_id, found.owed) == (one, books.money(8000)), text
    assert clinic.ask(queries.find, clinic.other.account_number)[0].matched == (
        f"was {clinic.other.account_number}"
    )
    assert len(clinic.ask(queries.find, "nguyen hoa")) == 1
    shown = clinic.ask(payments.counter_account, one)
    assert [item.due.minor for item in shown.open_invoices] == [3000, 5000]
    assert shown.owed == books.money(8000)
    assert shown.family == ()
    assert f"also {clinic.other.account_number}" in [flag.words for flag in shown.flags]
    before = clinic.ask(ledger.account_balance, other, books.currency)

    taken = books.take_cash(one, 8000)
    assert {share.number for share in taken.allocated} == {
        clinic.first.number,
        clinic.second.number,
    }
    assert before.owed == books.money(5000)
    assert clinic.ask(ledger.account_balance, other, books.currency).owed == books.money(0)
    lines = clinic.ask(account_lines, one).lines
    assert len(lines) == 4
    assert lines[0].balance == books.money(0)
    assert lines[-1].balance == lines[-1].amount

    # A window that does not know of it yet posts to the other account: it counts here too.
    books.take_cash(other, 1500)
    books.issue_invoice(one, 2500)
    shown = clinic.ask(payments.counter_account, one)
    assert (shown.owed, shown.credit) == (books.money(2500), books.money(1500))
    applied = clinic.act(crediting.apply_credit, ApplyCredit(command_id(), one), "cashier")
    assert (applied.amount, applied.credit_left) == (books.money(1500), books.money(0))
    assert clinic.ask(ledger.account_balance, other, books.currency).credit == books.money(0)
    assert clinic.sound()


def test_it_can_be_taken_back_and_each_has_its_own_again(clinic: Clinic) -> None:
    books, one, other = clinic.books, clinic.one.account_id, clinic.other.account_id
    merged = clinic.merge(other, one)
    (told,) = clinic.ask(duplicates.merges, other)
    assert (told.merge_id, told.number) == (merged.merge_id, clinic.other.account_number)
    part = PartAccounts(command_id(), merged.merge_id, "Mother and daughter")
    parted = clinic.act(merging.part_accounts, part)
    assert not parted.together
    assert clinic.ask(duplicates.merges, other) == ()
    (found,) = clinic.ask(queries.find, clinic.other.account_number)
    assert (found.account_id, found.owed) == (other, books.money(5000))
    with pytest.raises(UserError, match="taken back already"):
        clinic.act(merging.part_accounts, PartAccounts(command_id(), merged.merge_id, "Again"))
    clinic.merge(one, other)
    assert clinic.ask(queries.stands_for, one) == other
    assert clinic.sound()


def test_credit_of_a_merged_account_goes_back_from_the_one_that_stands(clinic: Clinic) -> None:
    books, one, other = clinic.books, clinic.one.account_id, clinic.other.account_id
    merged = clinic.merge(other, one)
    books.take_cash(other, 6500)
    books.take_cash(one, 3200)
    offer = clinic.ask(refunds.refund_offer, one)
    assert (offer.header.account_id, offer.most) == (other, books.money(1500))
    rows = {row.account_id: row.merged_into for row in clinic.ask(accounts, ListWanted()).rows}
    assert rows == {one: "", other: clinic.one.account_number}

    def give(amount: int) -> Any:
        reason = clinic.ask(ledger.reasons, ReasonKind.REFUND)[0].reason_id
        asked = RequestRefund(command_id(), one, books.money(amount), reason)
        sure = frozenset({f"small_credit:{amount}"})
        return clinic.act(request_refund, replace(asked, confirmations=sure))

    views = [clinic.ask(refunds.refund_view, give(each).refund_id) for each in (1500, 200)]
    assert [view.header.account_id for view in views] == [other, one]
    with pytest.raises(UserError, match="no credit"):
        give(100)
    clinic.act(merging.part_accounts, PartAccounts(command_id(), merged.merge_id, "Two people"))
    assert clinic.ask(refunds.refund_offer, one).header.account_id == one
    assert clinic.sound()


def test_bills_go_to_the_guarantor_of_a_merged_account(clinic: Clinic) -> None:
    one, new = clinic.one.account_id, frozenset({"duplicate_patient"})
    person, payer = Person("Nguyen", "Hoa"), Person("Trần", "Minh")
    command = RegisterPatient(
        command_id(), AccountId(new_id()), person, guarantor=payer, confirmations=new
    )
    child = clinic.act(register_patient, command, "cashier").account_id
    before = clinic.ask(queries.bill_to, one)[0]
    merged = clinic.merge(child, one)
    assert clinic.ask(queries.bill_to, one)[0] == "Minh Trần"
    clinic.act(merging.part_accounts, PartAccounts(command_id(), merged.merge_id, "No"))
    assert clinic.ask(queries.bill_to, one)[0] == before


@pytest.mark.parametrize("seed", [1, 2])
def test_taking_it_back_leaves_each_with_what_was_posted_to_it(clinic: Clinic, seed: int) -> None:
    """Whatever was charged and paid meanwhile, and whichever stood for the other."""
    books, chance = clinic.books, Random(seed)
    both = (clinic.one.account_id, clinic.other.account_id)
    numbers = {one.account_id: one.account_number for one in (clinic.one, clinic.other)}
    billed = {both[0]: {clinic.first.number}, both[1]: {clinic.second.number}}
    total = 8000
    for _ in range(4):
        goes, stands = chance.sample(both, 2)
        merged = clinic.merge(goes, stands)
        for _ in range(3):
            which, amount = chance.choice(both), chance.randrange(100, 4000)
            if chance.random() < 0.5:
                billed[which].add(books.issue_invoice(which, amount).number)
                total += amount
            else:
                books.take_cash(which, amount)
                total -= amount
        part = PartAccounts(command_id(), merged.merge_id, "Two people")
        clinic.act(merging.part_accounts, part)
        left = 0
        for each in both:
            shown = clinic.ask(payments.counter_account, each)
            assert {item.number for item in shown.open_invoices} <= billed[each]
            assert clinic.ask(queries.together, each) == (each,)
            (found,) = clinic.ask(queries.find, numbers[each])
            assert (found.account_id, found.owed, found.matched) == (each, shown.owed, "")
            own = clinic.ask(ledger.account_balance, each, books.currency)
            assert (shown.owed, shown.credit) == (own.owed, own.credit)
            left += own.owed.minor - own.credit.minor
        assert left == total
    assert not any(row.merged_into for row in clinic.ask(accounts, ListWanted()).rows)
    assert clinic.sound()


def test_what_is_refused_and_what_is_asked(clinic: Clinic) -> None:
    one, other = clinic.one.account_id, clinic.other.account_id
    with pytest.raises(NotAllowed, match="merge accounts"):
        clinic.act(merging.merge_accounts, MergeAccounts(command_id(), one, other, "x"), "cashier")
    with pytest.raises(UserError, match="two different"):
        clinic.merge(one, one)
    with pytest.raises(UserError, match="Write why"):
        clinic.act(merging.merge_accounts, MergeAccounts(command_id(), one, other, "  "))
    with pytest.raises(UserError, match="no such account"):
        clinic.merge(one, AccountId("01900000-0000-7000-8000-000000000001"))
    stranger = clinic.books.register_patient("Okafor", "Ada").account_id
    with pytest.raises(NeedsConfirmation, match="Their names differ"):
        clinic.merge(stranger, one)
    clinic.act(merging.keep_apart, KeepApart(command_id(), other, one))
    with pytest.raises(NeedsConfirmation, match="not the same person"):
        clinic.merge(one, other)
    clinic.merge(one, other, confirmations=frozenset({"different_people"}))
    with pytest.raises(UserError, match="one already"):
        clinic.merge(other, one)
    with pytest.raises(UserError, match="Take that back first"):
        clinic.act(merging.keep_apart, KeepApart(command_id(), other, one))


def test_who_may_be_there_twice(clinic: Clinic) -> None:
    """By birth date and name, then by phone and name; what was decided is not asked again."""
    books, pair = clinic.books, {clinic.one.account_id, clinic.other.account_id}
    books.register_patient("Nguyen", "Van Anh")  # the same day, another person
    books.register_patient("Okafor", "Ada", phone="312 555 0101")  # the same phone

    def all_alike() -> list[Any]:
        found, key, turns = [], "", 0
        while turns == 0 or key:
            page = clinic.ask(duplicates.alike, key)
            found += page.pairs
            key, turns = page.next_key, turns + 1
            assert turns < 10
        return found

    told = all_alike()
    assert {frozenset((one.one_id, one.other_id)) for one in told} == {frozenset(pair)}
    assert {one.why for one in told} == {
        "the same name, born Mar 14, 1984",
        "the same name, the phone 312 555 0101",
    }
    with pytest.MonkeyPatch.context() as small:
        small.setattr(duplicates, "STRETCH", 2)
        assert {one.one_id for one in all_alike()} <= pair
    twin = clinic.ask(duplicates.twin, clinic.other.account_id)
    assert (twin.number, twin.owed) == (clinic.other.account_number, books.money(5000))
    clinic.act(merging.keep_apart, KeepApart(command_id(), *pair))
    assert all_alike() == []
