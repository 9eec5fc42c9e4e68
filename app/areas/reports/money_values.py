"""Reports about cash and checks over a range of days: the bank's, the places', people's and Zs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.deposits.values import DepositStage
from app.areas.printing.values import AuditMark
from app.kernel.ids import CommandId, DepositId, ReportId, ShiftId, UserId
from app.kernel.money import Money


class ReportName(StrEnum):
    """The reports there are, by the name their papers carry."""

    DEPOSITS = "deposits"
    CASH_POSITION = "cash_position"
    OVER_SHORT = "over_short"
    Z_LIST = "z_list"
    CARDS = "cards"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two ways to the same sum, and whether they agree."""

    words: str
    left_words: str
    right_words: str
    left: Money | None
    right: Money | None
    ok: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What every report says of itself: its days, whose it is, when it was made (UTC)."""

    day_from: date
    day_to: date
    practice: str
    currency: str
    made_at: datetime


# ----------------------------------------------------------------------- the daily deposit report


class Where(StrEnum):
    """Where the cash and checks of a day are now; the order is their way to the bank."""

    DRAWER = "drawer"
    NOT_BAGGED = "not_bagged"
    BAGGED = "bagged"
    SEALED = "sealed"
    TRANSIT = "transit"
    CLEARED = "cleared"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in one way on a day; `in_deposit` where it goes to the bank in a bag."""

    method: str
    words: str
    cash: bool
    in_deposit: bool
    amount: Money | None


@dataclass(frozen=True, slots=True)
class DayTaken:
    day: date
    tenders: tuple[Taken, ...]
    total: Money | None


@dataclass(frozen=True, slots=True)
class DayPlaces:
    """The cash (or the checks) of a business day and where each part of it is.

    `taken` is what the receipts say; `otherwise` what was paid in and out of the drawers besides,
    and what was over or short. Together they are what `places` add up to when it `ties`. None where
    the asker must not know.
    """

    day: date
    cash: bool
    taken: Money | None
    otherwise: Money | None
    places: tuple[tuple[Where, Money | None], ...]
    ties: bool

    def at(self, where: Where) -> Money | None:
        return dict(self.places)[where]


@dataclass(frozen=True, slots=True)
class DepositLine:
    """A bag that was made in these days or has something of them in it (`here`: how much). Cash is
    None before its second count for everybody but who prepared it.
    """

    deposit_id: DepositId
    number: str
    bag_number: str
    bank: str
    day: date
    stage: DepositStage
    cash: Money | None
    checks: Money
    total: Money | None
    here: bool
    here_cash: Money | None
    here_checks: Money
    cleared_on: date | None
    cleared: Money | None


@dataclass(frozen=True, slots=True)
class DepositReport:
    """What was taken each day, and how far it is on its way to the bank."""

    span: Span
    taken: tuple[DayTaken, ...]
    places: tuple[DayPlaces, ...]
    deposits: tuple[DepositLine, ...]
    ties: tuple[Tie, ...]
    hidden: bool


# ------------------------------------------------------------------------------- the cash position


@dataclass(frozen=True, slots=True)
class CashDay:
    """What the ledger had at the end of a day. `sealed` and `transit` are both on 1019: a bag is in
    transit once it left. `banks` are in the order of `CashPosition.banks`.
    """

    day: date
    drawers: Money | None
    safe: Money
    checks: Money
    sealed: Money
    transit: Money
    banks: tuple[Money, ...]
    not_in_bank: Money | None
    together: Money | None


@dataclass(frozen=True, slots=True)
class CashPosition:
    span: Span
    banks: tuple[str, ...]
    days: tuple[CashDay, ...]
    ties: tuple[Tie, ...]
    hidden: bool


# ---------------------------------------------------------------------------------- over and short


class DifferenceKind(StrEnum):
    """Where a count and the books disagreed."""

    DRAWER = "drawer"
    SECOND_COUNT = "second_count"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference. It stands with who held the drawer, made the first count of the bag, or
    sealed the bag the bank counted; `other` is the second name where there is one.
    """

    kind: DifferenceKind
    day: date
    user_id: UserId
    name: str
    other: str
    number: str
    amount: Money
    reason: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class DifferenceSum:
    """`count` differences of `counts` counts; `short` is negative or nought."""

    count: int
    counts: int
    over: Money
    short: Money
    net: Money


@dataclass(frozen=True, slots=True)
class PersonDifferences:
    """`often`: three or more differences of their own counts within thirty days."""

    user_id: UserId
    name: str
    sums: DifferenceSum
    drawers: Money
    second_counts: Money
    bank: Money
    often: bool


@dataclass(frozen=True, slots=True)
class MonthDifferences:
    month: date
    sums: DifferenceSum


@dataclass(frozen=True, slots=True)
class OverShort:
    span: Span
    people: tuple[PersonDifferences, ...]
    months: tuple[MonthDifferences, ...]
    rows: tuple[DifferenceRow, ...]
    sums: DifferenceSum
    ties: tuple[Tie, ...]


# -------------------------------------------------------------------------------- the list of Zs


@dataclass(frozen=True, slots=True)
class ZRow:
    """A Z as it was made. `missing` are the first and the last number that should stand between it
    and the one before, both empty where none does, and `missing_count` how many they are.
    """

    report_id: ReportId
    number: str
    day: date
    at: datetime
    shift_id: ShiftId
    shift_number: str
    drawer: str
    cashier: str
    taken: Money
    difference: Money
    grand_total: Money
    missing: tuple[str, str]
    missing_count: int


@dataclass(frozen=True, slots=True)
class ZList:
    span: Span
    rows: tuple[ZRow, ...]
    taken: Money
    difference: Money
    missing_count: int
    ties: tuple[Tie, ...]


# --------------------------------------------------------------------------------- kinds of cards


@dataclass(frozen=True, slots=True)
class CardLine:
    """Card money by what the card is (`funding`: credit, debit, prepaid; empty where nobody said)
    and the wallet it was in. `given_back` is what went back to such cards in these days, whenever
    they were charged; `left` may therefore be below nought.
    """

    funding: str
    wallet: str
    count: int
    taken: Money
    given_back: Money
    left: Money


@dataclass(frozen=True, slots=True)
class CardReport:
    """Card money of some days by kind of card."""

    span: Span
    rows: tuple[CardLine, ...]
    count: int
    taken: Money
    given_back: Money
    left: Money
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Answers of one day, or of one window; `average_e2` is their average in hundredths."""

    day: date | None
    window: str
    count: int
    average_e2: int


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """How patients rated service, made of windows and days with enough answers alone; without any
    the average is nothing.
    """

    span: Span
    days: tuple[ServiceLine, ...]
    windows: tuple[ServiceLine, ...]
    count: int
    average_e2: int | None


# --------------------------------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class PrintReport:
    """Print a report on the office printer as whoever asks may see it."""

    id: CommandId
    name: ReportName
    day_from: date
    day_to: date


@dataclass(frozen=True, slots=True)
class ReportQueued:
    """`mark` is what stands on the paper."""

    job_id: str
    mark: AuditMark
