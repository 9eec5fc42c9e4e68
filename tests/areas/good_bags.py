"""Deposits at every stage of their way, for good commands to refer to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.areas.deposits import queries, returning
from app.areas.deposits import service as deposits
from app.areas.deposits.returning_values import BankReason, ReturnCheck
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    PrepareDeposit,
    SealDeposit,
    SubmitDeposit,
)
from app.areas.drawers import service as drawers
from app.areas.drawers.values import MoveCash, MovementKind, Pile
from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments import service as payments
from app.areas.payments.values import Channel, Purpose, TakePayment, TenderGiven
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.kernel.actor import Actor
from app.kernel.ids import (
    AccountId,
    BankAccountId,
    DepositId,
    DepositItemId,
    TenderId,
    new_id,
)
from tests.areas.good_lines import usd
from tests.building import command_id

Act = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Bags:
    """A drop and a check of the mail that lie in the safe, a deposit at each stage, and a check
    that came back.
    """

    free_drop: str
    free_check: str
    prepared: DepositId
    item_id: DepositItemId
    counted: DepositId
    sealed: DepositId
    submitted: DepositId
    cleared: DepositId
    bank_date: Any
    returned: TenderId


def _things(station: Station, act: Act, cashier: Actor, number: str) -> tuple[str, str]:
    """A drop and a check of the mail, by this number, that lie in the safe."""
    payer = Person("Baker", f"Lou {number}")
    new = RegisterPatient(command_id(), AccountId(new_id()), payer)
    account_id = act(parties.register_patient, new).account_id
    drop = MoveCash(command_id(), MovementKind.DROP, usd(3000))
    moved = act(drawers.move_cash, drop, cashier).movement_id
    tender = TenderGiven("check", usd(4000), bank="Chase", check_number=number)
    kept = frozenset({"credit:4000"})
    taken = TakePayment(
        command_id(),
        account_id,
        (tender,),
        purpose=Purpose.PREPAYMENT,
        channel=Channel.MAIL,
        confirmations=kept,
    )
    act(payments.take_payment, taken)
    found = station.ask(queries.proposal).result().items
    return moved, next(item.source_id for item in found if item.check_number == number)


def _bounced(act: Act, tender_id: str, day: Any) -> TenderId:
    """A check that came back."""
    back = ReturnCheck(command_id(), TenderId(tender_id), day, BankReason.INSUFFICIENT_FUNDS)
    act(returning.return_check, back)
    return back.tender_id


def prepare_bags(station: Station, act: Act, cashier: Actor, bank_id: BankAccountId) -> Bags:
    """Five bags, each with a drop of 30.00 and a check of 40.00, prepared by the cashier; the
    program itself counts them and does the rest.
    """

    def things(number: str) -> tuple[str, str]:
        return _things(station, act, cashier, number)

    def made(number: str) -> DepositId:
        command = PrepareDeposit(command_id(), bank_id, things(number), (Pile(usd(1000), 3),))
        found: DepositId = act(deposits.prepare_deposit, command, cashier).deposit_id
        return found

    def item(deposit_id: DepositId) -> DepositItemId:
        view = station.ask(queries.deposit_view, deposit_id).result()
        return next(one.item_id for one in view.items if one.check_number)

    def counted(deposit_id: DepositId) -> DepositId:
        seen = (item(deposit_id),)
        command = CountDeposit(command_id(), deposit_id, (Pile(usd(1000), 3),), seen)
        act(deposits.count_deposit, command)
        return deposit_id

    def sealed(deposit_id: DepositId) -> DepositId:
        act(deposits.seal_deposit, SealDeposit(command_id(), deposit_id, f"B{deposit_id}"))
        return deposit_id

    def submitted(deposit_id: DepositId) -> DepositId:
        act(deposits.submit_deposit, SubmitDeposit(command_id(), deposit_id))
        return deposit_id

    today = station.ask(lambda r: settings.business_today(settings.practice(r), r.now)).result()
    prepared = made("501")
    cleared = submitted(sealed(counted(made("505"))))
    act(deposits.clear_deposit, ClearDeposit(command_id(), cleared, today, usd(7000)))
    free = things("500")
    return Bags(
        *free,
        prepared,
        item(prepared),
        counted(made("502")),
        sealed(counted(made("503"))),
        submitted(sealed(counted(made("504")))),
        cleared,
        today,
        _bounced(act, things("506")[1], today),
    )
