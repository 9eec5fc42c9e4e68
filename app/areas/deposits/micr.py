"""Reads the line of magnetic letters (E-13B) at the foot of a check as a reader types it.

Readers with a keyboard cable have no keys for its four signs and send others: letters, brackets,
or the Unicode signs themselves. A sign that could not be read comes as a question mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.areas.deposits import bank_rules
from app.areas.deposits.bank_values import SlipLayout
from app.kernel.errors import UserError

TRANSIT, ON_US, AMOUNT, DASH = "\u2446", "\u2448", "\u2447", "\u2449"
UNREADABLE: Final = "?"
_SIGNS: Final = TRANSIT + ON_US + AMOUNT + DASH
_WAYS: Final = (
    dict(zip(_SIGNS, _SIGNS, strict=True)),
    {"T": TRANSIT, "U": ON_US, "O": ON_US, "C": ON_US, "A": AMOUNT, "$": AMOUNT, "D": DASH},
    {":": TRANSIT, "<": ON_US, ">": ON_US, ";": AMOUNT, "=": DASH},
    {"A": TRANSIT, "C": ON_US, "B": AMOUNT, "D": DASH},
)
"""Ways to type the four signs: themselves, by their names, by marks, and as fonts have them."""
_LINE: Final = re.compile(f"[0-9 {_SIGNS}?@*\\-]+")
_ROUTING: Final = re.compile(f"{TRANSIT}([^{TRANSIT}]*){TRANSIT}")
_CANADIAN: Final = re.compile(f"[0-9?]{{5}}[{DASH}-][0-9?]{{3}}")
LONGEST: Final = 90
_FEWEST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What was read, each part empty where it was not; `by_hand` names the parts to type from the
    check, in the order they stand: routing, account, check_number.
    """

    routing: str
    account: str
    check_number: str
    canadian: bool = False
    by_hand: tuple[str, ...] = ()

    @property
    def masked_account(self) -> str:
        """The account as it may be seen and kept: its last digits."""
        return bank_rules.masked(self.account) if self.account else ""


def check_line(text: str) -> CheckLine | None:
    """The line of a check, or None for a code that is none."""
    if not _FEWEST_DIGITS <= len(text) <= LONGEST:
        return None
    for way in _WAYS:
        line = _in_signs(text, way)
        if line is not None:
            found = _ROUTING.search(line)
            if found is not None and (ON_US in line[found.end() :] or ON_US in line):
                return _read(line, found)
    return None


def _in_signs(text: str, way: dict[str, str]) -> str | None:
    """The line in its own signs; None where another way was used."""
    line = "".join(way.get(letter.upper(), letter) for letter in text.strip())
    line = line.replace("@", UNREADABLE).replace("*", UNREADABLE)
    signs = sum(letter in _SIGNS for letter in line)
    if signs < 2 or not _LINE.fullmatch(line) or TRANSIT not in line:
        return None
    digits = sum(letter.isdigit() or letter == UNREADABLE for letter in line)
    return line if digits >= _FEWEST_DIGITS - 2 else None


def _read(line: str, found: re.Match[str]) -> CheckLine:
    routing, canadian = _routing(found.group(1))
    before, after = line[: found.start()], _without_amount(line[found.end() :])
    account, number, wrong = _on_us(after)
    outside = before.strip(f" {ON_US}")
    if outside:  # business checks carry their number at the left, before the bank
        number = _number(outside)
    missing = {"routing": routing, "account": account, "check_number": number}
    by_hand = tuple(name for name, text in missing.items() if not text or (name in wrong))
    kept = {name: "" if name in by_hand else text for name, text in missing.items()}
    return CheckLine(kept["routing"], kept["account"], kept["check_number"], canadian, by_hand)


def _routing(text: str) -> tuple[str, bool]:
    """(the number of the bank, whether it is Canadian); empty where it can't be right."""
    plain = text.replace(" ", "")
    canadian = _CANADIAN.fullmatch(plain) is not None
    layout = SlipLayout.CANADA if canadian else SlipLayout.US
    try:
        return bank_rules.check_routing(layout, plain.replace(DASH, "-")), canadian
    except UserError:
        return "", canadian


def _without_amount(rest: str) -> str:
    """What stands left of the amount a bank printed at the right end."""
    return rest.partition(AMOUNT)[0]


def _on_us(rest: str) -> tuple[str, str, frozenset[str]]:
    """(account, check number, which of them hold unreadable digits): the account stands before the
    sign, the number after it or, from some banks, before the account.
    """
    field, sign, after = rest.partition(ON_US)
    groups = field.split()
    number, account = after, field
    if not sign and len(groups) < 2:
        number = ""
    elif not after.strip(f" {ON_US}") and len(groups) > 1:
        first, last = groups[0], groups[-1]
        number, account = (first, "".join(groups[1:])) if len(first) <= 6 else (last, first)
    wrong = {
        name
        for name, text in (("account", account), ("check_number", number))
        if UNREADABLE in text
    }
    digits = re.sub(r"\D", "", account)
    good = 3 <= len(digits) <= 17
    return (digits if good else ""), _number(number), frozenset(wrong)


def _number(text: str) -> str:
    """A check's number without the noughts before it; empty where it can't be one."""
    if UNREADABLE in text:
        return ""
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits if len(digits) <= 12 else ""
