"""Stores what the switch of a drawer said last, and what nobody ordered."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.drawers import schema
from app.areas.drawers.values import DrawerState, Sensed, ShiftState
from app.areas.security.schema import sign_in
from app.areas.security.values import SignInOutcome
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from, instant_text
from app.kernel.ids import ShiftId
from app.storage.checking import one_of
from app.storage.print_jobs import RECEIPT_PRINTER
from app.storage.statements import Read
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_d, _st, _e = schema.drawer.c, schema.shift_state.c, schema.drawer_sense.c
_i = counted(sign_in).c
_SIGNED = Read(
    select(_i.user_id, _i.outcome)
    .where(
        _i.station_id == bindparam("station_id"),
        one_of(_i.outcome, SignInOutcome.SIGNED_IN, SignInOutcome.SIGNED_OUT),
    )
    .order_by(_i.at.desc(), _i.id.desc())
    .limit(1)
)
_SENSE = Read(select(_e.state, _e.since, _e.opening_id).where(_e.name == bindparam("name")))
_DRAWERS = Read(
    select(_d.id).where(_d.station_id == bindparam("station_id"), _d.active == 1).order_by(_d.name)
)
_HELD = Read(
    select(_st.drawer_id, _st.shift_id, _st.user_id)
    .where(_st.station_id == bindparam("station_id"), _st.state != ShiftState.CLOSED.value)
    .order_by(_st.opened_at)
)


def known(uow: UnitOfWork) -> tuple[DrawerState, str, str | None] | None:
    """The state that was heard last, since when, and the opening without an order that lasts."""
    row = uow.first(_SENSE, name=RECEIPT_PRINTER)
    return None if row is None else (DrawerState(row[0]), row[1], row[2])


def keep(uow: UnitOfWork, sensed: Sensed, opening_id: str | None) -> None:
    """What the switch says now."""
    uow.put(
        schema.drawer_sense,
        {
            "name": RECEIPT_PRINTER,
            "state": sensed.state.value,
            "since": instant_text(uow.now),
            "opening_id": opening_id,
            "why": sensed.why,
        },
    )


def forget(uow: UnitOfWork) -> None:
    uow.drop(schema.drawer_sense, name=RECEIPT_PRINTER)


def add_opening(uow: UnitOfWork, sensed: Sensed) -> str:
    """An opening without an order, with the shift and the person that were there; its id."""
    here = settings.practice(uow)
    signed = uow.first(_SIGNED, station_id=here.station_id)
    signed_in = signed[0] if signed and signed[1] == SignInOutcome.SIGNED_IN else None
    held = uow.fetch(_HELD, station_id=here.station_id)
    shift = next((row for row in held if row[2] == signed_in), held[0] if held else None)
    drawers = uow.fetch(_DRAWERS, station_id=here.station_id)
    alone = drawers[0][0] if len(drawers) == 1 else None
    opening_id = uow.new_id()
    uow.insert(
        schema.unasked_opening,
        {
            "id": opening_id,
            **uow.made(settings.business_today(here, uow.now)),
            "drawer_id": shift[0] if shift else alone,
            "shift_id": shift[1] if shift else None,
            "signed_in_id": signed_in,
            "opened_at": instant_text(uow.now),
            "after": sensed.why,
            "seen_by": _seen_by(sensed),
        },
    )
    return opening_id


def _seen_by(sensed: Sensed) -> str:
    if sensed.at_start:
        return "start"
    return "gap" if sensed.late else "switch"


def shift_here(uow: UnitOfWork) -> ShiftId | None:
    """The shift that answers for a drawer of this station now, the asker's own first."""
    held = uow.fetch(_HELD, station_id=settings.practice(uow).station_id)
    own = next((row for row in held if row[2] == uow.actor.user_id), None)
    first = own or (held[0] if held else None)
    return None if first is None else ShiftId(first[1])


def add_closing(uow: UnitOfWork, opening_id: str, since: str) -> None:
    """The end of an opening without an order."""
    here = settings.practice(uow)
    span = uow.now - instant_from(since)
    uow.insert(
        schema.unasked_closing,
        {
            "id": uow.new_id(),
            **uow.made(settings.business_today(here, uow.now)),
            "opening_id": opening_id,
            "closed_at": instant_text(uow.now),
            "open_s": max(0, int(span.total_seconds())),
        },
    )
