"""Card payments of two windows: what one begins the other knows, may find out, and posts once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.areas.approvals.service import grant_approval
from app.areas.approvals.values import GrantApproval
from app.areas.cards import lists, queries, records
from app.areas.cards import service as cards
from app.areas.cards.values import (
    AcceptUnknown,
    CardStatus,
    CardVerb,
    OpenAttempt,
    TakeOverAttempt,
)
from app.areas.cards.values import AttemptState as S
from app.areas.drawers import queries as shifts
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import ForceClose
from app.areas.drawers.values import OpenShift
from app.areas.payments import forcing
from app.areas.payments import service as payments
from app.areas.reports import closing
from app.areas.reports.values import CloseDay
from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.listing import ListWanted
from tests.building import Actors, command_id
from tests.devices.card_terminal.card_till import Till, new_till
from tests.two_stations.conftest import Pair
from tests.two_stations.copies import copied, replaced_by
from tests.two_stations.test_numbers import sync


def test_what_one_window_begins_the_other_finds_out_and_posts_once(
    pair: Pair, actors: Actors
) -> None:
    one = new_till(pair.one.station, actors)
    two = Till(pair.two.station, actors, one.world, one.time, one.machine, fresh=False)
    two.gateway_id, two.reader_id = one.gateway_id, one.reader_id
    shift = OpenShift(command_id(), two.books.drawer(), ())
    two.act(drawers.open_shift, shift, actors.other_cashier)
    _both_begin(pair, one, two)
    account_id, _ = one.bill(6000)
    attempt = one.open(one.payment(account_id, 6000))
    left = one.charge(2500)
    one.run(attempt, S.WAITING_CARD)
    sync(pair)
    seen = {row.attempt_id: row for row in two.station.ask(queries.open_attempts).result()}
    assert seen[attempt].window == "W1"
    assert seen[attempt].buttons == (CardVerb.TAKE_OVER,)
    cash = two.books.cash(account_id, 6000)
    with pytest.raises(UserError, match=r"A card is being charged for .* at window W1"):
        two.act(payments.take_payment, cash, actors.other_cashier)
    take = TakeOverAttempt(command_id(), attempt, "Its computer burnt")
    with pytest.raises(NotAllowed):
        two.act(cards.take_over_attempt, take)
    two.act(cards.take_over_attempt, take, actors.billing_manager)
    two.act(
        cards.take_over_attempt,
        TakeOverAttempt(command_id(), left, "Its computer burnt"),
        actors.billing_manager,
    )
    one.machine.present()
    assert two.sweep() == 0, "found in the list, by what its metadata says"
    assert two.state(attempt) is S.PAID
    assert two.state(left) is S.UNKNOWN, "too young: its window may still be making it"
    assert one.run(attempt).state is S.PAID, "apart, both posted it"
    one.agrees()
    two.agrees()
    sync(pair)
    for till in (one, two):
        till.sweeper.tidy(till.gateway_id)
    sync(pair)
    for till in (one, two):
        assert not till.station.ask(records.doubled).result()
        assert till.station.ask(queries.charge_of, till.shown(attempt).payment_id).result()
    assert two.station.ask(records.working, attempt).result() is None
    owed = one.books.take_cash(account_id, 100).balance_left
    assert owed.minor == 0
    assert pair.one.sound == []
    assert pair.two.sound == []
    one.step(left)
    assert one.station.ask(records.working, left).result() is None, "it learned who goes on"


def test_an_old_copy_finds_out_again_what_was_posted_and_it_stands_once(
    pair: Pair, actors: Actors, tmp_path: Path
) -> None:
    """The copy does not know yet that it is one; its payment must not pass for the one before."""
    window = pair.one
    one = new_till(window.station, actors)

    def again() -> None:
        one.station = one.books.station = one.runner_books = window.station
        one.begin()

    account_id, _ = one.bill(6000)
    form = one.payment(account_id, 5000, cash=1000)
    attempt = one.open(form)
    one.run(attempt, S.WAITING_CARD)
    copy = copied(window, tmp_path / "copy")
    again()
    one.machine.present()
    one.run(attempt)
    pair.sync()
    replaced_by(window, copy)
    again()
    one.restart()
    one.settle()
    assert one.state(attempt) is S.PAID
    with pytest.raises(UserError):
        one.open(form)
    pair.sync()
    kicks = "SELECT count(*) FROM print_job WHERE doc_kind = 'drawer_kick'"
    before = one.station.ask(lambda r: r._cursor.execute(kicks).fetchone()).result()
    one.sweeper.tidy(one.gateway_id)
    after = one.station.ask(lambda r: r._cursor.execute(kicks).fetchone()).result()
    assert after == before, "no drawer opens by itself"
    pair.sync()
    shown = one.shown(attempt)
    assert shown.card is not None
    (stands,) = one.station.ask(queries.charges_of_attempt, attempt).result()
    assert stands.payment_id == shown.payment_id
    (row,) = one.station.ask(lists.attempts, ListWanted()).result().rows
    assert (row.payment_id, row.status) == (stands.payment_id, CardStatus.COMPLETED)
    assert one.books.take_cash(account_id, 100).to_credit.minor == 100
    pair.sync()
    for each in (pair.one, pair.two):
        assert each.sound == []


def _both_begin(pair: Pair, one: Till, two: Till) -> None:
    """While neither knows of the other: the later one gives way, and takes its prompt off."""
    account_id, _ = one.bill(3300)
    sync(pair)
    first = one.open(one.payment(account_id, 3300))
    other = two.world.add_reader("Front desk 9")
    two.machine, cashier = other, two.actors.other_cashier
    wanted = OpenAttempt(
        command_id(),
        two.payment(account_id, 3300),
        two.gateway_id,
        two.add_reader(two.gateway_id, other),
    )
    second = two.act(cards.open_attempt, wanted, cashier).attempt_id
    one.run(first, S.WAITING_CARD)
    two.run(second, S.WAITING_CARD)
    sync(pair)
    shown = two.run(second)
    assert shown.state is S.VOID
    assert shown.words == (
        "Another window was charging a card for the same bill. Not charged here."
    )
    assert other.action is None
    one.machine.present()
    assert one.run(first).state is S.PAID
    two.machine = one.machine
    sync(pair)


def test_a_dead_windows_shift_and_day_are_not_closed_over_its_open_card(
    pair: Pair, actors: Actors
) -> None:
    """Somebody finds out how it ended, or a manager says why it is closed before that is known."""
    one = new_till(pair.one.station, actors)
    two = Till(pair.two.station, actors, one.world, one.time, one.machine, fresh=False)
    attempt = one.charge(2500)
    one.run(attempt, S.WAITING_CARD)
    sync(pair)
    shift = one.station.ask(shifts.my_shift, actors.cashier.user_id).result()
    assert shift is not None
    manager = actors.billing_manager
    force = ForceClose(command_id(), shift.shift_id, "Its computer burnt")
    sure = replace(force, confirmations=frozenset({f"uncounted:{shift.number}"}))
    with pytest.raises(UserError, match="card"):
        two.act(forcing.force_close, sure, manager)
    accept = AcceptUnknown(command_id(), attempt, "The processor can't be reached")
    with pytest.raises(NeedsApproval) as asked:
        two.act(cards.accept_unknown, accept, actors.other_cashier)
    granted = GrantApproval(
        command_id(), accept.id, asked.value.key, actors.other_cashier.user_id, asked.value.text
    )
    two.act(grant_approval, granted, manager)
    two.act(cards.accept_unknown, accept, actors.other_cashier)
    two.act(forcing.force_close, sure, manager)
    day = shift.business_date
    close = CloseDay(command_id(), day, confirmations=frozenset({f"not_over:{day}"}))
    with pytest.raises(UserError, match="Nobody knows yet whether a card") as refused:
        two.act(closing.close_day, close, manager)
    assert refused.value.field == "reason"
    two.act(closing.close_day, replace(close, reason="Its computer burnt"), manager)
    one.machine.present()
    assert one.run(attempt).state is S.PAID
    sync(pair)
    assert pair.one.sound == pair.two.sound == []
