"""Business days only ever go on, whatever a zone does with its clocks around the cut-off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.kernel.clock import business_date

CHANGES = (
    ("America/Chicago", datetime(2026, 11, 1, 7, tzinfo=UTC)),
    ("America/Chicago", datetime(2026, 3, 8, 8, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 2, 18, 2, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Africa/Casablanca", datetime(2026, 2, 15, 2, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 6, 1, 0, tzinfo=UTC)),
)


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_a_day_that_has_begun_never_ends_again(name: str, change: datetime) -> None:
    zone = ZoneInfo(name)
    for minutes in range(0, 24 * 60, 30):
        cutoff = time(minutes // 60, minutes % 60)
        start = change - timedelta(hours=26)
        days = [
            business_date(start + timedelta(minutes=15 * n), zone, cutoff) for n in range(52 * 4)
        ]
        assert days == sorted(days), cutoff


def test_by_hand_when_the_clocks_go_back_over_the_cut_off() -> None:
    zone, cutoff = ZoneInfo("America/Chicago"), time(1, 30)
    first = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    found = [business_date(first + timedelta(minutes=n), zone, cutoff) for n in (0, 29, 30, 75, 95)]
    assert found == [date(2026, 10, 31)] * 2 + [date(2026, 11, 1)] * 3
