"""Right-to-left names on a left-to-right line, as UAX #9 orders them."""

from __future__ import annotations

import pytest

from app.devices.printing.direction import in_visual_order, mirrored


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ana Lopez 12", [("Ana Lopez 12", False)]),
        ("דוד כהן", [("דוד כהן", True)]),
        ("דוד כהן & Co", [("דוד כהן", True), (" & Co", False)]),
        ("محمد 12", [("12", False), ("محمد ", True)]),
        ("דוד 1,5 כהן", [(" כהן", True), ("1,5", False), ("דוד ", True)]),
        ("דוד (אבא) x", [("דוד (אבא)", True), (" x", False)]),
        ("x (אבא)", [("x (", False), ("אבא", True), (")", False)]),
    ],
)
def test_order(text, pieces):
    assert in_visual_order(text) == pieces


def test_brackets_are_mirrored():
    assert mirrored("(a] ") == " [a)"
