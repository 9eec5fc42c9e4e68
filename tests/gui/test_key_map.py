"""The key map keeps its promises: no clash, no key that belongs to a platform, no Qt to read it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtGui import QKeySequence

from app.gui import key_map


def test_no_two_verbs_want_one_key() -> None:
    assert key_map.clashes() == ()


@pytest.mark.parametrize("binding", key_map.BINDINGS, ids=lambda b: b.id)
def test_every_key_may_be_bound(binding: key_map.Binding) -> None:
    for key in binding.keys:
        assert key_map.forbidden(key, binding.where) == ""
        assert QKeySequence(key).toString() or key in "*/-+"


@pytest.mark.parametrize(
    "key",
    ["Alt+P", "Alt+5", "Ctrl+Alt+P", "Ctrl+Shift+U", "Ctrl+Shift+E", "Ctrl+Space", "F10", "F11"],
)
def test_keys_of_platforms_are_refused(key: str) -> None:
    assert key_map.forbidden(key, "everywhere")


@pytest.mark.parametrize("key", ["P", "5", "Shift+P", "*"])
def test_keys_of_platforms_and_of_finding_are_refused(key: str) -> None:
    assert key_map.forbidden(key, "everywhere")


def test_every_function_key_has_a_chord() -> None:
    """Laptops take the F row away."""
    for binding in key_map.BINDINGS:
        lasts = [key.split("+")[-1] for key in binding.keys]
        if binding.available and any(key[:1] == "F" and key[1:].isdigit() for key in lasts):
            if binding.id == "frame.refresh":
                continue
            assert any("Ctrl+" in key or key == "Menu" for key in binding.keys), binding.id


def test_the_overlay_shows_only_what_works_now() -> None:
    shown = {binding.id for _, group in key_map.shown() for binding in group}
    assert {"tender.cash", "drawer.paid_out", "drawer.close"} <= shown
    assert shown == {binding.id for binding in key_map.BINDINGS if binding.available}


def test_it_is_json_and_needs_no_qt() -> None:
    code = (
        "import sys, json; from app.gui import key_map; print(json.dumps(key_map.as_json()));"
        "sys.exit(any('PySide6' in name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    table = json.loads(done.stdout)
    assert {"id", "where", "keys", "words", "available", "bound"} == set(table[0])
