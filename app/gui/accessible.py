"""What a screen reader is told: the roles of controls that we paint, and news it says at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_R = QAccessible.Role
ROLES: Final = {
    "Pill": _R.Button,
    "ReasonPicks": _R.List,
    "DigitList": _R.List,
    "ChartView": _R.Chart,
    "KeysOverlay": _R.Dialog,
    "Preview": _R.Document,
    "_Tray": _R.Document,
    "PageArea": _R.Document,
    "Toast": _R.AlertMessage,
    "Notice": _R.AlertMessage,
}
"""By the name of a class: Qt knows the roles of its own."""
_made = False


def tell_roles() -> None:
    """Let Qt ask here what our own controls are; once for each process."""
    global _made
    if not _made:
        _made = True
        QAccessible.installFactory(_interface)


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Let a screen reader say it when it has ended its sentence, or `at_once`."""
    if not words:
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    kinds = QAccessible.AnnouncementPoliteness
    event.setPoliteness(kinds.Assertive if at_once else kinds.Polite)
    QAccessible.updateAccessibility(event)


def _interface(kind: str, of: QObject | None) -> QAccessibleInterface | None:
    role = ROLES.get(kind)
    if role is None or not isinstance(of, QWidget):
        return None
    return QAccessibleWidget(of, role)
