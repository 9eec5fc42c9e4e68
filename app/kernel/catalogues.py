"""The words of each language that ship with the program, compiled when they are newer than what
was compiled before.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import os
import struct
from functools import lru_cache
from pathlib import Path

LOCALE_DIR = Path(__file__).resolve().parents[2] / "resources" / "locale"


def languages() -> tuple[str, ...]:
    """The languages that have words of their own, English first."""
    found = (file.parts[-3] for file in LOCALE_DIR.glob("*/LC_MESSAGES/counterfoil.[mp]o"))
    return ("en", *sorted(set(found)))


@lru_cache(maxsize=16)
def catalogue(locale: str) -> gettext.NullTranslations:
    """The words of `locale` (such as es or vi_VN), or English where there are none."""
    for name in dict.fromkeys((locale, locale.split("_")[0])):
        file = LOCALE_DIR / name / "LC_MESSAGES" / "counterfoil.po"
        found = _compiled(file.with_suffix(".mo"), file)
        if found is not None:
            return found
    return gettext.NullTranslations()


def _compiled(ready: Path, source: Path) -> gettext.GNUTranslations | None:
    if is_fresh(ready, source):
        # One that was cut short is made again.
        with (
            contextlib.suppress(OSError, ValueError, struct.error),
            open(ready, "rb") as file,
        ):
            return gettext.GNUTranslations(file)
    # A file that somebody broke by hand costs its words, never the start of the program.
    with contextlib.suppress(OSError, ValueError):
        return compile_words(source) if source.exists() else None
    return None


def is_fresh(ready: Path, source: Path) -> bool:
    """Whether the compiled words say what their source says."""
    if not ready.exists():
        return False
    return not source.exists() or ready.stat().st_mtime_ns >= source.stat().st_mtime_ns


def compile_words(source: Path) -> gettext.GNUTranslations:
    """The words of a .po file, kept compiled beside it where this program may write."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    with open(source, "rb") as file:
        words = read_po(file, locale=source.parts[-3])
    for message in list(words):
        # A plural that is half there would be said as nothing.
        if message.pluralizable and not all(message.string or ("",)):
            words.delete(message.id)
    write_mo(out, words)
    fresh = source.with_suffix(f".{os.getpid()}.mo")
    with contextlib.suppress(OSError):
        fresh.write_bytes(out.getvalue())
        os.replace(fresh, source.with_suffix(".mo"))
    out.seek(0)
    return gettext.GNUTranslations(out)
