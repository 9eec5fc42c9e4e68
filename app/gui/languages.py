"""The words of this window: which language, its direction, and the few words that are Qt's own."""

from __future__ import annotations

import os
from typing import Final

from babel import Locale, UnknownLocaleError
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from app.kernel.catalogues import languages
from app.kernel.pseudo import LONG, MIRRORED
from app.kernel.translate import (
    choose_words,
    later,
    reads_right_to_left,
    t,
    use_language,
    words_language,
)

OVERRIDE: Final = "COUNTERFOIL_LANGUAGE"
"""Another language for one start, also the made-up ones en_XA (long) and ar_XB (mirrored)."""
_KEY: Final = "look/language"
_QT_WORDS: Final = {
    "undo": later("Undo"),
    "redo": later("Redo"),
    "cut": later("Cut"),
    "copy": later("Copy"),
    "paste": later("Paste"),
    "delete": later("Delete"),
    "select all": later("Select all"),
    "ok": later("OK"),
    "cancel": later("Cancel"),
    "save": later("Save"),
    "open": later("Open it"),
    "close": later("Close"),
    "yes": later("Yes"),
    "no": later("No"),
    "discard": later("Discard"),
    "apply": later("Apply"),
    "retry": later("Retry"),
}
_KEYBOARD: Final = "QShortcut"
"""Qt's names of keys stay as they stand on the keyboards and in the lists of keys."""


class QtWords(QTranslator):
    """Qt's own words: ours where we have them, those that ship with Qt for the rest."""

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        if context == _KEYBOARD:
            return None
        known = _QT_WORDS.get(source_text.replace("&", "").strip(" .…").lower())
        if known is not None:
            return t(known)
        return super().translate(context, source_text, disambiguation or "", n)


class WindowLanguage:
    """Which language this window speaks; by itself the practice's."""

    def __init__(self, kept: QSettings | None = None) -> None:
        self._kept = kept

    @property
    def chosen(self) -> str:
        """A language such as es, or nothing where the window speaks as the practice does."""
        told = "" if self._kept is None else str(self._kept.value(_KEY, ""))
        return told if told in languages() else ""

    def choose(self, language: str) -> None:
        """Speak it from the next start on."""
        if self._kept is not None:
            self._kept.setValue(_KEY, language)

    def begin(self) -> None:
        """Speak what was chosen for this window before anything is shown."""
        told = os.environ.get(OVERRIDE, "")
        if told not in (LONG, MIRRORED):
            told = told.replace("-", "_").partition("_")[0].lower()
        choose_words(told if told in (*languages(), LONG, MIRRORED) else self.chosen)
        self.follow()

    def follow(self) -> None:
        """Let direction and Qt's own words follow the language in use."""
        direction = Qt.LayoutDirection
        mirrored = reads_right_to_left()
        QGuiApplication.setLayoutDirection(
            direction.RightToLeft if mirrored else direction.LeftToRight
        )
        app = QCoreApplication.instance()
        if app is None:
            return
        for old in app.findChildren(QtWords):
            app.removeTranslator(old)
            old.deleteLater()
        if words_language().partition("_")[0] == "en" and words_language() != LONG:
            return
        words = QtWords(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        words.load(QLocale(words_language()), "qtbase", "_", folder)
        app.installTranslator(words)


_window = WindowLanguage()


def window_language() -> WindowLanguage:
    return _window


def begin_window_language(kept: QSettings) -> WindowLanguage:
    """Speak as this window was told to; the choice lies beside its colors and text size. Else it
    speaks the system's language, until it knows the practice's.
    """
    global _window
    use_language(system_language())
    _window = WindowLanguage(kept)
    _window.begin()
    return _window


def system_language() -> str:
    """The system's locale where we speak its language, else U.S. English."""
    name = QLocale.system().name()
    return name if name.partition("_")[0] in languages() else "en_US"


def native_name(language: str) -> str:
    """What those who speak a language call it: `Español`."""
    try:
        name = Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def offered() -> tuple[tuple[str, str], ...]:
    """(words, language) of what a window may speak."""
    return (
        (t("As the practice"), ""),
        *((native_name(each), each) for each in languages()),
    )
