"""Lets lengths follow the text size while the window runs; it decides no length itself.

Layouts follow by themselves. A widget whose size is set by hand says its designed one to `sized`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QWidget

from app.gui.layout_items import items_of

DESIGNED: Final = "designedSizes"
HAIRLINE: Final = 1
"""Pixels up to which a length is a line and not a distance: it stays as it is."""
_SETTERS: Final[dict[str, Callable[[QWidget, int], None]]] = {
    "width": QWidget.setFixedWidth,
    "most_width": QWidget.setMaximumWidth,
    "least_width": QWidget.setMinimumWidth,
    "least_height": QWidget.setMinimumHeight,
}


def sized(widget: QWidget, px: Callable[[int], int], **designed: int | list[int]) -> None:
    """Give `widget` sizes designed at 100 %: width, most_width, least_width, least_height, or the
    four margins of a label.
    """
    widget.setProperty(DESIGNED, designed)
    _apply(widget, designed, px)


def rescale(top: QWidget, before: int, after: int) -> None:
    """Carry all of `top` from a text size of `before` percent to `after` percent."""

    def length(now: int) -> int:
        # A length that px() made from a whole number leads back to that number at 100 % or more.
        designed = round(now * 100 / before)
        return now if now <= HAIRLINE else (designed * after + 50) // 100

    def px(designed: int) -> int:
        return (designed * after + 50) // 100

    for layout in top.findChildren(QLayout):
        _carry(layout, length)
    for widget in (top, *top.findChildren(QWidget)):
        designed = widget.property(DESIGNED)
        if isinstance(designed, dict):
            _apply(widget, designed, px)


def _apply(widget: QWidget, designed: dict[str, int | list[int]], px: Callable[[int], int]) -> None:
    for what, pixels in designed.items():
        if isinstance(pixels, list):
            left, top, right, bottom = (px(each) for each in pixels)
            widget.setContentsMargins(left, top, right, bottom)
        else:
            _SETTERS[what](widget, px(pixels))


def _margins(now: QMargins, length: Callable[[int], int]) -> QMargins:
    return QMargins(
        length(now.left()), length(now.top()), length(now.right()), length(now.bottom())
    )


def _carry(layout: QLayout, length: Callable[[int], int]) -> None:
    layout.setContentsMargins(_margins(layout.contentsMargins(), length))
    if isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(length(layout.horizontalSpacing()))
        layout.setVerticalSpacing(length(layout.verticalSpacing()))
        for column in range(layout.columnCount()):
            layout.setColumnMinimumWidth(column, length(layout.columnMinimumWidth(column)))
    elif isinstance(layout, QBoxLayout):
        layout.setSpacing(length(layout.spacing()))
        for item in items_of(layout):
            spacer = item.spacerItem()
            if spacer is not None:
                size, policy = spacer.sizeHint(), spacer.sizePolicy()
                spacer.changeSize(
                    length(size.width()),
                    length(size.height()),
                    policy.horizontalPolicy(),
                    policy.verticalPolicy(),
                )
        layout.invalidate()
