"""A clock that is put back or forward gives nobody a try and keeps nobody out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.bootstrap import open_station
from app.kernel.errors import UserError
from tests.building import PIN, Template
from tests.conftest import MakePractice

START = datetime(2026, 11, 20, 15, tzinfo=UTC)


class Hands:
    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    def on(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.mark.parametrize("back", [3600, 86_400 * 3650])
def test_a_clock_put_right_costs_one_wait_and_no_more(
    practice: MakePractice, template: Template, back: int
) -> None:
    hands = Hands()
    station = open_station(practice("clock"), clock=hands)
    who = template.actors.cashier.user_id
    for _ in range(5):
        hands.on(60)
        with pytest.raises(UserError):
            station.sign_in(who, "000000")
    hands.on(-back)
    with pytest.raises(UserError, match="Wait 30 seconds") as refused:
        station.sign_in(who, PIN)
    assert refused.value.retry_after_s == 30
    hands.on(29)
    with pytest.raises(UserError, match="Wait 1 second"):
        station.sign_in(who, PIN)
    hands.on(1)
    assert station.sign_in(who, PIN).actor.user_id == who
    station.close()


def test_going_to_and_fro_never_gives_an_eleventh_try(
    practice: MakePractice, template: Template
) -> None:
    hands = Hands()
    station = open_station(practice("clock"), clock=hands)
    who = template.actors.cashier.user_id
    said = []
    for turn in range(60):
        hands.on(-7200 if turn % 3 else 7300)
        with pytest.raises(UserError) as refused:
            station.sign_in(who, "000000")
        said.append(refused.value.text)
    assert sum("not right" in words for words in said) == 9
    with pytest.raises(UserError, match="blocked"):
        station.sign_in(who, PIN)
    station.close()


def test_the_recovery_code_waits_anew_too(practice: MakePractice, template: Template) -> None:
    hands = Hands()
    station = open_station(practice("clock"), clock=hands)
    who = template.actors.administrator.user_id
    for _ in range(4):
        hands.on(60)
        with pytest.raises(UserError, match="not right"):
            station.recover("AAAA-AAAA-AAAA-AAAA-AAAA", who, "918273")
    hands.on(-86_400)
    with pytest.raises(UserError, match="Wait 15 seconds"):
        station.recover(template.made.recovery_code, who, "918273")
    hands.on(15)
    station.recover(template.made.recovery_code, who, "918273")
    assert station.sign_in(who, "918273").actor.user_id == who
    station.close()
