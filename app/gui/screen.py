"""What the frame asks of a screen; a screen answers what it can and knows nothing of the frame."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget


class Screen(QWidget):
    """One task on one page. The frame calls these; every one may stay as it is here.

    With `typing_finds` a letter or digit that no box took goes into the frame's find box.
    `paper_moved` says that `paper_place` is another one now.
    """

    typing_finds: ClassVar[bool] = False
    paper_moved = Signal()

    def arrive(self) -> None:
        """The screen is shown now: read what it shows, put the keyboard where work begins."""

    def open_subject(self, subject: str) -> None:
        """Show this one thing, by its id; comes before `arrive`."""

    def leave(self) -> None:
        """Another screen, the lock or another user comes: keep what was typed (park money)."""

    def forget(self) -> None:
        """Nobody is signed in any more: no patient's data stays on the screen."""

    def keep_clear(self) -> int:
        """Pixels where lines end, usually at the right, that messages must not cover."""
        return 0

    def paper_place(self) -> QRect | None:
        """The part of the screen that a receipt may cover for a moment; None for a lower corner."""
        return None

    @property
    def money_typed(self) -> bool:
        """Whether a scanned code must not lead away: money is typed for somebody."""
        return False

    def take_code(self, code: str) -> bool:
        """A code was scanned; True when it was for this screen and is dealt with."""
        return False

    def take_unknown(self, code: str) -> bool:
        """A scanned code names nothing here; True when this screen knows what it is for."""
        return False

    def take_back_keys(self) -> None:
        """A code pressed function keys: what they opened or chose here is taken back."""

    def primary(self) -> None:
        """Ctrl+Enter from any field: the safe main thing."""

    def refresh(self) -> None:
        """F5: read again."""

    def back(self) -> None:
        """Esc that no box took: one step back, typed money is kept."""

    def print_shown(self) -> None:
        """F12 or Ctrl+P: print what is shown; on the Counter the last receipt as a copy."""
