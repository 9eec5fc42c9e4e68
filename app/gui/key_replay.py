"""What kind of key it was, and striking a held one once more as Qt would have."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.gui.key_burst import Press

_MODIFIERS: Final = frozenset(
    (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
)
_CHORD: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ENDS: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))


def kind_of(event: QKeyEvent) -> Press | None:
    """The kind of a key press; None for a bare Shift, which scanners send for capitals."""
    key, chord = event.key(), event.modifiers() & _CHORD
    if key in _MODIFIERS:
        return None
    if key in _ENDS and not chord:
        return Press.END
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35 or key == Qt.Key.Key_Escape:
        return Press.COMMAND
    # Windows types a letter by its number on the keypad while Alt is held.
    by_number = chord == Qt.KeyboardModifier.AltModifier and bool(
        event.modifiers() & Qt.KeyboardModifier.KeypadModifier
    )
    if chord and (by_number or not _is_letter(event)):
        return Press.COMMAND
    return Press.LETTER if _is_letter(event) else Press.OTHER


def _is_letter(event: QKeyEvent) -> bool:
    # AltGr types letters on many layouts and arrives as Ctrl+Alt on Windows.
    return bool(event.text()) and event.text().isprintable()


def strike(window: QWidget, event: QKeyEvent, *, released: bool) -> None:
    """Give a key to whatever has the keyboard now: the widget when it claims it, else a shortcut,
    else the widget after all.
    """
    target = QApplication.activePopupWidget() or QApplication.focusWidget() or window
    claim = _copy(event, QEvent.Type.ShortcutOverride)
    claim.ignore()
    QApplication.sendEvent(target, claim)
    if not claim.isAccepted() and (shortcut := _shortcut_for(target, event)) is not None:
        shortcut.activated.emit()
        return
    QApplication.sendEvent(target, _copy(event, QEvent.Type.KeyPress))
    if released and (now := QApplication.focusWidget()) is not None:
        QApplication.sendEvent(now, _copy(event, QEvent.Type.KeyRelease))


def _copy(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(kind, event.key(), event.modifiers(), event.text())


def _shortcut_for(target: QWidget, event: QKeyEvent) -> QShortcut | None:
    """The shortcut of the target's window that Qt would have run."""
    wanted = QKeySequence(event.keyCombination())
    plain = QKeySequence(
        Qt.Key(event.key())
        if not event.modifiers() & (_CHORD | Qt.KeyboardModifier.ShiftModifier)
        else event.keyCombination()
    )
    for shortcut in target.window().findChildren(QShortcut):
        # Those that Qt makes itself, as in a dialog for files, PySide may take for deleted.
        if not isValid(shortcut):
            continue
        owner = shortcut.parent()
        here = isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()
        struck = shortcut.keys()
        same = any(
            key.matches(one) == QKeySequence.SequenceMatch.ExactMatch
            for key in struck
            for one in (wanted, plain)
        )
        if here and shortcut.isEnabled() and same:
            return shortcut
    return None
