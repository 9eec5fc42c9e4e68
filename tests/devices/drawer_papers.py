"""Slips and reports that a drawer really gives, for every test that draws one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.areas.drawers.closing_values import (
    DrawerReport,
    ReportKind,
    ReportMovement,
    ReportTender,
)
from app.areas.drawers.values import MovementKind, MovementSlip
from tests.devices.receipts import usd

PAID_OUT = MovementSlip(
    number="W1-M-000007",
    kind=MovementKind.PAID_OUT,
    title="Paid out",
    words="Postage",
    amount=usd(1_860),
    reference="Post office 88213",
    note="Two parcels to the laboratory",
    at=datetime(2026, 11, 20, 17, 40, tzinfo=UTC),
    time_zone="America/Chicago",
    locale="en_US",
    practice="Riverside Family Clinic",
    station="W1",
    drawer="Drawer 1",
    shift_number="W1-000042",
    user_name="Ana Lopez",
    reverses_number="",
    demo=False,
)
DROP = replace(
    PAID_OUT,
    number="W1-M-000008",
    kind=MovementKind.DROP,
    title="Drop to the safe",
    words="",
    amount=usd(60_000),
    reference="Bag 00412",
    note="",
    demo=True,
)
TAKEN_BACK = replace(
    PAID_OUT,
    number="W1-M-000009",
    kind=MovementKind.PAID_IN,
    title="Paid in",
    words="Typed twice",
    reference="",
    note="",
    reverses_number="W1-M-000007",
)
Z_REPORT = DrawerReport(
    kind=ReportKind.Z,
    number="W1-Z-000031",
    at=datetime(2026, 11, 20, 23, 5, tzinfo=UTC),
    business_date=date(2026, 11, 20),
    practice="Riverside Family Clinic",
    address=("1200 River Road, Suite 4", "Springfield, IL 62701"),
    time_zone="America/Chicago",
    locale="en_US",
    demo=False,
    station="W1",
    drawer="Drawer 1",
    shift_number="W1-000042",
    cashier="Nguyễn Thị Hoa",
    made_by="Maria Manager",
    opened_at=datetime(2026, 11, 20, 13, 48, tzinfo=UTC),
    closed_at=datetime(2026, 11, 20, 23, 5, tzinfo=UTC),
    float_amount=usd(20_000),
    tenders=(
        ReportTender("Cash", 18, usd(128_450), cash=True),
        ReportTender("Check", 4, usd(61_200)),
        ReportTender("Credit card at the terminal", 9, usd(233_105)),
    ),
    taken=usd(422_755),
    movements=(
        ReportMovement(
            "W1-M-000007",
            "Paid out: Postage",
            datetime(2026, 11, 20, 17, 40, tzinfo=UTC),
            usd(-1_860),
        ),
        ReportMovement(
            "W1-M-000008",
            "Drop to the safe",
            datetime(2026, 11, 20, 19, 0, tzinfo=UTC),
            usd(-60_000),
        ),
    ),
    paid_in=usd(0),
    paid_out=usd(1_860),
    dropped=usd(60_000),
    no_sales=1,
    voids=1,
    voided=usd(4_000),
    corrections=2,
    receipts=31,
    first_receipt="W1-000101",
    last_receipt="W1-000131",
    expected=usd(86_590),
    counted=usd(85_340),
    first_counted=usd(85_840),
    difference=usd(-1_250),
    reason="Change given wrong",
    approved_by="Maria Manager",
    checks_expected=usd(61_200),
    checks_expected_count=4,
    checks_counted=usd(61_200),
    checks_counted_count=4,
    to_safe=usd(85_340),
    handed_to="",
    grand_total=usd(123_456_789),
    log_code="4f1c 22a9",
)
X_REPORT = replace(
    Z_REPORT,
    kind=ReportKind.X,
    number="W1-X-000012",
    made_by="Nguyễn Thị Hoa",
    closed_at=None,
    tenders=(ReportTender("Cash", 18, None, cash=True), *Z_REPORT.tenders[1:]),
    taken=None,
    voided=None,
    expected=None,
    counted=None,
    first_counted=None,
    difference=None,
    reason="",
    approved_by="",
    checks_counted=None,
    checks_counted_count=0,
    to_safe=None,
    grand_total=None,
)
HANDED_OVER = replace(
    Z_REPORT,
    number="W1-Z-000032",
    difference=usd(0),
    counted=Z_REPORT.expected,
    first_counted=Z_REPORT.expected,
    reason="",
    approved_by="",
    made_by="Nguyễn Thị Hoa",
    to_safe=None,
    handed_to="Cho Cho Win",
)
SLIPS = {"paid_out": PAID_OUT, "drop": DROP, "taken_back": TAKEN_BACK}
REPORTS = {"z_report": Z_REPORT, "x_report": X_REPORT, "handed_over": HANDED_OVER}
