"""F1: the keys that work on the screen in front, read from the key map; Esc closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.asking import Over
from app.gui.key_map import Binding
from app.gui.key_places import in_columns, shown_on, shown_over
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t

MOST_COLUMNS: Final = 3
LEAST_WIDTH: Final = 330
"""Designed pixels that a verb and its keys need beside one another."""


class KeysOverlay(QWidget):
    """Covers `window` while it is shown; a second F1, Esc or a click beside it closes it.

    `task()` names the screen in front; empty shows the keys of all. `allowed()` names the screens
    this person may open, None for all.
    """

    def __init__(
        self,
        window: QWidget,
        task: Callable[[], str] = lambda: "",
        allowed: Callable[[], tuple[str, ...] | None] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._task, self._allowed = task, allowed
        self._window = window
        self._before: QWidget | None = None
        self.setAccessibleName(t("Keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._panel = self._build()
        self._shown: tuple[object, ...] = ()
        window.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> tuple[str, ...]:
        """What the verbs on it are called, in their order."""
        return tuple(label.text() for label in self._inner.findChildren(PlainLabel, "verb"))

    def toggle(self) -> None:
        if self.isVisible():
            self.leave()
            return
        self._before = self._window.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close it and give the keyboard back."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> QFrame:
        px = current().px
        panel = QFrame(self)
        panel.setObjectName("keysOverlay")
        whole = QVBoxLayout(panel)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(t("Keys"), role="title"), 1)
        self._close = Button(t("Close Esc"), kind="quiet")
        self._close.clicked.connect(self.leave)
        head.addWidget(self._close)
        whole.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._area.setWidget(self._inner)
        whole.addWidget(self._area, 1)
        return panel

    def _lay_out(self) -> None:
        """As many columns as fit, with the keys of the screen in front first."""
        px = current().px
        task, allowed = self._task(), self._allowed()
        columns = max(1, min(MOST_COLUMNS, (self.width() - px(96)) // px(LEAST_WIDTH)))
        wanted = (task, allowed, columns, px(100))
        if wanted == self._shown:
            return
        self._shown = wanted
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, px(8), 0)
        row.setSpacing(px(32))
        for groups in in_columns(shown_on(task, allowed), columns):
            column = QVBoxLayout()
            column.setSpacing(px(12))
            for words, bindings in groups:
                column.addLayout(_group(words, bindings))
            column.addStretch(1)
            row.addLayout(column, 1)
        self._inner = inner
        self._area.setWidget(inner)

    def _fit(self) -> None:
        px = current().px
        self.setGeometry(self._window.rect())
        self._lay_out()
        width = min(self.width() - px(48), px(1240))
        height = min(self.height() - px(48), self._inner.sizeHint().height() + px(96))
        self._panel.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._window and self.isVisible():
            self._fit()
        return False


class DialogKeys(Over):
    """The keys of a dialog, over it; F1 or Esc goes back to the dialog as it was."""

    def __init__(self, dialog: QWidget, kind: str) -> None:
        super().__init__(dialog, t("Keys"), 420)
        self.column.addWidget(PlainLabel(t("Keys"), role="title"))
        for words, bindings in shown_over(kind):
            self.column.addLayout(_group(words, bindings))
        row = QHBoxLayout()
        row.addStretch(1)
        self.back_button = Button(t("Go back      Esc"))
        self.back_button.clicked.connect(self.reject)
        row.addWidget(self.back_button)
        self.column.addLayout(row)

    @property
    def words(self) -> tuple[str, ...]:
        """What the verbs on it are called, in their order."""
        return tuple(label.text() for label in self.findChildren(PlainLabel, "verb"))

    def show_keys(self) -> None:
        """A second F1 puts it away."""
        self.reject()


def _group(words: str, bindings: tuple[Binding, ...]) -> QGridLayout:
    px = current().px
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(3))
    grid.setColumnStretch(0, 1)
    grid.addWidget(PlainLabel(words, role="caption", tone="muted"), 0, 0)
    native = QKeySequence.SequenceFormat.NativeText
    for line, each in enumerate(bindings, start=1):
        verb = PlainLabel(t(each.words), elide=True)
        verb.setObjectName("verb")
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addWidget(verb, 1)
        keys = [QKeySequence(key).toString(native) if each.bound else key for key in each.keys]
        for key in dict.fromkeys(key.replace("Return", "Enter") for key in keys):
            cap = PlainLabel(key)
            cap.setObjectName("keycap")
            row.addWidget(cap)
        grid.addLayout(row, line, 0)
    return grid
