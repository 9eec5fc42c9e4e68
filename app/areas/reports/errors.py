"""Every way a report can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def day_to_come() -> UserError:
    return UserError(t("This day has not come yet. Choose today or a day before."), field="day")


def days_turned_round() -> UserError:
    return UserError(t("The last day is before the first. Type the earlier day first."), field="to")


def too_many_days(most: int) -> UserError:
    return UserError(
        t("These are too many days for one report. Choose {most} days or fewer.", most=most),
        field="from",
    )
