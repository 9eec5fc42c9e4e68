"""What the gallery shows in its widgets: long names in the scripts we promise, and odd amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.areas.displays.values import Line, Page
from app.areas.drawers.values import Denomination
from app.areas.settings.values import Practice
from app.gui.tables.rows_model import ChipLook
from app.kernel.chart import Chart, ChartKind, Series
from app.kernel.ids import OrganizationId, SiteId, StationId
from app.kernel.money import Money

SHORT: Final = "Nguyễn Thị Hoa"
GERMAN: Final = "Maximiliana Konstantina von Hohenzollern-Sigmaringen zu Berg"
VIETNAMESE: Final = "Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên"
BURMESE: Final = "ဒေါ်ခင်မျိုးသန္တာလှိုင်ဝင်းကျော်စွာမောင်မောင်"
NAMES: Final = (SHORT, VIETNAMESE, BURMESE, GERMAN)
VIETNAMESE_VERB: Final = "Thu tiền và in biên lai cho bệnh nhân"
BURMESE_VERB: Final = "ငွေလက်ခံပြီး ပြေစာထုတ်ပေးရန်"
SENTENCE: Final = "The receipt printer has no paper. The payment is saved. It prints by itself."
VIETNAMESE_SENTENCE: Final = (
    "Máy in biên lai đã hết giấy. Khoản thanh toán đã được lưu và sẽ tự in khi có giấy trở lại."
)
BURMESE_SENTENCE: Final = "ပြေစာပုံနှိပ်စက်တွင် စက္ကူမရှိပါ။ ငွေပေးချေမှုကို သိမ်းဆည်းပြီးပါပြီ။"


def usd(minor: int) -> Money:
    """An amount of the gallery's currency."""
    return Money(minor, "USD")


@dataclass(frozen=True, slots=True)
class Bill:
    """A row of the gallery's tables."""

    number: str
    day: date
    name: str
    owed: Money
    status: ChipLook
    whole: bool = False


_PAID: Final = ChipLook("check", "Paid", "money_in")
_OPEN: Final = ChipLook("clock", "Open")
_LATE: Final = ChipLook("warning", "Late", "caution")
_VOID: Final = ChipLook("prohibit", "Voided", "danger")
BILLS: Final = (
    Bill("W1-000311", date(2026, 11, 20), SHORT, usd(3500), _PAID),
    Bill("W1-000287", date(2026, 10, 2), VIETNAMESE, usd(15000), _OPEN),
    Bill("W1-000201", date(2026, 7, 1), BURMESE, usd(-2550), _LATE),
    Bill("W1-000007", date(2026, 1, 9), GERMAN, usd(0), _VOID),
    Bill("", date(2026, 11, 20), "Total", usd(123_456_789), _OPEN, True),
)

NOTES: Final = tuple(
    Denomination(usd(minor), name, minor < 100)
    for minor, name in ((10000, "100"), (2000, "20"), (500, "5"), (25, "25 ¢"), (5, "5 ¢"))
)

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_CASH: Final = (120_000, 98_050, 143_500, 0, 157_325, 41_000)
_CARDS: Final = (80_000, 120_000, 64_900, 99_000, 110_500, None)
_BACK: Final = (-5_000, 0, -12_000, 0, -2_500, 0)
CHARTS: Final = tuple(
    Chart(
        words,
        kind,
        _DAYS,
        tuple(f"{day}, week 47" for day in _DAYS),
        (Series("Cash", _CASH), Series("Cards", _CARDS), Series("Given back", _BACK)),
        "USD",
    )
    for kind, words in (
        (ChartKind.BARS, "Side by side"),
        (ChartKind.STACKED, "On one another"),
        (ChartKind.LINES, "Over time"),
    )
)

_LINES: Final = (Line("To pay", "35.00", "USD", large=True), Line("Given", "50.00", "USD"))
PATIENT_PAGES: Final = (
    Page("Riverside Family Clinic", _LINES, note="Thank you, and get well soon."),
    Page("شكراً", (Line("الباقي", "15.00", "USD", large=True),), right_to_left=True),
    Page("", question=VIETNAMESE_SENTENCE, faces=("Very sad", "Sad", "So so", "Glad", "Very glad")),
)

PRACTICE: Final = Practice(
    organization_id=OrganizationId(""),
    organization_name="Riverside Family Clinic",
    site_id=SiteId(""),
    site_name="Main street",
    site_address=(),
    site_phone="",
    station_id=StationId(""),
    station_code="W1",
    currency="USD",
    locale="en_US",
    time_zone="America/Chicago",
    cutoff="04:00",
    demo=True,
)
"""Only its currency and its locale are used: a form reads amounts and days by them."""
