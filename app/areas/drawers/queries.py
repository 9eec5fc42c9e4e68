"""Which drawers there are, who has one open, what moved in it; never what should be in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from app.areas.drawers import errors, records, rules, schema
from app.areas.drawers.closing_values import CountRow, ShiftScreen
from app.areas.drawers.values import (
    Denomination,
    DrawerRow,
    DrawerSense,
    DrawerState,
    MovementKind,
    MovementRow,
    MovementSlip,
    OpenShiftRow,
    ShiftBrief,
    ShiftState,
    UnaskedOpening,
)
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.settings.schema import station
from app.kernel.clock import instant_from
from app.kernel.ids import DrawerId, MovementId, ShiftId, UserId
from app.kernel.money import Money
from app.storage.print_jobs import RECEIPT_PRINTER
from app.storage.schema import this_station
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_shift, _movement = counted(schema.shift), counted(schema.cash_movement)
_s, _st, _d = _shift.c, schema.shift_state.c, schema.drawer.c
_m, _n = _movement.c, counted(schema.drawer_opening).c
_reversal = counted(schema.cash_movement).alias("reversal")
_MOVEMENTS = Read(
    select(
        _m.id,
        _m.number,
        _m.kind,
        _m.reason,
        _m.amount_minor,
        _m.currency,
        _m.reference,
        _m.note,
        _m.at,
        _m.made_by,
        _m.reverses_id,
        select(_reversal.c.id).where(_reversal.c.reverses_id == _m.id).exists(),
    )
    .where(_m.shift_id == bindparam("shift_id"))
    .order_by(_m.at, _m.number_value)
)
_SLIP = Read(select(_m.shift_id).where(_m.id == bindparam("id")))
_NUMBER = Read(select(_m.number).where(_m.id == bindparam("id")))
_OPENINGS = Read(select(func.count()).where(_n.shift_id == bindparam("shift_id")))
_OPENING_COUNT = Read(select(_s.count_id).where(_s.id == bindparam("shift_id")))
_CLOSED_AT = Read(select(_st.closed_at).where(_st.shift_id == bindparam("shift_id")))
_this = select(this_station.c.station_id).scalar_subquery()
_window = (
    select(station.c.code)
    .where(station.c.id == _st.station_id, station.c.id != _this)
    .scalar_subquery()
)
_rows = (
    select(
        _s.id,
        _s.number,
        _s.drawer_id,
        _d.name,
        _s.business_date,
        _s.at,
        _s.float_minor,
        _s.currency,
        _st.user_id,
        _st.state,
        _window,
    )
    .select_from(schema.shift_state)
    .join(_shift, _s.id == _st.shift_id)
    .join(schema.drawer, _d.id == _s.drawer_id)
)
_not_closed = _st.state != ShiftState.CLOSED.value
_here = _st.station_id == _this
_of_user = (_st.user_id == bindparam("user_id"), _not_closed)
_MINE = Read(_rows.where(*_of_user, _here))
_ANYWHERE = Read(select(_st.shift_id).where(*_of_user))
_ONE = Read(_rows.where(_st.shift_id == bindparam("shift_id")))
_ALL = Read(_rows.where(_not_closed).order_by(_s.at))
_IN_DRAWER = Read(_rows.where(_st.drawer_id == bindparam("drawer_id"), _not_closed))
_brief = (
    select(
        _st.shift_id,
        _st.business_date,
        _d.currency,
        _s.number,
        _st.drawer_id,
        _st.user_id,
        _st.state,
        _here,
    )
    .select_from(schema.shift_state)
    .join(schema.drawer, _d.id == _st.drawer_id)
    .join(_shift, _s.id == _st.shift_id)
)
_BRIEF = Read(_brief.where(*_of_user, _here))
_BRIEF_OF = Read(_brief.where(_st.shift_id == bindparam("shift_id")))
_unasked, _shut = counted(schema.unasked_opening), counted(schema.unasked_closing)
_u, _x, _e = _unasked.c, _shut.c, schema.drawer_sense.c
_UNASKED = Read(
    select(_u.id, _u.opened_at, _u.signed_in_id, _u.after, _u.seen_by, func.min(_x.closed_at))
    .select_from(_unasked)
    .outerjoin(_shut, _x.opening_id == _u.id)
    .where(_u.shift_id == bindparam("shift_id"))
    .group_by(_u.id)
    .order_by(_u.opened_at, _u.id)
)
_SENSE = Read(select(_e.state, _e.since, _e.opening_id, _e.why).where(_e.name == RECEIPT_PRINTER))
_DRAWERS = Read(
    select(_d.id, _d.name, _s.number, _st.user_id)
    .select_from(schema.drawer)
    .outerjoin(schema.shift_state, and_(_st.drawer_id == _d.id, _not_closed))
    .outerjoin(_shift, _s.id == _st.shift_id)
    .where(_d.active == 1, _d.station_id == bindparam("station_id"))
    .order_by(_d.name)
)


def drawer_sense(reader: Reader) -> DrawerSense | None:
    """How the drawer at this station's printer stands; None where nothing tells."""
    row = reader.first(_SENSE)
    if row is None:
        return None
    return DrawerSense(DrawerState(row[0]), instant_from(row[1]), row[2] is not None, row[3])


def unasked_openings(reader: Reader, shift_id: ShiftId) -> tuple[UnaskedOpening, ...]:
    """When the drawer of a shift was opened without an order, oldest first."""
    return tuple(
        UnaskedOpening(
            opening_id,
            instant_from(opened),
            instant_from(closed) if closed else None,
            security.user_name(reader, signed_in) if signed_in else "",
            after,
            seen_by == "start",
            seen_by != "switch",
        )
        for opening_id, opened, signed_in, after, seen_by, closed in reader.fetch(
            _UNASKED, shift_id=shift_id
        )
    )


def my_shift(reader: Reader, user_id: UserId) -> OpenShiftRow | None:
    """The shift a user has not closed yet at this station, or None."""
    row = reader.first(_MINE, user_id=user_id)
    return None if row is None else _row(reader, row)


def has_open_drawer(reader: Reader, user_id: UserId) -> bool:
    """Whether somebody will have to count a drawer, at whatever station."""
    return reader.first(_ANYWHERE, user_id=user_id) is not None


def open_shifts(reader: Reader) -> tuple[OpenShiftRow, ...]:
    """Every shift that is not closed, oldest first; no sum of cash is in it."""
    return tuple(_row(reader, row) for row in reader.fetch(_ALL))


def handover_waiting(reader: Reader, drawer_id: DrawerId) -> OpenShiftRow | None:
    """The counted shift of a drawer that somebody may take over, or None."""
    row = reader.first(_IN_DRAWER, drawer_id=drawer_id)
    found = None if row is None else _row(reader, row)
    return found if found is not None and found.state is ShiftState.COUNTED else None


def _row(reader: Reader, row: tuple[Any, ...]) -> OpenShiftRow:
    shift_id, number, drawer_id, drawer, day, opened, float_minor, currency, user = row[:9]
    state, window = row[9:]
    return OpenShiftRow(
        shift_id=ShiftId(shift_id),
        number=number,
        drawer_id=DrawerId(drawer_id),
        drawer_name=drawer,
        user_id=UserId(user),
        user_name=security.user_name(reader, user),
        business_date=date.fromisoformat(day),
        opened_at=instant_from(opened),
        float_amount=Money(float_minor, currency),
        state=ShiftState(state),
        window=window or "",
    )


def current_shift(reader: Reader, user_id: UserId) -> ShiftBrief | None:
    """The shift a user answers for at this station, open or counted, or None; payments need an open
    one.
    """
    row = reader.first(_BRIEF, user_id=user_id)
    return None if row is None else _brief_of(row)


def shift_brief(reader: Reader, shift_id: ShiftId) -> ShiftBrief | None:
    """Any shift, closed ones too; None when there is no such shift."""
    row = reader.first(_BRIEF_OF, shift_id=shift_id)
    return None if row is None else _brief_of(row)


def _brief_of(row: tuple[Any, ...]) -> ShiftBrief:
    shift_id, day, currency, number, drawer_id, user_id, state, here = row
    return ShiftBrief(
        ShiftId(shift_id),
        date.fromisoformat(day),
        currency,
        number,
        DrawerId(drawer_id),
        UserId(user_id),
        ShiftState(state),
        bool(here),
    )


def shift_screen(reader: Reader, shift_id: ShiftId) -> ShiftScreen:
    """All the Drawer screen shows of a shift; a UserError when there is no such shift."""
    row = reader.first(_ONE, shift_id=shift_id)
    brief = shift_brief(reader, shift_id)
    if row is None or brief is None:
        raise errors.no_such_shift()
    sealed = records.sealed_counts(reader, shift_id)
    shown = records.revealed(reader, shift_id)
    closed = brief.state is ShiftState.CLOSED
    agrees = records.count_agrees(reader, brief, sealed[-1]) if sealed and not closed else None
    told = shown or (bool(sealed) and records.told_at_hand_over(reader, shift_id, sealed[-1].total))
    closed_at = reader.scalar(_CLOSED_AT, shift_id=shift_id)
    return ShiftScreen(
        row=_row(reader, row),
        movements=movements(reader, shift_id),
        counts=tuple(
            CountRow(attempt, count.at, security.user_name(reader, count.user_id))
            for attempt, count in enumerate(sealed, 1)
        ),
        no_sales=openings(reader, shift_id),
        unasked=unasked_openings(reader, shift_id),
        agrees=agrees,
        revealed=shown,
        counts_left=0 if closed or told or agrees else max(0, rules.COUNTS - len(sealed)),
        closed_at=instant_from(closed_at) if closed_at else None,
    )


def movements(reader: Reader, shift_id: ShiftId) -> tuple[MovementRow, ...]:
    """The cash that moved in a shift for another reason than a payment, oldest first."""
    found = []
    for row in reader.fetch(_MOVEMENTS, shift_id=shift_id):
        movement_id, number, kind, words, minor, currency, reference, note, at, user = row[:10]
        found.append(
            MovementRow(
                movement_id=MovementId(movement_id),
                number=number,
                kind=MovementKind(kind),
                words=words or rules.kind_words(MovementKind(kind)),
                amount=Money(minor, currency),
                reference=reference,
                note=note,
                at=instant_from(at),
                user_name=security.user_name(reader, user),
                reverses_id=None if row[10] is None else MovementId(row[10]),
                reversed=bool(row[11]),
            )
        )
    return tuple(found)


def openings(reader: Reader, shift_id: ShiftId) -> int:
    """How often the drawer of a shift was opened without a sale."""
    return int(reader.scalar(_OPENINGS, shift_id=shift_id) or 0)


def movement_slip(reader: Reader, movement_id: MovementId) -> MovementSlip:
    """What the slip of a movement says; a UserError for what has no slip."""
    shift_id = reader.scalar(_SLIP, id=movement_id)
    row = None if shift_id is None else reader.first(_ONE, shift_id=shift_id)
    if row is None:
        raise errors.no_such_movement()
    shift, here = _row(reader, row), settings.practice(reader)
    one = next(m for m in movements(reader, shift.shift_id) if m.movement_id == movement_id)
    return MovementSlip(
        number=one.number,
        kind=one.kind,
        title=rules.kind_words(one.kind),
        words=one.words,
        amount=Money(abs(one.amount.minor), one.amount.currency),
        reference=one.reference,
        note=one.note,
        at=one.at,
        time_zone=here.time_zone,
        locale=here.locale,
        practice=here.organization_name,
        station=here.station_code,
        drawer=shift.drawer_name,
        shift_number=shift.number,
        user_name=one.user_name,
        reverses_number=str(reader.scalar(_NUMBER, id=one.reverses_id) or ""),
        demo=here.demo,
    )


def drop_due(reader: Reader, user_id: UserId) -> bool:
    """Whether somebody's open drawer holds more than it should, so that a drop is due.

    Only yes or no, and not quite where the setting says: the sum is not for who will count it.
    """
    row = reader.first(_MINE, user_id=user_id)
    shift = None if row is None else _row(reader, row)
    if shift is None or shift.state is not ShiftState.OPEN:
        return False
    brief = shift_brief(reader, shift.shift_id)
    secret = str(reader.scalar(_OPENING_COUNT, shift_id=shift.shift_id))
    above = rules.drop_limit(settings.whole_setting(reader, "drawers.drop_above"), secret)
    held = records.expected_cash(reader, brief) if brief else shift.float_amount
    return (held - shift.float_amount).minor > above


def drawer_rows(reader: Reader) -> tuple[DrawerRow, ...]:
    """This station's drawers, and who has which open."""
    here = settings.practice(reader)
    return tuple(
        DrawerRow(
            DrawerId(drawer_id),
            name,
            number or "",
            security.user_name(reader, user) if user else "",
        )
        for drawer_id, name, number, user in reader.fetch(_DRAWERS, station_id=here.station_id)
    )


def denominations(reader: Reader) -> tuple[Denomination, ...]:
    """The notes and coins that are counted here, largest first."""
    chosen = settings.numbers_setting(reader, "drawers.denominations")
    return rules.denominations(settings.practice(reader).currency, chosen)
