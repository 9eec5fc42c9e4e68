"""How long a bag is on its way, in banking days, and from when on it is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.areas.deposits import lists
from app.areas.deposits.values import DepositRow
from app.kernel.ids import DepositId
from app.kernel.listing import ListWanted
from tests.areas.deposits.banking import Banking


def row_after(banking: Banking, days: int) -> DepositRow:
    """The only deposit as the list shows it so many days from now."""

    def look(reader: Any) -> DepositRow:
        reader.now += timedelta(days=days)
        return lists.deposits(reader, ListWanted()).rows[0]

    return banking.books.station.ask(look).result()


def test_a_bag_is_late_after_its_banking_days(banking: Banking, prepared: DepositId) -> None:
    assert (row_after(banking, 0).age_days, row_after(banking, 0).late) == (0, False)
    week = row_after(banking, 14)
    assert 7 <= week.age_days <= 10, "no weekend, and at most three holidays"
    assert week.late
    banking.mending().set_to("deposits.bank_within_days", str(week.age_days))
    assert not row_after(banking, 14).late
    banking.count(prepared)
    banking.seal(prepared)
    banking.submit(prepared)
    assert row_after(banking, 21).late
    banking.clear(prepared)
    cleared = row_after(banking, 21)
    assert (cleared.age_days, cleared.late) == (0, False)
