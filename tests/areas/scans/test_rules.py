"""What a code can be: numbers as scanners send them, junk by its kind, cards never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.scans import rules
from app.areas.scans.values import Code, Junk, SaveScanner, ScannerSettings, ScanTrial
from app.kernel.errors import UserError
from tests.building import command_id


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("W1-000123", Code("W1-000123")),
        ("]C1W1-000123\t", Code("W1-000123")),
        (" A-\x1d001234\r\n", Code("A-001234")),
        ("", Code("", Junk.EMPTY)),
        ("\r\n\t", Code("", Junk.EMPTY)),
        ("https://example.org/?p=W1-000123", Code("", Junk.LINK)),
        ("www.example.org/1", Code("", Junk.LINK)),
        ("mailto:a1@example.org", Code("", Junk.LINK)),
        ("BEGIN:VCARD VERSION:4.0 N:Doe;Jane", Code("", Junk.CONTACT)),
        ("WIFI:T:WPA;S:net;P:secret1;;", Code("", Junk.CONTACT)),
        ("7" * 61, Code("", Junk.LONG)),
        ("x1 " * 1400, Code("", Junk.LONG)),
        ("hello", Code("", Junk.STRANGE)),
        ("' OR 1=1 --", Code("", Junk.STRANGE)),
        ("4242424242424242", Code("", Junk.CARD)),
        ("%B4242424242424242^DOE/JANE^29010000?", Code("", Junk.CARD)),
        (";4242424242424241=29010000?", Code("", Junk.CARD)),
        ("https://example.org/4242 4242 4242 4242", Code("", Junk.CARD)),
    ],
)
def test_a_code_is_a_number_or_says_why_not(text: str, code: Code) -> None:
    assert rules.code_of(text) == code


@given(st.text(max_size=5000))
def test_no_code_is_too_much_for_it(text: str) -> None:
    code = rules.code_of(text)
    assert bool(code.text) == (code.junk is Junk.NOTHING)
    assert len(code.text) <= rules.LONGEST
    assert code.text.isprintable()


def test_settings_that_make_no_sense_are_refused_beside_their_box() -> None:
    for wrong, field in (
        (SaveScanner(command_id(), gap_ms=9), "gap_ms"),
        (SaveScanner(command_id(), gap_ms=81), "gap_ms"),
        (SaveScanner(command_id(), least=3), "least"),
        (SaveScanner(command_id(), prefix="a b"), "prefix"),
        (SaveScanner(command_id(), suffix="\x1b"), "suffix"),
        (SaveScanner(command_id(), suffix="123456789"), "suffix"),
    ):
        with pytest.raises(UserError) as refused:
            rules.check_scanner(wrong)
        assert refused.value.field == field


@given(st.integers(0, 500), st.text("0123456789", min_size=1, max_size=40))
def test_what_is_proposed_can_be_saved_and_knows_the_scanner(slowest: int, text: str) -> None:
    wanted = rules.proposed(ScanTrial(text, slowest, ended=True), ScannerSettings())
    kept = rules.check_scanner(SaveScanner(command_id(), wanted.on, wanted.gap_ms, wanted.least))
    assert kept == wanted
    if slowest < 40:
        assert wanted.gap_ms > slowest
