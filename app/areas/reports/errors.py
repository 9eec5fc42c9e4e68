"""Every way a report can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def day_to_come() -> UserError:
    return UserError(t("This day has not come yet. Choose today or a day before."), field="day")
