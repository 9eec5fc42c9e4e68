"""Business dates over time zones, clock changes and cut-offs; ids that sort and are checked."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.clock import (
    SystemClock,
    business_date,
    instant_from,
    instant_text,
    zone_named,
)
from app.kernel.errors import UserError
from app.kernel.ids import check_id, derived_beside, derived_id, new_id

ZONES = (
    "America/Chicago",
    "America/Anchorage",
    "Asia/Yangon",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "UTC",
)
moments = st.datetimes(
    datetime.fromisoformat("1995-01-01"),
    datetime.fromisoformat("2060-01-01"),
    timezones=st.just(UTC),
)


@given(moments, st.sampled_from(ZONES), st.times(timezones=st.none()))
def test_the_business_date_is_the_local_day_or_the_one_before(
    moment: datetime, zone: str, cutoff: time
) -> None:
    local = moment.astimezone(ZoneInfo(zone))
    day = business_date(moment, ZoneInfo(zone), cutoff)
    if not local.fold:  # a day that began before the clocks went back stays begun
        assert day == local.date() - timedelta(days=local.time() < cutoff)


@pytest.mark.parametrize(
    ("utc", "zone", "cutoff", "day"),
    [
        ("2026-11-20T09:59:59", "America/Chicago", "04:00", "2026-11-19"),
        ("2026-11-20T10:00:00", "America/Chicago", "04:00", "2026-11-20"),
        ("2026-11-20T05:59:59", "America/Chicago", "00:00", "2026-11-19"),
        ("2026-11-20T06:00:00", "America/Chicago", "00:00", "2026-11-20"),
        # the night the clock springs forward, 2:00 CST to 3:00 CDT: 4:00 is 9:00 UTC
        ("2026-03-08T08:59:59", "America/Chicago", "04:00", "2026-03-07"),
        ("2026-03-08T09:00:00", "America/Chicago", "04:00", "2026-03-08"),
        # a cut-off inside the hour that does not exist
        ("2026-03-08T07:59:59", "America/Chicago", "02:30", "2026-03-07"),
        ("2026-03-08T08:00:00", "America/Chicago", "02:30", "2026-03-08"),
        # the night it falls back: 1:30 comes twice, both before 4:00
        ("2026-11-01T06:30:00", "America/Chicago", "04:00", "2026-10-31"),
        ("2026-11-01T07:30:00", "America/Chicago", "04:00", "2026-10-31"),
        ("2026-11-01T10:00:00", "America/Chicago", "04:00", "2026-11-01"),
        ("2026-11-19T21:29:59", "Asia/Yangon", "04:00", "2026-11-19"),
        ("2026-11-19T21:30:00", "Asia/Yangon", "04:00", "2026-11-20"),
        ("2028-02-29T23:00:00", "UTC", "04:00", "2028-02-29"),
        ("2028-03-01T03:59:59", "UTC", "04:00", "2028-02-29"),
        ("2027-01-01T03:00:00", "UTC", "04:00", "2026-12-31"),
    ],
)
def test_business_dates_by_hand(utc: str, zone: str, cutoff: str, day: str) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert business_date(moment, zone_named(zone), time.fromisoformat(cutoff)) == (
        date.fromisoformat(day)
    )


@pytest.mark.parametrize("name", ["Mars/Phobos", "", "../../etc/passwd", "/etc/localtime", "a\x00"])
def test_an_unknown_zone_is_refused_in_words(name: str) -> None:
    with pytest.raises(UserError, match="not a time zone"):
        zone_named(name)


@given(st.lists(moments, min_size=2, max_size=5))
def test_instants_sort_as_text_and_come_back(found: list[datetime]) -> None:
    texts = [instant_text(moment) for moment in found]
    assert sorted(texts) == [instant_text(moment) for moment in sorted(found)]
    assert [instant_from(text) for text in texts] == found
    assert {len(text) for text in texts} == {27}


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    there = datetime(2026, 11, 20, 9, 12, tzinfo=ZoneInfo("Asia/Yangon"))
    assert instant_text(there) == "2026-11-20T02:42:00.000000Z"
    assert SystemClock().now().tzinfo is UTC


def test_new_ids_are_uuid_v7_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert made == sorted(made)
    assert all(check_id(one) == one and one[14] == "7" for one in made)


def test_derived_ids_are_the_same_everywhere_and_keep_their_parts_apart() -> None:
    assert derived_id("payer", "private_pay") == derived_id("payer", "private_pay")
    assert derived_id("a", "bc") != derived_id("ab", "c")
    assert check_id(derived_id("role", "cashier"))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4), st.integers(0))
def test_derived_ids_are_uuids_of_their_kind(parts: list[str], place: int) -> None:
    ours = uuid.UUID("6f1c2e0a-4f5c-5d0e-9a57-0c0417e4f011")
    assert derived_id(*parts) == str(uuid.uuid5(ours, "\x1f".join(parts)))
    beside = uuid.UUID(check_id(derived_beside(place, *parts)))
    assert (beside.version, beside.variant) == (8, uuid.RFC_4122)
    assert beside.int >> 80 == place % 2**48
    assert beside != uuid.UUID(derived_beside(place, *parts, "more"))


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "1",
        "0192F0C1-7C3B-7000-8000-000000000000",
        "{0192f0c1-7c3b-7000-8000-000000000000}",
        "0192f0c17c3b70008000000000000000",
        "0192f0c1-7c3b-7000-8000-000000000000\n",
        "0192f0c1-7c3b-7000-8000-00000000000g",
        "x" * 10_000,
    ],
)
def test_what_is_no_id_is_refused_in_words(bad: str) -> None:
    with pytest.raises(UserError, match="is not an id") as caught:
        check_id(bad, "account_id")
    assert caught.value.field == "account_id"
    assert len(caught.value.text) < 100
