"""What a payment posts, leg by leg, and the opposite of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.areas.ledger.values import GL, Leg
from app.areas.payments.rules import TenderLeg
from app.areas.payments.undoing_rules import StoredPayment
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money


def all_legs(payment: StoredPayment) -> Iterable[Leg]:
    """What everything that was posted for the payment comes to by now."""
    for tender in payment.legs:
        yield from tender_legs(payment, tender.leg)
    for share in payment.shares:
        yield paid(share.account_id, share.invoice_id, share.amount)
    yield kept(payment, payment.unapplied)


def paid(account_id: AccountId, invoice_id: InvoiceId, amount: Money) -> Leg:
    """What goes to an invoice takes away from what is owed."""
    return Leg(GL.RECEIVABLE_PATIENTS, -amount, account_id=account_id, invoice_id=invoice_id)


def kept(payment: StoredPayment, amount: Money) -> Leg:
    """What goes to no invoice is owed to the account that paid."""
    return Leg(GL.PATIENT_CREDITS, -amount, account_id=payment.account_id)


def opposite(legs: Iterable[Leg]) -> Iterable[Leg]:
    return (replace(leg, amount=-leg.amount) for leg in legs)


def tender_legs(payment: StoredPayment, leg: TenderLeg) -> tuple[Leg, ...]:
    """What a tender posts: what came in, and what its cash was rounded by."""
    came_in = Leg(
        leg.gl_code,
        leg.taken,
        shift_id=payment.shift_id,
        reference_type="payment",
        reference_id=payment.payment_id,
    )
    return (came_in, Leg(GL.CASH_ROUNDING, -(leg.taken - leg.amount)))


def moved(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """`legs` added up by GL account and dimensions, without what comes to nothing."""
    sums: dict[Leg, Money] = {}
    for leg in legs:
        place = replace(leg, amount=Money.zero(leg.amount.currency))
        sums[place] = sums.get(place, place.amount) + leg.amount
    return tuple(replace(place, amount=amount) for place, amount in sums.items() if amount)
