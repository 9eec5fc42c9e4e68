"""Why a drawer differs, the checks in it, and X and Z reports as they were made."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import bindparam, select

from app.areas.drawers import errors, records
from app.areas.drawers import queries as drawers
from app.areas.drawers.closing_values import (
    CheckTaken,
    Difference,
    DrawerReport,
    ReportKind,
    ReportRow,
)
from app.areas.drawers.schema import drawer_report as report_table
from app.areas.drawers.schema import shift as shift_table
from app.areas.drawers.values import ShiftBrief, ShiftState
from app.areas.ledger.values import GL
from app.areas.payments import closing_records as found
from app.areas.payments import schema
from app.areas.payments.closing_rules import Evidence, causes
from app.areas.security import queries as security
from app.kernel.clock import instant_from
from app.kernel.codec import from_plain
from app.kernel.ids import PaymentId, ReportId, ShiftId, UserId
from app.kernel.money import Money, total
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_report, _shift = counted(report_table), counted(shift_table)
_r, _s = _report.c, _shift.c
_tender, _payment = counted(schema.tender), counted(schema.payment)
_t, _p, _v = _tender.c, _payment.c, counted(schema.payment_void).c
_later = _tender.alias("later")
_CHECKS = Read(
    select(_t.payment_id, _p.number, _t.bank, _t.check_number, _t.amount_minor, _t.currency)
    .select_from(_payment)
    .join(_tender, _t.payment_id == _p.id)
    .where(
        _p.shift_id == bindparam("shift_id"),
        _t.gl_code == GL.UNDEPOSITED_CHECKS,
        ~select(_later.c.id).where(_later.c.corrects_id == _t.id).exists(),
        ~select(_v.id).where(_v.payment_id == _t.payment_id).exists(),
    )
    .order_by(_p.at, _p.id, _t.leg_no)
)
_REPORT = Read(select(_r.snapshot, _r.shift_id, _r.approval_id).where(_r.id == bindparam("id")))
_REPORTS = Read(
    select(_r.id, _r.kind, _r.number, _r.at, _s.number, _r.made_by)
    .select_from(_report)
    .join(_shift, _s.id == _r.shift_id)
    .where(_r.shift_id == bindparam("shift_id"))
    .order_by(_r.at, _r.id)
)


def shift_checks(reader: Reader, shift_id: ShiftId) -> tuple[CheckTaken, ...]:
    """The checks that should lie in the drawer of a shift, in the order they were taken."""
    return tuple(
        CheckTaken(PaymentId(payment_id), number, bank, check_number, Money(minor, currency))
        for payment_id, number, bank, check_number, minor, currency in reader.fetch(
            _CHECKS, shift_id=shift_id
        )
    )


def difference(reader: Reader, shift_id: ShiftId) -> Difference | None:
    """What a drawer differs by and why; None while that is not for anybody's eyes.

    It is shown when the count agrees, when it was counted twice, or when somebody asked for it.
    """
    shift = drawers.shift_brief(reader, shift_id)
    if shift is None or not _may_be_seen(reader, shift):
        return None
    sealed = records.sealed_counts(reader, shift_id)
    done = records.closed(reader, shift_id)
    checks = shift_checks(reader, shift_id)
    expected = done.expected if done else records.expected_cash(reader, shift)
    count = done.counted if done else sealed[-1].total
    counted_checks = sealed[-1].checks
    differs = Difference(
        shift_id=shift_id,
        number=shift.number,
        expected=expected,
        counted=count,
        difference=count - expected,
        first_counted=sealed[0].total if sealed[0].total != count or len(sealed) > 1 else None,
        checks_expected=total((check.amount for check in checks), shift.currency),
        checks_expected_count=len(checks),
        checks_counted=counted_checks[1] if counted_checks else None,
        checks_counted_count=counted_checks[0] if counted_checks else 0,
    )
    return replace(differs, causes=causes(_evidence(reader, shift, differs)))


def _may_be_seen(reader: Reader, shift: ShiftBrief) -> bool:
    if shift.state is ShiftState.CLOSED or records.shown(reader, shift.shift_id):
        return True
    sealed = records.sealed_counts(reader, shift.shift_id)
    return bool(sealed) and records.count_agrees(reader, shift, sealed[-1])


def _evidence(reader: Reader, shift: ShiftBrief, differs: Difference) -> Evidence:
    sealed = records.sealed_counts(reader, shift.shift_id)
    row = drawers.shift_screen(reader, shift.shift_id)
    gap = differs.difference.minor
    counted_checks = differs.checks_counted
    return Evidence(
        shift_id=shift.shift_id,
        currency=shift.currency,
        gap=gap,
        checks_gap=None
        if counted_checks is None
        else (counted_checks - differs.checks_expected).minor,
        takings=found.payments_of(reader, shift),
        movements=row.movements,
        piles=records.piles_of(reader, sealed[-1].count_id),
        float_piles=records.opening_piles(reader, shift.shift_id),
        float_minor=row.row.float_amount.minor,
        floats=found.earlier_floats(reader, shift),
        usual=found.paid_out_before(reader, shift, -gap),
        denominations=tuple(d.value.minor for d in drawers.denominations(reader)),
        counted_twice_alike=len(sealed) > 1 and sealed[0].total == sealed[1].total,
    )


def drawer_report(reader: Reader, report_id: ReportId, asker: UserId | None = None) -> DrawerReport:
    """An X or Z report as it was made; a UserError when there is none.

    Whoever holds the drawer sees the cash of an X only when they had it made with an approval, and
    nobody in particular sees none of a running shift.
    """
    row = reader.first(_REPORT, id=report_id)
    if row is None:
        raise errors.no_such_report()
    snapshot, shift_id, approval_id = row
    report: DrawerReport = from_plain(DrawerReport, json.loads(snapshot))
    shift = drawers.shift_brief(reader, ShiftId(shift_id))
    if shift is None or _may_be_seen(reader, shift):
        return report
    if asker is not None and (asker != shift.user_id or approval_id):
        return report
    return without_cash(report)


def without_cash(report: DrawerReport) -> DrawerReport:
    """The same report without what would say how much cash is in the drawer."""
    tenders = tuple(replace(row, amount=None) if row.cash else row for row in report.tenders)
    return replace(
        report,
        tenders=tenders,
        taken=None,
        expected=None,
        counted=None,
        first_counted=None,
        difference=None,
        to_safe=None,
        grand_total=None,
    )


def drawer_reports(reader: Reader, shift_id: ShiftId) -> tuple[ReportRow, ...]:
    """The X and Z reports of a shift, oldest first."""
    return tuple(
        ReportRow(
            ReportId(report_id),
            ReportKind(kind),
            number,
            instant_from(at),
            shift,
            security.user_name(reader, user),
        )
        for report_id, kind, number, at, shift, user in reader.fetch(_REPORTS, shift_id=shift_id)
    )
