"""What the panel of the centre says, in every state a window can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.areas.settings.values import Practice
from app.bootstrap import Station
from app.gui.sync_words import SyncWords, for_how_long, sync_words
from app.kernel.money import Money
from app.sync.heads import StationHead, SyncState, sync_state
from app.sync.looking import Standing

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def here(station: Station) -> Practice:
    return station.practice


@pytest.fixture
def alone(station: Station) -> Standing:
    return station.ask(sync_state).result().standing


def head(code: str, **more: Any) -> StationHead:
    last = NOW - timedelta(minutes=2)
    return replace(StationHead(code, code, "", False, False, 10, 10, last), **more)


def facts(words: SyncWords) -> dict[str, str]:
    return {line.name: line.words for line in words.facts}


def test_alone_it_says_how_to_join(alone: Standing, here: Practice) -> None:
    words = sync_words(SyncState(alone, ()), here, NOW)
    assert words.alone
    assert "counterfoil central join" in words.as_text()


def test_offline_with_money(alone: Standing, here: Practice) -> None:
    stands = replace(
        alone,
        joined=True,
        last_contact=NOW - timedelta(days=3),
        trouble="The centre can’t be reached.",
        trouble_since=NOW - timedelta(hours=5),
        records=1234,
        payments=2,
        amounts=(Money(125000, "USD"),),
        oldest=NOW - timedelta(minutes=61),
        quarantined=1,
        clock_off_ms=-190_000,
    )
    heads = (head("W1", here=True), head("W2", at_centre=11), head("W3", last_step=None))
    words = sync_words(SyncState(stands, heads), here, NOW, tasks=1)
    said = facts(words)
    assert said["Payments to send"] == "2 payments, 1,250.00"
    assert said["The oldest of them"].startswith("1 hour, since ")
    assert said["Last contact"].startswith("Nov 17, 2026, ")
    assert said["Last contact"].endswith("3 days ago")
    assert said["Steps to send"] == "1,234 steps"
    assert said["Kept aside"] == "1 step of this window"
    assert said["Clock"] == "3 minutes behind the centre’s"
    assert said["Needs attention"] == "1 task"
    assert words.tone == "caution"
    assert words.cautions[0].endswith("The centre can’t be reached.")
    assert [line.words for line in words.windows] == [
        "This window. 1,234 steps wait to be sent.",
        "One step is to come.",
        "Nothing has come from it yet.",
    ]


def test_online_and_a_long_way_to_come(alone: Standing, here: Practice) -> None:
    stands = replace(alone, joined=True, online=True, records=0, last_contact=NOW)
    quiet = head("W4", last_step=NOW - timedelta(minutes=20))
    shut = head("W5", shut_out=True)
    unknown = head("", station_id="x", held=0, at_centre=37_800)
    words = sync_words(SyncState(stands, (quiet, shut, unknown)), here, NOW, most=41_000)
    assert words.far_words == "3,200 of 41,000 steps have come."
    assert words.headline == "What other windows did is coming in."
    lines = {line.name: line.words for line in words.windows}
    assert lines["W4"].startswith("Quiet since ")
    assert lines["W5"] == "Shut out. What it sent before stays."
    assert lines["A window that is new"] == "37,800 steps are to come."
    done = sync_words(SyncState(stands, (quiet,)), here, NOW, most=41_000)
    assert done.far is None
    assert done.tone == "money_in"


def test_older_history_that_still_comes(alone: Standing, here: Practice) -> None:
    stands = replace(alone, joined=True, online=True, last_contact=NOW, history=62)
    words = sync_words(SyncState(stands, (head("W2", at_centre=900),)), here, NOW)
    assert words.far == (62, 100)
    assert words.far_words == "62 % of the older history is here."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "less than a minute"),
        (60, "1 minute"),
        (3_599, "59 minutes"),
        (3_600, "1 hour"),
        (172_799, "47 hours"),
        (172_800, "2 days"),
    ],
)
def test_spans_are_said_by_their_largest_unit(seconds: int, words: str) -> None:
    assert for_how_long(timedelta(seconds=seconds)) == words
