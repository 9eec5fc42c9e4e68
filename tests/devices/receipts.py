"""Receipts that a window really gives, for every test that draws one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.areas.payments.values import Receipt, ReceiptInvoice, ReceiptTender
from app.devices.printing.copies import Copy
from app.kernel.money import Money


def usd(cents: int) -> Money:
    return Money(cents, "USD")


ENGLISH = Receipt(
    number="W1-000123",
    at=datetime(2026, 11, 20, 15, 12, tzinfo=UTC),
    time_zone="America/Chicago",
    locale="en_US",
    business_date=date(2026, 11, 20),
    practice="Riverside Family Clinic",
    address=("1200 River Road, Suite 4", "Springfield, IL 62701"),
    phone="(217) 555-0142",
    patient="Nguyễn Thị Hoa",
    account_number="A-001234",
    amount=usd(3500),
    tenders=(ReceiptTender("Cash", usd(3500), usd(5000), usd(1500)),),
    invoices=(ReceiptInvoice("W1-000311", date(2026, 11, 20), usd(3500), usd(0)),),
    to_credit=usd(0),
    balance_left=usd(15000),
    credit_left=usd(0),
    cashier="Ana Lopez",
    station="W1",
    demo=False,
)


def paid(receipt: Receipt, minor: int, given: int, left: int, currency: str) -> Receipt:
    """`receipt` with one cash tender for one invoice in another currency."""

    def money(units: int) -> Money:
        return Money(units, currency)

    return replace(
        receipt,
        amount=money(minor),
        tenders=(ReceiptTender("Cash", money(minor), money(given), money(given - minor)),),
        invoices=(ReceiptInvoice("W1-000311", date(2026, 11, 20), money(minor), money(left)),),
        to_credit=money(0),
        balance_left=money(left),
        credit_left=money(0),
    )


VIETNAMESE = replace(
    paid(ENGLISH, 1_250_000, 1_500_000, 3_450_000, "VND"),
    locale="vi_VN",
    time_zone="Asia/Ho_Chi_Minh",
    practice="Phòng khám đa khoa Hoàn Mỹ Sài Gòn",
    address=("60–60A Phan Xích Long, Phường 1", "Quận Phú Nhuận, TP. Hồ Chí Minh"),
    phone="028 3990 2468",
    patient="Nguyễn Thị Ngọc Trường Hải Đặng",
    cashier="Trần Văn An",
)
BURMESE = replace(
    paid(ENGLISH, 4_500_000, 5_000_000, 0, "MMK"),
    locale="my",
    time_zone="Asia/Yangon",
    business_date=date(2026, 11, 20),
    practice="ရန်ကုန်မြို့ မိသားစုဆေးခန်း",
    address=("အမှတ် ၁၂၊ ဗိုလ်ချုပ်အောင်ဆန်းလမ်း", "ရန်ကုန်"),
    phone="01 370 142",
    patient="ဒေါ်ခင်မာလွင်",
    cashier="မောင်အောင်ကျော်",
)
SPLIT = replace(
    ENGLISH,
    number="W1-000124",
    amount=usd(4000),
    tenders=(
        ReceiptTender("Cash", usd(2000), usd(2000), usd(0)),
        ReceiptTender("Check 1042, First Community Bank of Springfield", usd(2000), None, None),
    ),
    invoices=(ReceiptInvoice("W1-000311", date(2026, 11, 20), usd(4000), usd(0)),),
)
TWELVE_INVOICES = replace(
    ENGLISH,
    number="W1-000125",
    amount=usd(500_000),
    tenders=(ReceiptTender("Cash", usd(500_000), usd(500_000), usd(0)),),
    invoices=tuple(
        ReceiptInvoice(f"W1-{300 + i:06d}", date(2026, 1 + i, 1 + 2 * i), usd(a), usd(left))
        for i, (a, left) in enumerate([(41_667, 0)] * 8 + [(41_666, 0)] * 3 + [(41_666, 12_345)])
    ),
    balance_left=usd(12_345),
)
EQUAL_AMOUNTS = replace(
    ENGLISH,
    number="W1-000126",
    amount=usd(2000),
    tenders=(ReceiptTender("Cash", usd(1000), usd(1000), usd(0)),) * 2,
    invoices=(ReceiptInvoice("W1-000311", date(2026, 11, 20), usd(1000), usd(0)),) * 2,
)
THREE_DECIMALS = replace(paid(ENGLISH, 1_234_567, 1_250_000, 0, "KWD"), number="W1-000127")
CREDIT = replace(
    ENGLISH,
    number="W1-000128",
    amount=usd(10_000),
    tenders=(ReceiptTender("Cash", usd(10_000), usd(10_000), usd(0)),),
    invoices=(),
    to_credit=usd(10_000),
    balance_left=usd(0),
    credit_left=usd(12_500),
    payer_name="Trần Văn An",
)
DEMO_LATE = replace(ENGLISH, number="W1-000129", demo=True, business_date=date(2026, 11, 19))
VOID = replace(
    SPLIT,
    number="W1-000131",
    mark="VOID",
    reason="wrong patient",
    mark_by="Maria Manager",
    mark_at=datetime(2026, 11, 20, 15, 31, tzinfo=UTC),
)
CORRECTED = replace(
    ENGLISH,
    number="W1-000132",
    tenders=(ReceiptTender("Check", usd(3500), None, None, detail="First Bank, check 1203"),),
    mark="CORRECTED",
    reason="wrong tender",
    mark_by="Ana Lopez",
    mark_at=datetime(2026, 11, 20, 15, 20, tzinfo=UTC),
)
FAMILY = replace(
    ENGLISH,
    number="W1-000133",
    amount=usd(9500),
    tenders=(
        ReceiptTender("Cash", usd(4500), usd(5000), usd(500)),
        ReceiptTender("Card", usd(5000), None, None, detail="Visa ···· 4242"),
    ),
    invoices=(
        ReceiptInvoice("W1-000311", date(2026, 11, 20), usd(3500), usd(0)),
        ReceiptInvoice(
            "W1-000290", date(2026, 11, 2), usd(3500), usd(0), "Nguyễn Văn Minh", "A-001235"
        ),
        ReceiptInvoice(
            "W1-000291", date(2026, 11, 3), usd(2500), usd(1000), "Nguyễn Văn Minh", "A-001235"
        ),
    ),
)
FAMILY_PART = replace(
    FAMILY,
    number="W1-000134",
    amount=usd(3500),
    tenders=(ReceiptTender("Cash", usd(3500), None, None),),
    invoices=FAMILY.invoices[:1],
    part_of=usd(9500),
)
PREPAY = replace(
    CREDIT,
    number="W1-000135",
    credit_left=usd(10_000),
    payer_name="",
    footer="Keep this receipt. We are open Monday to Friday, 8 to 5.",
)
ROUNDED = replace(
    ENGLISH,
    number="W1-000136",
    amount=usd(3502),
    tenders=(ReceiptTender("Cash", usd(3502), usd(4000), usd(500), rounding=usd(-2)),),
    invoices=(ReceiptInvoice("W1-000311", date(2026, 11, 20), usd(3502), usd(0)),),
)
LARGEST = replace(paid(ENGLISH, 10**13 - 1, 10**13 - 1, 10**13 - 1, "KWD"), number="W1-000130")

ALL = {
    "english": ENGLISH,
    "vietnamese": VIETNAMESE,
    "burmese": BURMESE,
    "split": SPLIT,
    "twelve_invoices": TWELVE_INVOICES,
    "equal_amounts": EQUAL_AMOUNTS,
    "three_decimals": THREE_DECIMALS,
    "credit": CREDIT,
    "demo_late": DEMO_LATE,
    "largest": LARGEST,
    "void": VOID,
    "corrected": CORRECTED,
    "family": FAMILY,
    "family_part": FAMILY_PART,
    "prepay": PREPAY,
    "rounded": ROUNDED,
}
COPY_2 = Copy(2, datetime(2026, 11, 23, 14, 5, tzinfo=UTC), "Cho Cho Win")
