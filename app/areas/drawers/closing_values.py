"""Counting a drawer blind, its difference and likely causes, closing it, and X and Z reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.drawers.values import (
    MovementRow,
    OpenShiftRow,
    Pile,
    ShiftOpened,
    UnaskedOpening,
)
from app.kernel.ids import (
    CommandId,
    CountId,
    PaymentId,
    ReasonId,
    ReportId,
    ShiftId,
)
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class SealCount:
    """Count the drawer blind: the first time, or the one time again. It can't be changed after.

    `check_total` None means that checks were not counted.
    """

    id: CommandId
    shift_id: ShiftId
    piles: tuple[Pile, ...]
    check_count: int = 0
    check_total: Money | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountSealed:
    """`agrees` says yes or no and never by how much."""

    count_id: CountId
    shift_id: ShiftId
    attempt: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    """A sealed count of a shift, without its sum."""

    attempt: int
    at: datetime
    user_name: str


@dataclass(frozen=True, slots=True)
class ShiftScreen:
    """All the Drawer screen shows of a shift; no sum of its cash is in it.

    `agrees` is None before a count is sealed; `counts_left` is how often it may be counted still.
    """

    row: OpenShiftRow
    movements: tuple[MovementRow, ...]
    counts: tuple[CountRow, ...]
    no_sales: int
    agrees: bool | None
    revealed: bool
    counts_left: int
    closed_at: datetime | None = None
    unasked: tuple[UnaskedOpening, ...] = ()


@dataclass(frozen=True, slots=True)
class RevealDifference:
    """Show what should have been in the drawer; after that it is not counted again."""

    id: CommandId
    shift_id: ShiftId


class CauseKind(StrEnum):
    """Why a drawer may differ."""

    SWAP = "swap"
    RECEIPT = "receipt"
    VOID = "void"
    CHANGE = "change"
    DIGITS = "digits"
    WRONG_WAY = "wrong_way"
    MOVEMENT = "movement"
    MISSING = "missing"
    FLOAT = "float"
    PILE = "pile"


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible cause of a difference: a sentence, and what to open.

    `target_kind` is receipt, movement or shift, with the id of that; a receipt's payment stands in
    `payment_id`. `sure` is from 0 to 100.
    """

    kind: CauseKind
    words: str
    amount: Money
    target_kind: str
    target_id: str
    sure: int
    payment_id: PaymentId | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Counted less expected, with its likely causes, surest first.

    `first_counted` is None without a recount; `checks_counted` is None when they were not counted.
    """

    shift_id: ShiftId
    number: str
    expected: Money
    counted: Money
    difference: Money
    first_counted: Money | None
    checks_expected: Money
    checks_expected_count: int
    checks_counted: Money | None
    checks_counted_count: int
    causes: tuple[Cause, ...] = ()

    @property
    def checks_agree(self) -> bool:
        """Whether the checks that were counted are those that were taken."""
        return self.checks_counted is None or (
            self.checks_counted == self.checks_expected
            and self.checks_counted_count == self.checks_expected_count
        )


@dataclass(frozen=True, slots=True)
class CloseShift:
    """Close a counted shift: its cash goes into the safe; a difference needs a reason."""

    id: CommandId
    shift_id: ShiftId
    reason_id: ReasonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    shift_id: ShiftId
    number: str
    z_number: str
    report_id: ReportId
    expected: Money
    counted: Money
    difference: Money
    to_safe: Money
    not_counted: bool = False


@dataclass(frozen=True, slots=True)
class ForceClose:
    """Close a shift of another station without a count, because nobody can make one: its cash goes
    into the safe as the books expect it, and the close says so. A NeedsConfirmation first.
    """

    id: CommandId
    shift_id: ShiftId
    note: str
    confirmations: frozenset[str] = frozenset()


class LateInto(StrEnum):
    """Where late cash of a closed shift went: into the safe, or it was in the count already (and
    the difference was another one).
    """

    SAFE = "safe"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class SettleLateCash:
    """Say where the cash went that came to a shift after it was closed."""

    id: CommandId
    shift_id: ShiftId
    into: LateInto
    note: str = ""


@dataclass(frozen=True, slots=True)
class LateCashSettled:
    shift_id: ShiftId
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take a counted drawer over from somebody: the incoming person counts it blind as well."""

    id: CommandId
    shift_id: ShiftId
    piles: tuple[Pile, ...]
    reason_id: ReasonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The drawer changed hands, or the incoming count was only sealed (`closed` and `opened` are
    None).

    Then `again` is what to say: both count again. Where it is empty, the same count is sent as a
    new command, which asks for an approval.
    """

    closed: ShiftClosed | None = None
    opened: ShiftOpened | None = None
    again: str = ""


# ------------------------------------------------------------------------------- X and Z reports


class ReportKind(StrEnum):
    """X looks into a running shift, Z ends one."""

    X = "x"
    Z = "z"


@dataclass(frozen=True, slots=True)
class RunReport:
    """An X report; with the cash in it, a person who holds that shift needs an approval."""

    id: CommandId
    shift_id: ShiftId
    with_cash: bool = False


@dataclass(frozen=True, slots=True)
class ReportMade:
    report_id: ReportId
    number: str


@dataclass(frozen=True, slots=True)
class ReportTender:
    """What came in one way; `amount` is None where it is hidden."""

    words: str
    count: int
    amount: Money | None
    cash: bool = False


@dataclass(frozen=True, slots=True)
class ReportMovement:
    """A movement on a report; `amount` is signed, into the drawer positive."""

    number: str
    words: str
    at: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class DrawerReport:
    """An X or Z report as it was made; paper and screen show exactly this. Instants are UTC.

    Sums that would tell what is in the drawer are None on an X that was made without them; what
    belongs to the end of a shift is empty on every X. `log_code` is the short form of where the
    station log stood.
    """

    kind: ReportKind
    number: str
    at: datetime
    business_date: date
    practice: str
    address: tuple[str, ...]
    time_zone: str
    locale: str
    demo: bool
    station: str
    drawer: str
    shift_number: str
    cashier: str
    made_by: str
    opened_at: datetime
    float_amount: Money
    tenders: tuple[ReportTender, ...]
    taken: Money | None
    movements: tuple[ReportMovement, ...]
    paid_in: Money
    paid_out: Money
    dropped: Money
    no_sales: int
    voids: int
    voided: Money | None
    corrections: int
    receipts: int
    first_receipt: str
    last_receipt: str
    expected: Money | None
    checks_expected: Money
    checks_expected_count: int
    log_code: str
    closed_at: datetime | None = None
    counted: Money | None = None
    first_counted: Money | None = None
    difference: Money | None = None
    reason: str = ""
    approved_by: str = ""
    checks_counted: Money | None = None
    checks_counted_count: int = 0
    to_safe: Money | None = None
    handed_to: str = ""
    grand_total: Money | None = None
    refunded: Money | None = None
    given_back: tuple[ReportTender, ...] = ()
    """What went back to cards, by the way it had come: it lowers no taking, and no drawer."""
    unasked: int = 0
    """How often the drawer was opened without an order, where its switch tells."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in a list of them."""

    report_id: ReportId
    kind: ReportKind
    number: str
    at: datetime
    shift_number: str
    made_by: str


@dataclass(frozen=True, slots=True)
class CheckTaken:
    """A check that lies in a drawer."""

    payment_id: PaymentId
    receipt_number: str
    bank: str
    check_number: str
    amount: Money
