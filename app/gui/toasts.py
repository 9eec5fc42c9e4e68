"""Short messages in a lower corner: success fades, a failure stays until it is dismissed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.accessible import announce
from app.gui.icons import Glyph
from app.gui.rescaling import sized
from app.gui.shortcuts import with_key
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel, mirrored_in
from app.kernel.translate import t, tn

SUCCESS_MS: Final = 4_000
OFFER_MS: Final = 10_000
AT_MOST: Final = 5
WIDTH: Final = 380
LEAST_WIDTH: Final = 240
_LOOKS: Final = {"money_in": "check-circle", "caution": "warning", "danger": "warning-circle"}


class Toast(QFrame):
    """One message; `words` is a whole sentence, `verb` a next step such as Retry."""

    def __init__(
        self,
        tone: str,
        words: str,
        detail: str,
        verb: str,
        act: Callable[[], None] | None,
        closed: Callable[[Toast], None],
    ) -> None:
        super().__init__()
        px = current().px
        self.words, self.detail, self._closed = words, detail, closed
        self.for_anybody = False
        self.setProperty("tone", tone)
        self.setAccessibleName(words)
        self.setAccessibleDescription(detail)
        sized(self, px, most_width=WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(12), px(8), px(12))
        row.setSpacing(px(12))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Glyph(_LOOKS[tone], tone, 20), 0, top)
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(PlainLabel(words, role="strong", wrap=True))
        if detail:
            column.addWidget(PlainLabel(detail, role="caption", tone="muted", wrap=True))
        self.button: Button | None = None
        if verb and act:
            self.button = Button(verb)
            self.button.clicked.connect(self.dismiss)
            self.button.clicked.connect(act)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.waiting = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.waiting.hide()
        column.addWidget(self.waiting)
        row.addLayout(column, 1)
        if tone != "money_in":
            self.close_button = Button(t("Dismiss"), kind="quiet")
            self.close_button.setToolTip(with_key(t("Put it away"), "frame.dismiss"))
            row.addWidget(self.close_button, 0, top)
            self.close_button.clicked.connect(self.dismiss)

    def dismiss(self) -> None:
        self._closed(self)

    def say_waiting(self, count: int) -> None:
        """How many messages have no room as long as this one is not put away."""
        words = tn("{count} more message waits.", "{count} more messages wait.", count)
        self.waiting.setText(words if count else "")
        self.waiting.setVisible(bool(count))


class Toasts(QObject):
    """The stack of messages over `window`, newest lowest; the window's size moves it.

    `keep_clear` says how many pixels where lines end must not be covered.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[Toast] = []
        self._hushed = False
        self.keep_clear: Callable[[], int] = lambda: 0
        window.installEventFilter(self)
        current().changed.connect(self._rescaled)

    @property
    def shown(self) -> tuple[Toast, ...]:
        return tuple(self._shown)

    def success(self, words: str, detail: str = "") -> None:
        """Say what was done; it goes away by itself, and stands there once however often said."""
        self._drop_same(words, detail)
        toast = self._add("money_in", words, detail, "", None)
        QTimer.singleShot(SUCCESS_MS, toast, toast.dismiss)

    def offer(self, words: str, detail: str = "", *, verb: str, act: Callable[[], None]) -> None:
        """Say what was done, with a way to take it back; it goes away by itself, more slowly."""
        toast = self._add("caution", words, detail, verb, act)
        QTimer.singleShot(OFFER_MS, toast, toast.dismiss)

    def caution(self, words: str, detail: str = "") -> None:
        """Say what the person should know; it stays until dismissed, once however often said."""
        self._drop_same(words, detail)
        self._add("caution", words, detail, "", None)

    def notice(self, words: str, detail: str, *, verb: str, act: Callable[[], None]) -> None:
        """Say what somebody has to read: it stays until they say so with `verb`, or dismiss it."""
        self._add("caution", words, detail, verb, act)

    def failure(
        self,
        words: str,
        detail: str = "",
        *,
        verb: str = "",
        act: Callable[[], None] | None = None,
        for_anybody: bool = False,
    ) -> None:
        """Say what failed and what to do; it stays until dismissed or `verb` is pressed. What names
        nobody is `for_anybody`: it shows over a locked window too.
        """
        same = [each for each in self._shown if each.words == words]
        if not any(each.property("tone") == "danger" for each in same):
            toast = self._add("danger", words, detail, verb, act)
            toast.for_anybody = for_anybody
            self.hush(self._hushed)

    def dismiss_newest(self) -> None:
        """A key puts away the lowest message, so that no mouse is needed."""
        seen = [each for each in self._shown if self._is_seen(each)]
        if seen:
            seen[-1].dismiss()

    def hush(self, hushed: bool) -> None:
        """Show nothing while the window is locked: messages name people. They wait unseen."""
        self._hushed = hushed
        self.place()

    def clear(self) -> None:
        """Take everything away, when the next person sits down."""
        for toast in self.shown:
            self._drop(toast)

    def _add(
        self, tone: str, words: str, detail: str, verb: str, act: Callable[[], None] | None
    ) -> Toast:
        toast = Toast(tone, words, detail, verb, act, self._drop)
        toast.setParent(self._window)
        self._shown.append(toast)
        if self._is_seen(toast):
            said = f"{words} {detail}".strip()
            announce(self._window, said, at_once=tone == "danger")
        fading = [each for each in self._shown if each.property("tone") == "money_in"]
        if len(self._shown) > AT_MOST and fading:
            self._drop(fading[0])
        self.place()
        return toast

    def _drop_same(self, words: str, detail: str) -> None:
        for toast in self.shown:
            if (toast.words, toast.detail) == (words, detail):
                self._drop(toast)

    def _is_seen(self, toast: Toast) -> bool:
        return toast.for_anybody or not self._hushed

    def _drop(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self.place()

    def place(self) -> None:
        """Lay the stack again, after the room for it has changed. The newest always shows; what
        has no room above it waits unseen.
        """
        for toast in self._shown:
            toast.say_waiting(0)
            toast.setVisible(self._is_seen(toast))
        seen = [each for each in self._shown if self._is_seen(each)]
        waiting = self._lay(seen)
        if waiting:
            seen[-1].say_waiting(waiting)
            seen[-1].say_waiting(self._lay(seen))

    def _lay(self, seen: list[Toast]) -> int:
        """From the newest up, beside what must not be covered; how many have no room."""
        px = current().px
        gap = px(12)
        right = self._window.width() - self.keep_clear() - gap
        width = min(px(WIDTH), max(px(LEAST_WIDTH), right - gap))
        bottom, laid = self._window.height() - gap, 0
        for toast in reversed(seen):
            height = max(toast.heightForWidth(width), toast.minimumSizeHint().height())
            if laid and bottom - height < gap:
                break
            bottom -= height
            place = QRect(max(gap, right - width), bottom, width, height)
            toast.setGeometry(mirrored_in(self._window.rect(), place, self._window))
            toast.raise_()
            bottom -= gap
            laid += 1
        for toast in seen[: len(seen) - laid]:
            toast.hide()
        return len(seen) - laid

    def _rescaled(self) -> None:
        """Once all is as wide as the new text size wants, messages are as high as they need."""
        QTimer.singleShot(0, self, self.place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._window:
            self.place()
        return False
