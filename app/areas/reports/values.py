"""The day sheet and the rows of the activity, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.areas.deposits.values import DepositStage
from app.areas.drawers.values import ShiftState
from app.areas.payments.late_values import LateFact
from app.areas.printing.values import AuditedPaper, AuditMark
from app.areas.reports.money_values import CardLine, DayPlaces, DepositLine, Tie
from app.kernel.ids import CommandId, ShiftId, UserId
from app.kernel.money import Money

DAY_SHEET = AuditedPaper.DAY_SHEET.value
"""What a print job of a day sheet is of; its document is the day."""


@dataclass(frozen=True, slots=True)
class TenderLine:
    """What came in one way on a day, void payments left out. An amount that would tell the asker
    what is in their own drawer is None, here and everywhere on the sheet.
    """

    method: str
    words: str
    cash: bool
    count: int
    amount: Money | None


@dataclass(frozen=True, slots=True)
class CashierLine:
    user_id: UserId
    name: str
    count: int
    cash: Money | None
    other: Money
    total: Money | None


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift of the day: what its receipts and movements add up to, and what was counted.

    `moved` is paid-in less paid-out and drops; `in_drawer` is float, cash and movements together.
    """

    shift_id: ShiftId
    number: str
    cashier: str
    drawer: str
    state: ShiftState
    float_amount: Money
    cash: Money | None
    moved: Money | None
    in_drawer: Money | None
    counted: Money | None
    difference: Money | None


@dataclass(frozen=True, slots=True)
class DrawerNamed:
    """The close of a drawer that a closed day rests on, by the hash of its record; empty where that
    is not kept here any more.
    """

    shift_id: ShiftId
    number: str
    record_hash: str


@dataclass(frozen=True, slots=True)
class DayClosing:
    """A day that is closed: by whom, when (UTC), at which window, and what it came to then;
    `others` closed it too without knowing.
    """

    close_id: str
    day: date
    by: str
    at: datetime
    window: str
    count: int
    total: Money
    unheard: str
    reason: str
    drawers: tuple[DrawerNamed, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayReopened:
    """Somebody opened a day again."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CameLate:
    """What came for a day after it was closed. It keeps its business date and counts into
    `period_date`. `amount` is what it brought to cash, checks and cards.
    """

    entry_id: str
    kind: str
    source_id: str
    words: str
    day: date
    period_date: date
    at: datetime
    by: str
    window: str
    amount: Money


@dataclass(frozen=True, slots=True)
class DaySheet:
    """One business day of the practice, as it stands at `made_at` (UTC). `deposits` are the bags
    with something of the day in them, `places` where its cash and its checks are.
    """

    day: date
    practice: str
    made_at: datetime
    currency: str
    tenders: tuple[TenderLine, ...]
    cashiers: tuple[CashierLine, ...]
    shifts: tuple[ShiftLine, ...]
    ties: tuple[Tie, ...]
    places: tuple[DayPlaces, ...]
    deposits: tuple[DepositLine, ...]
    count: int
    total: Money | None
    void_count: int
    void_total: Money | None
    corrected_count: int
    hidden: bool
    missing: tuple[str, ...] = ()
    """What has not come yet, a sentence for each drawer and window: the totals wait for it."""
    late: tuple[LateFact, ...] = ()
    closing: DayClosing | None = None
    reopened: DayReopened | None = None
    came_late: tuple[CameLate, ...] = ()
    refund_count: int = 0
    refund_total: Money | None = None
    cards: tuple[CardLine, ...] = ()

    @property
    def provisional(self) -> bool:
        return bool(self.missing)

    @property
    def all_tie(self) -> bool:
        """Whether every sum agrees with its other way."""
        return all(tie.ok for tie in self.ties)


@dataclass(frozen=True, slots=True)
class BankLine:
    """A deposit with something of the day in it and how far it is, or where the rest of it is."""

    words: str
    stage: DepositStage | None
    cash: Money | None
    checks: Money | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a document: what it was and what it is now; `old` is empty for a new one."""

    thing: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One record of the station's log in words: who did what when (UTC), and what it changed.

    `more` counts what a large record holds beyond the changes said here.
    """

    at: datetime
    user_id: UserId
    name: str
    action: str
    words: str
    changes: tuple[Change, ...]
    more: int
    place: str
    seq: int


@dataclass(frozen=True, slots=True)
class ActivityTotals:
    """`whole_since` is from when on the steps of every window are held here; None where all are.
    Older ones of other windows stand at the centre, and where they were made.
    """

    count: int
    whole_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A person or a kind of action that the activity can be narrowed to."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class SettingChange:
    """Who set a setting to what it is now, and when."""

    key: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SettingStep:
    """One change of a setting as the log has it; texts are stored ones, empty for the default."""

    at: datetime
    by: str
    was: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class PrintDaySheet:
    """Print the sheet of a day as whoever asks may see it."""

    id: CommandId
    day: date


@dataclass(frozen=True, slots=True)
class DaySheetQueued:
    """`mark` is what stands on the paper; None on one from before papers were counted."""

    job_id: str
    mark: AuditMark | None = None


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Close a business day; `reason` says why where windows were not heard of."""

    id: CommandId
    day: date
    reason: str = ""
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReopenDay:
    """Open a closed day again, with a reason."""

    id: CommandId
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class DayDone:
    """A day that was closed or opened again, and how many payments of what sum it has."""

    day: date
    count: int
    total: Money | None
