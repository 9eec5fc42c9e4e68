"""Commands and answers as plain JSON and back, and a sentence for what does not fit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.payments.values import PaymentTaken, Receipt, TakePayment
from app.kernel.codec import field_types, from_plain, to_plain
from app.kernel.errors import UserError
from app.kernel.money import CURRENCIES, Money
from app.storage.answers import answer_type
from tests.areas.every_action import ACTIONS

moneys = st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(sorted(CURRENCIES)))
st.register_type_strategy(Money, moneys)
COMMANDS = tuple(sorted({action.command for action in ACTIONS}, key=lambda kind: kind.__name__))
ANSWERS = (PaymentTaken, Receipt)
utc = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize("kind", [*COMMANDS, *ANSWERS], ids=lambda kind: kind.__name__)
def test_everything_comes_back_the_same(kind: type) -> None:
    hints = field_types(kind)
    instants = {name: utc for name, hint in hints.items() if hint is datetime}

    @settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.builds(kind, **instants))
    def come_back(value: Any) -> None:
        plain = json.loads(json.dumps(to_plain(value)))
        assert from_plain(kind, plain) == value

    come_back()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_says_what_it_answers(action: Any) -> None:
    assert answer_type(action.function) is not None


def _plain(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": "i",
        "account_id": "a",
        "tenders": [{"method": "cash", "amount": {"minor": 1, "currency": "USD"}}],
    }
    return fields | changes


def test_missing_fields_take_their_defaults() -> None:
    command = from_plain(TakePayment, _plain())
    assert (command.notes, command.confirmations) == ("", frozenset())


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"id": 7}, "id", "must be text"),
        ({"id": None}, "id", "must be text"),
        ({"tenders": {}}, "tenders", "must be a list"),
        ({"tenders": "cash"}, "tenders", "must be a list"),
        ({"tenders": [3]}, "tenders[0]", "must be an object"),
        ({"tenders": [{"method": "cash"}]}, "tenders[0].amount", "is missing"),
        ({"tenders": [{"method": "cash", "amount": 5}]}, "tenders[0].amount", "money like"),
        (
            {"tenders": [{"method": "cash", "amount": {"minor": 1.5, "currency": "USD"}}]},
            "tenders[0].amount",
            "money like",
        ),
        (
            {"tenders": [{"method": "cash", "amount": {"minor": True, "currency": "USD"}}]},
            "tenders[0].amount",
            "money like",
        ),
        (
            {"tenders": [{"method": "cash", "amount": {"minor": 1, "currency": "XXX"}}]},
            "currency",
            "not a currency",
        ),
        ({"source": "thief"}, "source", "must be one of"),
        ({"surprise": 1}, "surprise", "no field surprise"),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        from_plain(TakePayment, _plain(**changes))
    assert caught.value.field == field


def test_a_float_has_no_plain_form() -> None:
    with pytest.raises(TypeError):
        to_plain({"amount": 1.5})
