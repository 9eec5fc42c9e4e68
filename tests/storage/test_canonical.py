"""The bytes that are hashed are those of Python's own encoder, with sorted keys and no spaces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.canonical import canonical_json, named, row_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


@given(VALUES)
def test_every_value_is_written_as_python_does(value: Any) -> None:
    wanted = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    assert canonical_json(value) == wanted


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), {1, 2}, b"bytes", object()])
def test_what_is_no_json_is_refused(odd: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical_json({"x": odd})


@given(st.dictionaries(st.text(), st.none() | st.text() | st.integers() | st.binary()))
def test_a_row_is_written_as_its_object_would_be(row: dict[str, Any]) -> None:
    held = {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None
    }
    assert row_json(named(tuple(row)), row) == canonical_json(held)
    made = {name: [value, None] for name, value in held.items()}
    assert row_json(named(tuple(row), "["), row, ",null]") == canonical_json(made)
