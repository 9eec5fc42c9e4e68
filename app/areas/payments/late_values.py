"""What came to a shift after it was closed, and shifts that were closed at two windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.ids import ShiftId
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class LateFact:
    """A payment or another movement of a shift that its close did not know. It keeps its business
    date; `period_date` is the day on which reports of what is still open take it in.

    `amount` is what it brought to cash, checks and cards; `kind` and `source_id` say what it is.
    """

    entry_id: str
    shift_id: ShiftId
    shift_number: str
    station_code: str
    kind: str
    source_id: str
    words: str
    business_date: date
    period_date: date
    at: datetime
    amount: Money
    cashier: str
    closed_by: str
    forced: bool


@dataclass(frozen=True, slots=True)
class LateCash:
    """Cash that stands on a closed shift because it came late; `counted` says whether its close was
    counted, `expected` what that knew of.
    """

    shift_id: ShiftId
    shift_number: str
    station_code: str
    amount: Money
    closed_by: str
    closed_at: datetime
    counted: bool
    expected: Money


@dataclass(frozen=True, slots=True)
class CloseSide:
    """One of two closes of a shift."""

    close_id: str
    station_code: str
    by: str
    at: datetime
    counted: Money
    expected: Money


@dataclass(frozen=True, slots=True)
class DoubleClose:
    """A shift that was closed at two windows while they were apart. `ruling` holds; `other` is
    posted back by its own station as soon as it knows.
    """

    shift_id: ShiftId
    shift_number: str
    ruling: CloseSide
    other: CloseSide
    taken_back: bool
