"""Every way the return of a check can be refused, and what a returned check itself refuses."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_date
from app.kernel.ids import ReceiptId
from app.kernel.text import shown
from app.kernel.translate import t

# --------------------------------------------------------------- what can't be entered as returned


def no_check(number: str) -> UserError:
    return UserError(
        t("No check came with receipt {number}. Only a check can be returned.", number=number),
        field="tender_id",
    )


def void_instead(number: str, shift: str) -> UserError:
    """The check still lies in the drawer it was put into."""
    return UserError(
        t(
            "The check of receipt {number} still lies in the drawer of shift {shift}. Void the "
            "payment, or enter the returned check once the shift is closed.",
            number=number,
            shift=shift,
        ),
        field="tender_id",
    )


def returned_already(check: str, number: str, day: date) -> UserError:
    """`day` is when the bank sent it back."""
    return UserError(
        t(
            "Check {check} of receipt {number} was returned already, on {day}.",
            check=check,
            number=number,
            day=format_date(day),
        ),
        field="tender_id",
    )


def none_returned(number: str) -> UserError:
    return UserError(
        t("No check of receipt {number} was returned by the bank.", number=number),
        field="tender_id",
    )


# ----------------------------------------------------------------- what a check refuses from now on


def came_back(check: str, number: str) -> UserError:
    """A payment with a returned check is neither void nor corrected."""
    return UserError(
        t(
            "The bank returned check {check} of receipt {number}, so what it paid is undone "
            "already. If it was paid after all, take the return back first.",
            check=check,
            number=number,
        ),
        field="payment_id",
    )


def nothing_stands(check: str, number: str) -> UserError:
    """There is no money that could be moved or given back."""
    return UserError(
        t(
            "The bank returned check {check}, so nothing of receipt {number} is left.",
            check=check,
            number=number,
        ),
        field="payment_id",
    )


def lies_in_bag(check: str, deposit: str) -> UserError:
    return UserError(
        t(
            "Check {check} lies in deposit {deposit}. Take it out of the bag first; where the bag "
            "is sealed, void the deposit.",
            check=check,
            deposit=deposit,
        ),
        field="payment_id",
    )


def check_came_back(receipt: str, number: str, bank: str, about: ReceiptId) -> NeedsConfirmation:
    """A check of this bank with this number was returned unpaid before."""
    return NeedsConfirmation(
        f"check_returned:{receipt}",
        t(
            "The bank returned check {number} of {bank} unpaid; it was taken on receipt {receipt}. "
            "Take it again?",
            number=shown(number),
            bank=shown(bank),
            receipt=receipt,
        ),
        verb=t("Take check {number} again", number=shown(number)),
        about=about,
    )
