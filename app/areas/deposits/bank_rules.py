"""How numbers of banks and accounts are written in each country, and which can't be right."""

from __future__ import annotations

import re

from app.areas.deposits import bank_errors as errors
from app.areas.deposits.bank_values import SlipLayout, SlipOverlay
from app.kernel.paper_size import measured, sides_of

_ABA_BEGINNINGS = (range(13), range(21, 33), range(61, 73), range(80, 81))
"""First two digits of routing numbers that are given out: the Federal Reserve's own, thrifts,
electronic ones and traveller's checks.
"""
_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_FREE = re.compile(r"[A-Z0-9](?:[A-Z0-9 \-]{0,32}[A-Z0-9])?", re.IGNORECASE)
_DIGITS = {
    SlipLayout.US: (4, 17),
    SlipLayout.CANADA: (5, 12),
    SlipLayout.UK: (8, 8),
    SlipLayout.INDIA: (9, 18),
}
SHOWN_DIGITS = 4
_MILLIMETERS = re.compile(r"([+-]?)([0-9]{0,3})(?:\.([0-9])?0*)?")


MOST_TENTHS = 200
"""So far the figures of a slip can be moved, in tenths of a millimeter."""
PAPERS = ("letter", "a4")
WIDE_TENTHS, HIGH_TENTHS = range(1900, 3301), range(1000, 4501)
"""How large the bank's own paper may be."""
LEAST_HIGH_TENTHS = {
    SlipLayout.US: 2100,
    SlipLayout.CANADA: 2250,
    SlipLayout.UK: 1690,
    SlipLayout.INDIA: 2080,
    SlipLayout.NEUTRAL: 2250,
}
"""So high is the paper at least on which all figures of a layout stand."""


def tenths_of(text: str, field: str) -> int:
    """Typed millimeters in tenths; nothing typed is none. A UserError where they are no length that
    slips are moved by.
    """
    plain = text.strip().replace("\u2212", "-").replace(",", ".").removesuffix("mm").strip()
    if not plain:
        return 0
    found = _MILLIMETERS.fullmatch(plain)
    if found is None:
        raise errors.offset_form(field)
    sign, whole, tenth = found.groups()
    tenths = int(whole or 0) * 10 + int(tenth or 0)
    if tenths > MOST_TENTHS or not (whole or tenth):
        raise errors.offset_form(field)
    return -tenths if sign == "-" else tenths


def paper_of(wide: str, high: str) -> str:
    """The name of a paper of these typed millimeters; a UserError where it is none."""
    sides = []
    for text in (wide, high):
        plain = text.strip().replace(",", ".").removesuffix("mm").strip()
        found = _MILLIMETERS.fullmatch(plain)
        if found is None or not found[2] or found[1] == "-":
            raise errors.slip_paper_form()
        sides.append(int(found[2]) * 10 + int(found[3] or 0))
    return measured(sides[0], sides[1])


def check_overlay(overlay: SlipOverlay) -> SlipOverlay:
    """How slips go onto the bank's own paper; a UserError where a printer could not do so, or where
    a figure would fall off the paper.
    """
    for field, tenths in (("right", overlay.right_tenths), ("down", overlay.down_tenths)):
        if abs(tenths) > MOST_TENTHS:
            raise errors.offset_form(field)
    sides = sides_of(overlay.paper)
    if sides is None or sides[0] not in WIDE_TENTHS or sides[1] not in HIGH_TENTHS:
        raise errors.slip_paper_form()
    least = LEAST_HIGH_TENTHS[overlay.layout] + max(0, overlay.down_tenths)
    if sides[1] < least and overlay.paper not in PAPERS:
        raise errors.slip_paper_low(-(-least // 10))
    return overlay


def check_routing(layout: SlipLayout, text: str) -> str:
    """The number of a bank as it is kept; a UserError where it can't be right."""
    plain = _compact(text)
    if layout is SlipLayout.US:
        return _aba(plain)
    if layout is SlipLayout.CANADA:
        return _canadian(plain)
    if layout is SlipLayout.UK:
        if not _is_digits(plain, 6, 6):
            raise errors.routing_form(layout)
        return f"{plain[:2]}-{plain[2:4]}-{plain[4:]}"
    if layout is SlipLayout.INDIA:
        if not _IFSC.fullmatch(plain.upper()):
            raise errors.routing_form(layout)
        return plain.upper()
    if text and not _FREE.fullmatch(text):
        raise errors.routing_form(layout)
    return text.upper()


def _aba(plain: str) -> str:
    from stdnum.exceptions import ValidationError
    from stdnum.us import rtn

    if not _is_digits(plain, 9, 9):
        raise errors.routing_form(SlipLayout.US)
    if not any(int(plain[:2]) in allowed for allowed in _ABA_BEGINNINGS) or not int(plain):
        raise errors.no_such_routing()
    try:
        return str(rtn.validate(plain))
    except ValidationError:
        raise errors.routing_check_digit() from None


def _canadian(plain: str) -> str:
    """Transit and institution as on a check; the nine digits of electronic payments say the same
    the other way round, after a zero.
    """
    if _is_digits(plain, 9, 9) and plain[0] == "0":
        plain = plain[4:] + plain[1:4]
    if not _is_digits(plain, 8, 8) or not int(plain[:5]) or not int(plain[5:]):
        raise errors.routing_form(SlipLayout.CANADA)
    return f"{plain[:5]}-{plain[5:]}"


def check_number(layout: SlipLayout, text: str) -> str:
    """An account number as it is kept; a UserError where it can't be right."""
    plain = _compact(text).upper()
    if layout in _DIGITS:
        if not _is_digits(plain, *_DIGITS[layout]):
            raise errors.number_form(layout)
        return plain
    if not _FREE.fullmatch(text):
        raise errors.number_form(layout)
    if _IBAN.fullmatch(plain):
        from stdnum import iban

        if not iban.is_valid(plain, check_country=False):
            raise errors.iban_wrong()
        return plain
    return text.upper()


def check_swift(text: str) -> str:
    """A SWIFT code (BIC) as it is kept, or none."""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    if not text:
        return ""
    try:
        return str(bic.validate(text))
    except ValidationError:
        raise errors.swift_form() from None


def masked(number: str) -> str:
    """An account number as anybody may see it: its last digits, and never half of it."""
    plain = _compact(number)
    shown = plain[-min(SHOWN_DIGITS, len(plain) // 2) :] if len(plain) > 1 else ""
    return f"•••• {shown}".strip()


def _compact(text: str) -> str:
    return re.sub(r"[ \-]", "", text)


def _is_digits(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdecimal() and least <= len(text) <= most
