"""What an X or Z report says: made once, kept as it is, shown the same on paper and screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from app.areas.payments.closing_rules import said, summed
from app.areas.settings import queries as settings
from app.kernel.ids import ApprovalId
from app.kernel.money import Money, total
from app.kernel.translate import t
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
    approved_by = _name_of(uow, ended.close.approval_id if ended else approval_id)
    running = replace(_running(uow, kind, number, shift), approved_by=approved_by)
    if ended is None:
        return running
    close, was_counted = ended.close, ended.close.closed_how != "not_counted"
    taken = running.taken or Money.zero(shift.currency)
    return replace(
        running,
        closed_at=uow.now,
        expected=close.expected,
        counted=close.counted if was_counted else None,
        first_counted=ended.first_counted if was_counted else None,
        difference=close.counted - close.expected if was_counted else None,
        reason=_reason(close),
        checks_counted=close.checks[1] if close.checks else None,
        checks_counted_count=close.checks[0] if close.checks else 0,
        to_safe=close.counted,
        handed_to=uow.actor.name if close.next_shift_id else "",
        grand_total=Money(so_far, shift.currency) + taken,
    )


def _reason(close: NewClose) -> str:
    """Why the drawer differs, and why it was closed from another station."""
    if close.closed_how == "not_counted":
        return t("Closed from another station, not counted: {note}", note=close.note)
    if close.closed_how == "forced":
        far = t("Closed from another station: {note}", note=close.note)
        return f"{close.reason}. {far}" if close.reason else far
    return close.reason


def _running(uow: UnitOfWork, kind: ReportKind, number: str, shift: ShiftBrief) -> DrawerReport:
    """What can be said of a shift before it ends."""
    here, took = settings.practice(uow), found.takings(uow, shift)
    screen = drawers.shift_screen(uow, shift.shift_id)
    checks = explaining.shift_checks(uow, shift.shift_id)

    def money(minor: int) -> Money:
        return Money(minor, shift.currency)

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
        float_amount=screen.row.float_amount,
        tenders=tuple(
            ReportTender(row.words, row.count, money(row.minor), row.cash) for row in took.tenders
        ),
        given_back=tuple(
            ReportTender(row.words, row.count, money(row.minor)) for row in took.given_back
        ),
        taken=money(sum(row.minor for row in took.tenders)),
        movements=tuple(
            ReportMovement(moved.number, said(moved), moved.at, moved.amount)
            for moved in screen.movements
            if moved.number
        ),
        paid_in=money(summed(screen.movements, MovementKind.PAID_IN)),
        paid_out=money(-summed(screen.movements, MovementKind.PAID_OUT)),
        dropped=money(-summed(screen.movements, MovementKind.DROP)),
        refunded=money(-summed(screen.movements, MovementKind.REFUND)),
        no_sales=screen.no_sales,
        unasked=len(screen.unasked),
        voids=took.voids,
        voided=money(took.voided),
        corrections=took.corrections,
        receipts=len(took.receipts),
        first_receipt=took.receipts[0] if took.receipts else "",
        last_receipt=took.receipts[-1] if took.receipts else "",
        expected=records.expected_cash(uow, shift),
        checks_expected=total((check.amount for check in checks), shift.currency),
        checks_expected_count=len(checks),
        log_code=_log_code(uow),
    )


def _name_of(uow: UnitOfWork, approval_id: str | None) -> str:
    given = approvals.approval(uow, ApprovalId(approval_id)) if approval_id else None
    return given.approver_name if given else ""


def _log_code(uow: UnitOfWork) -> str:
    """Where the station log stood, short enough for paper: its record and the start of its hash."""
    head = uow.log_head()
    return f"{head.seq}-{head.hash[:8].upper()}"
