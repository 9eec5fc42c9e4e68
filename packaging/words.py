"""Carries the program's words to the translators and back: `words.py update | compile | check`."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import PLURALS
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext
from word_finder import said_in

from app.kernel.catalogues import compile_words, is_fresh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "locale"
TEMPLATE = FOLDER / "counterfoil.pot"
_HEADER = """\
# {what}
# A message stands under the files that say it. {{name}} is a place that is filled in and stays.
#"""
_PLACE = re.compile(r"\{[a-z_]+\}")
_MADE_ON = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    r"|Report-Msgid-Bugs-To|Generated-By|Project-Id-Version): .*\n",
    re.MULTILINE,
)
"""Headers that would change with every run and say nothing."""


def catalogue_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "counterfoil.po"


def languages() -> list[str]:
    """The languages that have begun, by their names such as es."""
    return sorted(file.parts[-3] for file in FOLDER.glob("*/LC_MESSAGES/counterfoil.po"))


def template(root: Path = ROOT) -> Catalog:
    """Every message of the source, with the files that say it."""
    made = Catalog(fuzzy=False, header_comment=_HEADER.format(what="The words of Counterfoil."))
    for each in said_in(root, "app"):
        known = made.get(each.one)
        places = sorted({*(known.locations if known else ()), (each.file, 1)})
        if known is None:
            made.add((each.one, each.many) if each.many else each.one, locations=places)
        else:
            known.locations = places
            if each.many and not known.pluralizable:
                known.id = (each.one, each.many)
                known.string = ("", "")
    return made


def written(catalogue: Catalog) -> str:
    """A catalogue as a file that changes only where its words do."""
    for message in catalogue:
        message.flags.discard("python-format")
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return _MADE_ON.sub("", out.getvalue().decode("utf-8"))


def read(language: str) -> Catalog:
    with open(catalogue_file(language), "rb") as file:
        return read_po(file, locale=language)


def updated(language: str, newest: Catalog) -> Catalog:
    """The language's catalogue with the messages of today and no guesses; what it had stays."""
    catalogue = read(language) if catalogue_file(language).exists() else _begun(language)
    catalogue.header_comment = _HEADER.format(what=f"The words of Counterfoil: {language}.")
    catalogue.fuzzy = False
    catalogue.update(newest, no_fuzzy_matching=True)
    return catalogue


def _begun(language: str) -> Catalog:
    if language in PLURALS:
        return Catalog(locale=language)
    rule = to_gettext(Locale.parse(language).plural_form)
    head = f'msgid ""\nmsgstr ""\n"Plural-Forms: {rule}\\n"\n'
    return read_po(io.BytesIO(head.encode()), locale=language)


def write(file: Path, text: str) -> None:
    """The whole file or nothing of it, and only where something changed."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    os.replace(fresh, file)


# ---------------------------------------------------------------------------------- what is wrong


def faults() -> Iterator[str]:
    """What stands between the source and the people who read it, one sentence each."""
    newest = template()
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != written(newest):
        yield "counterfoil.pot is not what the source says. Run: python packaging/start.py words"
    for language in languages():
        for message in read(language):
            yield from (f"{language}: {fault}" for fault in wrong_in(message))


def wrong_in(message: Message) -> Iterator[str]:
    """Places that were lost or made up, and plurals that are half there."""
    asked = _forms(message.id)
    given = _forms(message.string)
    if not message.id or not any(given):
        return
    if not all(given):
        yield f"“{asked[0]}” lacks a plural form"
    wanted = set(_PLACE.findall(" ".join(asked)))
    # A form for one thing may leave the figure out, as English does.
    spare = wanted - set(_PLACE.findall(asked[0])) | {"{count}"} if len(asked) > 1 else set()
    for form in given:
        places = set(_PLACE.findall(form))
        if form and (wanted - spare - places or places - wanted):
            yield f"“{form}” has other places than “{asked[-1]}”"


def _forms(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


# --------------------------------------------------------------------------------------- commands


def update(only: Sequence[str]) -> None:
    newest = template()
    write(TEMPLATE, written(newest))
    for language in only or languages():
        catalogue = updated(language, newest)
        write(catalogue_file(language), written(catalogue))
        done = sum(1 for each in catalogue if each.id and any(_forms(each.string)))
        print(f"{language}: {done} of {len(catalogue)} messages")


def compile_all() -> None:
    for language in languages():
        file = catalogue_file(language)
        if not is_fresh(file.with_suffix(".mo"), file):
            compile_words(file)


def main(words: list[str]) -> int:
    command = words[0] if words else "update"
    if command == "update":
        update(words[1:])
        return 0
    if command == "compile":
        compile_all()
        return 0
    if command == "check":
        found = list(faults())
        print("\n".join(found) or "Every word is in its place.")
        return 1 if found else 0
    sys.stderr.write("words.py update [LANGUAGE …] | compile | check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
