"""Stores attempts: the facts of their beginning and end, and how this window works on them."""

from __future__ import annotations

from datetime import date, datetime

from app.areas.cards import gateways, schema
from app.areas.cards.ports import Charge
from app.areas.cards.records import Attempt, Working, wanted_shares
from app.areas.cards.values import AttemptState, EndUncharged, NoteStep, OpenAttempt, Outcome
from app.areas.drawers import repository as drawers
from app.areas.invoices.schema import invoice_hold
from app.areas.payments.rules import Share
from app.areas.payments.values import CardLines, TakePayment
from app.kernel.clock import instant_text
from app.kernel.codec import to_plain
from app.kernel.ids import derived_id
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


def add_attempt(
    uow: UnitOfWork,
    command: OpenAttempt,
    method: str,
    amount: Money,
    day: date,
    shift_id: str | None,
    *,
    test_mode: bool,
) -> None:
    """The attempt as a fact, open from now on."""
    row: Row = {
        **uow.made(day),
        "id": command.id,
        "payment_id": command.payment.id,
        "account_id": command.payment.account_id,
        "gateway_id": command.gateway_id,
        "reader_id": command.reader_id,
        "method": method,
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "shift_id": shift_id,
        "test_mode": int(test_mode),
        "command": canonical_json(to_plain(command.payment)),
    }
    uow.insert(schema.card_attempt, row)
    state: Row = {
        "attempt_id": command.id,
        "account_id": command.payment.account_id,
        "shift_id": shift_id,
        "station_id": uow.stream.station,
        "status": "open",
        "at": instant_text(uow.now),
    }
    uow.derive(schema.card_attempt_state, state)
    _hold(uow, command.payment.id, command.id, uow.now)
    if shift_id is not None:
        drawers.hold_shift(uow, shift_id, command.id, amount)


def _hold(uow: UnitOfWork, bill: str, attempt_id: str, begun_at: datetime) -> None:
    """An invoice, or the form itself, is paid by nothing else meanwhile."""
    hold: Row = {
        "invoice_id": bill,
        "attempt_id": attempt_id,
        "station_id": uow.stream.station,
        "at": instant_text(begun_at),
    }
    uow.derive(invoice_hold, hold)


def add_shares(
    uow: UnitOfWork, attempt_id: str, shares: tuple[Share, ...], begun_at: datetime
) -> None:
    """The invoices that wait for the outcome; one it was meant for before gets nothing now."""
    given = {share.item.invoice_id: share.amount for share in shares}
    before = wanted_shares(uow, attempt_id)
    rows = {each: Money.zero(amount.currency) for each, amount in before} | given
    for invoice_id, amount in rows.items():
        uow.insert(
            schema.card_attempt_invoice,
            {
                "id": uow.new_id(),
                "attempt_id": attempt_id,
                "invoice_id": invoice_id,
                "amount_minor": amount.minor,
                "currency": amount.currency,
            },
        )
        _hold(uow, invoice_id, attempt_id, begun_at)


def find_out(uow: UnitOfWork, made: Attempt) -> None:
    """This window finds out how an attempt ended of whose working state nothing is known here."""
    known = (row for row in gateways.readers(uow, all=True) if row.reader_id == made.reader_id)
    reader_ref = next((row.reader_ref for row in known), "")
    begin_working(uow, made.attempt_id, AttemptState.UNKNOWN, reader_ref, late=True)


def begin_working(
    uow: UnitOfWork, attempt_id: str, state: AttemptState, reader_ref: str, *, late: bool = False
) -> None:
    """This window works on the attempt from now on, its keys stored before any call. `late`: a
    reader may have been told, and what is not charged yet shall not be.
    """
    now = instant_text(uow.now)
    uow.put(
        schema.card_working,
        {
            "attempt_id": attempt_id,
            "state": state,
            "reader_ref": reader_ref,
            "intent_ref": "",
            "create_key": uow.new_id(),
            "arm_no": 0,
            "arm_key": uow.new_id(),
            "cancel_key": uow.new_id(),
            "wants_void": int(late),
            "swept": int(late),
            "tries": 0,
            "code": "",
            "decline_code": "",
            "message": "",
            "request_ref": "",
            "armed_at": now if late else None,
            "state_since": now,
        },
    )


def move(uow: UnitOfWork, row: Working, step: NoteStep, reader_ref: str | None = None) -> None:
    """Store what was learned of an attempt."""
    now = instant_text(uow.now)
    fields: Row = {"state": step.to}
    if step.to is not row.state:
        fields["state_since"] = now
    for name in ("intent_ref", "tries"):
        if (value := getattr(step, name)) is not None:
            fields[name] = value
    for name in ("wants_void", "swept"):
        if (flag := getattr(step, name)) is not None:
            fields[name] = int(flag)
    if step.code is not None:
        fields |= {
            "code": plain(step.code, 60),
            "decline_code": plain(step.decline_code, 60),
            "message": plain(step.message),
            "request_ref": plain(step.request_ref, 80) or row.request_ref,
        }
    if step.reached and row.armed_at is None:
        fields["armed_at"] = now
    if step.new_arm_key:
        fields |= {"arm_key": uow.new_id(), "arm_no": row.arm_no + 1}
    if step.new_cancel_key:
        fields["cancel_key"] = uow.new_id()
    if reader_ref is not None:
        fields["reader_ref"] = reader_ref
    uow.update(schema.card_working, fields, attempt_id=row.attempt_id)


def drop_working(uow: UnitOfWork, attempt_id: str) -> None:
    uow.drop(schema.card_working, attempt_id=attempt_id)


def add_step(
    uow: UnitOfWork,
    kind: str,
    made: Attempt,
    day: date,
    *,
    step_id: str,
    amount: Money | None = None,
    payment: TakePayment | None = None,
    reason: str = "",
    approval_id: str | None = None,
) -> None:
    """What somebody decided while the attempt was open."""
    uow.insert(
        schema.card_attempt_step,
        {
            **uow.made(day),
            "id": step_id,
            "attempt_id": made.attempt_id,
            "kind": kind,
            "amount_minor": None if amount is None else amount.minor,
            "currency": made.amount.currency,
            "command": "" if payment is None else canonical_json(to_plain(payment)),
            "shift_id": made.shift_id if kind == "accepted" else None,
            "reason": reason,
            "approval_id": approval_id,
        },
    )


def add_end(
    uow: UnitOfWork,
    made: Attempt,
    intent_ref: str,
    day: date,
    told: EndUncharged,
    charge: Charge | None = None,
) -> None:
    """The attempt's end as a fact: nothing waits for it any more, here or elsewhere."""
    outcome = Outcome.NOT_CHARGED if charge is None else Outcome.CHARGED
    amount = Money.zero(made.amount.currency) if charge is None else charge.amount
    uow.insert(
        schema.card_attempt_end,
        {
            **uow.made(day),
            "id": derived_id("card_attempt_end", made.attempt_id, uow.stream.station, outcome),
            "attempt_id": made.attempt_id,
            "outcome": outcome,
            "intent_ref": intent_ref,
            "charge_ref": "" if charge is None else charge.ref,
            "charged_minor": amount.minor,
            "currency": amount.currency,
            "code": plain(told.code, 60),
            "decline_code": plain(told.decline_code, 60),
            "request_ref": plain(told.request_ref, 80),
            "swept": int(told.swept),
            "note": plain(told.message),
            "approval_id": None,
        },
    )
    uow.update(schema.card_attempt_state, {"status": outcome}, attempt_id=made.attempt_id)
    uow.drop(invoice_hold, attempt_id=made.attempt_id)
    if made.shift_id is not None:
        drawers.release_shift(uow, made.shift_id, made.attempt_id)
    drop_working(uow, made.attempt_id)
    if told.swept:
        notice: Row = {
            "attempt_id": made.attempt_id,
            "user_id": made.made_by,
            "at": instant_text(uow.now),
        }
        uow.put(schema.card_notice, notice)


def add_charge(
    uow: UnitOfWork,
    made: Attempt,
    intent_ref: str,
    charge: Charge,
    card: CardLines,
    payment_id: str,
    tender_id: str,
    day: date,
) -> None:
    """What the card was charged, as a fact beside the tender."""
    fee = charge.fee if charge.fee and charge.fee.currency == charge.amount.currency else None
    uow.insert(
        schema.card_charge,
        {
            **uow.made(day),
            "id": derived_id("card_charge", charge.ref, payment_id),
            "attempt_id": made.attempt_id,
            "payment_id": payment_id,
            "tender_id": tender_id,
            "gateway_id": made.gateway_id,
            "intent_ref": intent_ref,
            "charge_ref": charge.ref,
            "amount_minor": charge.amount.minor,
            "currency": charge.amount.currency,
            **to_plain(card),
            "network": charge.network[:40],
            "interac": int(charge.interac),
            "balance_ref": charge.balance_ref,
            "fee_minor": None
            if fee is None or fee.currency != charge.amount.currency
            else fee.minor,
            "charged_at": None if charge.charged_at is None else instant_text(charge.charged_at),
        },
    )


def plain(text: str, most: int = 400) -> str:
    """What a processor says, without signs that show nothing, and no longer than fits."""
    return "".join(sign for sign in text if sign.isprintable())[:most]


def drop_notice(uow: UnitOfWork, attempt_id: str) -> None:
    uow.drop(schema.card_notice, attempt_id=attempt_id)
