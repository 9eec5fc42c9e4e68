"""What is asked before small credit goes back, and every refusal when money that went back without
this program is recorded.
"""

from __future__ import annotations

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t


def not_recorded_while_away() -> UserError:
    return UserError(
        t("The centre can't be reached: another window may have recorded it. Try again later.")
    )


def nothing_to_record() -> UserError:
    return UserError(t("There is nothing to record: it is in the books, or nothing went back."))


def small_credit(credit: Money) -> NeedsConfirmation:
    """The practice lets so little stay where it is."""
    return NeedsConfirmation(
        f"small_credit:{credit.minor}",
        t(
            "The account has {amount} in credit, and so little stays for the next bill here. Does "
            "the patient want it back?",
            amount=format_money(credit, code=True),
        ),
        verb=t("Give it back"),
    )
