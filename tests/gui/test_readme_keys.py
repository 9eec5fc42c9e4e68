"""The README's table of keys is the key map, every available verb with all of its keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.gui import key_map

README = Path(__file__).resolve().parents[2] / "README.md"


def line_of(place: str, bindings: tuple[key_map.Binding, ...]) -> str:
    """One line of the table; signs that mean something in Markdown stand as code."""
    said = (f"{' or '.join(map(key, each.keys))} {lower(each.words)}" for each in bindings)
    return f"| {place} | {' · '.join(said)} |"


def key(text: str) -> str:
    shown = (
        text.replace("Return", "Enter").replace("PgUp", "Page Up").replace("PgDown", "Page Down")
    )
    return f"`{shown}`" if len(shown) == 1 else shown


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


@pytest.mark.parametrize(
    ("place", "bindings"), key_map.shown(), ids=[place for place, _bindings in key_map.shown()]
)
def test_the_readme_tells_every_key(place: str, bindings: tuple[key_map.Binding, ...]) -> None:
    assert line_of(place, bindings) in README.read_text(encoding="utf-8").splitlines()
