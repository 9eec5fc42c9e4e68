"""Drawers, shifts, piles of notes and coins, and cash that moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.ids import (
    CommandId,
    DrawerId,
    MovementId,
    ReasonId,
    ShiftId,
    UserId,
)
from app.kernel.money import Money


class CountKind(StrEnum):
    OPENING = "opening"
    CLOSING = "closing"
    RECOUNT = "recount"
    NOT_COUNTED = "not_counted"
    INCOMING = "incoming"
    INCOMING_AGAIN = "incoming_again"
    SURPRISE = "surprise"
    SAFE = "safe"
    DEPOSIT = "deposit"
    DEPOSIT_SECOND = "deposit_second"


class MovementKind(StrEnum):
    FLOAT = "float"
    SAFE_OPENING = "safe_opening"
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    DROP = "drop"
    REFUND = "refund"


class ShiftState(StrEnum):
    """Money is taken while it is open; mistakes are put right until it is closed."""

    OPEN = "open"
    COUNTED = "counted"
    CLOSED = "closed"


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
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    shift_id: ShiftId
    number: str
    business_date: date
    float_amount: Money


@dataclass(frozen=True, slots=True)
class OpenShiftRow:
    """A shift that runs: who answers for which drawer since when (UTC), booked to which day.

    `window` is the code of the station it is at; empty for this one.
    """

    shift_id: ShiftId
    number: str
    drawer_id: DrawerId
    drawer_name: str
    user_id: UserId
    user_name: str
    business_date: date
    opened_at: datetime
    float_amount: Money
    state: ShiftState = ShiftState.OPEN
    window: str = ""


@dataclass(frozen=True, slots=True)
class ShiftBrief:
    """What a payment, a void or a movement needs to know of the shift it falls into."""

    shift_id: ShiftId
    business_date: date
    currency: str
    number: str
    drawer_id: DrawerId
    user_id: UserId
    state: ShiftState
    here: bool = True
    """Whether it is of this station."""


@dataclass(frozen=True, slots=True)
class CountSafe:
    """The safe as found when the books begin here: 1018 against opening balances."""

    id: CommandId
    piles: tuple[Pile, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SafeCounted:
    counted: Money


# ------------------------------------------------------------------- cash that moves, no-sale


@dataclass(frozen=True, slots=True)
class MoveCash:
    """Cash into or out of one's own drawer for another reason than a payment.

    `amount` is positive, `kind` says the way. Paid in and paid out have a reason; a drop into the
    safe needs none, and its bag or envelope is the `reference`.
    """

    id: CommandId
    kind: MovementKind
    amount: Money
    reason_id: ReasonId | None = None
    reference: str = ""
    note: str = ""
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReverseMovement:
    """Take back a movement of one's own shift that was typed wrong."""

    id: CommandId
    movement_id: MovementId
    note: str = ""


@dataclass(frozen=True, slots=True)
class CashMoved:
    """The answer to MoveCash and ReverseMovement; `amount` is positive, as it was typed."""

    movement_id: MovementId
    number: str
    kind: MovementKind
    amount: Money
    words: str
    shift_number: str


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """Open the drawer without a sale; the reason is kept."""

    id: CommandId
    reason_id: ReasonId | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """`count_today` is how often this shift opened its drawer without a sale."""

    shift_number: str
    count_today: int


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement of a shift; `amount` is signed, into the drawer positive."""

    movement_id: MovementId
    number: str
    kind: MovementKind
    words: str
    amount: Money
    reference: str
    note: str
    at: datetime
    user_name: str
    reverses_id: MovementId | None
    reversed: bool


@dataclass(frozen=True, slots=True)
class MovementSlip:
    """What the slip of a movement says: a drop or paid-out is signed on it."""

    number: str
    kind: MovementKind
    title: str
    words: str
    amount: Money
    reference: str
    note: str
    at: datetime
    time_zone: str
    locale: str
    practice: str
    station: str
    drawer: str
    shift_number: str
    user_name: str
    reverses_number: str
    demo: bool


# ------------------------------------------------------------------- a drawer that says how it is


class DrawerState(StrEnum):
    """What the switch of a drawer says; STUCK when it was to open and did not."""

    CLOSED = "closed"
    OPEN = "open"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Sensed:
    """What the switch of the drawer says now, as the printing thread heard it.

    `asked` when the program had it opened just before; `why` is what it was to open for, also when
    that failed. `late` when it could not be asked for a while, so that it may stand so for longer.
    """

    state: DrawerState
    asked: bool = False
    why: str = ""
    at_start: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class DrawerSense:
    """How the drawer stands and since when; `unasked` when nobody's order opened it."""

    state: DrawerState
    since: datetime
    unasked: bool
    why: str


@dataclass(frozen=True, slots=True)
class UnaskedOpening:
    """An opening of a drawer without an order; `closed_at` is None while nobody knows of its end.

    `after` is what the program had tried in vain to open it for, just before. It was opened when it
    says, or `or_earlier` while nobody could ask its switch.
    """

    opening_id: str
    opened_at: datetime
    closed_at: datetime | None
    signed_in: str
    after: str
    at_start: bool
    or_earlier: bool


@dataclass(frozen=True, slots=True)
class BeginCount:
    """Open a drawer that is to be counted: one's own, one that is taken over, or as a manager
    somebody's.
    """

    id: CommandId
    shift_id: ShiftId


@dataclass(frozen=True, slots=True)
class CountBegun:
    shift_id: ShiftId
    shift_number: str
