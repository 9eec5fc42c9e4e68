"""What is asked before a drawer is opened, in the user's words; decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import NeedsConfirmation
from app.kernel.i18n import format_date
from app.kernel.translate import t


def is_it_that_day(day: date, last: date) -> NeedsConfirmation:
    """The computer's clock may be wrong: all money of the shift would be booked to its day."""
    return NeedsConfirmation(
        f"clock:{day.isoformat()}",
        t(
            "This computer’s clock says that it is {day}, and the drawer before was opened for "
            "{last}. If the clock is wrong, go back and set it first: receipts and reports carry "
            "the day of the drawer.",
            day=format_date(day),
            last=format_date(last),
        ),
        verb=t("Open for {day}", day=format_date(day)),
    )
