"""What a setting takes and what it refuses, in words."""

from __future__ import annotations

import pytest

from app.areas.settings.rules import DECLARED, check_value
from app.kernel.errors import UserError


@pytest.mark.parametrize("key", sorted(DECLARED))
def test_every_default_fits_its_setting(key: str) -> None:
    assert check_value(key, DECLARED[key].default) == DECLARED[key].default


@pytest.mark.parametrize("key", [key for key, one in DECLARED.items() if one.strictest])
def test_the_strictest_fits_its_setting(key: str) -> None:
    assert check_value(key, DECLARED[key].strictest) == DECLARED[key].strictest


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("aging.edges", "30,90,60", "larger than the one before"),
        ("aging.edges", "30,30", "larger than the one before"),
        ("aging.edges", "30,x", "not a whole number"),
        ("billing.terms_days", "-1", "not a whole number"),
        ("billing.terms_days", "366", "from 0 to 365"),
        ("billing.terms_days", "1e3", "not a whole number"),
        ("payments.overpayment", "keep", "Choose one of"),
        ("security.lock_after_s", "0", "from 15 to 900"),
        ("no.such", "1", "There is no setting"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(key: str, value: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        check_value(key, value)
