"""What a journal entry must be before it is posted, and what its lines do to balances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.areas.ledger import errors
from app.areas.ledger.values import GL, GLType, Leg, NormalBalance
from app.kernel.errors import ensure

_DEBIT_TYPES = frozenset(
    {GLType.ASSET, GLType.EXPENSE, GLType.CONTRA_LIABILITY, GLType.CONTRA_REVENUE}
)
CONTROLLED = frozenset(
    {
        GL.CASH_IN_DRAWERS,
        GL.CASH_IN_SAFE,
        GL.DEPOSITS_IN_TRANSIT,
        GL.UNDEPOSITED_CHECKS,
        GL.RECEIVABLE_PATIENTS,
        GL.RECEIVABLE_INSURANCE,
        GL.PATIENT_CREDITS,
    }
)
"""GL accounts that follow from documents; a manual entry there would break the tie to them."""

NOT_BY_REASON = CONTROLLED - {GL.CASH_IN_SAFE}
"""GL accounts that cash paid in or out is never booked to; the safe is where change comes from."""


def normal_balance(gl_type: GLType) -> NormalBalance:
    return NormalBalance.DEBIT if gl_type in _DEBIT_TYPES else NormalBalance.CREDIT


def fiscal_period(day: date) -> str:
    """`2026-11`: a calendar month; a fiscal year that begins elsewhere only renames periods."""
    return f"{day:%Y-%m}"


def legs_to_post(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The legs without empty ones; a Bug unless they balance in one currency."""
    kept = tuple(leg for leg in legs if leg.amount)
    ensure(len(kept) >= 2, "an entry has at least two lines")
    currency = kept[0].amount.currency
    ensure(all(leg.amount.currency == currency for leg in kept), "an entry has one currency")
    ensure(sum(leg.amount.minor for leg in kept) == 0, "an entry adds up to zero")
    return kept


def refuse_controlled(code: str) -> None:
    """A UserError for GL accounts that only documents may move."""
    if code in CONTROLLED:
        raise errors.account_follows_documents(code)
