"""A closed day with something that came late, and what breaks its promises."""

from __future__ import annotations

from datetime import timedelta

from app.areas.ledger import service as ledger
from app.areas.ledger.values import ManualLine, PostManualEntry
from app.areas.reports import closing
from app.areas.reports.values import CloseDay
from app.areas.settings import queries as settings
from app.kernel.actor import SYSTEM
from tests.building import Books, command_id


def work_days(books: Books) -> None:
    """Yesterday is closed, and something is booked for it afterwards."""
    station = books.station
    day = settings.business_today(station.practice, station.database.clock.now()) - timedelta(1)
    station.act(books.actors.billing_manager, closing.close_day, CloseDay(command_id(), day))
    lines = (
        ManualLine("5000", books.money(900), books.money(0)),
        ManualLine("1000", books.money(0), books.money(900)),
    )
    late = PostManualEntry(command_id(), day, "Rent", lines)
    station.act(SYSTEM, ledger.post_manual_entry, late).result()


DAY_BREAKS = (
    ("ledger.closed_days", "booked into a closed day", (
        ("UPDATE journal_entry SET period_date = business_date WHERE id IN "
        "(SELECT entry_id FROM late_entry)"),)),
    ("ledger.day_closes", "a total changed", (
        "UPDATE day_close SET total_minor = total_minor + 1",)),
    ("ledger.day_closes", "a drawer forgotten", (
        "UPDATE day_close SET drawer_count = drawer_count + 1",)),
    ("views.closed_day", "a day that is open again", ("DELETE FROM closed_day",)),
    ("views.late_entry", "an entry that came in time", ("DELETE FROM late_entry",)),
)  # fmt: skip
