"""A charge that two windows posted while apart stands once: the window whose posting does not hold
takes it back as soon as it hears of the other. No person asks for it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select

from app.areas.cards import schema
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import schema as payments
from app.areas.payments import undoing_records as stored
from app.areas.payments.undoing import write_void
from app.kernel.ids import CommandId, PaymentId, derived_id
from app.kernel.translate import t
from app.storage.schema import this_station
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_mine, _other = counted(schema.card_charge), counted(schema.card_charge).alias("other")
_attempt, _void = counted(schema.card_attempt), counted(payments.payment_void)
_m, _o, _a, _v = _mine.c, _other.c, _attempt.c, _void.c


def _stands(charge: Any) -> Any:
    return ~exists(select(_v.id).where(_v.payment_id == charge.payment_id))


_holds = ((_o.station_id == _a.station_id) & (_m.station_id != _a.station_id)) | (
    ((_o.station_id == _a.station_id) == (_m.station_id == _a.station_id)) & (_o.id < _m.id)
)
"""What the window posted that began the attempt; else the lowest id."""
_DOUBLED = Read(
    select(_m.payment_id)
    .select_from(_mine)
    .join(this_station, this_station.c.station_id == _m.station_id)
    .join(_attempt, _a.id == _m.attempt_id)
    .join(_other, (_o.charge_ref == _m.charge_ref) & (_o.id != _m.id))
    .where(_stands(_m), _stands(_o), _holds)
    .distinct()
    .order_by(_m.payment_id)
)


def doubled(reader: Reader) -> tuple[PaymentId, ...]:
    """Payments of this window whose card charge is in the books of another one, where it holds."""
    return tuple(PaymentId(row[0]) for row in reader.fetch(_DOUBLED))


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
        write_void(uow, payment, void_id, reasons[-1], note)
        done += 1
    return done
