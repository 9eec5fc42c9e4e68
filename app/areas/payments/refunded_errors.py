"""What a payment refuses because money of it went back, or because only a refund is right."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def refund_on_it(number: str, refund: str) -> UserError:
    return UserError(
        t(
            "Refund {refund} gives back money of receipt {number}. Cancel the refund first, if "
            "nothing was given back yet.",
            refund=refund,
            number=number,
        ),
        field="payment_id",
    )


def charged_so_refund(number: str) -> UserError:
    """The card was charged through a reader: only the processor can give that back."""
    return UserError(
        t(
            "The card of receipt {number} was charged through a card reader, so the money goes "
            "back to the card by a refund.",
            number=number,
        ),
        field="payment_id",
    )


def all_refunded(number: str) -> UserError:
    return UserError(
        t("All of receipt {number} was refunded. Nothing of it is left.", number=number),
        field="payment_id",
    )


def void_by_owner(owner: str, shift: str) -> UserError:
    """The drawer it lies in is not closed, so it is voided there."""
    return UserError(
        t(
            "This payment can still be voided: {owner} can do it in shift {shift}. A refund is "
            "for afterwards.",
            owner=owner,
            shift=shift,
        ),
        field="payment_id",
    )
