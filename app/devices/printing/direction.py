"""Order on a line of text that mixes directions, for renderers that have no text engine; pure.

The part of the Unicode bidirectional algorithm (UAX #9) that names, addresses and amounts need: one
line, read from left to right, no embedding controls (they never reach a paper).
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

LEFT_TO_RIGHT, RIGHT_TO_LEFT, NUMBER_IN_RIGHT_TO_LEFT = 0, 1, 2
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_MIRROR = {**_BRACKETS, **{close: opening for opening, close in _BRACKETS.items()}}
_MIRROR |= {"<": ">", ">": "<", "«": "»", "»": "«"}


def mirrored(text: str) -> str:
    """`text` backwards with mirrored brackets: how signs stand in a right-to-left stretch."""
    return "".join(_MIRROR.get(letter, letter) for letter in reversed(text))


def in_visual_order(text: str) -> list[tuple[str, bool]]:
    """`text` in pieces from left to right; True where a piece is read from right to left."""
    levels = _levels(text)
    pieces = []
    for level, group in groupby(range(len(text)), lambda i: levels[i]):
        pieces.append((level, "".join(text[i] for i in group)))
    order: list[tuple[str, bool]] = []
    for turned, stretch in groupby(pieces, lambda piece: piece[0] != LEFT_TO_RIGHT):
        found = [(part, level == RIGHT_TO_LEFT) for level, part in stretch]
        order.extend(reversed(found) if turned else found)
    return order


def _levels(text: str) -> list[int]:
    kinds = _kinds(text)
    _resolve_brackets(text, kinds)
    levels: list[int] = []
    for i, kind in enumerate(kinds):
        if kind == "neutral":
            before = next((k for k in reversed(kinds[:i]) if k != "neutral"), "left")
            after = next((k for k in kinds[i:] if k != "neutral"), "left")
            turned = before != "left" and after != "left"
            levels.append(RIGHT_TO_LEFT if turned else LEFT_TO_RIGHT)
        else:
            places = {"left": LEFT_TO_RIGHT, "right": RIGHT_TO_LEFT}
            levels.append(places.get(kind, NUMBER_IN_RIGHT_TO_LEFT))
    return levels


def _kinds(text: str) -> list[str]:
    """left, right, number (after right-to-left letters) or neutral; marks go with their letter."""
    kinds: list[str] = []
    strong = "left"
    for i, letter in enumerate(text):
        kind = unicodedata.bidirectional(letter)
        between_digits = text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
        inside_number = kind in ("CS", "ES") and between_digits
        if kind == "NSM" and kinds:
            kinds.append(kinds[-1])
        elif kind in ("R", "AL"):
            strong = "right"
            kinds.append(strong)
        elif kind in ("EN", "AN") or inside_number:
            kinds.append("left" if strong == "left" else "number")
        elif kind == "L":
            strong = "left"
            kinds.append(strong)
        else:
            kinds.append("neutral")
    return kinds


def _resolve_brackets(text: str, kinds: list[str]) -> None:
    """Both brackets go with the letters inside where these and those before read alike (N0)."""
    opened: list[int] = []
    for i, letter in enumerate(text):
        if letter in _BRACKETS:
            opened.append(i)
        elif opened and letter == _BRACKETS[text[opened[-1]]]:
            start = opened.pop()
            inside = {k for k in kinds[start + 1 : i] if k != "neutral"}
            before = next((k for k in reversed(kinds[:start]) if k != "neutral"), "left")
            if inside and "left" not in inside and before != "left":
                kinds[start] = kinds[i] = "right"
