"""What whoever agrees to a refund reads: how much goes back, and which way."""

from __future__ import annotations

from app.areas.refunds.values import RefundMethod
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t


def give_words(amount: Money, method: RefundMethod) -> str:
    """One sentence with the amount and its way."""
    said = format_money(amount, code=True)
    return {
        RefundMethod.CASH: t("Give {amount} back in cash.", amount=said),
        RefundMethod.CHECK: t("Give {amount} back by check.", amount=said),
        RefundMethod.CARD_REVERSAL: t("Give {amount} back to the card.", amount=said),
        RefundMethod.ACH: t("Send {amount} back by ACH.", amount=said),
        RefundMethod.WIRE: t("Send {amount} back by wire.", amount=said),
        RefundMethod.OTHER: t("Send {amount} back by another transfer.", amount=said),
    }[method]
