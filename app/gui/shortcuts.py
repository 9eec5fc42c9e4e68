"""Ties verbs of a screen to the keys of the key map; no key is written anywhere else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.gui.key_map import binding, key_words
from app.kernel.errors import ensure


def bind(screen: QWidget, verb: str, act: Callable[[], object]) -> None:
    """Run `act` on the keys of `verb` wherever the focus is, as long as `screen` is visible.

    A held key runs it once. The verb must be available in the key map and meant as a shortcut.
    """
    wanted = binding(verb)
    ensure(wanted.available and wanted.bound, f"{verb} is a shortcut of this version")
    for key in wanted.keys:
        shortcut = QShortcut(QKeySequence(key), screen)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)


def with_key(words: str, verb: str) -> str:
    """A tooltip such as `Lock the window (Ctrl+L)`."""
    native = QKeySequence(key_words(verb)).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words} ({native})"
