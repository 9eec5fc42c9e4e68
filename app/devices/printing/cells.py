"""Text measured in the cells of a receipt printer, cut at words; never changes what is said.

A cell is the width of one digit. Nothing here knows fonts: a renderer that draws in a proportional
font squeezes the rare line that comes out wider than its cells.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

REPLACEMENT = "\ufffd"
_JOINERS = "\u200c\u200d"
_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))
_MARKS = frozenset(("Mn", "Me", "Mc"))
_VIRAMA = "\u1039"
_ASAT = "\u103a"
_NARROW_SPACES = {"\u202f": "\u00a0", "\u2009": "\u00a0"}


def printable(text: str) -> str:
    """`text` in NFC and without what could steer a printer or turn the line around.

    Such signs are left out; line ends and tabs become a space, and what is no letter at all
    becomes U+FFFD, which is drawn. Narrow spaces become the no-break space, which every table has.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=4096)
def _shown(letter: str) -> str:
    kind = unicodedata.category(letter)
    code = ord(letter)
    never_a_letter = (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if kind == "Cs" or never_a_letter:
        return REPLACEMENT
    if kind in ("Zl", "Zp") or letter in "\t\n\r\v\f\x85":
        return " "
    if kind == "Cc" or (kind == "Cf" and letter not in _JOINERS):
        return ""
    return _NARROW_SPACES.get(letter, letter)


def cells(text: str) -> int:
    """Cells that `text` takes: East Asian wide letters two, marks none, others one."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


@lru_cache(maxsize=4096)
def _cells_of(letter: str) -> int:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def clusters(text: str) -> Iterator[str]:
    """`text` in pieces that must stay on one line: a letter with its marks, a Burmese stack.

    A Burmese consonant under asat closes its syllable, so it stays with the letters before it.
    """
    start = 0
    for i in range(1, len(text)):
        if _may_part(text, i):
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def _may_part(text: str, i: int) -> bool:
    letter, before = text[i], text[i - 1]
    if unicodedata.category(letter) in _MARKS or letter in _JOINERS:
        return False
    if before in ("\u200d", _VIRAMA):
        return False
    if "\u1000" <= letter <= "\u1021":
        following = text[i + 1 : i + 3]
        closes = following[:1] in (_ASAT, _VIRAMA) or following == "\u1037" + _ASAT
        return not closes
    return True


def wrap(text: str, columns: int) -> tuple[str, ...]:
    """`text` in lines of at most `columns` cells, cut at spaces.

    A word longer than a line is cut after a hyphen, or else at any cluster.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cells(longer) <= columns:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, columns)
        lines.extend(full)
    return tuple([*lines, line] if line else lines)


def _cut(word: str, columns: int) -> list[str]:
    pieces = [""]
    for cluster in clusters(word):
        if pieces[-1] and cells(pieces[-1]) + cells(cluster) > columns:
            kept, hyphen, rest = pieces[-1].rpartition("-")
            pieces[-1:] = [kept + hyphen, rest] if kept else [pieces[-1], ""]
        pieces[-1] += cluster
    return pieces
