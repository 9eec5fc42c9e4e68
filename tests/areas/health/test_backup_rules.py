"""Which backups go and when one is due: whatever the clock did, the newest and the proven stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.areas.health.backup_values import (
    BackupState,
    Keeping,
    KeepRule,
    KeptBackup,
    Place,
    Why,
)
from app.areas.health.rules import due, may_go, next_due, proof_due

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ZONE = "America/Chicago"


def at(moment: datetime, *, proven: bool = False, seq: int = 5) -> KeptBackup:
    name = f"counterfoil-{moment:%Y%m%d-%H%M%S-%f}.cfbackup"
    kept = KeptBackup(Place.HOME, name, moment, Why.HOUR, 1000, seq, "aa")
    return replace(kept, proven_at=moment) if proven else kept


MOMENTS = st.lists(
    st.integers(0, 60 * 24 * 900).map(lambda m: NOW - timedelta(minutes=m)),
    unique=True,
    max_size=60,
)


@given(
    MOMENTS, st.sets(st.integers(0, 59)), st.integers(1, 9), st.integers(1, 9), st.integers(0, 9)
)
def test_the_newest_and_the_proven_stay_and_no_more_than_asked(
    moments: list[datetime], proven: set[int], hours: int, days: int, months: int
) -> None:
    kept = [at(moment, proven=n in proven) for n, moment in enumerate(moments)]
    rule = KeepRule(hours, days, months)
    gone = may_go(kept, rule, ZONE)
    stays = [one for one in kept if one not in gone]
    assert not gone or max(kept, key=lambda b: b.made_at) in stays
    if any(one.proven for one in kept):
        assert max((b for b in kept if b.proven), key=lambda b: b.made_at) in stays
    assert len(stays) <= hours + days + months + 2
    assert len(stays) >= min(len(kept), 1)
    assert not may_go(stays, rule, ZONE), "what stays once stays"


def test_a_working_year_leaves_hours_days_and_months() -> None:
    kept = [at(NOW - timedelta(days=day, hours=hour)) for day in range(400) for hour in range(9)]
    gone = {one.name for one in may_go(kept, KeepRule(), ZONE)}
    stays = [one for one in kept if one.name not in gone]
    assert sum(one.made_at > NOW - timedelta(days=2, hours=6) for one in stays) == 24
    assert len({one.made_at.date() for one in stays}) in (39, 40), "30 days, then month by month"


def test_a_clock_that_jumped_lets_nothing_go_but_doubles() -> None:
    kept = [at(NOW - timedelta(days=day)) for day in range(10)]
    jumped = at(NOW + timedelta(days=36_500))
    assert may_go([*kept, jumped], KeepRule(), ZONE) == ()


STATE = BackupState(Keeping(), (at(NOW - timedelta(minutes=59)),), KeepRule(), 60, 9, None)


def test_one_is_due_when_an_hour_went_by_with_work_or_a_drawer_was_closed() -> None:
    assert due(STATE, NOW) is None
    assert next_due(STATE) == NOW + timedelta(minutes=1)
    assert due(STATE, NOW + timedelta(minutes=1)) is Why.HOUR
    assert due(replace(STATE, head_seq=5), NOW + timedelta(days=3)) is None, "nothing was done"
    assert due(replace(STATE, last_close=NOW - timedelta(minutes=1)), NOW) is Why.CLOSE
    assert due(replace(STATE, last_close=NOW - timedelta(minutes=60)), NOW) is None
    assert due(replace(STATE, kept=()), NOW) is Why.HOUR
    assert due(STATE, NOW - timedelta(days=1)) is Why.HOUR, "the clock was set back"


def test_one_that_was_not_made_is_tried_again_a_little_later() -> None:
    late = NOW + timedelta(hours=1)
    failed = Keeping(trouble="The disk is full.", trouble_since=late, tried_at=late)
    state = replace(STATE, keeping=failed)
    assert due(state, late + timedelta(minutes=4)) is None
    assert due(state, late + timedelta(minutes=5)) is Why.HOUR
    assert due(state, late - timedelta(minutes=1)) is Why.HOUR, "the clock was set back"
    assert due(replace(state, keeping=replace(failed, trouble="")), late) is Why.HOUR


def test_a_proof_is_due_once_a_day() -> None:
    assert proof_due(STATE, NOW)
    proven = replace(STATE, kept=(at(NOW - timedelta(hours=3), proven=True), *STATE.kept))
    assert not proof_due(proven, NOW)
    assert proof_due(proven, NOW + timedelta(hours=18))
    assert proof_due(proven, NOW - timedelta(days=9)), "the clock was set back"
