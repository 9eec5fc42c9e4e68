"""Where Tab goes: through a window as it is read, line by line, and round again; parts of a page
that were made late come in their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QGridLayout,
    QLayout,
    QMainWindow,
    QScrollArea,
    QStackedLayout,
    QWidget,
)

from app.gui.layout_items import parts_of

_TURNED = (QBoxLayout.Direction.RightToLeft, QBoxLayout.Direction.BottomToTop)


def in_reading_order(top: QWidget) -> list[QWidget]:
    """What takes the keyboard in `top` now, as layouts lay it; what no layout holds comes after."""
    return list(_inside(top, None))


def step(top: QWidget, forward: bool) -> bool:
    """Give the keyboard to what is read next in `top`, or before; False where nothing takes it.

    Qt asks too when what has the keyboard is hidden or cannot be used any more: it goes on from
    there and not from the beginning.
    """
    focus = QApplication.focusWidget()
    order = list(_inside(top, focus))
    while focus is not None and focus not in order and focus is not top:
        focus = focus.parentWidget()
    place = order.index(focus) if focus in order else (-1 if forward else 0)
    ways = range(1, len(order) + 1) if forward else range(-1, -len(order) - 1, -1)
    turned = [order[(place + way) % len(order)] for way in ways]
    wanted = next((each for each in turned if each.isVisible() and _takes_tab(each)), None)
    if wanted is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    _bring_into_view(wanted)
    wanted.setFocus(reason)
    return True


def _inside(widget: QWidget, kept: QWidget | None) -> Iterator[QWidget]:
    """What takes the keyboard in it, and the place of what is `kept`, hidden or not."""
    for child in _children(widget):
        above = child is kept or (kept is not None and child.isAncestorOf(kept))
        if child.isWindow() or not (child.isVisible() or above):
            continue
        if child is kept or _takes_tab(child):
            yield child
        yield from _inside(child, kept)


def _takes_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return bool(widget.focusPolicy() & tab) and widget.isEnabled() and widget.focusProxy() is None


def _children(widget: QWidget) -> list[QWidget]:
    """What lies in it, in the order it is read."""
    laid: list[QWidget] = []
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        laid = [inner] if inner is not None else []
    elif isinstance(widget, QAbstractScrollArea):
        return []
    elif isinstance(widget, QMainWindow):
        middle = widget.centralWidget()
        laid = [middle] if middle is not None else []
    elif (layout := widget.layout()) is not None:
        laid = list(_laid(layout))
    known = set(laid)
    own = [
        each
        for each in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if each not in known and not isinstance(widget, QScrollArea)
    ]
    return laid + own


def _laid(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout in the order they are read; layouts of our own lie in the order of
    their children.
    """
    if not isinstance(layout, QBoxLayout | QGridLayout | QStackedLayout):
        return
    found: list[tuple[tuple[int, ...], list[QWidget]]] = []
    for number, part in parts_of(layout):
        place: tuple[int, ...] = (number,)
        if isinstance(layout, QGridLayout):
            place = cast(tuple[int, ...], layout.getItemPosition(number))[:2]
        found.append((place, list(_laid(part)) if isinstance(part, QLayout) else [part]))
    found.sort(key=lambda each: each[0])
    if isinstance(layout, QBoxLayout) and layout.direction() in _TURNED:
        found.reverse()
    for _place, widgets in found:
        yield from widgets


def _bring_into_view(widget: QWidget) -> None:
    part = widget.parentWidget()
    while part is not None:
        if isinstance(part, QScrollArea):
            part.ensureWidgetVisible(widget)
        part = part.parentWidget()
