"""A clock that is set, jumps or turns with the season: money keeps its day and its order, and a
person is asked where the day can't be right.

`test_clock_jumps.py` holds cards to it, `test_spooler.py` paper, `tests/kernel` the pure rule.
"""

from __future__ import annotations

import time as seconds
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.drawers import rules as drawers
from app.areas.drawers import service as shifts
from app.areas.drawers.values import OpenShift, Pile
from app.areas.health import rules as health
from app.areas.health.backup_values import (
    BackupState,
    Keeping,
    KeepRule,
    KeptBackup,
    Place,
    Why,
)
from app.areas.health.queries import verify
from app.areas.payments.queries import receipt
from app.areas.reports.closing import close_day
from app.areas.reports.values import CloseDay
from app.bootstrap import Unlock, open_station
from app.bootstrap.unlocking import find_keys
from app.kernel.clock import business_date
from app.kernel.errors import NeedsConfirmation, UserError
from app.storage.connection import DATABASE_NAME, connect
from app.storage.statements import Reader, ReadSql
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.invariants import broken

CHICAGO = ZoneInfo("America/Chicago")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEARS = timedelta(days=3653)
_DAYS = ReadSql("SELECT business_date, at FROM payment ORDER BY rowid")
_NUMBERS = ReadSql("SELECT number FROM receipt ORDER BY rowid")


@dataclass(slots=True)
class SetClock:
    """This computer's clock, which somebody sets."""

    at: datetime

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def set(self, text: str, zone: ZoneInfo = CHICAGO) -> None:
        self.at = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 20, 15, 0, tzinfo=UTC))


@pytest.fixture
def books(practice: MakePractice, template: Template, clock: SetClock) -> Iterator[Books]:
    """A practice in Chicago whose day begins at four in the morning."""
    data = practice("set")
    opened = connect(data / DATABASE_NAME, find_keys(data, Unlock()).database)
    opened.execute("UPDATE site SET time_zone = 'America/Chicago', cutoff = '04:00'")
    opened.close()
    station = open_station(data, clock=clock)
    yield Books(station, template.actors)
    station.close()


def days(books: Books) -> list[str]:
    found: list[str] = books.station.database.read(lambda r: [row[0] for row in r.fetch(_DAYS)])
    return found


def numbers(reader: Reader) -> list[str]:
    return [str(row[0]) for row in reader.fetch(_NUMBERS)]


def sound(books: Books) -> None:
    station = books.station
    found = station.database.read(numbers)
    assert found == sorted(found)
    assert [int(one[-6:]) for one in found] == list(range(1, len(found) + 1))
    assert not broken(station.folder)


JUMPS = {
    "an hour back": -HOUR,
    "a day back": -DAY,
    "to 1970": datetime(1970, 1, 2, tzinfo=UTC) - datetime(2026, 11, 20, 15, tzinfo=UTC),
    "ten years on": YEARS,
    "over midnight": timedelta(hours=12),
}


@pytest.mark.parametrize("jump", JUMPS.values(), ids=list(JUMPS))
def test_money_of_a_shift_keeps_its_day_and_order_however_the_clock_is_set(
    books: Books, clock: SetClock, jump: timedelta
) -> None:
    shift = books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 3500)
    books.take_cash(account, 100)
    clock.at += jump
    command = books.cash(account, 200)
    first, again = books.take(command), books.take(command)
    assert first == again
    if clock.at.year >= 2000:
        books.issue_invoice(account, 700)
    else:
        with pytest.raises(UserError, match="The invoice date can't be 1970-01-0"):
            books.issue_invoice(account, 700)
    clock.at -= jump
    books.take_cash(account, 300)
    assert days(books) == ["2026-11-20"] * 3
    clock.at += jump
    books.seal(shift.shift_id, *([2000] * 10), 100, 500)
    books.close_shift(shift.shift_id)
    sound(books)
    if jump in (YEARS, JUMPS["to 1970"]):
        station = books.station
        verdict = station.database.read(verify, station.database.keys.master)
        assert verdict.sound, verdict.findings


def test_a_shift_over_midnight_and_the_cut_off_is_one_day(books: Books, clock: SetClock) -> None:
    clock.set("2026-11-20T22:00")
    shift = books.open_shift()
    account = books.register_patient().account_id
    for moment in ("2026-11-20T23:59", "2026-11-21T00:01", "2026-11-21T04:30"):
        clock.set(moment)
        books.take_cash(account, 100)
    books.seal(shift.shift_id, *([2000] * 10), 100, 100, 100)
    books.close_shift(shift.shift_id)
    clock.set("2026-11-21T03:59:59")
    assert books.open_shift().business_date == date(2026, 11, 20)
    assert days(books) == ["2026-11-20"] * 3
    sound(books)


@pytest.mark.parametrize(
    ("change", "moments"),
    [
        ("2026-03-08", ("01:59", "03:01", "03:59", "04:00")),
        ("2026-11-01", ("01:30", "01:30/1", "03:59", "04:00")),
    ],
)
def test_both_changes_of_the_clocks_fall_on_the_day_before(
    books: Books, clock: SetClock, change: str, moments: tuple[str, ...]
) -> None:
    """A night shop's hours before the cut-off, the doubled and the missing one too."""
    before = date.fromisoformat(change) - DAY
    found = []
    for moment in moments:
        text, _, fold = moment.partition("/")
        local = datetime.fromisoformat(f"{change}T{text}").replace(tzinfo=CHICAGO, fold=bool(fold))
        clock.at = local.astimezone(UTC)
        shift = books.open_shift(notes=0)
        found.append(shift.business_date)
        books.seal(shift.shift_id)
        books.close_shift(shift.shift_id)
    assert found == [before] * 3 + [before + DAY]


def test_a_day_that_can_not_be_right_is_asked_about_before_the_drawer_opens(
    books: Books, clock: SetClock
) -> None:
    def wanted() -> OpenShift:
        return OpenShift(command_id(), books.drawer(), (Pile(books.money(2000), 10),))

    def ended() -> None:
        command = replace(wanted(), confirmations=asked_for)
        shift = act(books.actors.cashier, shifts.open_shift, command).result()
        books.seal(shift.shift_id, *([2000] * 10))
        books.close_shift(shift.shift_id)

    act, asked_for = books.station.act, frozenset[str]()
    ended()
    for text, day in (("1970-01-01T12:00", "Jan 1, 1970"), ("2036-11-20T12:00", "Nov 20, 2036")):
        clock.set(text)
        with pytest.raises(NeedsConfirmation, match=f"says that it is {day}") as asked:
            act(books.actors.cashier, shifts.open_shift, wanted()).result()
        assert "set it first" in asked.value.text
    clock.set("2026-12-21T12:00")
    ended()
    clock.set("2026-12-20T12:00")
    with pytest.raises(NeedsConfirmation) as asked:
        ended()
    asked_for = frozenset({asked.value.key})
    ended()
    asked_for = frozenset()
    ended()
    clock.set("2026-12-22T12:00")
    ended()
    sound(books)


def test_no_day_to_come_is_closed(books: Books, clock: SetClock) -> None:
    command = CloseDay(command_id(), date(2026, 11, 21))
    with pytest.raises(UserError, match="has not come yet"):
        books.station.act(books.actors.billing_manager, close_day, command).result()


@given(
    st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.none() | st.dates(date(1970, 1, 1), date.max)
)
def test_only_going_back_and_long_rests_are_odd(day: date, last: date | None) -> None:
    asked = drawers.is_odd_day(day, last)
    if last is None or day == last:
        assert not asked
    elif day < last:
        assert asked
    else:
        assert asked == ((day - last).days > 31)


ZONES = ("UTC", "America/Chicago", "Asia/Yangon", "Australia/Lord_Howe", "Pacific/Apia")


@given(
    st.integers(946_684_800, 2_840_140_800).map(lambda s: datetime.fromtimestamp(s, UTC)),
    st.sampled_from(ZONES),
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.integers(0, 3 * 86_400),
)
def test_a_day_never_ends_before_it_began(
    moment: datetime, zone: str, cutoff: time, later_s: int
) -> None:
    """Whatever the zone does: as time passes the business date never goes back."""
    there = ZoneInfo(zone)
    later = moment + timedelta(seconds=later_s)
    assert business_date(moment, there, cutoff) <= business_date(later, there, cutoff)


@pytest.mark.parametrize("jump", JUMPS.values(), ids=list(JUMPS))
def test_backups_come_within_the_hour_and_not_all_the_time_whatever_the_clock_did(
    jump: timedelta,
) -> None:
    """One was made, and a drawer was closed, while the clock was wrong; then it was put right. A
    backup of what is now the future must neither stand for the newest nor make others due.
    """
    now, made = datetime(2026, 11, 20, 15, tzinfo=UTC), list[KeptBackup]()

    def keep(at: datetime, seq: int) -> None:
        name = f"{at:%Y%m%d%H%M%S}{seq}"
        made.append(KeptBackup(Place.HOME, name, at, Why.HOUR, 1, seq, "", at))

    def state(seq: int) -> BackupState:
        return BackupState(Keeping(), tuple(made), KeepRule(), 60, seq, now + jump)

    keep(now - HOUR, 1)
    keep(now + jump, 2)
    begun, seq = len(made), 2
    for minute in range(180):
        at, seq = now + timedelta(minutes=minute), seq + 1
        if health.due(state(seq), at) is not None:
            keep(at, seq)
            assert state(seq).newest == made[-1], "what goes to the second place"
            assert health.due(state(seq), at) is None
            assert not health.proof_due(state(seq), at)
    assert 2 <= len(made) - begun <= 4


@pytest.mark.skipif(not hasattr(seconds, "tzset"), reason="TZ is read on Unix alone")
def test_the_zone_of_the_computer_is_not_the_sites(
    books: Books, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half past eleven in the evening in Chicago, tomorrow afternoon in Tokyo."""
    clock.set("2026-11-20T23:30")
    account = books.register_patient().account_id
    try:
        for zone in ("Asia/Tokyo", "Pacific/Honolulu"):
            monkeypatch.setenv("TZ", zone)
            seconds.tzset()
            shift = books.open_shift()
            taken = books.take_cash(account, 100)
            shown = books.station.database.read(receipt, taken.receipt_id)
            assert shown.business_date == date(2026, 11, 20)
            assert shift.business_date == date(2026, 11, 20)
            books.seal(shift.shift_id, *([2000] * 10), 100)
            books.close_shift(shift.shift_id)
    finally:
        monkeypatch.undo()
        seconds.tzset()
    assert days(books) == ["2026-11-20"] * 2
