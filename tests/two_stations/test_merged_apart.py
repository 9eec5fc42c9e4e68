"""The same patient made twice, and merged at two windows that do not know of one another."""

from __future__ import annotations

import pytest

from app.areas.parties import duplicates, merging, queries
from app.areas.parties.merging_values import MergeAccounts, PartAccounts
from app.areas.payments import crediting
from app.areas.payments import queries as payments
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.tasks.values import TaskKind
from app.kernel.errors import UserError
from app.kernel.ids import AccountId
from app.kernel.money import Money
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_apart import agree
from tests.two_stations.test_refunds_apart import at, mailed, tasks


def merge(window: Window, account: AccountId, into: AccountId) -> AccountId:
    command = MergeAccounts(command_id(), account, into, "Twice", frozenset({"different_people"}))
    actor = window.books.actors.billing_manager
    return window.station.act(actor, merging.merge_accounts, command).result().stands


def stands(window: Window, account: AccountId) -> AccountId:
    return window.station.ask(queries.stands_for, account).result()


def test_merged_both_ways_and_in_a_ring_it_ends_the_same(pair: Pair) -> None:
    one, two = pair.one, pair.two
    a, b, c = (one.books.register_patient("Twin", name).account_id for name in ("A", "B", "C"))
    invoice = one.books.issue_invoice(b, 2500)
    pair.sync()
    assert merge(one, a, b) == b
    assert merge(two, b, a) == a
    merge(two, b, c)
    two.books.open_shift()
    two.books.take_cash(c, 1000, invoice_ids=(invoice.invoice_id,))
    assert merge(one, c, a) == b
    pair.sync()
    agree(pair)
    top = stands(one, a)
    assert {stands(window, each) for window in (one, two) for each in (a, b, c)} == {top}
    for window in (one, two):
        shown = window.station.ask(payments.counter_account, top).result()
        assert (shown.owed.minor, shown.credit.minor) == (1500, 0)

    said = one.station.ask(duplicates.merges, a).result()
    assert len(said) == 4
    manager = one.books.actors.billing_manager
    command = PartAccounts(command_id(), said[0].merge_id, "Sisters")
    parted = one.station.act(manager, merging.part_accounts, command).result()
    assert parted.together, "a third account joins them still"
    again = PartAccounts(command_id(), said[-1].merge_id, "Sisters")
    one.station.act(manager, merging.part_accounts, again).result()
    pair.sync()
    agree(pair)
    assert stands(one, a) == stands(two, a) == a
    assert stands(one, b) == stands(two, b) == stands(two, c)


def test_credit_of_a_merged_account_given_back_and_used_apart(pair: Pair) -> None:
    """Both stand and a task says so. What is overdrawn is no credit: not of it, nor of another
    account of the same person, and never a payment of less than nothing.
    """
    one = at(pair.one)
    books = pair.one.books
    account, _ = mailed(pair.one, 5_000)
    top = books.register_patient("Silva", "Rui").account_id
    books.issue_invoice(top, 4_000)
    merge(pair.one, account, top)
    pair.sync()
    asked = one.ask(top, 3_000)
    one.pay(asked.refund_id, reference="T-1", actor=one.clerk)
    assert use_credit(pair.two, top).minor == 4_000
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == [TaskKind.OVERDRAWN_CREDIT]
    assert pair.one.sound == pair.two.sound == [], "both stand, and a task says so"
    other, _ = mailed(pair.one, 1_500)
    merge(pair.one, other, top)
    books.issue_invoice(top, 9_000)
    for account_id in (top, other):
        with pytest.raises(UserError, match="no credit"):
            one.ask(account_id, 1_000)
    with pytest.raises(UserError, match="no credit"):
        use_credit(pair.one, top)
    manager = books.actors.billing_manager
    for said in pair.one.station.ask(duplicates.merges, top).result():
        parted = PartAccounts(command_id(), said.merge_id, "Sisters")
        pair.one.station.act(manager, merging.part_accounts, parted).result()
    assert one.ask(other, 1_000).amount.minor == 1_000
    with pytest.raises(UserError, match="no credit"):
        use_credit(pair.one, account)
    agree(pair)
    assert pair.one.sound == pair.two.sound == []


def use_credit(window: Window, account: AccountId) -> Money:
    command = ApplyCredit(command_id(), account)
    cashier = window.books.actors.cashier
    return window.station.act(cashier, crediting.apply_credit, command).result().amount
