"""How a refund stands and what can be done about it, as people read it."""

from __future__ import annotations

from app.areas.refunds.rules import method_words, status_words
from app.areas.refunds.shown_values import RefundView
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.gui.tables.rows_model import ChipLook
from app.kernel.i18n import format_money
from app.kernel.translate import t

_LOOKS = {
    RefundStatus.PENDING: ("clock", "caution"),
    RefundStatus.APPROVED: ("arrow-bend-up-left", "accent"),
    RefundStatus.PROCESSED: ("arrow-clockwise", "accent"),
    RefundStatus.COMPLETED: ("check-circle", "money_in"),
    RefundStatus.CANCELLED: ("prohibit", "muted"),
    RefundStatus.FAILED: ("warning-circle", "danger"),
}


def status_look(status: RefundStatus, *, overdue: bool = False) -> ChipLook:
    """How a refund stands, as icon and word; one past its day is red."""
    icon, tone = _LOOKS[status]
    words = status_words(status)
    return ChipLook(icon, words[:1].upper() + words[1:], "danger" if overdue else tone)


def pay_words(refund: RefundView, locale: str) -> str:
    """The verb that gives the money back, with its amount."""
    amount = format_money(refund.amount, locale)
    words = {
        RefundMethod.CASH: t("Give {amount} in cash", amount=amount),
        RefundMethod.CHECK: t("Enter the check for {amount}…", amount=amount),
        RefundMethod.CARD_REVERSAL: t("Give {amount} back to the card", amount=amount),
    }
    return words.get(refund.method, t("Enter the transfer of {amount}…", amount=amount))


def ways(*, card: bool) -> tuple[tuple[str, str], ...]:
    """(key, words) of the ways money goes back."""
    found = (one for one in RefundMethod if card or one is not RefundMethod.CARD_REVERSAL)
    return tuple((str(one), method_words(one)) for one in found)
