"""A panel under a pill at the right, over the screen: Esc closes it and gives the keyboard back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import PlainLabel, mirrored_in
from app.kernel.translate import t


class CornerPanel(QFrame):
    """Heading and state on top, `body` that scrolls, whatever a kind of panel puts at the foot."""

    WIDTH = 400

    def __init__(self, over: QWidget, icon: str, title: str) -> None:
        super().__init__(over)
        self._over = over
        self._before: QWidget | None = None
        self.setObjectName("keysOverlay")
        self.setAccessibleName(title)
        px = current().px
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(px(16), px(12), px(16), px(12))
        self._whole.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        self.glyph = Glyph(icon, "muted", 18)
        head.addWidget(self.glyph)
        head.addWidget(PlainLabel(title, role="heading"), 1)
        self.close_button = Button(t("Close Esc"), kind="quiet")
        self.close_button.clicked.connect(self.leave)
        head.addWidget(self.close_button)
        self._whole.addLayout(head)
        self.state = PlainLabel("", wrap=True)
        self._whole.addWidget(self.state)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inner = QWidget()
        self.body = QVBoxLayout(self.inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        area.setWidget(self.inner)
        self._whole.addWidget(area, 1)
        self.inner.installEventFilter(self)
        over.installEventFilter(self)
        current().changed.connect(self.place)
        self.hide()

    def height_wanted(self) -> int:
        """Designed pixels; it gets less where the window is low."""
        return 440

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.close_button

    def add_foot(self, foot: QHBoxLayout | Flow) -> None:
        if isinstance(foot, Flow):
            self._whole.addWidget(foot)
        else:
            foot.setSpacing(current().px(8))
            self._whole.addLayout(foot)

    def open(self) -> None:
        """Show it alone, with the keyboard on the first thing to do."""
        for other in self._over.findChildren(CornerPanel):
            if other is not self and other.isVisible():
                other.leave()
        if not self.isVisible():
            self._before = self.focus_now()
        self.place()
        self.show()
        self.raise_()
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close it and give the keyboard back."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def focus_now(self) -> QWidget | None:
        return self.window().focusWidget()

    def holds_focus(self) -> bool:
        return self.isAncestorOf(self.focus_now() or self._over)

    def place(self) -> None:
        """Into the corner, as wide and high as it wants and the window allows."""
        px, over = current().px, self._over
        width = min(px(self.WIDTH), over.width() - px(16))
        height = max(px(self.height_wanted()), self._least_height(width))
        height = min(height, over.height() - px(16))
        corner = QRect(over.width() - width - px(8), px(8), width, height)
        self.setGeometry(mirrored_in(over.rect(), corner, over))

    def _least_height(self, width: int) -> int:
        """Below it head and foot would be squeezed: what goes on in the next line counts."""
        frame = self.size() - self.contentsRect().size()
        return self._whole.minimumHeightForWidth(width - frame.width()) + frame.height()

    # Qt's own names from here on

    def event(self, event: QEvent) -> bool:
        """Words that change, a way on more, or another text size want another height."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        mine = watched is self.inner and self.isVisible()
        asked = QEvent.Type.LayoutRequest if mine else QEvent.Type.Resize
        if event.type() is asked and (mine or watched is self._over):
            self.place()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """The lock covers it: it does not come back by itself."""
        super().hideEvent(event)
        if not self.isHidden():
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            bar = self._area.verticalScrollBar()
            page = bar.pageStep() if event.key() == Qt.Key.Key_PageDown else -bar.pageStep()
            bar.setValue(bar.value() + page)
        else:
            super().keyPressEvent(event)


def over_screens(focus: QWidget) -> bool:
    """Whether the keyboard is in a panel over the screens: none of them may take it away."""
    part: QWidget | None = focus
    while part is not None and not isinstance(part, CornerPanel):
        part = part.parentWidget()
    return part is not None
