"""Deposit slips such as practices really bring to their banks, for every test that draws one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.areas.deposits.bank_values import SlipLayout
from app.areas.deposits.slip_values import SlipCheck, SlipPaper, SlipPile, SlipState
from app.areas.drawers.rules import denominations
from app.areas.printing.values import AuditMark, PaperHow
from app.kernel.money import Money

MARK = AuditMark(
    "W1-P-000012",
    0,
    345,
    "ab12cd34ef56" + "0" * 52,
    PaperHow.PRINTED,
    datetime(2026, 11, 20, 23, 40, tzinfo=UTC),
    "Maria Manager",
)
_NAMES = (
    "Nguyễn Thị Hoa",
    "ဒေါ်ခင်မြင့်မြင့်ကြည်",
    "Ana Lopez",
    "Blue Cross of the Greater Northern Lakes Region",
)
_BANKS = ("First Prairie Bank", "Chase", "Vietcombank Hội An", "Wells Fargo", "")


def piles(currency: str, *quantities: int) -> tuple[SlipPile, ...]:
    """So many of each denomination, largest first; the rest none."""
    known = denominations(currency, ())
    counts = (*quantities, *[0] * len(known))
    return tuple(
        SlipPile(each.value, each.coin, count) for each, count in zip(known, counts, strict=False)
    )


def checks(count: int, currency: str = "USD", *, office: bool = False) -> tuple[SlipCheck, ...]:
    """So many checks, no two alike."""
    return tuple(
        SlipCheck(
            str(1001 + 37 * n),
            _BANKS[n % len(_BANKS)],
            Money(3_500 + 1_234 * n, currency),
            f"W1-{n + 101:06} {_NAMES[n % len(_NAMES)]}" if office else "",
        )
        for n in range(count)
    )


US = SlipPaper(
    office=False,
    state=SlipState.SEALED,
    layout=SlipLayout.US,
    paper_size="letter",
    locale="en_US",
    time_zone="America/Chicago",
    demo=False,
    depositor="Riverside Family Clinic, P.L.L.C.",
    address=("1200 River Road, Suite 4", "Springfield, IL 62701"),
    phone="(217) 555-0147",
    tax_id="37-1234567",
    site="Main Street",
    account_title="Riverside Family Clinic Operating Account",
    bank="First Prairie Bank",
    bank_city="Springfield, IL",
    routing="021000021",
    swift="",
    account_number="000123456789",
    day=date(2026, 11, 20),
    number="W1-D-00012",
    bag_number="S 0048213",
    slip_number="",
    piles=piles("USD", 3, 2, 41, 12, 9, 0, 33, 0, 12, 8, 3, 17),
    checks=checks(3),
    less_cash=Money(0, "USD"),
    card_count=9,
    cards=Money(233_105, "USD"),
    prepared_by="Nguyễn Thị Hoa",
    verified_by="ဒေါ်ခင်မြင့်မြင့်ကြည်",
    single_person=False,
    endorsement="For deposit only, Riverside Family Clinic",
    made_at=datetime(2026, 11, 20, 23, 40, tzinfo=UTC),
    copy_no=0,
    mark=MARK,
)
CANADA = replace(
    US,
    layout=SlipLayout.CANADA,
    locale="en_CA",
    depositor="Clinique Familiale de la Rivière inc.",
    address=("1200, rue de la Rivière", "Gatineau (Québec) J8X 1A1"),
    time_zone="America/Toronto",
    bank="Banque Nationale",
    bank_city="Gatineau",
    routing="12345-006",
    account_number="1234567",
    piles=piles("CAD", 0, 2, 41, 12, 9, 4, 33, 12, 8, 3),
    checks=checks(3, "CAD"),
    less_cash=Money(0, "CAD"),
    cards=Money(233_105, "CAD"),
)
UK = replace(
    US,
    layout=SlipLayout.UK,
    paper_size="a4",
    locale="en_GB",
    depositor="Riverside Surgery Ltd",
    address=("12 River Street", "Chester CH1 1AA"),
    phone="01244 555 014",
    account_title="Riverside Surgery Ltd",
    time_zone="Europe/London",
    bank="Northern Counties Bank",
    bank_city="Chester",
    routing="20-18-53",
    account_number="31926819",
    piles=piles("GBP", 4, 31, 22, 14, 9, 21, 13, 7, 12, 5, 4, 3),
    checks=checks(3, "GBP"),
    less_cash=Money(0, "GBP"),
    cards=Money(133_105, "GBP"),
)
INDIA = replace(
    US,
    layout=SlipLayout.INDIA,
    paper_size="a4",
    locale="en_IN",
    depositor="Riverside Hospital Private Limited",
    address=("14 Ferry Road", "Kochi, Kerala 682001"),
    phone="0484 555 0147",
    tax_id="AAACR1234F",
    account_title="Riverside Hospital Private Limited",
    time_zone="Asia/Kolkata",
    bank="Malabar Coast Bank",
    bank_city="Fort Kochi",
    routing="MCBK0000123",
    account_number="123456789012",
    piles=piles("INR", 90, 60, 40, 12, 9, 10, 33, 4, 6),
    checks=checks(3, "INR"),
    less_cash=Money(0, "INR"),
    cards=Money(233_105, "INR"),
)
VIETNAM = replace(
    US,
    layout=SlipLayout.NEUTRAL,
    paper_size="a4",
    locale="vi_VN",
    depositor="Công ty TNHH Phòng khám Đa khoa Bờ Sông Hội An",
    address=("12 Đường Bạch Đằng", "Hội An, Quảng Nam"),
    phone="0235 555 014",
    account_title="Phòng khám Đa khoa Bờ Sông",
    time_zone="Asia/Ho_Chi_Minh",
    bank="Ngân hàng Ngoại thương",
    bank_city="Hội An",
    routing="",
    swift="BFTVVNVX",
    account_number="0071000123456",
    piles=piles("VND", 31, 22, 14, 9, 21, 13, 7, 12, 5),
    checks=(),
    less_cash=Money(0, "VND"),
    cards=Money(23_310_000, "VND"),
)
MYANMAR = replace(
    VIETNAM,
    locale="my_MM",
    depositor="မြစ်ကမ်းမိသားစုဆေးခန်း",
    address=("အမှတ် ၁၂၊ ကမ်းနားလမ်း", "ရန်ကုန်"),
    account_title="မြစ်ကမ်းမိသားစုဆေးခန်း",
    time_zone="Asia/Yangon",
    bank="ဧရာဝတီဘဏ်",
    bank_city="ရန်ကုန်",
    swift="AYABMMMY",
    piles=piles("MMK", 31, 22, 14, 9, 21, 13, 7),
    less_cash=Money(0, "MMK"),
    cards=Money(0, "MMK"),
    card_count=0,
    prepared_by="မောင်မောင်",
    verified_by="ဒေါ်ခင်မြင့်မြင့်ကြည်",
)


def office(slip: SlipPaper) -> SlipPaper:
    """The office copy of a slip: payers, and the number of the account masked."""
    named = checks(len(slip.checks), slip.currency, office=True)
    masked = f"•••• {slip.account_number[-4:]}"
    return replace(slip, office=True, account_number=masked, checks=named)


def many(slip: SlipPaper, count: int) -> SlipPaper:
    """The same bag with so many checks."""
    return replace(slip, checks=checks(count, slip.currency, office=slip.office))


def plain(slip: SlipPaper) -> SlipPaper:
    """A bag that is not sealed yet."""
    masked = office(slip)
    return replace(masked, state=SlipState.NOT_SEALED, verified_by="", bag_number="")


SLIPS = {
    "us-0": many(US, 0),
    "us-3": US,
    "us-40": many(US, 40),
    "us-40-office": office(many(US, 40)),
    "us-draft": plain(US),
    "us-void-copy": replace(office(US), state=SlipState.VOID, copy_no=2, demo=True),
    "us-single": replace(US, single_person=True, verified_by=US.prepared_by, slip_number="778"),
    "canada-18": many(CANADA, 18),
    "uk-0": office(many(UK, 0)),
    "uk-3": UK,
    "uk-40": many(UK, 40),
    "india-0": many(INDIA, 0),
    "india-3": INDIA,
    "india-40-office": office(many(INDIA, 40)),
    "vietnam": VIETNAM,
    "myanmar": many(MYANMAR, 7),
}
"""Every layout, with none, few and many checks."""
