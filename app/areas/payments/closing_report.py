"""What an X or Z report says: made once, kept as it is, shown the same on paper and screen."""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.approvals import queries as approvals
from app.areas.drawers import queries as drawers
from app.areas.drawers import records
from app.areas.drawers.closing_values import (
    DrawerReport,
    ReportKind,
    ReportMovement,
    ReportTender,
)
from app.areas.drawers.records import NewClose
from app.areas.drawers.values import MovementKind, ShiftBrief
from app.areas.payments import closing_records as found
from app.areas.payments import explaining
from app.areas.payments.closing_rules import summed
from app.areas.settings import queries as settings
from app.kernel.ids import ApprovalId
from app.kernel.money import Money, total
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Ended:
    """How a shift ended, for its Z; `first_counted` is what was counted first."""

    close: NewClose
    first_counted: Money


def snapshot(
    uow: UnitOfWork,
    kind: ReportKind,
    number: str,
    shift: ShiftBrief,
    ended: Ended | None,
    so_far: int,
    approval_id: str | None,
) -> DrawerReport:
    """All of it, with the cash; `so_far` is the grand total of the Z before."""
    here, took = settings.practice(uow), found.takings(uow, shift)
    screen = drawers.shift_screen(uow, shift.shift_id)
    checks = explaining.shift_checks(uow, shift.shift_id)

    def money(minor: int) -> Money:
        return Money(minor, shift.currency)

    taken = money(sum(row.minor for row in took.tenders))
    close = ended.close if ended else None
    counted_checks = close.checks if close else None
    approved = approvals.approval(uow, ApprovalId(by)) if (by := _by(close, approval_id)) else None
    return DrawerReport(
        kind=kind,
        number=number,
        at=uow.now,
        business_date=shift.business_date,
        practice=here.organization_name,
        address=here.site_address,
        time_zone=here.time_zone,
        locale=here.locale,
        demo=here.demo,
        station=here.station_code,
        drawer=screen.row.drawer_name,
        shift_number=shift.number,
        cashier=screen.row.user_name,
        made_by=uow.actor.name,
        opened_at=screen.row.opened_at,
        closed_at=uow.now if ended else None,
        float_amount=screen.row.float_amount,
        tenders=tuple(
            ReportTender(row.words, row.count, money(row.minor), row.cash) for row in took.tenders
        ),
        taken=taken,
        movements=tuple(
            ReportMovement(moved.number, moved.words, moved.at, moved.amount)
            for moved in screen.movements
            if moved.number
        ),
        paid_in=money(summed(screen.movements, MovementKind.PAID_IN)),
        paid_out=money(-summed(screen.movements, MovementKind.PAID_OUT)),
        dropped=money(-summed(screen.movements, MovementKind.DROP)),
        no_sales=screen.no_sales,
        voids=took.voids,
        voided=money(took.voided),
        corrections=took.corrections,
        receipts=len(took.receipts),
        first_receipt=took.receipts[0] if took.receipts else "",
        last_receipt=took.receipts[-1] if took.receipts else "",
        expected=close.expected if close else records.expected_cash(uow, shift),
        counted=close.counted if close else None,
        first_counted=ended.first_counted if ended else None,
        difference=close.counted - close.expected if close else None,
        reason=close.reason if close else "",
        approved_by=approved.approver_name if approved else "",
        checks_expected=total((check.amount for check in checks), shift.currency),
        checks_expected_count=len(checks),
        checks_counted=counted_checks[1] if counted_checks else None,
        checks_counted_count=counted_checks[0] if counted_checks else 0,
        to_safe=close.counted if close else None,
        handed_to=uow.actor.name if close and close.next_shift_id else "",
        grand_total=money(so_far) + taken if ended else None,
        log_code=_log_code(uow),
    )


def _by(close: NewClose | None, approval_id: str | None) -> str | None:
    return close.approval_id if close else approval_id


def _log_code(uow: UnitOfWork) -> str:
    """Where the station log stood, short enough for paper: its record and the start of its hash."""
    head = uow.log_head()
    return f"{head.seq}-{head.hash[:8].upper()}"
