"""What a scanned code can be, and which settings of a scanner make sense; nothing is looked up."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.areas.scans import errors
from app.areas.scans.values import (
    LEAST_AT_LEAST,
    LEAST_AT_MOST,
    MARK_AT_MOST,
    QUICKEST_GAP_MS,
    SLOWEST_GAP_MS,
    Code,
    Junk,
    SaveScanner,
    ScannerSettings,
    ScanTrial,
)
from app.kernel.errors import UserError
from app.kernel.text import refuse_card_number

LONGEST: Final = 60
"""Letters of the longest number anything here can have; more is not looked up."""
_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+.\-]{1,20}:(?://|[^ ]*@)|www\.)", re.IGNORECASE)
_WORDY_LINK: Final = re.compile(r"(?:mailto|tel|sms|smsto|geo|otpauth|bitcoin):", re.IGNORECASE)
_CONTACT: Final = re.compile(r"(?:BEGIN:V|MECARD:|BIZCARD:|WIFI:|MATMSG:)", re.IGNORECASE)
_SYMBOLOGY: Final = re.compile(r"\][A-Za-z][0-9A-Za-z](?=.)")
"""The three letters some scanners put before a code to tell its kind (ISO/IEC 15424)."""
_NUMBER: Final = re.compile(r"[^\W_](?:[\w ./#\-+*]*[^\W_])?")
_TRACK: Final = re.compile(r"%?[A-Z]?\d{12,19}[\^=]|;\d{12,19}=")
"""The stripe of a card as readers with a keyboard cable type it."""


def code_of(text: str) -> Code:
    """What was scanned, without what stands around it, or why it can't be one of our numbers."""
    if _is_card(text):
        return Code("", Junk.CARD)
    plain = "".join(letter for letter in text[: LONGEST * 4] if letter.isprintable()).strip()
    plain = unicodedata.normalize("NFC", _SYMBOLOGY.sub("", plain, count=1)).strip()
    if not plain:
        return Code("", Junk.EMPTY)
    if _CONTACT.match(plain):
        return Code("", Junk.CONTACT)
    if _LINK.match(plain) or _WORDY_LINK.match(plain):
        return Code("", Junk.LINK)
    if len(plain) > LONGEST or len(text) > LONGEST * 4:
        return Code("", Junk.LONG)
    if not _NUMBER.fullmatch(plain) or not any(letter.isdigit() for letter in plain):
        return Code("", Junk.STRANGE)
    return Code(plain)


def _is_card(text: str) -> bool:
    """Whether a card's number is in it, anywhere; a code is never so long that this takes time."""
    begin = text[:8_192]
    try:
        refuse_card_number(begin, "code")
    except UserError:
        return True
    return bool(_TRACK.search(begin))


def without_marks(text: str, scanner: ScannerSettings) -> str:
    """The code without the scanner's own prefix and suffix."""
    return text.removeprefix(scanner.prefix).removesuffix(scanner.suffix)


def check_scanner(command: SaveScanner) -> ScannerSettings:
    """The settings of the command; a UserError beside what makes no sense."""
    if not QUICKEST_GAP_MS <= command.gap_ms <= SLOWEST_GAP_MS:
        raise errors.gap_out_of_range(QUICKEST_GAP_MS, SLOWEST_GAP_MS)
    if not LEAST_AT_LEAST <= command.least <= LEAST_AT_MOST:
        raise errors.least_out_of_range(LEAST_AT_LEAST, LEAST_AT_MOST)
    for name, mark in (("prefix", command.prefix), ("suffix", command.suffix)):
        if len(mark) > MARK_AT_MOST or not all("!" <= letter <= "~" for letter in mark):
            raise errors.mark_not_printable(name, MARK_AT_MOST)
    return ScannerSettings(
        command.on, command.gap_ms, command.least, command.prefix, command.suffix
    )


def proposed(trial: ScanTrial, now: ScannerSettings) -> ScannerSettings:
    """Settings that would know this scanner: twice its slowest gap, never so long that quick hands
    are taken for one; the least length stays unless the code was shorter.
    """
    gap = min(SLOWEST_GAP_MS, max(QUICKEST_GAP_MS, -(-trial.slowest_ms * 2 // 5) * 5))
    least = max(LEAST_AT_LEAST, min(now.least, len(trial.text)))
    return ScannerSettings(True, max(gap, min(now.gap_ms, 30)), least, now.prefix, now.suffix)
