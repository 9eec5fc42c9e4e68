"""The line at the foot of a check: as readers type it, misread, of Canada, and anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.deposits.micr import CheckLine, check_line

GOOD = CheckLine("021000021", "000123456789", "1182")


@pytest.mark.parametrize(
    "text",
    [
        "⑆021000021⑆ 000123456789⑈ 1182",
        "T021000021T 000123456789O 1182",
        "t021000021t000123456789u001182",
        ":021000021:000123456789< 1182",
        "A021000021A 000123456789C 1182",
        "O001182O T021000021T 000123456789O",
        "⑆021000021⑆ 1182 000123456789⑈",
        "T021000021T000123456789U1182$0000012345$",
    ],
)
def test_every_way_to_type_a_line_says_the_same(text: str) -> None:
    assert check_line(text) == GOOD
    assert GOOD.masked_account == "•••• 6789"


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        ("T021000022T 000123456789O 1182", ("routing",)),
        ("T02100?021T 000123456789O 1182", ("routing",)),
        ("T021000021T 00012345?789O 1182", ("account",)),
        ("T021000021T 000123456789O 1?82", ("check_number",)),
        ("T021000021T 000123456789O", ("check_number",)),
        ("T????????1T 0001234?6789O 11?2", ("routing", "account", "check_number")),
    ],
)
def test_a_misread_says_what_to_type(text: str, by_hand: tuple[str, ...]) -> None:
    found = check_line(text)
    assert found is not None
    assert found.by_hand == by_hand
    for name in ("routing", "account", "check_number"):
        assert getattr(found, name) == ("" if name in by_hand else getattr(GOOD, name))


@pytest.mark.parametrize("text", ["O182O T12345-003T 1234-567O", "⑈182⑈⑆12345⑉003⑆1234⑉567⑈"])
def test_canadian_lines_name_transit_and_institution(text: str) -> None:
    assert check_line(text) == CheckLine("12345-003", "1234567", "182", canadian=True)


@pytest.mark.parametrize(
    "text",
    ["W1-000123", "A-001234", "4242424242424242", "TOTAL 0011223344556677", "T" * 90, "", "?"],
)
def test_other_codes_are_no_check(text: str) -> None:
    assert check_line(text) is None


@given(st.text("0123456789TUOAC:<>;?⑆⑈⑇⑉ -", max_size=100))
def test_whatever_comes_each_part_is_right_or_asked_for(text: str) -> None:
    found = check_line(text)
    if found is None:
        return
    for name in ("routing", "account", "check_number"):
        value = getattr(found, name)
        assert bool(value) != (name in found.by_hand)
        assert "?" not in value
    if found.routing and not found.canadian:
        one, two, three = (sum(map(int, found.routing[n::3])) for n in range(3))
        assert (3 * one + 7 * two + three) % 10 == 0


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_bank_is_never_taken(place: int, by: int) -> None:
    digits = list("021000021")
    digits[place] = str((int(digits[place]) + by) % 10)
    found = check_line(f"T{''.join(digits)}T 000123456789O 1182")
    assert found is not None
    assert found.by_hand == ("routing",)
