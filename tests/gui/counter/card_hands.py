"""Hands at the Counter and at the simulated reader, for the tests of cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from app.areas.cards import queries, simulating
from app.areas.cards.simulated_cards import Button
from app.areas.cards.simulating import PressButton
from app.areas.cards.values import AttemptShown, AttemptState
from app.gui.cards_desk import CardsDesk
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from tests.gui.counter.conftest import Bench, Books

SHIFT = Qt.KeyboardModifier.ShiftModifier


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@dataclass
class Cards:
    """The bench with a reader beside it, and the person who holds the card."""

    bench: Bench
    tray: CardsDesk

    @property
    def books(self) -> Books:
        return self.bench.books

    @property
    def panel(self) -> Any:
        return self.bench.view.card_panel

    @property
    def front(self) -> AttemptShown | None:
        running = self.bench.view.acts.charging.front
        return running.shown if running is not None else None

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        self.bench.press(key, *held)

    def state(self, *wanted: AttemptState) -> None:
        """Until the attempt in front is there."""
        self.bench.wait(lambda: self.front is not None and self.front.state in wanted)

    def over(self) -> None:
        """Until no card is in front any more."""
        self.bench.wait(lambda: self.front is None)
        self.bench.settle()

    def show(self, button: Button, code: str = "") -> None:
        """The person at the reader does it."""
        command = PressButton(CommandId(new_id()), button, code)
        self.books.station.act(SYSTEM, simulating.press, command).result()

    def open_count(self) -> int:
        return len(self.books.station.ask(queries.open_attempts).result())
