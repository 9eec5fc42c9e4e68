"""Looks at what lies in a layout without keeping hold of it.

PySide keeps the wrapper of a layout's item for as long as the layout lives, but Qt deletes the item
with its widget and tells nobody. A widget that is made at the same address later is then taken for
the item that was there, and Qt ends the process at its next paint or its end. What is looked at
often goes by `parts_of`: an item that was wrapped is dead weight for as long as its layout lives.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSpacerItem, QWidget, QWidgetItem
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


def parts_of(layout: QLayout) -> list[tuple[int, QWidget | QLayout]]:
    """The widgets and layouts of a layout in their order, each with its index there."""
    held: list[QWidget | QLayout] = [one for one in layout.children() if isinstance(one, QLayout)]
    if (holder := layout.parentWidget()) is not None:
        held += holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    places = ((layout.indexOf(one), one) for one in held)
    return sorted((each for each in places if each[0] >= 0), key=lambda each: each[0])
