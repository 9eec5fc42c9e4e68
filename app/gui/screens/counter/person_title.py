"""Whose money it is, over the panel that takes it: a long name is cut, never what tells people
apart.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from app.gui.theme import current
from app.gui.widgets.labels import plain_tip
from app.gui.widgets.surfaces import Card


def say_person(card: Card, name: str, *rest: str) -> str:
    """Let `card` be headed by a name, then year of birth and number as far as they are known; what
    stands after the name.
    """
    after = "  ·  ".join(part for part in rest if part)
    tail = f"  ·  {after}" if name and after else after
    metrics = QFontMetrics(current().font(12, strong=True))
    room = card.width() - current().px(2 * 20) - metrics.horizontalAdvance(tail)
    cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(room, 60))
    card.say_title(f"{cut}{tail}")
    card.title.setToolTip(plain_tip(name) if cut != name else "")
    card.setAccessibleName(f"{name}{tail}")
    return after
