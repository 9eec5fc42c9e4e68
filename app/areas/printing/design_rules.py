"""Whether a receipt's design makes sense, and the designs that come with the program."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.areas.printing import errors, logos
from app.areas.printing.design_values import (
    BESIDE,
    INSTEAD,
    LANGUAGES,
    NO_SECOND,
    SHOWN,
    BuiltIn,
    NameShown,
    ReceiptDesign,
    ReceiptText,
)
from app.kernel.errors import UserError
from app.kernel.text import clean
from app.kernel.translate import t

TEMPLATE_FOLDER: Final = Path(__file__).resolve().parents[3] / "resources" / "receipts"
_ORDER: Final = ("standard", "itemized", "private", "short")
LINES_AT_MOST: Final = 6
LINE_AT_MOST: Final = 120
_CALLED: Final = {
    **dict.fromkeys(("eng", "english"), "en"),
    **dict.fromkeys(("spa", "spanish", "español", "espanol", "castellano"), "es"),
    **dict.fromkeys(("fra", "fre", "french", "français", "francais"), "fr"),
    **dict.fromkeys(("mya", "bur", "burmese", "myanmar", "မြန်မာ"), "my"),
    **dict.fromkeys(("vie", "vietnamese", "tiếng việt"), "vi"),
}
"""What front desks and other programs write for a language."""
_TEXTS: Final = ("header", "footer", "on_copies")


def check_design(design: ReceiptDesign) -> ReceiptDesign:
    """The design with cleaned words; a UserError beside the first field that does not fit."""
    if design.language and design.language not in LANGUAGES:
        raise errors.no_such_language(design.language)
    if design.second not in (NO_SECOND, INSTEAD, BESIDE, *LANGUAGES):
        raise errors.second_form(design.second)
    if design.second == design.language:
        raise errors.same_language_twice()
    if design.logo:
        logos.read(design.logo)
    texts = tuple(_checked(text) for text in design.texts)
    languages = [text.language for text in texts]
    for language in languages:
        if language and language not in LANGUAGES:
            raise errors.no_such_language(language)
        if languages.count(language) > 1:
            raise errors.words_twice(language)
    return replace(design, texts=texts)


def _checked(text: ReceiptText) -> ReceiptText:
    return replace(text, **{name: _lines(getattr(text, name), name) for name in _TEXTS})


def _lines(words: str, field: str) -> str:
    text = clean(words, field, most=LINES_AT_MOST * LINE_AT_MOST, lines=True)
    if text.count("\n") >= LINES_AT_MOST:
        raise errors.too_many_lines(field, LINES_AT_MOST)
    return text


def language_code(language: str) -> str:
    """`vi` of vi, vi_VN, VIE or Vietnamese, where receipts speak it; else empty."""
    begin = language.replace("-", "_").partition("_")[0].strip().casefold()
    return begin if begin in LANGUAGES else _CALLED.get(begin, "")


def spoken(design: ReceiptDesign, locale: str, patient_language: str) -> tuple[str, ...]:
    """The languages of a receipt in their order; empty for words the program has no table of."""
    own = design.language or language_code(locale)
    patients = language_code(patient_language)
    if design.second == INSTEAD and patients:
        return (patients,)
    second = patients if design.second == BESIDE else design.second
    if second not in LANGUAGES or second == own:
        return (own,)
    return own, second


def built_in() -> tuple[BuiltIn, ...]:
    """The designs that come with the program; a UserError names a file that somebody broke."""
    return tuple(_read(key) for key in _ORDER)


@lru_cache(maxsize=len(_ORDER))
def _read(key: str) -> BuiltIn:
    path = TEMPLATE_FOLDER / f"{key}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise errors.template_damaged(path.name, t("it can't be read")) from None
    return BuiltIn(key, *template(text, path.name))


def template(text: str, file_name: str) -> tuple[str, ReceiptDesign]:
    """The name and the design of a template; a UserError says what is wrong with it."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise errors.template_damaged(file_name, str(error)) from None
    name = said.pop("name", "")
    shown = said.pop("shown", {})
    odd = sorted(set(said) - {"patient_name", "language", "second"})
    if isinstance(shown, dict):
        odd += sorted(set(shown) - set(SHOWN))
    if not isinstance(name, str) or not name or not isinstance(shown, dict):
        raise errors.template_damaged(file_name, t("it has no name or no list of what is shown"))
    if odd:
        raise errors.template_damaged(file_name, t("nobody knows “{word}”", word=odd[0]))
    if not all(isinstance(value, bool) for value in shown.values()):
        raise errors.template_damaged(file_name, t("what is shown is true or false"))
    return name, _design(said, shown, file_name)


def _design(said: dict[str, Any], shown: dict[str, bool], file_name: str) -> ReceiptDesign:
    try:
        how = NameShown(said.get("patient_name", "full"))
        wanted: dict[str, Any] = {k: said[k] for k in ("language", "second") if k in said}
        if not all(isinstance(word, str) for word in wanted.values()):
            raise errors.template_damaged(file_name, t("a language is written as a word"))
        return check_design(replace(ReceiptDesign(patient_name=how), **(wanted | shown)))
    except (UserError, ValueError) as error:
        raise errors.template_damaged(file_name, str(error)) from None
