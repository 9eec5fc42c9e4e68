"""Text that people, files and scanners bring in: cleaned once at the edge of every action, or
refused in words.

No field anywhere takes a card number (PCI DSS 3.3): the guard knows the networks' prefixes and the
Luhn check digit (ISO/IEC 7812-1), so that ordinary long numbers pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.kernel.errors import UserError
from app.kernel.translate import t

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad")
_WHITE = frozenset("\t\n\r")
_MARKS_AT_MOST = 8
_APART = r"[ \t\-–\u00a0.\n]"
_RUN = re.compile(rf"[0-9](?:{_APART}{{0,3}}+[0-9])*+")
_NETWORKS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01]|720)\d{12,13}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|35(?:2[89]|[3-8]\d)\d{12}"
    r"|62\d{14,17}"
)
_CARD_DIGITS = range(13, 20)
_DIGITS = b"0123456789"
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
"""ASCII words with one space between: nothing to clean. Most of an import is like that."""
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
"""One in five thousand of them holds the digits of a card by chance; nobody writes a card so."""


def clean(value: str, field: str, *, most: int = 200, lines: bool = False) -> str:
    """`value` in NFC, trimmed; a UserError for what must not be stored.

    Line ends are kept only with `lines`; elsewhere runs of white space become one space. Apart from
    white space only the four signs that show nothing anywhere (_INVISIBLE) are left out.
    """
    if len(value) > most * 4:
        raise UserError(_too_long(most), field=field)
    if not value:
        return value
    if len(value) <= most and _PLAIN.fullmatch(value):
        refuse_card_number(value, field)
        return value
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise UserError(t("The text is damaged. Type it again."), field=field)
    shown = "".join(letter for letter in value if letter not in _INVISIBLE)
    _refuse_characters(shown, field)
    text = unicodedata.normalize("NFC", shown)
    text = text.replace("\r\n", "\n") if lines else text
    text = "\n".join(" ".join(part.split()) for part in (text.split("\n") if lines else [text]))
    text = text.strip()
    if len(text) > most:
        raise UserError(_too_long(most), field=field)
    refuse_card_number(text, field)
    return text


def clean_required(value: str, field: str, *, most: int = 200) -> str:
    """Like `clean`, and something must be left."""
    text = clean(value, field, most=most)
    if not text:
        raise UserError(t("This can't be empty."), field=field)
    return text


def refuse_card_number(text: str, field: str) -> None:
    """A UserError when `text` holds what looks like a payment card number; the number is not
    echoed.

    Groups of digits are joined across spaces, dashes, dots and line ends. A card begins and ends
    with a group, or stands anywhere in one long group.
    """
    if len(text) < _CARD_DIGITS[0]:
        return
    plain = plain_digits(text)
    signs = plain.encode(errors="replace")
    if len(signs) - len(signs.translate(None, _DIGITS)) < _CARD_DIGITS[0]:
        return
    for run in _RUN.findall(plain):
        if len(run) < _CARD_DIGITS[0]:
            continue
        if _UUID.fullmatch(text):
            return
        if any(_is_card(digits) for digits in _candidates(run)):
            raise UserError(
                t(
                    "This looks like a card number. Never write one down here: "
                    "take the card on the reader, and note the last four digits at most."
                ),
                field=field,
            )


def _candidates(run: str) -> Iterator[str]:
    groups = re.findall(r"\d+", run)
    for group in groups:
        for size in _CARD_DIGITS:
            yield from (group[i : i + size] for i in range(len(group) - size + 1))
    for first in range(len(groups)):
        digits = groups[first]
        for group in groups[first + 1 :]:
            digits += group
            if len(digits) > _CARD_DIGITS[-1]:
                break
            # 13 digits can be a phone with its country code; a card's come in fours.
            if len(digits) > _CARD_DIGITS[0] or len(groups[first]) == 4:
                yield digits


def _is_card(digits: str) -> bool:
    return _NETWORKS.fullmatch(digits) is not None and _luhn(digits)


def shown(value: str, most: int = 40) -> str:
    """`value` as an error may repeat it: printable, short, and never a card number."""
    text = "".join(letter for letter in value[: most + 1] if letter.isprintable())
    if sum(letter.isdecimal() for letter in text) >= _CARD_DIGITS[0]:
        return "…"
    return text if len(text) <= most else text[:most] + "…"


def _luhn(digits: str) -> bool:
    odd = [int(d) for d in digits[-1::-2]]
    even = [sum(divmod(2 * int(d), 10)) for d in digits[-2::-2]]
    return (sum(odd) + sum(even)) % 10 == 0


def _too_long(most: int) -> str:
    return t("This is too long. {most} characters fit here.", most=most)


def _refuse_characters(text: str, field: str) -> None:
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        unassigned_for_ever = (ord(letter) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
        control = kind == "Cc" and letter not in _WHITE
        if control or letter in _BIDI or unassigned_for_ever or marks > _MARKS_AT_MOST:
            raise UserError(
                t("There is a character here that can't be shown or printed. Type the text again."),
                field=field,
            )


def plain_digits(text: str) -> str:
    """`text` with the digits of every script as 0–9."""
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def fold(text: str) -> str:
    """Letters for finding: no accents, no case, no apostrophes; `Đặng-O'Neil` becomes `dang oneil`.

    Marks of scripts whose vowels are marks (Burmese, Thai, Indic) are kept: without them a
    different word would be found.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    out: list[str] = []
    for letter in unicodedata.normalize("NFD", text.casefold()):
        if unicodedata.category(letter) == "Mn":
            if ord(letter) < 0x0370 or 0x1AB0 <= ord(letter) <= 0x20FF:
                continue
            out.append(letter)
        elif letter in _APOSTROPHES:
            continue
        elif letter.isalnum() or unicodedata.category(letter) == "Mc":
            out.append(_LETTERS.get(letter, letter))
        else:
            out.append(" ")
    return " ".join(unicodedata.normalize("NFC", "".join(out)).split())


_APOSTROPHES = frozenset("'`´.‘’‛′＇ʹʻʼʽʾʿˈ")
"""Signs in one place of a name, of many keyboards and scripts, and the dot: O‘Hara, Kaʻahu, St."""
_ASCII = {code: None if chr(code) in "'`." else " " for code in range(128)} | {
    code: chr(code) for code in range(128) if chr(code).isalnum()
}
_LETTERS = {
    "đ": "d",
    "ø": "o",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
}
