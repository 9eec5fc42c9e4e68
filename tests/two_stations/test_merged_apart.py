"""The same patient made twice, and merged at two windows that do not know of one another."""

from __future__ import annotations

from app.areas.parties import duplicates, merging, queries
from app.areas.parties.merging_values import MergeAccounts, PartAccounts
from app.areas.payments import queries as payments
from app.kernel.ids import AccountId
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_apart import agree


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
