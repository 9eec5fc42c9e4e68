"""Words for people: one lookup for screens, receipts, PDFs and errors, so that one catalogue
serves all.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from app.kernel.catalogues import catalogue
from app.kernel.pseudo import FIGURES, LONG, MIRRORED, Pseudo

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_figures, _words, _chosen = "en_US", "en_US", ""
BESIDE = " / "
"""Between the same words in two languages."""
_spoken: ContextVar[tuple[Mapping[str, str] | None, ...]] = ContextVar("spoken", default=())


class Words(dict[str, str]):
    """Words of a paper's language; those that are missing stand in that language's catalogue."""

    def __init__(self, words: Mapping[str, str], rest: gettext.NullTranslations) -> None:
        super().__init__(words)
        self.rest = rest


def use_language(locale: str) -> None:
    """Write amounts and days as in `locale` (such as es or vi_VN) from now on, and speak its
    language where no other was chosen here; English words where no catalogue exists.
    """
    global _figures
    _figures = FIGURES if locale in (LONG, MIRRORED) else locale
    _speak(_chosen or locale)


def choose_words(language: str) -> None:
    """Speak this language here, whatever the practice speaks; an empty one: as the practice."""
    global _chosen
    _chosen = language
    _speak(language or _figures)


def _speak(language: str) -> None:
    global _catalogue, _words
    _words = language
    _catalogue = Pseudo(_words) if _words in (LONG, MIRRORED) else catalogue(_words)


def language() -> str:
    """The locale in use: how amounts and dates are written when nothing else is said."""
    return _figures


def words_language() -> str:
    """The locale of the words in use."""
    return _words


def named_in(locale: str) -> str:
    """The locale of the names of months and currencies where figures are written as in `locale`:
    that of a language chosen here, but not on a paper.
    """
    if not _chosen or _chosen in (LONG, MIRRORED) or _spoken.get():
        return locale or _figures
    from babel import localedata  # the key map is shown without it

    territory = (locale or _figures).partition("_")[2]
    named = f"{_chosen}_{territory}"
    return named if territory and localedata.exists(named) else _chosen


def reads_right_to_left() -> bool:
    """Whether the language in use is written from right to left."""
    from babel import Locale

    return Locale.parse(_words.partition("_")[0]).text_direction == "rtl"


@contextmanager
def speaking(*tables: Mapping[str, str] | None) -> Iterator[None]:
    """Say words from these tables, several beside one another, while one paper is made here; None
    is the language in use, and so is what a table lacks. Other threads go on as they were.
    """
    token = _spoken.set(tables)
    try:
        yield
    finally:
        _spoken.reset(token)


def later(message: str, /) -> str:
    """`message` as it stands: words in a table, for translators to find here and for `t` to say."""
    return message


def later_n(one: str, many: str, /) -> tuple[str, str]:
    """Both forms as they stand, for `tn` to say."""
    return one, many


def t(message: str, /, **values: object) -> str:
    """`message` in the language in use, with `{name}` places filled; values are never read as
    templates.
    """
    if not _spoken.get():
        return _filled(_catalogue.gettext(message), values)
    return BESIDE.join(t_each(message, **values))


def t_kept(message: str, /, **values: object) -> str:
    """`message` in the practice's language, whatever the window speaks: for what is written down
    and read by everybody.
    """
    return _filled(catalogue(_figures).gettext(message), values)


def t_own(words: str, /) -> str:
    """A name out of a practice's own lists, as in `Cash + Check`: said in the language in use where
    it is one that every practice begins with. What is written down keeps the name itself.
    """
    return " + ".join(t(name) for name in words.split(" + "))


def t_each(message: str, /, **values: object) -> tuple[str, ...]:
    """`message` once in each language that is spoken, the language in use where none was named."""
    return tuple(dict.fromkeys(_filled(words, values) for words in _in_each(message, message, 1)))


def tn(one: str, many: str, count: int, /, **values: object) -> str:
    """The plural form for `count`; `{count}` is filled like every other place."""
    filled = (_filled(words, {"count": count, **values}) for words in _in_each(one, many, count))
    return BESIDE.join(dict.fromkeys(filled))


def _in_each(one: str, many: str, count: int) -> Iterator[str]:
    for table in _spoken.get() or (None,):
        found = None if table is None else table.get(one if count == 1 else many)
        if found:
            yield found
            continue
        rest = table.rest if isinstance(table, Words) else _catalogue
        yield rest.gettext(one) if many is one else rest.ngettext(one, many, count)


def _filled(words: str, values: Mapping[str, object]) -> str:
    for name, value in values.items():
        if (place := "{" + name + "}") in words:
            head, *rest = words.split(place)
            words = "\x00".join([head, *rest]).replace("\x00", str(value).replace("\x00", ""))
    return words
