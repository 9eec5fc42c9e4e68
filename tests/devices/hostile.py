"""Papers whose every word tries to steer the printer: built from any value by its fields."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from app.kernel.money import Money

EVERY_BYTE = "".join(map(chr, range(256)))
COMMANDS = "\x1bp\x00\x19\x19\x10\x14\x01\x00\x05\x1dV\x00\x1b@\x1dr\x01\x10\x04\x01\x1b=\x00"
_STEERING = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
CONTROLS = "".join(
    letter
    for letter in map(chr, range(0x10000))
    if unicodedata.category(letter) in _STEERING and not 0xD900 <= ord(letter) <= 0xF8F0
)
"""All of them up to U+FFFF, of the surrogates and private letters only the first and last."""
LOW_BYTES = "ěĐĔĄऐက႐\u1014\u101b\u2010\u2014\u141b"
"""Letters whose last byte would be a command if somebody cut them down."""
TEXTS = (EVERY_BYTE, COMMANDS, CONTROLS, LOW_BYTES)
_NO_WORDS = {"locale", "time_zone", "currency", "language", "logo", "second", "cutoff"}


def poisoned(value: Any, text: str) -> Any:
    """`value` with `text` in every field that holds words, however deep."""
    if isinstance(value, Enum | Money):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(each, text) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {
            each.name: poisoned(getattr(value, each.name), text)
            for each in fields(value)
            if each.init and each.name not in _NO_WORDS
        }
        return replace(value, **changed)
    return value
