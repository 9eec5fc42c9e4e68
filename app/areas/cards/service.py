"""What people do with a card payment: begin it, cancel it, try again, or decide without an outcome.

Nothing here talks to anybody: the runner reads what was written and does the talking.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.areas.approvals.service import require_approval
from app.areas.cards import errors, gateways, records, repository, rules
from app.areas.cards.charge_amounts import charged_units
from app.areas.cards.gateway_values import GatewayRow, ReaderRow
from app.areas.cards.ports import GatewayTrouble
from app.areas.cards.records import Attempt, Working
from app.areas.cards.values import (
    AcceptUnknown,
    AttemptMoved,
    AttemptOpened,
    AttemptState,
    ChooseOtherAmount,
    DismissNotice,
    DropCashLegs,
    EndUncharged,
    NoteStep,
    OpenAttempt,
    ResetReader,
    TakeOverAttempt,
    TryAgain,
    WantVoid,
)
from app.areas.drawers import repository as drawers
from app.areas.parties import queries as parties
from app.areas.payments import errors as payment_errors
from app.areas.payments import repository as payments
from app.areas.payments.planning import Plan, plan_of
from app.areas.payments.values import Channel, TakePayment, TenderGiven
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import (
    AttemptId,
    CardReaderId,
    CommandId,
    PaymentId,
    StationId,
    check_id,
)
from app.kernel.text import clean_required
from app.storage import answers
from app.storage.unit_of_work import UnitOfWork


class _Rehearsed(Exception):
    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def open_attempt(uow: UnitOfWork, command: OpenAttempt) -> AttemptOpened:
    """Begin to charge a card: everything is checked and asked as if the payment were taken now, and
    committed with its keys before anybody is called.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    row, reader = _way(uow, command)
    leg = _card_leg(uow, command.payment, row)
    payment_id = check_id(command.payment.id, "payment")
    if payment_id == command.id or payments.is_taken(uow, PaymentId(payment_id)):
        raise errors.payment_taken_already()
    if answers.known(uow, payment_id) is not None:
        raise payment_errors.id_taken()
    if records.open_for(uow, payment_id):
        raise errors.payment_is_open()
    plan = _rehearsed(uow, command.payment, command.id, leg, command.confirmations)
    repository.add_attempt(
        uow,
        replace(command, payment=_as_asked(plan, command.payment)),
        leg.method,
        leg.amount,
        plan.day,
        plan.shift_id,
        test_mode=row.test_mode,
    )
    repository.add_shares(uow, command.id, plan.shares, uow.now)
    repository.begin_working(uow, command.id, AttemptState.CREATING, reader.reader_ref)
    return AttemptOpened(AttemptId(command.id), PaymentId(payment_id), leg.amount, plan.amount)


def _way(uow: UnitOfWork, command: OpenAttempt) -> tuple[GatewayRow, ReaderRow]:
    row = gateways.gateway(uow, command.gateway_id)
    if not row.integrated:
        raise errors.not_integrated(row.name)
    if not row.active:
        raise errors.out_of_use(row.name)
    if row.test_mode and not settings.practice(uow).demo:
        raise errors.only_tests(row.name)
    return row, _reader(uow, row, command.reader_id)


def _reader(uow: UnitOfWork, row: GatewayRow, reader_id: CardReaderId) -> ReaderRow:
    found = gateways.card_reader(uow, reader_id)
    if found.gateway_id != row.gateway_id:
        raise errors.reader_of_another()
    if not found.active:
        raise errors.out_of_use(found.label)
    return found


def _card_leg(uow: UnitOfWork, payment: TakePayment, row: GatewayRow) -> TenderGiven:
    """The last tender is the card's: what else is in a split was taken before it."""
    if not payment.tenders:
        raise payment_errors.no_tender()
    if payment.channel is not Channel.COUNTER:
        raise errors.not_at_the_counter()
    leg = payment.tenders[-1]
    if leg.method not in row.methods or leg.method not in gateways.at_readers(uow):
        raise errors.no_card_leg(leg.method)
    if leg.amount.minor > 0:
        try:
            charged_units(leg.amount)
        except GatewayTrouble as why:
            raise errors.not_chargeable(why.text) from why
    return leg


def _rehearsed(
    uow: UnitOfWork,
    payment: TakePayment,
    command_id: CommandId,
    leg: TenderGiven,
    confirmations: frozenset[str],
    attempt_id: str = "",
) -> Plan:
    """What the payment would come to, with all its questions; nothing of it stays written, such as
    drafts that it would issue.
    """
    asked = replace(payment, id=command_id, confirmations=payment.confirmations | confirmations)
    try:
        with uow.savepoint():
            raise _Rehearsed(plan_of(uow, asked, by_gateway=leg.method, attempt_id=attempt_id))
    except _Rehearsed as done:
        return done.plan


def _as_asked(plan: Plan, payment: TakePayment) -> TakePayment:
    """The payment as it is stored for whoever posts it: cleaned, with its own id."""
    told = ("reference", "bank", "check_number", "card_last4", "card_brand", "wallet")
    tenders = tuple(
        replace(given, **{name: getattr(leg, name) for name in told})
        for given, leg in zip(payment.tenders, plan.legs, strict=True)
    )
    return replace(plan.command, id=payment.id, tenders=tenders, confirmations=frozenset())


# ----------------------------------------------------------------------- while a card is waited for


def want_void(uow: UnitOfWork, command: WantVoid) -> AttemptMoved:
    """Charge nothing if that can still be had. The attempt has ended only when its state says so:
    a card that was presented meanwhile is charged, and posted.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    made, row = _working_here(uow, command.attempt_id)
    if row.state is AttemptState.CREATE_UNKNOWN:
        return end(uow, made, row, "left")
    if row.state in rules.RESTING:
        to = rules.after(row.state, rules.Event.LEAVE)
        return _moved(uow, row, NoteStep(made.attempt_id, row.state, to, wants_void=True, tries=0))
    return _moved(uow, row, NoteStep(made.attempt_id, row.state, row.state, wants_void=True))


def try_again(uow: UnitOfWork, command: TryAgain) -> AttemptMoved:
    """Tell the reader again, with a new key and the same intent; or another reader."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    made, row = _working_here(uow, command.attempt_id)
    creating = row.state is AttemptState.CREATE_UNKNOWN
    if not creating and row.state not in rules.RESTING:
        raise errors.not_now()
    if creating and rules.key_is_old(uow.now - made.at):
        raise errors.key_too_old()
    reader_ref = row.reader_ref
    if command.reader_id is not None:
        gateway = gateways.gateway(uow, made.gateway_id)
        reader_ref = _reader(uow, gateway, command.reader_id).reader_ref
    to = rules.after(row.state, rules.Event.TRY_AGAIN)
    step = NoteStep(made.attempt_id, row.state, to, tries=0, code="", new_arm_key=not creating)
    return _moved(uow, row, step, reader_ref)


def reset_reader(uow: UnitOfWork, command: ResetReader) -> AttemptMoved:
    """Tell a busy reader again, and end before what it does, where that is this attempt's or one
    that this window left behind.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    made, row = _working_here(uow, command.attempt_id)
    if row.state is not AttemptState.READER_BUSY:
        raise errors.not_now()
    step = NoteStep(
        made.attempt_id,
        row.state,
        AttemptState.ARMING,
        tries=0,
        code=rules.RESET_CODE,
        new_arm_key=True,
    )
    return _moved(uow, row, step)


def choose_other_amount(uow: UnitOfWork, command: ChooseOtherAmount) -> AttemptMoved:
    """Charge another amount on the same intent, once nothing was charged."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    made, row = _working_here(uow, command.attempt_id)
    if row.state not in rules.RESTING:
        raise errors.not_now()
    gateway = gateways.gateway(uow, made.gateway_id)
    leg = _card_leg(uow, command.payment, gateway)
    before = made.payment
    same = (before.id, before.account_id) == (command.payment.id, command.payment.account_id)
    if not same or leg.method != made.method:
        raise errors.other_payment()
    plan = _rehearsed(uow, command.payment, command.id, leg, command.confirmations, made.attempt_id)
    if plan.shift_id != made.shift_id:
        raise errors.of_another_drawer()
    repository.add_step(
        uow,
        "changed",
        made,
        plan.day,
        step_id=command.id,
        amount=leg.amount,
        payment=_as_asked(plan, command.payment),
    )
    repository.add_shares(uow, made.attempt_id, plan.shares, made.at)
    if made.shift_id is not None:
        drawers.hold_shift(uow, made.shift_id, made.attempt_id, leg.amount)
    to = rules.after(row.state, rules.Event.OTHER_AMOUNT)
    step = NoteStep(made.attempt_id, row.state, to, tries=0, code="", new_cancel_key=True)
    return _moved(uow, row, step)


# --------------------------------------------------------------------- while the outcome is unknown


def drop_cash_legs(uow: UnitOfWork, command: DropCashLegs) -> AttemptMoved:
    """What else is on the form goes back to the person: the card alone is posted if charged."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    made = _open(uow, command.attempt_id)
    if not made.beside_card:
        raise errors.no_cash_on_form()
    repository.add_step(
        uow, "cash_back", made, _today(uow), step_id=command.id, amount=made.beside_card
    )
    return _state(uow, made)


def accept_unknown(uow: UnitOfWork, command: AcceptUnknown) -> AttemptMoved:
    """Let the attempt's shift be closed although nobody knows its outcome yet; NeedsApproval."""
    uow.actor.require(Permission.OPEN_SHIFT)
    made = _open(uow, command.attempt_id)
    if made.shift_id is None:
        raise errors.no_shift()
    if records.is_accepted(uow, made.attempt_id):
        raise errors.accepted_already()
    row = records.working(uow, made.attempt_id)
    if row is not None and row.state not in rules.SWEPT:
        raise errors.finish_it_first()
    if made.beside_card:
        raise errors.give_cash_back_first(made.beside_card)
    reason = clean_required(command.reason, "reason", most=120)
    name = parties.account_header(uow, made.account_id).name
    words = errors.accept_unknown(made.amount, name, reason)
    key = f"unknown:{made.amount.minor}"
    approval_id = require_approval(uow, command.id, key, words)
    repository.add_step(
        uow,
        "accepted",
        made,
        _today(uow),
        step_id=command.id,
        reason=reason,
        approval_id=approval_id,
    )
    drawers.release_shift(uow, made.shift_id, made.attempt_id)
    return _state(uow, made)


def take_over_attempt(uow: UnitOfWork, command: TakeOverAttempt) -> AttemptMoved:
    """Find out here how another window's attempt ended: its computer is broken, or far away."""
    uow.actor.require(Permission.CLOSE_ANY_SHIFT)
    made = _open(uow, command.attempt_id)
    if made.owner == uow.stream.station:
        raise errors.not_to_be_taken_over(_code(uow, made.owner))
    reason = clean_required(command.reason, "reason", most=400)
    repository.add_step(uow, "taken_over", made, _today(uow), step_id=command.id, reason=reason)
    repository.find_out(uow, made)
    return AttemptMoved(made.attempt_id, AttemptState.UNKNOWN)


def dismiss_notice(uow: UnitOfWork, command: DismissNotice) -> AttemptMoved:
    """Somebody read how an attempt ended that was found out late."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    made = records.attempt(uow, check_id(command.attempt_id, "attempt_id"))
    if made is None:
        raise errors.no_such_attempt()
    repository.drop_notice(uow, made.attempt_id)
    return _state(uow, made)


# -------------------------------------------------------------------------------------------- parts


def end(uow: UnitOfWork, made: Attempt, row: Working, code: str) -> AttemptMoved:
    """Nothing was charged, and nothing can be."""
    told = EndUncharged(made.attempt_id, code, swept=row.swept)
    repository.add_end(uow, made, row.intent_ref, _today(uow), told)
    return AttemptMoved(made.attempt_id, AttemptState.VOID)


def _open(uow: UnitOfWork, attempt_id: AttemptId) -> Attempt:
    made = records.attempt(uow, check_id(attempt_id, "attempt_id"))
    if made is None:
        raise errors.no_such_attempt()
    if not made.open:
        raise errors.attempt_ended()
    return made


def _working_here(uow: UnitOfWork, attempt_id: AttemptId) -> tuple[Attempt, Working]:
    made = _open(uow, attempt_id)
    row = records.working(uow, made.attempt_id)
    if row is None or made.owner != uow.stream.station:
        raise errors.attempt_elsewhere(_code(uow, made.owner))
    return made, row


def _moved(
    uow: UnitOfWork, row: Working, step: NoteStep, reader_ref: str | None = None
) -> AttemptMoved:
    repository.move(uow, row, step, reader_ref)
    return AttemptMoved(row.attempt_id, step.to)


def _state(uow: UnitOfWork, made: Attempt) -> AttemptMoved:
    row = records.working(uow, made.attempt_id)
    if row is not None:
        return AttemptMoved(made.attempt_id, row.state)
    states = {"charged": AttemptState.PAID, "not_charged": AttemptState.VOID}
    return AttemptMoved(made.attempt_id, states.get(made.status, AttemptState.UNKNOWN))


def _code(uow: UnitOfWork, station_id: StationId) -> str:
    codes = {each.station_id: each.code for each in settings.stations(uow)}
    return codes.get(station_id, "?")


def _today(uow: UnitOfWork) -> date:
    return settings.business_today(settings.practice(uow), uow.now)
