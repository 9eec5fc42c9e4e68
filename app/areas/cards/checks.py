"""How views of card payments are made afresh, and what must hold of attempts and charges."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, literal_column, or_, select, union

from app.areas.cards import schema
from app.areas.drawers.schema import shift_hold
from app.areas.invoices.schema import invoice_hold
from app.areas.payments.schema import payment, payment_void, tender
from app.kernel.translate import t
from app.storage.checking import (
    KEYS,
    Check,
    Follow,
    Part,
    Recipe,
    amount,
    recipe_by,
    rows_check,
)
from app.storage.schema import this_station
from app.storage.statements import Read
from app.storage.tables import counted

_attempt, _invoice, _end, _step, _charge = (
    counted(schema.card_attempt),
    counted(schema.card_attempt_invoice),
    counted(schema.card_attempt_end),
    counted(schema.card_attempt_step),
    counted(schema.card_charge),
)
_payment, _tender, _void = counted(payment), counted(tender), counted(payment_void)
_a, _i, _e, _p, _c = _attempt.c, _invoice.c, _end.c, _step.c, _charge.c
_pay, _t, _v = _payment.c, _tender.c, _void.c
_there: Any = literal_column("1")
_charged: Any = literal_column("'charged'")
_changed: Any = literal_column("'changed'")


def _ended(*where: Any) -> Any:
    return select(_there).where(_e.attempt_id == _a.id, *where).exists()


_wanted = func.coalesce(
    select(_p.amount_minor)
    .where(_p.attempt_id == _a.id, _p.kind == _changed)
    .order_by(_p.at.desc(), _p.id.desc())
    .limit(1)
    .scalar_subquery(),
    _a.amount_minor,
)


def recipes() -> tuple[Recipe, ...]:
    """Where attempts stand, and what they keep from being paid or closed meanwhile."""
    status = case(
        (_ended(_e.outcome == _charged), _charged),
        (_ended(), literal_column("'not_charged'")),
        else_=literal_column("'open'"),
    )
    attempts = (Follow(schema.card_attempt, "id"), Follow(schema.card_attempt_end, "attempt_id"))
    steps = Follow(schema.card_attempt_step, "attempt_id")
    shares = Follow(schema.card_attempt_invoice, "attempt_id")
    accepted = select(_there).where(_p.attempt_id == _a.id, _p.kind == literal_column("'accepted'"))
    why = func.printf(literal_column("'%d %s'"), _wanted, _a.currency)
    return (
        recipe_by(
            schema.card_attempt_state,
            select(_a.id, _a.account_id, _a.shift_id, _a.station_id, status, _a.at),
            _a.id,
            *attempts,
        ),
        _holds(*attempts, shares),
        recipe_by(
            shift_hold,
            select(_a.shift_id, _a.id, why)
            .select_from(_attempt)
            .where(_a.shift_id.is_not(None), ~_ended(), ~accepted.exists()),
            _a.id,
            *attempts,
            steps,
            column="source_id",
        ),
    )


def _holds(*follows: Follow) -> Recipe:
    """The invoices of open attempts, and the forms they were begun from."""

    def held(*within: Any) -> Any:
        bills = (
            select(_i.invoice_id, _i.attempt_id, _a.station_id, _a.at)
            .select_from(_invoice)
            .join(_attempt, _a.id == _i.attempt_id)
            .where(~_ended(), *within)
        )
        forms = select(_a.payment_id, _a.id, _a.station_id, _a.at).where(~_ended(), *within)
        return Read(union(bills, forms))

    whole, some = held(), held(_a.id.in_(KEYS))
    part = Part("attempt_id", follows, lambda reader, keys: reader.each(some, keys=keys))
    return Recipe(invoice_hold, lambda reader: reader.each(whole), parts=(part,))


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (_charges(), _once(), _one_open(), _outcomes(), _posted())


def _charges() -> Check:
    """A charge and its tender are one: amount, currency, and which charge it was."""
    wrong = (
        select(_c.charge_ref, _c.amount_minor, _c.currency)
        .select_from(_charge)
        .outerjoin(_tender, _t.id == _c.tender_id)
        .where(
            or_(
                _t.id.is_(None),
                _t.payment_id != _c.payment_id,
                _t.amount_minor != _c.amount_minor,
                _t.currency != _c.currency,
                _t.gateway_transaction_id != _c.charge_ref,
            )
        )
    )
    return rows_check(
        "cards.charges",
        "What a card was charged is what its tender says.",
        wrong,
        lambda ref, minor, currency: t(
            "The charge {charge} for {amount} is not what its tender says.",
            charge=ref,
            amount=amount(minor, currency),
        ),
    )


def _once() -> Check:
    """A payment that was void because its charge stood twice does not count."""
    standing = (
        select(_c.charge_ref, func.count().label("times"))
        .select_from(_charge)
        .where(~select(_there).where(_v.payment_id == _c.payment_id).exists())
        .group_by(_c.charge_ref)
        .having(func.count() > 1)
    )
    return rows_check(
        "cards.once",
        "Every charge of a card is in the books once.",
        standing,
        lambda ref, times: t(
            "The charge {charge} is in the books {times} times.", charge=ref, times=times
        ),
    )


def _one_open() -> Check:
    """At this window; two that were apart may both have begun."""
    own = select(_there).where(this_station.c.station_id == _a.station_id).exists()
    open_ones = (
        select(_i.invoice_id, func.count(_i.attempt_id.distinct()))
        .select_from(_invoice)
        .join(_attempt, _a.id == _i.attempt_id)
        .where(own, ~_ended())
        .group_by(_i.invoice_id)
        .having(func.count(_i.attempt_id.distinct()) > 1)
    )
    return rows_check(
        "cards.one_open",
        "No invoice has two cards being charged for it at one window.",
        open_ones,
        lambda invoice, times: t(
            "{times} cards are being charged for invoice {invoice}.", times=times, invoice=invoice
        ),
    )


def _outcomes() -> Check:
    """An end says what came of it: charged with the charge in the books, or nothing."""
    there = select(_there).where(
        _c.attempt_id == _e.attempt_id,
        _c.charge_ref == _e.charge_ref,
        _c.amount_minor == _e.charged_minor,
    )
    begun = select(_there).where(_a.id == _e.attempt_id)
    wrong = select(_e.attempt_id, _e.outcome).where(
        or_(
            ~begun.exists(),
            (_e.outcome == _charged) & ~there.exists(),
            (_e.outcome != _charged) & or_(_e.charge_ref != "", _e.charged_minor != 0),
        )
    )
    return rows_check(
        "cards.outcomes",
        "Every card payment that ended says what came of it.",
        wrong,
        lambda attempt, outcome: t(
            "The card payment {attempt} ended as “{outcome}”, and the books say something else.",
            attempt=attempt,
            outcome=outcome,
        ),
    )


def _posted() -> Check:
    """What is charged belongs to an attempt that says so, and to a payment."""
    said = select(_there).where(
        _e.attempt_id == _c.attempt_id, _e.outcome == _charged, _e.charge_ref == _c.charge_ref
    )
    paid = select(_there).where(_pay.id == _c.payment_id)
    wrong = select(_c.charge_ref, _c.amount_minor, _c.currency).where(
        or_(~said.exists(), ~paid.exists())
    )
    return rows_check(
        "cards.posted",
        "Every charge of a card is of an attempt that says so and of a payment.",
        wrong,
        lambda ref, minor, currency: t(
            "The charge {charge} for {amount} has no payment, or its card payment did not end "
            "with it.",
            charge=ref,
            amount=amount(minor, currency),
        ),
    )
