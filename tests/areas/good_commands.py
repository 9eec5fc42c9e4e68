"""One good command for each action, ready to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.areas.approvals.values import GrantApproval
from app.areas.deposits.bank_values import (
    PrintSlipCalibration,
    SaveBankAccount,
    SaveSlipOverlay,
    SlipLayout,
    SlipOverlay,
    StateBankBalance,
)
from app.areas.displays.values import PlaceDisplay, RateService, SaveDisplay, SendRatings
from app.areas.drawers.closing_values import (
    CloseShift,
    ForceClose,
    LateInto,
    RevealDifference,
    RunReport,
    SealCount,
    SettleLateCash,
    TakeOver,
)
from app.areas.drawers.values import (
    AddDrawer,
    BeginCount,
    CountSafe,
    MoveCash,
    MovementKind,
    OpenDrawer,
    OpenShift,
    Pile,
    ReverseMovement,
)
from app.areas.health.backup_values import SaveSecondPlace
from app.areas.ledger.values import (
    AddGLAccount,
    GLType,
    ManualLine,
    PostManualEntry,
    ReasonKind,
    SaveReason,
)
from app.areas.payments.crediting_values import (
    ApplyCredit,
    BringCreditForward,
    RecordNotCollected,
)
from app.areas.payments.tender_values import SaveTenderType, TenderField
from app.areas.payments.values import (
    AllocationWanted,
    DropParked,
    ParkForm,
    ReprintReceipt,
    TakePayment,
    TenderGiven,
    TenderKind,
)
from app.areas.printing.design_values import ReceiptDesign, ReceiptText, SaveReceiptDesign
from app.areas.printing.values import (
    Elsewhere,
    OfficeKind,
    PaperHow,
    PreviewPaper,
    PrintAgain,
    PrintElsewhere,
    PrinterKind,
    PrintOfficePage,
    PrintTestPage,
    PutAway,
    SaveOfficePrinter,
    SavePrinter,
    SaveSpare,
    SayPrinted,
)
from app.areas.reports.money_values import PrintReport, ReportName
from app.areas.reports.values import CloseDay, PrintDaySheet, ReopenDay
from app.areas.scans.values import SaveScanner
from app.areas.security.values import (
    AddUser,
    ChangeUser,
    DeactivateUser,
    ReactivateUser,
    SaySamePerson,
    SetPin,
    SetRecoveryCode,
)
from app.areas.settings.values import (
    AddStation,
    ChangePractice,
    ChangeSetting,
    ChangeSite,
    KeepColumns,
    LeaveStep,
    NameStation,
    PracticeDetails,
    SetUpPractice,
    SiteDetails,
)
from app.areas.stations.values import (
    ApproveHole,
    FetchDetails,
    InviteStation,
    KeepDetails,
    ReleaseRecord,
    RevokeStation,
    SetAside,
)
from app.areas.tasks.values import AnswerTask, TaskKind
from app.kernel.actor import Actor
from app.kernel.ids import (
    PaymentId,
    ReasonId,
    RoleId,
    StationId,
    new_id,
)
from app.kernel.ids import derived_id as derived
from tests.areas.good_accounts import GOOD_ACCOUNTS
from tests.areas.good_banking import GOOD_BANKING
from tests.areas.good_cards import GOOD_CARDS
from tests.areas.good_gateways import GOOD_GATEWAYS
from tests.areas.good_ground import Ground, prepare
from tests.areas.good_lines import usd
from tests.areas.good_refunds import GOOD_REFUNDS
from tests.areas.good_twins import GOOD_TWINS
from tests.areas.good_undoing import GOOD_UNDOING
from tests.building import cheap_verifier, command_id, set_up

__all__ = ["ACTORS", "GOOD", "REFUSED_NOW", "Ground", "prepare", "usd"]

GOOD: dict[str, Callable[[Ground], Any]] = {
    **GOOD_ACCOUNTS,
    **GOOD_BANKING,
    **GOOD_CARDS,
    **GOOD_GATEWAYS,
    **GOOD_TWINS,
    **GOOD_REFUNDS,
    **GOOD_UNDOING,
    "tasks.answer_task": lambda g: AnswerTask(
        command_id(), g.task_id, TaskKind.FORK, "seen", "the computer was repaired"
    ),
    "approvals.grant_approval": lambda g: GrantApproval(
        command_id(), command_id(), "over_short:-1250", g.user_id, "12.50 are missing"
    ),
    "deposits.save_bank_account": lambda g: SaveBankAccount(
        command_id(),
        None,
        "Payroll",
        "First Bank",
        "000123456789",
        "1010",
        routing="021000021",
        account_title="Riverside Clinic",
        bank_city="Chicago",
        swift="CHASUS33",
        currency="USD",
    ),
    "deposits.save_slip_overlay": lambda g: SaveSlipOverlay(
        command_id(), g.bank_account_id, SlipOverlay(SlipLayout.US, "a4", True, False, 15, -8)
    ),
    "deposits.print_slip_calibration": lambda g: PrintSlipCalibration(
        command_id(), g.bank_account_id
    ),
    "deposits.state_bank_balance": lambda g: StateBankBalance(
        command_id(), g.bank_account_id, usd(123456), date(2026, 1, 5)
    ),
    "displays.place_display": lambda g: PlaceDisplay(command_id(), 40, 60, 640, 400),
    "displays.rate_service": lambda g: RateService(command_id(), 4),
    "displays.save_display": lambda g: SaveDisplay(
        command_id(), True, "HDMI-1", "vi", "Cảm ơn", True, True
    ),
    "health.save_second_place": lambda g: SaveSecondPlace(command_id(), "/mnt/other disk/backups"),
    "scans.save_scanner": lambda g: SaveScanner(command_id(), gap_ms=25, prefix="~"),
    "displays.send_ratings": lambda g: SendRatings(command_id()),
    "drawers.add_drawer": lambda g: AddDrawer(command_id(), "Drawer 7"),
    "drawers.count_safe": lambda g: CountSafe(command_id(), (Pile(usd(2000), 5),), "found"),
    "drawers.deactivate_user": lambda g: DeactivateUser(command_id(), g.user_id),
    "drawers.move_cash": lambda g: MoveCash(
        command_id(),
        MovementKind.PAID_OUT,
        usd(500),
        ReasonId(derived("reason", "paid_out", "2")),
        "Stamps",
        "two books",
    ),
    "drawers.begin_count": lambda g: BeginCount(command_id(), g.shift_id),
    "drawers.open_drawer": lambda g: OpenDrawer(
        command_id(), ReasonId(derived("reason", "no_sale", "1")), "a twenty"
    ),
    "drawers.reverse_movement": lambda g: ReverseMovement(command_id(), g.movement_id, "typo"),
    "drawers.seal_count": lambda g: SealCount(
        command_id(), g.shift_id, (Pile(usd(2000), 9),), 2, usd(7000), "one torn"
    ),
    "drawers.open_shift": lambda g: OpenShift(
        command_id(), g.free_drawer, (Pile(usd(2000), 5),), "two torn"
    ),
    "ledger.add_gl_account": lambda g: AddGLAccount(
        command_id(), "4777", "Parking", GLType.REVENUE, parent_code="4200"
    ),
    "ledger.post_manual_entry": lambda g: PostManualEntry(
        command_id(),
        date(2026, 1, 5),
        "Bank fee",
        (ManualLine("1000", usd(0), usd(5)), ManualLine("6990", usd(5), usd(0))),
    ),
    "ledger.save_reason": lambda g: SaveReason(
        command_id(), None, ReasonKind.PAID_OUT, 9, "Flowers", "8000"
    ),
    "payments.apply_credit": lambda g: ApplyCredit(
        command_id(), g.account_id, usd(500), (g.invoice_id,)
    ),
    "payments.bring_credit_forward": lambda g: BringCreditForward(
        command_id(), g.account_id, usd(500), date(2025, 3, 1), "A-17"
    ),
    "payments.close_shift": lambda g: CloseShift(
        command_id(), g.counted_shift, ReasonId(derived("reason", "over_short", "1")), "all there"
    ),
    "payments.drop_parked": lambda g: DropParked(command_id(), PaymentId(new_id())),
    "payments.force_close": lambda g: ForceClose(command_id(), g.shift_id, "The computer broke"),
    "payments.settle_late_cash": lambda g: SettleLateCash(
        command_id(), g.shift_id, LateInto.SAFE, "found it"
    ),
    "payments.park_form": lambda g: ParkForm(
        command_id(),
        PaymentId(new_id()),
        g.account_id,
        "12",
        "20",
        '{"legs":[{"method":"cash","amount":"12"}],"joined":[]}',
    ),
    "payments.record_not_collected": lambda g: RecordNotCollected(
        command_id(),
        g.account_id,
        usd(500),
        ReasonId(derived("reason", "not_collected", "1")),
        "pays Friday",
    ),
    "payments.reprint_receipt": lambda g: ReprintReceipt(command_id(), g.receipt_id),
    "payments.save_tender_type": lambda g: SaveTenderType(
        command_id(),
        "gift_card",
        "Gift card",
        TenderKind.OTHER,
        "1030",
        (TenderField.REFERENCE,),
        refunded_by="cash",
    ),
    "payments.reveal_difference": lambda g: RevealDifference(command_id(), g.counted_shift),
    "payments.run_report": lambda g: RunReport(command_id(), g.shift_id, with_cash=False),
    "payments.take_over": lambda g: TakeOver(
        command_id(),
        g.counted_shift,
        (Pile(usd(2000), 10),),
        ReasonId(derived("reason", "over_short", "1")),
        "quick",
    ),
    "payments.take_payment": lambda g: TakePayment(
        command_id(),
        g.account_id,
        (TenderGiven("cash", usd(1000), usd(2000)),),
        (g.invoice_id,),
        (AllocationWanted(g.invoice_id, usd(1000)),),
        payer_name="Hoa",
    ),
    "printing.preview_paper": lambda g: PreviewPaper(
        command_id(), "day_sheet", "2026-01-05", PaperHow.SAVED
    ),
    "printing.print_again": lambda g: PrintAgain(command_id(), g.parked_job),
    "printing.print_elsewhere": lambda g: PrintElsewhere(
        command_id(), g.parked_job, Elsewhere.SCREEN
    ),
    "printing.save_spare": lambda g: SaveSpare(command_id(), "192.0.2.8", 48, "cp850", False),
    "printing.print_office_page": lambda g: PrintOfficePage(command_id()),
    "drawers.print_test_page": lambda g: PrintTestPage(command_id()),
    "printing.put_away": lambda g: PutAway(command_id(), g.parked_job),
    "printing.save_office_printer": lambda g: SaveOfficePrinter(
        command_id(), OfficeKind.CUPS, "Office", "192.0.2.8"
    ),
    "printing.save_printer": lambda g: SavePrinter(
        command_id(), PrinterKind.CUPS, "Receipts", 48, drawer_pin=2, host="192.0.2.7:631"
    ),
    "printing.save_receipt_design": lambda g: SaveReceiptDesign(
        command_id(), ReceiptDesign(qr=True, texts=(ReceiptText("", footer="Goodbye"),))
    ),
    "printing.say_printed": lambda g: SayPrinted(command_id(), g.unsure_job, False),
    "security.add_user": lambda g: AddUser(
        command_id(), "77", "Zaw", RoleId(derived("role", "cashier"))
    ),
    "security.change_user": lambda g: ChangeUser(
        command_id(), g.user_id, "78", "Zaw", RoleId(derived("role", "billing_clerk"))
    ),
    "security.reactivate_user": lambda g: ReactivateUser(command_id(), g.user_id),
    "security.say_same_person": lambda g: SaySamePerson(command_id(), g.user_id, g.other_user_id),
    "security.set_pin": lambda g: SetPin(command_id(), g.user_id, cheap_verifier()),
    "security.set_recovery_code": lambda g: SetRecoveryCode(command_id(), cheap_verifier()),
    "settings.add_station": lambda g: AddStation(
        command_id(), g.site_id, StationId(new_id()), "W2", "Window 2"
    ),
    "settings.change_setting": lambda g: ChangeSetting(command_id(), "receipts.footer", "Thanks"),
    "settings.change_practice": lambda g: ChangePractice(
        command_id(), PracticeDetails("Riverside Clinic", city="Huron")
    ),
    "settings.change_site": lambda g: ChangeSite(
        command_id(), g.site_id, SiteDetails("Main Street", "America/Chicago")
    ),
    "settings.name_station": lambda g: NameStation(command_id(), g.other_station, "Front desk"),
    "settings.leave_step": lambda g: LeaveStep(command_id(), "bank"),
    "reports.close_day": lambda g: CloseDay(command_id(), date(2026, 1, 4)),
    "reports.reopen_day": lambda g: ReopenDay(command_id(), date(2026, 1, 3), "A late receipt"),
    "reports.print_day_sheet": lambda g: PrintDaySheet(command_id(), date(2026, 1, 5)),
    "reports.print_report": lambda g: PrintReport(
        command_id(), ReportName.CASH_POSITION, date(2026, 1, 4), date(2026, 1, 5)
    ),
    "settings.keep_columns": lambda g: KeepColumns(command_id(), "accounts", ("name", "owed")),
    "stations.approve_hole": lambda g: ApproveHole(
        command_id(), g.other_station, "0" * 32, 1, 3, "0" * 64, "Burnt with its computer"
    ),
    "stations.fetch_details": lambda g: FetchDetails(command_id(), g.account_id),
    "stations.keep_details": lambda g: KeepDetails(command_id(), False, (), 12),
    "stations.release_record": lambda g: ReleaseRecord(
        command_id(), g.kept_aside, "After the upgrade"
    ),
    "stations.set_aside": lambda g: SetAside(
        command_id(), g.other_station, "0" * 32, 3, "0" * 64, "It breaks the centre"
    ),
    "stations.invite_station": lambda g: InviteStation(command_id()),
    "stations.revoke_station": lambda g: RevokeStation(command_id(), g.other_station, "Stolen"),
    "settings.set_up_practice": lambda g: _practice(),
}
ACTORS: dict[str, Callable[[Ground], Actor]] = {
    "cards.open_attempt": lambda g: g.cashier,
    "cards.choose_other_amount": lambda g: g.cashier,
    "drawers.move_cash": lambda g: g.cashier,
    "drawers.begin_count": lambda g: g.cashier,
    "drawers.open_drawer": lambda g: g.cashier,
    "drawers.open_shift": lambda g: g.newcomer,
    "drawers.reverse_movement": lambda g: g.cashier,
    "drawers.seal_count": lambda g: g.cashier,
    "payments.close_shift": lambda g: g.cashier,
    "payments.correct_tender": lambda g: g.cashier,
    "payments.reveal_difference": lambda g: g.cashier,
    "payments.run_report": lambda g: g.cashier,
    "payments.take_over": lambda g: g.newcomer,
    "payments.take_payment": lambda g: g.cashier,
    "payments.void_payment": lambda g: g.cashier,
}
REFUSED_NOW = frozenset(
    {
        "cards.accept_unknown",
        "printing.print_elsewhere",
        "settings.set_up_practice",
        "payments.force_close",
        "payments.settle_late_cash",
    }
)
"""Actions whose good command is refused in a practice that exists, where one station has every
drawer, or until a second person agrees.
"""


def _practice() -> SetUpPractice:
    return set_up(organization_name="Another")
