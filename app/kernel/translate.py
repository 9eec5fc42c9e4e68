"""Words for people: one lookup for screens, receipts, PDFs and errors, so that one catalogue
serves all.
"""

from __future__ import annotations

import gettext
from pathlib import Path

_LOCALE_DIR = Path(__file__).resolve().parents[2] / "resources" / "locale"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en_US"


def use_language(locale: str) -> None:
    """Speak `locale` (such as es or vi_VN) from now on; English words where no catalogue exists."""
    global _catalogue, _language
    _language = locale
    _catalogue = gettext.translation("counterfoil", _LOCALE_DIR, [locale], fallback=True)


def language() -> str:
    """The locale in use: how words, amounts and dates are written when nothing else is said."""
    return _language


def t(message: str, /, **values: object) -> str:
    """`message` in the language in use, with `{name}` places filled; values are never read as
    templates.
    """
    words = _catalogue.gettext(message)
    for name, value in values.items():
        if (place := "{" + name + "}") in words:
            head, *rest = words.split(place)
            words = "\x00".join([head, *rest]).replace("\x00", str(value).replace("\x00", ""))
    return words


def tn(one: str, many: str, count: int, /, **values: object) -> str:
    """The plural form for `count`; `{count}` is filled like every other place."""
    return t(_catalogue.ngettext(one, many, count), count=count, **values)
