"""What a printer says about itself (DLE EOT and GS r), in our words; no answer is never “fine”."""

from __future__ import annotations

from app.kernel.paper import Trouble

ASK = tuple(b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
"""How it is, why it is offline, what is broken, how much paper; answered at once, byte for byte."""
DRAWER_PIN = 0x04
"""In the first answer: the pin of the drawer's switch is high."""
_FIXED, _FIXED_VALUE = 0b1001_0011, 0b0001_0010


def is_status(byte: int) -> bool:
    """Whether `byte` has the shape every answer to DLE EOT has."""
    return byte & _FIXED == _FIXED_VALUE


def is_done(byte: int) -> bool:
    """Whether `byte` answers GS r: its fixed bits tell it from every other thing a printer says."""
    return byte & 0b1111_0000 == 0


def begins_unasked(byte: int) -> bool:
    """Whether `byte` begins four that a printer sends when something changes (ASB); the three after
    it look like answers and are none.
    """
    return byte & _FIXED == 0b0001_0000


UNASKED_AFTER = 3


def trouble(answers: tuple[int | None, ...]) -> Trouble:
    """Why the printer cannot print now; PAPER_LOW and NONE let it."""
    whole, cause, broken, paper = (0 if answer is None else answer for answer in answers)
    if cause & 0x04:
        return Trouble.COVER_OPEN
    if paper & 0x60 or cause & 0x20:
        return Trouble.PAPER_OUT
    if broken & 0x08:
        return Trouble.CUTTER
    if broken & 0x60 or cause & 0x40:
        return Trouble.ERROR
    if whole & 0x08:
        return Trouble.OFFLINE
    return Trouble.PAPER_LOW if paper & 0x0C else Trouble.NONE
