"""What a question finds, and in which order it is shown: whole names and numbers first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.i18n import format_date
from app.kernel.text import fold
from app.kernel.translate import later, t
from app.kernel.typed_days import day_within, typed_days
from app.storage import search
from app.storage.search_text import LONGEST, same_phone
from app.storage.search_words import is_known, similar_terms
from app.storage.statements import Reader

_WORDS = {
    "account": "",
    "phone": later("phone"),
    "birth_date": later("born"),
    "external": later("old number"),
    "receipt": later("receipt"),
    "refund": later("refund"),
    "invoice": later("invoice"),
    "check": later("check"),
}
WHOLE, _NAME, _NUMBER = range(3)
"""How well something was found; the lower the better."""
_WORDS_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """An account a question finds: how well, by what if not by its name, and the folded name.

    A `tail` is shown as the phone it belongs to.
    """

    rank: int
    label: str
    folded: str
    kind: str = ""

    @property
    def order(self) -> tuple[bool, bool, str]:
        return (self.rank != WHOLE, bool(self.label), self.folded)


def hits(reader: Reader, text: str) -> list[tuple[str, Hit]]:
    """(account id, how it was found), best first."""
    text = text[:LONGEST]
    found: dict[str, Hit] = {}
    for account_id, hit in (
        *_by_number(reader, text),
        *_by_day(reader, text),
        *_by_name(reader, text),
    ):
        if account_id not in found or found[account_id].rank > hit.rank:
            found[account_id] = hit
    return sorted(found.items(), key=lambda one: one[1].order)


def _by_number(reader: Reader, text: str) -> list[tuple[str, Hit]]:
    found = []
    for account_id, kind, shown, exact, folded in search.accounts_by_key(reader, text):
        label = f"{t(_WORDS.get(kind, kind))} {shown}".strip() if kind != "account" else ""
        found.append((account_id, Hit(WHOLE if exact else _NUMBER, label, folded, kind)))
    for account_id, folded in search.accounts_by_tail(reader, text):
        found.append((account_id, Hit(_NUMBER, t("phone"), folded, "tail")))
    return found


def _by_day(reader: Reader, text: str) -> list[tuple[str, Hit]]:
    """Who was born on the day that was typed; with a name beside it those of that name."""
    days = typed_days(text)
    words: tuple[str, ...] = ()
    if not days:
        rest, days = day_within(text)
        words = tuple(fold(rest).split())
    found = []
    for day in days:
        for account_id, kind, _, _, folded in search.accounts_on(reader, day):
            if kind == "birth_date" and _begin(words, folded):
                found.append((account_id, Hit(WHOLE, born_on(day), folded)))
    return found


def born_on(day: date) -> str:
    return t("born {date}", date=format_date(day))


def _begin(words: tuple[str, ...], folded: str) -> bool:
    """Whether every word begins one of a name's own."""
    names = folded.split()
    return all(any(name.startswith(word) for name in names) for word in words)


def _by_name(reader: Reader, text: str) -> list[tuple[str, Hit]]:
    wanted = sorted(fold(text).split())
    whole = [(one, Hit(WHOLE, "", folded)) for one, folded in search.accounts_named(reader, text)]
    begins = [
        (one, Hit(WHOLE if sorted(folded.split()) == wanted else _NAME, "", folded))
        for one, folded in search.accounts_by_words(reader, text)
    ]
    return whole + begins


def phone_shown(phones: list[str], typed: str) -> tuple[str, bool]:
    """(the phone that was meant, whether the whole of it was typed)."""
    for phone in phones:
        if same_phone(phone, typed):
            return phone, True
    return next((phone for phone in phones if phone), ""), False


def similar(reader: Reader, text: str) -> list[tuple[str, Hit]]:
    """(account id, how it was found) of names written nearly so, the likeliest first; without those
    that are written just so.
    """
    words = fold(text[:LONGEST]).split()
    match = _similar_match(reader, words)
    if not match:
        return []
    there = {account_id for account_id, _ in search.accounts_by_words(reader, text)}
    found = []
    for account_id, folded in search.accounts_by_match(reader, match):
        if account_id not in there:
            found.append((account_id, folded, _distance(words, folded.split())))
    found.sort(key=lambda one: (one[2], one[1]))
    return [(one, Hit(_NAME, t("similar"), folded, "similar")) for one, folded, _ in found]


def _similar_match(reader: Reader, words: list[str]) -> str:
    """The full-text question of a misspelled one: each word as it is, or a known one like it; or
    two of them in one, as `o neil`.
    """
    if not words or len(words) > _WORDS_AT_MOST:
        return ""
    # Beside a word that nobody's name has, one that is known is taken as it is written.
    known = [is_known(reader, word) for word in words]
    odd = [not right or all(known) for right in known]
    likes = [
        similar_terms(reader, word) if like else [] for word, like in zip(words, odd, strict=True)
    ]
    either = []
    if any(likes):
        parts = []
        for word, like in zip(words, likes, strict=True):
            parts.append("(" + " OR ".join((f'"{word}"*', *(f'"{one}"' for one in like))) + ")")
        either.append("(" + " AND ".join(parts) + ")")
    for at in range(len(words) - 1):
        joined = [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
        either.append("(" + " AND ".join(f'"{word}"*' for word in joined) + ")")
    return " OR ".join(either)


def _distance(words: list[str], names: list[str]) -> int:
    """How far a name is from what was typed, each word taken for the name nearest to it."""
    from rapidfuzz.distance import OSA

    names = names or [""]
    apart = sum(min(OSA.distance(word, name) for name in names) for word in words)
    joined = OSA.distance("".join(words), "".join(names))
    return min(apart, joined)
