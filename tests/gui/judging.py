"""What a test of accessibility asks of everything in front: each judge gives what it found wrong.

A finding names the widget by class, words and place, never by stop: one fault of the frame is one
finding of the whole walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from app.gui.keys_overlay import KeysOverlay
from app.gui.tab_order import in_reading_order
from app.gui.tables.rows_model import CHIP_ROLE
from app.gui.theme import contrast
from app.gui.toasts import Toast
from app.gui.widgets.digit_list import DigitList
from app.gui.widgets.labels import PlainLabel

R = QAccessible.Role
Rounds = set[tuple[QWidget, ...]]
SEEN: Final = 40
"""So many points of a ring are enough to find it by."""
NEAR: Final = 2
"""Pixels by which a font may differ from what a layout asked it."""


def shown_in(top: QWidget) -> list[QWidget]:
    """All that is to be seen in `top`, without the parts of Qt's own controls."""
    found = []
    for each in (top, *top.findChildren(QWidget)):
        if not each.isVisible() or each.window() is not top.window():
            continue
        if isinstance(each, QScrollBar | QHeaderView | QMenu) and each is not top:
            continue
        parent = each.parentWidget()
        if isinstance(parent, QComboBox | QAbstractSlider) or each.objectName().startswith("qt_"):
            continue
        found.append(each)
    return found


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    said: Any = QAccessible.queryAccessibleInterface(widget)
    return str(said.text(QAccessible.Text.Name)).strip() if said is not None else ""


def value_of(widget: QWidget) -> str:
    """What stands in it, as a screen reader is told."""
    said: Any = QAccessible.queryAccessibleInterface(widget)
    return str(said.text(QAccessible.Text.Value)) if said is not None else ""


def read(top: QWidget) -> str:
    """All of a part as somebody hears it who walks through it, line by line."""
    lines = [name_of(top)]
    for each in shown_in(top):
        description = each.accessibleDescription()
        empty = each.placeholderText() if isinstance(each, QLineEdit) else ""
        told = (name_of(each), value_of(each) or empty, description)
        lines.append(" ".join(word for word in told if word))
    return "\n".join(line for line in lines if line)


def role_of(widget: QWidget) -> Any:
    said: Any = QAccessible.queryAccessibleInterface(widget)
    return said.role() if said is not None else R.NoRole


def called(widget: QWidget) -> str:
    """The widget as a person finds it again: class, words, and whose it is."""
    words = getattr(widget, "text", None)
    said = words() if callable(words) and not isinstance(widget, QLineEdit) else ""
    chain: list[str] = []
    parent: QWidget | None = widget.parentWidget()
    while parent is not None and len(chain) < 3:
        if type(parent).__module__.startswith("app."):
            chain.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__} {(said or name_of(widget))[:40]!r} in {' < '.join(chain)}"


def takes_keys(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus
    return bool(widget.focusPolicy() & tab) and widget.isEnabled()


def worked(widget: QWidget) -> bool:
    """Whether a person can press it, type into it or walk in it."""
    if isinstance(widget, QAbstractScrollArea) and not isinstance(
        widget, QAbstractItemView | QTextEdit | QPlainTextEdit
    ):
        return widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    own = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
    hand = own and widget.cursor().shape() is Qt.CursorShape.PointingHandCursor
    return takes_keys(widget) or isinstance(widget, QAbstractButton) or hand


def readable(words: str) -> bool:
    """Not the code of an icon, and not nothing."""
    return any(letter.isalnum() for letter in words if not 0xE000 <= ord(letter) <= 0xF8FF)


ROLES: Final = {
    QLineEdit: (R.EditableText,),
    QPlainTextEdit: (R.EditableText,),
    QComboBox: (R.ComboBox,),
    QTableView: (R.Table,),
    QAbstractButton: (R.Button, R.CheckBox, R.RadioButton, R.ButtonMenu, R.ButtonDropDown),
}
NO_ROLE: Final = (R.Client, R.Border, R.NoRole, R.Whitespace, R.Window, R.Pane)


def structure(top: QWidget) -> Iterator[str]:
    """All that can be seen without touching anything."""
    parts = shown_in(top)
    yield from names(parts)
    yield from pictures(parts)
    yield from traps(parts)
    yield from tables(top)


def names(parts: list[QWidget]) -> Iterator[str]:
    """Everything that is worked has a name and a role that says how."""
    for each in parts:
        if not worked(each) or each.isWindow():
            continue
        name = name_of(each)
        if not readable(name):
            yield f"no name: {called(each)} {name!r}"
        wanted = next((roles for kind, roles in ROLES.items() if isinstance(each, kind)), None)
        role = role_of(each)
        if wanted is None and role in NO_ROLE:
            yield f"no role: {called(each)} {role.name}"
        elif wanted is not None and role not in wanted:
            yield f"wrong role: {called(each)} {role.name}"
        if isinstance(each, QLineEdit) and each.echoMode() is not QLineEdit.EchoMode.Normal:
            said = QAccessible.queryAccessibleInterface(each)
            told = said.text(QAccessible.Text.Value) + said.text(QAccessible.Text.Name)
            if each.text() and each.text() in told:
                yield f"a secret is read aloud: {called(each)}"


def pictures(parts: list[QWidget]) -> Iterator[str]:
    """A picture without words beside it has a name."""
    for each in parts:
        if isinstance(each, QLabel) and each.text() == "" and each.pixmap().cacheKey():
            parent: Any = each.parentWidget()
            labels = parent.findChildren(QLabel) if parent else []
            beside = any(label.isVisible() and readable(label.text()) for label in labels)
            if not beside and not any(readable(name_of(one)) for one in (each, parent) if one):
                yield f"a picture without words: {called(each)}"


def tables(top: QWidget) -> Iterator[str]:
    """Each column has a head and each cell says in words what it shows."""
    for table in top.findChildren(QTableView):
        model = table.model()
        if not table.isVisible() or model is None:
            continue
        for column in range(model.columnCount()):
            if table.isColumnHidden(column):
                continue
            head = model.headerData(column, Qt.Orientation.Horizontal)
            said = model.headerData(
                column, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
            )
            if not readable(str(head or said or "")):
                yield f"no head: column {column} of {called(table)}"
            for row in range(min(model.rowCount(), 3)):
                index = model.index(row, column)
                told = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
                shown = str(index.data() or "")
                look = index.data(CHIP_ROLE)
                if look is not None and not readable(look.words):
                    yield f"a mark without a word: {look} of {called(table)}"
                if shown and shown not in told:
                    yield f"a cell is not read: {shown!r} of {called(table)}: {told!r}"


def place_of(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def tab_round(
    top: QWidget, known: set[QWidget] | None = None, rounds: Rounds | None = None
) -> Iterator[str]:
    """Tab, really pressed, reaches everything once in the order it is read, and comes round; the
    keyboard is always somewhere that is seen. What is `known` was walked at another stop, and so
    was a page whose parts are those of one of the `rounds`.
    """
    known = set() if known is None else known
    rounds = set() if rounds is None else rounds
    before = QApplication.focusWidget()
    if before is None or before.window() is not top.window() or isinstance(before, DigitList):
        return
    wanted = {each for each in shown_in(top) if takes_keys(each) and each.focusProxy() is None}
    order = [each for each in in_reading_order(top) if each not in known]
    if not order or tuple(order) in rounds:
        return
    rounds.add(tuple(order))
    went: list[QWidget] = []
    now = order[0]
    now.setFocus(Qt.FocusReason.TabFocusReason)
    while now not in went and now not in known and len(went) < len(wanted) + 5:
        went.append(now)
        if not now.isVisible() or not place_of(now).intersects(now.window().rect()):
            yield f"the keyboard goes where nobody sees it: {called(now)}"
        QTest.keyClick(now, Qt.Key.Key_Tab)
        now = QApplication.focusWidget() or now
        news = isinstance(now.parentWidget(), Toast)
        if now not in went and now not in known and not news:
            yield from _reads(went[-1], now)
    if now is not went[0] and now not in known:
        yield f"Tab does not come round: {[called(each) for each in went[-3:]]}"
    left = wanted - known - set(went)
    missed = {each for each in left if each.isVisible() and takes_keys(each)}
    yield from (f"Tab never comes to: {called(each)}" for each in missed)
    before.setFocus()


def _reads(one: QWidget, other: QWidget) -> Iterator[str]:
    """It goes down or along a line, and up only into the next column."""
    a, b = place_of(one), place_of(other)
    if one.isRightToLeft():
        a, b = (QRect(-r.right(), r.top(), r.width(), r.height()) for r in (a, b))
    up = b.bottom() <= a.top()
    level = a.top() < b.center().y() < a.bottom() or b.top() < a.center().y() < b.bottom()
    back = level and b.right() <= a.left()
    if (up and b.left() < a.right()) or back:
        yield f"Tab goes {'up' if up else 'back'}: {called(one)} -> {called(other)}"


def traps(parts: list[QWidget]) -> Iterator[str]:
    """Nothing swallows Tab."""
    for each in parts:
        if isinstance(each, QAbstractItemView) and takes_keys(each) and each.tabKeyNavigation():
            yield f"Tab stays inside: {called(each)}"
        if not isinstance(each, QPlainTextEdit | QTextEdit) or each.isReadOnly():
            continue
        if not each.tabChangesFocus():
            yield f"Tab stays inside: {called(each)}"


def focus_seen(top: QWidget, known: set[tuple[str, ...]]) -> Iterator[str]:
    """Where the keyboard is shows by what has 3:1 to what was there without it (WCAG 2.4.7); one
    of each kind.
    """
    before = QApplication.focusWidget()
    if before is None or before.window() is not top.window() or isinstance(before, DigitList):
        return
    for each in in_reading_order(top):
        above = each.parentWidget()
        kind = (
            type(each).__name__,
            str(each.property("kind")),
            each.objectName(),
            type(above).__name__,
            str(getattr(each, "isChecked", bool)()),
        )
        if kind in known or each.size().isEmpty():
            continue
        known.add(kind)
        each.clearFocus()
        without = each.grab().toImage()
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if QApplication.focusWidget() is not each:
            continue
        changed = _changed(without, each.grab().toImage())
        if changed < SEEN and not isinstance(each, KeysOverlay):
            yield f"focus is not seen: {called(each)} {changed} points"
    before.setFocus()


def _changed(one: QImage, other: QImage) -> int:
    """How many points have 3:1 to what they were; the edges are looked at, not the middle."""
    wide, high = min(one.width(), other.width()), min(one.height(), other.height())
    seen: dict[tuple[int, int], bool] = {}
    lines = {*range(min(8, high)), *range(max(0, high - 8), high)}
    points = [(x, y) for y in lines for x in range(0, wide, 2)]
    points += [(x, y) for y in range(0, high, 2) for x in (*range(min(8, wide)), wide - 1)]
    found = 0
    for x, y in points:
        pair = (one.pixel(x, y), other.pixel(x, y))
        if pair[0] == pair[1]:
            continue
        if pair not in seen:
            names = [QColor(each).name() for each in pair]
            seen[pair] = contrast(*names) >= 3
        found += seen[pair]
    return found


def scrolls(widget: QWidget) -> tuple[bool, bool]:
    """Whether somebody can scroll to it: across, down."""
    across = down = False
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            across = across or parent.horizontalScrollBarPolicy() != off
            down = down or parent.verticalScrollBarPolicy() != off
        parent = parent.parentWidget()
    return across, down


def outside(top: QWidget) -> Iterator[str]:
    """No control and no word lies where the window or a part of it ends."""
    for each in shown_in(top):
        parent = each.parentWidget()
        if parent is None or each is top or each.isWindow():
            continue
        if not (worked(each) or isinstance(each, QLabel)) or each.size().isEmpty():
            continue
        across, down = scrolls(each)
        part, rect = each, QRect(QPoint(0, 0), each.size())
        while part is not top and not part.isWindow() and (above := part.parentWidget()):
            rect.translate(part.pos())
            part = above
            if isinstance(part.parentWidget(), QScrollArea):
                continue
            room = part.rect().adjusted(-NEAR, -NEAR, NEAR, NEAR)
            wide = rect.left() < room.left() or rect.right() > room.right()
            high = rect.top() < room.top() or rect.bottom() > room.bottom()
            if (wide and not across) or (high and not down):
                yield f"outside {type(part).__name__}: {called(each)} by {_by(rect, room)}"
                break


def _by(rect: QRect, room: QRect) -> str:
    wide = max(rect.right() - room.right(), room.left() - rect.left())
    high = max(rect.bottom() - room.bottom(), room.top() - rect.top())
    return f"{wide} across, {high} down"


def clipped(top: QWidget) -> Iterator[str]:
    """Every word has its room; what ends in … tells the whole in its tooltip."""
    for each in shown_in(top):
        lack = _lack(each)
        if lack:
            yield f"cut: {called(each)} {lack}"


def _lack(widget: QWidget) -> str:
    room = widget.contentsRect()
    metrics = widget.fontMetrics()
    if isinstance(widget, QLabel) and widget.text():
        if isinstance(widget, PlainLabel) and widget._elide:
            wide = metrics.horizontalAdvance(widget.text())
            return "" if wide <= room.width() or widget.toolTip() else "and no tooltip"
        if widget.wordWrap():
            need, has = widget.heightForWidth(widget.width()), widget.height()
            return f"needs {need} high, has {has}" if need > has + NEAR else ""
        wide = max(metrics.horizontalAdvance(line) for line in widget.text().splitlines() or [""])
        high = metrics.height() * max(1, len(widget.text().splitlines()))
        if wide > room.width() + NEAR:
            return f"needs {wide} wide, has {room.width()}"
        return f"needs {high} high, has {room.height()}" if high > room.height() + 2 * NEAR else ""
    if isinstance(widget, QAbstractButton) and widget.text():
        words = widget.text().replace("&&", "&").splitlines()
        wide = max(metrics.horizontalAdvance(line) for line in words)
        if wide > widget.width() - 2 * NEAR and not widget.toolTip():
            return f"needs {wide} wide, has {widget.width()}"
        high = metrics.height() * len(words)
        return f"needs {high} high, has {widget.height()}" if high > widget.height() + NEAR else ""
    if isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
        wide = metrics.horizontalAdvance(widget.placeholderText())
        left = widget.width() - widget.textMargins().left() - widget.textMargins().right()
        told = widget.toolTip() or widget.placeholderText() in widget.accessibleDescription()
        return f"needs {wide} wide, has {left}" if wide > left and not told else ""
    if isinstance(widget, QComboBox) and widget.currentText() and not widget.toolTip():
        wide = metrics.horizontalAdvance(widget.currentText())
        return f"needs {wide} wide, has {widget.width()}" if wide > widget.width() - 20 else ""
    return ""
