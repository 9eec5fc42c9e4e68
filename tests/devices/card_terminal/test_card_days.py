"""Thousands of card payments at a window where a fifth of all calls goes wrong: nothing is charged
twice, nothing is charged and not in the books, nothing is in the books and not charged.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from app.areas.cards import records
from app.areas.cards.ports import GatewayTrouble, IntentWanted
from app.areas.cards.rules import Event
from app.areas.invoices import holding
from app.bootstrap import Station
from app.devices.card_terminal.asking import Asking
from app.devices.card_terminal.attempts import Attempts
from app.kernel.ids import new_id
from tests.building import Actors
from tests.devices.card_terminal.card_days import CardDays
from tests.devices.card_terminal.card_till import Till, new_till


def test_days_of_faults_and_kills(
    shared_station: Station, actors: Actors, seed: int, long: bool
) -> None:
    """More than 10,000 attempts with --long."""
    attempts = kills = 0
    for day in range(14 if long else 1):
        till = new_till(shared_station, actors)
        days = CardDays(till, seed + day)
        days.run(700 if long else 40)
        days.settle()
        assert not days.wrong(), f"seed {seed}, day {day}"
        till.agrees()
        attempts += sum(len(bill.attempts) for bill in days.bills)
        kills += days.kills
    assert kills
    assert not long or attempts > 10_000


# ---------------------------------------------------------------------------- bugs that are planted


def times_out_as_refused(patch: pytest.MonkeyPatch) -> None:
    """A reader that did not answer in time is believed to have heard nothing."""

    def arm(self: Attempts, ask: Asking, pace: Any) -> float | None:
        try:
            ask.arm()
        except GatewayTrouble:
            self._end(ask.row, "reader_timeout")
            return None
        return self._note(ask.row, Event.READER_WAITS, reached=True)

    patch.setattr(Attempts, "_arm", arm)


def makes_a_key_per_try(patch: pytest.MonkeyPatch) -> None:
    def create(self: Asking) -> Any:
        made = self.made
        wanted = IntentWanted(made.amount, made.attempt_id, made.payment_id, made.station_id)
        return self.gateway().create_intent(new_id(), wanted)

    patch.setattr(Asking, "create", create)


def believes_its_cancel(patch: pytest.MonkeyPatch) -> None:
    def cancel(self: Attempts, ask: Asking, _pace: Any) -> None:
        with suppress(GatewayTrouble):
            ask.cancel_action()
        self._end(ask.row, "left")

    patch.setattr(Attempts, "_cancel", cancel)


def locks_no_bill(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(holding, "refuse_held", lambda *_: None)


def stores_the_intent_after_telling_the_reader(patch: pytest.MonkeyPatch) -> None:
    def create(self: Attempts, ask: Asking, pace: Any) -> float | None:
        try:
            intent = ask.create()
            fresh = Asking(ask.gateway, ask.made, replace(ask.row, intent_ref=intent.ref))
            fresh.arm()
        except GatewayTrouble as why:
            return self._not_created(ask, pace, why)
        self._note(ask.row, Event.CREATED, intent_ref=intent.ref, code="", new_arm_key=True)
        row = self._books.ask(records.working, ask.row.attempt_id).result()
        return self._note(row or ask.row, Event.READER_WAITS, reached=True)

    patch.setattr(Attempts, "_create", create)


@pytest.mark.parametrize(
    ("plant", "seed"),
    [
        (times_out_as_refused, 4),
        (makes_a_key_per_try, 1),
        (believes_its_cancel, 4),
        (locks_no_bill, 1),
        (stores_the_intent_after_telling_the_reader, 1),
    ],
)
def test_a_planted_bug_is_caught(
    plant: Callable[[pytest.MonkeyPatch], None],
    seed: int,
    till: Till,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    days = CardDays(till, seed, kills=0.03)
    for _ in range(40):
        days.run(4)
        if days.wrong_by_now():
            return
    raise AssertionError("the bug was not caught")
