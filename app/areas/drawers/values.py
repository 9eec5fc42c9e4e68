"""Drawers, shifts, counts by denomination and cash movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.ids import CommandId, DrawerId, ShiftId, UserId
from app.kernel.money import Money


class CountKind(StrEnum):
    OPENING = "opening"
    CLOSING = "closing"
    RECOUNT = "recount"
    SURPRISE = "surprise"
    SAFE = "safe"


class MovementKind(StrEnum):
    FLOAT = "float"
    SAFE_OPENING = "safe_opening"


@dataclass(frozen=True, slots=True)
class Pile:
    """`quantity` notes or coins worth `denomination` each."""

    denomination: Money
    quantity: int


@dataclass(frozen=True, slots=True)
class Denomination:
    """One note or coin that is counted, `name` as people say it.

    One that is `rare` is counted like the others and never proposed as change.
    """

    value: Money
    name: str
    coin: bool
    rare: bool = False


@dataclass(frozen=True, slots=True)
class AddDrawer:
    id: CommandId
    name: str


@dataclass(frozen=True, slots=True)
class DrawerRow:
    drawer_id: DrawerId
    name: str
    open_shift_number: str
    held_by: str


@dataclass(frozen=True, slots=True)
class OpenShift:
    """Start a shift at `drawer_id` with the float just counted; the id becomes the shift's id."""

    id: CommandId
    drawer_id: DrawerId
    piles: tuple[Pile, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    shift_id: ShiftId
    number: str
    business_date: date
    float_amount: Money


@dataclass(frozen=True, slots=True)
class OpenShiftRow:
    """A shift that runs: who answers for which drawer since when (UTC), booked to which day."""

    shift_id: ShiftId
    number: str
    drawer_id: DrawerId
    drawer_name: str
    user_id: UserId
    user_name: str
    business_date: date
    opened_at: datetime
    float_amount: Money


@dataclass(frozen=True, slots=True)
class ShiftBrief:
    """What a payment needs to know of the shift it falls into."""

    shift_id: ShiftId
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class CountSafe:
    """The safe as found when the books begin here: 1018 against opening balances."""

    id: CommandId
    piles: tuple[Pile, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SafeCounted:
    counted: Money
