"""The window: the sign-in page or the frame, messages over both, and the keys overlay."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.gui.accessible import tell_roles
from app.gui.scan_guard import ScanGuard
from app.gui.shortcuts import bind
from app.gui.tab_order import step
from app.gui.theme import current
from app.gui.toasts import Toasts
from app.kernel.translate import t

CLOSE_AFTER_MS = 60
"""A code that closes windows (Alt+F4) goes on typing before that."""


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is built elsewhere and added when it is first shown.

    Its title names no person, because titles stand in task bars. `closing` comes once,
    `look_chosen` after a key changed the text size.
    """

    closing = Signal()
    look_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        tell_roles()
        self.setWindowTitle(t("Opening…"))
        self.setMinimumSize(800, 560)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.toasts = Toasts(self)
        self.scan = ScanGuard(self)
        self.scan.guards = False  # before anybody can sign in no code can do anything
        self._overlay: QWidget | None = None
        bind(self, "frame.keys", self.show_keys)
        bind(self, "frame.dismiss", self.toasts.dismiss_newest)
        bind(self, "frame.larger", lambda: self._size_text(1))
        bind(self, "frame.smaller", lambda: self._size_text(-1))
        bind(self, "frame.usual_size", lambda: self._size_text(0))

    @property
    def room(self) -> QWidget:
        """What a page that is made stands in."""
        return self._pages

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    def name_site(self, site_name: str) -> None:
        """Say in the title which site this window belongs to; Qt adds the program's name."""
        self.setWindowTitle(site_name)

    def adopt(self, page: QWidget) -> None:
        """Take a page in without showing it; from then on it lives and dies with the window."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)

    def show_page(self, page: QWidget, *, hush: bool = False) -> None:
        """Show `page`; with `hush` messages wait unseen until another page comes."""
        if self._overlay is not None:
            self._overlay.hide()
        self.adopt(page)
        self.toasts.hush(hush)
        self._pages.setCurrentWidget(page)

    def show_keys(self) -> None:
        """F1; the overlay is built when it is first wanted."""
        from app.gui.keys_overlay import KeysOverlay

        if not isinstance(self._overlay, KeysOverlay):
            self._overlay = KeysOverlay(
                self,
                lambda: str(getattr(self.page, "task", "")),
                lambda: getattr(self.page, "allowed", None),
            )
        self._overlay.toggle()

    def _size_text(self, steps: int) -> None:
        current().step(steps)
        self.look_chosen.emit()

    def _close_by_hand(self) -> None:
        if not self.scan.amid:
            self.close()

    # Qt's own names from here on

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():
            # The window manager obeys Alt+F4 before anybody here sees a key: was it a code's?
            event.ignore()
            if self.scan.amid:
                self.scan.spoil()
                return
            QTimer.singleShot(CLOSE_AFTER_MS, self, self._close_by_hand)
            return
        self.closing.emit()
        super().closeEvent(event)
