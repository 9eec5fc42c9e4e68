"""Carries out what a panel asks for: the panel is busy meanwhile and says what was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject

from app.gui.desk import Desk
from app.kernel.errors import UserError
from app.storage.seen import EditedMeanwhile, Seen, knowing


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
        self._told: frozenset[str] = frozenset()

    def act(
        self,
        action: Callable[..., Any],
        command: Any,
        done: Callable[[Any], None],
        seen: Seen | None = None,
    ) -> None:
        """Run `action` as the signed-in person, who typed over what the panel showed; what somebody
        else changed since is said once, and typed over when they save again.
        """
        self._busy(True)
        knows = None if seen is None else replace(seen, agreed=seen.agreed | self._told)
        self._desk.runner.act(
            knowing(action, knows),
            command,
            done=done,
            refused=self._refused,
            always=self._answered,
        )

    def _refused(self, refused: UserError) -> None:
        panel = self._panel()
        if isinstance(refused, EditedMeanwhile):
            self._told |= refused.edits
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
