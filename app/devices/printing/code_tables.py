"""Which letters a receipt printer has of its own; whatever is not there is drawn, never replaced.

Only printable bytes come out of here: no text can carry a command to a printer.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.areas.printing.values import CODE_TABLES
from app.kernel.errors import ensure

NUMBERS = {"ascii": 0, "cp437": 0, "cp850": 2, "cp858": 19, "cp1252": 16, "cp852": 18, "cp866": 17}
"""What ESC t takes for each table (Epson's numbers, which the clones follow)."""

_SAME_SHAPE = {
    "\u00a0": " ",
    "\u2010": "-",
    "\u2011": "-",
    "\u2013": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u2212": "-",
}
"""Signs and the one of the same shape that every table has."""
_NO_SIGN = frozenset(("Cc", "Cf", "Zl", "Zp"))


def encoded(text: str, table: str) -> bytes | None:
    """`text` in the printer's own bytes; None when a letter of it is not in the table.

    Control characters, which are no letters, are left out; a letter that nobody knows is drawn.
    """
    if text.isascii() and text.isprintable():
        return text.encode("ascii")
    known = _letters(table)
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        byte = known.get(letter)
        if byte is not None:
            out.append(byte)
        elif unicodedata.category(letter) not in _NO_SIGN:
            return None
    return bytes(out)


@lru_cache(maxsize=len(CODE_TABLES))
def _letters(table: str) -> dict[str, int]:
    ensure(table in NUMBERS, "the code table is known")
    letters = {chr(code): code for code in range(0x20, 0x7F)}
    if table != "ascii":
        for code in range(0x80, 0x100):
            letter = bytes([code]).decode(table, "ignore")
            if letter and letter.isprintable():
                letters.setdefault(letter, code)
    letters |= {sign: letters[same] for sign, same in _SAME_SHAPE.items() if sign not in letters}
    # A printer's no-break space may be anything; the plain one is the same shape everywhere.
    letters["\u00a0"] = 0x20
    return letters
