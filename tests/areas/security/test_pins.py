"""PINs: what they must be, delays, ten tries, the ways back in; by a clock that stands still."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.areas.security import pins
from app.areas.security import service as security
from app.areas.security.rules import DEAD_AFTER, check_new_pin, wait_s
from app.areas.security.values import SetPin
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import UserId
from tests.building import PIN, Template, cheap_verifier, command_id
from tests.conftest import MakePractice

WRONG = "950318"
# reliability.md 6: seconds before the next try, after so many failures in a row
DELAYS = {0: 0, 1: 0, 2: 0, 3: 5, 4: 15, 5: 30, 6: 60, 7: 60, 8: 60, 9: 60}


class Hands:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def on(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def still(practice: MakePractice, hands: Hands) -> Iterator[Station]:
    opened = open_station(practice("still"), clock=hands)
    yield opened
    opened.close()


@pytest.fixture
def who(template: Template) -> UserId:
    return template.actors.cashier.user_id


def say(station: Station, who: UserId, pin: str) -> str:
    """What a try is answered; `in` when it lets in."""
    try:
        station.sign_in(who, pin)
    except UserError as refused:
        told = refused
    else:
        return "in"
    assert told.field == "pin"
    assert len(pin) < 6 or pin not in told.text
    return told.text


def failures(station: Station, who: UserId) -> int:
    assert station.database.writer is not None
    query = "SELECT failures FROM pin_verifier WHERE user_id = ?"
    return int(station.database.writer.connection.execute(query, (who,)).fetchone()[0])


def outcomes(station: Station, who: UserId) -> list[str]:
    assert station.database.writer is not None
    query = "SELECT outcome FROM sign_in WHERE user_id = ? ORDER BY at, rowid"
    return [row[0] for row in station.database.writer.connection.execute(query, (who,))]


def test_delays_grow_and_the_tenth_failure_is_the_last(
    still: Station, hands: Hands, who: UserId, template: Template
) -> None:
    for count in range(DEAD_AFTER):
        delay = DELAYS[count]
        if delay:
            hands.on(delay - 0.5)
            assert say(still, who, PIN).startswith("Wait 1 second")
            assert failures(still, who) == count
            hands.on(0.5)
        told = say(still, who, WRONG)
        if count + 1 < DEAD_AFTER:
            assert told.startswith("The PIN is not right.")
            if (next_delay := DELAYS[count + 1]) > 0:
                assert f"Try again in {next_delay} seconds" in told
                assert f"{DEAD_AFTER - count - 1} tries left" in told
    assert "blocked after too many wrong tries" in told
    hands.on(10_000_000)
    assert "blocked" in say(still, who, PIN)
    assert failures(still, who) == DEAD_AFTER
    assert outcomes(still, who) == ["wrong_pin"] * 9 + ["dead"]
    # an administrator gives a new one
    fresh = SetPin(command_id(), who, cheap_verifier("482915"))
    with pytest.raises(UserError, match="may not manage users"):
        still.act(template.actors.other_cashier, security.set_pin, fresh).result()
    still.act(template.actors.administrator, security.set_pin, fresh).result()
    assert say(still, who, PIN).startswith("The PIN is not right")
    assert say(still, who, "482915") == "in"
    assert failures(still, who) == 0


def test_a_right_pin_clears_the_failures(still: Station, hands: Hands, who: UserId) -> None:
    for _ in range(9):
        hands.on(60)
        say(still, who, WRONG)
    hands.on(60)
    assert say(still, who, PIN) == "in"
    assert failures(still, who) == 0
    assert say(still, who, WRONG) == "The PIN is not right. Try again."


def test_the_failures_of_one_do_not_hinder_another(
    still: Station, hands: Hands, who: UserId, template: Template
) -> None:
    for _ in range(10):
        hands.on(60)
        say(still, who, WRONG)
    assert say(still, template.actors.other_cashier.user_id, PIN) == "in"


def test_neither_closing_nor_the_clock_gives_a_try_back(
    still: Station, hands: Hands, who: UserId
) -> None:
    for _ in range(6):
        hands.on(60)
        say(still, who, WRONG)
    folder = still.folder
    still.close()
    again = open_station(folder, clock=hands)
    assert say(again, who, PIN) == "Wait 60 seconds, then try again."
    hands.on(-86_400)
    # a clock that was put back makes nobody wait longer than the delay
    assert say(again, who, PIN) == "Wait 60 seconds, then try again."
    assert failures(again, who) == 6
    hands.on(86_460)
    assert say(again, who, PIN) == "in"
    again.close()


def test_dying_between_count_and_compare_gives_no_free_try(
    still: Station, hands: Hands, who: UserId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(pins, "matches", die)
    for count in range(1, DEAD_AFTER + 1):
        hands.on(60)
        with pytest.raises(KeyboardInterrupt):
            still.sign_in(who, PIN)
        assert failures(still, who) == count
    monkeypatch.undo()
    folder = still.folder
    still.close()
    again = open_station(folder, clock=hands)
    hands.on(60)
    assert "blocked" in say(again, who, PIN)
    again.close()


def test_guessing_never_gets_more_than_ten_tries(
    still: Station, hands: Hands, who: UserId, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def compare(_verifier: str, secret: str) -> bool:
        compared.append(secret)
        return False

    monkeypatch.setattr(pins, "matches", compare)
    source = random.Random(24)
    for guess in range(1000):
        hands.on(source.choice((0, 1, 5, 60, 3600)))
        say(still, who, f"{guess:06d}")
    assert len(compared) == DEAD_AFTER


def test_who_is_unknown_or_has_no_pin_is_told_so(
    still: Station, who: UserId, template: Template
) -> None:
    for nobody in ("", "x", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(UserError, match="can't sign in"):
            still.sign_in(UserId(nobody), PIN)
    assert still.database.writer is not None
    still.database.writer.connection.execute("DELETE FROM pin_verifier WHERE user_id = ?", (who,))
    assert "has no PIN yet. An administrator sets it." in say(still, who, PIN)
    for odd in ("", "\x00", "x" * 100_000, "é", "١٢٣٤٥٦"):
        assert say(still, template.actors.other_cashier.user_id, odd) != "in"
        still.act(
            SYSTEM,
            security.set_pin,
            SetPin(command_id(), template.actors.other_cashier.user_id, cheap_verifier()),
        ).result()


def test_the_recovery_code_lets_an_administrator_back_in(
    still: Station, hands: Hands, who: UserId, template: Template
) -> None:
    code, ana = template.made.recovery_code, template.actors.administrator.user_id
    for _ in range(10):
        hands.on(60)
        say(still, ana, WRONG)
    with pytest.raises(UserError, match="for administrators"):
        still.recover(code, who, "482915")
    for bad in ("111111", "12345", "abcdef", "20261120"):
        with pytest.raises(UserError) as caught:
            still.recover(code, ana, bad)
        assert caught.value.field == "pin"
    for wrong in ("", "x", code[:-1] + ("2" if code[-1] != "2" else "3")):
        hands.on(60)
        with pytest.raises(UserError, match="recovery code is not right"):
            still.recover(wrong, ana, "482915")
    with pytest.raises(UserError, match="Wait 5 seconds"):
        still.recover(code, ana, "482915")
    hands.on(5)
    still.recover(f" {code.lower().replace('-', ' ')} ", ana, "482915")
    assert say(still, ana, "482915") == "in"
    assert outcomes(still, ana)[-2:] == ["recovered", "signed_in"]
    # the code stays good, and its failures are gone
    still.recover(code, ana, "629481")
    assert say(still, ana, "629481") == "in"


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "12345",
        "1234567890123",
        "12345a",
        "１２３４５６",
        "000000",
        "123456",
        "654321",
        "890123",
        "121212",
        "123123",
        "11111111",
        "19840314",
        "03141984",
        "14031984",
        "198412",
        "121984",
        "739154 ",
    ],
)
def test_a_pin_that_is_easily_guessed_is_refused(pin: str) -> None:
    with pytest.raises(UserError) as caught:
        check_new_pin(pin, "20")
    assert caught.value.field == "pin"
    assert not pin or pin not in caught.value.text


def test_a_pin_differs_from_the_badge_number() -> None:
    for number in ("739154", "7391", "99739154"):
        with pytest.raises(UserError, match="must differ from the badge number"):
            check_new_pin("739154", number)
    for pin in (PIN, "482915", "83920174", "739154739155"):
        assert check_new_pin(pin, "20") == pin


def test_waiting_by_hand() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    for count, delay in DELAYS.items():
        assert wait_s(count, now, now) == delay
        assert wait_s(count, now - timedelta(seconds=delay), now) == 0
        assert wait_s(count, now + timedelta(days=9), now) == delay
        assert wait_s(count, None, now) == 0
    assert wait_s(3, now - timedelta(seconds=4.2), now) == 1


def test_a_verifier_costs_what_it_must_and_holds_no_pin() -> None:
    verifier = pins.make_verifier(PIN)
    assert verifier.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert PIN not in verifier
    assert pins.matches(verifier, PIN)
    assert not pins.matches(verifier, WRONG)
    assert pins.make_verifier(PIN) != verifier


def test_recovery_codes_are_long_and_plain() -> None:
    codes = {pins.new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 5
        assert not set(code) & set("01ILO")
