"""What the switch of a drawer says, kept as it changes: whose order opened it, and for how long.

The program writes this by itself; nobody can ask for it.
"""

from __future__ import annotations

from app.areas.drawers import opening_records
from app.areas.drawers.values import DrawerState, Sensed
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def drawer_opened(uow: UnitOfWork, sensed: Sensed) -> None:
    """The switch says open. Without an order that is a fact, at once."""
    _note(uow, sensed)


def drawer_shut(uow: UnitOfWork, sensed: Sensed) -> None:
    """The switch says shut, or still shut where it was to open; the end of an opening without an
    order is a fact.
    """
    _note(uow, sensed)


def forget_drawer(uow: UnitOfWork, _nothing: None) -> None:
    """Nothing tells any more how the drawer stands: its switch is gone from the settings."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if opening_records.known(uow) is not None:
        opening_records.forget(uow)


def _note(uow: UnitOfWork, sensed: Sensed) -> None:
    uow.actor.require(Permission.CHANGE_SETTINGS)
    before = opening_records.known(uow)
    again = before is not None and before[0] is sensed.state
    if again and sensed.state is not DrawerState.STUCK:
        return
    if before is not None and before[2] is not None:
        opening_records.add_closing(uow, before[2], before[1])
    unasked = sensed.state is DrawerState.OPEN and not sensed.asked
    opening_id = opening_records.add_opening(uow, sensed) if unasked else None
    opening_records.keep(uow, sensed, opening_id)
