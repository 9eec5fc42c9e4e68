"""Nasty sequences against money that is right in each step: borrowed approvals, small amounts that
add up, late forms, payments too large to undo, and midnight.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as moving
from app.areas.drawers.closing_values import RevealDifference, TakeOver
from app.areas.drawers.values import MoveCash, MovementKind, Pile, ReverseMovement
from app.areas.imports.demo import DemoClock
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing, crediting, planning, queries, service, undoing
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.values import ParkForm
from app.bootstrap import open_station
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import AccountId, MovementId, PaymentId
from tests.areas.charging import Desk
from tests.areas.payments.mending import Mending, cash, check, usd, wire
from tests.building import PIN, Books, Template, command_id
from tests.conftest import MakePractice


def test_a_void_approved_for_one_receipt_voids_no_other(
    mending: Mending, account: AccountId
) -> None:
    """The command keeps its id and its amount; only the payment in it is another one."""
    mending.set_to("approvals.void_above", "500")
    first, second = mending.take(account, cash(1_000)), mending.take(account, wire(1_000))
    command, actors = mending.voiding(first.payment_id), mending.books.actors
    with pytest.raises(NeedsApproval) as asked:
        mending.do(undoing.void_payment, command)
    grant = GrantApproval(
        command_id(), command.id, asked.value.key, actors.cashier.user_id, asked.value.text
    )
    mending.station.approve(actors.numbers["billing_manager"], PIN, grant)
    with pytest.raises(NeedsApproval, match=second.receipt_number):
        mending.do(undoing.void_payment, replace(command, payment_id=second.payment_id))
    mending.do(undoing.void_payment, command)
    mending.verify()


def test_a_payment_of_more_invoices_than_a_void_could_take_back_is_not_taken(
    mending: Mending, books: Books
) -> None:
    """Whatever is taken in one step can be undone in one."""
    account_id = books.register_patient("N" * 38, "G" * 38).account_id
    for _ in range(planning.INVOICES_AT_MOST + 1):
        books.issue_invoice(account_id, 100)
    most = planning.INVOICES_AT_MOST * 100
    before = mending.sums()
    with pytest.raises(UserError, match="at once"):
        mending.take(account_id, cash(most + 100))
    taken = mending.take(account_id, cash(most))
    mending.void(taken.payment_id)
    assert mending.sums() == before
    mending.verify()


def test_a_form_parked_after_its_payment_was_taken_is_not_kept(
    mending: Mending, account: AccountId
) -> None:
    """It was on its way when the money was taken: it must not wait to be taken again."""
    command = mending.books.cash(account, 1_000)
    mending.books.take(command)
    mending.do(
        service.park_form, ParkForm(command_id(), PaymentId(command.id), account, "10.00", "", "")
    )
    assert mending.station.ask(queries.parked_forms).result() == ()


def test_a_void_payment_is_not_the_last_one(mending: Mending, account: AccountId) -> None:
    stands = mending.take(account, cash(1_000))
    mending.void(mending.take(account, cash(700)).payment_id)
    summary = mending.station.ask(queries.account_summary, account).result()
    assert summary.last_payment == usd(1_000)
    mending.void(stands.payment_id)
    summary = mending.station.ask(queries.account_summary, account).result()
    assert (summary.last_payment, summary.last_payment_on) == (None, None)


def test_a_count_that_agrees_closes_without_a_word(mending: Mending, account: AccountId) -> None:
    """Two checks instead of one over the same sum: the count was said to agree, so it does."""
    mending.take(account, check(1_000))
    sealed = mending.books.seal(
        mending.shift_id, *[2_000] * 10, check_count=2, check_total=usd(1_000)
    )
    assert sealed.agrees
    mending.books.close_shift(mending.shift_id)
    mending.verify()


def test_after_midnight_all_of_a_payment_belongs_to_the_day_of_its_shift(
    practice: MakePractice, template: Template
) -> None:
    """A draft that is paid is not issued on a later day than its payment, nor is credit used."""
    clock = DemoClock(datetime.now(UTC) - timedelta(days=3))
    station = open_station(practice("night"), clock=clock)
    books = Books(station, template.actors)
    mending = Mending(station, books, books.open_shift().shift_id)
    shift = station.ask(drawers.shift_brief, mending.shift_id).result()
    assert shift is not None
    account_id = books.register_patient().account_id
    clock.put(datetime.now(UTC) - timedelta(days=2))
    draft = Desk(books).draft(account_id).draft_id
    taken = mending.take(account_id, cash(9_000), issue_drafts=(draft,))
    later = books.issue_invoice(account_id, 500).invoice_id
    mending.do(crediting.apply_credit, ApplyCredit(command_id(), account_id))
    dated = "SELECT DISTINCT business_date FROM journal_entry WHERE source_id <> ?"
    rows = station.database.read(lambda reader: reader._cursor.execute(dated, (later,)).fetchall())
    assert rows == [(shift.business_date.isoformat(),)]
    mending.void(taken.payment_id)
    mending.verify()
    station.close()


def test_small_amounts_do_not_make_a_difference_vanish(mending: Mending) -> None:
    """20.00 are missing; five times 4.00 are as much as once 20.00, whichever way they go."""
    mending.books.seal(mending.shift_id, *[2_000] * 9)
    mending.do(closing.reveal_difference, RevealDifference(command_id(), mending.shift_id))
    why = mending.reason(ReasonKind.PAID_OUT)
    stamps = MoveCash(command_id(), MovementKind.PAID_OUT, usd(400), why)
    mending.do(moving.move_cash, stamps)
    more = replace(stamps, id=command_id())
    with pytest.raises(NeedsApproval) as asked:
        mending.do(moving.move_cash, more)
    assert asked.value.key == "after_reveal:400"
    mending.do(moving.reverse_movement, ReverseMovement(command_id(), MovementId(stamps.id)))
    mending.do(moving.move_cash, replace(stamps, id=command_id(), amount=usd(499)))
    mending.verify()


def test_small_amounts_after_two_counts_add_up_as_well(
    mending: Mending, account: AccountId
) -> None:
    small = [mending.take(account, cash(300)).payment_id for _ in range(2)]
    for _ in range(2):
        mending.books.seal(mending.shift_id, *[2_000] * 10)
    mending.void(small[0])
    with pytest.raises(NeedsApproval):
        mending.void(small[1])
    mending.verify()


def test_cash_written_down_once_a_hand_over_named_the_difference_needs_a_second_look(
    mending: Mending,
) -> None:
    """Who hands over hears it at the same desk, and could write down just as much."""
    actors = mending.books.actors
    mending.books.seal(mending.shift_id, *[2_000] * 9)
    why = mending.reason(ReasonKind.PAID_OUT)
    stamps = MoveCash(command_id(), MovementKind.PAID_OUT, usd(2_000), why)
    piles = (Pile(usd(2_000), 9),)
    over = mending.reason(ReasonKind.OVER_SHORT)
    for _ in range(2):
        take = TakeOver(command_id(), mending.shift_id, piles, over)
        with suppress(NeedsApproval):
            mending.do(closing.take_over, take, actors.other_cashier)
    with pytest.raises(NeedsApproval) as asked:
        mending.do(moving.move_cash, stamps)
    grant = GrantApproval(
        command_id(), stamps.id, asked.value.key, actors.cashier.user_id, asked.value.text
    )
    mending.station.approve(actors.numbers["billing_manager"], PIN, grant)
    mending.do(moving.move_cash, stamps)
    mending.verify()
    closed = mending.do(
        closing.take_over, replace(take, id=command_id(), reason_id=None), actors.other_cashier
    ).closed
    assert not closed.difference
    mending.verify()
