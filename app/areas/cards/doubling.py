"""A charge that two windows posted while apart stands once: the window whose posting does not hold
takes it back as soon as it hears of the other. No person asks for it.

Two copies of that window may both do so before they hear of each other: what they say is the same
then (`alike`), so each call puts one payment right, alone in its transaction.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from app.areas.cards.records import doubled
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import Reason, ReasonKind
from app.areas.payments import undoing_records as stored
from app.areas.payments.undoing import write_void
from app.areas.payments.undoing_rules import StoredPayment
from app.kernel.ids import CommandId
from app.kernel.translate import t
from app.storage.alike import About, alike
from app.storage.unit_of_work import UnitOfWork


def take_back_doubled(uow: UnitOfWork, _nothing: None) -> int:
    """Void what this window posted of a charge that holds elsewhere; how many payments. One of
    which money was given back already stays for people to decide.
    """
    reasons = ledger.reasons(uow, ReasonKind.VOID)
    for payment_id, posted_at in doubled(uow):
        payment = stored.stored_payment(uow, payment_id)
        entry_id = ledger.entry_of(uow, "payment", payment_id)
        if payment.refunds or payment.voided or not reasons or entry_id is None:
            continue
        at = max(payment.at, posted_at) + timedelta(microseconds=1)
        about = About(payment_id, at, ledger.back_of(uow, entry_id).number)
        alike(uow, about, partial(_void, uow, payment, reasons[-1]))
        return 1
    return 0


def _void(uow: UnitOfWork, payment: StoredPayment, reason: Reason) -> None:
    note = t("Another window posted the same card charge.")
    write_void(uow, payment, CommandId(uow.new_id()), reason, note, by_itself=True)
