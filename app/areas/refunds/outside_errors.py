"""Every refusal when money that went back without this program is recorded."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def not_recorded_while_away() -> UserError:
    return UserError(
        t("The centre can't be reached: another window may have recorded it. Try again later.")
    )


def nothing_to_record() -> UserError:
    return UserError(t("There is nothing to record: it is in the books, or nothing went back."))
