"""A receipt that shows everything a design may change, with this practice's own name on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.areas.payments.values import CardLines, Receipt, ReceiptInvoice, ReceiptTender
from app.areas.printing.design_rules import language_code
from app.areas.settings.values import Practice
from app.devices.printing.copies import Copy
from app.kernel.clock import zone_named
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t

_NUMBER = "000123"
_VIETNAMESE, _BURMESE = "Nguyễn Thị Ngọc Trường Hải Đặng", "ဒေါ်ခင်မာလွင်မြတ်နိုးအောင်"
_CARD = CardLines(
    brand="visa",
    last4="4242",
    funding="credit",
    entry_method="contactless_emv",
    application_name="VISA CREDIT",
    aid="A0000000031010",
    authorization_code="123456",
    verification="none",
)
COPIED = timedelta(days=3, hours=2)


def sample_receipt(here: Practice, at: datetime, footer: str = "") -> Receipt:
    """Cash and a card, two patients of a family with long names, and what they were treated for.

    The patient reads Vietnamese, or Burmese where the practice itself speaks Vietnamese.
    """
    language = "my" if language_code(here.locale) == "vi" else "vi"
    name, other = (_VIETNAMESE, _BURMESE) if language == "vi" else (_BURMESE, _VIETNAMESE)
    decimals = decimals_of(here.currency)
    step = 10**decimals if decimals else 1000

    def money(units: int) -> Money:
        return Money(units * step, here.currency)

    day = at.astimezone(zone_named(here.time_zone)).date()
    return Receipt(
        number=f"{here.station_code}-{_NUMBER}",
        at=at.astimezone(UTC),
        time_zone=here.time_zone,
        locale=here.locale,
        business_date=day,
        practice=here.organization_name,
        address=here.site_address,
        phone=here.site_phone,
        patient=name,
        account_number="A-001234",
        amount=money(95),
        tenders=(
            ReceiptTender("Cash", money(45), money(50), money(5)),
            ReceiptTender(
                "Credit card", money(50), None, None, detail="Visa ···· 4242", card=_CARD
            ),
        ),
        invoices=(
            ReceiptInvoice(
                f"{here.station_code}-000311",
                day,
                money(60),
                money(0),
                services=(t("Office visit"), t("Vaccination")),
            ),
            ReceiptInvoice(
                f"{here.station_code}-000290",
                day - timedelta(days=18),
                money(35),
                money(10),
                other,
                "A-001235",
                (t("Laboratory test"),),
            ),
        ),
        to_credit=money(0),
        balance_left=money(10),
        credit_left=money(0),
        cashier="Ana Lopez",
        station=here.station_code,
        demo=here.demo,
        payer_name="Trần Văn An",
        footer=footer,
        language=language,
    )


def sample_copy(at: datetime) -> Copy:
    return Copy(1, (at + COPIED).astimezone(UTC), "Ana Lopez")
