"""A charge that two windows posted while apart stands once: the window whose posting does not hold
takes it back as soon as it hears of the other. No person asks for it.
"""

from __future__ import annotations

from app.areas.cards.records import doubled
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import undoing_records as stored
from app.areas.payments.undoing import write_void
from app.kernel.ids import CommandId, derived_id
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork


def take_back_doubled(uow: UnitOfWork, _nothing: None) -> int:
    """Void what this window posted of a charge that holds elsewhere; how many payments. One of
    which money was given back already stays for people to decide.
    """
    done = 0
    reasons = ledger.reasons(uow, ReasonKind.VOID)
    for payment_id in doubled(uow):
        payment = stored.stored_payment(uow, payment_id)
        if payment.refunds or payment.voided or not reasons:
            continue
        note = t("Another window posted the same card charge.")
        void_id = CommandId(derived_id("card_doubled", payment_id))
        write_void(uow, payment, void_id, reasons[-1], note, by_itself=True)
        done += 1
    return done
