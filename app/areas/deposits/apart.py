"""What two windows did with one bag while apart counts once: the window whose step does not hold
posts back what it booked as soon as it hears of the other. No person asks for it.
"""

from __future__ import annotations

from app.areas.deposits.apart_records import booked_as, to_settle
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg
from app.kernel.money import Money
from app.kernel.translate import t_kept
from app.storage.unit_of_work import UnitOfWork


def settle(uow: UnitOfWork, step_id: str) -> int:
    """Post what the books lack of a step of this station by now; how many entries."""
    lacks = to_settle(uow).get(step_id, ())
    if not lacks:
        return 0
    booked = booked_as(uow, step_id, lacks[0].deposit_id)
    words = t_kept("Another window went on with deposit {number} too", number=booked.number)
    legs = tuple(
        Leg(
            lack.gl,
            Money(lack.minor, lack.currency),
            words if lack.gl == GL.CASH_OVER_SHORT else "",
            deposit_id=lack.deposit_id,
        )
        for lack in sorted(lacks, key=lambda one: one.gl)
    )
    kind = EntryType.STANDARD if booked.entry_id is None else EntryType.REVERSING
    ledger.post(
        uow,
        Entry(
            booked.day,
            words,
            legs,
            booked.kind,
            step_id,
            booked.number,
            kind,
            reverses_entry_id=booked.entry_id,
        ),
    )
    return 1
