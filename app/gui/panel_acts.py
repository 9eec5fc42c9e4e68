"""Carries out what a panel asks for: the panel is busy meanwhile and says what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject

from app.gui.desk import Desk
from app.kernel.errors import UserError


class Answering(Protocol):
    """A form that waits for an answer."""

    def busy(self, busy: bool) -> None: ...

    def say_error(self, words: str, field: str = "") -> None: ...


class PanelActs(QObject):
    """For an `owner` with at most one panel; a panel that was put away meanwhile leaves its refusal
    to a toast.
    """

    def __init__(self, owner: QObject, desk: Desk, panel: Callable[[], Answering | None]) -> None:
        super().__init__(owner)
        self._desk, self._panel = desk, panel

    def act(self, action: Callable[..., Any], command: Any, done: Callable[[Any], None]) -> None:
        """Run `action` as the signed-in person."""
        self._busy(True)
        self._desk.runner.act(
            action, command, done=done, refused=self._refused, always=self._answered
        )

    def _refused(self, refused: UserError) -> None:
        panel = self._panel()
        if panel is not None:
            panel.say_error(refused.text, refused.field or "")
        else:
            self._desk.toasts.failure(refused.text)

    def _answered(self) -> None:
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        panel = self._panel()
        if panel is not None:
            panel.busy(busy)
