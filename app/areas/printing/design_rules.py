"""Whether a receipt's design makes sense, and the designs that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
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
    Templates,
)
from app.kernel.errors import UserError
from app.kernel.text import clean, clean_required
from app.kernel.translate import t

TEMPLATE_FOLDER: Final = Path(__file__).resolve().parents[3] / "resources" / "receipts"
WORDS_FOLDER: Final = TEMPLATE_FOLDER / "words"
_ORDER: Final = ("standard", "itemized", "private", "short")
_LARGEST_FILE: Final = 64_000
_TEMPLATES_AT_MOST: Final = 40
_NAME_AT_MOST: Final = 40
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


def built_in(folder: Path = TEMPLATE_FOLDER) -> Templates:
    """The designs that come with the program, then those a practice put beside them; a file with a
    mistake in it is named and left out, and so is a table of words.
    """
    there = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    files = {path.stem: path for path in there[:_TEMPLATES_AT_MOST]}
    wanted = dict.fromkeys((*_ORDER, *sorted(files)))
    designs, damaged = [], []
    for key in wanted:
        try:
            path = files.get(key, folder / f"{key}.toml")
            designs.append(BuiltIn(key, *template(_text_of(path), path.name)))
        except UserError as error:
            damaged.append(error.text)
    for language in LANGUAGES[1:]:
        try:
            words_of(language, folder / "words")
        except UserError as error:
            damaged.append(error.text)
    return Templates(tuple(designs), tuple(damaged))


def words_of(language: str, folder: Path = WORDS_FOLDER) -> Mapping[str, str]:
    """The words of papers in one language; a UserError says what is wrong with their file."""
    path = folder / f"{language}.toml"
    try:
        said = tomllib.loads(_text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise errors.words_damaged(path.name, str(error)) from None
    odd = next((word for word, words in said.items() if not isinstance(words, str)), None)
    if odd is not None:
        raise errors.words_damaged(path.name, t("“{word}” has no words beside it", word=odd))
    return said


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise errors.template_damaged(path.name, t("it is too large"))
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise errors.template_damaged(path.name, t("it can't be read")) from None


def template(text: str, file_name: str) -> tuple[str, ReceiptDesign]:
    """The name and the design of a template; a UserError says what is wrong with it."""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise errors.template_damaged(file_name, str(error)) from None
    name, shown, words = said.pop("name", ""), said.pop("shown", {}), said.pop("words", {})
    if not (isinstance(name, str) and name.strip() and isinstance(shown, dict)):
        raise errors.template_damaged(file_name, t("it has no name or no list of what is shown"))
    odd = sorted(set(said) - {"patient_name", "language", "second"}) + sorted(set(shown) - {*SHOWN})
    if odd:
        raise errors.template_damaged(file_name, t("nobody knows “{word}”", word=odd[0]))
    if not all(isinstance(value, bool) for value in shown.values()):
        raise errors.template_damaged(file_name, t("what is shown is true or false"))
    how = said.get("patient_name", NameShown.FULL)
    if how not in tuple(NameShown):
        why = t("the patient's name is full, initials or none")
        raise errors.template_damaged(file_name, why)
    wanted: dict[str, Any] = {k: said[k] for k in ("language", "second") if k in said}
    if not all(isinstance(word, str) for word in wanted.values()):
        raise errors.template_damaged(file_name, t("a language is written as a word"))
    texts = _texts(words, file_name)
    made = ReceiptDesign(patient_name=NameShown(how), texts=texts, **wanted, **shown)
    try:
        return clean_required(name, "template", most=_NAME_AT_MOST), check_design(made)
    except UserError as error:
        raise errors.template_damaged(file_name, error.text) from None


def _texts(words: object, file_name: str) -> tuple[ReceiptText, ...]:
    """The words of a template: for every language, and in tables named by one for that."""
    found: dict[str, dict[str, str]] = {}
    for name, said in words.items() if isinstance(words, dict) else (("words", words),):
        table = said if isinstance(said, dict) else {name: said}
        language = name if isinstance(said, dict) else ""
        for part, text in table.items():
            if part not in _TEXTS or not isinstance(text, str):
                why = t("its words are header, footer and on_copies")
                raise errors.template_damaged(file_name, why)
            found.setdefault(language, {})[part] = text
    return tuple(ReceiptText(language, **parts) for language, parts in sorted(found.items()))
