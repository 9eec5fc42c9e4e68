"""Short codes of a person as words; what is no code stays as it was typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale

from app.kernel.translate import t

SEXES: Final = ("F", "M", "X")
LANGUAGES: Final = ("en", "es", "vi", "my", "zh", "tl", "ko", "ar", "fr", "pt", "ru", "hi", "th")
"""What a front desk is asked for most; others come with an import and stay."""


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
    """`en` or `es-MX` becomes English or Spanish."""
    begin = code.strip().replace("_", "-").partition("-")[0]
    if len(begin) not in (2, 3):
        return code
    language = QLocale.codeToLanguage(begin.lower())
    unknown = (QLocale.Language.AnyLanguage, QLocale.Language.C)
    return code if language in unknown else QLocale.languageToString(language)
