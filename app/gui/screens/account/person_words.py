"""Short codes of a person as words; what is no code stays as it was typed."""

from __future__ import annotations

from typing import Final

from babel import Locale

from app.areas.parties.rules import status_words
from app.areas.parties.values import AccountStatus
from app.kernel.translate import named_in, t

SEXES: Final = ("F", "M", "X")
LANGUAGES: Final = ("en", "es", "vi", "my", "zh", "tl", "ko", "ar", "fr", "pt", "ru", "hi", "th")
"""What a front desk is asked for most; others come with an import and stay."""


def begun(words: str) -> str:
    """Words of the middle of a sentence, at its beginning."""
    return words[:1].upper() + words[1:]


def states() -> tuple[tuple[str, str], ...]:
    """Each state of an account with its words."""
    return tuple((each.value, begun(status_words(each))) for each in AccountStatus)


def sex_words(code: str) -> str:
    """`F` becomes Female."""
    known = {
        "m": t("Male"),
        "f": t("Female"),
        "x": t("Other"),
        "o": t("Other"),
        "u": t("Not known"),
    }
    return known.get(code.strip().lower(), code)


def language_words(code: str) -> str:
    """`en` or `es-MX` becomes English or Spanish, as the window's language calls them."""
    begin = code.strip().replace("_", "-").partition("-")[0].lower()
    name = str(Locale.parse(named_in("")).languages.get(begin, code))
    return name[:1].upper() + name[1:] if name != code else code
