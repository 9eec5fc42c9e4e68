"""Every way a bag on its way to the bank is refused, in the words a person reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.deposits import service, undoing
from app.areas.deposits.values import (
    ClearDeposit,
    SubmitDeposit,
    VoidDeposit,
)
from app.areas.security import service as security
from app.areas.security.values import SaySamePerson
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import DepositId
from app.kernel.money import Money
from tests.areas.deposits.banking import Banking, refused, usd
from tests.building import PIN, command_id


def test_the_steps_to_the_bank_are_in_order(banking: Banking, prepared: DepositId) -> None:
    actors = banking.books.actors
    submit = SubmitDeposit(command_id(), prepared)
    clear = ClearDeposit(command_id(), prepared, banking.today(), usd(21_100))

    def submitted() -> str:
        return refused(banking, actors.cashier, service.submit_deposit, submit)

    def cleared(**fields: Any) -> str:
        command = replace(clear, **fields)
        return refused(banking, actors.accounting, service.clear_deposit, command)

    assert submitted() == "Seal the bag first."
    assert cleared() == "The bag has not left yet. Hand it over first."
    banking.count(prepared)
    banking.seal(prepared)
    assert cleared() == "The bag has not left yet. Hand it over first."
    banking.submit(prepared)
    assert submitted().startswith("Deposit W1-D-00001 was handed over by Cho Cho Win, ")
    tomorrow = banking.today() + timedelta(days=1)
    dates = "The bank's date is from the day the deposit was prepared up to today."
    assert cleared(bank_date=tomorrow) == dates
    assert cleared(bank_date=banking.today() - timedelta(days=1)) == dates
    assert cleared(amount=usd(-1)) == "Type what the bank credited."
    assert cleared(amount=Money(1, "EUR")) == "The cash here is in USD."
    assert cleared(amount=usd(21_099)) == "Choose a reason."
    far = banking.clearing(prepared, 1)
    assert refused(banking, actors.accounting, service.clear_deposit, far) == (
        "The bank credited 210.99 less than was in deposit W1-D-00001."
    )
    same = SaySamePerson(command_id(), actors.cfo.user_id, actors.accounting.user_id)
    banking.act(actors.administrator, security.say_same_person, same)
    with pytest.raises(UserError, match="Nobody approves their own request"):
        approved_by_officer(banking, far)
    banking.clear(prepared)
    assert cleared() == "The bank has credited deposit W1-D-00001 already."
    void = VoidDeposit(command_id(), prepared, None)
    assert refused(banking, actors.billing_manager, undoing.void_deposit, void) == (
        "The bank has credited deposit W1-D-00001. Take the credit back first, where it was typed "
        "wrong."
    )


def approved_by_officer(banking: Banking, command: ClearDeposit) -> str:
    """What accounting is told although the officer has agreed."""
    actors, station = banking.books.actors, banking.books.station
    with pytest.raises(NeedsApproval) as asked:
        station.act(actors.accounting, service.clear_deposit, command).result()
    key, text, by = asked.value.key, asked.value.text, actors.accounting.user_id
    grant = GrantApproval(command_id(), command.id, key, by, text)
    station.approve(actors.numbers["cfo"], PIN, grant)
    return refused(banking, actors.accounting, service.clear_deposit, command)


def test_a_void_deposit_refuses_everything(banking: Banking, prepared: DepositId) -> None:
    actors = banking.books.actors
    unreasoned = VoidDeposit(command_id(), prepared, None)
    assert refused(banking, actors.billing_manager, undoing.void_deposit, unreasoned) == (
        "Choose a reason."
    )
    banking.void(prepared)
    view = banking.view(prepared, actors.billing_manager.user_id)
    assert all(not verb.allowed for verb in view.verbs)
    said = "Deposit W1-D-00001 was voided by Maria Manager, "
    assert all(verb.why.startswith(said) for verb in view.verbs)
    with pytest.raises(UserError, match="was voided by Maria Manager"):
        banking.count(prepared)
    with pytest.raises(UserError, match="was voided by Maria Manager"):
        banking.take_back(prepared)


def test_a_credit_that_is_not_there_is_not_taken_back(
    banking: Banking, prepared: DepositId
) -> None:
    with pytest.raises(UserError, match="has not credited deposit W1-D-00001 yet"):
        banking.take_back(prepared)


def test_verbs_say_what_somebody_may_not(banking: Banking, prepared: DepositId) -> None:
    actors = banking.books.actors
    verbs = {verb.name: verb for verb in banking.view(prepared, actors.cashier.user_id).verbs}
    assert verbs["void"].why == (
        "Cho Cho Win may not void deposits. Ask a manager or an administrator."
    )
    assert verbs["count"].why == "You prepared this deposit. Somebody else counts it a second time."
    assert verbs["take_out"].allowed
    verbs = {verb.name: verb for verb in banking.view(prepared, actors.other_cashier.user_id).verbs}
    assert verbs["count"].allowed
    assert verbs["slip"].why == "The slip is made once the bag is sealed."
