"""Codes of other programs: known ones become ours, unknown ones stay as they are written."""

from __future__ import annotations

import pytest

from app.areas.imports.codes import relationship, sex_code, state_code
from app.areas.parties.values import Relationship


@pytest.mark.parametrize(
    ("written", "code"),
    [("Female", "F"), ("m", "M"), ("Unknown", "U"), ("divers", "X"), ("Z", "Z")],
)
def test_sexes(written: str, code: str) -> None:
    assert sex_code(written) == code


def test_states_and_relationships() -> None:
    assert [state_code(each) for each in ("new york", "Jalisco")] == ["NY", "Jalisco"]
    assert relationship("Mother") is Relationship.PARENT
    assert relationship("18") is Relationship.SELF
    assert relationship("neighbor") is None
