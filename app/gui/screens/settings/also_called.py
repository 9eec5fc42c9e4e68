"""What people call settings besides their own words, and how near a typed word comes to one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.kernel.text import fold
from app.kernel.translate import later, t

ALSO_CALLED: Final[dict[str, str]] = {
    "payments.overpayment": later("overpaid too much prepayment money left over"),
    "payments.cash_rounding": later("round pennies nickel coins cents"),
    "payments.duplicate_minutes": later("double twice same payment warning"),
    "billing.terms_days": later("due date net 30 payment terms"),
    "billing.status_words": later("invoice status names"),
    "billing.payment_instructions": later("text on invoices bank details"),
    "billing.footer": later("footer text at the bottom of invoices"),
    "aging.edges": later("overdue past due buckets 30 60 90"),
    "aging.basis": later("overdue past due"),
    "security.lock_after_s": later("timeout idle log out auto-lock screen lock inactivity"),
    "drawers.denominations": later("bills banknotes coins float count money"),
    "approvals.void_above": later("cancel payment limit manager permission"),
    "drawers.difference_approval": later("over short variance discrepancy limit manager closing"),
    "drawers.drop_above": later("safe drop limit too much cash"),
    "drawers.left_open_after_s": later("drawer open alarm warning"),
    "drawers.large_movement": later("payout petty cash limit"),
    "deposits.second_count": later("two people dual control verify bag"),
    "deposits.bank_within_days": later("bag overdue bank run"),
    "deposits.bank_above": later("safe limit too much cash"),
    "deposits.returned_check_fee": later("bounced check NSF charge"),
    "deposits.flag_returned": later("bounced check NSF warning"),
    "deposits.endorsement": later("back of check stamp for deposit only"),
    "refunds.approval_over": later("refund limit manager permission money back"),
    "refunds.every": later("refund limit manager permission money back"),
    "refunds.second_over": later("refund limit two managers"),
    "refunds.small_balance": later("small credit write off"),
    "refunds.within_days": later("refund deadline overdue"),
    "refunds.check_days": later("check clearing wait hold"),
    "documents.paper_size": later("paper format office printer Letter A4"),
    "receipts.patient_name": later("privacy initials name on receipt"),
    "receipts.footer": later("footer text at the bottom of receipts thank you message"),
    "numbers.invoice_scope": later("invoice number sequence series centre"),
    "numbers.when_away": later("invoice number offline"),
    "sync.keep_records_days": later("retention disk space clean up"),
    "backups.every_minutes": later("backup how often schedule frequency"),
    "backups.keep_hours": later("backup retention how long"),
    "backups.keep_days": later("backup retention how long"),
    "backups.keep_months": later("backup retention how long"),
}
"""By the key of the setting."""
PAGES_ALSO: Final[dict[str, str]] = {
    "place": later(
        "name address phone e-mail tax number VAT GST registration time zone clock hour business "
        "day cut-off day end language currency site location"
    ),
    "tenders": later("cash check card other tender payment method type"),
    "reasons": later("void paid in paid out refund reason code"),
    "banks": later("bank account routing IBAN deposit slip"),
    "gateways": later("credit card processor Stripe API key merchant"),
    "readers": later("credit card reader terminal pin pad"),
    "numbers": later("receipt invoice number pattern series prefix sequence"),
    "practice": later("all settings options preferences"),
    "drawers": later("cash drawer till register"),
    "stations": later("window computer code join shut out"),
    "copies": later("copy second disk journal records mirror"),
    "display": later("second screen customer display monitor tip feedback"),
    "scanner": later("barcode QR code scan badge"),
    "window": later(
        "colors theme dark mode light text font size zoom contrast language translation "
        "animation motion"
    ),
    "services": later("price fee charge tax rate VAT GST sales tax CPT code"),
    "receipt_look": later("logo picture receipt header footer template layout"),
    "printer": later(
        "receipt paper width 58 80 mm columns test page cutter cash drawer kick office"
    ),
    "users": later("people staff employee cashier role permission PIN password access"),
    "health": later("backup restore disk clock version verify log support"),
    "imports": later("CSV Excel file bring in migrate patients prices old system"),
    "setting_up": later("first steps wizard recovery key"),
}
"""By the name of a section or a page."""
LONG_ENOUGH: Final = 5
"""Letters from which on a word is also found where it was written apart."""
NEAR: Final = 80
"""Of 100: how alike a mistyped word and the right one are."""


def also_called(key: str) -> str:
    """More words for a setting or a page, in the language in use."""
    words = ALSO_CALLED.get(key) or PAGES_ALSO.get(key)
    return t(words) if words else ""


def has_all(text: str, wanted: Iterable[str]) -> bool:
    """Whether folded `text` has every folded word, also as plural, or without the space in it."""
    close = text.replace(" ", "")
    return all(
        word in text
        or (len(word) >= LONG_ENOUGH and (word in close or word.removesuffix("s") in text))
        for word in wanted
    )


def is_like(text: str, wanted: Iterable[str]) -> bool:
    """Whether folded `text` has for each word at least one that is nearly the same."""
    from rapidfuzz import fuzz

    words = set(text.split())
    return all(
        any(fuzz.ratio(word, each) >= NEAR for each in words) if len(word) > 3 else word in text
        for word in wanted
    )


def typed_words(typed: str) -> list[str]:
    """What somebody looks for, word by word; hyphens part words."""
    return fold(typed.replace("-", " ").replace("/", " ")).split()
