"""What scanned codes may do on the Counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.gui.screen import Screen

if TYPE_CHECKING:
    from app.gui.screens.counter.actions import CounterActions


class Coded(Screen):
    """The part of the Counter that a scanner talks to."""

    acts: CounterActions

    @property
    def money_typed(self) -> bool:
        return self.acts.taking.busy or self.acts.charging.front is not None

    def take_code(self, code: str) -> bool:
        return self.acts.take_code(code)

    def take_back_keys(self) -> None:
        self.acts.taking.take_back_keys()
