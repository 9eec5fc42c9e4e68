"""How routing and account numbers are checked in each country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.deposits.bank_rules import check_number, check_routing, check_swift, masked
from app.areas.deposits.bank_values import SlipLayout
from app.kernel.errors import UserError

L = SlipLayout


@pytest.mark.parametrize(
    ("layout", "typed", "kept"),
    [
        (L.US, "021000021", "021000021"),
        (L.US, "0114-0153 3", "011401533"),
        (L.US, "011401533", "011401533"),
        (L.US, "091000019", "091000019"),
        (L.US, "110000000", "110000000"),
        (L.US, "021000022", None),
        (L.US, "123456789", None),
        (L.US, "000000000", None),
        (L.US, "02100002", None),
        (L.US, "", None),
        (L.US, "٠٢١٠٠٠٠٢١", None),
        (L.CANADA, "10202-004", "10202-004"),
        (L.CANADA, "10202004", "10202-004"),
        (L.CANADA, "000410202", "10202-004"),
        (L.CANADA, "10202", None),
        (L.CANADA, "00000-004", None),
        (L.CANADA, "10202-000", None),
        (L.UK, "40-47-84", "40-47-84"),
        (L.UK, "404784", "40-47-84"),
        (L.UK, "40 47 84", "40-47-84"),
        (L.UK, "40478", None),
        (L.INDIA, "sbin0001234", "SBIN0001234"),
        (L.INDIA, "SBIN1001234", None),
        (L.INDIA, "SBI00001234", None),
        (L.NEUTRAL, "", ""),
        (L.NEUTRAL, "062-000", "062-000"),
        (L.NEUTRAL, "062/000", None),
    ],
)
def test_the_number_of_a_bank(layout: L, typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(UserError) as refused:
            check_routing(layout, typed)
        assert refused.value.field == "routing"
    else:
        assert check_routing(layout, typed) == kept


def aba_sum(digits: str) -> int:
    d = [int(digit) for digit in digits]
    return (3 * (d[0] + d[3] + d[6]) + 7 * (d[1] + d[4] + d[7]) + d[2] + d[5] + d[8]) % 10


@given(st.integers(0, 10**9 - 1))
def test_a_routing_number_is_right_by_its_beginning_and_its_sum(number: int) -> None:
    digits = f"{number:09}"
    first = int(digits[:2])
    known = first <= 12 or 21 <= first <= 32 or 61 <= first <= 72 or first == 80
    right = known and number > 0 and aba_sum(digits) == 0
    try:
        assert check_routing(L.US, digits) == digits
    except UserError:
        assert not right
    else:
        assert right


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_routing_number_is_found(place: int, off: int) -> None:
    good = "021000021"
    wrong = str((int(good[place]) + off) % 10)
    with pytest.raises(UserError):
        check_routing(L.US, good[:place] + wrong + good[place + 1 :])


@pytest.mark.parametrize(
    ("layout", "typed", "kept"),
    [
        (L.US, "0001 2345-6789", "000123456789"),
        (L.US, "123", None),
        (L.US, "12345678X", None),
        (L.CANADA, "1234567", "1234567"),
        (L.UK, "12345678", "12345678"),
        (L.UK, "1234567", None),
        (L.INDIA, "12345678901", "12345678901"),
        (L.INDIA, "12345678", None),
        (L.NEUTRAL, "0123-456 789", "0123-456 789"),
        (L.NEUTRAL, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (L.NEUTRAL, "DE89 3704 0044 0532 0130 01", None),
        (L.NEUTRAL, "12#4", None),
    ],
)
def test_the_number_of_an_account(layout: L, typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(UserError) as refused:
            check_number(layout, typed)
        assert refused.value.field == "account_number"
    else:
        assert check_number(layout, typed) == kept


@pytest.mark.parametrize("typed", ["CHASUS33", "chasus33xxx", "DEUT DE FF 500"])
def test_a_swift_code_is_kept_in_capitals(typed: str) -> None:
    assert check_swift(typed) == typed.upper().replace(" ", "")


@pytest.mark.parametrize("typed", ["CHASUS3", "CHASXX33", "12345678", "CHASUS33X"])
def test_a_swift_code_that_can_not_be_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="SWIFT"):
        check_swift(typed)


def test_no_swift_code_is_fine() -> None:
    assert check_swift("") == ""


@given(st.text("0123456789 -", max_size=34))
def test_a_masked_number_never_shows_half_of_it(number: str) -> None:
    digits = number.replace(" ", "").replace("-", "")
    shown = masked(number).removeprefix("••••").strip()
    assert digits.endswith(shown)
    assert len(shown) <= 4
    assert 2 * len(shown) <= len(digits)
