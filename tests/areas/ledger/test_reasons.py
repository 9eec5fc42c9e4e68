"""The lists of reasons: what a practice begins with, how it changes them, what explains what."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.ledger import queries
from app.areas.ledger.maintaining import save_reason
from app.areas.ledger.seed import CHART, REASONS
from app.areas.ledger.values import Reason, ReasonKind, SaveReason
from app.bootstrap import Station
from app.kernel.errors import UserError
from app.kernel.ids import ReasonId
from tests.building import Actors, command_id

K = ReasonKind


def listed(station: Station, kind: ReasonKind, every: bool = False) -> tuple[Reason, ...]:
    def look(reader: Any) -> tuple[Reason, ...]:
        return queries.reasons(reader, kind, all=every)

    return station.ask(look).result()


def save(
    station: Station,
    actors: Actors,
    reason_id: ReasonId | None,
    kind: ReasonKind = K.PAID_OUT,
    digit: int = 9,
    words: str = "Flowers",
    gl_code: str = "8000",
    active: bool = True,
) -> ReasonId:
    command = SaveReason(command_id(), reason_id, kind, digit, words, gl_code, active)
    return station.act(actors.billing_manager, save_reason, command).result()


@pytest.mark.parametrize("kind", sorted(K))
def test_every_list_begins_with_reasons_one_digit_each(station: Station, kind: K) -> None:
    found = listed(station, kind)
    assert len(found) >= 3
    assert [reason.digit for reason in found] == list(range(1, len(found) + 1))
    codes = {code for code, *_ in CHART}
    books = kind in (K.PAID_IN, K.PAID_OUT)
    assert all((reason.gl_code in codes) == books for reason in found)


def test_the_seed_names_every_kind() -> None:
    assert set(REASONS) == set(K)


def test_a_reason_is_added_changed_and_retired(station: Station, actors: Actors) -> None:
    added = save(station, actors, None)
    assert listed(station, K.PAID_OUT)[-1] == Reason(added, K.PAID_OUT, 9, "Flowers", "8000", True)
    save(station, actors, added, words="Flowers and cards", digit=8)
    assert listed(station, K.PAID_OUT)[-1].words == "Flowers and cards"
    save(station, actors, added, active=False)
    assert added not in {reason.reason_id for reason in listed(station, K.PAID_OUT)}
    assert added in {reason.reason_id for reason in listed(station, K.PAID_OUT, every=True)}
    with pytest.raises(UserError, match="not in use"):
        station.ask(queries.reason, added, K.PAID_OUT).result()


def test_a_retired_reason_leaves_its_digit(station: Station, actors: Actors) -> None:
    first = listed(station, K.PAID_OUT)[0]
    with pytest.raises(UserError, match="Key 1 picks “Petty cash” already") as caught:
        save(station, actors, None, digit=1)
    assert caught.value.field == "digit"
    save(station, actors, first.reason_id, digit=1, words=first.words, gl_code="1020", active=False)
    save(station, actors, None, digit=1)
    assert listed(station, K.PAID_OUT)[0].words == "Flowers"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"digit": 0}, "digit from 1 to 9"),
        ({"digit": 10}, "digit from 1 to 9"),
        ({"words": "  "}, "."),
        ({"gl_code": ""}, "which GL account"),
        ({"gl_code": "1015"}, "can't be booked to 1015"),
        ({"gl_code": "1100"}, "can't be booked to 1100"),
        ({"gl_code": "4711"}, "can't be booked to 4711"),
        ({"kind": K.VOID}, "Leave the account empty"),
    ],
)
def test_what_is_no_reason_is_refused_in_words(
    station: Station, actors: Actors, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        save(station, actors, None, **fields)


def test_a_reason_stays_in_its_list(station: Station, actors: Actors) -> None:
    first = listed(station, K.VOID)[0]
    with pytest.raises(UserError, match="stays in its list"):
        save(station, actors, first.reason_id, K.CANCEL, 9, "x", "")
    with pytest.raises(UserError, match="not in use"):
        save(station, actors, ReasonId(command_id()))
    with pytest.raises(UserError, match="not in use"):
        station.ask(queries.reason, first.reason_id, K.CANCEL).result()
    with pytest.raises(UserError, match="Choose a reason"):
        station.ask(queries.reason, None, K.VOID).result()


def test_change_comes_from_the_safe(station: Station) -> None:
    assert "1018" in {reason.gl_code for reason in listed(station, K.PAID_IN)}
