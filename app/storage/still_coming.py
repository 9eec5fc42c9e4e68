"""Whether all of the books are here, or older history still comes to this new station."""

from __future__ import annotations

from typing import Final

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.reading import Reader, ReadSql

FIRST, OPENING = "first", "opening"
"""Stages before anybody works here: documents, the latest records and what is open, then views."""
TABLES, BALANCES, REST = "other tables", "balances", "latest records"
"""Stages while people work here."""
STAGES: Final = frozenset({TABLES, BALANCES, REST})
NEEDS_ALL: Final = (
    *("deposits.", "refunds.", "imports.", "health.", "tasks."),
    *("drawers.count_safe", "invoices.cancel_invoice", "payments.force_close"),
    *("payments.settle_late_cash", "reports.close_day", "reports.reopen_day", "reports.print_"),
)
"""Actions that count or judge what older history may still change."""
_STAGE = ReadSql("SELECT stage FROM taking_over WHERE one = 1")
_PERCENT = ReadSql("SELECT percent FROM arrival WHERE one = 1")


def stage(reader: Reader) -> str:
    """What of the books still comes; empty where all of them are here."""
    found = reader.scalar(_STAGE)
    return str(found) if found in STAGES else ""


def still_comes(reader: Reader) -> bool:
    """Whether older history is on its way to this station."""
    return bool(stage(reader))


def percent_here(reader: Reader) -> int | None:
    """How much of the books is here, about; None where all of them are."""
    return int(reader.scalar(_PERCENT) or 0) if still_comes(reader) else None


def words(percent: int) -> str:
    """What people should know of every list and sum meanwhile."""
    return t(
        "Older history is still arriving: {percent} %. What patients owe is right; lists, reports "
        "and sums are not whole yet.",
        percent=percent,
    )


def refuse_while_it_comes(reader: Reader) -> None:
    """A UserError while the books are not whole here."""
    if still_comes(reader):
        raise not_whole_yet()


def refuse_too_early(reader: Reader, action: str) -> bool:
    """Whether all of the books are here; a UserError for an action that needs them while not."""
    if not still_comes(reader):
        return True
    if action.startswith(NEEDS_ALL):
        raise not_whole_yet()
    return False


def not_whole_yet() -> UserError:
    return UserError(
        t(
            "Older history is still arriving at this computer, and this needs all of it. Payments "
            "go on; do it here when all has come, or at another window now."
        )
    )
