"""A charge comes to the books whatever happened to them meanwhile: closed shifts, paid bills, other
amounts; and with it what else was on the form.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.areas.approvals import service as approvals
from app.areas.approvals.values import GrantApproval
from app.areas.cards import gateways, maintaining, queries, records, stepping
from app.areas.cards import service as cards
from app.areas.cards.gateway_values import SaveGateway
from app.areas.cards.ports import Charge, Intent, IntentStatus
from app.areas.cards.posting import post_charge
from app.areas.cards.values import (
    AcceptUnknown,
    AttemptState,
    CardVerb,
    ChooseOtherAmount,
    DismissNotice,
    DropCashLegs,
    EndUncharged,
    PostCharge,
)
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as drawer_actions
from app.areas.drawers.values import AddDrawer, OpenShift
from app.areas.invoices import holding
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL
from app.areas.parties import merging
from app.areas.parties.errors import DIFFERENT
from app.areas.parties.merging_values import MergeAccounts
from app.areas.payments import queries as payments
from app.areas.payments.values import TenderGiven
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import AttemptId, ShiftId
from tests.areas.charging import Desk
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import APPLE_PAY, MASTERCARD_DEBIT
from tests.stripe_stand_in.faults import Fault

S = AttemptState


def charged(till: Till, attempt: AttemptId, minor: int, ref: str, **card: Any) -> Intent:
    """What a gateway may answer at any time."""
    money, now = till.books.money, datetime.now(UTC)
    told = {"brand": "visa", "last4": "4242", "funding": "credit"} | card
    charge = Charge(ref, money(minor), money(0), **told)
    return Intent(f"pi_{ref}", IntentStatus.SUCCEEDED, money(minor), attempt, now, charge)


def post(till: Till, attempt: AttemptId, intent: Intent) -> Any:
    return till.station.record(post_charge, PostCharge(attempt, intent, True)).result()


def shift_of(till: Till) -> ShiftId:
    found = till.station.ask(drawers.my_shift, till.actors.cashier.user_id).result()
    assert found is not None
    return found.shift_id


def unknown(till: Till, minor: int, cash: int = 0) -> AttemptId:
    """An attempt nobody knows the outcome of; its card was charged."""
    attempt = till.charge(minor, cash)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    till.world.faults.network_down = True
    till.cancel(attempt)
    till.run(attempt)
    till.world.faults.network_down = False
    assert till.state(attempt) is S.UNKNOWN
    return attempt


def test_a_split_is_posted_whole_with_its_cash(till: Till) -> None:
    kicks = _kicks(till)
    attempt = till.charge(7000, cash=3000)
    shown = till.run(attempt, S.WAITING_CARD)
    assert shown.cash_on_form.minor == 3000
    till.machine.present(MASTERCARD_DEBIT)
    shown = till.run(attempt)
    assert shown.taken is not None
    assert shown.taken.amount.minor == 10_000
    assert shown.taken.balance_left.minor == 0
    receipt = till.station.ask(payments.receipt, shown.taken.receipt_id).result()
    assert _kicks(till) == kicks + 1
    cash, card = receipt.tenders
    assert (cash.words, cash.amount.minor) == ("Cash", 3000)
    assert (card.words, card.detail) == ("Debit card", "Mastercard ···· 4444")
    assert card.card is not None
    assert (card.card.aid, card.card.funding) == ("A0000000041010", "debit")
    assert receipt.cashier == till.actors.cashier.name
    (found,) = till.station.ask(queries.charges_of, shown.taken.payment_id).result()
    assert (found.amount.minor, found.card.last4) == (7000, "4444")


def _kicks(till: Till) -> int:
    """How often the drawer was told to open."""
    read = "SELECT count(*) FROM print_job WHERE doc_kind = 'drawer_kick'"
    return int(till.station.database.read(lambda r: r._cursor.execute(read).fetchone()[0]))


def test_no_drawer_opens_for_what_is_found_out_late(till: Till) -> None:
    kicks = _kicks(till)
    attempt = unknown(till, 800, cash=200)
    till.sweep()
    taken = till.shown(attempt).taken
    assert taken is not None
    assert (taken.amount.minor, _kicks(till)) == (1000, kicks)


def test_a_restored_backup_posts_beside_what_it_may_have_forgotten(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window may have posted the charge since, under the id of the form."""
    attempt = till.charge(1400, cash=600)
    monkeypatch.setattr(records, "life_began", lambda _reader: datetime.now(UTC))
    done = post(till, attempt, charged(till, attempt, 1400, "ch_restored"))
    shown = till.shown(attempt)
    assert shown.taken is not None
    assert shown.taken.amount.minor == 1400
    form = till.station.ask(records.the_attempt, attempt).result().payment_id
    assert done.payment_id != form


def test_a_wallet_is_named_and_its_card_number_never_longer_than_four(till: Till) -> None:
    attempt = till.charge(900)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(APPLE_PAY)
    shown = till.run(attempt)
    assert shown.taken is not None
    receipt = till.station.ask(payments.receipt, shown.taken.receipt_id).result()
    assert receipt.tenders[0].detail == "Apple Pay, Visa ···· 8431"
    other = till.charge(800)
    post(till, other, charged(till, other, 800, "ch_long", last4="4111111111111111"))
    card = till.shown(other).card
    assert card is not None
    assert card.last4 == ""


def test_cash_that_went_back_is_not_posted_with_the_card(till: Till) -> None:
    attempt = unknown(till, 7000, cash=3000)
    assert CardVerb.CASH_BACK in till.shown(attempt).buttons
    till.act(cards.drop_cash_legs, DropCashLegs(command_id(), attempt))
    with pytest.raises(UserError, match="There is no cash on this form"):
        till.act(cards.drop_cash_legs, DropCashLegs(command_id(), attempt))
    till.sweep()
    shown = till.shown(attempt)
    assert shown.taken is not None
    assert shown.taken.amount.minor == 7000
    assert shown.taken.balance_left.minor == 3000


def test_a_shift_closes_with_an_unknown_only_by_a_managers_reason(till: Till) -> None:
    attempt = unknown(till, 5000, cash=1000)
    shift_id = shift_of(till)
    cash = (shift_id, GL.CASH_IN_DRAWERS, "USD")
    expected = till.station.ask(ledger.shift_holds, *cash).result()
    till.books.seal(shift_id, *_piles(expected.minor))
    with pytest.raises(UserError, match=r"nobody knows whether a card was charged 50\.00"):
        till.books.close_shift(shift_id)
    rows = till.station.ask(queries.shift_attempts, shift_id).result()
    assert [row.attempt_id for row in rows if not row.accepted] == [attempt]
    accept = AcceptUnknown(command_id(), attempt, "The line is dead")
    with pytest.raises(UserError, match=r"10\.00 in cash belongs to this payment"):
        till.act(cards.accept_unknown, accept)
    till.act(cards.drop_cash_legs, DropCashLegs(command_id(), attempt))
    with pytest.raises(NeedsApproval, match="because: “The line is dead”") as asked:
        till.act(cards.accept_unknown, accept)
    cashier, manager = till.actors.cashier, till.actors.billing_manager
    grant = GrantApproval(
        command_id(), accept.id, asked.value.key, cashier.user_id, asked.value.text
    )
    till.act(approvals.grant_approval, grant, manager)
    till.act(cards.accept_unknown, accept)
    till.books.close_shift(shift_id)
    till.sweep()
    shown = till.shown(attempt)
    assert (shown.state, shown.ended) == (S.PAID, True)
    assert shown.taken is not None
    view = till.station.database.read(
        lambda r: r._cursor.execute(
            "SELECT shift_id FROM payment WHERE id = ?", (shown.payment_id,)
        ).fetchone()
    )
    assert view == (None,)
    notice = till.station.ask(queries.card_notices).result()[0]
    assert notice.attempt_id == attempt
    till.act(cards.dismiss_notice, DismissNotice(command_id(), attempt))
    left = till.station.ask(queries.card_notices).result()
    assert attempt not in [each.attempt_id for each in left]
    till.books.open_shift()


def test_cash_that_no_drawer_takes_any_more_is_told(till: Till) -> None:
    """The drawer was counted meanwhile: the card is posted alone, and says so."""
    attempt = unknown(till, 5000, cash=1000)
    shift_id = shift_of(till)
    cash = (shift_id, GL.CASH_IN_DRAWERS, "USD")
    till.books.seal(shift_id, *_piles(till.station.ask(ledger.shift_holds, *cash).result().minor))
    till.sweep()
    shown = till.shown(attempt)
    assert shown.taken is not None
    assert shown.taken.amount.minor == 5000
    assert shown.words == (
        "50.00 was charged and is in the books. The cash beside it is not: take it as a payment of "
        "its own, or give it back."
    )
    till.books.close_shift(shift_id)
    till.books.open_shift()


def _piles(minor: int) -> list[int]:
    """Notes and coins that come to so much."""
    found: list[int] = []
    for worth in (10_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1):
        found += [worth] * (minor // worth)
        minor %= worth
    return found


def test_what_was_charged_is_posted_and_not_what_was_wanted(till: Till) -> None:
    attempt = till.charge(5000)
    post(till, attempt, charged(till, attempt, 4300, "ch_less"))
    shown = till.shown(attempt)
    assert shown.words == ("43.00 was charged, not 50.00. What was charged is in the books.")
    assert shown.taken is not None
    assert shown.taken.balance_left.minor == 700
    more = till.charge(1000)
    first = post(till, more, charged(till, more, 1200, "ch_more"))
    assert post(till, more, charged(till, more, 1200, "ch_more")) == replace(first, posted=False)
    taken = till.shown(more).taken
    assert taken is not None
    assert (taken.amount.minor, taken.to_credit.minor) == (1200, 200)


def test_a_bill_that_was_paid_elsewhere_meanwhile_leaves_credit(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = till.charge(2500)
    account_id = till.shown(attempt).account_id
    monkeypatch.setattr(holding, "refuse_held", lambda *_: None)
    till.books.take_cash(account_id, 2500)
    post(till, attempt, charged(till, attempt, 2500, "ch_twice"))
    taken = till.shown(attempt).taken
    assert taken is not None
    assert (taken.to_credit.minor, taken.allocated) == (2500, ())


def test_an_account_that_was_merged_meanwhile_pays_its_bill(till: Till) -> None:
    """Both are one person's from then on; the card is posted where it was begun."""
    account_id, invoice_id = till.bill(5000)
    attempt = till.open(till.payment(account_id, 5000))
    till.run(attempt, S.WAITING_CARD)
    into, _ = till.bill(700)
    merge = MergeAccounts(
        command_id(), account_id, into, "Registered twice", frozenset({DIFFERENT})
    )
    till.act(merging.merge_accounts, merge, till.actors.billing_manager)
    till.machine.present()
    shown = till.run(attempt)
    assert shown.state is S.PAID
    assert shown.taken is not None
    assert [each.invoice_id for each in shown.taken.allocated] == [invoice_id]
    till.agrees()


def test_a_draft_is_issued_by_the_charge_alone(till: Till) -> None:
    account_id = till.books.register_patient().account_id
    draft_id = Desk(till.books).draft(account_id).draft_id
    payment = till.payment(account_id, 1000, issue_drafts=(draft_id,))
    attempt = till.open(payment)
    assert not till.station.ask(invoices.owed_in_order, account_id).result()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    shown = till.run(attempt)
    assert shown.taken is not None
    assert shown.taken.allocated[0].invoice_id == draft_id


def test_a_charge_after_the_attempt_had_ended_is_found_in_the_list(till: Till) -> None:
    attempt = till.charge(1500)
    till.run(attempt, S.WAITING_CARD)
    till.station.record(stepping.end_uncharged, EndUncharged(attempt, "left")).result()
    till.machine.present()
    till.sweeper.tidy(till.gateway_id)
    assert till.state(attempt) is S.PAID
    till.agrees()
    left = till.charge(1600)
    till.run(left, S.WAITING_CARD)
    till.station.record(stepping.end_uncharged, EndUncharged(left, "left")).result()
    till.sweeper.tidy(till.gateway_id)
    assert till.world.all("pi")[-1]["status"] == "canceled"


def test_what_somebody_gave_back_at_the_card_service_is_told(till: Till) -> None:
    """The books can't know of it; whoever sees the notice can."""
    attempt = unknown(till, 5000)
    (charge,) = (each for each in till.world.all("ch") if each["status"] == "succeeded")
    charge["amount_refunded"] = 5000
    till.sweep()
    shown = till.shown(attempt)
    assert (shown.state, "tell a manager" in shown.words) == (S.PAID, True)
    notices = till.station.ask(queries.card_notices).result()
    assert shown.words in [each.words for each in notices if each.attempt_id == attempt]


def test_what_the_list_did_not_know_ends_nothing_that_went_on_meanwhile(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list takes seconds, and a person who tries again is faster."""
    till.world.faults.next("payment_intents.create", Fault.SERVER_BEFORE)
    attempt = till.charge(1300)
    till.run(attempt, S.CREATE_UNKNOWN)
    kept = till.gateway.intents_since

    def slowly(moment: datetime) -> Any:
        found = list(kept(moment))
        till.world._kept.clear()
        till.again(attempt)
        till.run(attempt, S.WAITING_CARD)
        return found

    monkeypatch.setattr(till.gateway, "intents_since", slowly)
    till.sweep()
    assert till.state(attempt) is S.WAITING_CARD
    till.machine.present()
    assert till.run(attempt).state is S.PAID
    till.agrees()


def test_a_gateway_stays_in_use_while_it_charges(till: Till) -> None:
    attempt = till.charge(1100)
    row = till.station.ask(gateways.gateway, till.gateway_id).result()
    told = SaveGateway(
        command_id(), row.gateway_id, row.name, row.provider, row.methods, test_mode=row.test_mode
    )
    elsewhere = replace(told, id=command_id(), base_url="https://example.com")
    retired = replace(told, id=command_id(), active=False)
    for changed in (elsewhere, retired):
        with pytest.raises(UserError, match="not finished"):
            till.act(maintaining.save_gateway, changed, till.actors.administrator)
    till.cancel(attempt)
    till.run(attempt)
    for changed in (retired, told):
        till.act(maintaining.save_gateway, changed, till.actors.administrator)


def test_the_cash_beside_a_card_is_changed_in_its_own_drawer_alone(till: Till) -> None:
    """Else one cashier could book the cash she took into the drawer of another."""
    other, money = till.actors.other_cashier, till.books.money
    account_id, _ = till.bill(10_000)
    form = till.payment(account_id, 7000, cash=3000)
    attempt = till.open(form)
    till.run(attempt, S.WAITING_CARD)
    till.machine.press_cancel()
    till.run(attempt, S.CANCELED_BY_CUSTOMER)
    named = AddDrawer(command_id(), "Another drawer")
    drawer_id = till.act(drawer_actions.add_drawer, named, till.actors.administrator)
    till.act(drawer_actions.open_shift, OpenShift(command_id(), drawer_id, ()), other)
    legs = (TenderGiven("cash", money(9000), money(9000)), TenderGiven("credit_card", money(1000)))
    wanted = ChooseOtherAmount(command_id(), attempt, replace(form, tenders=legs))
    with pytest.raises(UserError, match="begun in another shift"):
        till.act(cards.choose_other_amount, wanted, other)
    till.act(cards.choose_other_amount, replace(wanted, id=command_id()))
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    assert till.run(attempt).state is S.PAID


def test_an_attempt_nobody_works_on_is_found_in_the_list(till: Till) -> None:
    """Its working state was lost with the disk; the facts came back from the centre."""
    charged_one, left = till.charge(1100), till.charge(1300)
    till.run(charged_one, S.WAITING_CARD)
    till.machine.present()
    till.run(left, S.WAITING_CARD)
    till.forget()
    till.restart()
    assert till.state(left) is S.UNKNOWN
    till.settle()
    assert (till.state(charged_one), till.state(left)) == (S.PAID, S.VOID)
    assert till.machine.action is None, "the prompt is taken off the reader"
    till.agrees()


def test_the_books_of_all_this_are_sound(till: Till) -> None:
    till.sound()
