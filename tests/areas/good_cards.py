"""Card payments in every place a person may do something about, and good commands about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.areas.cards import records, repository, schema, stepping
from app.areas.cards import service as cards
from app.areas.cards.values import (
    AcceptUnknown,
    AttemptState,
    ChooseOtherAmount,
    DismissNotice,
    DropCashLegs,
    NoteStep,
    OpenAttempt,
    ResetReader,
    TakeOverAttempt,
    TryAgain,
    WantVoid,
)
from app.areas.payments.values import Purpose, TakePayment, TenderGiven
from app.kernel.actor import Actor
from app.kernel.ids import AccountId, AttemptId, StationId
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork
from tests.areas.good_gateways import Gateways
from tests.areas.good_lines import usd
from tests.building import command_id

if TYPE_CHECKING:
    from tests.areas.good_ground import Ground

S = AttemptState


@dataclass(frozen=True, slots=True)
class Cards:
    """Attempts by what may be done with them; `elsewhere` is another window's."""

    waiting: AttemptId
    resting: AttemptId
    busy: AttemptId
    unknown: AttemptId
    split: AttemptId
    elsewhere: AttemptId
    resting_payment: TakePayment


def prepare_cards(
    act: Callable[..., Any],
    cashier: Actor,
    account_id: AccountId,
    gateways: Gateways,
    other_station: StationId,
) -> Cards:
    def begun(*states: S, cash: int = 0, elsewhere: bool = False) -> AttemptId:
        payment = paid_ahead(account_id, cash)
        command = OpenAttempt(command_id(), payment, gateways.gateway_id, gateways.reader_id)
        opened = act(cards.open_attempt, command, cashier)
        found: AttemptId = opened.attempt_id
        last = S.CREATING
        for state in states:
            act(stepping.note_step, NoteStep(found, last, state, intent_ref="pi_1"))
            last = state
        if elsewhere:
            act(_give_to(other_station), found)
        return found

    resting = begun(S.DECLINED)
    return Cards(
        begun(S.WAITING_CARD),
        resting,
        begun(S.READER_BUSY),
        begun(S.UNKNOWN),
        begun(S.UNKNOWN, cash=500),
        begun(elsewhere=True),
        act(_payment, resting),
    )


def _payment(uow: UnitOfWork, attempt_id: AttemptId) -> TakePayment:
    return records.the_attempt(uow, attempt_id).payment


def _give_to(station_id: StationId) -> Callable[..., None]:
    """As if another window had taken the attempt over."""

    def give(uow: UnitOfWork, attempt_id: AttemptId) -> None:
        made = records.the_attempt(uow, attempt_id)
        row: Row = {
            **uow.made(made.business_date),
            "id": command_id(),
            "attempt_id": attempt_id,
            "kind": "taken_over",
            "amount_minor": None,
            "currency": "USD",
            "command": "",
            "shift_id": None,
            "reason": "broken",
            "approval_id": None,
        }
        uow.insert(schema.card_attempt_step, row | {"station_id": station_id})
        repository.drop_working(uow, attempt_id)

    return give


def paid_ahead(account_id: AccountId, cash: int = 0) -> TakePayment:
    """A prepayment by card, with cash beside it where wanted."""
    beside = (TenderGiven("cash", usd(cash), usd(cash)),) if cash else ()
    legs = (*beside, TenderGiven("credit_card", usd(1200)))
    return TakePayment(
        command_id(),
        account_id,
        legs,
        payer_name="Jörg",
        purpose=Purpose.PREPAYMENT,
        notes="for June",
    )


def _accept(g: Ground) -> AcceptUnknown:
    return AcceptUnknown(command_id(), g.cards.unknown, "The line is dead")


GOOD_CARDS: dict[str, Callable[[Ground], Any]] = {
    "cards.open_attempt": lambda g: OpenAttempt(
        command_id(), paid_ahead(g.account_id), g.gateways.gateway_id, g.gateways.reader_id
    ),
    "cards.want_void": lambda g: WantVoid(command_id(), g.cards.waiting),
    "cards.try_again": lambda g: TryAgain(command_id(), g.cards.resting, g.gateways.reader_id),
    "cards.reset_reader": lambda g: ResetReader(command_id(), g.cards.busy),
    "cards.choose_other_amount": lambda g: ChooseOtherAmount(
        command_id(), g.cards.resting, g.cards.resting_payment
    ),
    "cards.drop_cash_legs": lambda g: DropCashLegs(command_id(), g.cards.split),
    "cards.accept_unknown": _accept,
    "cards.take_over_attempt": lambda g: TakeOverAttempt(
        command_id(), g.cards.elsewhere, "Its computer burnt"
    ),
    "cards.dismiss_notice": lambda g: DismissNotice(command_id(), g.cards.unknown),
}
