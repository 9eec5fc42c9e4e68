"""F1: every key that works now, grouped by place, read from the key map; Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.key_map import Binding, shown
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t


class KeysOverlay(QWidget):
    """Covers `window` while it is shown; a second F1, Esc or a click beside it closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.setAccessibleName(t("Keys"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._panel = self._build()
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.leave()
            return
        self._before = self._window.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

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
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(px(32))
        groups = shown()
        left, right = QVBoxLayout(), QVBoxLayout()
        for number, (words, bindings) in enumerate(groups):
            (left if number == 0 else right).addLayout(self._group(words, bindings))
        for column in (left, right):
            column.setSpacing(px(16))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area.setWidget(inner)
        self._inner = inner
        whole.addWidget(area, 1)
        return panel

    @staticmethod
    def _group(words: str, bindings: tuple[Binding, ...]) -> QGridLayout:
        px = current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        grid.addWidget(PlainLabel(words, role="caption", tone="muted"), 0, 0, 1, 2)
        native = QKeySequence.SequenceFormat.NativeText
        for line, each in enumerate(bindings, start=1):
            grid.addWidget(PlainLabel(t(each.words)), line, 0)
            row = QHBoxLayout()
            row.setSpacing(px(4))
            row.addStretch(1)
            keys = [QKeySequence(key).toString(native) if each.bound else key for key in each.keys]
            for key in dict.fromkeys(key.replace("Return", "Enter") for key in keys):
                cap = PlainLabel(key)
                cap.setObjectName("keycap")
                row.addWidget(cap)
            grid.addLayout(row, line, 1)
        return grid

    def _fit(self) -> None:
        px = current().px
        self.setGeometry(self._window.rect())
        width = min(self.width() - px(48), px(900))
        height = min(self.height() - px(48), self._inner.sizeHint().height() + px(96))
        self._panel.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

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
