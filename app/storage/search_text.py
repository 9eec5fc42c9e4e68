"""What stands in the index of names beside the names, and how a question is put to it: ends of
phone numbers, and letters of scripts that write no spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.kernel.text import fold, plain_digits

LONGEST = 120
"""Letters of a question that are looked at; what is longer came from a scanner."""
NOTHING = '"\x01"'
TAIL, _CLUSTER = "\ue000", "\ue001"
"""No name holds them: folding makes a space of what has no meaning in any script."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
_STACKERS = "\u1039\u17d2"
"""Signs that put the next consonant under the one before."""
_PHONE = re.compile(r"[\d\s()+./\-–·]+")
_EXTENSION = re.compile(r"\s*(?:x|ext\.?|#)\s*\d+\s*$", re.IGNORECASE)
_TAIL_LEAST, _TAIL_MOST = 4, 16
_WHOLE_LEAST = 7
_TURNED_MOST = 24


def indexed(name: str, phones: Iterable[str] = ()) -> str:
    """What the index holds of one account: the folded name, then what else finds it by a word."""
    folded = fold(name)
    more = [_CLUSTER + one for one in _clusters(folded)]
    tails = (_tail_of(phone) for phone in phones if phone)
    more += dict.fromkeys(TAIL + tail for tail in tails if tail)
    return " ".join((folded, *more)) if more else folded


def name_in(text: str) -> str:
    """The folded name alone, out of what the index holds."""
    for sign in (_CLUSTER, TAIL):
        text = text.partition(sign)[0]
    return text.rstrip()


def match_of(text: str) -> str:
    """The full-text question for what somebody typed: every word a prefix, in any order; or the
    last digits of a phone.
    """
    text = text[:LONGEST]
    words = " ".join(phrase(word) for word in fold(text).split())
    either = [f"({words})"] if words else []
    return " OR ".join((*either, *turns_of(text), *tails_of(text))) or NOTHING


def words_match(text: str) -> str:
    """Like `match_of`, and words alone."""
    return " ".join(phrase(word) for word in fold(text[:LONGEST]).split()) or NOTHING


def phrase(word: str) -> str:
    """One folded word as a question: where it begins so; of unspaced scripts anywhere within."""
    clusters = list(_clusters(word))
    if not clusters:
        return f'"{word}"*'
    return _run(clusters)


def _run(clusters: list[str]) -> str:
    return '"' + " ".join(_CLUSTER + one for one in clusters) + '"*'


def turns_of(text: str) -> list[str]:
    """Questions for names of unspaced scripts typed in one, family and given names the other way
    round than they are shown: `王小明` for 小明 王.
    """
    words = fold(text[:LONGEST]).split()
    clusters = list(_clusters(words[0])) if len(words) == 1 else []
    if len(clusters) > _TURNED_MOST:
        return []
    parts = ((clusters[:at], clusters[at:]) for at in range(1, len(clusters)))
    # Parts alike would be found wherever one of them stands.
    return [f"({_run(one)} {_run(other)})" for one, other in parts if one != other]


def begins_turned(folded: str, text: str) -> bool:
    """Whether a name begins so once its words stand in another order, with no space between."""
    names, typed = folded.split(), fold(text[:LONGEST])
    return any("".join((*names[at:], *names[:at])).startswith(typed) for at in range(len(names)))


def tails_of(text: str) -> list[str]:
    """Questions for the last digits of a phone, whatever stands between them, with the country's
    code or without; nothing where it is no phone.
    """
    typed = plain_digits(text).strip()
    if not _PHONE.fullmatch(typed):
        return []
    digits = re.sub(r"\D", "", typed)
    bare = digits.lstrip("0")
    if len(digits) < _TAIL_LEAST or not bare:
        return []
    asked = [f'"{TAIL}{digits[::-1]}"*']
    if bare != digits and len(bare) >= _WHOLE_LEAST:
        asked.append(f'"{TAIL}{bare[::-1]}"*')
    if len(bare) >= _WHOLE_LEAST + 1:
        for country in (1, 2, 3):
            rest = bare[country:].lstrip("0")
            if len(rest) >= _WHOLE_LEAST:
                asked.append(f'"{TAIL}{rest[::-1]}"')
    return asked


def ends_alike(phone: str, typed: str) -> bool:
    """Whether this is the phone whose last digits were typed."""
    one, other = _tail_of(phone), re.sub(r"\D", "", plain_digits(typed))[::-1]
    return bool(one) and (one.startswith(other.rstrip("0")) or other.startswith(one))


def same_phone(phone: str, typed: str) -> bool:
    """Whether the whole number was typed, but for a country's code."""
    one, other = _tail_of(phone), re.sub(r"\D", "", plain_digits(typed))[::-1].rstrip("0")
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _WHOLE_LEAST and longer.startswith(shorter)


def _tail_of(phone: str) -> str:
    """The digits of a phone from the last to the first, without zeros that only lead a call."""
    digits = re.sub(r"\D", "", plain_digits(_EXTENSION.sub("", phone)))
    return digits.lstrip("0")[::-1][:_TAIL_MOST]


def _clusters(folded: str) -> Iterator[str]:
    """Each letter of an unspaced script with its marks, as digits that sort by what they begin
    with.
    """
    if folded.isascii() or _UNSPACED.search(folded) is None:
        return
    made = ""
    before = ""
    for letter in folded:
        stacked = bool(before) and before in _STACKERS
        marks = stacked or unicodedata.category(letter)[0] == "M"
        if _UNSPACED.match(letter) is None:
            if made:
                yield made
            made = ""
        elif made and marks:
            made += f"{ord(letter):05x}"
        else:
            if made:
                yield made
            made = f"{ord(letter):05x}"
        before = letter
    if made:
        yield made
