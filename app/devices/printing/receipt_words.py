"""The words of receipts in the languages that come with the program, and a practice's own lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from gettext import NullTranslations

from app.areas.payments.receipt import patient_line
from app.areas.printing import logos
from app.areas.printing.design_rules import words_of
from app.areas.printing.design_values import LANGUAGES, NameShown, ReceiptDesign
from app.devices.printing.paper_lines import Picture
from app.kernel.catalogues import catalogue
from app.kernel.errors import UserError
from app.kernel.translate import Words, t

STANDARD = ReceiptDesign()
"""Receipts as they are where nobody changed how they look."""


ENGLISH = Words({}, NullTranslations())
"""The words as the program has them."""


def tables(languages: tuple[str, ...]) -> tuple[Mapping[str, str] | None, ...]:
    """What `speaking` takes for these languages; None for one without words of its own."""
    return tuple(_table(language) for language in languages)


@lru_cache(maxsize=16)
def _table(language: str) -> Mapping[str, str] | None:
    if language == "en":
        return ENGLISH
    if language not in LANGUAGES:
        return None
    try:
        return Words(words_of(language), catalogue(language))
    except UserError:
        return None


def own_lines(design: ReceiptDesign, languages: tuple[str, ...], part: str) -> Iterator[str]:
    """The practice's lines for one part of a paper, in the languages it speaks."""
    for words in design.words(part, *languages):
        yield from filter(None, words.split("\n"))


def other_name(name: str, patient: str, design: ReceiptDesign) -> str:
    """Whoever is not the patient. Where a patient's name is shortened, one who may be the patient
    is not told.
    """
    if name == patient:
        return ""
    shortened = design.patient_name is not NameShown.FULL
    if shortened and patient_line(name, "initials") == patient_line(patient, "initials"):
        return ""
    return name


def logo_of(design: ReceiptDesign) -> Picture | None:
    """The logo, unless it can't be read: a paper without one is better than none."""
    if not design.logo:
        return None
    try:
        logo = logos.read(design.logo)
    except UserError:
        return None
    return Picture(logo.width, logo.height, logo.rows, t("Logo"))
