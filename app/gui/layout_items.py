"""Looks at what lies in a layout without keeping hold of it.

PySide keeps the wrapper of a layout's item for as long as the layout lives, but Qt deletes the item
with its widget and tells nobody. A widget that is made at the same address later is then taken for
the item that was there, and Qt ends the process at its next paint or its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLayout, QLayoutItem, QSpacerItem, QWidgetItem
from shiboken6 import Shiboken


def items_of(layout: QLayout) -> Iterator[QLayoutItem]:
    """Each item of a layout in its place; use one only before the next is asked for."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        try:
            yield item
        finally:
            # A layout in a layout is its own item and lives like a widget.
            if isinstance(item, (QWidgetItem, QSpacerItem)):
                Shiboken.invalidate(item)
